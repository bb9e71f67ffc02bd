"""How each kind of block is said; :data:`SAYERS` is the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from audiobrief.model import Block, Role, Segment
from audiobrief.roles import ROLE_FACTS, Opens
from audiobrief.script.write.dateline_words import calm, place_and_date
from audiobrief.script.write.desk import Desk, is_in_entry, opens_entry, say_plain
from audiobrief.script.write.draft import CHUNK_CHARACTERS, Join, Pen, Piece, short_sentence
from audiobrief.script.write.inlines import as_printed
from audiobrief.script.write.paragraphs import announced, escape, paragraph
from audiobrief.script.write.quote_voices import is_long
from audiobrief.script.write.reading_order import is_correction, speakable
from audiobrief.script.write.shown import say_caption, say_embed
from audiobrief.script.write.tables import say_table

LONG_LIST_ITEMS = 4
"""A list from here on is a chapter that can be skipped."""
ANNOUNCED_LIST_ITEMS = 2
LONGEST_LABEL = 40
"""Of a correction: "Correction:", "Update at 3 p.m.:"."""

PRINTED_TURN = re.compile(r"(?=[^\W\d_a-z])(?!(?:Q|A|F)\s?[:.])[^\s:]+(?: [^\s:]+){0,3}: ")
"""Who asks or answers, as printed: "Daily News: What …"."""


def say_announced(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Says what the role's row announces it as ("Poll."), then the words."""
    cue = ROLE_FACTS[desk.block(indexes[0]).role].cue
    return (desk.pen.cue(desk.pen.cues.phrase(cue)) if cue else []) + say_plain(desk, indexes)


