"""The booth never loses a word: it keeps, proves, retries, cuts, hands on, and says why."""

from __future__ import annotations

import math
import struct
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata

import pytest

from audiobrief.errors import EngineUnavailable, SpeechError
from audiobrief.model import Cast, Clip, Mark, Role, Segment, Utterance, Voice
from audiobrief.speech import EngineVoice, Features, clips
from audiobrief.speech import booth as booth_module
from audiobrief.speech.booth import Booth
from audiobrief.speech.engine import TooLong
from audiobrief.speech.proof import plausible_s, prove, trimmed
from audiobrief.speech.stretches import words

RATE_HZ = 16_000
TEXT = "The ferry left the harbour at noon. Nobody was hurt, the captain said."
VOICE = Voice("actor", "ann", "en")


class Shelf(dict[str, bytes]):
    def put(self, key: str, body: bytes, /) -> bytes:
        self[key] = body
        return body


def hum(seconds: float, amplitude: int = 9000) -> bytes:
    count = round(seconds * RATE_HZ)
    return struct.pack(f"<{count}h", *(int(amplitude * math.sin(n / 12)) for n in range(count)))


def well_said(utterance: Utterance) -> Clip:
    """As long as its text, a mark for every word, silence around it."""
    quiet = bytes(2 * 1600)
    spoken_s = max(len(utterance.text) * 0.06, 0.2)
    found = words(utterance.text)
    marks = [Mark("sentence", 1600, 0, len(utterance.text))]
    marks += [Mark("word", 1600 + round(s * 0.06 * RATE_HZ), s, e - s) for s, e in found]
    return Clip(quiet + hum(spoken_s) + quiet, RATE_HZ, tuple(marks))


class Actor:
    """An engine that does what a test tells it."""

    version = "7"
    languages = ("en",)

    def __init__(
        self,
        name: str = "actor",
        act: Callable[[Utterance], Clip] = well_said,
        *,
        silent: bool = False,
        away: bool = False,
    ) -> None:
        self.name = name
        self.features = Features(word_marks=True, silent=silent, most_characters=500)
        self.act = act
        self.away = away
        self.heard: list[str] = []
        self.closed = False

    def unavailable(self) -> str | None:
        return "it is ill. Wait." if self.away else None

    def voices(self) -> tuple[EngineVoice, ...]:
        return (EngineVoice("ann", ("en",)), EngineVoice("otto", ("de",)))

    def voice_for(self, language: str) -> EngineVoice | None:
        return next((voice for voice in self.voices() if voice.languages[0] == language[:2]), None)

    def find(self, name: str) -> EngineVoice | None:
        return next((voice for voice in self.voices() if voice.name == name), None)

    def claims(self, name: str) -> bool:
        return self.find(name) is not None

    def speak(self, utterance: Utterance, deadline_s: float = 60.0) -> Clip:
        self.heard.append(utterance.text)
        return self.act(utterance)

    def phonemes(self, words: Sequence[str], voice: str) -> Sequence[str] | None:
        """Reads Latin letters, and names the others, but for a Russian voice."""
        return ["ˈx" * (1 if word.isascii() or voice == "ivan" else len(word)) for word in words]

    def in_own_phonemes(self, ipa: str, voice: str) -> str | None:
        return None if "x" in ipa else ipa.upper()

    def close(self) -> None:
        self.closed = True


def booth_with(*actors: Actor, fallbacks: tuple[str, ...] = (), shelf: Shelf | None = None) -> Booth:
    store = Shelf() if shelf is None else shelf
    return Booth(store, fallbacks=fallbacks, available={actor.name: actor for actor in actors})


def failing_on(bad: Callable[[str], bool], error: type[SpeechError] = SpeechError) -> Callable[[Utterance], Clip]:
    def act(utterance: Utterance) -> Clip:
        if bad(utterance.text):
            raise error("actor", "died")
        return well_said(utterance)

    return act


def test_a_clip_is_kept_and_spoken_once() -> None:
    shelf = Shelf()
    first = booth_with(Actor(), shelf=shelf)
    clip = first.speak(first.utterance(TEXT, VOICE))
    assert first.spoken == 1
    assert not first.incidents
    again = Actor()
    second = booth_with(again, shelf=shelf)
    assert second.speak(second.utterance(TEXT, VOICE)) == clip
    assert second.spoken == 0
    assert again.heard == []
    second.close()
    assert again.closed


