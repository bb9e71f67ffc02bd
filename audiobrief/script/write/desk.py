"""What those who say blocks work with, and which blocks are said together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiobrief.model import Block, Quote, Role, Segment
from audiobrief.script.write.draft import Pen, Piece
from audiobrief.script.write.paragraphs import Told, paragraph
from audiobrief.script.write.quote_voices import QuoteVoices
from audiobrief.script.write.reading_order import is_correction

NUMBERED = re.compile(r"^(\d{1,3})\s?[.)]\s+(?=\S)")
"""The printed number of a heading: an engine would read "1." as an ordinal or a sentence."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the sayers work with."""

    pen: Pen
    quotes: Mapping[int, Sequence[Told]]
    voices: QuoteVoices
    led: Mapping[int, Quote]
    """Speaker of each block quote, from the paragraph before it, by the quote's block."""

    def block(self, index: int) -> Block:
        """Returns a block of the article by its index."""
        return self.pen.article.blocks[index]


def group_key(desk: Desk, index: int) -> object:
    """Blocks with equal keys in a row are said together: the items of a list, the paragraphs of a block quote."""
    block = desk.block(index)
    if block.role is Role.LIST_ITEM:
        return (block.role, None)
    if block.role is Role.QUOTE:
        return (block.role, index if block.group is None else ("group", block.group))
    if is_in_entry(block):
        return (Role.ENTRY, block.time if block.group is None else block.group)
    if block.role is Role.TABLE or is_table_title(block):
        return (Role.TABLE, index + is_table_title(block))
    if block.role in {Role.NOTICE, Role.CREDIT, Role.FOOTNOTE}:
        return (block.role, is_correction(desk.pen.article, index, desk.pen.cues))
    return index


def is_table_title(block: Block) -> bool:
    """Tells whether a caption is the title of the table behind it."""
    return block.role is Role.CAPTION and block.embed_kind == "table"


def is_in_entry(block: Block) -> bool:
    """Tells whether a heading or paragraph belongs to an entry of a live blog."""
    return block.role in {Role.ENTRY, Role.SUBHEAD} and block.time is not None


def opens_entry(desk: Desk, index: int) -> bool:
    """Tells whether an entry begins at a block: the last part before it, whatever stands between, is of another."""
    block = desk.block(index)
    before = next((own for n in range(index - 1, -1, -1) if is_in_entry(own := desk.block(n))), None)
    return before is None or block.group is None or before.group != block.group


def say_plain(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """Says the words as they stand; a heading's printed number as a number."""
    pieces: list[Piece] = []
    for index in indexes:
        block = desk.block(index)
        if block.inlines or (desk.pen.options.partial_quotes != "none" and block.role is not Role.SUBHEAD):
            pieces += paragraph(desk.pen, index, 0, (), desk.voices)
            continue
        draft = Segment(block.role, "", block.text, language=block.language, level=block.level, block=index)
        said = _numbered(block) if block.role is Role.SUBHEAD else None
        pieces += desk.pen.say(draft, text=said)
    return pieces


def _numbered(block: Block) -> str:
    """Returns a heading with its printed number, or the number of the list item that it heads, set apart."""
    text = NUMBERED.sub(r"\1: ", block.text)
    is_counted = block.ordinal is not None and not re.match(r"\W*\d", text)
    return f"{block.ordinal}: {text}" if is_counted else text
