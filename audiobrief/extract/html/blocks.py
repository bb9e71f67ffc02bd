"""Runs with their verdicts -> the article's blocks, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from itertools import count, islice
from typing import NamedTuple

import lxml.html

from audiobrief.extract.datelines import after_dateline, dateline
from audiobrief.extract.html import media
from audiobrief.extract.html.article_area import ArticleArea
from audiobrief.extract.html.classify import Verdict
from audiobrief.extract.html.line_parts import line_parts, without_last_link
from audiobrief.extract.html.prose import words
from audiobrief.extract.html.tables import cells_of_tables, is_data, read_table
from audiobrief.extract.html.text_runs import Box, TextRun, heading_level
from audiobrief.languages import printed
from audiobrief.model import Block, Dropped
from audiobrief.roles import PROSE, Reason, Role

LONGEST_DROPPED = 300
_CITE = re.compile(r"^\s*(?:[—–―-]{1,2}|by\b)\s*\S", re.IGNORECASE)
_POSTED = re.compile(r"^(?:[—–-]+\s*)?(?P<who>.{1,80}?\(@[\w.]{1,40}\))")
_POSTED_LAST = re.compile(r"[—–]\s*(?P<who>[^—–]{1,80}?\(@[\w.]{1,40}\))")
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
_CONTROLS = re.compile(r"\s*(?:\[(?P<named>[^\[\]]{1,60})\]|[#¶§🔗])$")
_LISTS = ("ul", "ol", "dl")
_ITEMS = ("li", "dd", "dt")


class _Picture(NamedTuple):
    """A picture that waits for its caption."""

    image: str | None = None
    alt: str | None = None


_NONE = _Picture()


class BlockBuilder:
    """Makes the blocks of one article. Use once."""

    def __init__(self, area: ArticleArea, verdicts: list[Verdict], language: str | None) -> None:
        self.area = area
        self.runs = area.runs
        self.verdicts = verdicts
        self.language = language
        self.blocks: list[Block] = []
        self.dropped: list[Dropped] = []
        self._groups: dict[int, int] = {}
        self._ordinals: dict[int, dict[int, int]] = {}
        self._done: set[int] = set()
        self._picture = _NONE
        self._is_data: dict[int, bool] = {}
        self._told: set[tuple[str, ...]] = set()
        self._told_blocks = 0

    def build(self) -> tuple[list[Block], list[Dropped]]:
        """Returns blocks in page order, and the dropped runs."""
        for index, (run, verdict) in enumerate(zip(self.runs, self.verdicts, strict=True)):
            if index in self._done:
                continue
            if run.media is not None:
                self._medium(index, run, run.media)
            elif isinstance(verdict, Reason):
                self.drop(run.text, verdict)
            else:
                self._block(index, run, verdict)
        self._flush_picture()
        return self.blocks, self.dropped

    def drop(self, text: str, reason: Reason) -> None:
        """Notes a text that is left out, in parts of at most 300 characters."""
        for start in range(0, len(text), LONGEST_DROPPED):
            if part := text[start : start + LONGEST_DROPPED].strip():
                self.dropped.append(Dropped(part, reason))

    # -- one run

    def _block(self, index: int, run: TextRun, role: Role) -> None:
        post = self._post(run.box) if role in {Role.QUOTE, Role.BODY, Role.CAPTION} else None
        if post is not None:
            self._embed_post(index, *post)
        elif role is Role.TABLE:
            self._table(index, run)
        elif role is Role.CAPTION:
            self._caption(run)
        elif role is Role.EMBED:
            self._player(run)
        else:
            self._flush_picture()
            block = Block(role, run.text, links=tuple(run.links), inlines=run.inlines, language=self._language(run.box))
            self._add(_COMPLETED[role](self, index, run, block) if role in _COMPLETED else block)

    def _add(self, block: Block) -> None:
        """Adds a block, but for the parts of its line that are something else."""
        parts = line_parts(block) if block.role in {Role.BYLINE, Role.DATE} else [block]
        for part in parts:
            if isinstance(part, Block):
                kept, link = without_last_link(part) if part.role in PROSE else (part, "")
                self.blocks.append(kept)
                self.drop(link, Reason.RELATED)
            else:
                self.drop(*part)

    def _subhead(self, index: int, run: TextRun, block: Block) -> Block:
        """Completes a heading: without a link such as "[edit]", with the number of the list item that it heads."""
        text = self._without_controls(block)
        numbered, item = run.box.within("ol"), run.box.within("li")
        is_item = numbered is not None and item is not None and item.parent is numbered
        ordinal = self._ordinal(index, numbered, item) if is_item and numbered and item else None
        head = replace(block, text=text, level=max(2, heading_level(run.box) or 3), ordinal=ordinal)
        return self._entry(index, run, head)

    def _without_controls(self, block: Block) -> str:
        """Returns a heading without the links in brackets or signs at its end, which are of use to the eye alone."""
        found = _CONTROLS.search(block.text)
        links = {link.text for link in block.links}
        named = re.split(r"\s*[|·•,]\s*", found.group("named") or "") if found else []
        if found is None or not links or not links.issuperset(filter(None, named)) or not found.start():
            return block.text
        self.drop(found.group(), Reason.NAVIGATION)
        return block.text[: found.start()].rstrip()

    def _footnote(self, index: int, run: TextRun, block: Block) -> Block:
        return replace(block, level=heading_level(run.box))

    def _date(self, index: int, run: TextRun, block: Block) -> Block:
        return replace(block, time=run.time)

    def _entry(self, index: int, run: TextRun, block: Block) -> Block:
        entry = self.area.entry(run.box)
        return block if entry is None else replace(block, time=self.area.times[id(entry)], group=self._group(entry))

    def _item(self, index: int, run: TextRun, block: Block) -> Block:
        lists = [box for box in run.box.chain() if box.tag in _LISTS and box.depth > self.area.root.depth]
        item = run.box.within(*_ITEMS)
        if not lists or item is None:
            return block
        ordinal = self._ordinal(index, lists[0], item) if lists[0].tag == "ol" else None
        return replace(block, level=len(lists), group=self._group(lists[-1]), ordinal=ordinal)

    def _ordinal(self, index: int, numbered: Box, item: Box) -> int | None:
        """Returns the number that a browser prints before an item's first run."""
        if any(self.runs[at].text for at in range(item.first, index)):
            return None
        if id(numbered) not in self._ordinals:
            rows = self._items.get(id(numbered), [])
            start = _number(numbered.element.get("start"), 1)
            self._ordinals[id(numbered)] = dict(zip(rows, count(start), strict=False))
        return self._ordinals[id(numbered)].get(id(item))

    @cached_property
    def _items(self) -> dict[int, list[int]]:
        """Returns the items of each list: ids of boxes."""
        items: dict[int, list[int]] = {}
        for box in self.area.boxes:
            if box.tag == "li":
                items.setdefault(id(box.parent), []).append(id(box))
        return items

    def _quote(self, index: int, run: TextRun, block: Block) -> Block:
        quote = run.box.within("blockquote") or run.box
        tail = self.runs[quote.last - 1]
        if quote.last - 1 <= index or not _is_source(tail):
            return replace(block, group=self._group(quote))
        self._done.add(quote.last - 1)
        return replace(block, group=self._group(quote), source=tail.text)

    def _group(self, box: Box) -> int:
        return self._groups.setdefault(id(box), len(self._groups) + 1)

    def _language(self, box: Box) -> str | None:
        own = next((lang for outer in box.chain() if (lang := outer.element.get("lang"))), None)
        if not own or not self.language or own.split("-")[0].lower() == self.language.split("-")[0].lower():
            return None
        return own

    # -- tables

    def _table(self, index: int, run: TextRun) -> None:
        self._flush_picture()
        table = run.box.within("table")
        if table is None or not self._holds_data(table):
            self.blocks.append(Block(Role.BODY, run.text, links=tuple(run.links)))
            return
        block = read_table(self._cells.get(id(table), []), self.runs)
        if block is not None:
            self.blocks.append(block)
        inside = (at for at in range(table.first, table.last) if self.runs[at].text)
        self._done.update(at for at in inside if self.runs[at].box.within("td", "th"))

    @cached_property
    def _cells(self) -> dict[int, list[Box]]:
        return cells_of_tables(self.area.boxes)

    def _holds_data(self, table: Box) -> bool:
        """Asks a table once, not once a cell."""
        if id(table) not in self._is_data:
            self._is_data[id(table)] = is_data(table, self.runs)
        return self._is_data[id(table)]

    # -- pictures, players, captions

    def _medium(self, index: int, run: TextRun, element: lxml.html.HtmlElement) -> None:
        is_inside = self.area.start <= index < self.area.root.last
        beside = Reason.NAVIGATION if index < self.area.start else Reason.RELATED
        reason = self.area.blocked_around(run.box) or (None if is_inside else beside)
        if element.tag in {"img", "amp-img"}:
            self._image(element, reason)
        elif reason is None and (kind := media.embed_kind(element)) is not None:
            title = " ".join((element.get("title") or element.get("aria-label") or "").split())
            self.blocks.append(Block(Role.EMBED, title, embed_kind=kind, image=media.source(element)))

    def _image(self, element: lxml.html.HtmlElement, reason: Reason | None) -> None:
        """Keeps a picture for its caption; a text alternative that tells nothing, or of the page, is left out."""
        if reason is None:
            self._flush_picture()
            self._picture = _Picture(media.source(element), media.alternative(element))
        if reason is not None or self._picture.alt is None:
            self.drop(" ".join((element.get("alt") or "").split()), reason or Reason.IMAGE_LABEL)

    def _player(self, run: TextRun) -> None:
        names = " ".join(box.element.get("class") or "" for box in islice(run.box.chain(), 4))
        self.blocks.append(Block(Role.EMBED, run.text, embed_kind="audio" if "audio" in names.lower() else "video"))

    def _caption(self, run: TextRun) -> None:
        if self._is_repeated_caption(run.text):
            self.drop(run.text, Reason.DUPLICATE)
            return
        if run.box.within("caption") and run.box.within("table"):
            self._flush_picture()
            self.blocks.append(Block(Role.CAPTION, run.text, embed_kind="table", links=tuple(run.links)))
            return
        picture, self._picture = self._picture, _NONE
        if picture == _NONE and self._lacks_credit() and _is_credit_line(run):
            self.blocks[-1] = replace(self.blocks[-1], credit=run.text)
        else:
            alt = picture.alt
            if alt is not None and (not media.says_more(alt, run.text) or self._is_told(alt)):
                self.drop(alt, Reason.DUPLICATE)
                picture = picture._replace(alt=None)
            self.blocks.append(replace(_captioned(run, picture), language=self._language(run.box)))

    def _is_repeated_caption(self, text: str) -> bool:
        own = words(text)
        return any(block.role is Role.CAPTION and words(block.text) == own for block in self.blocks[-12:])

    def _lacks_credit(self) -> bool:
        """Says whether the block before is a caption that names no maker yet."""
        return bool(self.blocks) and self.blocks[-1].role is Role.CAPTION and not self.blocks[-1].credit

    def _flush_picture(self) -> None:
        """Tells of a picture without a caption by its text alternative."""
        (image, alt), self._picture = self._picture, _NONE
        if alt is not None and self._is_told(alt):
            self.drop(alt, Reason.DUPLICATE)
        elif alt is not None:
            self.blocks.append(Block(Role.CAPTION, "", image=image, alt=alt))

    def _is_told(self, alt: str) -> bool:
        new, self._told_blocks = self.blocks[self._told_blocks :], len(self.blocks)
        told = (block for block in new if block.role in {Role.CAPTION, Role.HEADLINE, Role.DEK})
        self._told.update(tuple(words(text or "")) for block in told for text in (block.text, block.alt))
        return tuple(words(alt)) in self._told

    # -- posts of social networks

    def _post(self, box: Box) -> tuple[Box, str] | None:
        for outer in box.chain():
            if outer is self.area.root:
                return None
            kind = media.post_kind(outer.element.get("class") or "")
            if kind is not None:
                return outer, kind
        return None

    def _embed_post(self, index: int, box: Box, kind: str) -> None:
        self._flush_picture()
        inside = [at for at in range(max(box.first, index), box.last) if self.runs[at].text and at not in self._done]
        texts = [self.runs[at].text for at in inside]
        links = tuple(link for at in inside for link in self.runs[at].links)
        self._done.update(inside)
        self.blocks.append(Block(Role.EMBED, " ".join(texts), embed_kind=kind, source=_poster(texts), links=links))