def test_a_damaged_entry_is_spoken_again() -> None:
    shelf = Shelf()
    booth = booth_with(Actor(), shelf=shelf)
    utterance = booth.utterance(TEXT, VOICE)
    booth.speak(utterance)
    shelf[utterance.key] = shelf[utterance.key][:-1]
    booth.speak(utterance)
    assert booth.spoken == 2


def test_equal_utterances_at_the_same_time_are_spoken_once() -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(utterance: Utterance) -> Clip:
        started.set()
        go_on.wait(10)
        return well_said(utterance)

    actor = Actor(act=slow)
    booth = booth_with(actor)
    utterance = booth.utterance(TEXT, VOICE)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(booth.speak, utterance) for _ in range(4)]
        started.wait(10)
        go_on.set()
        clips_got = {id(one.result()) for one in asked}
    assert len(actor.heard) == booth.spoken
    assert booth.spoken <= 2  # one that asked after the first had finished finds it on the shelf
    assert len(clips_got) <= 2


def test_a_failure_reaches_everyone_who_waits() -> None:
    booth = booth_with(Actor(act=failing_on(lambda text: True)))
    with pytest.raises(SpeechError, match="died"):
        booth.speak(booth.utterance(TEXT, VOICE))
    with pytest.raises(SpeechError, match="died"):
        booth.speak(booth.utterance(TEXT, VOICE))


def test_a_single_failure_is_tried_again() -> None:
    outcomes = iter([True])
    actor = Actor(act=failing_on(lambda text: next(outcomes, False)))
    booth = booth_with(actor)
    booth.speak(booth.utterance(TEXT, VOICE))
    assert actor.heard == [TEXT, TEXT]
    assert [incident.kind for incident in booth.incidents] == ["mended"]


def test_what_cannot_be_said_as_written_is_said_plainer() -> None:
    actor = Actor(act=failing_on(lambda text: "'" in text))
    booth = booth_with(actor)
    booth.speak(booth.utterance("s's's over", VOICE))
    assert actor.heard[-1] == "s s s over"


def test_a_long_failure_is_cut_and_its_marks_stay_in_place() -> None:
    actor = Actor(act=failing_on(lambda text: "noon" in text and "hurt" in text))
    booth = booth_with(actor)
    clip = booth.speak(booth.utterance(TEXT, VOICE))
    assert actor.heard[-2:] == ["The ferry left the harbour at noon.", "Nobody was hurt, the captain said."]
    said = [TEXT[mark.start : mark.start + mark.length] for mark in clip.marks if mark.kind == "word"]
    assert said == [TEXT[start:end] for start, end in words(TEXT)]
    sentences = [TEXT[mark.start : mark.start + mark.length] for mark in clip.marks if mark.kind == "sentence"]
    assert sentences == actor.heard[-2:]
    samples = [mark.sample for mark in clip.marks]
    assert samples == sorted(samples)
    assert clip.samples / RATE_HZ > 60 * 0.06


def test_a_cut_inside_a_sentence_leaves_one_sentence() -> None:
    actor = Actor(act=failing_on(lambda text: len(text) > 20))
    booth = booth_with(actor)
    text = "Nobody was hurt, the captain said on the old quay"
    clip = booth.speak(booth.utterance(text, VOICE))
    assert [(m.start, m.length) for m in clip.marks if m.kind == "sentence"] == [(0, len(text))]
    said = [text[mark.start : mark.start + mark.length] for mark in clip.marks if mark.kind == "word"]
    assert said == [text[start:end] for start, end in words(text)]


def test_a_text_that_is_too_long_for_one_go_comes_in_pieces_without_a_report() -> None:
    actor = Actor()
    booth = booth_with(actor)
    text = TEXT + " " + " ".join(f"Then boat {number} came in." for number in range(40))
    clip = booth.speak(booth.utterance(text, VOICE))
    assert max(map(len, actor.heard)) <= actor.features.most_characters
    assert sum(mark.kind == "sentence" for mark in clip.marks) == 42
    assert not booth.incidents


