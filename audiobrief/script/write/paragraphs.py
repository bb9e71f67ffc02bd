"""Paragraphs with quotes: each whole statement becomes a segment of its own, everything else stays as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiobrief.languages.tags import base
from audiobrief.model import Article, Block, Quote, Role, Segment
from audiobrief.roles import PROSE, Opens
from audiobrief.script.quotation.find import quotes
from audiobrief.script.quotation.marks import MARK, begins_open, spans
from audiobrief.script.quotation.reporting import grammar
from audiobrief.script.quotation.whole import stands_alone
from audiobrief.script.write.draft import Join, Pen, Piece
from audiobrief.script.write.inlines import as_printed, in_languages
from audiobrief.script.write.quote_voices import NEUTRAL, QuoteVoices, is_long
from audiobrief.script.write.reading_order import speakable

OUTSIDE = 10
"""Characters beside its quote that make a block quote prose."""
TAIL = re.compile(r"[.,;:!?…)\]]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A quote as it is told: one that runs over paragraphs is announced once."""

    quote: Quote
    goes_on: bool = False
    """In the next paragraph."""
    resumes: bool = False
    """It began in the paragraph before."""


def quotes_of(article: Article) -> tuple[dict[int, list[Told]], dict[int, Quote]]:
    """Quotes by block: those that are statements of their own, to be spoken in their speaker's voice; and who speaks
    a block quote, where the paragraph before says so.
    """
    language = article.language or ""
    indexes = [index for index, block in enumerate(article.blocks) if block.role in PROSE]
    framed = {index for index in indexes if _is_framed(article.blocks[index], language)}
    texts = [_marked(article.blocks[index]) if index in framed else article.blocks[index].text for index in indexes]
    found: dict[int, list[Told]] = {}
    led: dict[int, Quote] = {}
    last: Quote | None = None
    for quote in quotes(texts, language):
        index = indexes[quote.paragraph]
        if index in framed:
            led.setdefault(index, quote)
            last = None
            continue
        if quote.is_partial or not stands_alone(texts[quote.paragraph], quote):
            continue
        resumed = found[indexes[last.paragraph]] if last and _resumes(texts, last, quote) else []
        resumed[-1:] = [replace(told, goes_on=True) for told in resumed[-1:]]
        found.setdefault(index, []).append(Told(quote, resumes=bool(resumed)))
        last = quote
    return found, led


def _is_framed(block: Block, language: str) -> bool:
    """Whether a block is a block quote through and through, not prose that quotes somebody itself."""
    return block.role is Role.QUOTE and not _is_prose(block, language)


def _resumes(texts: Sequence[str], last: Quote, quote: Quote) -> bool:
    """Whether a quote goes on with the one that the paragraph before left open."""
    return last.paragraph == quote.paragraph - 1 and quote.start <= 2 and _unclosed(texts[last.paragraph], last)


def _marked(block: Block) -> str:
    """A block quote as if it stood in marks: the page's indent says the same."""
    if block.role is not Role.QUOTE or begins_open(block.text):
        return block.text
    return f"“{block.text}”"


def _is_prose(block: Block, language: str) -> bool:
    """Set as a block quote, but it quotes somebody itself: "“…”, said the minister."."""
    if block.role is not Role.QUOTE or not MARK.search(block.text):
        return False
    return any(
        quote.source_start is not None and not quote.is_partial and len(block.text) - quote.end + quote.start > OUTSIDE
        for quote in quotes([block.text], language)
    )


def _unclosed(text: str, quote: Quote) -> bool:
    return quote.end >= len(text.rstrip()) and not MARK.match(text, quote.end)


@dataclass(frozen=True, slots=True)
class _Slice:
    start: int
    end: int
    quote: Told | None = None
    language: str | None = None
    """Where it differs from the block's."""
    is_partial: bool = False
    """Quoted words of the sentence around them."""