_COMPLETED: dict[Role, Callable[[BlockBuilder, int, TextRun, Block], Block]] = {
    Role.SUBHEAD: BlockBuilder._subhead,
    Role.FOOTNOTE: BlockBuilder._footnote,
    Role.LIST_ITEM: BlockBuilder._item,
    Role.QUOTE: BlockBuilder._quote,
    Role.DATE: BlockBuilder._date,
    Role.ENTRY: BlockBuilder._entry,
}
"""What adds to the blocks of a role more than their text, links and language."""


def _is_source(tail: TextRun) -> bool:
    """Says whether the last line of a block quote names whom it quotes."""
    is_marked = "cite" in tail.inline or tail.box.within("cite", "footer", "figcaption") is not None
    return len(tail.text) < 120 and (is_marked or _CITE.match(tail.text) is not None)


def _poster(texts: list[str]) -> str | None:
    """Returns who wrote a post, as its last line says: "— Ann Lee (@annlee)"."""
    who = _POSTED.match(texts[-1])
    if who is None and len(texts) == 1:
        who = _POSTED_LAST.search(texts[0])
    return who.group("who") if who else None


def _captioned(run: TextRun, picture: _Picture) -> Block:
    """Returns a caption's block: what is printed, who made the picture, what its text alternative says besides."""
    text, credit = ("", run.text) if _is_credit(run.text) else _without_credit(run.text)
    links = tuple(run.links)
    return Block(Role.CAPTION, text, links=links, image=picture.image, alt=picture.alt, credit=credit)


