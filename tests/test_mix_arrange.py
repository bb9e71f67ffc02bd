"""What is heard when: exact in samples, at every rate, for every script."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import UsageError
from audiobrief.mix.arrange import INTRO, OUTRO, Arrangement, ChunkFacts, arrange
from audiobrief.mix.frames import TAIL_SAMPLES, frame_format
from audiobrief.mix.packed_marks import NO_MARKS, MarkTrack
from audiobrief.model import Article, Mark, MixSettings, Role, Segment
from tests.mix_samples import chunk_starts, facts

RATES_HZ = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
SETTINGS = MixSettings()


def segment(text: str = "Words.", pause_ms: int = 0, chapter: str | None = None, role: Role = Role.BODY) -> Segment:
    return Segment(role, text, text, pause_ms=pause_ms, chapter=chapter)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[Segment], list[ChunkFacts | None], MixSettings]:
    settings = MixSettings(rate_hz=draw(st.sampled_from(RATES_HZ)))
    count = draw(st.integers(1, 30))
    pauses = draw(st.lists(st.sampled_from([0, 1, 150, 333, 600, 1000, 2500]), min_size=count, max_size=count))
    titled = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    lengths = draw(
        st.lists(st.none() | st.integers(0, 20 * settings.rate_hz), min_size=count, max_size=count).filter(any)
    )
    segments = [
        segment(f"Words {n}.", pause, f"Chapter {n}" if title else None)
        for n, (pause, title) in enumerate(zip(pauses, titled, strict=True))
    ]
    marks = (Mark("word", 0, 0, 5),)
    return segments, [None if length is None else facts(length, settings, marks) for length in lengths], settings


@given(programmes())
def test_the_timeline_is_the_pieces(programme: tuple[list[Segment], list[ChunkFacts | None], MixSettings]) -> None:
    segments, speech, settings = programme
    arrangement = arrange(segments, speech, settings)
    frame_samples = frame_format(settings).samples
    starts = chunk_starts(arrangement, frame_samples)
    assert arrangement.timeline.samples == arrangement.frames * frame_samples
    heard = [number for number, chunk in enumerate(speech) if chunk is not None]
    assert [span.segment for span in arrangement.timeline.spans] == heard == list(starts)
    before = 0
    for span in arrangement.timeline.spans:
        chunk = speech[span.segment]
        assert chunk is not None
        assert span.start == starts[span.segment] + chunk.speech_start >= before
        assert span.end - span.start == chunk.speech_samples
        assert span.marks == (Mark("word", span.start, 0, 5),)
        before = span.end
    assert before <= arrangement.timeline.samples


@given(programmes())
def test_pauses_are_kept(programme: tuple[list[Segment], list[ChunkFacts | None], MixSettings]) -> None:
    """At least as long as asked, at most a frame longer; before a chapter at most to the next whole second."""
    segments, speech, settings = programme
    arrangement = arrange(segments, speech, settings)
    frame_samples = frame_format(settings).samples
    chapters = {chapter.segment for chapter in arrangement.chapters}
    spans = arrangement.timeline.spans
    for one, two in pairwise(spans):
        asked_ms = max(segment.pause_ms for segment in segments[one.segment : two.segment])
        asked = asked_ms * settings.rate_hz // 1000
        least = TAIL_SAMPLES + 3 * frame_samples  # what two chunks bring with them: tail, lead, filling
        more = settings.rate_hz + frame_samples if two.segment in chapters else frame_samples
        assert asked <= two.start - one.end <= max(asked, least) + more
    end = arrangement.timeline.samples - spans[-1].end
    assert end >= segments[spans[-1].segment].pause_ms * settings.rate_hz // 1000


@given(programmes())
def test_chapters_start_in_silence(programme: tuple[list[Segment], list[ChunkFacts | None], MixSettings]) -> None:
    """On a whole second, behind the last sound's decay and not after its chunk's first frame."""
    segments, speech, settings = programme
    arrangement = arrange(segments, speech, settings)
    starts = chunk_starts(arrangement, frame_format(settings).samples)
    spans = {span.segment: span for span in arrangement.timeline.spans}
    numbers = list(spans)
    first, *others = arrangement.chapters
    assert (first.start_ms, first.segment) == (0, numbers[0])
    for chapter in others:
        assert chapter.start_ms % 1000 == 0
        sample = chapter.start_ms * settings.rate_hz // 1000
        before = spans[numbers[numbers.index(chapter.segment) - 1]]
        assert before.end + TAIL_SAMPLES <= sample <= starts[chapter.segment] <= spans[chapter.segment].start
    ends = [chapter.start_ms for chapter in others] + [arrangement.timeline.duration_ms]
    assert [chapter.end_ms for chapter in arrangement.chapters] == ends
    assert all(chapter.start_ms < chapter.end_ms for chapter in others)


@given(programmes())
def test_every_title_that_can_be_heard_is_a_chapter(
    programme: tuple[list[Segment], list[ChunkFacts | None], MixSettings],
) -> None:
    segments, speech, settings = programme
    titles = [chapter.title for chapter in arrange(segments, speech, settings).chapters]
    for one, chunk in zip(segments, speech, strict=True):
        if one.chapter and chunk is not None:
            assert one.chapter in titles


def test_a_pause_that_holds_a_whole_second_is_not_lengthened() -> None:
    one, two = facts(round(1.5 * 44_100), SETTINGS), facts(44_100, SETTINGS)
    arrangement = arrange([segment(pause_ms=700), segment(chapter="Two")], [one, two], SETTINGS)
    assert arrangement.chapters[1].start_ms == 2000
    gap = arrangement.timeline.spans[1].start - arrangement.timeline.spans[0].end
    assert gap - 0.7 * 44_100 < 1152


def test_a_pause_without_a_whole_second_is_lengthened_to_the_next() -> None:
    one, two = facts(round(1.1 * 44_100), SETTINGS), facts(44_100, SETTINGS)
    arrangement = arrange([segment(pause_ms=300), segment(chapter="Two")], [one, two], SETTINGS)
    assert arrangement.chapters[1].start_ms == 2000
    assert 2 * 44_100 <= arrangement.timeline.spans[1].start < 2.1 * 44_100


def test_a_title_without_sound_goes_to_the_next_segment() -> None:
    segments = [segment(chapter="One"), segment(chapter="Two", pause_ms=900), segment("Three.")]
    speech = [facts(44_100, SETTINGS), None, facts(44_100, SETTINGS)]
    arrangement = arrange(segments, speech, SETTINGS)
    assert [(c.title, c.segment) for c in arrangement.chapters] == [("One", 0), ("Two", 2)]
    gap = arrangement.timeline.spans[1].start - arrangement.timeline.spans[0].end
    assert gap >= 0.9 * 44_100


def test_an_opening_without_a_title_is_named_by_its_first_words() -> None:
    segments = [segment("The council met  on Monday."), segment(chapter="Later")]
    chapters = arrange(segments, [facts(9000, SETTINGS)] * 2, SETTINGS).chapters
    assert [c.title for c in chapters] == ["The council met on Monday.", "Later"]
    long = segment("word " * 40)
    (chapter,) = arrange([long], [facts(9000, SETTINGS)], SETTINGS).chapters
    assert len(chapter.title) <= 62
    assert chapter.title.endswith("word …")


def test_intro_and_outro_lie_around_the_speech() -> None:
    sound = facts(3 * 44_100, SETTINGS)
    segments = [segment(pause_ms=200, chapter="One"), segment(chapter="Two", pause_ms=200)]
    speech = [facts(44_100, SETTINGS)] * 2
    arrangement = arrange(segments, speech, SETTINGS, intro=sound, outro=sound)
    chunks = [piece.chunk for piece in arrangement.pieces if piece.chunk is not None]
    assert chunks == [INTRO, 0, 1, OUTRO]
    assert next(chapter.start_ms for chapter in arrangement.chapters) == 0
    assert arrangement.timeline.spans[0].start > 3.5 * 44_100
    starts = chunk_starts(arrangement, 1152)
    assert starts[OUTRO] + sound.speech_start - arrangement.timeline.spans[1].end >= 44_100
    assert arrangement.timeline.samples == arrangement.frames * 1152


def test_chapters_of_an_edition_link_to_their_stories() -> None:
    stories = [Article(url="https://news.example/a"), Article()]
    segments = [Segment(Role.HEADLINE, "A", chapter="A", story=n) for n in (0, 1, 2, None)]
    chapters = arrange(segments, [facts(9000, SETTINGS)] * 4, SETTINGS, stories=stories).chapters
    assert [chapter.url for chapter in chapters] == ["https://news.example/a", None, None, None]


def test_mark_tracks_are_sequences_of_marks() -> None:
    marks = (Mark("sentence", 0, 0, 20), Mark("word", 0, 0, 3), Mark("word", 4711, 4, 6))
    track = MarkTrack(marks)
    assert track == marks == tuple(track)
    assert hash(track) == hash(marks)
    assert (len(track), track[-1], track[1:]) == (3, marks[2], marks[1:])
    later = track.moved(100).moved(11)
    assert [mark.sample for mark in later] == [111, 111, 4822]
    assert later != track
    assert track != [1]
    assert str(marks[1]) in repr(track)
    assert not NO_MARKS


def test_nothing_to_hear() -> None:
    empty = arrange([segment(chapter="One")], [None], SETTINGS)
    assert empty == Arrangement((), empty.timeline, ())
    assert empty.timeline.samples == 0


@pytest.mark.parametrize("settings", [MixSettings(rate_hz=44_000), MixSettings(bit_rate_kbps=65)])
def test_impossible_settings(settings: MixSettings) -> None:
    with pytest.raises(UsageError, match="Choose one of"):
        arrange([segment()], [None], settings)