def say_heading(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Says a heading, where a part begins; one of a live blog's entry as part of it."""
    if is_in_entry(desk.block(indexes[0])):
        return say_entry(desk, indexes)
    pieces = say_plain(desk, indexes)
    if pieces:
        pieces[0] = replace(pieces[0], opens=Opens.PART, title=desk.block(indexes[0]).text)
    return pieces


def say_paragraph(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Says a paragraph: its dateline, then its words, quotes in their speakers' voices."""
    pieces: list[Piece] = []
    for index in indexes:
        start, opening = _dateline(desk, index)
        pieces += opening
        pieces += paragraph(desk.pen, index, start, desk.quotes.get(index, ()), desk.voices)
    return pieces


def say_entry(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """An entry of a live blog: its time, its heading, its words; one chapter, however many pictures are between."""
    block = desk.block(indexes[0])
    pieces = [piece for index in indexes for piece in _part(desk, index)]
    if not pieces or not opens_entry(desk, indexes[0]):
        return pieces
    is_headed = block.role is Role.SUBHEAD
    time = _entry_time(block)
    said = [replace(piece, is_apart=is_headed) for piece in desk.pen.cue(f"{time}.")] if time else []
    name = block.text if is_headed else short_sentence(block.text, desk.pen.article.language)
    opening = replace((said + pieces)[0], opens=Opens.PART, title=f"{time} {name}".strip())
    return [opening, *(said + pieces)[1:]]


def _entry_time(block: Block) -> str:
    """Returns the time of an entry as it is said before it; "" where its own words begin with it."""
    time = _clock(block.time or "")
    return "" if (block.time or "") in block.text or time in block.text else time


def _part(desk: Desk, index: int) -> list[Piece]:
    return (say_plain if desk.block(index).role is Role.SUBHEAD else say_paragraph)(desk, [index])


def say_quote(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """A block quote in its speaker's voice; a long one is announced with its source."""
    if len(indexes) == 1 and indexes[0] in desk.quotes:
        return say_paragraph(desk, indexes)
    source, speaker, confidence = _quoted(desk, indexes)
    own = "body" if desk.pen.options.announce_quotes == "none" else desk.voices.voice(speaker)
    pieces: list[Piece] = []
    for index in indexes:
        block = desk.block(index)
        draft = Segment(Role.QUOTE, "", block.text, source, speaker, confidence, block.language, own, block=index)
        pieces += desk.pen.say(draft, text=as_printed(block, 0, len(block.text)).strip(OUTER_MARKS))
    is_cited = any(desk.block(index).source for index in indexes)
    told = source if source and not any(source in desk.block(index).text for index in indexes) else ""
    if pieces and ((told and is_cited) or _is_long(desk, indexes)):
        return announced(desk.pen, pieces, Join.BLOCK, who=speaker or source or "", source=told)
    return pieces


def _is_long(desk: Desk, indexes: Sequence[int]) -> bool:
    text, language = " ".join(desk.block(index).text for index in indexes), desk.block(indexes[0]).language
    return len(indexes) > 1 or is_long(text, language or desk.pen.article.language)


def _quoted(desk: Desk, indexes: Sequence[int]) -> tuple[str | None, str | None, float | None]:
    """Returns the source of a block quote as printed, its speaker and how sure: by its citation, else by what leads."""
    cited = next((desk.block(index) for index in indexes if desk.block(index).source), desk.block(indexes[0]))
    led = desk.led.get(indexes[0])
    if not cited.source and led is not None:
        return led.source, led.speaker, led.confidence
    source = cited.source.strip(" –—-") if cited.source else None
    return (source, cited.speaker, cited.confidence) if cited.speaker else (source, *_cited(source))


OUTER_MARKS = ' “”„«»"\u00a0'
NAME_WORDS = range(2, 5)


def _cited(source: str | None) -> tuple[str | None, float | None]:
    """The name in a block quote's citation: "Pell Aniston, baker"."""
    name = re.split(r"[,(/|]", source or "", maxsplit=1)[0].strip()
    words = name.split()
    if len(words) in NAME_WORDS and all(word[:1].isupper() for word in words):
        return name, 0.9
    return None, None


def say_lists(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """The lists among items in a row: another group at the top level is another list."""
    lists: list[list[int]] = []
    for index in indexes:
        block, first = desk.block(index), desk.block(lists[-1][0]) if lists else None
        if first is None or (block.group != first.group and (block.level or 1) <= (first.level or 1)):
            lists.append([])
        lists[-1].append(index)
    return [piece for items in lists for piece in say_list(desk, items)]


def say_list(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Announced with its count, closed with "The list ends here"."""
    pen = desk.pen
    pieces: list[Piece] = []
    for index in indexes:
        block = desk.block(index)
        pieces += _numbered(pen, block, paragraph(pen, index, 0, desk.quotes.get(index, ()), desk.voices))
    top = min((desk.block(index).level or 1 for index in indexes), default=1)
    count = sum((desk.block(index).level or 1) == top for index in indexes)
    if count < ANNOUNCED_LIST_ITEMS:
        return pieces
    pieces = pen.cue(pen.cues.counted("list", count)) + pieces + pen.cue(pen.cues.phrase("end_list"), join=Join.BLOCK)
    if len(indexes) < LONG_LIST_ITEMS:
        return pieces
    return escape(pieces, Opens.LIST, pen.cues.counted("list", count).rstrip("."))


def _numbered(pen: Pen, block: Block, items: list[Piece]) -> list[Piece]:
    """Says the printed number of an item before its words, unless these begin with one."""
    if items and block.ordinal is not None and not re.match(r"\W*\d", block.text):
        number = pen.words(f"{block.ordinal}:", block.language)
        items[0] = replace(items[0], segment=replace(items[0].segment, text=f"{number} {items[0].segment.text}"))
    return items


def say_part(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Credits, notices and footnotes: a chapter of their own, notices announced as the publisher's."""
    pen = desk.pen
    first = desk.block(indexes[0])
    corrects = is_correction(pen.article, indexes[0], pen.cues)
    key = {Role.CREDIT: "credits", Role.FOOTNOTE: "notes"}.get(first.role, "notice")
    pieces: list[Piece] = []
    if first.role is Role.NOTICE and not corrects:
        pieces += pen.cue(pen.cues.phrase("notice"))
    for index in indexes:
        if first.role is Role.FOOTNOTE and desk.block(index).level is None:
            pieces += pen.cue(pen.cues.phrase("footnote"))
        pieces += say_plain(desk, [index])
    if not pieces:
        return []
    if corrects:
        label = first.text.partition(":")[0]
        return escape(pieces, Opens.LIST, label if len(label) <= LONGEST_LABEL else pen.cues.title("notice"))
    title = first.text if first.level else pen.cues.title(key) or short_sentence(first.text, pen.article.language)
    pieces[0] = replace(pieces[0], opens=Opens.NOTICE, title=title)
    return pieces


def say_dateline(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """A dateline that is a block of its own."""
    pieces: list[Piece] = []
    for index in indexes:
        block = desk.block(index)
        said = (
            place_and_date(block.dateline, english=desk.pen.cues.language == "en")
            if block.dateline
            else calm(block.text.strip(" –—-:")) + "."
        )
        draft = Segment(Role.DATELINE, "", block.text, language=block.language, block=index)
        pieces += desk.pen.say(draft, text=said, join=Join.SENTENCE)
    return pieces


def _dateline(desk: Desk, index: int) -> tuple[int, list[Piece]]:
    """Where the text goes on after its dateline, and the dateline's pieces."""
    block = desk.block(index)
    if block.role is not Role.BODY or block.dateline is None or not 0 < block.dateline.end <= len(block.text):
        return 0, []
    end = block.dateline.end if speakable(block.text[block.dateline.end :]) else len(block.text)
    draft = Segment(Role.DATELINE, "", block.text[:end].strip(), language=block.language, block=index)
    pieces = desk.pen.say(
        draft, text=place_and_date(block.dateline, english=desk.pen.cues.language == "en"), join=Join.SENTENCE
    )
    return (end, pieces) if pieces else (0, [])


def _label(source: str) -> str:
    return source.title() if source.isupper() else source


def say_turn(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Question or answer of an interview, with who speaks; an answer in its speaker's voice."""
    index = indexes[0]
    block = desk.block(index)
    pieces = paragraph(desk.pen, index, 0, desk.quotes.get(index, ()), desk.voices)
    if pieces and block.source and block.text.startswith(block.source):
        pieces[0] = _named_in_print(desk.pen, pieces[0], block.source)
    if block.role is Role.ANSWER:
        pieces = _in_own_voice(desk, pieces, block.speaker or block.source)
    label = "" if _goes_on(desk, index) else _turn_label(desk.pen, block, is_said=bool(pieces))
    return (desk.pen.cue(label) if label else []) + pieces


def _goes_on(desk: Desk, index: int) -> bool:
    """Whether the block before is the same speaker's turn."""
    block, before = desk.block(index), desk.block(index - 1) if index else None
    return before is not None and (before.role, before.source) == (block.role, block.source)


def _turn_label(pen: Pen, block: Block, *, is_said: bool) -> str:
    """Returns what is said before a turn; "" where its own words name who speaks."""
    if block.source:
        return "" if is_said and block.text.startswith(block.source) else f"{_label(block.source)}:"
    if PRINTED_TURN.match(block.text):
        return ""
    return pen.cues.phrase("question" if block.role is Role.QUESTION else "answer")


def _named_in_print(pen: Pen, piece: Piece, source: str) -> Piece:
    """Says a printed name in capitals as a name: "REED: Yes" is "Reed: Yes"."""
    head = piece.segment
    if not head.written.startswith(source) or len(head.written) >= CHUNK_CHARACTERS:
        return piece
    said = pen.words(_label(source) + head.written[len(source) :], head.language)
    return replace(piece, segment=replace(head, text=said))


def _in_own_voice(desk: Desk, pieces: list[Piece], name: str | None) -> list[Piece]:
    """Gives an answer its speaker's voice, but for the quotes in it that have one."""
    if not name:
        return pieces
    voice = desk.voices.voice(_label(name))
    return [
        piece if piece.segment.voice else replace(piece, segment=replace(piece.segment, voice=voice, source=name))
        for piece in pieces
    ]


def _clock(time: str) -> str:
    """The time of an entry: hours and minutes of an ISO time, else as printed."""
    match = re.match(r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d)", time)
    if match:
        return match[1]
    printed = re.match(r"(\d{1,2}[:.]\d\d)\s*(?=[^\W\d])(?![ap]\.?m\b)(.*)", time.strip(), re.IGNORECASE)
    return f"{printed[1]}, {calm(printed[2])}" if printed else time.strip()


SAYERS: dict[Role, Callable[[Desk, Sequence[int]], list[Piece]]] = {
    Role.SUBHEAD: say_heading,
    Role.DATELINE: say_dateline,
    Role.BODY: say_paragraph,
    Role.ANSWER: say_turn,
    Role.QUESTION: say_turn,
    Role.DEK: say_paragraph,
    Role.ENTRY: say_entry,
    Role.QUOTE: say_quote,
    Role.LIST_ITEM: say_lists,
    Role.TABLE: say_table,
    Role.CAPTION: say_caption,
    Role.EMBED: say_embed,
    Role.FOOTNOTE: say_part,
    Role.NOTICE: say_part,
    Role.CREDIT: say_part,
}
"""How a role is said that needs more than its row; every other one: :func:`say_announced`."""
