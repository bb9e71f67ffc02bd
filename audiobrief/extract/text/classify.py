"""What each paragraph of a scraped text is to the listener: headline, caption, dateline, notice, noise.

A text without markup gives only its words, their order and their length as evidence: noise by the phrases of
:mod:`audiobrief.extract.phrases`, the headline before the first sentences, a caption by being printed twice, a player
by its time codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import compress, count

from audiobrief.extract import phrases
from audiobrief.extract.datelines import after_dateline, dateline
from audiobrief.extract.facts.bylines import byline
from audiobrief.extract.facts.date_lines import line_date
from audiobrief.extract.facts.gazetteer import is_named_agency
from audiobrief.extract.text.prose import SENTENCE_END, is_prose, is_title_like
from audiobrief.languages import printed
from audiobrief.model import Block, Dropped
from audiobrief.roles import Reason, Role

_DROPPED_CHARS = 300
_MENU_BLOCKS = 60  # a marked headline may stand below a menu of so many entries
_LEAD_BLOCKS = 12  # headline, byline, date, picture: the story begins within so many
_CAPTION = re.compile(
    rf"(?:{printed.picture_words()})\s?(?:[:|/©]|(?:{printed.by()})\b)"
    rf"|.{{0,300}}\((?:{printed.picture_sides()})\)"
    rf"|.{{0,300}}(?:\((?:{printed.picture_credits()})[: ][^)]{{2,80}}\)|(?:©|Getty Images|AP Photo|AFP/"
    r"|/Reuters)[^.]{0,60})\.?$"
    r"|.{10,300}\b(?:is|are) (?:seen|pictured|shown)\b.{0,200}$|.{0,200}\bpictured (?:in|on|at|with|here)\b",
    re.I,
)
_CREDITED = re.compile(rf"(?:\((?:{printed.picture_credits()})[^)]*\)|Getty Images|AP Photo[^.]*|©[^.]*)\.?\)?$", re.I)
_CAPTIONED = re.compile(rf"(?:{printed.picture_words()})\s?[:|©]", re.I)
_SPEAKER = re.compile(r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’ -]){0,40}:\s")  # "Q: …", "STONE: …"
_SAID = "\"'“„«‘–—-("  # what a quote or an item of a list begins with
_NAV_WORDS = 4  # menu entries are short


Verdict = Role | Reason
"""What a paragraph is, or why it is left out."""
_WITHOUT_LEVEL = frozenset({Role.HEADLINE, Role.LABEL, Role.KICKER, Role.DEK})


@dataclass(slots=True)
class ClassifiedText:
    """Blocks with their roles, what was left out, and the facts the text printed."""

    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None

    def drop(self, text: str, reason: Reason) -> None:
        """Lists a text with the reason it is not spoken, in parts of at most 300 characters."""
        for at in range(0, len(text), _DROPPED_CHARS):
            self.dropped.append(Dropped(text[at : at + _DROPPED_CHARS], reason))

    def put(self, block: Block, verdict: Verdict) -> None:
        """Adds a block in the role that it was found to have, or drops it."""
        if isinstance(verdict, Reason):
            self.drop(block.text, verdict)
        elif verdict is block.role:
            self.blocks.append(block)
        elif verdict is Role.EMBED:
            self.blocks.append(replace(block, role=verdict, embed_kind="video"))
        else:
            level = None if verdict in _WITHOUT_LEVEL else 2 if verdict is Role.SUBHEAD else block.level
            self.blocks.append(replace(block, role=verdict, level=level))


def classify(blocks: list[Block], title: str = "") -> ClassifiedText:
    """Gives every block of role body the role its words and place speak for; other roles stay.

    ``title``: the headline, where a header named it.
    """
    result = ClassifiedText(title=title)
    start = _story_start(blocks)
    _classify_lead(blocks[:start], result)
    _classify_story(blocks[start:], result)
    return result


@dataclass(slots=True)
class _Line:
    """A paragraph among its neighbours, with what was found before it."""

    blocks: list[Block]
    found: ClassifiedText
    number: int = 0
    headline: int | None = None
    """Before the story: the number of the headline."""
    last_prose: int = -1
    """In the story: the number of the last paragraph that is one."""
    in_related: bool = False
    """In the story: whether a list of other stories is open."""

    @property
    def block(self) -> Block:
        return self.blocks[self.number]

    @property
    def text(self) -> str:
        return self.blocks[self.number].text

    @property
    def following(self) -> Block | None:
        return self.blocks[self.number + 1] if self.number + 1 < len(self.blocks) else None

    @property
    def is_over_headline(self) -> bool:
        return self.number < (self.headline or 0)

    @property
    def is_repeat(self) -> bool:
        """The headline again, or one of the last blocks."""
        near = (self.found.title, *(block.text for block in self.found.blocks[-3:]))
        return phrases.fold(self.text) in map(phrases.fold, near)

    def verdict(self, rungs: tuple[_Rung, ...], otherwise: Verdict) -> Verdict:
        """The first rung that knows what the paragraph is."""
        return next((verdict for rung in rungs if (verdict := rung(self)) is not None), otherwise)


_Rung = Callable[[_Line], Verdict | None]


def _is_printed_twice(blocks: list[Block], number: int) -> bool:
    near = blocks[max(0, number - 1) : number] + blocks[number + 1 : number + 2]
    return phrases.fold(blocks[number].text) in [phrases.fold(block.text) for block in near]


def _is_byline(text: str) -> bool:
    return len(text) <= 120 and printed.begins_byline(text) and not is_prose(text) and bool(_authors(text))


def _authors(text: str) -> tuple[str, ...]:
    """The people that a byline names, else its agencies: "Text by Hand" names nobody."""
    line = byline(text)
    return line.people or tuple(filter(is_named_agency, line.names))


def _is_date(text: str) -> bool:
    return len(text) <= 80 and line_date(text, None) is not None


def _is_fact(text: str) -> bool:
    return _is_byline(text) or _is_date(text)


# --- Before the story ----------------------------------------------------------------------------


def _story_start(blocks: list[Block]) -> int:
    """Index of the paragraph the story begins with: a dateline's, else the first below headline and byline."""
    head = [number for number, block in enumerate(blocks[:_LEAD_BLOCKS]) if block.role is Role.BODY]
    for number in head:
        if _opens_with_dateline(blocks, number):
            return number
    last_fact = max((number for number in head if _is_fact(blocks[number].text)), default=-1)
    headline = _marked_headline(blocks[:_MENU_BLOCKS])
    after = range(0 if headline is None else headline + 1, len(blocks))
    return next((number for number in after if _begins_story(blocks, number, last_fact)), 0)


