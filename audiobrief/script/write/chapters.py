"""Where chapters begin, at two levels.

Level 1 is what a list of chapters shows: the story, its subheads, the notices and credits behind it, and what takes
more than twenty seconds to get past. Level 2 is inside: what a listener may want to skip, and where the text goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from audiobrief.model import MOST_CHAPTERS, Role, Segment
from audiobrief.roles import Opens
from audiobrief.script.write.draft import LONGEST_NAME_CHARACTERS, Join, Piece

WINDOW_WORDS = 750
"""Five minutes at 150 words a minute."""
MOST_IN_WINDOW = 12
LONG_ESCAPE_WORDS = 50
"""More than 20 seconds: a way past it belongs into every list."""
LONGEST_STRETCH_WORDS = 400
"""Without a chapter that a list shows."""
SHORTEST_REST_WORDS = 200
"""A place this near to the next chapter is not worth a stop."""
LONG_REST_WORDS = 40
"""What follows a quote in its own paragraph is a place to come back to from here on."""
LONGEST_TITLE = 500
_SHOWN = frozenset({Role.CAPTION, Role.EMBED})
"""What is shown beside the text."""
_ESCAPES = frozenset({Opens.CAPTION, Opens.QUOTE, Opens.LIST})


def with_chapters(pieces: Sequence[Piece]) -> list[Segment]:
    """The segments, those that start a chapter with its title and level."""
    pieces = _headed(pieces)
    starts = _starts(pieces)
    levels = _levels(starts, pieces)
    titles = _titles(starts, pieces)
    segments = [
        replace(piece.segment, chapter=titles.get(place), chapter_level=levels.get(place, 1))
        for place, piece in enumerate(pieces)
    ]
    return reduced_segments(segments)


def _headed(pieces: Sequence[Piece]) -> list[Piece]:
    """Gives a heading with nothing under it no chapter of its own: what begins right behind it is in its chapter, a
    part under it by both their names; at the end and before notices it stays in the chapter before.
    """
    result = list(pieces)
    head: int | None = None
    for place, piece in enumerate(pieces):
        if head is not None and piece.opens is not None:
            _join(result, head, place)
        if piece.opens in {Opens.STORY, Opens.NOTICE}:
            head = None
        elif piece.segment.role is Role.SUBHEAD:
            head = place if head is None and piece.opens is Opens.PART else head
        elif piece.segment.role is not Role.CUE:
            head = None
    if head is not None:
        result[head] = replace(result[head], opens=None)
    return result


def _join(pieces: list[Piece], head: int, place: int) -> None:
    """Joins the chapter that begins at a place to that of the heading right before it."""
    heading, piece = pieces[head], pieces[place]
    if piece.opens in {Opens.STORY, Opens.NOTICE}:
        pieces[head] = replace(heading, opens=None)
        return
    pieces[place] = replace(piece, opens=None)
    title = f"{heading.title}: {piece.title}"
    if piece.opens is Opens.PART and len(title) <= LONGEST_NAME_CHARACTERS:
        pieces[head] = replace(heading, title=title)


def _starts(pieces: Sequence[Piece]) -> dict[int, Opens]:
    """Every place where a chapter begins, with its kind."""
    starts: dict[int, Opens] = {}
    after_escape = False
    block: int | None = None
    last: Opens | None = None
    for place, piece in enumerate(pieces):
        kind = piece.opens
        if kind is None and after_escape and _goes_on(pieces, place, block):
            kind = _way_on(pieces, place, last)
        if kind is not None:
            starts[place] = last = kind
        after_escape = piece.escapes or (after_escape and kind in {None, Opens.CAPTION})
        block = block if piece.segment.block is None else piece.segment.block
    return _with_places(starts, pieces)


def _with_places(starts: Mapping[int, Opens], pieces: Sequence[Piece]) -> dict[int, Opens]:
    """The same with places to come back to in long stretches of text."""
    result: dict[int, Opens] = {}
    ahead, words = _ahead(pieces), 0
    for place, piece in enumerate(pieces):
        kind = starts.get(place)
        is_far = words >= LONGEST_STRETCH_WORDS and ahead[place] >= SHORTEST_REST_WORDS
        if is_far and kind in {None, Opens.RETURN} and _is_paragraph(pieces, place):
            kind = Opens.PLACE
        if kind is not None:
            result[place] = kind
        words = _words(piece) + (words if kind in {None, Opens.RETURN, *_ESCAPES} else 0)
    return result


def _goes_on(pieces: Sequence[Piece], place: int, block: int | None) -> bool:
    """The article goes on here after an escape from ``block``: at the next block, since what is left of a quote's own
    paragraph tells who said it; or at a long sentence of the same block.
    """
    if place and pieces[place - 1].join is Join.INSIDE:
        return False
    return pieces[place].segment.block != block or _words(pieces[place]) >= LONG_REST_WORDS


def _way_on(pieces: Sequence[Piece], place: int, last: Opens | None) -> Opens | None:
    """RETURN where the article's own text goes on; a picture or player before it is a chapter by itself, never the
    text's name.
    """
    ahead = (pieces[n].segment.role for n in range(place, len(pieces)))
    role = next((role for role in ahead if role is not Role.CUE), Role.CUE)
    if role in _SHOWN:
        return None if last is Opens.CAPTION else Opens.CAPTION
    return Opens.RETURN


def _ahead(pieces: Sequence[Piece]) -> list[int]:
    """Words from each piece to the next chapter that a list shows."""
    ahead, words = [], 0
    for piece in reversed(pieces):
        words += _words(piece)
        ahead.append(words)
        words = 0 if piece.is_apart or piece.opens not in {None, *_ESCAPES} else words
    return ahead[::-1]


def _levels(starts: Mapping[int, Opens], pieces: Sequence[Piece]) -> dict[int, int]:
    """Level by place. Who leaves a long quote with "next chapter" comes to what follows it: that is listed as well."""
    position = [0, *accumulate(map(_words, pieces))]
    top = min((_depth(pieces[n]) for n, kind in starts.items() if kind is Opens.PART), default=0)
    listed: list[int] = []
    for (place, kind), end in zip(starts.items(), [*starts, len(pieces)][1:], strict=True):
        last = starts[listed[-1]] if listed else None
        if kind is Opens.PART:
            stands = _depth(pieces[place]) <= top and not _is_crowded(place, listed, position)
        else:
            stands = _stands_alone(kind, position[end] - position[place])
        if stands or (last in _ESCAPES and kind is not Opens.CAPTION):
            listed.append(place)
    return dict.fromkeys(starts, 2) | dict.fromkeys(listed, 1)


def _depth(piece: Piece) -> int:
    return piece.segment.level or 0


def _stands_alone(kind: Opens, words: int) -> bool:
    """Every list shows a chapter of this kind and length."""
    if kind in {Opens.QUOTE, Opens.LIST}:
        return words >= LONG_ESCAPE_WORDS
    return kind not in {Opens.CAPTION, Opens.RETURN}


def _is_crowded(place: int, listed: Sequence[int], position: Sequence[int]) -> bool:
    """The chapter would be one of more than twelve that begin within five minutes."""
    return len(listed) >= MOST_IN_WINDOW and position[place] - position[listed[-MOST_IN_WINDOW]] < WINDOW_WORDS


def _titles(starts: Mapping[int, Opens], pieces: Sequence[Piece]) -> dict[int, str]:
    """Title by place: its own; where the text only goes on, that of its part and a number: "Ferry sails (2)"."""
    titles: dict[int, str] = {}
    part, count = "", 1
    for place, kind in starts.items():
        title = " ".join(pieces[place].title.split())
        if not title:
            count += 1
            title = f"{part} ({count})"
        elif kind not in _ESCAPES:
            part, count = title, 1
        titles[place] = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
    return titles


def _spread(listed: Sequence[int]) -> set[int]:
    """Returns as many as a tag can list, all along the list."""
    count = min(len(listed), MOST_CHAPTERS)
    return {listed[at * len(listed) // count] for at in range(count)}


def reduced_segments(segments: Sequence[Segment]) -> list[Segment]:
    """Returns the segments with at most as many chapters of level 1 as a tag can list: others, all along the list, go
    to level 2; the first never.
    """
    listed = [n for n, segment in enumerate(segments) if n == 0 or (segment.chapter and segment.chapter_level == 1)]
    left = set(listed) - _spread(listed)
    return [replace(segment, chapter_level=2) if n in left else segment for n, segment in enumerate(segments)]


def _is_paragraph(pieces: Sequence[Piece], place: int) -> bool:
    """A paragraph begins here."""
    segment = pieces[place].segment
    return segment.role in {Role.BODY, Role.QUOTE, Role.ANSWER, Role.QUESTION} and (
        place == 0 or pieces[place - 1].segment.block != segment.block
    )


def _words(piece: Piece) -> int:
    return len(piece.segment.text.split())
