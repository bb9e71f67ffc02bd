"""Which chapters give way when an episode has more than an ID3 tag can list."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from audiobrief.model import MOST_CHAPTERS, Role, Segment
from audiobrief.script.write.chapters import reduced_segments


def story(number: int, *, quotes: int = 0, captions: int = 0, lists: int = 0, subheads: int = 0) -> list[Segment]:
    """A story with its escapes, each followed by the chapter that returns to the text."""
    segments = [Segment(Role.HEADLINE, f"Story {number}", chapter=f"Story {number}"), Segment(Role.BODY, "Text.")]
    for kind, role, count in (
        ("Caption", Role.CAPTION, captions),
        ("Quote", Role.QUOTE, quotes),
        ("List", Role.LIST_ITEM, lists),
        ("Part", Role.SUBHEAD, subheads),
    ):
        for _ in range(count):
            segments.append(Segment(Role.CUE, f"{kind}.", chapter=kind))
            segments.append(Segment(role, "Words."))
            if role is not Role.SUBHEAD:
                segments.append(Segment(Role.BODY, "And on.", chapter="Return"))
    return [*segments, Segment(Role.CUE, "Notice.", chapter="Notice"), Segment(Role.NOTICE, "Words.")]


def chapter_titles(segments: list[Segment]) -> dict[int, str]:
    return {number: segment.chapter for number, segment in enumerate(reduced_segments(segments)) if segment.chapter}


def kinds(segments: list[Segment]) -> Counter[str]:
    titles = chapter_titles(segments)
    return Counter(title.split()[0] for title in titles.values())


def edition(stories: int, **parts: int) -> list[Segment]:
    return [segment for number in range(stories) for segment in story(number, **parts)]


def test_all_stay_while_there_is_room() -> None:
    assert kinds(edition(25, quotes=1, captions=1, lists=1)) == Counter(
        Story=25, Notice=25, Quote=25, Caption=25, List=25, Return=75
    )


def test_returns_go_first() -> None:
    assert kinds(edition(40, quotes=1, captions=1, lists=1)) == Counter(
        Story=40, Notice=40, Quote=40, Caption=40, List=40
    )


def test_then_captions_then_quotes_then_lists() -> None:
    assert kinds(edition(60, quotes=1, captions=1, lists=1)) == Counter(Story=60, Notice=60, Quote=60, List=60)
    assert kinds(edition(70, quotes=1, captions=1, lists=1)) == Counter(Story=70, Notice=70, List=70)
    assert kinds(edition(90, quotes=1, captions=1, lists=1)) == Counter(Story=90, Notice=90)
    assert kinds(edition(100, subheads=1)) == Counter(Story=100, Notice=100)


def test_more_stories_than_the_table_holds_are_thinned_evenly() -> None:
    segments = [Segment(Role.HEADLINE, "H", chapter=f"{n}") for n in range(600)]
    numbers = list(chapter_titles(segments))
    assert len(numbers) == MOST_CHAPTERS
    assert numbers[0] == 0
    assert max(two - one for one, two in pairwise(numbers)) <= 3


def test_the_first_chapter_never_goes() -> None:
    """The opening may be of a kind that gives way: something must start at 0."""
    segments = [Segment(Role.CAPTION, "Picture.", chapter="Picture"), *edition(120)]
    assert next(iter(chapter_titles(segments).values())) == "Picture"
    segments = [Segment(Role.CAPTION, "Picture.", chapter="Picture"), *edition(127)]
    assert len(chapter_titles(segments)) == MOST_CHAPTERS


def test_a_chapter_of_cues_alone_stays_text() -> None:
    segments = [Segment(Role.HEADLINE, "H", chapter="H"), Segment(Role.CUE, "End of article.", chapter="End")]
    assert list(chapter_titles(segments).values()) == ["H", "End"]


def test_no_segments_no_chapters() -> None:
    assert chapter_titles([]) == {}
