"""No voice names the letters of a script that it cannot read: another voice reads it, or the passage is refused."""

from __future__ import annotations

import pytest

from audiobrief.errors import SpeechError
from audiobrief.model import Cast, Role, Segment, Utterance, Voice
from audiobrief.speech import EngineVoice, legibility
from audiobrief.speech.booth import Booth
from audiobrief.speech.espeak import Espeak
from tests.test_speech_booth import Actor, booth_with

ESPEAK = Espeak()
needs_espeak = pytest.mark.skipif(ESPEAK.unavailable() is not None, reason="espeak cannot run here")


def spelled(text: str, voice: str, language: str) -> list[str]:
    return legibility.unread(Utterance(text, Voice("espeak", voice, language)), ESPEAK)


@needs_espeak
@pytest.mark.parametrize(
    ("text", "voice", "language"),
    [
        ("«Старая мельница» у реки", "en-us", "en"),
        ("ο παλιός μύλος", "en-us", "en"),
        ("الطاحونة القديمة", "fr", "fr"),
        ("הטחנה הישנה", "en-us", "en"),
        ("โรงสีเก่า", "en-us", "en"),
        ("старая мельница", "cmn", "zh"),
    ],
)
def test_letters_that_would_be_named_are_found(text: str, voice: str, language: str) -> None:
    assert legibility.share(spelled(text, voice, language), text) > 0.6


@needs_espeak
@pytest.mark.parametrize(
    ("text", "voice", "language"),
    [
        ("The α of “Żółw” — 5 Ω, naïve", "en-us", "en"),
        ("Старая мельница у реки", "ru", "ru"),
        ("水车已修好了", "cmn", "zh"),
        ("ο παλιός μύλος", "ru", "ru"),
        ("みずぐるまのこや", "ja", "ja"),
        ("방앗간을 고쳤다", "ko", "ko"),
        ("पुरानी चक्की", "hi", "hi"),
        ("পুরোনো কল", "bn", "bn"),
        ("الطاحونة القديمة Mill", "ar", "ar"),
    ],
)
def test_what_a_voice_reads_is_left_to_it(text: str, voice: str, language: str) -> None:
    assert spelled(text, voice, language) == []


@needs_espeak
def test_ideographs_are_looked_at_one_by_one() -> None:
    assert spelled("古い水車、みず", "ja", "ja") == ["古", "水", "車"]
    assert spelled("한국어 新聞", "ko", "ko") == ["新", "聞"]


def english() -> Cast:
    return Cast("test", "en", {"body": Voice("actor", "ann", "en")})


def test_a_voice_of_the_script_takes_what_another_cannot_read() -> None:
    actor = Actor()
    actor.voices = lambda: (EngineVoice("ann", ("en",)), EngineVoice("ivan", ("ru",)))  # type: ignore[method-assign]
    booth = booth_with(actor)
    found = booth.utterance_for(Segment(Role.BODY, "Старая мельница стоит у реки."), english(), "en")
    assert (found.voice.name, found.voice.language) == ("ivan", "ru")
    assert [incident.kind for incident in booth.incidents] == ["replaced"]


def test_what_no_voice_can_read_is_refused_with_a_remedy() -> None:
    booth = booth_with(Actor())
    with pytest.raises(SpeechError, match="name the letters of Старая, мельница") as raised:
        booth.utterance_for(Segment(Role.BODY, "Старая мельница."), english(), "en")
    assert "Russian" in raised.value.remedy


def test_a_word_that_is_named_is_reported() -> None:
    booth: Booth = booth_with(Actor())
    sisters = "the two sisters who built it by the mill told nobody about it for years, until their brother came home."
    text = f"The boat was called волна, and {sisters}"
    assert booth.utterance_for(Segment(Role.BODY, text), english(), "en").voice.name == "ann"
    assert [(incident.kind, "волна" in incident.detail) for incident in booth.incidents] == [("spelled", True)]


def test_japanese_is_never_given_to_a_chinese_voice() -> None:
    assert legibility.languages_of("古い水車 мельница", "ja") == ["ru"]
    assert legibility.languages_of("古い水車", "en") == ["zh", "ja"]
