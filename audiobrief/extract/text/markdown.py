"""Markdown -> blocks: CommonMark and pipe tables by markdown-it-py, footnotes by their own lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from audiobrief.extract.html.fragment import Fragment, read_fragment
from audiobrief.extract.text.obsidian import as_common
from audiobrief.extract.text.paragraphs import blocks as raw_blocks
from audiobrief.model import Block, Dropped, Link
from audiobrief.roles import Role

_LARGEST_CHARS = 500_000  # above it the text is read as if it had no markup: the parser needs seconds
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n(?: {4}|\t)\S.*)*)", re.M)
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*>", re.S)
_INLINE_NOTE = re.compile(r"\^\[([^\[\]\n]+)\]")
_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_MARKUP_TOKENS = frozenset({"html_inline", "s_open", "hardbreak"})
"""Tokens that are read as a page's elements are."""
_ATTRIBUTION = re.compile(r"(?:[—–―]|--)\s*(?=\S)")


def blocks(text: str) -> tuple[list[Block], list[Dropped]]:
    """Puts every word of a Markdown text into typed blocks, emphasis and link targets taken out of the words; returns
    them with what is not part of its sentence.
    """
    if len(text) > _LARGEST_CHARS:
        return raw_blocks(text), []
    text, left = as_common(text)
    notes = [Block(Role.FOOTNOTE, " ".join(match[2].split())) for match in _FOOTNOTE.finditer(text)]
    notes += [Block(Role.FOOTNOTE, " ".join(match[1].split())) for match in _INLINE_NOTE.finditer(text)]
    text = _INLINE_NOTE.sub("", _FOOTNOTE_MARK.sub("", _FOOTNOTE.sub("", text)))
    reader = _Reader(left=left)
    for token in _PARSER.parse(text):
        reader.read(token)
    return [block for block in [*reader.blocks, *notes] if block.text], left


@dataclass(slots=True)
class _Reader:
    """Follows the parser's tokens: what is open decides what the next words are."""

    left: list[Dropped]
    """What stands in a sentence and is no part of it."""
    blocks: list[Block] = field(default_factory=list)
    lists: list[list[int | None]] = field(default_factory=list)
    """The numbers of the lists that are open: [group, next ordinal or None]."""
    quotes: int = 0
    groups: int = 0
    level: int | None = None
    """Of the heading that is open."""
    is_item_start: bool = False
    rows: list[list[str]] = field(default_factory=list)
    header_rows: int = 0
    in_table: bool = False

    def read(self, token: Token) -> None:
        """Takes one token of the parser's stream."""
        match token.type:
            case "heading_open" | "heading_close":
                self.level = int(token.tag[1]) if token.nesting > 0 else None
            case "bullet_list_open" | "ordered_list_open":
                self._open_list(token)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.is_item_start = True
            case "blockquote_open":
                self.quotes += 1
                self.groups += self.quotes == 1
            case "blockquote_close":
                self.quotes -= 1
            case "inline":
                self._words(token)
            case "fence" | "code_block" | "html_block":
                self._verbatim(token)
            case _:
                self._table(token)

    def _verbatim(self, token: Token) -> None:
        content = _MARKUP.sub(" ", token.content) if token.type == "html_block" else token.content
        self.blocks.append(Block(Role.BODY, " ".join(content.split())))

    def _open_list(self, token: Token) -> None:
        if not self.lists:
            self.groups += 1
        start = token.attrGet("start")
        first = int(start) if start is not None else 1
        self.lists.append([self.groups, first if token.type == "ordered_list_open" else None])

    def _table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.rows, self.header_rows, self.in_table = [], 0, True
            case "tr_open":
                self.rows.append([])
            case "thead_close":
                self.header_rows = len(self.rows)
            case "table_close":
                self.in_table = False
                cells = tuple(map(tuple, self.rows))
                text = "\n".join("\t".join(row) for row in cells)
                self.blocks.append(Block(Role.TABLE, text, cells=cells, header_rows=self.header_rows))

    def _words(self, token: Token) -> None:
        children = token.children or []
        found, images = _inline(children)
        self.left += found.asides
        if self.in_table:
            if self.rows:
                self.rows[-1].append(found.text)
            return
        block = Block(Role.BODY, found.text, links=found.links, inlines=found.inlines)
        if self.level is not None:
            block = replace(block, role=Role.SUBHEAD, level=self.level)
        elif self.quotes:
            block = self._quoted(block)
        elif self.lists:
            block = self._item(block)
        self.blocks += [block, *images]

    def _quoted(self, block: Block) -> Block:
        attribution = _ATTRIBUTION.match(block.text)
        said = [number for number, one in enumerate(self.blocks) if one.role is Role.QUOTE and one.group == self.groups]
        if attribution and said and len(block.text) <= 120:
            for number in said:
                self.blocks[number] = replace(self.blocks[number], source=block.text[attribution.end() :])
            return replace(block, text="")
        return replace(block, role=Role.QUOTE, group=self.groups)

    def _item(self, block: Block) -> Block:
        group, ordinal = self.lists[-1]
        if not self.is_item_start:  # a further paragraph of the same item
            ordinal = None
        elif ordinal is not None:
            self.lists[-1][1] = ordinal + 1
        self.is_item_start = False
        return replace(block, role=Role.LIST_ITEM, level=min(len(self.lists), 6), group=group, ordinal=ordinal)


def _inline(children: list[Token]) -> tuple[Fragment, list[Block]]:
    """The words of a paragraph with what stands in it, and its pictures as captions."""
    images = [_picture(token) for token in children if token.type == "image"]
    if any(token.type in _MARKUP_TOKENS for token in children):
        shown = [token for token in children if token.type != "image"]
        found = read_fragment(_PARSER.renderer.render(shown, _PARSER.options, {}))
        if found is not None:
            return found, images
    return _plain(children), images


def _plain(children: list[Token]) -> Fragment:
    """The words and links of a paragraph without markup of its own."""
    words: list[str] = []
    links: list[Link] = []
    opened: list[tuple[int, str]] = []
    for token in children:
        match token.type:
            case "text" | "code_inline" | "text_special":
                words.append(token.content)
            case "softbreak" | "hardbreak" | "html_inline":
                words.append(" ")
            case "link_open":
                opened.append((len(words), str(token.attrGet("href") or "")))
            case "link_close" if opened:
                at, url = opened.pop()
                label = " ".join("".join(words[at:]).split())
                if label and url:
                    links.append(Link(label, url))
    return Fragment(" ".join("".join(words).split()), tuple(links))


def _picture(token: Token) -> Block:
    alt = " ".join(token.content.split())
    title = " ".join(str(token.attrGet("title") or "").split())
    source = str(token.attrGet("src") or "") or None
    return Block(Role.CAPTION, title or alt, alt=alt if title and alt != title else None, image=source)
