"""How what is shown beside the text is said: pictures, players, posts; tables are :mod:`.tables`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urljoin

from audiobrief.languages import printed
from audiobrief.model import Block, Role, Segment
from audiobrief.roles import Opens
from audiobrief.script.write.desk import Desk, is_table_title, say_plain
from audiobrief.script.write.draft import Join, Piece, short_sentence
from audiobrief.script.write.paragraphs import escape
from audiobrief.script.write.quote_voices import is_long
from audiobrief.script.write.reading_order import said_alt, said_credit
from audiobrief.script.write.tables import say_table

LONG_CAPTION_WORDS = 15
_MAKER = re.compile(rf"(?:{printed.picture_credits()})\s*[:：/©]", re.IGNORECASE)
_HANDLE = re.compile(r"(?<=\S)\s*\(@[\w.]+\)")
"""Of a post's author, behind the name."""
EMBED_CUES = frozenset({"video", "audio", "poll", "map", "gallery", "document", "post"})


def say_caption(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """First "Image.", then the caption, then what the picture shows besides; in the full profile also who took it."""
    pen, block = desk.pen, desk.block(indexes[0])
    if is_table_title(block):
        return say_table(desk, indexes) if len(indexes) > 1 else say_plain(desk, indexes)
    pieces = say_plain(desk, indexes)
    pieces = (pen.cue(pen.cues.phrase("image")) if pieces else []) + pieces + _described(desk, indexes[0])
    if pieces and block.image and (picture := _address(pen.article.url, block.image)):
        pieces[0] = replace(pieces[0], segment=replace(pieces[0].segment, image=picture))
    title = pen.cues.title("image", short_sentence(block.text or block.alt or "", pen.article.language))
    if len(f"{block.text} {said_alt(block, pen.options)}".split()) >= LONG_CAPTION_WORDS:
        return escape(pieces, Opens.CAPTION, title)
    return _titled(pieces, title)


def _address(page: str, image: str) -> str:
    """Returns the whole address of a picture, "" where it is none of the web."""
    try:
        address = urljoin(page, image)
    except ValueError:
        return ""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~") if address.startswith(("https://", "http://")) else ""


def _described(desk: Desk, index: int) -> list[Piece]:
    """Says what a picture shows and, in the full profile, who made it; a printed "Photo:" announces itself."""
    pen, block = desk.pen, desk.block(index)
    alt, credit = said_alt(block, pen.options), said_credit(block, pen.options).strip("()[] ").rstrip(".")
    pieces: list[Piece] = []
    if alt:
        lead = pen.cues.phrase("description", text="").rstrip(" .։")
        pieces = pen.cue(lead) + pen.say(Segment(Role.CAPTION, "", alt, language=block.language, block=index))
    if credit:
        words = f"{credit}." if _MAKER.match(credit) else pen.cues.phrase("photo", credit=credit)
        told = pen.cue(words, voice="caption", join=Join.BLOCK)
        pieces += [replace(piece, segment=replace(piece.segment, block=index)) for piece in told]
    return pieces


def say_embed(desk: Desk, indexes: Sequence[int]) -> list[Piece]:
    """First "Video.", then its title; a post with its author, in the author's voice."""
    block = desk.block(indexes[0])
    draft = Segment(
        Role.EMBED, "", block.text, block.source, block.speaker, block.confidence, block.language, block=indexes[0]
    )
    key = _embed_cue(block.embed_kind)
    if key == "post":
        return _post(desk, block, draft)
    words = desk.pen.cues.phrase(key)
    name = short_sentence(block.text, block.language or desk.pen.article.language) or words.rstrip(".")
    return _titled(desk.pen.cue(words) + desk.pen.say(draft), name)


def _post(desk: Desk, block: Block, draft: Segment) -> list[Piece]:
    """Says whose post it is before its words, as the eye sees it; the name below them is not said again."""
    pen, author = desk.pen, _HANDLE.sub("", block.source or "")
    words = pen.cues.phrase("post_from", source=author) if author else pen.cues.phrase("post")
    draft = replace(draft, voice=desk.voices.voice(block.speaker or block.source))
    pieces = pen.cue(words) + pen.say(draft, text=_unsigned(block.text, block.source) if words else None)
    if is_long(block.text, block.language or pen.article.language):
        return escape(pieces, Opens.QUOTE, pen.cues.title("quote", author))
    return _titled(pieces, words.rstrip("."))


def _titled(pieces: list[Piece], title: str) -> list[Piece]:
    """Names the chapter that these become right behind a quote."""
    return [replace(piece, title=title) for piece in pieces[:1]] + pieces[1:]


def _unsigned(text: str, source: str | None) -> str:
    """Returns a post's words without the name that stands right before or behind them."""
    if not source:
        return text
    name = rf"\s*[—–-]*\s*{re.escape(source)}"
    return re.sub(rf"{name}(?=[^.!?]{{0,60}}$)|^{name}[:,]?\s*", " ", text).strip() or text


def _embed_cue(kind: str | None) -> str:
    """Returns the key of the words that announce a kind of embed."""
    named = "post" if kind == "tweet" else kind or "embed"
    return named if named in EMBED_CUES else "embed"
