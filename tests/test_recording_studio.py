"""The studio: equal things are made once, a passage that fails costs only itself, gains are those of the voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.cache import Cache
from audiobrief.errors import SpeechError
from audiobrief.mix.arrange import arrange
from audiobrief.model import Article, Cast, Clip, MixSettings, Role, Script, ScriptOptions, Segment, Utterance
from audiobrief.places.folder import Folder
from audiobrief.recording.crew import Threads
from audiobrief.recording.episode import EpisodeFacts, Target, produce
from audiobrief.recording.sounds import sounds_of, with_quote_sounds
from audiobrief.recording.studio import Recording, Studio
from audiobrief.speech import engines
from audiobrief.speech.casting import cast_for
from audiobrief.speech.engine import DEADLINE_S

SETTINGS = MixSettings(rate_hz=22_050)


def script(*texts: str, role: Role = Role.BODY) -> Script:
    segments = tuple(Segment(role, text, text, pause_ms=300) for text in texts)
    return Script(Article(title="A title", language="en"), segments)


def record(folder: Path, given: Script, cast: Cast | None = None) -> tuple[Recording, list[str]]:
    told: list[str] = []
    with Studio(folder, SETTINGS) as studio:
        return studio.record(given, cast or cast_for("tone", "en"), told.append), told


def test_equal_segments_are_spoken_once(tmp_path: Path) -> None:
    recording, _ = record(tmp_path, script("Once.", "Twice.", "Once.", "Once."))
    assert len({take.key for take in recording.takes}) == 2
    assert recording.encoded == 2


def test_another_run_makes_nothing(tmp_path: Path) -> None:
    first, _ = record(tmp_path, script("One.", "Two."))
    second, _ = record(tmp_path, script("One.", "Two."))
    assert second.takes == first.takes
    assert (second.spoken, second.encoded) == (0, 0)


def test_what_is_kept_is_read_once_and_no_work_for_the_crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, script("One.", "Two."))
    read: list[str] = []
    get = Cache.get

    def noted(self: Cache, key: str) -> bytes | None:
        read.append(key)
        return get(self, key)

    monkeypatch.setattr(Cache, "get", noted)
    monkeypatch.setattr(Threads, "submit", lambda *_: pytest.fail("the crew was asked"))
    again, _ = record(tmp_path, script("One.", "Two."))
    assert len(read) == len(set(read)) == len(again.takes) + 1, "each chunk, and the level of the voice"


def test_one_changed_segment_is_one_utterance_and_one_chunk(tmp_path: Path) -> None:
    """The regression floor of "only what changed is spoken again"."""
    record(tmp_path, script("One.", "Two.", "Three."))
    again, _ = record(tmp_path, script("One.", "Two and a half.", "Three."))
    assert (again.spoken, again.encoded) == (1, 1)


def test_another_rate_encodes_but_does_not_speak(tmp_path: Path) -> None:
    record(tmp_path, script("One.", "Two."))
    with Studio(tmp_path, MixSettings(rate_hz=44_100)) as studio:
        again = studio.record(script("One.", "Two."), cast_for("tone", "en"), lambda line: None)
    assert (again.spoken, again.encoded) == (0, 2)


def test_the_arrangement_fits_the_frames(tmp_path: Path) -> None:
    given = script("One.", "Two.")
    with Studio(tmp_path, SETTINGS) as studio:
        takes = studio.record(given, cast_for("tone", "en"), lambda line: None).takes
        arrangement = arrange(given.segments, [take.facts for take in takes], SETTINGS)
        for piece in arrangement.pieces:
            if piece.chunk is not None:
                assert len(studio.frames(takes[piece.chunk])) == piece.bytes


def failing_on(word: str) -> Callable[..., Clip]:
    """The silent engine's method, but for texts with a certain word."""

    def speak(self: object, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        if word in utterance.text:
            raise SpeechError("tone", "it cannot say this", "Say something else")
        return Clip(bytes(2 * 22_050), 22_050)

    return speak


def test_a_passage_that_fails_is_replaced_and_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(engines()["tone"]), "speak", failing_on("z"))
    recording, told = record(tmp_path, script("Fine.", "zzz", "Fine again."))
    assert len(recording.takes) == 3
    assert len(recording.unspoken) == 1
    assert recording.unspoken[0].startswith("zzz (")
    assert any(line.startswith("Not spoken: ") for line in told)


def test_what_had_to_be_mended_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(engines()["tone"]), "speak", failing_on("one. Two"))
    recording, told = record(tmp_path, script("Sentence one. Two is the next sentence."))
    assert recording.unspoken == ()
    assert recording.incidents[0].startswith("mended: Sentence one.")
    assert told[-1].startswith("Spoken with help: mended: ")


def test_nothing_spoken_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(engines()["tone"]), "speak", failing_on(""))
    with pytest.raises(SpeechError):
        record(tmp_path, script("One.", "Two."))


def test_only_the_first_of_a_run_of_notices_has_the_earcon(tmp_path: Path) -> None:
    roles = (Role.BODY, Role.CUE, Role.NOTICE, Role.NOTICE, Role.BODY)
    segments = tuple(Segment(role, f"Words of number {n}.", "x") for n, role in enumerate(roles))
    cast = cast_for("tone", "en")
    assert cast.earcons == {"notice": "notice"}
    plain, _ = record(tmp_path, Script(Article(language="en"), segments), replace(cast, earcons={}))
    heard, _ = record(tmp_path, Script(Article(language="en"), segments), cast)
    differs = [a.key != b.key for a, b in zip(plain.takes, heard.takes, strict=True)]
    assert differs == [False, True, False, False, False]


def test_a_long_quote_is_framed_by_earcons_when_asked(tmp_path: Path) -> None:
    long = "word " * 30
    segments = (
        Segment(Role.BODY, "Before.", "Before."),
        Segment(Role.QUOTE, long, long),
        Segment(Role.QUOTE, long, long),
        Segment(Role.BODY, "Between.", "Between."),
        Segment(Role.QUOTE, "Short.", "Short."),
    )
    asked = with_quote_sounds(cast_for("tone", "en"), ScriptOptions(announce_quotes="earcon"))
    sounds = sounds_of(segments, asked)
    assert set(sounds) == {1, 2}
    assert sounds[1].opening is not None
    assert sounds[2].closing is not None
    given = Script(Article(language="en"), segments)
    plain, _ = record(tmp_path, given, cast_for("tone", "en"))
    framed, _ = record(tmp_path, given, asked)
    differs = [a.key != b.key for a, b in zip(plain.takes, framed.takes, strict=True)]
    assert differs == [False, True, True, False, False]
    assert sounds_of(segments, with_quote_sounds(cast_for("tone", "en"), ScriptOptions())) == {}


def test_a_cast_may_want_longer_pauses(tmp_path: Path) -> None:
    cast = cast_for("tone", "en")
    given = script("One.", "Two.", "Three.")
    durations = []
    with Studio(tmp_path / "cache", SETTINGS) as studio:
        for number, pauses in enumerate((1.0, 2.0)):
            facts = EpisodeFacts(guid="a", slug="a", published="", artist="a", album="a")
            made, _ = produce(
                given,
                replace(cast, pauses=pauses),
                studio=studio,
                target=Target(Folder(tmp_path), f"{number}.mp3"),
                facts=facts,
                tell=lambda line: None,
            )
            durations.append(made.timeline.duration_ms)
    assert 800 < durations[1] - durations[0] < 1000
