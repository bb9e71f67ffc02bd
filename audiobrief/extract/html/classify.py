"""What each piece is: a role, or a reason to leave it out."""

from __future__ import annotations

import re
from itertools import accumulate

from audiobrief.extract import phrases
from audiobrief.extract.facts.bylines import byline, has_lead
from audiobrief.extract.facts.metadata import Metadata
from audiobrief.extract.facts.written_dates import written_date
from audiobrief.extract.html.around_headline import DATE, ENDS, Top, is_name_line
from audiobrief.extract.html.article_area import Region, prose, words
from audiobrief.extract.html.context import TEXT_TAGS, Surroundings
from audiobrief.extract.html.text_runs import Piece, heading_level
from audiobrief.roles import ROLE_FACTS, Reason, Role

Verdict = Role | Reason

_SHORT = 160
_STAMP = 90
_CLIP = re.compile(r"\|\s*\d{1,2}:\d\d(?:\s*min\.?)?$")
_STOPPERS = frozenset({Reason.RELATED, Reason.COMMENTS, Reason.PROMOTION, Reason.SHARE})
_SAID_ABOVE = frozenset({Role.BYLINE, Role.DATE, Role.KICKER})
_TAIL = 0.15
"""Share of the prose that may follow an author's biography."""


class Judge:
    """Judges the pieces of one page, each by itself and by what is around it. Use once."""

    def __init__(self, region: Region, facts: Metadata) -> None:
        self.region = region
        self.pieces = region.pieces
        self.around = Surroundings(region)
        self.top = Top(self.around, facts)
        self.title = words(facts.title)
        self.names = [name for name in map(words, facts.authors) if len(name) > 1]
        self.before = [0.0, *accumulate(region.weights)]
        self._until = -1
        self._because = Reason.RELATED

    def verdicts(self) -> list[Verdict]:
        """One verdict a piece, in order."""
        root = self.region.root
        found: list[Verdict] = []
        for index, piece in enumerate(self.pieces):
            if piece is self.region.headline:
                found.append(Role.HEADLINE)
            elif piece.media is not None:
                found.append(Reason.IMAGE_LABEL)
            elif root.first <= index < root.last:
                found.append(self._inside(index, piece))
            else:
                found.append(self._outside(index, piece))
        self._settle_heads(found)
        return found

    def _settle_heads(self, found: list[Verdict]) -> None:
        """A subhead over teasers or over nothing belongs to them; over a player, it is the player's title."""
        root = self.region.root
        over: int | None = None
        below: set[Reason] = set()
        for index in range(root.first, root.last):
            verdict = found[index]
            if verdict is Role.SUBHEAD:
                if over is not None and below & _STOPPERS:
                    found[over] = next(reason for reason in Reason if reason in below & _STOPPERS)
                over, below = index, set()
            elif isinstance(verdict, Role):
                over = over if verdict in {Role.CREDIT, Role.NOTICE} else None
            elif over is not None and self.pieces[index].text:
                if verdict is Reason.PLAYER and not below and self.around.is_alone_with(over, index):
                    found[over], over = Role.EMBED, None
                below.add(verdict)
        if over is not None:
            found[over] = next((reason for reason in Reason if reason in below & _STOPPERS), Reason.RELATED)

    def _outside(self, index: int, piece: Piece) -> Verdict:
        if index < self.top.start and (role := self.top.over_headline(index, piece)) is not None:
            return role
        if (reason := self.region.blocked(piece.box) or phrases.noise(piece.text)) is not None:
            return reason
        if index < self.region.root.first:
            if 0 <= self.top.start <= index:
                return self.top.below_headline(piece) or self.top.apart(piece)
            return Reason.NAVIGATION
        is_told = len(piece.text) > 40 and piece.link_share < 0.5
        if self.around.is_in_notice(piece) or (is_told and phrases.is_notice(piece.text)):
            return Role.NOTICE
        return Reason.RELATED if piece.link_share > 0.3 else Reason.FOOTER

    def _inside(self, index: int, piece: Piece) -> Verdict:
        known = self.region.is_known(piece)
        reason = self.region.blocked(piece.box)
        if reason is not None and (not known or self.region.holds_firm(piece.box)):
            return reason
        if index < self.top.start:
            return self.top.over_headline(index, piece) or Reason.NAVIGATION
        if words(piece.text) == self.title:
            return Reason.DUPLICATE
        if index == self._until and _goes_on(piece):
            self._until += 1
            return self._because
        if self._is_entry_time(piece):
            return Reason.METADATA
        verdict = self._by_text(index, piece)
        if verdict is None and index < self.top.first:
            verdict = self.top.below_headline(piece) or self._scrap(piece)
        return verdict or self._by_place(index, piece, known)

    def _is_entry_time(self, piece: Piece) -> bool:
        entry = self.region.entry(piece.box)
        if entry is None or len(piece.text) > 40:
            return False
        return "time" in piece.inline or piece.text == self.region.times[id(entry)]

    def _by_text(self, index: int, piece: Piece) -> Verdict | None:
        text = piece.text
        if (reason := phrases.noise(text)) is not None:
            if reason in _STOPPERS and len(text) < 80 and piece.link_share < 0.5:
                self._until, self._because = index + 1, reason
            return reason
        if _CLIP.search(text):
            return Reason.PLAYER
        if phrases.is_notice(text) or piece.box.names.hint is Role.NOTICE or self.around.is_in_notice(piece):
            return Role.NOTICE
        return Role.CREDIT if phrases.is_credit(text) else None

    def _scrap(self, piece: Piece) -> Verdict | None:
        """A line over the first paragraph that is not a sentence."""
        if is_name_line(piece.text):
            return Role.BYLINE
        is_line = piece.box.tag not in TEXT_TAGS and len(words(piece.text)) < 9 and not ENDS.search(piece.text)
        return Reason.METADATA if is_line else None

    def _by_place(self, index: int, piece: Piece, known: bool) -> Verdict:
        tags = self.around.tags(piece.box)
        hint = self.around.hint(piece)
        if not known and not tags & {"figcaption", "p"} and (stamp := _stamp(piece)) is not None:
            return stamp
        if "figcaption" in tags or (not known and self._is_caption(piece, tags, hint)):
            return Role.CAPTION
        if heading_level(piece.box) is not None:
            return Reason.RELATED if piece.link_share > 0.7 else Role.SUBHEAD
        if not known and (reason := self._beside_text(piece, hint)) is not None:
            return reason
        if self._is_profile(index, piece):
            return Reason.PROFILE
        if self.region.entry(piece.box) is not None:
            return Role.ENTRY
        if hint is not None and ROLE_FACTS[hint].class_words:
            return hint
        if tags & {"li", "dd", "dt"}:
            return Reason.RELATED if self.around.is_link_list(piece.box) else Role.LIST_ITEM
        return self._paragraph(piece, tags, hint, known)

    def _paragraph(self, piece: Piece, tags: set[str], hint: Role | None, known: bool) -> Verdict:
        text, is_sentence = piece.text, ENDS.search(piece.text) is not None
        is_link = piece.link_share > 0.9 and len(text) < _SHORT
        if not known and (is_link or (piece.link_share > 0.75 and len(piece.links) > 1)):
            return Reason.RELATED
        if tags & {"td", "th"}:
            return Role.TABLE
        if _is_bold_line(piece):
            return Role.QUESTION if text.endswith(("?", "？", "؟")) else Role.SUBHEAD
        if hint is Role.DEK and len(text) < 100 and not is_sentence and not piece.linked:
            return Role.SUBHEAD
        is_scrap = not is_sentence and not known and len(text) < 60 and prose(piece) == 0
        if is_scrap and piece.box.tag not in {"p", "blockquote", "pre"}:
            return Reason.METADATA
        return Role.QUOTE if "blockquote" in tags else Role.BODY

    def _is_caption(self, piece: Piece, tags: set[str], hint: Role | None) -> bool:
        if "blockquote" in tags:
            return False
        if tags & {"figure", "caption"} or hint in {Role.CAPTION, Role.CREDIT}:
            return True
        return len(piece.text) < 300 and self.around.is_beside_image(piece.box)

    def _beside_text(self, piece: Piece, hint: Role | None) -> Reason | None:
        """What a common word in a name says, where the text does not read like a paragraph."""
        if hint in _SAID_ABOVE and prose(piece) < 60:
            return Reason.METADATA
        box = piece.box
        names = box.parent.names if box.tag in TEXT_TAGS and box.parent is not None else box.names
        if names.weak is None or box.tag in {"li", "blockquote"}:
            return None
        if names.weak is Reason.METADATA and DATE.search(piece.text) and len(piece.text) < _SHORT:
            return Reason.METADATA
        return names.weak if piece.link_share > 0.5 else None

    def _is_profile(self, index: int, piece: Piece) -> bool:
        """An author's biography opens with the author's name and stands after the text."""
        if not self.names or len(piece.text) > 600:
            return False
        own = words(piece.text)
        rest = self.before[self.region.root.last] - self.before[index + 1]
        return rest < _TAIL * self.region.root.weight and any(own[: len(name)] == name for name in self.names)


def _stamp(piece: Piece) -> Verdict | None:
    """A date or a byline that stands beside a picture is no caption."""
    text = piece.text
    if len(text) > _STAMP or ENDS.search(text.rstrip(".")):
        return None
    if DATE.match(text) and len(words(text)) in range(3, 12) and written_date(text) is not None:
        return Reason.METADATA
    return Reason.METADATA if has_lead(text) and byline(text).people else None


def _goes_on(piece: Piece) -> bool:
    """After a line like "Read more" or "Comments", what is linked goes with it, and scraps between links."""
    if piece.media is not None or piece.link_share > 0.5:
        return True
    return piece.box.tag not in TEXT_TAGS and prose(piece) == 0 and len(piece.text) < 60


def _is_bold_line(piece: Piece) -> bool:
    """A subhead in all but its tag."""
    text = piece.text
    if piece.box.tag not in {"p", "div"} or not 3 <= len(text) < 100 or piece.linked:
        return False
    return piece.bold >= 0.9 * len(text) and text[-1] not in ".,;:"
