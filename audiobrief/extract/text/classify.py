"""What each paragraph of a scraped text is to the listener: headline, caption, dateline, notice, noise.

A text without markup gives only its words, their order and their length as evidence: noise by the phrases of
:mod:`.phrases`, the headline before the first sentences, a caption by being printed twice, a player by its time codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from audiobrief.extract import phrases
from audiobrief.extract.dateline import dateline
from audiobrief.extract.facts.bylines import byline
from audiobrief.extract.facts.written_dates import written_date
from audiobrief.languages import printed
from audiobrief.model import Block, Dropped
from audiobrief.roles import Reason, Role

_PIECE_CHARS = 300
_MENU_BLOCKS = 60  # a marked headline may stand below a menu of so many entries
_LEAD_BLOCKS = 12  # headline, byline, date, picture: the story begins within so many
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'“”»’)\]]{0,3}\s*$|[.!?…。！？।؟۔][\"'“”»’)\]]{0,3}\s")
_CLOSED = re.compile(r"[.!?…:;,。！？।؟۔][\"'“”»’)\]]{0,3}$")
_CAPTION = re.compile(
    rf"(?:{printed.picture_words()})\s?(?:[:|/©]|(?:{printed.by()})\b)"
    rf"|.{{0,300}}\((?:{printed.picture_sides()})\)"
    r"|.{0,300}(?:\((?:photo|foto|image|picture|credit)[: ][^)]{2,80}\)|(?:©|Getty Images|AP Photo|AFP/"
    r"|/Reuters)[^.]{0,60})\.?$"
    r"|.{10,300}\b(?:is|are) (?:seen|pictured|shown)\b.{0,200}$|.{0,200}\bpictured (?:in|on|at|with|here)\b",
    re.I,
)
_CREDITED = re.compile(rf"(?:\((?:{printed.picture_credits()})[^)]*\)|Getty Images|AP Photo[^.]*|©[^.]*)\.?\)?$", re.I)
_CAPTIONED = re.compile(rf"(?:{printed.picture_words()})\s?[:|©]", re.I)
_SPEAKER = re.compile(r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’ -]){0,40}:\s")  # "Q: …", "STONE: …"
_CLICK = re.compile(
    r"\b(?:click|tap) here\b|\bto find out more\b|\bhier klicken\b|\bcliquez ici\b|\bhaga clic\b|\bздесь\b", re.I
)
_NAV_WORDS = 4  # menu entries are short


@dataclass(slots=True)
class Sorted:
    """Blocks with their roles, what was left out, and the facts the text printed."""

    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None

    def drop(self, text: str, reason: Reason) -> None:
        """Lists a text with the reason it is not spoken, in pieces of at most 300 characters."""
        for at in range(0, len(text), _PIECE_CHARS):
            self.dropped.append(Dropped(text[at : at + _PIECE_CHARS], reason))


def is_prose(text: str) -> bool:
    """Sentences, not a label or a title."""
    return len(text) >= (20 if _wide(text) > 10 else 60) and bool(_SENTENCE_END.search(text))


def holds_sentence(text: str) -> bool:
    """At least two words and a full stop, or so many letters that one must be missing."""
    letters = sum(map(str.isalpha, text[:400]))
    ended = _SENTENCE_END.search(text) is not None
    return letters >= 80 or (ended and letters >= 6 and (" " in text.strip() or _wide(text) >= 6))


def _wide(text: str) -> int:
    """Letters of scripts that write no blanks between words."""
    return sum(char > "\u2e80" for char in text[:80])


def is_title_like(text: str) -> bool:
    """Short and without a full stop: a headline, subhead or link."""
    return (len(text) <= 200 and not _CLOSED.search(text)) or (len(text) <= 160 and text.endswith(("?", "!")))


def sort(blocks: list[Block], title: str = "") -> Sorted:
    """Gives every block of role body the role its words and place speak for; other roles stay.

    ``title``: the headline, where a header named it.
    """
    result = Sorted(title=title)
    start = _story_start(blocks)
    _sort_lead(blocks[:start], result)
    _Story(blocks[start:], result).sort()
    return result


# --- Before the story ----------------------------------------------------------------------------


def _story_start(blocks: list[Block]) -> int:
    """Index of the paragraph the story begins with."""
    head = blocks[:_LEAD_BLOCKS]
    bodies = [number for number, block in enumerate(head) if block.role is Role.BODY]
    for number in bodies:
        if dateline(block_text := head[number].text) and (is_prose(block_text) or number + 1 < len(blocks)):
            return number
    after_byline = max((n for n in bodies if _is_byline(head[n].text) or _is_date(head[n].text)), default=-1)
    marked = next(
        (n for n, block in enumerate(blocks[:_MENU_BLOCKS]) if block.role is Role.SUBHEAD and block.level == 1), -1
    )
    for number, block in enumerate(blocks):
        if number <= marked:
            continue
        if block.role not in (Role.BODY, Role.SUBHEAD, Role.CAPTION) or (
            block.role is Role.BODY
            and number > after_byline
            and is_prose(block.text)
            and phrases.noise(block.text) is None
            and not _is_printed_twice(blocks, number)
            and not _CAPTION.match(block.text)
        ):
            return number
    return 0


def _is_printed_twice(blocks: list[Block], number: int) -> bool:
    near = blocks[max(0, number - 1) : number] + blocks[number + 1 : number + 2]
    return any(phrases.fold(block.text) == phrases.fold(blocks[number].text) for block in near)


def _is_byline(text: str) -> bool:
    return len(text) <= 120 and printed.begins_byline(text) and not is_prose(text) and bool(byline(text).names)


def _is_date(text: str) -> bool:
    return len(text) <= 80 and not is_prose(text) and written_date(text) is not None


def _sort_lead(lead: list[Block], result: Sorted) -> None:
    """Chrome, kicker, headline, byline, date, dek and pictures that stand before the story."""
    headline = _headline(lead, result.title)
    if headline is not None:
        result.title = result.title or lead[headline].text
    before = [number for number in range(headline or 0) if _is_plain_label(lead[number].text)]
    for number, block in enumerate(lead):
        text = block.text
        noise = phrases.noise(text)
        if number == headline:
            result.blocks.append(replace(block, role=Role.HEADLINE, level=None))
        elif phrases.is_label(text):
            result.blocks.append(replace(block, role=Role.LABEL, level=None))
        elif noise is not None:
            # A label over the whole page ("Breaking News") leads elsewhere: it does not speak of this story.
            result.drop(text, Reason.NAVIGATION if noise is Reason.METADATA and number < (headline or 0) else noise)
        elif block.role is Role.CAPTION and number > (headline or 0):
            result.blocks.append(block)
        elif number < (headline or 0):
            if before == [number] and number + 1 == headline and block.role is Role.BODY:
                result.blocks.append(replace(block, role=Role.KICKER, level=None))
            else:
                result.drop(text, Reason.NAVIGATION)
        else:
            _sort_after_headline(lead, number, result)


def _is_plain_label(text: str) -> bool:
    return phrases.noise(text) is None and not phrases.is_label(text)


def _headline(lead: list[Block], title: str) -> int | None:
    """Index of the headline: what the header named, a first-level heading, else the first line that could be one."""
    if title:
        return next((n for n, block in enumerate(lead) if phrases.fold(block.text) == phrases.fold(title)), None)
    marked = next((n for n, block in enumerate(lead) if block.role is Role.SUBHEAD and block.level == 1), None)
    if marked is not None:
        return marked
    possible = [
        number
        for number, block in enumerate(lead)
        if is_title_like(block.text)
        and _is_plain_label(block.text)
        and not (_is_byline(block.text) or _is_date(block.text))
        and any(map(str.isalpha, block.text))
    ]  # fmt: skip
    long_enough = [n for n in possible if len(lead[n].text.split()) >= _NAV_WORDS or len(lead[n].text) > 25]
    return next(iter(long_enough or possible), None)


def _sort_after_headline(lead: list[Block], number: int, result: Sorted) -> None:
    block = lead[number]
    text = block.text
    if _is_repeat(text, result):
        result.drop(text, Reason.DUPLICATE)
    elif _is_byline(text):
        line = byline(text)
        result.authors = result.authors or line.names
        result.published = result.published or written_date(text)
        result.blocks.append(replace(block, role=Role.BYLINE))
    elif _is_date(text):
        result.published = result.published or written_date(text)
        result.blocks.append(replace(block, role=Role.DATE))
    elif _is_printed_twice(lead, number) or _CAPTION.match(text):
        result.blocks.append(replace(block, role=Role.CAPTION))
    elif phrases.is_notice(text):
        result.blocks.append(replace(block, role=Role.NOTICE))
    elif block.role is Role.SUBHEAD and number == len(lead) - 1:
        result.blocks.append(block)
    elif block.role is Role.SUBHEAD or len(text.split()) >= _NAV_WORDS or _SENTENCE_END.search(text):
        result.blocks.append(replace(block, role=Role.DEK, level=None))
    else:
        result.drop(text, Reason.NAVIGATION)


def _is_repeat(text: str, result: Sorted) -> bool:
    folded = phrases.fold(text)
    return folded == phrases.fold(result.title) or any(
        folded == phrases.fold(block.text) for block in result.blocks[-3:]
    )


# --- The story -----------------------------------------------------------------------------------


class _Story:
    """Walks through the story once, with what came before in mind."""

    def __init__(self, blocks: list[Block], result: Sorted) -> None:
        self.blocks = blocks
        self.result = result
        self.in_related = False
        self.last_prose = max((n for n, block in enumerate(blocks) if _carries(block)), default=-1)

    def sort(self) -> None:
        """Sorts every block into the result."""
        for number, block in enumerate(self.blocks):
            if block.role is not Role.BODY:
                self.in_related = False
                self.result.blocks.append(block)
            elif number == 0 and self._sort_dateline(block):
                continue
            else:
                self._sort_paragraph(number, block)

    def _sort_dateline(self, block: Block) -> bool:
        found = dateline(block.text)
        if not found:
            return False
        printed = block.text[: found.end].strip()
        self.result.blocks.append(Block(Role.DATELINE, printed, dateline=found))
        rest = block.text[found.end :].strip()
        if rest:
            self.result.blocks.append(replace(block, text=rest))
        return True

    def _sort_paragraph(self, number: int, block: Block) -> None:
        text, result = block.text, self.result
        noise = phrases.noise(text)
        if self._sort_kept(number, block):
            self.in_related = False
        elif noise is not None:
            # "Related stories" is followed by links, "Read more: Ten walks" is a link itself.
            self.in_related = noise is Reason.RELATED and (text.endswith(":") or phrases.fold(text) in phrases.WHOLE)
            result.drop(text, noise)
        elif self.in_related and not is_prose(text):
            result.drop(text, Reason.RELATED)
        elif _is_repeat(text, result) and not (is_title_like(text) and len(text) < 20):
            result.drop(text, Reason.DUPLICATE)
        else:
            self.in_related = False
            self._sort_words(number, block)

    def _sort_kept(self, number: int, block: Block) -> bool:
        """Notices, credits and captions have words of their own."""
        text = block.text
        follows_notice = bool(self.result.blocks) and self.result.blocks[-1].role is Role.NOTICE
        if phrases.is_notice(text) or (follows_notice and len(text) <= 120 and _CLICK.search(text)):
            role = Role.NOTICE
        elif phrases.is_credit(text):
            role = Role.CREDIT
        elif (_is_printed_twice(self.blocks, number) and is_prose(text) and not _is_repeat(text, self.result)) or (
            len(text) < 400 and _CAPTION.match(text) and self._is_beside_story(number)
        ):
            role = Role.CAPTION
        else:
            return False
        self.result.blocks.append(replace(block, role=role))
        return True

    def _is_beside_story(self, number: int) -> bool:
        """A caption's words alone are weak evidence: the credit must close it, or a picture's word open it."""
        text = self.blocks[number].text
        return bool(_CREDITED.search(text) or _CAPTIONED.match(text))

    def _sort_words(self, number: int, block: Block) -> None:
        text, result = block.text, self.result
        following = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
        if is_title_like(text) and following and phrases.noise(following.text) is Reason.PLAYER:
            result.blocks.append(replace(block, role=Role.EMBED, embed_kind="video"))
        elif number > self.last_prose and is_title_like(text) and self.last_prose >= 0:
            self._sort_tail(block)
        elif self._is_subhead(number, following):
            result.blocks.append(replace(block, role=Role.SUBHEAD, level=2))
        else:
            result.blocks.append(block)

    def _sort_tail(self, block: Block) -> None:
        """A line without a full stop after the last paragraph: the author's name, else a link to another story."""
        if _is_byline(block.text):
            self.result.authors = self.result.authors or byline(block.text).names
            self.result.blocks.append(replace(block, role=Role.BYLINE))
        else:
            self.result.drop(block.text, Reason.RELATED if len(block.text.split()) > _NAV_WORDS else Reason.NAVIGATION)

    def _is_subhead(self, number: int, following: Block | None) -> bool:
        text = self.blocks[number].text
        if _SPEAKER.match(text) or (
            not is_title_like(text)
            or len(text) > 100
            or len(text.split()) > 14
            or text[:1] in "\"'“„«‘–—-("
            or following is None
        ):
            return False
        return is_prose(following.text) or following.role is not Role.BODY or text.isupper()


def _carries(block: Block) -> bool:
    return block.role is not Role.BODY or is_prose(block.text) or not is_title_like(block.text)
