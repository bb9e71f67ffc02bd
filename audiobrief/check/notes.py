"""Show notes as an app understands them: tags, links, and the times that it makes into chapters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

NOTES_TAGS = frozenset({"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"})
"""What PSP-1 allows."""

_TIME = re.compile(r"\s*\(((?:\d+:)?\d{1,2}:\d{2})\)\s*(.*)", re.DOTALL)
_ROWS = ("p", "li")


@dataclass(slots=True)
class Notes:
    """What was found in them."""

    tags: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    chapters: list[tuple[int, str]] = field(default_factory=list)
    """Second and title."""
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Returns what they say, without markup."""
        return " ".join("".join(self.words).split())


def read_notes(html: str) -> Notes:
    """Reads show notes; broken HTML is read as far as it goes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_row()
    return reader.notes


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.notes = Notes()
        self._row = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.notes.tags.add(tag)
        self.notes.links += [value or "" for name, value in attributes if name in ("href", "src")]
        if tag in _ROWS:
            self.end_row()

    def handle_endtag(self, tag: str) -> None:
        if tag in _ROWS:
            self.end_row()

    def handle_data(self, data: str) -> None:
        self._row += data
        self.notes.words.append(data)

    def end_row(self) -> None:
        """A row that begins with a time is a chapter."""
        found = _TIME.fullmatch(self._row)
        self._row = ""
        if found:
            second = 0
            for part in found[1].split(":"):
                second = second * 60 + int(part)
            self.notes.chapters.append((second, " ".join(found[2].split())))
