"""pyttsx3 and each of its known failures, with the guard against it."""

from __future__ import annotations

import json
import math
import struct
import sys
import tempfile
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from audiobrief import sandbox
from audiobrief.errors import SpeechError
from audiobrief.model import Utterance, Voice
from audiobrief.speech import system_worker
from audiobrief.speech.booth import Booth
from audiobrief.speech.engine import TooLong
from audiobrief.speech.proof import prove
from audiobrief.speech.system import System, check_answer, driver_for

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the guards are shown on Linux's driver")

SENTENCE = "The ferry leaves at noon."


class Shelf(dict[str, bytes]):
    def put(self, key: str, body: bytes, /) -> bytes:
        self[key] = body
        return body


@pytest.fixture(scope="module")
def system() -> System:
    found = System(workers=6)
    assert found.unavailable() is None
    return found


def utterance(text: str, *, voice: str = "gmw/en-us", rate: float = 1.0) -> Utterance:
    return Utterance(text, Voice("pyttsx3", voice, "en", rate))


def test_the_driver_follows_the_platform() -> None:
    assert {name: driver_for(name) for name in ("linux", "freebsd14", "darwin", "win32")} == {
        "linux": "espeak",
        "freebsd14": "espeak",
        "darwin": "nsss",
        "win32": "sapi5",
    }


def test_macos_gets_its_driver_rate_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for pyttsx3 that records what the driver would be told (macOS was not run)."""
    monkeypatch.setattr(sandbox, "_ruleset", lambda _: None)  # nor does it have a sandbox
    monkeypatch.setattr(sandbox, "_program", lambda *_: b"")
    record = tmp_path / "told.json"
    (tmp_path / "pyttsx3.py").write_text(STAND_IN.replace("RECORD", str(record)), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    system = System(platform="darwin")
    assert [voice.name for voice in system.voices()] == ["com.example.anna", "com.example.old"]
    assert system.voices()[1].languages == (), "some voices say none"
    assert system.find("anna") == system.voices()[0]
    assert system.voices()[0].languages == ("de-DE",)
    assert system.find("com.example.anna")
    assert system.find("com.example.anna+f3") is None
    assert system.variants() == ()
    clip = system.speak(utterance("Guten Tag.", voice="com.example.anna", rate=1.5))
    told = json.loads(record.read_text("utf-8"))
    assert told == {"driver": "nsss", "text": "Guten Tag.", "voice": "com.example.anna", "rate": 300, "end": ".aiff"}
    assert clip.rate_hz == 22_050
    assert clip.samples == 22_050


STAND_IN = """
import json, math, struct, wave
from types import SimpleNamespace

