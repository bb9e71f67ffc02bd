"""What stands around the headline: kicker, label, dek, byline, date, key points."""

from __future__ import annotations

import re

from audiobrief.extract import phrases
from audiobrief.extract.facts.metadata import Metadata
from audiobrief.extract.html.article_area import prose, words
from audiobrief.extract.html.context import Surroundings
from audiobrief.extract.html.text_runs import Piece, heading_level
from audiobrief.languages import printed
from audiobrief.roles import Reason, Role

ENDS = re.compile(r"[.!?…。！？؟۔:;,\"'”’»)\]]$")
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
_KICKER_REACH = 4
"""Pieces above the headline that a kicker may be away."""


class Top:
    """Judges the pieces around the headline of one page."""

    def __init__(self, around: Surroundings, facts: Metadata) -> None:
        self._around = around
        self._region = around.region
        self._title = words(facts.title)
        self._names = [words(name) for name in facts.authors if name]
        self._description = words(facts.description or "")
        self._section = words(facts.section or "")
        self.start = self._region.pieces.index(self._region.headline) if self._region.headline else -1
        """Index of the headline; -1 without one."""
        self.first = self._first_paragraph()
        """Index of the first piece of the region that is surely the article's text."""

    def _first_paragraph(self) -> int:
        root = self._region.root
        for index in range(max(root.first, self.start + 1), root.last):
            piece = self._region.pieces[index]
            if prose(piece) >= 60 and not self._region.blocked(piece.box) and not self._is_dek(piece):
                return index
        return root.last

    def over_headline(self, index: int, piece: Piece) -> Role | None:
        """The kicker or label that stands right above the headline."""
        headline = self._region.headline
        if headline is None or self.start - index > _KICKER_REACH or len(piece.text) > 80:
            return None
        if any(box.tag in {"nav", "ul", "ol"} for box in piece.box.chain()):
            return None
        if phrases.is_label(piece.text):
            return Role.LABEL
        near = list(headline.box.chain())[1:3]
        if not any(box in near for box in list(piece.box.chain())[1:3]) or phrases.noise(piece.text) is not None:
            return None
        hints = {box.names.hint for box in list(piece.box.chain())[:2]}
        return Role.KICKER if hints & {Role.KICKER, Role.LABEL} or words(piece.text) == self._section else None

    def below_headline(self, piece: Piece) -> Role | Reason | None:
        """What stands between the headline and the first paragraph, or null when nothing says what it is."""
        text, own = piece.text, words(piece.text)
        if own == self._title:
            return Reason.DUPLICATE
        hint = self._around.hint(piece)
        if hint is Role.CAPTION or "figcaption" in self._around.tags(piece.box) or _PHOTO.search(text):
            return Role.CAPTION
        if len(text) < 140 and self._is_byline(text, own, hint):
            return Role.BYLINE
        if len(text) < 80 and ("time" in piece.inline or hint is Role.DATE or DATE.search(text)):
            return Role.DATE
        if self._is_dek(piece):
            return Role.DEK
        return Role.LABEL if phrases.is_label(text) else None

    def apart(self, piece: Piece) -> Role | Reason:
        """Between headline and region: key points and first lines that stand apart from the other text."""
        main = next((box for box in self._region.root.chain() if box.tag in {"article", "main"}), None)
        if main is not None and any(box is main for box in piece.box.chain()) and piece.link_share < 0.3:
            if piece.box.tag == "li" and len(words(piece.text)) > 4:
                return Role.LIST_ITEM
            if piece.box.tag == "p" and prose(piece) >= 60:
                return Role.BODY
        return Reason.METADATA if len(piece.text) < 200 else Reason.RELATED

    def _is_byline(self, text: str, own: list[str], hint: Role | None) -> bool:
        if printed.begins_byline(text) or (hint is Role.BYLINE and len(own) < 9):
            return True
        return any(name and len(own) < 14 and set(name) <= set(own) for name in self._names)

    def _is_dek(self, piece: Piece) -> bool:
        if not 30 <= len(piece.text) <= 700 or piece.link_share > 0.5:
            return False
        names = piece.box.names
        may_be_lead = piece.box.tag == "p" and (names.is_lead or names.hint is None)
        if may_be_lead and self._around.is_among_paragraphs(piece.box):
            return False
        if self._around.hint(piece) is Role.DEK:
            return True
        if heading_level(piece.box) not in {2, 3, 4}:
            return False
        own = words(piece.text)
        return ENDS.search(piece.text) is not None or (bool(own) and own[:8] == self._description[:8])


def is_name_line(text: str) -> bool:
    """Two to six capitalised words without an end: a name where a byline stands."""
    parts = text.replace("/", " ").replace(",", " ").split()
    if not 2 <= len(parts) <= 6 or ENDS.search(text):
        return False
    return all(part[0].isupper() and not part.isupper() for part in parts)
