"""What each piece is: a role, or a reason to leave it out."""

from __future__ import annotations

import re

from audiobrief.extract import phrases
from audiobrief.extract.pieces import Box, Piece, heading_level
from audiobrief.extract.region import Region, prose, words
from audiobrief.roles import Reason, Role

Verdict = Role | Reason

_SHORT = 160
_ENDS = re.compile(r"[.!?…。！？؟۔:;,\"'”’»)\]]$")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af|od|autor:?|автор:?|oleh)\s+\S", re.IGNORECASE)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d+ (?:hours?|minutes?|days?) ago", re.IGNORECASE)


class Judge:
    """Judges the pieces of one page, each by itself and its surroundings."""

    def __init__(self, region: Region, title: str, authors: tuple[str, ...], description: str | None) -> None:
        self.region = region
        self.pieces = region.pieces
        self.title = words(title)
        self.authors = {word for name in authors for word in words(name)}
        self.description = words(description or "")
        self.start = self.pieces.index(region.headline) if region.headline else -1
        self.linked_lists: dict[int, bool] = {}

    def verdicts(self) -> list[Verdict]:
        """One verdict a piece, in order."""
        root = self.region.root
        found: list[Verdict] = []
        for index, piece in enumerate(self.pieces):
            if piece is self.region.headline:
                found.append(Role.HEADLINE)
            elif root.first <= index < root.last:
                found.append(self._inside(index, piece))
            else:
                found.append(self._outside(index, piece))
        return found

    def _outside(self, index: int, piece: Piece) -> Verdict:
        if piece.media is not None:
            return Reason.IMAGE_LABEL
        if (reason := self.region.blocked(piece.box) or phrases.noise(piece.text)) is not None:
            return reason
        if index < self.region.root.first:
            if self.start <= index and self.start >= 0:
                return self._header(index, piece) or Reason.METADATA
            return Reason.NAVIGATION
        return Reason.RELATED if piece.link_share > 0.3 else Reason.FOOTER

    def _header(self, index: int, piece: Piece) -> Verdict | None:
        text = piece.text
        if words(text) == self.title:
            return Reason.DUPLICATE
        hint = self._hint(piece)
        if hint is Role.CAPTION or piece.box.tag == "figcaption":
            return Role.CAPTION
        if len(text) < 120 and (_BYLINE.match(text) or (self.authors and self.authors <= set(words(text)))):
            return Role.BYLINE
        if len(text) < 80 and ("time" in piece.inline or _DATE.search(text)):
            return Role.DATE
        if words(text)[:12] == self.description[:12] and len(text) > 30:
            return Role.DEK
        if hint is Role.DEK and len(text) > 30:
            return Role.DEK
        return None

    def _hint(self, piece: Piece) -> Role | None:
        for box in piece.box.chain():
            if box is self.region.root:
                break
            if box.names.hint is not None:
                return box.names.hint
        for role in (Role.CAPTION, Role.CREDIT, Role.BYLINE, Role.DATE):
            if role.value in piece.inline:
                return role
        return None

    def _inside(self, index: int, piece: Piece) -> Verdict:
        if piece.media is not None:
            return Reason.IMAGE_LABEL
        known = self.region.is_known(piece)
        if not known and (reason := self.region.blocked(piece.box)) is not None:
            return reason
        if index < self.start:
            return Reason.NAVIGATION
        if words(piece.text) == self.title:
            return Reason.DUPLICATE
        return self._by_text(piece) or self._by_place(piece, known)

    def _by_text(self, piece: Piece) -> Verdict | None:
        text = piece.text
        if (reason := phrases.noise(text)) is not None:
            return reason
        if phrases.is_notice(text):
            return Role.NOTICE
        if phrases.is_credit(text):
            return Role.CREDIT
        return None

    def _by_place(self, piece: Piece, known: bool) -> Verdict:
        box, text = piece.box, piece.text
        tags = self._tags(box)
        if "figcaption" in tags or "figure" in tags:
            return Role.CAPTION
        hint = self._hint(piece)
        if hint in {Role.CAPTION, Role.CREDIT} and not known:
            return Role.CAPTION
        if heading_level(box) is not None:
            return Reason.RELATED if piece.link_share > 0.7 else Role.SUBHEAD
        if hint in {Role.BYLINE, Role.DATE} and prose(piece) < 60 and not known:
            return Reason.METADATA
        if "li" in tags or "dd" in tags or "dt" in tags:
            return Role.LIST_ITEM if not self._is_link_list(box) else Reason.RELATED
        if piece.link_share > 0.8 and len(text) < _SHORT:
            return Reason.RELATED
        if "td" in tags or "th" in tags:
            return Role.TABLE
        if box.tag not in {"p", "blockquote", "pre"} and prose(piece) == 0 and not known and len(text) < 60 and not _ENDS.search(text):
            return Reason.METADATA
        return Role.QUOTE if "blockquote" in tags else Role.BODY

    def _tags(self, box: Box) -> set[str]:
        found: set[str] = set()
        for outer in box.chain():
            if outer is self.region.root:
                break
            found.add(outer.tag)
        return found

    def _is_link_list(self, box: Box) -> bool:
        for outer in box.chain():
            if outer.tag in {"ul", "ol", "dl"}:
                key = id(outer)
                if key not in self.linked_lists:
                    items = self.pieces[outer.first : outer.last]
                    total = sum(len(item.text) for item in items) or 1
                    self.linked_lists[key] = sum(item.linked for item in items) / total > 0.6
                return self.linked_lists[key]
        return False
