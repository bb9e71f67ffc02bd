"""What each run is: a role, or a reason to leave it out.

The ladders ``INSIDE`` and ``BY_PLACE`` list the clues in the order of their weight: the first that holds decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import accumulate, takewhile
from typing import NamedTuple

from audiobrief.extract import phrases
from audiobrief.extract.facts.bylines import byline, has_lead
from audiobrief.extract.facts.date_lines import line_date, tells_when
from audiobrief.extract.facts.metadata import Metadata
from audiobrief.extract.html import headings
from audiobrief.extract.html.around_headline import DATE, ENDS, AroundHeadline, is_name_line
from audiobrief.extract.html.article_area import ArticleArea
from audiobrief.extract.html.context import TEXT_TAGS, Context
from audiobrief.extract.html.offers import Offers
from audiobrief.extract.html.prose import prose, words
from audiobrief.extract.html.text_runs import TextRun, heading_level
from audiobrief.roles import ROLE_FACTS, Reason, Role
from audiobrief.text.sentences import PROSE_WORDS, is_prose

Verdict = Role | Reason

_SHORT = 160
_STAMP = 90
_CLIP = re.compile(r"\|\s*\d{1,2}:\d\d(?:\s*min\.?)?$")
_STOPPERS = frozenset({Reason.RELATED, Reason.COMMENTS, Reason.PROMOTION, Reason.SHARE})
_ARTICLE = frozenset({Role.BODY, Role.LIST_ITEM, Role.QUOTE, Role.ENTRY})
_SAID_ABOVE = frozenset({Role.BYLINE, Role.DATE, Role.KICKER})
_LIKE_OFFERS = "much of its text reads like a page's own lines, and is read all the same"
_TAIL = 0.15
"""Share of the prose that may follow an author's biography."""
_MOST_BY_WORDS = 0.1
"""Of the article's prose, what its words may leave out, borne out by structure …"""
_FEW_BY_WORDS = 400
"""… where it is more than so many characters: of a page that shows one paragraph, the offer is a large part."""


