"""Where chapters begin: at parts, and around what a listener may want to skip, so that "next chapter" is the escape.

Three to twelve in five minutes; never more than 255, the limit of the tag that carries them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiobrief.model import MOST_CHAPTERS, Role, Segment
from audiobrief.roles import ROLE_FACTS, Opens
from audiobrief.script.write.draft import Join, Piece, first_words

WINDOW_WORDS = 750
"""Five minutes at 150 words a minute."""
MOST_IN_WINDOW = 12
LONGEST_STRETCH_WORDS = 250
"""Without a chapter: at least three in five minutes."""
SHORTEST_REST_WORDS = 100
"""A place this near to the next chapter is not worth a stop."""
LONG_REST_WORDS = 40
"""What follows a quote in its own paragraph is a place to come back to from here on."""
LONGEST_TITLE = 120
TITLE_WORDS = 7
_SHOWN = frozenset({Role.CAPTION, Role.EMBED})
"""What is shown beside the text."""


def with_chapters(pieces: Sequence[Piece], language: str | None) -> list[Segment]:
    """The segments, those that start a chapter with its title."""
    pieces = _headed(pieces)
    starts = _reduced(_starts(pieces), pieces)
    segments = []
    for place, piece in enumerate(pieces):
        kind = starts.get(place)
        segments.append(replace(piece.segment, chapter=_title(pieces, place) if kind else None))
    return segments


def _headed(pieces: Sequence[Piece]) -> list[Piece]:
    """Gives a heading with nothing under it no chapter of its own: what begins right behind it is in its chapter, a
    part under it by both their names; at the end and before notices it stays in the chapter before.
    """
    result = list(pieces)
    head: int | None = None
    for place, piece in enumerate(pieces):
        if head is not None and piece.opens is not None:
            _join(result, head, place)
        if piece.opens is Opens.STORY:
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
    if piece.opens is Opens.STORY:
        pieces[head] = replace(heading, opens=None)
        return
    pieces[place] = replace(piece, opens=None)
    if piece.opens is Opens.PART:
        pieces[head] = replace(heading, title=f"{heading.title}: {piece.title}")


def _starts(pieces: Sequence[Piece]) -> dict[int, Opens]:
    """Every place where a chapter can begin, with its kind."""
    starts: dict[int, Opens] = {}
    after_escape, words = False, 0
    ahead = _ahead(pieces)
    block: int | None = None
    last: Opens | None = None
    for place, piece in enumerate(pieces):
        kind = piece.opens
        if kind is None and after_escape and _goes_on(pieces, place, block):
            kind = _way_on(pieces, place, last)
        is_far = words >= LONGEST_STRETCH_WORDS and ahead[place] >= SHORTEST_REST_WORDS
        if kind is None and is_far and _is_paragraph(pieces, place):
            kind = Opens.PLACE
        if kind is not None:
            starts[place] = last = kind
            words = 0
        words += _words(piece)
        after_escape = piece.escapes or (after_escape and kind in {None, Opens.CAPTION})
        block = block if piece.segment.block is None else piece.segment.block
    return starts


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


def _reduced(starts: dict[int, Opens], pieces: Sequence[Piece]) -> dict[int, Opens]:
    """At most twelve in five minutes (an escape goes with its return), then at most 255: returns, captions, quotes,
    lists, parts; stories and notices stay.
    """
    return _at_most(_thinned(dict(starts), pieces))


def _ahead(pieces: Sequence[Piece]) -> list[int]:
    """Words from each piece to the next chapter that begins by itself."""
    ahead, words = [], 0
    for piece in reversed(pieces):
        words += _words(piece)
        ahead.append(words)
        words = 0 if piece.opens is not None or piece.is_apart else words
    return ahead[::-1]


def _at_most(kept: dict[int, Opens]) -> dict[int, Opens]:
    """At most as many as a tag can list. Kinds are given up in their order, then stories, evenly; the first never."""
    for kind in Opens:
        if len(kept) > MOST_CHAPTERS and kind is not Opens.STORY:
            first = next(iter(kept))
            kept = {place: own for place, own in kept.items() if own is not kind or place == first}
    count = min(len(kept), MOST_CHAPTERS)
    places = list(kept)
    return {place: kept[place] for place in (places[at * len(places) // count] for at in range(count))}


def reduced_segments(segments: Sequence[Segment]) -> list[Segment]:
    """Returns the segments of an edition, or of a script edited by hand, with at most 255 chapters."""
    starts = {n: _kind(segments, n) for n, segment in enumerate(segments) if n == 0 or segment.chapter}
    kept = _at_most(starts)
    return [segment if n in kept else replace(segment, chapter=None) for n, segment in enumerate(segments)]


def _kind(segments: Sequence[Segment], place: int) -> Opens:
    """What a chapter was opened for, told from what it begins with."""
    if place == 0 or segments[place].story != segments[place - 1].story:
        return Opens.STORY
    role = next((segment.role for segment in segments[place:] if segment.role is not Role.CUE), Role.BODY)
    return ROLE_FACTS[role].opens or Opens.RETURN


def _thinned(kept: dict[int, Opens], pieces: Sequence[Piece]) -> dict[int, Opens]:
    """At most twelve in any five minutes: places, captions, quotes, lists, then subheads, the deepest first."""
    position, positions = 0, []
    for piece in pieces:
        positions.append(position)
        position += _words(piece)
    order = sorted(kept)
    for given_up in (Opens.PLACE, Opens.CAPTION, Opens.QUOTE, Opens.LIST, Opens.PART):
        places = [place for place, kind in kept.items() if kind is given_up]
        for place in sorted(places, key=lambda place: -(pieces[place].segment.level or 0)):
            at = bisect_left(order, place)
            if not _crowded(at, order, positions):
                continue
            for gone in [*_way_back(at, order, kept), place]:
                del kept[gone]
                del order[bisect_left(order, gone)]
    return kept


def _way_back(at: int, order: Sequence[int], kept: Mapping[int, Opens]) -> list[int]:
    """The return that goes with a chapter, unless another one right before it has the same."""
    following = order[at + 1 : at + 2]
    is_shared = at > 0 and kept[order[at - 1]] in {Opens.CAPTION, Opens.QUOTE, Opens.LIST}
    return [place for place in following if kept[place] is Opens.RETURN and not is_shared]


def _crowded(at: int, order: Sequence[int], positions: Sequence[int]) -> bool:
    """The chapter is one of more than twelve that begin within five minutes."""
    firsts = range(max(0, at - MOST_IN_WINDOW), min(at + 1, len(order) - MOST_IN_WINDOW))
    return any(positions[order[n + MOST_IN_WINDOW]] - positions[order[n]] < WINDOW_WORDS for n in firsts)


def _title(pieces: Sequence[Piece], place: int) -> str:
    """A chapter's own title, else its first words; a dateline is no title."""
    title = pieces[place].title
    if not title:
        silent = {Role.CUE, Role.DATELINE}
        near = [piece.segment for piece in pieces[place : place + 4]]
        named = next((segment for segment in near if segment.role not in silent), near[0])
        own = [segment.written for segment in near if segment.block == named.block and segment.role not in silent]
        text = named.written or named.text
        for more in own[1:]:
            if len(text.split()) >= TITLE_WORDS or text.rstrip()[-1:] in ".!?…":
                break
            text = f"{text} {more}"  # "He said" names nothing
        title = first_words(text)
    title = " ".join(title.split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def _is_paragraph(pieces: Sequence[Piece], place: int) -> bool:
    """A paragraph begins here."""
    segment = pieces[place].segment
    return segment.role in {Role.BODY, Role.QUOTE, Role.ANSWER, Role.QUESTION} and (
        place == 0 or pieces[place - 1].segment.block != segment.block
    )


def _words(piece: Piece) -> int:
    return len(piece.segment.text.split())
