"""Judged pieces -> the article's blocks, and what was left out."""

from __future__ import annotations

import re
from dataclasses import replace

from audiobrief.extract.dateline import dateline
from audiobrief.extract.html import media
from audiobrief.extract.html.article_area import Region, words
from audiobrief.extract.html.classify import Verdict
from audiobrief.extract.html.tables import around, is_data, read_table
from audiobrief.extract.html.text_runs import Box, Piece, heading_level
from audiobrief.languages import printed
from audiobrief.model import Block, Dropped
from audiobrief.roles import Reason, Role

LONGEST_DROPPED = 300
_CITE = re.compile(r"^\s*(?:[—–―-]{1,2}|by\b)\s*\S", re.IGNORECASE)
_POSTED = re.compile(r"^(?:[—–-]+\s*)?(?P<who>.{1,80}?\(@[\w.]{1,40}\))")
_MAKER = rf"(?:{printed.picture_credits()})"
_CREDIT = re.compile(rf"^{_MAKER}(?=\W)", re.IGNORECASE)
_AGENCY = re.compile(
    r"(?:[^.!?:]{0,50}[\s/|])?(?:Getty Images|AFP|Reuters|AP|EPA|dpa|ANP|PA|imago(?: images)?|Anadolu(?: Agency)?"
    r"|picture alliance|Shutterstock|Alamy|Associated Press|Bloomberg|NurPhoto|iStock(?:photo)?)"
    r"(?:[\s/|][^.!?:]{0,50})?",
    re.IGNORECASE,
)
"""A line that only names who took or delivered a picture."""
_CREDIT_LAST = re.compile(
    rf"(?<=[.!?”\"’)]) *[(\[]?{_MAKER} ?(?:(?:{printed.by()}) |courtesy (?:of )?|[:/] ?|(?<=[©.]))[^.]{{2,80}}[)\].]?$",
    re.IGNORECASE,
)
_LISTS = ("ul", "ol", "dl")
_ITEMS = ("li", "dd", "dt")