def _is_credit_line(run: TextRun) -> bool:
    """Says whether a line under a caption only says who made the picture, by its names or its words."""
    if len(run.text) >= 100:
        return False
    is_named = "credit" in run.inline or any(box.names.hint is Role.CREDIT for box in islice(run.box.chain(), 2))
    return is_named or _CREDIT.match(run.text) is not None or _is_credit(run.text)


def _is_credit(text: str) -> bool:
    """Says whether a line only names who took or delivered a picture: "Ann Lee/Getty Images"."""
    parts = re.split(r"[\s/|,]+", text.strip(" /|,;()"))
    named = all(part[:1].isupper() or part in {"via", "und", "and", "imago", "dpa", "/"} for part in parts)
    return len(parts) <= 8 and named and _AGENCY.fullmatch(text.strip(" ;()")) is not None


def _without_credit(text: str) -> tuple[str, str | None]:
    """Returns a caption and the credit printed behind it: "The bridge at dawn. Photo: Jon Aske"."""
    found = _CREDIT_LAST.search(text)
    if found is None or found.start() < 10:
        return text, None
    return text[: found.start()].rstrip(), text[found.start() :].strip()


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else default


def split_dateline(blocks: list[Block]) -> list[Block]:
    """Returns the blocks with the dateline of one of the first two paragraphs as a block of its own."""
    first = [index for index, block in enumerate(blocks) if block.role is Role.BODY][:2]
    for index in first:
        block = blocks[index]
        opening = dateline(block.text)
        if opening is not None:
            head = Block(Role.DATELINE, block.text[: opening.end].strip(), dateline=opening)
            rest = after_dateline(block, opening)
            return [*blocks[:index], head, *([rest] if rest.text else []), *blocks[index + 1 :]]
    return blocks
