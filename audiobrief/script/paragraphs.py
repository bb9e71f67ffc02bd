"""Paragraphs with quotes: each whole statement becomes a segment of its own, everything else stays as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audiobrief.model import Article, Block, Quote, Role, Segment
from audiobrief.script.cues import base
from audiobrief.script.marks import MARK
from audiobrief.script.order import speakable
from audiobrief.script.pieces import Join, Opens, Pen, Piece
from audiobrief.script.quotation import quotes, stands_alone
from audiobrief.script.sentences import sentences
from audiobrief.script.voices import QuoteVoices

QUOTABLE = frozenset({Role.BODY, Role.DEK, Role.ANSWER, Role.ENTRY, Role.QUESTION, Role.LIST_ITEM})
LONG_WORDS = 25
LONG_SENTENCES = 2
"""A quote from here on is long: it is announced, and is a chapter that can be skipped."""
TAIL = re.compile(r"[.,;:!?…)\]]+")


def quotes_of(article: Article) -> dict[int, list[Quote]]:
    """Quotes by block: those that are statements of their own, to be spoken in their speaker's voice."""
    indexes = [index for index, block in enumerate(article.blocks) if block.role in QUOTABLE]
    texts = [article.blocks[index].text for index in indexes]
    found: dict[int, list[Quote]] = {}
    for quote in quotes(texts, article.language or ""):
        if not quote.is_partial and stands_alone(texts[quote.paragraph], quote):
            found.setdefault(indexes[quote.paragraph], []).append(quote)
    return found


def is_long(text: str, language: str | None) -> bool:
    """From 25 words or 2 sentences."""
    return len(text.split()) >= LONG_WORDS or len(sentences(text, base(language))) >= LONG_SENTENCES


@dataclass(frozen=True, slots=True)
class _Slice:
    start: int
    end: int
    quote: Quote | None = None


def paragraph(pen: Pen, index: int, start: int, found: Sequence[Quote], voices: QuoteVoices) -> list[Piece]:
    """The pieces of a block's text from ``start`` on."""
    block = pen.article.blocks[index]
    slices = _slices(block.text, start, found)
    pieces: list[Piece] = []
    for place, part in enumerate(slices):
        draft = Segment(
            block.role,
            "",
            block.text[part.start : part.end].strip(),
            language=block.language,
            block=index,
            level=block.level,
        )
        last = place + 1 == len(slices)
        join = Join.BLOCK if last else _join(block.text, part, slices[place + 1])
        if part.quote is None:
            pieces += pen.say(draft, join=join)
        else:
            pieces += _quote(pen, draft, block, part.quote, voices, join)
    return pieces


def announced(pen: Pen, pieces: list[Piece], join: Join, who: str = "", source: str = "") -> list[Piece]:
    """A long quote between "Quote" and "End quote", or by its voice alone; always a chapter that can be skipped."""
    title = pen.cues.title("quote", who)
    if pen.options.announce_quotes == "words":
        before = pen.cue(
            pen.cues.phrase("quote_from", source=source) if source else pen.cues.phrase("quote"), join=Join.INSIDE
        )
        after = pen.cue(pen.cues.phrase("end_quote"), join=join)
        if after:
            pieces = [*pieces[:-1], replace(pieces[-1], join=Join.INSIDE)]
        pieces = before + pieces + after
    return escape(pieces, Opens.QUOTE, title)


def escape(pieces: list[Piece], opens: Opens, title: str) -> list[Piece]:
    """Marks pieces as a chapter that a listener can skip."""
    if not pieces:
        return pieces
    marked = [replace(pieces[0], opens=opens, title=title), *pieces[1:]]
    return [*marked[:-1], replace(marked[-1], escapes=True)]


def _quote(pen: Pen, draft: Segment, block: Block, quote: Quote, voices: QuoteVoices, join: Join) -> list[Piece]:
    words = block.text[quote.start : quote.end]
    mode = pen.options.announce_quotes
    pieces = pen.say(
        replace(
            draft,
            role=Role.QUOTE,
            source=quote.source,
            speaker=quote.speaker,
            confidence=quote.confidence,
            voice="body" if mode == "none" else voices.voice(quote.speaker),
        ),
        text=words,
        join=join,
    )
    if pieces and is_long(words, block.language or pen.article.language):
        return announced(pen, pieces, join, quote.speaker or quote.source or "")
    return pieces


def _slices(text: str, start: int, found: Sequence[Quote]) -> list[_Slice]:
    """The paragraph, cut around its quotes; marks go with their quote, so does punctuation right after them."""
    slices: list[_Slice] = []
    at = start
    for quote in found:
        if quote.start < at:
            continue
        opening, closing = _outer(text, quote)
        opening = max(opening, at)
        if speakable(text[at:opening]):
            slices.append(_Slice(at, opening))
            at = opening
        slices.append(_Slice(at, closing, quote))
        at = closing
    if speakable(text[at:]) or not slices:
        slices.append(_Slice(at, len(text)))
    else:
        slices[-1] = replace(slices[-1], end=len(text))
    return slices


def _outer(text: str, quote: Quote) -> tuple[int, int]:
    """The span of a quote with its marks and the punctuation that follows."""
    opening, closing = quote.start, quote.end
    for match in MARK.finditer(text, max(0, opening - 2), opening):
        opening = min(opening, match.start())
        break
    mark = MARK.match(text, closing)
    if mark:
        closing = mark.end()
    tail = TAIL.match(text, closing)
    return opening, tail.end() if tail else closing


def _join(text: str, part: _Slice, following: _Slice) -> Join:
    """Inside a sentence, or at its end."""
    here = text[part.start : part.end].rstrip().rstrip("\"'”’“»›」』)")
    if part.quote is None:
        return Join.SENTENCE if here[-1:] in ".!?…" else Join.INSIDE
    if here[-1:] == "." or following.quote is not None:
        return Join.SENTENCE
    return Join.INSIDE