def paragraph(pen: Pen, index: int, start: int, found: Sequence[Told], voices: QuoteVoices) -> list[Piece]:
    """The pieces of a block's text from ``start`` on."""
    block = pen.article.blocks[index]
    slices = _cut(pen, block, start, found)
    pieces: list[Piece] = []
    for place, part in enumerate(slices):
        draft = Segment(
            Role.BODY if block.role is Role.QUOTE else block.role,
            "",
            block.text[part.start : part.end].strip(),
            language=part.language or block.language,
            block=index,
            level=block.level,
        )
        last = place + 1 == len(slices)
        join = Join.BLOCK if last else _join(block.text, part, slices[place + 1])
        if part.quote is None:
            draft, text = _in_sentence(pen, draft, as_printed(block, part.start, part.end).strip(), part)
            pieces += pen.say(draft, text=text, join=join)
        else:
            pieces += _quote(pen, draft, part.quote, voices, join)
    return pieces


def _with_partial(pen: Pen, block: Block, part: _Slice) -> list[_Slice]:
    """Cuts a part around the quoted words in it, for a listener who wants to hear that they are quoted."""
    if part.quote is not None:
        return [part]
    result, at = [], part.start
    for opening, closing in _quoted(pen, block, part):
        if speakable(block.text[at:opening]):
            result.append(replace(part, start=at, end=opening))
            at = opening
        result.append(replace(part, start=at, end=closing, is_partial=True))
        at = closing
    if not result or speakable(block.text[at : part.end]):
        return [*result, replace(part, start=at)]
    return [*result[:-1], replace(result[-1], end=part.end)]


def _quoted(pen: Pen, block: Block, part: _Slice) -> Iterator[tuple[int, int]]:
    """Yields where quoted words begin and end, with their marks and the punctuation behind them."""
    said = grammar(base(part.language or block.language or pen.article.language or "")).said
    for span in spans(block.text[part.start : part.end], said):
        closing = part.start + span.outer_end
        tail = TAIL.match(block.text, closing, part.end)
        yield part.start + span.outer_start, tail.end() if tail else closing


def _in_sentence(pen: Pen, draft: Segment, text: str, part: _Slice) -> tuple[Segment, str]:
    """Makes quoted words of a sentence heard as such, as the listener chose."""
    if not part.is_partial:
        return draft, text
    if pen.options.partial_quotes != "words":
        return replace(draft, voice=NEUTRAL), text
    begin, end = (pen.cues.phrase(key).rstrip(" .").lower() for key in ("quote", "end_quote"))
    last = len(text.rstrip(".,;:!?…)"))
    return draft, f"{begin}, {text[:last]}, {end}{text[last:]}" if begin and end else text


def announced(
    pen: Pen, pieces: list[Piece], join: Join, *, told: Told | None = None, who: str = "", source: str = ""
) -> list[Piece]:
    """A long quote between "Quote" and "End of quote", or by its voice alone; always a chapter that can be skipped."""
    begins, ends = not (told and told.resumes), not (told and told.goes_on)
    if pen.options.announce_quotes == "words":
        words = pen.cues.phrase("quote_from", source=source) if source else pen.cues.phrase("quote")
        before = pen.cue(words, join=Join.INSIDE) if begins else []
        after = pen.cue(pen.cues.phrase("end_quote"), join=join) if ends else []
        if after:
            pieces = [*pieces[:-1], _closed(replace(pieces[-1], join=Join.INSIDE))]
        pieces = before + pieces + after
    if begins:
        pieces = [replace(pieces[0], opens=Opens.QUOTE, title=pen.cues.title("quote", who)), *pieces[1:]]
    return [*pieces[:-1], replace(pieces[-1], escapes=True)] if ends else pieces


def _closed(piece: Piece) -> Piece:
    """A comma that leads to "he said" leads nowhere before "End of quote"."""
    text = piece.segment.text.rstrip()
    if text[-1:] not in ",;:–—":
        return piece
    return replace(piece, segment=replace(piece.segment, text=f"{text.rstrip(' ,;:–—')}."))