class Classifier:
    """Classifies the runs of one page, each by itself and by what is around it. Use once."""

    def __init__(self, area: ArticleArea, facts: Metadata) -> None:
        self.area = area
        self.runs = area.runs
        self.context = Context(area)
        self.offers = Offers(area)
        self.near_headline = AroundHeadline(self.context, facts)
        self.title = words(facts.title)
        self.names = [name for name in map(words, facts.authors) if len(name) > 1]
        self.linked_levels = _linked_levels(area.root.part(self.runs))
        self.before = [0.0, *accumulate(area.weights)]
        self.prose_by_words: list[int] = []
        """Indexes of the runs of prose that words and structure together leave out."""
        self._until = -1
        self._because = Reason.RELATED

    def verdicts(self) -> list[Verdict]:
        """Returns one verdict a run, in order."""
        verdicts = [self._verdict(index, run) for index, run in enumerate(self.runs)]
        self._keep_share(verdicts)
        headings.settle(self.area, self.context, verdicts)
        return verdicts

    def _keep_share(self, verdicts: list[Verdict]) -> None:
        """Speaks the prose that its words would leave out, where it is a large share of the article's."""
        kept = sum(len(run.text) for run, verdict in zip(self.runs, verdicts, strict=True) if verdict in _ARTICLE)
        left = sum(len(self.runs[index].text) for index in self.prose_by_words)
        if left > max(_FEW_BY_WORDS, _MOST_BY_WORDS * (kept + left)):
            self.area.doubt = _LIKE_OFFERS
            for index in self.prose_by_words:
                verdicts[index] = Role.LIST_ITEM if self.runs[index].box.within("li") else Role.BODY

    def _verdict(self, index: int, run: TextRun) -> Verdict:
        if run is self.area.headline:
            return Role.HEADLINE
        if run.media is not None:
            return Reason.IMAGE_LABEL
        if self.area.root.first <= index < self.area.root.last:
            return self._inside(index, run)
        return self._outside(index, run)

    def _outside(self, index: int, run: TextRun) -> Verdict:
        start = self.near_headline.start
        if index < start and (role := self.near_headline.over_headline(index, run)) is not None:
            return role
        if (reason := self.area.blocked(run.box) or phrases.noise(run.text)) is not None:
            return reason
        if index >= self.area.root.first:
            return self._after_area(run)
        if 0 <= start <= index:
            return self.near_headline.below_headline(run) or self.near_headline.apart(run)
        return Reason.NAVIGATION

    def _after_area(self, run: TextRun) -> Verdict:
        is_text = len(run.text) > 40 and run.link_share < 0.5
        if self.context.is_in_notice(run) or (is_text and phrases.is_notice(run.text)):
            return Role.NOTICE
        return Reason.RELATED if run.link_share > 0.3 else Reason.FOOTER

    def _inside(self, index: int, run: TextRun) -> Verdict:
        for _, clue in INSIDE:
            if (verdict := clue(self, index, run)) is not None:
                return verdict
        context = self.context
        place = Place(self, index, run, context.tags(run.box), context.hint(run), self.area.is_known(run))
        return next(verdict for _, clue in BY_PLACE if (verdict := clue(place)) is not None)

    # -- clues that need nothing of the boxes around

    def _blocked(self, index: int, run: TextRun) -> Verdict | None:
        reason = self.area.blocked(run.box)
        if reason is None or (self.area.is_known(run) and not self.area.holds_firm(run.box)):
            return None
        return reason

    def _over_headline(self, index: int, run: TextRun) -> Verdict | None:
        if index >= self.near_headline.start:
            return None
        return self.near_headline.over_headline(index, run) or Reason.NAVIGATION

    def _repeats_title(self, index: int, run: TextRun) -> Verdict | None:
        first = words(run.text[:80])[:-1]  # the last may be cut
        if first != self.title[: len(first)]:
            return None
        return Reason.DUPLICATE if words(run.text) == self.title else None

    def _goes_on(self, index: int, run: TextRun) -> Verdict | None:
        if index != self._until or not _follows_stopper(run):
            return None
        self._until += 1
        return self._because

    def _entry_time(self, index: int, run: TextRun) -> Verdict | None:
        entry = self.area.entry(run.box)
        if entry is None or len(run.text) > 40:
            return None
        is_time = "time" in run.inline or tells_when(run.text)
        return Reason.METADATA if is_time and heading_level(run.box) is None else None

    def _offer(self, index: int, run: TextRun) -> Verdict | None:
        return self._by_words(index, self.offers.around(index))

    def _noise(self, index: int, run: TextRun) -> Verdict | None:
        reason = (phrases.is_interface if _is_list_prose(run) else phrases.noise)(run.text)
        if reason is Reason.IMAGE_LABEL and self._credits_picture(run):
            return None
        self._stop(index, run, reason)
        return self._by_words(index, reason or self._borne_out(index, run))

    def _stop(self, index: int, run: TextRun, reason: Reason | None) -> None:
        """Notes a line like "Read more": what follows may go with it."""
        if reason in _STOPPERS and len(run.text) < 80 and run.link_share < 0.5:
            self._until, self._because = index + 1, reason

    def _credits_picture(self, run: TextRun) -> bool:
        """Says whether a line that names the maker of a picture stands at one."""
        is_at_picture = run.box.within("figure", "figcaption") or self.context.hint(run) in {Role.CAPTION, Role.CREDIT}
        return bool(is_at_picture) and phrases.fold(run.text) not in phrases.WHOLE

    def _borne_out(self, index: int, run: TextRun) -> Reason | None:
        """Returns what the first words of a text speak of, where the structure bears it out."""
        reason = phrases.suggested(run.text)
        return reason if reason is not None and self.offers.sets_apart(index) else None

    def _by_words(self, index: int, reason: Reason | None) -> Reason | None:
        """Notes a run of prose that is left out by its words and the structure around."""
        if reason is not None and is_prose(self.runs[index].text):
            self.prose_by_words.append(index)
        return reason

    def _clip(self, index: int, run: TextRun) -> Verdict | None:
        return Reason.PLAYER if _CLIP.search(run.text) else None

    def _notice(self, index: int, run: TextRun) -> Verdict | None:
        is_named = run.box.names.hint is Role.NOTICE
        return Role.NOTICE if phrases.is_notice(run.text) or is_named or self.context.is_in_notice(run) else None

    def _credit(self, index: int, run: TextRun) -> Verdict | None:
        return Role.CREDIT if phrases.is_credit(run.text) else None

    def _below_headline(self, index: int, run: TextRun) -> Verdict | None:
        return self.near_headline.below_headline(run) if index < self.near_headline.first else None

    def _name_line(self, index: int, run: TextRun) -> Verdict | None:
        may_be = index < self.near_headline.first and heading_level(run.box) is None
        return Role.BYLINE if may_be and is_name_line(run.text) else None

    def _scrap(self, index: int, run: TextRun) -> Verdict | None:
        if index >= self.near_headline.first or run.box.tag in TEXT_TAGS:
            return None
        return Reason.METADATA if len(words(run.text)) < 9 and not ENDS.search(run.text) else None


