"""What each piece is: a role, or a reason to leave it out."""

from __future__ import annotations

import re

from audiobrief.extract import phrases
from audiobrief.extract.pieces import Box, Piece, heading_level
from audiobrief.extract.region import Region, prose, words
from audiobrief.roles import Reason, Role

Verdict = Role | Reason

SPOKEN = frozenset(
    {Role.BODY, Role.QUOTE, Role.LIST_ITEM, Role.TABLE, Role.SUBHEAD, Role.QUESTION, Role.ANSWER, Role.ENTRY}
)
_SHORT = 160
_ENDS = re.compile(r"[.!?…。！？؟۔:;,\"'”’»)\]]$")
_BYLINE = re.compile(
    r"(?:(?:written |reported |posted |story |article )?by|von|par|por|di|door|av|af|od|autor:?|author:?|autore:?|text:?|автор:?|oleh|bởi)\s+\S",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d+ (?:hours?|minutes?|mins?|days?|weeks?|h) ago|^vor \d+|年\d+月",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"^(?:photos?|image|picture|foto|bild|fotos|credit|crédito|crédit|photo credit|image credit|quelle|источник|fotoğraf|fot|zdjęcie|写真)\s*(?:by|von|:|/|©)"
    r"|©|\(c\)|\b(?:getty images|shutterstock|istock|picture alliance|afp|reuters|ap photo|unsplash|imago)\b.{0,30}$",
    re.IGNORECASE,
)
_CLIP = re.compile(r"\|\s*\d{1,2}:\d\d(?:\s*min\.?)?$")
_STOPPERS = frozenset({Reason.RELATED, Reason.COMMENTS, Reason.PROMOTION, Reason.SHARE})
_TEXT_TAGS = frozenset("p h2 h3 h4 h5 h6 li blockquote pre td dd dt".split())
_DROP_BY_NAME = frozenset({Role.BYLINE, Role.DATE, Role.KICKER})


