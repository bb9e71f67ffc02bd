"""The embedded espeak-ng: forks, crashes, deadlines, marks, voices."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from audiobrief import workers
from audiobrief.errors import EngineUnavailable, SpeechError
from audiobrief.model import Clip, Utterance, Voice
from audiobrief.speech import casting, espeak_worker
from audiobrief.speech.calibration import calibration_text
from audiobrief.speech.engine import TooLong
from audiobrief.speech.espeak import Espeak
from audiobrief.speech.proof import prove
from audiobrief.speech.speech_worker import SpeechWorker

ENGINE = Espeak()
forks = pytest.mark.skipif(not workers.can_fork(), reason="no forks here: tests/test_without_forks.py")
pytestmark = pytest.mark.skipif(ENGINE.unavailable() is not None, reason="espeak cannot run here")

SENTENCE = "The council voted on Tuesday to reopen the old bridge."


def say(text: str, voice: str = "en-us", engine: Espeak = ENGINE, rate: float = 1.0, pitch: float = 50.0) -> Clip:
    return engine.speak(Utterance(text, Voice("espeak", voice, "en", rate, pitch)), 30)


def heard(clip: Clip, text: str, kind: str = "word") -> list[str]:
    return [text[mark.start : mark.start + mark.length] for mark in clip.marks if mark.kind == kind]


def test_a_hundred_rounds_are_one_and_the_same() -> None:
    first = say(SENTENCE)
    for _ in range(30):
        say("Another sentence in between, with other words.", "ru")
        assert say(SENTENCE) == first
    fresh = Espeak()
    assert say(SENTENCE, engine=fresh) == first
    fresh.close()


def test_threads_get_the_same_bytes_from_their_own_workers() -> None:
    texts = [f"Boat number {number} came in from the sea." for number in range(20)] * 3
    with ThreadPoolExecutor(6) as pool:
        clips = list(pool.map(say, texts))
    assert clips[:20] == clips[20:40] == clips[40:]


@forks
def test_an_aborting_string_costs_only_its_own_fork() -> None:
    engine = Espeak(workers=1)
    before = say(SENTENCE, engine=engine)
    with engine._pool.worker() as worker:
        process = worker._process.pid
    with pytest.raises(SpeechError, match="died"):
        say("s'" * 80, engine=engine)
    with engine._pool.worker() as worker:
        assert worker._process.pid == process
    assert say(SENTENCE, engine=engine) == before
    engine.close()


@forks
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the fork in /proc")
def test_a_hang_is_killed_at_its_deadline_and_the_next_one_speaks() -> None:
    engine = Espeak(workers=1)
    say(SENTENCE, engine=engine)
    with engine._pool.worker() as worker:
        os.kill(worker._process.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, worker._process.pid, os.WSTOPPED | os.WNOWAIT)  # it may be about to fork
        stopped = worker
        children = Path(f"/proc/{worker._process.pid}/task/{worker._process.pid}/children").read_text()
        for child in children.split():  # none, where the worker was stopped before it made its next fork
            os.kill(int(child), signal.SIGSTOP)
    with pytest.raises(TooLong, match="within"):
        engine.speak(Utterance(SENTENCE, Voice("espeak", "en-us", "en")), 0.2)
    assert stopped._process.poll() is not None
    assert say(SENTENCE, engine=engine).samples
    engine.close()


def test_a_killed_worker_is_replaced() -> None:
    engine = Espeak(workers=1)
    say(SENTENCE, engine=engine)
    with engine._pool.worker() as worker:
        worker._kill()
        worker._process.wait()
    assert say(SENTENCE, engine=engine).samples
    engine.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_workers_end_with_close_and_with_their_caller() -> None:
    program = (
        "from audiobrief.speech.espeak import Espeak\nimport sys\n"
        "engine = Espeak()\nengine.version\n"
        "with engine._pool.worker() as worker: print(worker._process.pid, flush=True)\n"
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    worker = int(done.stdout)
    for _ in range(200):
        if not Path(f"/proc/{worker}").exists() or b"Z" in Path(f"/proc/{worker}/stat").read_bytes().split()[2:3]:
            break
        subprocess.run([sys.executable, "-c", ""], check=True)  # lets other processes run; no clock needed
    else:
        pytest.fail("the worker outlived its caller")


def test_a_library_that_does_not_load_is_said_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import espeakng_loader

    monkeypatch.setattr(espeakng_loader, "get_library_path", lambda: str(tmp_path / "none.so"))
    engine = Espeak()
    assert "pip install" in (engine.unavailable() or "")
    with pytest.raises(EngineUnavailable, match="does not start here"):
        say(SENTENCE, engine=engine)


def test_data_that_are_missing_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import espeakng_loader

    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(tmp_path))
    assert "does not start here" in (Espeak().unavailable() or "")


def test_without_its_package_the_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install espeakng-loader" in (Espeak().unavailable() or "")
    assert Espeak().voices() == ()


def test_an_unknown_voice_is_our_error() -> None:
    with pytest.raises(SpeechError, match="no such voice"):
        say(SENTENCE, "zz")


def test_rate_pitch_and_variant_are_heard() -> None:
    usual = say(SENTENCE)
    assert say(SENTENCE, rate=0.6).samples > 1.4 * usual.samples
    assert say(SENTENCE, rate=2.5).samples < 0.55 * usual.samples
    assert say(SENTENCE, pitch=90).pcm != usual.pcm
    assert say(SENTENCE, "en-us+f3").pcm != usual.pcm


def test_marks_are_the_written_words() -> None:
    text = (
        "“The Così bridge”, he said – in 1994 – costs $40 million; a well-known sum. "
        "Officials agreed… Why? Nobody knows."
    )
    clip = say(text)
    assert heard(clip, text) == [
        "The", "Così", "bridge", "he", "said", "in", "1994", "costs", "40", "million", "a", "well-known", "sum",
        "Officials", "agreed", "Why", "Nobody", "knows",
    ]  # fmt: skip
    assert heard(clip, text, "sentence")[-1] == "Nobody knows."
    assert heard(clip, text, "sentence")[0].startswith("The Così bridge")
    samples = [mark.sample for mark in clip.marks if mark.kind == "word"]
    assert samples == sorted(set(samples))


def test_marks_in_scripts_without_blanks() -> None:
    text = "今天天气很好。我们去公园。"
    clip = say(text, "cmn")
    assert len(heard(clip, text)) > 5
    cyrillic = "Совет решил открыть старый мост."
    assert heard(say(cyrillic, "ru"), cyrillic) == cyrillic.rstrip(".").split()


def test_word_starts_are_where_the_word_is_heard() -> None:
    """Commas make a pause before every word: a mark stands where the pause ends (the method of docs/engines.md)."""
    text = "Fourteen, fishermen, reached, harbour, villages, before, midnight."
    clip = say(text)
    samples = np.frombuffer(clip.pcm, "<i2").astype(int)
    words = [mark for mark in clip.marks if mark.kind == "word"]
    for mark in words[1:]:
        before = samples[max(mark.sample - clip.rate_hz // 20, 0) : mark.sample]
        after = samples[mark.sample : mark.sample + clip.rate_hz // 8]
        assert np.abs(before).max() < 0.1 * np.abs(samples).max()  # the pause of the comma
        assert np.abs(after).max() > 0.1 * np.abs(samples).max()  # the word


def timbre(clip: Clip) -> tuple[float, float]:
    """Median pitch (semitones over 100 Hz, by autocorrelation) and spectral centroid (Hz)."""
    samples = np.frombuffer(clip.pcm, "<i2").astype(float)
    pitches = []
    for start in range(0, len(samples) - 2048, 1024):
        block = samples[start : start + 2048] * np.hanning(2048)
        if np.sqrt(np.mean(block**2)) < 500:
            continue
        alike = np.fft.irfft(np.abs(np.fft.rfft(block, 4096)) ** 2)[: clip.rate_hz // 55]
        lag = clip.rate_hz // 400 + int(alike[clip.rate_hz // 400 :].argmax())
        if alike[lag] > 0.3 * alike[0]:
            pitches.append(clip.rate_hz / lag)
    power = np.abs(np.fft.rfft(samples)) ** 2
    centroid = float((power * np.fft.rfftfreq(len(samples), 1 / clip.rate_hz)).sum() / power.sum())
    return 12 * float(np.log2(np.median(pitches) / 100)), centroid


def test_the_voices_of_the_cast_can_be_told_apart() -> None:
    """Any two of them are 2 semitones or a quarter of their brightness apart."""
    text = "The council voted to reopen the old bridge, and officials said the repairs would cost nine million."
    cast = casting.cast_for("espeak", "en")
    voices = {role: cast.roles[role] for role in ("body", "headline", "quote", "caption", "notice")}
    voices |= {f"quote-{number}": voice for number, voice in enumerate(cast.quotes, 1)}
    heard = {name: timbre(ENGINE.speak(Utterance(text, voice))) for name, voice in voices.items()}
    for one, other in combinations(heard, 2):
        (pitch, bright), (other_pitch, other_bright) = heard[one], heard[other]
        ratio = max(bright, other_bright) / min(bright, other_bright)
        assert abs(pitch - other_pitch) > 2 or ratio > 1.25, (one, other)


def test_voice_files_say_what_the_library_lists() -> None:
    program = """