def _opens_with_dateline(blocks: list[Block], number: int) -> bool:
    text = blocks[number].text
    return dateline(text) is not None and (is_prose(text) or number + 1 < len(blocks))


def _begins_story(blocks: list[Block], number: int, last_fact: int) -> bool:
    block = blocks[number]
    if block.role is not Role.BODY:
        return block.role not in (Role.SUBHEAD, Role.CAPTION)
    is_story = number > last_fact and is_prose(block.text) and phrases.noise(block.text) is None
    return is_story and not _CAPTION.match(block.text) and not _is_printed_twice(blocks, number)


def _marked_headline(blocks: list[Block]) -> int | None:
    return next((n for n, block in enumerate(blocks) if block.role is Role.SUBHEAD and block.level == 1), None)


def _headline(lead: list[Block], title: str) -> int | None:
    """Index of the headline: what the header named, a first-level heading, else the first line that could be one."""
    if title:
        return next((n for n, block in enumerate(lead) if phrases.fold(block.text) == phrases.fold(title)), None)
    if (marked := _marked_headline(lead)) is not None:
        return marked
    possible = [number for number, block in enumerate(lead) if _may_be_headline(block.text)]
    return next((n for n in possible if not _is_menu_long(lead[n].text)), next(iter(possible), None))


def _is_menu_long(text: str) -> bool:
    return len(text.split()) < _NAV_WORDS and len(text) <= 25