class Judge:
    """Judges the pieces of one page, each by itself and by what is around it."""

    def __init__(
        self, region: Region, title: str, authors: tuple[str, ...], description: str | None, section: str | None = None
    ) -> None:
        self.region = region
        self.pieces = region.pieces
        self.title = words(title)
        self.names = [words(name) for name in authors if name]
        self.description = words(description or "")
        self.section = words(section or "")
        self.start = self.pieces.index(region.headline) if region.headline else -1
        self.trusts_dek = True
        inside = self.pieces[region.root.first : region.root.last]
        self.trusts_dek = sum(1 for piece in inside if prose(piece) and self._hint(piece) is Role.DEK) <= 3
        self.first = self._first_paragraph()
        self.linked_lists: dict[int, bool] = {}
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
        self._drop_bare_heads(found)
        return found

    def _drop_bare_heads(self, found: list[Verdict]) -> None:
        """A subhead over nothing but teasers, or over nothing, belongs to them; over a player, it is the player's title."""
        root = self.region.root
        over: int | None = None
        below: set[Reason] = set()
        for index in range(root.first, root.last + 1):
            verdict = found[index] if index < root.last else None
            if verdict is None or verdict is Role.SUBHEAD:
                if over is not None and (verdict is None or below & _STOPPERS):
                    found[over] = next(iter(below & _STOPPERS), Reason.RELATED)
                over = index if verdict is not None else None
                below = set()
            elif isinstance(verdict, Role):
                over = over if verdict in {Role.CREDIT, Role.NOTICE} else None
            elif self.pieces[index].text:
                if over is not None and verdict is Reason.PLAYER and not below and self._share_box(over, index):
                    found[over] = Role.EMBED
                    over = None
                below.add(verdict)

    def _share_box(self, one: int, other: int) -> bool:
        """Whether two pieces are alone with at most a few others in a box below the region's."""
        box = self.pieces[one].box.parent
        return (
            box is not None
            and box is not self.region.root
            and box.first <= other < box.last
            and box.last - box.first < 14
        )

    def _first_paragraph(self) -> int:
        """Index of the first piece of the region that is surely the article's text."""
        root = self.region.root
        for index in range(max(root.first, self.start + 1), root.last):
            piece = self.pieces[index]
            if prose(piece) >= 60 and not self.region.blocked(piece.box) and not self._is_dek(piece):
                return index
        return root.last

    # -- outside the region

    def _outside(self, index: int, piece: Piece) -> Verdict:
        if index < self.start and (role := self._over_headline(index, piece)) is not None:
            return role
        if (reason := self.region.blocked(piece.box) or phrases.noise(piece.text)) is not None:
            return reason
        if index < self.region.root.first:
            if 0 <= self.start <= index:
                return self._header(piece) or self._opening(piece)
            return Reason.NAVIGATION
        if self._is_in_notice(piece) or (
            len(piece.text) > 40 and piece.link_share < 0.5 and phrases.is_notice(piece.text)
        ):
            return Role.NOTICE
        return Reason.RELATED if piece.link_share > 0.3 else Reason.FOOTER

    def _over_headline(self, index: int, piece: Piece) -> Role | None:
        """The kicker or label that stands right above the headline."""
        headline = self.region.headline
        if (
            headline is None
            or self.start - index > 4
            or len(piece.text) > 80
            or self._tags_around(piece.box) & {"nav", "ul", "ol"}
        ):
            return None
        if phrases.is_label(piece.text):
            return Role.LABEL
        near = {id(box) for box in list(headline.box.chain())[1:3]}
        if not any(id(box) in near for box in list(piece.box.chain())[1:3]) or phrases.noise(piece.text) is not None:
            return None
        hints = {box.names.hint for box in list(piece.box.chain())[:2]}
        if hints & {Role.KICKER, Role.LABEL} or words(piece.text) == self.section:
            return Role.KICKER
        return None

    def _tags_around(self, box: Box) -> set[str]:
        return {outer.tag for outer in box.chain()}

    def _opening(self, piece: Piece) -> Verdict:
        """Between headline and region: key points and first lines that stand apart from the other text."""
        main = next((box for box in self.region.root.chain() if box.tag in {"article", "main"}), None)
        if main is not None and any(box is main for box in piece.box.chain()) and piece.link_share < 0.3:
            if piece.box.tag == "li" and len(words(piece.text)) > 4:
                return Role.LIST_ITEM
            if piece.box.tag == "p" and prose(piece) >= 60:
                return Role.BODY
        return Reason.METADATA if len(piece.text) < 200 else Reason.RELATED

    def _is_in_notice(self, piece: Piece) -> bool:
        """Whether the box around a piece opens with a notice, or is named after one."""
        box = piece.box.parent if piece.box.tag in _TEXT_TAGS else piece.box
        if (
            box is None
            or box is self.region.root
            or box.last - box.first > 8
            or box.depth <= self.region.root.depth - 2
        ):
            return False
        if box.names.hint is Role.NOTICE:
            return True
        first = next((other for other in self.pieces[box.first : box.last] if other.text), None)
        return first is not None and first is not piece and phrases.is_notice(first.text)

    def _header(self, piece: Piece) -> Verdict | None:
        """What stands between the headline and the first paragraph."""
        text = piece.text
        own = words(text)
        if own == self.title:
            return Reason.DUPLICATE
        hint = self._hint(piece)
        if hint is Role.CAPTION or "figcaption" in self._tags(piece.box) or _PHOTO.search(text):
            return Role.CAPTION
        if len(text) < 140 and (
            _BYLINE.match(text) or self._names_author(own) or (hint is Role.BYLINE and len(own) < 9)
        ):
            return Role.BYLINE
        if len(text) < 80 and ("time" in piece.inline or hint is Role.DATE or _DATE.search(text)):
            return Role.DATE
        if self._is_dek(piece):
            return Role.DEK
        if phrases.is_label(text):
            return Role.LABEL
        return None

    def _names_author(self, own: list[str]) -> bool:
        return any(name and len(own) < 14 and set(name) <= set(own) for name in self.names)

    def _is_dek(self, piece: Piece) -> bool:
        if len(piece.text) < 30 or len(piece.text) > 700 or piece.link_share > 0.5:
            return False
        hint = self._hint(piece)
        if (
            piece.box.tag == "p"
            and self._is_among_paragraphs(piece.box)
            and (piece.box.names.is_lead or piece.box.names.hint is None)
        ):
            return False
        if heading_level(piece.box) in {2, 3, 4}:
            return (
                hint is Role.DEK or _ENDS.search(piece.text) is not None or _near(words(piece.text), self.description)
            )
        return hint is Role.DEK

    def _is_among_paragraphs(self, box: Box) -> bool:
        """Whether a paragraph stands in a row with others: a lead is the first of them, a dek is set apart."""
        root = self.region.root
        if box.parent is None or not root.first <= box.first < root.last:
            return False
        row = self.pieces[box.parent.first : box.parent.last]
        return sum(1 for piece in row if piece.box.parent is box.parent and piece.box.tag == "p" and prose(piece)) > 2

    def _hint(self, piece: Piece) -> Role | None:
        for box in piece.box.chain():
            if box is self.region.root:
                break
            hint = box.names.hint
            if hint is not None and self._is_small(box) and (self.trusts_dek or hint is not Role.DEK):
                return hint
            if box.tag in {"article", "main", "body"}:
                break
        for role in (Role.CAPTION, Role.CREDIT, Role.BYLINE, Role.DATE):
            if role.value in piece.inline:
                return role
        return None

    def _is_small(self, box: Box) -> bool:
        """Whether a named box can be a dek or a byline: a name around most of the text says nothing."""
        return box.last - box.first <= 8 and box.weight <= 0.3 * self.region.root.weight

    # -- inside the region

    def _inside(self, index: int, piece: Piece) -> Verdict:
        known = self.region.is_known(piece)
        reason = self.region.blocked(piece.box)
        if reason is not None and (not known or self.region.holds_firm(piece.box)):
            return reason
        if index < self.start:
            return self._over_headline(index, piece) or Reason.NAVIGATION
        if (own := words(piece.text)) == self.title:
            return Reason.DUPLICATE
        if index == self._until and self._goes_on(piece):
            self._until += 1
            return self._because
        if self.region.times and self._is_entry_time(piece):
            return Reason.METADATA
        if index < self.first:
            verdict = self._by_text(index, piece) or self._header(piece)
            if verdict is None:
                if self._is_name_line(piece.text):
                    return Role.BYLINE
                is_line = piece.box.tag not in _TEXT_TAGS and len(own) < 9 and not _ENDS.search(piece.text)
                verdict = Reason.METADATA if is_line else self._by_place(piece, known)
            return verdict
        return self._by_text(index, piece) or self._by_place(piece, known)

    def _is_entry_time(self, piece: Piece) -> bool:
        entry = self.region.entry(piece.box)
        if entry is None or len(piece.text) > 40:
            return False
        return "time" in piece.inline or piece.text == self.region.times[id(entry)]

    def _is_name_line(self, text: str) -> bool:
        """Two to six capitalised words without an end: a name where a byline stands."""
        parts = text.replace("/", " ").replace(",", " ").split()
        return (
            2 <= len(parts) <= 6
            and not _ENDS.search(text)
            and all(part[0].isupper() and not part.isupper() for part in parts)
        )

    def _by_text(self, index: int, piece: Piece) -> Verdict | None:
        text = piece.text
        if (reason := phrases.noise(text)) is not None:
            if reason in _STOPPERS and len(text) < 80 and piece.link_share < 0.5:
                self._until, self._because = index + 1, reason
            return reason
        if _CLIP.search(text):
            return Reason.PLAYER
        if phrases.is_notice(text) or piece.box.names.hint is Role.NOTICE or self._is_in_notice(piece):
            return Role.NOTICE
        if phrases.is_credit(text):
            return Role.CREDIT
        return None

    def _goes_on(self, piece: Piece) -> bool:
        """After a line like "Read more" or "Comments", what is linked goes with it, and unlinked scraps between links."""
        if piece.media is not None or piece.link_share > 0.5:
            return True
        return piece.box.tag not in _TEXT_TAGS and prose(piece) == 0 and len(piece.text) < 60

    def _by_place(self, piece: Piece, known: bool) -> Verdict:
        box, text = piece.box, piece.text
        tags = self._tags(box)
        hint = self._hint(piece)
        if "figcaption" in tags or (not known and self._is_caption(piece, tags, hint)):
            return Role.CAPTION
        if heading_level(box) is not None:
            return self._heading(piece)
        if hint in _DROP_BY_NAME and prose(piece) < 60 and not known:
            return Reason.METADATA
        if (weak := self._weak(piece)) is not None and not known:
            return weak
        if self._is_profile(piece):
            return Reason.PROFILE
        if self.region.times and self.region.entry(box) is not None:
            return Role.ENTRY
        if hint is Role.FOOTNOTE:
            return Role.FOOTNOTE
        if tags & {"li", "dd", "dt"}:
            return Reason.RELATED if self._is_link_list(box) else Role.LIST_ITEM
        if not known and (
            piece.link_share > 0.9 and len(text) < _SHORT or piece.link_share > 0.75 and len(piece.links) > 1
        ):
            return Reason.RELATED
        if tags & {"td", "th"}:
            return Role.TABLE
        if self._is_bold_line(piece, box):
            return Role.QUESTION if text.endswith(("?", "？", "؟")) else Role.SUBHEAD
        if hint is Role.DEK and len(text) < 100 and not _ENDS.search(text) and not piece.linked:
            return Role.SUBHEAD
        if (
            box.tag not in {"p", "blockquote", "pre"}
            and prose(piece) == 0
            and not known
            and len(text) < 60
            and not _ENDS.search(text)
        ):
            return Reason.METADATA
        return Role.QUOTE if "blockquote" in tags else Role.BODY

    def _is_caption(self, piece: Piece, tags: set[str], hint: Role | None) -> bool:
        if "blockquote" in tags:
            return False
        if tags & {"figure", "caption"} or hint in {Role.CAPTION, Role.CREDIT}:
            return True
        return len(piece.text) < 300 and self._is_beside_image(piece.box)

    def _is_beside_image(self, box: Box) -> bool:
        """Whether a box named after pictures holds a picture and hardly more than this text."""
        for outer in box.chain():
            if outer is self.region.root:
                return False
            if outer.names.is_figure:
                inside = self.pieces[outer.first : outer.last]
                return any(p.media is not None for p in inside) and sum(len(p.text) for p in inside) < 500
        return False

    def _weak(self, piece: Piece) -> Reason | None:
        """What a common word in a name says, where the text does not read like a paragraph."""
        names = (
            piece.box.names if piece.box.tag not in _TEXT_TAGS or piece.box.parent is None else piece.box.parent.names
        )
        if names.weak is None or heading_level(piece.box) is not None or piece.box.tag in {"li", "blockquote"}:
            return None
        if names.weak is Reason.METADATA and _DATE.search(piece.text) and len(piece.text) < _SHORT:
            return Reason.METADATA
        return names.weak if piece.link_share > 0.5 else None

    def _heading(self, piece: Piece) -> Verdict:
        return Reason.RELATED if piece.link_share > 0.7 else Role.SUBHEAD

    def _is_bold_line(self, piece: Piece, box: Box) -> bool:
        text = piece.text
        return (
            box.tag in {"p", "div"}
            and piece.bold >= 0.9 * len(text)
            and 3 <= len(text) < 100
            and text[-1] not in ".,;:"
            and piece.linked == 0
        )

    def _is_profile(self, piece: Piece) -> bool:
        """An author's biography opens with the author's name and stands after the text."""
        if not self.names or len(piece.text) > 600:
            return False
        own = words(piece.text)
        return any(len(name) > 1 and own[: len(name)] == name for name in self.names) and self._is_tail(piece)

    def _is_tail(self, piece: Piece) -> bool:
        root = self.region.root
        index = self.pieces.index(piece, root.first)
        return sum(self.region.weights[index + 1 : root.last]) < 0.15 * root.weight

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


def _near(one: list[str], other: list[str]) -> bool:
    return bool(one) and bool(other) and one[:8] == other[:8]