def test_the_next_engine_of_the_same_language_takes_over() -> None:
    main, spare = Actor(act=failing_on(lambda text: True)), Actor("spare")
    booth = booth_with(
        main,
        Actor("mime", silent=True),
        Actor("sick", away=True),
        spare,
        fallbacks=("mime", "sick", "gone", "actor", "spare"),
    )
    clip = booth.speak(booth.utterance(TEXT, VOICE))
    assert clip.samples > RATE_HZ
    assert spare.heard == [TEXT]
    assert [incident.kind for incident in booth.incidents] == ["replaced"]
    assert "spare" in booth.incidents[0].detail


def test_nobody_who_stands_by_is_asked_before_the_first_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """To cast the others took a twelfth of a run's time."""
    spare = Actor("spare")
    monkeypatch.setattr(spare, "unavailable", lambda: pytest.fail("it was asked"))
    booth = booth_with(Actor(), spare, fallbacks=("spare",))
    assert booth.speak(booth.utterance(TEXT, VOICE)).samples


def test_when_all_fail_the_reason_names_each() -> None:
    everyone = [Actor(name, failing_on(lambda text: True)) for name in ("actor", "spare")]
    booth = booth_with(*everyone, fallbacks=("spare",))
    with pytest.raises(SpeechError) as caught:
        booth.speak(booth.utterance(TEXT, VOICE))
    assert str(caught.value).count("died") == 2
    assert "The ferry" in caught.value.subject


def test_tries_on_one_text_are_bounded() -> None:
    actor = Actor(act=failing_on(lambda text: True))
    booth = booth_with(actor)
    with pytest.raises(SpeechError):
        booth.speak(booth.utterance("word " * 90, VOICE))
    assert len(actor.heard) < 260


def test_an_utterance_of_hours_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(booth_module, "_LONGEST_S", 20.0)
    booth = booth_with(Actor())
    with pytest.raises(SpeechError, match="more than an hour"):
        booth.speak(booth.utterance(TEXT * 10, VOICE))


def test_an_engine_that_hangs_is_not_asked_for_ever() -> None:
    actor = Actor(act=failing_on(lambda text: True, TooLong))
    booth = booth_with(actor)
    with pytest.raises(TooLong):
        booth.speak(booth.utterance(TEXT, VOICE))
    assert len(actor.heard) == 2


def test_nothing_to_say_is_a_short_silence_and_a_report() -> None:
    actor = Actor()
    booth = booth_with(actor)
    clip = booth.speak(booth.utterance(" — 😀 …", VOICE))
    assert 0 < clip.samples / clip.rate_hz < 0.3
    assert not any(clip.pcm)
    assert actor.heard == []
    assert [(incident.kind, incident.text) for incident in booth.incidents] == [("wordless", " — 😀 …")]


def test_an_unknown_engine_is_named() -> None:
    booth = booth_with(Actor())
    with pytest.raises(EngineUnavailable, match="parrot"):
        booth.utterance(TEXT, Voice("parrot", "polly", "en"))


def test_an_engine_without_its_package_is_our_error() -> None:
    class Absent(Actor):
        @property
        def version(self) -> str:  # type: ignore[override]
            return metadata.version("no-such-package-at-all")

    booth = booth_with(Absent())
    with pytest.raises(EngineUnavailable, match="no-such-package-at-all is missing"):
        booth.utterance(TEXT, VOICE)


def test_a_segment_in_another_language_gets_a_voice_of_it() -> None:
    booth = booth_with(Actor())
    cast = Cast("test", "en", {"body": VOICE}, quotes=(VOICE,))
    same = booth.utterance_for(Segment(Role.BODY, "Hello."), cast, "en")
    german = booth.utterance_for(Segment(Role.QUOTE, "Guten Tag.", language="de-AT", voice="quote-1"), cast, "en")
    assert (same.voice.name, german.voice.name, german.voice.language) == ("ann", "otto", "de-AT")
    spare = Actor("spare")
    spare.voices = lambda: (EngineVoice("mira", ("sr",)),)  # type: ignore[method-assign]
    helped = booth_with(Actor(), spare, fallbacks=("spare",))
    serbian = helped.utterance_for(Segment(Role.BODY, "Dobar dan.", language="sr-Latn"), cast, "en")
    assert (serbian.voice.engine, serbian.voice.name) == ("spare", "mira")
    with pytest.raises(EngineUnavailable, match="Tajik"):
        booth.utterance_for(Segment(Role.BODY, "Салом.", language="tg"), cast, "en")