import ctypes, sys
class V(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("languages", ctypes.c_char_p), ("identifier", ctypes.c_char_p)]
lib = ctypes.CDLL(sys.argv[1]); lib.espeak_Initialize(2, 0, sys.argv[2].encode(), 0)
lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(V))
listed = lib.espeak_ListVoices(None); i = 0
while listed[i]:
    print(listed[i].contents.identifier.decode().lower().rpartition("/")[2]); i += 1
"""
    import espeakng_loader

    paths = [espeakng_loader.get_library_path(), espeakng_loader.get_data_path()]
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True, check=True)
    listed = set(done.stdout.split())
    ours = {voice.name for voice in ENGINE.voices()}
    assert ours <= listed
    assert listed - ours == {"fo", "kaa", "xex"}  # listed without a dictionary: silent


def test_every_voice_speaks_its_calibration_text_or_is_known_not_to() -> None:
    """Sindarin, a constructed language, has no digits in the wheel."""
    engine = ENGINE
    silent = set()

    def measure(name: str, language: str) -> None:
        utterance = Utterance(calibration_text(language), Voice("espeak", name, language))
        try:
            clip = prove(engine.speak(utterance), utterance, engine.features)
        except SpeechError:
            silent.add(name)
        else:
            assert clip.samples >= 6 * clip.rate_hz, name

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda voice: measure(voice.name, voice.languages[0]), engine.voices()))
    assert silent <= {"sjn"}


def test_the_worker_script_speaks_to_nobody_else() -> None:
    """Run by hand without its pipes it ends by itself."""
    import espeakng_loader

    paths = [espeakng_loader.get_library_path(), espeakng_loader.get_data_path()]
    command = workers.by_path(espeak_worker.__file__, *paths)
    done = subprocess.run(command, input=b"", capture_output=True, timeout=30, check=False)
    assert done.returncode == 0
    rate_hz, length = espeak_worker.HELLO.unpack_from(done.stdout)
    assert rate_hz == 22_050
    assert done.stdout[espeak_worker.HELLO.size :] == b"1.52.0"[:length]


def test_without_poll_a_timer_keeps_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.setattr(workers, "_CAN_POLL", False)
    program = "import os; os.write(1, os.read(0, 3)); os.read(0, 1)"
    echo = SpeechWorker("echo", [sys.executable, "-I", "-S", "-c", program])
    with echo.answering(30):
        echo.send(b"yes")
        assert echo.read(3) == b"yes"
    with pytest.raises(TooLong, match="within"), echo.answering(0.2):
        echo.read(1)
    assert not echo.is_alive
    echo.end()


def test_a_pool_that_was_forked_starts_its_own_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = workers.Pool(1, lambda: workers.Worker("cat", ["cat"]))
    with pool.worker() as first:
        pass
    monkeypatch.setattr(pool, "_owner", -1)
    with pool.worker() as second:
        assert second is not first
    pool.close()
    first.end()
