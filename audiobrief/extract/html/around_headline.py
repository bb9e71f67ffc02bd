"""What stands around the headline: kicker, label, dek, byline, date, key points."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobrief.extract import phrases
from audiobrief.extract.facts.date_lines import tells_when
from audiobrief.extract.facts.metadata import Metadata
from audiobrief.extract.html.context import Context
from audiobrief.extract.html.line_parts import kinds
from audiobrief.extract.html.prose import prose, words
from audiobrief.extract.html.text_runs import TextRun, boxes_around, heading_level
from audiobrief.languages import printed
from audiobrief.roles import Reason, Role

ENDS = re.compile(r"[.!?…。！？؟۔।:;,、：；\"'”’»«)\]」』）］】〉》]$")
"""How sentences end, and lines like names and labels do not."""
DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|\d+ (?:hours?|minutes?|mins?|days?|weeks?|h) ago|^vor \d+|年\d+月",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    rf"^(?:{printed.picture_credits()})\s*(?:{printed.by()}|:|/|©)|©|\(c\)"
    r"|\b(?:getty images|shutterstock|istock|picture alliance|afp|reuters|ap photo|unsplash|imago)\b.{0,30}$",
    re.IGNORECASE,
)
_BYLINE_REACH = 20
"""Runs below the headline that a byline may be away."""
_HEADER_RUNS = 12
"""Of the box of a headline that holds no article."""
_MOST_DEKS = 2
_LONGEST_DEK = 350
_MOST_SHARE = 0.5
"""Of the page's prose, what may stand over the byline and be no text of the article."""
_KICKER_REACH = 4
"""Runs above the headline that a kicker may be away."""