def utterance(text: str = TEXT, rate: float = 1.0) -> Utterance:
    return Utterance(text, Voice("actor", "ann", "en", rate))


FEATURES = Features(word_marks=False)


@pytest.mark.parametrize(
    ("clip", "reason"),
    [
        (Clip(b"\x00", RATE_HZ), "torn"),
        (Clip(hum(4), 0), "torn"),
        (Clip(b"", RATE_HZ), "silence"),
        (Clip(bytes(8 * RATE_HZ), RATE_HZ), "silence"),
        (Clip(hum(0.8), RATE_HZ), "too short"),
        (Clip(hum(60), RATE_HZ), "too long"),
        (Clip(hum(2) + bytes(5 * RATE_HZ) + hum(2), RATE_HZ), "gap"),
        (Clip(struct.pack("<h", 32_767) * 4 * RATE_HZ, RATE_HZ), "clipped"),
    ],
)
def test_a_bad_clip_is_refused_with_the_reason(clip: Clip, reason: str) -> None:
    with pytest.raises(SpeechError, match=reason):
        prove(clip, utterance(), FEATURES)


def test_a_clip_without_its_last_words_is_refused() -> None:
    whole = well_said(utterance())
    prove(whole, utterance(), Features(word_marks=True))
    early = tuple(mark for mark in whole.marks if mark.start < 40)
    with pytest.raises(SpeechError, match="end of its text"):
        prove(Clip(whole.pcm, whole.rate_hz, early), utterance(), Features(word_marks=True))


def test_silence_around_speech_is_cut_and_marks_move_with_it() -> None:
    quiet = bytes(2 * RATE_HZ)
    marks = (Mark("sentence", 0, 0, 5), Mark("word", RATE_HZ, 0, 5), Mark("word", 5 * RATE_HZ, 6, 4))
    clip = prove(Clip(quiet + hum(4.5) + quiet, RATE_HZ, marks), utterance(), FEATURES)
    assert abs(clip.samples / RATE_HZ - 4.57) < 0.02
    assert [mark.sample for mark in clip.marks] == [0, 160, 160 + 4 * RATE_HZ]
    assert trimmed(Clip(quiet, RATE_HZ)) == Clip(quiet, RATE_HZ)


def test_a_silent_engine_and_a_text_without_letters_may_be_silent() -> None:
    quiet = Clip(bytes(4 * RATE_HZ), RATE_HZ)
    assert prove(quiet, utterance(), Features(silent=True)) == quiet
    assert prove(quiet, utterance("%"), FEATURES).samples < RATE_HZ / 10


def test_bounds_widen_with_rate_and_signs() -> None:
    shortest, longest = plausible_s(TEXT, 1.0)
    assert 1.0 < shortest < 4.0 < longest
    assert plausible_s(TEXT, 2.0)[0] == pytest.approx(shortest / 2)
    assert plausible_s(TEXT, 0.5)[1] == pytest.approx(longest * 2)
    assert plausible_s("2026", 1.0)[0] == 0.0
    assert plausible_s("2026", 1.0)[1] == pytest.approx(10.0)
    assert plausible_s("你好世界你好世界", 1.0)[0] > plausible_s("nihaoshi", 1.0)[0]
    assert plausible_s("こんにちは世界", 1.0)[0] > plausible_s("konnich", 1.0)[0]


def test_clips_survive_packing() -> None:
    clip = well_said(utterance())
    packed = clips.pack(clip)
    assert clips.unpack(packed) == clip
    for damaged in (
        b"",
        packed[:10],
        packed[:-1],
        packed + b"x",
        b"clp0" + packed[4:],
        packed[:16] + b"?" + packed[17:],
    ):
        assert clips.unpack(damaged) is None


def test_joining_puts_pauses_between() -> None:
    one, two = Clip(hum(0.5), RATE_HZ, (Mark("word", 10, 0, 3),)), Clip(hum(0.25), RATE_HZ, (Mark("word", 20, 0, 4),))
    whole = clips.joined([(0, one), (7, two)], 0.1)
    assert whole.samples == round(0.85 * RATE_HZ)
    assert whole.marks == (Mark("word", 10, 0, 3), Mark("word", round(0.6 * RATE_HZ) + 20, 7, 4))
    assert clips.as_one_sentence(whole, 11) == whole
