"""Which chapters stay in every list when a script has more than an ID3 tag can hold."""

from __future__ import annotations

from itertools import pairwise

from audiobrief.model import MOST_CHAPTERS, Role, Segment
from audiobrief.script.write.chapters import reduced_segments


def listed(segments: list[Segment]) -> list[int]:
    return [
        number
        for number, segment in enumerate(reduced_segments(segments))
        if segment.chapter and segment.chapter_level == 1
    ]


def test_what_fits_stays_as_it_is() -> None:
    segments = [Segment(Role.BODY, "H", chapter=f"{n}", chapter_level=1 + (n % 3 > 0)) for n in range(700)]
    assert reduced_segments(segments) == segments


def test_more_than_a_tag_holds_go_inside_all_along_the_list() -> None:
    segments = [Segment(Role.HEADLINE, "H", chapter=f"{n}") for n in range(600)]
    numbers = listed(segments)
    assert len(numbers) == MOST_CHAPTERS
    assert numbers[0] == 0
    assert max(two - one for one, two in pairwise(numbers)) <= 3
    assert all(segment.chapter for segment in reduced_segments(segments))


def test_no_segments_no_chapters() -> None:
    assert reduced_segments([]) == []