def _may_be_headline(text: str) -> bool:
    return is_title_like(text) and _is_plain_label(text) and not _is_fact(text) and any(map(str.isalpha, text))


def _is_plain_label(text: str) -> bool:
    return phrases.noise(text) is None and not phrases.is_label(text)


def _classify_lead(lead: list[Block], found: ClassifiedText) -> None:
    """Chrome, kicker, headline, byline, date, dek and pictures that stand before the story."""
    line = _Line(lead, found, headline=_headline(lead, found.title))
    if line.headline is not None:
        found.title = found.title or lead[line.headline].text
    for line.number, block in enumerate(lead):
        verdict = line.verdict(LEAD, Reason.NAVIGATION)
        if verdict is Role.BYLINE:
            found.authors = found.authors or _authors(block.text)
        if verdict in (Role.BYLINE, Role.DATE):
            found.published = found.published or line_date(block.text, None)
        found.put(block, verdict)


def _the_headline(line: _Line) -> Verdict | None:
    return Role.HEADLINE if line.number == line.headline else None


def _label(line: _Line) -> Verdict | None:
    return Role.LABEL if phrases.is_label(line.text) else None


def _lead_noise(line: _Line) -> Verdict | None:
    """A label over the whole page ("Breaking News") leads elsewhere: it does not speak of this story."""
    noise = phrases.noise(line.text)
    return Reason.NAVIGATION if noise is Reason.METADATA and line.is_over_headline else noise


def _picture(line: _Line) -> Verdict | None:
    return Role.CAPTION if line.block.role is Role.CAPTION and line.number > (line.headline or 0) else None


def _over_headline(line: _Line) -> Verdict | None:
    """The only plain line, right above the headline, is its kicker; a menu has several."""
    if not line.is_over_headline:
        return None
    is_next = line.number + 1 == line.headline and line.block.role is Role.BODY
    is_in_menu = not is_next or any(_is_plain_label(block.text) for block in line.blocks[: line.number])
    return Reason.NAVIGATION if is_in_menu else Role.KICKER


def _repeat(line: _Line) -> Verdict | None:
    return Reason.DUPLICATE if line.is_repeat else None


def _byline(line: _Line) -> Verdict | None:
    return Role.BYLINE if _is_byline(line.text) else None


def _date(line: _Line) -> Verdict | None:
    return Role.DATE if _is_date(line.text) else None


def _lead_caption(line: _Line) -> Verdict | None:
    return Role.CAPTION if _is_printed_twice(line.blocks, line.number) or _CAPTION.match(line.text) else None


def _lead_notice(line: _Line) -> Verdict | None:
    return Role.NOTICE if phrases.is_notice(line.text) else None


def _first_subhead(line: _Line) -> Verdict | None:
    return Role.SUBHEAD if line.block.role is Role.SUBHEAD and line.following is None else None


def _dek(line: _Line) -> Verdict | None:
    is_long = len(line.text.split()) >= _NAV_WORDS or SENTENCE_END.search(line.text)
    return Role.DEK if line.block.role is Role.SUBHEAD or is_long else None


LEAD: tuple[_Rung, ...] = (
    *(_the_headline, _label, _lead_noise, _picture, _over_headline),
    *(_repeat, _byline, _date, _lead_caption, _lead_notice, _first_subhead, _dek),
)
"""What stands before the story, in the order of asking; menus remain."""


# --- The story -----------------------------------------------------------------------------------


def _classify_story(blocks: list[Block], found: ClassifiedText) -> None:
    """Walks through the story once, with what came before in mind."""
    line = _Line(blocks, found, last_prose=max(compress(count(), map(_carries, blocks)), default=-1))
    for line.number, block in enumerate(blocks):
        if line.number == 0 and block.role is Role.BODY and _part_dateline(block, found):
            continue
        verdict = line.verdict(STORY, Role.BODY) if block.role is Role.BODY else block.role
        if verdict is Role.BYLINE and block.role is Role.BODY:
            found.authors = found.authors or _authors(block.text)
        line.in_related = _is_related_after(line, verdict)
        found.put(block, verdict)