class Engine:
    def __init__(self, driver):
        self.told = {"driver": driver}
    def connect(self, topic, callback):
        self.callback = callback
    def getProperty(self, name):
        if name == "voices":
            return [
                SimpleNamespace(id="com.example.anna", name="Anna", languages=["de_DE"]),
                SimpleNamespace(id="com.example.old", name="Old", languages=[None]),
            ]
        return self.told[name]
    def setProperty(self, name, value):
        self.told[name] = value
    def save_to_file(self, text, path):
        self.path = path
        self.told["text"] = text
        self.told["end"] = path[path.rindex("."):]
    def runAndWait(self):
        with wave.open(self.path, "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            wave_form = [int(9000 * math.sin(n / 8)) for n in range(22050)]
            file.writeframes(struct.pack("<22050h", *wave_form))
        with open("RECORD", "w") as file:
            json.dump(self.told, file)

def init(driver):
    return Engine(driver)
"""


def test_returns_early_one_long_sentence_is_whole(system: System) -> None:
    """``runAndWait()`` returns before the file of a text of 300 characters or more exists."""
    text = "the people of the old town by the river and " * 20 + "the mayor."
    said = utterance(text)
    clip = prove(system.speak(said), said, system.features)
    assert clip.samples / clip.rate_hz > 30


def test_queued_files_each_utterance_has_its_own_run(system: System) -> None:
    """Of several queued files only the last is written."""
    clips = [system.speak(utterance(f"Ferry number {index} leaves at noon.")) for index in range(4)]
    assert all(clip.samples > clip.rate_hz for clip in clips)


def test_threads_six_at_a_time(system: System) -> None:
    """Threads lose files and hang pyttsx3's own loop."""
    with ThreadPoolExecutor(6) as pool:
        clips = list(pool.map(lambda _: system.speak(utterance(SENTENCE)), range(6)))
    assert len({clip.pcm for clip in clips}) == 1
    assert clips[0].samples > clips[0].rate_hz


def test_long_text_goes_in_pieces(system: System) -> None:
    """From about 15,000 characters pyttsx3 crashes its interpreter."""
    text = ("many words were said about the bridge and the old town " * 15 + "on that day. Then ") * 20 + "it was over."
    assert len(text) > 15_000
    booth = Booth(Shelf(), available={"pyttsx3": system})
    clip = booth.speak(booth.utterance(text, Voice("pyttsx3", "gmw/en-us", "en", rate=3.0)))
    assert sum(mark.kind == "sentence" for mark in clip.marks) == 21


def test_unwritable_place_is_our_error(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nonexistent/place")
    with pytest.raises(SpeechError, match="no place for its file"):
        system.speak(utterance(SENTENCE))


def test_unwritable_file_is_noticed_though_pyttsx3_says_nothing(system: System) -> None:
    order = {
        "do": "speak",
        "text": SENTENCE,
        "file": "/nonexistent/speech.wav",
        "voice": "gmw/en-us",
        "rate": 175,
        "pitch": 50,
        "deadline_s": 0.3,
    }
    answer = system._ask(order, 20)
    assert not answer["errors"]
    with pytest.raises(SpeechError, match="no whole file"):
        check_answer(answer, Path("/nonexistent/speech.wav"), 175)


def test_unknown_voice_is_an_error_not_the_default_voice(system: System) -> None:
    with pytest.raises(SpeechError, match="no such voice"):
        system.speak(utterance(SENTENCE, voice="gmw/nowhere"))
    with pytest.raises(SpeechError, match="no such voice"):
        system.speak(utterance(SENTENCE, voice="gmw/en-us+nobody"))


def test_rate_is_heard_in_any_order(system: System) -> None:
    """A rate set after a first run is sometimes ignored: every run is a first run."""
    lengths = {rate: system.speak(utterance(SENTENCE, rate=rate)).samples for rate in (1.0, 2.0, 0.6, 1.5)}
    assert lengths[0.6] > lengths[1.0] > lengths[1.5] > lengths[2.0]


def test_an_ignored_rate_is_an_error(system: System, tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    write_wave(path)
    with pytest.raises(SpeechError, match="ignored the rate"):
        check_answer({"errors": [], "rate": 200, "voice": ""}, path, 175)


def test_a_run_with_an_ignored_rate_is_run_again(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """espeak-ng's queue loses the order about once in 150 runs."""
    outcomes = iter([200, 200, 175])
    ask = System._ask

    def forgetful(self: System, order: dict[str, Any], deadline_s: float, folder: Path) -> dict[str, Any]:
        return {**ask(self, order, deadline_s, folder), "rate": next(outcomes, 200)}

    monkeypatch.setattr(System, "_ask", forgetful)
    assert system.speak(utterance("Noon.")).samples
    with pytest.raises(SpeechError, match="ignored the rate"):
        system.speak(utterance("Noon."))


def test_nothing_is_printed(system: System, capfd: pytest.CaptureFixture[str]) -> None:
    system.speak(utterance(SENTENCE))
    assert capfd.readouterr() == ("", "")


def test_a_hang_ends_at_the_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyttsx3.py").write_text("import time\ndef init(driver): time.sleep(60)\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TooLong):
        System()._ask({"do": "list"}, 0.4)


def test_a_crash_is_our_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyttsx3.py").write_text("import os\ndef init(driver): os.abort()\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    system = System()
    with pytest.raises(SpeechError, match="died"):
        system._ask({"do": "list"}, 20)
    assert "does not start" in (system.unavailable() or "")
    assert system.voices() == ()


def test_a_file_is_whole_when_it_is_as_long_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    assert not system_worker.is_whole(path)
    write_wave(path)
    assert system_worker.is_whole(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-2])
    assert not system_worker.is_whole(path)
    path.write_bytes(b"nothing at all")
    assert not system_worker.is_whole(path)


def test_a_voice_may_be_named_by_the_last_part_of_its_id(system: System) -> None:
    assert [voice.name for voice in (system.find("en-us"), system.find("en-us+F3")) if voice] == [
        "gmw/en-us",
        "gmw/en-us+f3",
    ]


def test_silent_voices_are_left_out(system: System) -> None:
    assert {"gmw/en-us", "zle/ru"} <= {voice.name for voice in system.voices()}
    assert "gmq/fo" not in {voice.name for voice in system.voices()}


def write_wave(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(struct.pack("<2000h", *(int(9000 * math.sin(n / 8)) for n in range(2000))))