class AroundHeadline:
    """Classifies the runs around the headline of one page."""

    def __init__(self, context: Context, facts: Metadata) -> None:
        self._context = context
        self._area = context.area
        self._title = words(facts.title)
        self._names = [set(words(name)) for name in facts.authors if name]
        self._description = words(facts.description or "")
        self._section = words(facts.section or "")
        self.start = self._area.runs.index(self._area.headline) if self._area.headline else -1
        """Index of the headline; -1 without one."""
        self._deks = self._deks_by_place()
        self.first = self._first_paragraph()
        """Index of the first run of the area that is surely the article's text."""

    def _first_paragraph(self) -> int:
        root = self._area.root
        for index in range(max(root.first, self.start + 1), root.last):
            run = self._area.runs[index]
            if prose(run) >= 60 and not self._area.blocked(run.box) and not self._is_dek(run):
                return index
        return root.last

    def _deks_by_place(self) -> set[int]:
        """Returns the ids of at most two sentences between headline and byline, or alone before a row of paragraphs.

        Paragraphs in a row are the article's text, wherever the byline stands.
        """
        found: list[TextRun] = []
        ends = self.start + 1 + _BYLINE_REACH if self.start >= 0 else 0
        for run in self._area.runs[self.start + 1 : ends]:
            if self._ends_deks(run, found):
                break
            if self._is_sentence(run):
                found.append(run)
        else:
            return set()
        others = sum(weight > 0 for weight in self._area.weights) - len(found)
        is_opening = others > 1 and sum(map(prose, found)) <= _MOST_SHARE * sum(self._area.weights)
        return set(map(id, found)) if len(found) <= _MOST_DEKS and is_opening else set()

    def _ends_deks(self, run: TextRun, found: list[TextRun]) -> bool:
        """Says whether no dek stands behind a run: the byline under one, a row of paragraphs, a live entry."""
        if (found and self._is_byline_or_date(run)) or self._area.entry(run.box) is not None:
            return True
        return prose(run) > 0 and self._context.is_among_paragraphs(run.box)

    def _is_byline_or_date(self, run: TextRun) -> bool:
        own, hint = words(run.text), self._context.hint(run)
        if self._area.blocked(run.box) is not None or not own:
            return False
        return any(is_one(run, own, hint) for is_one in (self._is_byline, self._names_author, self._is_date))

    def _is_sentence(self, run: TextRun) -> bool:
        if run.link_share > 0.3 or not 30 <= len(run.text) <= _LONGEST_DEK or not self._may_end(run):
            return False
        if self._area.blocked(run.box) is not None or "li" in self._context.tags(run.box):
            return False
        if heading_level(run.box) is not None or self._is_caption(run, [], self._context.hint(run)):
            return False
        if self._context.is_caption_by_place(run):
            return False
        return not self._context.is_among_paragraphs(run.box)

    def _may_end(self, run: TextRun) -> bool:
        """Says whether a line ends like a sentence, or is one right under the headline, where many deks have no end."""
        is_under = run is self._area.runs[self.start + 1] and phrases.noise(run.text) is None
        return ENDS.search(run.text) is not None or (is_under and len(words(run.text)) > 6)

    def over_headline(self, index: int, run: TextRun) -> Role | None:
        """Returns the kicker or label that stands right above the headline."""
        if self.start - index > _KICKER_REACH or len(run.text) > 80 or run.box.within("nav", "ul", "ol"):
            return None
        if phrases.is_label(run.text):
            return Role.LABEL
        return Role.KICKER if self._is_kicker(run) else None

    def _is_kicker(self, run: TextRun) -> bool:
        """Says whether a line that shares a close box with the headline is named a kicker, or says the section."""
        chain, headline = list(run.box.chain()), self._area.headline
        near = list(headline.box.chain())[1:3] if headline else []
        if not any(box in near for box in chain[1:3]) or phrases.noise(run.text) is not None:
            return False
        is_named = any(box.names.hint in {Role.KICKER, Role.LABEL} for box in chain[:2])
        return is_named or words(run.text) == self._section

    def below_headline(self, run: TextRun) -> Role | Reason | None:
        """Returns what stands between headline and first paragraph, or None when nothing says what it is."""
        own, hint = words(run.text), self._context.hint(run)
        return next((verdict for _, verdict, holds in BELOW if holds(self, run, own, hint)), None)

    def _repeats_title(self, run: TextRun, own: list[str], hint: Role | None) -> bool:
        return own == self._title

    def _is_caption(self, run: TextRun, own: list[str], hint: Role | None) -> bool:
        is_marked = hint is Role.CAPTION or bool({"figcaption", "caption"} & self._context.tags(run.box))
        return is_marked or _PHOTO.search(run.text) is not None

    def _is_byline(self, run: TextRun, own: list[str], hint: Role | None) -> bool:
        is_named = hint is Role.BYLINE and len(own) < 9
        return len(run.text) < 140 and (is_named or printed.begins_byline(run.text) or _is_row_of_facts(run.text))

    def _names_author(self, run: TextRun, own: list[str], hint: Role | None) -> bool:
        is_short = len(run.text) < 140 and len(own) < 14
        return is_short and any(name and name <= set(own) for name in self._names)

    def _is_date(self, run: TextRun, own: list[str], hint: Role | None) -> bool:
        is_marked = hint is Role.DATE or "time" in run.inline
        return len(run.text) < 80 and (is_marked or tells_when(run.text))

    def apart(self, run: TextRun) -> Role | Reason:
        """Returns what stands between headline and area: key points and first lines apart from the other text."""
        if run.link_share < 0.3 and self._is_in_main(run):
            if run.box.tag == "li" and self._is_key_point(run):
                return Role.LIST_ITEM
            if heading_level(run.box) is not None and self._heads_key_points(run):
                return Role.SUBHEAD
            if run.box.tag == "p" and prose(run) >= 60:
                return Role.BODY
        return Reason.METADATA if len(run.text) < 200 else Reason.RELATED

    def _is_key_point(self, run: TextRun) -> bool:
        """Says whether an item is in a list of statements: at least one of five words, none of them a fact or link."""
        around = run.box.within("ul", "ol")
        items = [item for item in around.part(self._area.runs) if item.text] if around else []
        is_told = any(len(words(item.text)) > 4 for item in items)
        return is_told and not any(item.link_share > 0.5 or self._is_byline_or_date(item) for item in items)

    def _heads_key_points(self, run: TextRun) -> bool:
        index = self._area.runs.index(run)
        below = next((other for other in self._area.runs[index + 1 : index + 4] if other.text), None)
        return below is not None and below.box.tag == "li" and self._is_key_point(below)

    def _is_in_main(self, run: TextRun) -> bool:
        main = self._area.root.within("article", "main")
        return main is not None and id(main) in boxes_around(run)

    def _is_dek(self, run: TextRun) -> bool:
        if id(run) in self._deks:
            return True
        if not 30 <= len(run.text) <= 700 or run.link_share > 0.5 or self._may_be_lead(run):
            return False
        return self._context.hint(run) is Role.DEK or self._is_heading_dek(run)

    def _may_be_lead(self, run: TextRun) -> bool:
        """Says whether a paragraph can be the first of the article's text, for all its name says."""
        names = run.box.names
        if run.box.tag != "p" or not (names.is_lead or names.hint is None):
            return False
        return self._context.is_among_paragraphs(run.box)

    def _is_heading_dek(self, run: TextRun) -> bool:
        """Says whether a lesser heading is a sentence, or opens like the page's description."""
        if heading_level(run.box) not in {2, 3, 4}:
            return False
        own = words(run.text)
        return ENDS.search(run.text) is not None or (bool(own) and own[:8] == self._description[:8])


BELOW: tuple[
    tuple[str, Role | Reason, Callable[[AroundHeadline, TextRun, list[str], Role | None], bool]],
    ...,
] = (
    ("repeats the title", Reason.DUPLICATE, AroundHeadline._repeats_title),
    ("is a caption", Role.CAPTION, AroundHeadline._is_caption),
    ("is led or named like a byline", Role.BYLINE, AroundHeadline._is_byline),
    ("names an author", Role.BYLINE, AroundHeadline._names_author),
    ("is dated", Role.DATE, AroundHeadline._is_date),
    (
        "is alone with a picture",
        Role.CAPTION,
        lambda page, run, own, hint: page._context.is_caption_by_place(run),
    ),
    ("is a dek", Role.DEK, lambda page, run, own, hint: page._is_dek(run)),
    ("is a label", Role.LABEL, lambda page, run, own, hint: phrases.is_label(run.text)),
)
"""What stands between headline and first paragraph: the first clue that holds decides."""


def _is_row_of_facts(text: str) -> bool:
    """Says whether a line has names and dates or reading times between bars, and nothing else."""
    parts = kinds(text)
    return any(kind for _, kind in parts[1:]) and all(kind or is_name_line(part) for part, kind in parts)


def is_name_line(text: str) -> bool:
    """Says whether a line is two to six capitalised words without an end: a name where a byline stands."""
    parts = text.replace("/", " ").replace(",", " ").split()
    if not 2 <= len(parts) <= 6 or ENDS.search(text):
        return False
    return all(part[0].isupper() and not part.isupper() for part in parts)