INSIDE: tuple[tuple[str, Callable[[Classifier, int, TextRun], Verdict | None]], ...] = (
    ("stands in a zone that holds", Classifier._blocked),
    ("stands in an offer", Classifier._offer),
    ("stands over the headline", Classifier._over_headline),
    ("repeats the title", Classifier._repeats_title),
    ("follows a line like Read more", Classifier._goes_on),
    ("is the time of a live entry", Classifier._entry_time),
    ("is a phrase of pages", Classifier._noise),
    ("ends with the length of a clip", Classifier._clip),
    ("is a notice", Classifier._notice),
    ("is a credit line", Classifier._credit),
    ("stands below the headline", Classifier._below_headline),
    ("is a name over the first paragraph", Classifier._name_line),
    ("is a scrap over the first paragraph", Classifier._scrap),
)


class Place(NamedTuple):
    """A run in the article's area and what is around it."""

    page: Classifier
    number: int
    run: TextRun
    tags: set[str]
    hint: Role | None
    is_known: bool
    """The page's structured data hold it as part of the article."""

    def stamp(self) -> Verdict | None:
        """Takes a date or a byline beside a picture for what it is: it is no caption."""
        if self.is_known or self.tags & {"figcaption", "p"}:
            return None
        return Reason.METADATA if _is_stamp(self.run.text) else None

    def caption(self) -> Verdict | None:
        """Returns CAPTION where the tags, the name or the picture around say so."""
        if "figcaption" in self.tags:
            return Role.CAPTION
        if self.is_known or "blockquote" in self.tags:
            return None
        if "figure" in self.tags and self._is_in_link_card():
            return Reason.RELATED
        inmost = self.run.box.within("figure", "caption", "td", "th")  # a table may stand in a figure
        is_named = (inmost and inmost.tag in self.tags & {"figure", "caption"}) or self.hint in {
            Role.CAPTION,
            Role.CREDIT,
        }
        is_shown = is_named or self._is_beside_image() or self.page.context.is_caption_by_place(self.run)
        return Role.CAPTION if is_shown else None

    def _is_in_link_card(self) -> bool:
        """Says whether all the texts in a figure, two or more, are links: a card that leads elsewhere."""
        figure = self.run.box.within("figure")
        texts = [run for run in figure.part(self.page.runs) if run.text] if figure else []
        return len(texts) > 1 and all(run.link_share > 0.9 for run in texts)

    def _is_beside_image(self) -> bool:
        return len(self.run.text) < 300 and self.page.context.is_beside_image(self.run.box)

    def heading(self) -> Verdict | None:
        """Returns SUBHEAD, or RELATED for a link from its first word on, alone of its kind over a paragraph."""
        level = heading_level(self.run.box)
        if level is None:
            return None
        leads = self.run.link_share > 0.7 and all(self.run.text.startswith(link.text) for link in self.run.links[:1])
        return Reason.RELATED if leads and level not in self.page.linked_levels else Role.SUBHEAD

    def control(self) -> Verdict | None:
        """Leaves out a short link that stands with a heading in a box of their own: "[edit]"."""
        run, box = self.run, self.run.box.parent if self.run.box.tag in TEXT_TAGS else self.run.box
        if len(run.text) > 40 or run.linked < sum(map(str.isalnum, run.text)) or box is None:
            return None
        others = [other for other in box.part(self.page.runs) if other is not run and other.text]
        is_beside = len(others) < 3 and any(map(_is_heading, others)) and not any(map(prose, others))
        return Reason.NAVIGATION if is_beside else None

    def said_above(self) -> Verdict | None:
        """Leaves out what is named as a byline, date or kicker and does not read like a paragraph."""
        is_named = not self.is_known and self.hint in _SAID_ABOVE
        return Reason.METADATA if is_named and prose(self.run) < 60 else None

    def weakly_named(self) -> Verdict | None:
        """Returns what a common word in a name says, of a dated line or of one that is mostly links."""
        run, box = self.run, self.run.box
        if self.is_known or box.tag in {"li", "blockquote"}:
            return None
        named = box.parent if box.parent and box.tag in TEXT_TAGS else box
        if run.link_share > 0.5:
            return named.names.weak
        is_dated = len(run.text) < _SHORT and DATE.search(run.text) and not ENDS.search(run.text)
        return Reason.METADATA if named.names.weak is Reason.METADATA and is_dated else None

    def profile(self) -> Verdict | None:
        """Finds an author's biography: it opens with the author's name and stands after the text."""
        page, text = self.page, self.run.text
        if not page.names or len(text) > 600:
            return None
        own = words(text)
        rest = page.before[page.area.root.last] - page.before[self.number + 1]
        is_last = rest < _TAIL * page.area.root.weight
        return Reason.PROFILE if is_last and any(own[: len(name)] == name for name in page.names) else None

    def list_item(self) -> Verdict | None:
        """Returns LIST_ITEM, or RELATED in a list of links; an item with a heading of its own is a part, no item."""
        item = self.run.box.within("li", "dd", "dt") if self.tags & {"li", "dd", "dt"} else None
        if item is None or any(heading_level(run.box) is not None for run in item.part(self.page.runs)):
            return None
        return Reason.RELATED if self.page.context.is_link_list(self.run.box) else Role.LIST_ITEM

    def links(self) -> Verdict | None:
        """Leaves out a line that is one link, or a row of links."""
        run = self.run
        is_link = run.link_share > 0.9 and len(run.text) < _SHORT
        is_row = len(run.links) > 1 and (run.link_share > 0.75 or run.text.replace(" ", "").isdecimal())
        return Reason.RELATED if not self.is_known and (is_link or is_row) else None

    def bold_line(self) -> Verdict | None:
        """Returns QUESTION or SUBHEAD for a line in bold type: a subhead in all but its tag."""
        run, text = self.run, self.run.text
        if run.box.tag not in {"p", "div"} or not 3 <= len(text) < 100 or run.linked or not _is_bold_head(run):
            return None
        return Role.QUESTION if text.endswith(("?", "？", "؟")) else Role.SUBHEAD

    def dek_line(self) -> Verdict | None:
        """Returns SUBHEAD for a short line that is styled as a dek."""
        if self.hint is not Role.DEK or len(self.run.text) >= 100 or self.run.linked:
            return None
        return None if ENDS.search(self.run.text) else Role.SUBHEAD

    def scrap(self) -> Verdict | None:
        """Leaves out a few words outside paragraphs that are not a sentence."""
        run = self.run
        if self.is_known or len(run.text) >= 60 or run.box.tag in {"p", "blockquote", "pre"}:
            return None
        return Reason.METADATA if prose(run) == 0 and not ENDS.search(run.text) else None