class Composer:
    """Makes the blocks of one article. Use once."""

    def __init__(self, region: Region, verdicts: list[Verdict], language: str | None) -> None:
        self.region = region
        self.pieces = region.pieces
        self.verdicts = verdicts
        self.language = language
        self.blocks: list[Block] = []
        self.dropped: list[Dropped] = []
        self._groups: dict[int, int] = {}
        self._ordinals: dict[int, dict[int, int]] = {}
        self._cited: tuple[int, str] | None = None
        self._done: set[int] = set()
        self._picture: tuple[Box, str | None, str | None] | None = None

    def compose(self) -> tuple[list[Block], list[Dropped]]:
        """Blocks in page order, and the dropped pieces."""
        for index, (piece, verdict) in enumerate(zip(self.pieces, self.verdicts, strict=True)):
            if index in self._done:
                continue
            if piece.media is not None:
                self._medium(index, piece)
            elif isinstance(verdict, Reason):
                self.drop(piece.text, verdict)
            else:
                self._block(index, piece, verdict)
        self._flush_picture()
        return self.blocks, self.dropped

    def drop(self, text: str, reason: Reason) -> None:
        """Notes a piece that is left out, in parts of at most 300 characters."""
        for start in range(0, len(text), LONGEST_DROPPED):
            if part := text[start : start + LONGEST_DROPPED].strip():
                self.dropped.append(Dropped(part, reason))

    # -- one piece

    def _block(self, index: int, piece: Piece, role: Role) -> None:
        post = self._post(piece.box) if role in {Role.QUOTE, Role.BODY, Role.CAPTION} else None
        if post is not None:
            self._embed_post(index, *post)
        elif role is Role.TABLE:
            self._table(index, piece)
        elif role is Role.CAPTION:
            self._caption(piece)
        elif role is Role.EMBED:
            names = " ".join(box.element.get("class") or "" for box in list(piece.box.chain())[:4])
            self.blocks.append(
                Block(Role.EMBED, piece.text, embed_kind="audio" if "audio" in names.lower() else "video")
            )
        else:
            self._flush_picture()
            self.blocks.append(self._typed(index, piece, role))

    def _typed(self, index: int, piece: Piece, role: Role) -> Block:
        block = Block(role, piece.text, links=tuple(piece.links), language=self._language(piece.box))
        if role is Role.SUBHEAD:
            return self._in_entry(piece, replace(block, level=max(2, heading_level(piece.box) or 3)))
        if role is Role.LIST_ITEM:
            return self._item(index, piece, block)
        if role is Role.QUOTE:
            return self._quote(index, piece, block)
        if role is Role.DATE:
            return replace(block, time=piece.time)
        if role is Role.ENTRY:
            return self._in_entry(piece, block)
        return block

    def _in_entry(self, piece: Piece, block: Block) -> Block:
        entry = self.region.entry(piece.box)
        return block if entry is None else replace(block, time=self.region.times[id(entry)], group=self._group(entry))

    def _item(self, index: int, piece: Piece, block: Block) -> Block:
        lists = [box for box in piece.box.chain() if box.tag in _LISTS and box.depth > self.region.root.depth]
        item = around(piece.box, *_ITEMS)
        if not lists or item is None:
            return block
        ordinal = None
        first = next((i for i in range(item.first, item.last) if self.pieces[i].text), index)
        if lists[0].tag == "ol" and first == index:
            ordinal = self._ordinal(lists[0], item)
        return replace(block, level=len(lists), group=self._group(lists[-1]), ordinal=ordinal)

    def _ordinal(self, numbered: Box, item: Box) -> int | None:
        """The number that a browser prints before an item."""
        if id(numbered) not in self._ordinals:
            rows = [box for box in self.region.boxes if box.parent is numbered and box.tag == "li"]
            start = _number(numbered.element.get("start"), 1)
            self._ordinals[id(numbered)] = {id(box): start + place for place, box in enumerate(rows)}
        return self._ordinals[id(numbered)].get(id(item))

    def _quote(self, index: int, piece: Piece, block: Block) -> Block:
        quote = around(piece.box, "blockquote") or piece.box
        last = quote.last - 1
        source = None
        if last > index:
            tail = self.pieces[last]
            if len(tail.text) < 120 and (
                around(tail.box, "cite", "footer", "figcaption") or "cite" in tail.inline or _CITE.match(tail.text)
            ):
                source = tail.text
                self._done.add(last)
                self._cited = (id(quote), source)
        elif self._cited is not None and self._cited[0] == id(quote):
            source = self._cited[1]
        return replace(block, group=self._group(quote), source=source)

    def _group(self, box: Box | None) -> int | None:
        return None if box is None else self._groups.setdefault(id(box), len(self._groups) + 1)

    def _language(self, box: Box) -> str | None:
        found = next((lang for outer in box.chain() if (lang := outer.element.get("lang"))), None)
        if not found or not self.language or found.split("-")[0].lower() == self.language.split("-")[0].lower():
            return None
        return found

    # -- tables

    def _table(self, index: int, piece: Piece) -> None:
        self._flush_picture()
        table = around(piece.box, "table")
        if table is None or not is_data(table, self.pieces):
            self.blocks.append(Block(Role.BODY, piece.text, links=tuple(piece.links)))
            return
        block = read_table(table, self.region.boxes, self.pieces)
        if block is not None:
            self.blocks.append(block)
        for inside in range(table.first, table.last):
            if around(self.pieces[inside].box, "td", "th") is not None:
                self._done.add(inside)

    # -- pictures, captions

    def _medium(self, index: int, piece: Piece) -> None:
        element = piece.media
        if element is None or not self._is_inside(index) or self.region.blocked_around(piece.box) is not None:
            return
        if element.tag in {"img", "amp-img"}:
            self._flush_picture()
            frame = around(piece.box, "figure") or piece.box.parent or piece.box
            self._picture = (frame, media.source(element), media.alternative(element))
        elif (kind := media.embed_kind(element)) is not None:
            title = " ".join((element.get("title") or element.get("aria-label") or "").split())
            self.blocks.append(Block(Role.EMBED, title, embed_kind=kind, image=media.source(element)))

    def _is_inside(self, index: int) -> bool:
        return self.region.start <= index < self.region.root.last

    def _caption(self, piece: Piece) -> None:
        told = words(piece.text)
        if any(block.role is Role.CAPTION and words(block.text) == told for block in self.blocks[-12:]):
            self.drop(piece.text, Reason.DUPLICATE)
            return
        image = alt = None
        if self._picture is not None:
            _, image, alt = self._picture
            self._picture = None
        if self._credits_last(piece, image):
            self.blocks[-1] = replace(self.blocks[-1], credit=piece.text)
            return
        if alt is not None and not media.says_more(alt, piece.text):
            alt = None
        if around(piece.box, "caption") is not None and around(piece.box, "table") is not None:
            self.blocks.append(Block(Role.CAPTION, piece.text, embed_kind="table", links=tuple(piece.links)))
            return
        text, credit = ("", piece.text) if _is_credit(piece.text) else _without_credit(piece.text)
        self.blocks.append(
            Block(
                Role.CAPTION,
                text,
                links=tuple(piece.links),
                image=image,
                alt=alt,
                credit=credit,
                language=self._language(piece.box),
            )
        )

    def _credits_last(self, piece: Piece, image: str | None) -> bool:
        """Whether the text is the credit line of the picture whose caption came just before."""
        if image is not None or not self.blocks or self.blocks[-1].role is not Role.CAPTION or self.blocks[-1].credit:
            return False
        return len(piece.text) < 100 and (
            "credit" in piece.inline
            or _CREDIT.match(piece.text) is not None
            or _is_credit(piece.text)
            or any(box.names.hint is Role.CREDIT for box in list(piece.box.chain())[:2])
        )

    def _flush_picture(self) -> None:
        """A picture without a caption: only its text alternative tells of it."""
        if self._picture is not None:
            _, image, alt = self._picture
            self._picture = None
            if alt is not None and not self._is_told(alt):
                self.blocks.append(Block(Role.CAPTION, "", image=image, alt=alt))

    def _is_told(self, alt: str) -> bool:
        own = words(alt)
        return any(
            words(block.text) == own or words(block.alt or "") == own
            for block in self.blocks
            if block.role in {Role.CAPTION, Role.HEADLINE, Role.DEK}
        )

    # -- posts of social networks

    def _post(self, box: Box) -> tuple[Box, str] | None:
        for outer in box.chain():
            if outer is self.region.root:
                return None
            kind = media.post_kind(outer.element.get("class") or "")
            if kind is not None:
                return outer, kind
        return None

    def _embed_post(self, index: int, box: Box, kind: str) -> None:
        self._flush_picture()
        inside = [i for i in range(max(box.first, index), box.last) if self.pieces[i].text and i not in self._done]
        texts = [self.pieces[i].text for i in inside]
        who = _POSTED.match(texts[-1])
        if who is None and len(texts) == 1:
            who = re.search(r"[—–]\s*(?P<who>[^—–]{1,80}?\(@[\w.]{1,40}\))", texts[0])
        links = tuple(link for i in inside for link in self.pieces[i].links)
        self._done.update(inside)
        self.blocks.append(
            Block(Role.EMBED, " ".join(texts), embed_kind=kind, source=who.group("who") if who else None, links=links)
        )