def escape(pieces: list[Piece], opens: Opens, title: str) -> list[Piece]:
    """Marks pieces as a chapter that a listener can skip."""
    if not pieces:
        return pieces
    marked = [replace(pieces[0], opens=opens, title=title), *pieces[1:]]
    return [*marked[:-1], replace(marked[-1], escapes=True)]


def _quote(pen: Pen, draft: Segment, told: Told, voices: QuoteVoices, join: Join) -> list[Piece]:
    quote = told.quote
    block = pen.article.blocks[draft.block or 0]
    words = block.text[quote.start : quote.end]
    own = "body" if pen.options.announce_quotes == "none" else voices.voice(quote.speaker)
    draft = replace(
        draft, role=Role.QUOTE, source=quote.source, speaker=quote.speaker, confidence=quote.confidence, voice=own
    )
    pieces = _in_voices(pen, block, draft, quote, join)
    is_part = told.goes_on or told.resumes
    if not pieces or not (is_part or is_long(words, draft.language or pen.article.language)):
        return pieces
    who, source = _names(quote)
    return announced(pen, pieces, join, told=told, who=who, source=source)


def _in_voices(pen: Pen, block: Block, draft: Segment, quote: Quote, join: Join) -> list[Piece]:
    """Returns the pieces of a quote: several where its language changes."""
    parts = list(in_languages(block, quote.start, quote.end))
    opening, _, closing = draft.written.partition(block.text[quote.start : quote.end].strip())
    pieces: list[Piece] = []
    for start, end, language in parts:
        before, after = opening if start == quote.start else "", closing if end == quote.end else ""
        part = replace(draft, language=language or draft.language)
        if len(parts) > 1:
            part = replace(part, written=f"{before}{block.text[start:end].strip()}{after}")
        follows = join if end == quote.end else Join.INSIDE
        pieces += pen.say(part, text=as_printed(block, start, end).strip(), join=follows)
    return pieces


def _names(quote: Quote) -> tuple[str, str]:
    """Returns whose quote it is for a chapter's title, and who is named before it: nobody, where the text has just done
    so.
    """
    source, speaker = quote.source or "", quote.speaker or ""
    is_told_before = quote.source_start is not None and quote.source_start < quote.start
    return speaker or (source if " " in source else ""), "" if is_told_before else speaker  # "Quote: he" names nobody


def _cut(pen: Pen, block: Block, start: int, found: Sequence[Told]) -> list[_Slice]:
    """Cuts a block's text around its quotes, at changes of language, and around quoted words if the listener wants."""
    slices = [part for whole in _slices(block.text, start, found) for part in _in_languages(block, whole)]
    if pen.options.partial_quotes == "none":
        return slices
    return [part for whole in slices for part in _with_partial(pen, block, whole)]


def _slices(text: str, start: int, found: Sequence[Told]) -> list[_Slice]:
    """The paragraph, cut around its quotes; marks go with their quote, so does punctuation right after them."""
    slices: list[_Slice] = []
    at = start
    for told in found:
        if told.quote.start < at:
            continue
        opening, closing = _outer(text, told.quote)
        opening = max(opening, at)
        if speakable(text[at:opening]):
            slices.append(_Slice(at, opening))
            at = opening
        slices.append(_Slice(at, closing, told))
        at = closing
    if speakable(text[at:]) or not slices:
        slices.append(_Slice(at, len(text)))
    else:
        slices[-1] = replace(slices[-1], end=len(text))
    return slices


def _in_languages(block: Block, part: _Slice) -> list[_Slice]:
    """Cuts a part where a phrase in another language stands in it; a quote is cut when it is told."""
    if not block.inlines or part.quote is not None:
        return [part]
    return [_Slice(start, end, None, own) for start, end, own in in_languages(block, part.start, part.end)]


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