BY_PLACE: tuple[tuple[str, Callable[[Place], Verdict | None]], ...] = (
    ("is a date or byline beside a picture", Place.stamp),
    ("is a caption", Place.caption),
    ("is a heading", Place.heading),
    ("is a control beside a heading", Place.control),
    ("is named after what is said above", Place.said_above),
    ("is named like something beside the text", Place.weakly_named),
    ("is an author's biography", Place.profile),
    ("stands in a live entry", lambda place: Role.ENTRY if place.page.area.entry(place.run.box) is not None else None),
    ("is named after a role", lambda place: place.hint if place.hint and ROLE_FACTS[place.hint].class_words else None),
    ("stands in a list", Place.list_item),
    ("is all links", Place.links),
    ("stands in a cell", lambda place: Role.TABLE if place.tags & {"td", "th"} else None),
    ("is a bold line", Place.bold_line),
    ("is a line styled as a dek", Place.dek_line),
    ("is a scrap", Place.scrap),
    ("stands in a block quote", lambda place: Role.QUOTE if "blockquote" in place.tags else None),
    ("is a paragraph", lambda place: Role.BODY),
)


def _is_bold_head(run: TextRun) -> bool:
    is_bold = run.bold >= 0.9 * len(run.text)
    return is_bold and run.text[-1] not in ".,;:" and any(map(str.isalnum, run.text))


def _linked_levels(inside: list[TextRun]) -> set[int]:
    """Returns the levels of which at least two headings are links over a paragraph: they name the parts of a list."""
    lines = [(run, heading_level(run.box)) for run in inside if run.text]
    heads = ((at, level) for at, (run, level) in enumerate(lines) if level is not None and run.link_share > 0.7)
    levels = Counter(level for at, level in heads if _opens_text(lines[at + 1 : at + 4]))
    return {level for level, count in levels.items() if count > 1}


def _opens_text(below: list[tuple[TextRun, int | None]]) -> bool:
    """Says whether a paragraph is among the next lines, before another heading."""
    own = takewhile(lambda line: line[1] is None, below)
    return any(prose(run) for run, _ in own)


def _is_heading(run: TextRun) -> bool:
    return heading_level(run.box) is not None


def _is_stamp(text: str) -> bool:
    """Says whether a line is a date or a byline alone."""
    if len(text) > _STAMP or ENDS.search(text.rstrip(".")):
        return False
    if line_date(text, None) is not None:
        return True
    return has_lead(text) and bool(byline(text).people)


def _is_list_prose(run: TextRun) -> bool:
    """Says whether a run is a long item of a list, which needs no full stop to be a sentence."""
    is_item = run.box.within("li") is not None and run.link_share < 0.5
    return is_item and len(run.text.split()) >= PROSE_WORDS


def _follows_stopper(run: TextRun) -> bool:
    """Says whether a run goes with the "Read more" or "Comments" before it: links, and scraps between links."""
    if run.media is not None or run.link_share > 0.5:
        return True
    return run.box.tag not in TEXT_TAGS and prose(run) == 0 and len(run.text) < 60
