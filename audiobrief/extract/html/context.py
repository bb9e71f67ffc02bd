"""What is around a piece: tags and names of its boxes, its row, its list, the picture beside it."""

from __future__ import annotations

from audiobrief.extract import phrases
from audiobrief.extract.html.article_area import Region, prose
from audiobrief.extract.html.text_runs import Box, Piece
from audiobrief.roles import Role

TEXT_TAGS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "dd", "dt"})
_MOST_DEKS = 3
_INLINE_HINTS = (Role.CAPTION, Role.CREDIT, Role.BYLINE, Role.DATE)


class Surroundings:
    """Asked by the judges about one page's pieces."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.pieces = region.pieces
        self._link_lists: dict[int, bool] = {}
        self._trusts_dek = True
        inside = self.pieces[region.root.first : region.root.last]
        deks = sum(1 for piece in inside if prose(piece) and self.hint(piece) is Role.DEK)
        self._trusts_dek = deks <= _MOST_DEKS  # named like a dek in every paragraph: it names the body

    def tags(self, box: Box) -> set[str]:
        """The tags of a box and the boxes around it, inside the region."""
        found: set[str] = set()
        for outer in box.chain():
            if outer is self.region.root:
                break
            found.add(outer.tag)
        return found

    def hint(self, piece: Piece) -> Role | None:
        """The role that the nearest name around a piece speaks of."""
        for box in piece.box.chain():
            if box is self.region.root:
                break
            hint = box.names.hint
            if hint is not None and self._is_small(box) and (self._trusts_dek or hint is not Role.DEK):
                return hint
            if box.tag in {"article", "main", "body"}:
                break
        return next((role for role in _INLINE_HINTS if role.value in piece.inline), None)

    def _is_small(self, box: Box) -> bool:
        """Whether a named box can be a dek or a byline: a name around most of the text says nothing."""
        return box.last - box.first <= 8 and box.weight <= 0.3 * self.region.root.weight

    def is_among_paragraphs(self, box: Box) -> bool:
        """Whether a paragraph stands in a row with others: a lead is the first of them, a dek is set apart."""
        root = self.region.root
        if box.parent is None or not root.first <= box.first < root.last:
            return False
        count = 0
        for piece in self.pieces[box.parent.first : box.parent.last]:
            if piece.box.parent is box.parent and piece.box.tag == "p" and prose(piece):
                count += 1
                if count > 2:
                    return True
        return False

    def is_in_notice(self, piece: Piece) -> bool:
        """Whether the small box around a piece is named after notices, or opens with one."""
        box = piece.box.parent if piece.box.tag in TEXT_TAGS else piece.box
        root = self.region.root
        if box is None or box is root or box.last - box.first > 8 or box.depth <= root.depth - 2:
            return False
        if box.names.hint is Role.NOTICE:
            return True
        first = next((other for other in self.pieces[box.first : box.last] if other.text), None)
        return first is not None and first is not piece and phrases.is_notice(first.text)

    def is_beside_image(self, box: Box) -> bool:
        """Whether a box named after pictures holds a picture and hardly more than this text."""
        for outer in box.chain():
            if outer is self.region.root or outer.last - outer.first > 30:
                return False
            if outer.names.is_figure:
                inside = self.pieces[outer.first : outer.last]
                return any(p.media is not None for p in inside) and sum(len(p.text) for p in inside) < 500
        return False

    def is_link_list(self, box: Box) -> bool:
        """Whether the list around a box is mostly links."""
        for outer in box.chain():
            if outer.tag in {"ul", "ol", "dl"}:
                if id(outer) not in self._link_lists:
                    items = self.pieces[outer.first : outer.last]
                    total = sum(len(item.text) for item in items) or 1
                    self._link_lists[id(outer)] = sum(item.linked for item in items) / total > 0.6
                return self._link_lists[id(outer)]
        return False

    def is_alone_with(self, one: int, other: int) -> bool:
        """Whether two pieces are in a small box of their own inside the region."""
        box = self.pieces[one].box.parent
        if box is None or box is self.region.root:
            return False
        return box.first <= other < box.last and box.last - box.first < 14