def _carries(block: Block) -> bool:
    return block.role is not Role.BODY or is_prose(block.text) or not is_title_like(block.text)


def _part_dateline(block: Block, found: ClassifiedText) -> bool:
    opening = dateline(block.text)
    if not opening:
        return False
    found.blocks.append(Block(Role.DATELINE, block.text[: opening.end].strip(), dateline=opening))
    if (rest := after_dateline(block, opening)).text:
        found.blocks.append(rest)
    return True


def _is_related_after(line: _Line, verdict: Verdict) -> bool:
    """Whether links follow: "Related stories" is followed by links, "Read more: Ten walks" is a link itself."""
    if isinstance(verdict, Role):
        return False
    noise = phrases.noise(line.text)
    is_heading = line.text.endswith(":") or phrases.fold(line.text) in phrases.WHOLE
    return line.in_related if noise is None else noise is Reason.RELATED and is_heading


def _notice(line: _Line) -> Verdict | None:
    follows_notice = bool(line.found.blocks) and line.found.blocks[-1].role is Role.NOTICE
    is_more = follows_notice and len(line.text) <= 120 and phrases.leads_on(line.text)
    return Role.NOTICE if phrases.is_notice(line.text) or is_more else None


def _credit(line: _Line) -> Verdict | None:
    return Role.CREDIT if phrases.is_credit(line.text) else None


def _caption_twice(line: _Line) -> Verdict | None:
    is_twice = _is_printed_twice(line.blocks, line.number) and is_prose(line.text)
    return Role.CAPTION if is_twice and not line.is_repeat else None


def _caption(line: _Line) -> Verdict | None:
    """A caption's words alone are weak evidence: the credit must close it, or a picture's word open it."""
    is_likely = len(line.text) < 400 and _CAPTION.match(line.text)
    return Role.CAPTION if is_likely and (_CREDITED.search(line.text) or _CAPTIONED.match(line.text)) else None


def _noise(line: _Line) -> Verdict | None:
    return phrases.noise(line.text)


def _link(line: _Line) -> Verdict | None:
    return Reason.RELATED if line.in_related and not is_prose(line.text) else None


def _long_repeat(line: _Line) -> Verdict | None:
    is_short = is_title_like(line.text) and len(line.text) < 20
    return Reason.DUPLICATE if not is_short and line.is_repeat else None


def _video(line: _Line) -> Verdict | None:
    is_player = line.following is not None and phrases.noise(line.following.text) is Reason.PLAYER
    return Role.EMBED if is_player and is_title_like(line.text) else None


def _tail(line: _Line) -> Verdict | None:
    """A line without a full stop after the last paragraph: the author's name, else a link to another story."""
    if not line.number > line.last_prose >= 0 or not is_title_like(line.text):
        return None
    if _is_byline(line.text):
        return Role.BYLINE
    return Reason.RELATED if len(line.text.split()) > _NAV_WORDS else Reason.NAVIGATION


def _subhead(line: _Line) -> Verdict | None:
    following = line.following
    if following is None or not _is_subhead_shaped(line.text):
        return None
    is_before_text = is_prose(following.text) or following.role is not Role.BODY
    return Role.SUBHEAD if is_before_text or line.text.isupper() else None


def _is_subhead_shaped(text: str) -> bool:
    """Short, no sentence, nothing said, no item of a list."""
    is_short = len(text) <= 100 and len(text.split()) <= 14
    return is_short and is_title_like(text) and text[:1] not in _SAID and not _SPEAKER.match(text)


STORY: tuple[_Rung, ...] = (
    *(_notice, _credit, _caption_twice, _caption, _noise, _link, _long_repeat),
    *(_video, _tail, _subhead),
)
"""What a paragraph of the story is beside body, in the order of asking."""
