"""Windows' voices, by pyttsx3's real driver on a stand-in for COM (tests/sapi.py). Windows itself was not run."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from audiobrief import sandbox, voice_list
from audiobrief.errors import SpeechError, UsageError
from audiobrief.model import Clip, Segment, Utterance, Voice
from audiobrief.roles import Role
from audiobrief.speech import Engine, casting
from audiobrief.speech.booth import Booth
from audiobrief.speech.system import System, _tag, sapi_rate
from audiobrief.testing import EngineContract
from tests import sapi
from tests.test_speech_system import Shelf

pytestmark = pytest.mark.skipif(importlib.util.find_spec("pyttsx3") is None, reason="pyttsx3 is not installed")
DAVID, ZIRA, HAZEL = "TTS_MS_EN-US_DAVID_11.0", "TTS_MS_EN-US_ZIRA_11.0", "TTS_MS_EN-GB_HAZEL_11.0"
SENTENCE = "The council voted on Tuesday to reopen the old bridge."


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    monkeypatch.setattr(sandbox, "_ruleset", lambda _: None)  # Windows has no such thing
    monkeypatch.setattr(sandbox, "_program", lambda *_: b"")
    sapi.install(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    system = System(platform="win32", workers=2)
    assert system.unavailable() is None
    yield system


def pitch_hz(clip: Clip) -> float:
    """Which voice it is: each sounds at a pitch of its own."""
    samples = np.frombuffer(clip.pcm, "<i2")
    return float(np.abs(np.fft.rfft(samples)).argmax() * clip.rate_hz / len(samples))


def said(system: System, voice: str, rate: float = 1.0) -> Clip:
    return system.speak(Utterance(SENTENCE, Voice("pyttsx3", voice, "en", rate), system.version))


def test_every_voice_is_listed_with_its_languages(system: System) -> None:
    assert {voice.name: voice.languages for voice in system.voices()} == {
        DAVID: ("en-US",),
        ZIRA: ("en-US",),
        HAZEL: ("en-GB",),
        "TTS_MS_DE-DE_HEDDA_11.0": ("de-DE",),
        "TTS_MS_ZH-CN_HUIHUI_11.0": ("zh-CN",),
        "Everywhere": ("en-US", "en", "fr-FR"),
        "NoRegion": ("en",),
        "Custom": (),
        "Silent": (),
        sapi.OWN_KEY + ZIRA: ("en-US",),
    }
    assert [voice and voice.name for voice in map(system.voice_for, ("de", "en-GB", "fr", "cmn", "it"))] == [
        *("TTS_MS_DE-DE_HEDDA_11.0", HAZEL, "Everywhere", "TTS_MS_ZH-CN_HUIHUI_11.0", None)
    ]


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        *(("0x409", "en-US"), ("0x0C0A", "es-ES"), ("0x416", "pt-BR"), ("0x19", "ru"), ("0x4", "zh"), ("0x1000", "")),
        *(("0x5809", "en"), ("0x", ""), ("0xzz", ""), ("en_US", "en-US"), ("\x05en-us", "en-us"), ("7", "")),
    ],
)
def test_languages_are_read_as_drivers_write_them(code: str, tag: str) -> None:
    assert _tag(code) == tag


def test_a_voice_is_named_by_what_people_call_it(system: System) -> None:
    names = [
        ("zira", None),  # two are called so
        ("Microsoft Zira", ZIRA),
        ("hazel", HAZEL),
        ("Microsoft Hazel Desktop - English (Great Britain)", HAZEL),
        (sapi.KEY + ZIRA, ZIRA),
        (ZIRA.lower(), ZIRA),
        ("Microsoft", None),
        ("English", None),
        ("", None),
    ]
    for name, expected in names:
        found = system.find(name)
        assert (found and found.name) == expected, name
    cast = casting.cast_for(None, "en", voice="Hazel", available={"pyttsx3": system})
    assert cast.roles["body"].name == cast.roles["headline"].name == HAZEL
    with pytest.raises(UsageError, match="no such voice"):
        casting.cast_for(None, "en", voice="Hazell", engine="pyttsx3", available={"pyttsx3": system})


def test_the_list_for_people_names_them(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_list, "engines", lambda: {"pyttsx3": system})
    lines = voice_list.rows_as_text("de", voice_list.named("de")).splitlines()
    assert lines[0] == "pyttsx3:TTS_MS_DE-DE_HEDDA_11.0  de-DE  Microsoft Hedda Desktop - German"
    assert len(voice_list.named("pyttsx3")) == len(sapi.VOICES)


def test_a_cast_has_several_voices_and_each_sounds_its_own(system: System) -> None:
    have: dict[str, Engine] = {"pyttsx3": system}
    cast = casting.cast_for("pyttsx3", "en", available=have)
    body, quotes = cast.roles["body"], cast.quotes
    names = [body.name, *(voice.name for voice in quotes)]
    assert names[:4] == [DAVID, ZIRA, "Everywhere", sapi.OWN_KEY + ZIRA], "other voices of one region first"
    assert len(set(names)) == 5
    booth = Booth(Shelf(), available=have)
    heard = []
    for voice in (body, *quotes):
        clip = booth.speak(booth.utterance(SENTENCE, voice))
        heard.append(round(pitch_hz(clip) / 20))
    booth.close()
    order = [voice.name for voice in system.voices()]
    assert heard == [5 + order.index(name) for name in names]


def test_a_segment_of_another_language_gets_a_voice_of_it(system: System) -> None:
    voice = casting.in_language(Voice("pyttsx3", DAVID, "en"), "de", {"pyttsx3": system})
    assert voice.name == "TTS_MS_DE-DE_HEDDA_11.0"
    assert Segment(Role.QUOTE, "Ja.", "Ja.").role is Role.QUOTE


@pytest.mark.parametrize(
    ("rate", "step"), [(1.0, 0), (0.5, -6), (2.0, 6), (1.1, 1), (0.88, -1), (1.05, 0), (3.0, 10), (9.0, 10), (0.1, -10)]
)
def test_a_rate_is_the_nearest_step(rate: float, step: int) -> None:
    assert sapi_rate(rate) == step


def test_a_rate_is_heard_and_one_is_the_voice_itself(system: System) -> None:
    """pyttsx3 starts at 200 words a minute, two steps faster than the voice; what was set before does not stay."""
    usual, fast, slow = (said(system, DAVID, rate).samples for rate in (1.0, 2.0, 0.5))
    assert usual == pytest.approx(22_050 * 0.065 * len(SENTENCE), rel=0.01)
    assert usual / fast == pytest.approx(3**0.6, rel=0.02)
    assert slow / usual == pytest.approx(3**0.6, rel=0.02)


def test_a_voice_that_was_removed_is_our_error(system: System) -> None:
    assert system.voices()
    with pytest.raises(SpeechError, match="no such voice"):
        said(system, "TTS_MS_GONE")
    system._ids["Custom"] = "gone"
    with pytest.raises(SpeechError, match="unknown voice id"):
        said(system, "Custom")


def test_threads_have_a_process_each(system: System) -> None:
    with ThreadPoolExecutor(4) as pool:
        clips = list(pool.map(lambda voice: said(system, voice), [DAVID, HAZEL] * 3))
    assert [round(pitch_hz(clip) / 20) for clip in clips] == [5, 7] * 3


def test_pywin32_is_found_in_a_virtual_environment() -> None:
    """It finds its libraries by what ``site`` reads: the process starts with it, and without the user's folder."""
    assert System(platform="win32")._options == ("-I",)
    assert System(platform="linux")._options == System(platform="darwin")._options == ("-I", "-S")


@pytest.mark.long
class TestSapi(EngineContract):
    """What every engine keeps."""

    @pytest.fixture
    def engine(self, system: System) -> System:
        return system