def _is_credit(text: str) -> bool:
    """A line that only says who took or delivered a picture: "Ann Lee/Getty Images"."""
    parts = re.split(r"[\s/|,]+", text.strip(" /|,;()"))
    named = all(part[:1].isupper() or part in {"via", "und", "and", "imago", "dpa", "/"} for part in parts)
    return len(parts) <= 8 and named and _AGENCY.fullmatch(text.strip(" ;()")) is not None


def _without_credit(text: str) -> tuple[str, str | None]:
    """A caption and the credit printed behind it: "The bridge at dawn. Photo: Jon Aske"."""
    found = _CREDIT_LAST.search(text)
    if found is None or found.start() < 10:
        return text, None
    return text[: found.start()].rstrip(), text[found.start() :].strip()


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else default


def split_dateline(blocks: list[Block]) -> list[Block]:
    """The blocks with the first paragraph's dateline as a block of its own."""
    first = [index for index, block in enumerate(blocks) if block.role is Role.BODY][:2]
    for index in first:
        block = blocks[index]
        found = dateline(block.text)
        if found is None:
            continue
        head = Block(Role.DATELINE, block.text[: found.end].strip(), dateline=found)
        rest = replace(block, text=block.text[found.end :].strip())
        return [*blocks[:index], head, *([rest] if rest.text else []), *blocks[index + 1 :]]
    return blocks
