"""Article -> Script: each block becomes segments in reading order, then pauses and chapters are set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from audiobrief.model import Article, Role, Script, ScriptOptions
from audiobrief.roles import DOUBT_FACTS, ROLE_FACTS, Opens
from audiobrief.script.write import pauses
from audiobrief.script.write.blocks import SAYERS, say_announced
from audiobrief.script.write.chapters import with_chapters
from audiobrief.script.write.cues import cues_for
from audiobrief.script.write.dateline_words import calm
from audiobrief.script.write.desk import Desk, group_key
from audiobrief.script.write.draft import Join, Pen, Piece, small_words
from audiobrief.script.write.paragraphs import quotes_of
from audiobrief.script.write.quote_voices import QuoteVoices
from audiobrief.script.write.reading_order import FRONT, left_by_choice, reading_order

STANDARD = ScriptOptions()


def write_script(article: Article, options: ScriptOptions = STANDARD) -> Script:
    """What a newsreader would read to a listener: the article's words, once, with the cues that print gives the eye.

    Never raises on any article; an article without a word gives a script that says only where it ends.
    """
    cues = cues_for(article.language)
    pen = Pen(article, options, cues, small_words(article))
    quotes, led = quotes_of(article)
    desk = Desk(pen, quotes, QuoteVoices(options.quote_voices), led)
    order = reading_order(article, options, cues)
    pieces: list[Piece] = []
    introduced = False
    for _, group in groupby(order, key=lambda index: group_key(desk, index)):
        indexes = list(group)
        role = article.blocks[indexes[0]].role
        if not introduced and role not in {Role.KICKER, Role.HEADLINE, Role.BYLINE, Role.DATE}:
            pieces = _introduced(desk, pieces)
            introduced = True
        pieces += SAYERS.get(role, say_announced)(desk, indexes)
    if not introduced:
        pieces = _introduced(desk, pieces)
    pieces += _end(pen)
    segments = with_chapters(with_pauses(pieces))
    left = left_by_choice(article, options, order)
    lines = (block.dateline.places for block in article.blocks if block.dateline)
    places = tuple(dict.fromkeys(calm(place).strip(" ,") for line in lines for place in line))
    told = replace(article, dropped=(*article.dropped, *left), places=places)
    return Script(article=told, segments=tuple(segments))


def _introduced(desk: Desk, pieces: list[Piece]) -> list[Piece]:
    """Headline, site, byline, date, disclosure: what the page prints, and what it leaves to the eye."""
    pen, article, cues = desk.pen, desk.pen.article, desk.pen.cues
    by_role = {role: [p for p in pieces if p.segment.role is role] for role in FRONT}
    printed = next((block.text for block in article.blocks if block.role is Role.HEADLINE), "")
    headline = by_role[Role.HEADLINE] or pen.cue(article.title, voice=Role.HEADLINE.value, join=Join.BLOCK)
    result = by_role[Role.KICKER] + headline
    if article.site:
        result += pen.cue(cues.phrase("site", site=article.site.rstrip(".")))
    result += by_role[Role.BYLINE] or _byline(pen)
    result += by_role[Role.DATE] or _dates(pen)
    result += pen.cue(cues.phrase("disclosure"), join=Join.BLOCK)
    result += _doubts(pen, first=True)
    if result:
        result[0] = replace(
            result[0], opens=Opens.STORY, title=article.title or printed or cues.title("article") or "–"
        )
    return result


def _doubts(pen: Pen, *, first: bool) -> list[Piece]:
    """Says before or after the article why it may not be whole."""
    result: list[Piece] = []
    for warning in pen.article.warnings:
        facts = DOUBT_FACTS[warning.doubt]
        if facts.cue and facts.is_said_first is first:
            numbers = {"page": str(warning.page or ""), "pages": str(warning.pages or "")}
            result += pen.cue(pen.cues.phrase(facts.cue, **numbers), join=Join.BLOCK)
    return result


def _byline(pen: Pen) -> list[Piece]:
    """Says who wrote it, where the page tells and does not print it."""
    names = ", ".join(pen.article.authors)
    return pen.cue(pen.cues.phrase("byline", names=names), voice=Role.BYLINE.value) if names else []


def _dates(pen: Pen) -> list[Piece]:
    """Says when an article came out, and when it was changed, where that is another day."""
    published, updated = (
        _long_date(value, pen.article.language) for value in (pen.article.published, pen.article.updated)
    )
    told = (("published", published), ("updated", "" if updated == published else updated))
    cues = [pen.cue(pen.cues.phrase(key, date=date), voice=Role.DATE.value) for key, date in told if date]
    return [piece for cue in cues for piece in cue]


def _end(pen: Pen) -> list[Piece]:
    article, cues = pen.article, pen.cues
    key = "end_site" if article.site else "end"
    pieces = _doubts(pen, first=False)
    pieces += pen.cue(cues.phrase(key, site=(article.site or "").rstrip(".")), join=Join.BLOCK)
    if article.licence and pen.options.credits and "://" not in article.licence:
        pieces += pen.cue(cues.phrase("licence", licence=article.licence.rstrip(".")), join=Join.BLOCK)
    return [replace(pieces[0], is_apart=True), *pieces[1:]] if pieces else []


def _long_date(value: str | None, language: str | None) -> str:
    """A date as the language writes it in full; empty when it is no ISO date."""
    import datetime

    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    match = re.match(r"\d{4}-\d\d-\d\d", value or "")
    if not match:
        return ""
    try:
        date = datetime.date.fromisoformat(match[0])
        return format_date(date, "long", locale=Locale.parse(language or "en", sep="-"))
    except (ValueError, UnknownLocaleError):
        return ""


def with_pauses(pieces: Sequence[Piece]) -> list[Piece]:
    """Sets the silence after each piece (the table is :mod:`audiobrief.script.write.pauses`)."""
    result = []
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        result.append(replace(piece, segment=replace(piece.segment, pause_ms=_pause(piece, following))))
    return result


def _pause(piece: Piece, following: Piece | None) -> int:
    role = piece.segment.role
    if following is None:
        return pauses.END_MS
    if role is Role.KICKER and following.segment.role is Role.HEADLINE:
        return ROLE_FACTS[role].pause_ms
    announces = role is Role.CUE and piece.join is Join.SENTENCE
    if not announces and _begins_part(role, following):
        return pauses.BEFORE_HEADING_MS
    if piece.join is Join.INSIDE:
        return pauses.INSIDE_SENTENCE_MS
    if piece.join is Join.SENTENCE:
        return pauses.CUE_MS if role is Role.CUE else pauses.SENTENCE_MS
    return ROLE_FACTS[role].pause_ms


def _begins_part(role: Role, following: Piece) -> bool:
    """Whether what follows a segment of ``role`` wants as long a silence before it as a heading."""
    if following.is_apart or following.opens in {Opens.STORY, Opens.NOTICE}:
        return True
    facts = ROLE_FACTS[following.segment.role]
    return (facts.is_heading or facts.is_apart) and following.segment.role is not role
