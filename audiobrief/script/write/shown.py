"""How what is shown beside the text is said: pictures, players, posts; tables are :mod:`.tables`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from audiobrief.languages import printed
from audiobrief.model import Role, Segment
from audiobrief.roles import Opens
from audiobrief.script.write.desk import Desk, is_table_title, say_plain
from audiobrief.script.write.draft import Join, Piece, first_words
from audiobrief.script.write.paragraphs import escape, is_long
from audiobrief.script.write.reading_order import said_alt, said_credit
from audiobrief.script.write.tables import say_table

LONG_CAPTION_WORDS = 15
_MAKER = re.compile(rf"(?:{printed.picture_credits()})\s*[:：/©]", re.IGNORECASE)
EMBED_CUES = frozenset({"video", "audio", "poll", "map", "gallery", "document", "post"})


def say_caption(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """First "Image.", then the caption; in the full profile also what the picture shows and who took it."""
    pen, block = desk.pen, desk.block(indexes[0])
    if is_table_title(block):
        return say_table(desk, indexes) if len(indexes) > 1 else say_plain(desk, indexes)
    pieces = say_plain(desk, indexes)
    pieces = (pen.cue(pen.cues.phrase("image")) if pieces else []) + pieces + _described(desk, indexes[0])
    title = pen.cues.title("image", first_words(block.text or block.alt or ""))
    if len(block.text.split()) >= LONG_CAPTION_WORDS:
        return escape(pieces, Opens.CAPTION, title)
    return [replace(piece, title=title) for piece in pieces[:1]] + pieces[1:]


def _described(desk: Desk, index: int) -> list[Piece]:
    """Says, in the full profile, what a picture shows and who made it; a printed "Photo:" announces itself."""
    pen, block = desk.pen, desk.block(index)
    alt, credit = said_alt(block, pen.options), said_credit(block, pen.options).strip("()[] ").rstrip(".")
    told = [pen.cues.phrase("description", text=alt.rstrip("."))] if alt else []
    if credit:
        told.append(f"{credit}." if _MAKER.match(credit) else pen.cues.phrase("photo", credit=credit))
    pieces = [piece for words in told for piece in pen.cue(words, voice="caption", join=Join.BLOCK)]
    return [replace(piece, segment=replace(piece.segment, block=index)) for piece in pieces]


def say_embed(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """First "Video.", then its title; a post with its author, in the author's voice."""
    pen, index = desk.pen, indexes[0]
    block = desk.block(index)
    key = _embed_cue(block.embed_kind)
    draft = Segment(
        Role.EMBED, "", block.text, block.source, block.speaker, block.confidence, block.language, block=index
    )
    if key == "post":
        draft = replace(draft, voice=desk.voices.voice(block.speaker or block.source))
        named = block.source and block.source not in block.text
        words = pen.cues.phrase("post_from", source=block.source or "") if named else pen.cues.phrase("post")
    else:
        words = pen.cues.phrase(key)
    pieces = pen.cue(words) + pen.say(draft)
    if key == "post" and is_long(block.text, block.language or pen.article.language):
        return escape(pieces, Opens.QUOTE, pen.cues.title("quote", block.source or ""))
    return pieces


def _embed_cue(kind: str | None) -> str:
    """Returns the key of the words that announce a kind of embed."""
    named = "post" if kind == "tweet" else kind or "embed"
    return named if named in EMBED_CUES else "embed"
