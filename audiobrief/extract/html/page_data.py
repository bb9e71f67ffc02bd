"""The article that a page builds by script, from the data that it holds. Used when the page itself shows none.

Linked data say it in ``articleBody``; scripts hold JSON of any shape. There the article is in the object that says the
page's title, or in all of it; its text is one long string, or the innermost list that holds most of the prose. Keys are
never trusted by name, but for the kind of a list's items ("heading", "h2", "quote").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

import lxml.html
from lxml.html import HtmlElement, builder

from audiobrief.extract.facts.titles import folded_words
from audiobrief.extract.html import flight
from audiobrief.extract.text.prose import is_prose
from audiobrief.text.controls import cleaned

_MOST_CHARS = 5_000_000
_DEEPEST = 60
_MOST_VALUES = 50  # in one script
_LEAST_CHARS = 100
"""Of prose, that are worth reading."""
_LEAST_UNNAMED = 500
"""Of prose in data that do not say the page's title."""
_SAME_CHARS = 60
_FEWEST_BLANKS = 7  # between eight words
_MOST_OF = 0.7
"""Share of the prose that a part must hold to stand for the whole."""
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ASSIGNED = re.compile(r"(?:window|self|globalThis)(?:\.[\w$]+|\[[\"'][\w$]+[\"']\])\s*=\s*(?=[{\[])")
_PARSED = re.compile(r"JSON\.parse\(\s*(?=\")")
_KIND_KEYS = ("type", "_type", "kind", "style", "name", "nodeType", "blockType", "tag", "component", "__typename")
_HEADING = re.compile(r"^h[2-6]$|head(?:ing|er)|subhead|subtitle", re.IGNORECASE)
_QUOTE = re.compile(r"quote", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageData:
    """An article's text out of a page's data."""

    witness: str
    """Where it stands: "its script __NEXT_DATA__"."""
    content: list[HtmlElement]

    @property
    def text(self) -> str:
        """Returns all that it says."""
        return " ".join(" ".join(part.itertext()) for part in self.content)


def page_data(tree: HtmlElement, title: str, stated: str) -> PageData | None:
    """Finds the text that a page holds but does not show; None when there is none worth reading.

    ``stated`` is the ``articleBody`` of its linked data; a script's text must be the same, where there is one.
    """
    linked = PageData("its JSON-LD articleBody", list(_elements(unescape(stated))))
    begin = folded_words(linked.text)[:_SAME_CHARS]
    found = [PageData(witness, content) for witness, content in _contents(tree, title)]
    same = [data for data in found if begin in folded_words(data.text)]
    best = max(same, key=_prose_chars, default=linked)
    best = best if _prose_chars(best) >= len(linked.text) * _MOST_OF else linked
    return best if max(_prose_chars(best), len(linked.text)) >= _LEAST_CHARS else None


def _prose_chars(data: PageData) -> int:
    return sum(_prose(" ".join(part.itertext())) for one in data.content for part in (list(one) or [one]))


def _contents(tree: HtmlElement, title: str) -> Iterator[tuple[str, list[HtmlElement]]]:
    """Yields what each script holds, with its name."""
    streamed: list[str] = []
    for script in tree.xpath("//script[not(contains(@type, 'ld+json'))]"):
        source = (script.text or "")[:_MOST_CHARS]
        streamed += flight.pieces(source)
        for value in _values(script, source):
            yield f"its script {script.get('id', 'data')}", _Prose(value).content(title)
    if streamed:
        rows = flight.rows("".join(streamed))
        yield "its script __next_f", flight.rendered(rows)
        yield "its script __next_f", _Prose(list(rows.values())).content(title)


def _values(script: HtmlElement, source: str) -> Iterator[Any]:
    """Yields the JSON values of a script: the whole of it, or what is assigned to a name of the window."""
    if "json" in (script.get("type") or ""):
        yield from _decoded(source, [0])
        return
    yield from _decoded(source, (match.end() for match in _ASSIGNED.finditer(source)))
    for text in _decoded(source, (match.end() for match in _PARSED.finditer(source))):
        yield from _decoded(str(text), [0])


def _decoded(source: str, starts: Iterable[int]) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    done = 0
    for start in islice(starts, _MOST_VALUES):
        if start < done:
            continue
        try:
            value, done = decoder.raw_decode(source.lstrip() if start == 0 else source, start)
        except (ValueError, RecursionError):
            continue
        yield value


class _Prose:
    """A JSON value, with the characters of prose that each object and list in it holds."""

    def __init__(self, value: Any) -> None:
        self._value = value
        self._held: dict[int, int] = {}
        self._measure(value, 0)

    def content(self, title: str) -> list[HtmlElement]:
        """Returns the value's main text as elements of a page."""
        root, least = self._root(title)
        most = self._chars(root)
        if most < least:
            return []
        text = max(_strings(root), key=_prose, default="")
        if _prose(text) >= most * _MOST_OF:
            return list(_elements(text))
        parts = self._innermost_list(root, most)
        keys = frozenset(key for key, text in _keyed(parts) if _prose(text))
        return [element for item in parts for element in self._item(item, keys)]

    def _root(self, title: str) -> tuple[Any, int]:
        """Returns the object that the article is in, and how much prose it must hold."""
        named = self._named(folded_words(title)) if title else None
        if named is None:
            return self._value, _LEAST_UNNAMED if title else _LEAST_CHARS
        return named, _LEAST_CHARS

    def _measure(self, value: Any, depth: int) -> int:
        if isinstance(value, str):
            return _prose(value)
        if depth > _DEEPEST or not isinstance(value, dict | list):
            return 0
        inner = value.values() if isinstance(value, dict) else value
        self._held[id(value)] = sum(self._measure(one, depth + 1) for one in inner)
        return self._held[id(value)]

    def _chars(self, value: Any) -> int:
        return _prose(value) if isinstance(value, str) else self._held.get(id(value), 0)

    def _named(self, title: str) -> Any:
        """Returns the object that says the page's title and holds the most prose."""
        named = [one for one in _walk(self._value) if isinstance(one, dict) and self._chars(one) and _says(one, title)]
        return max(named, key=self._chars, default=None)

    def _innermost_list(self, root: Any, most: int) -> list[Any]:
        """Returns the list that holds most of the prose, the innermost where one is in another."""
        chosen: list[Any] = root if isinstance(root, list) else [root]
        for one in _walk(root):  # from the outside to the inside
            if isinstance(one, list) and len(one) > 1 and self._chars(one) >= most * _MOST_OF:
                chosen = one
        return chosen

    def _item(self, item: Any, keys: frozenset[str]) -> Iterator[HtmlElement]:
        """Yields a list's item: several paragraphs where it holds such, else one text, with its kind."""
        several = next((one for one in _walk(item) if isinstance(one, list) and self._is_of_paragraphs(one)), None)
        if several is not None:
            for one in several:
                yield from self._item(one, keys)
            return
        yield from _elements("".join(text for key, text in _keyed(item) if key in keys or text is item), _tag_of(item))

    def _is_of_paragraphs(self, members: list[Any]) -> bool:
        return sum(self._chars(member) > 0 for member in members) > 1


def _says(one: Mapping[str, Any], title: str) -> bool:
    return any(isinstance(text, str) and len(text) < 500 and folded_words(text) == title for text in one.values())


def _walk(value: Any, depth: int = 0) -> Iterator[Any]:
    yield value
    if depth < _DEEPEST:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for one in inner:
            if isinstance(one, dict | list):
                yield from _walk(one, depth + 1)


def _keyed(value: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yields all strings in a value, each with the key it stands under, in order."""
    if isinstance(value, str):
        yield key, value
    elif depth < _DEEPEST and isinstance(value, dict):
        for name, inner in value.items():
            yield from _keyed(inner, name, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value:
            yield from _keyed(inner, key, depth + 1)


def _strings(value: Any) -> Iterator[str]:
    return (text for _, text in _keyed(value))


def _prose(text: str) -> int:
    """Returns the characters of running text in a string, its markup not counted; labels and addresses are none."""
    if len(text) < 20:
        return 0
    shown = _TAG.sub(" ", text).strip()
    return len(shown) if shown.count(" ") >= _FEWEST_BLANKS or is_prose(shown) else 0


def _tag_of(item: Any) -> str:
    """Returns the element that an item is, by what it calls its kind."""
    said = item if isinstance(item, dict) else {}
    kind = " ".join(str(said[key]) for key in _KIND_KEYS if isinstance(said.get(key), str) and len(said[key]) < 40)
    return "h2" if _HEADING.search(kind) else "blockquote" if _QUOTE.search(kind) else "p"


def _elements(text: str, tag: str = "p") -> Iterator[HtmlElement]:
    """Returns a string as elements: its own markup, or a paragraph a line."""
    text = cleaned(text)
    if _TAG.search(text):
        inside = lxml.html.fragment_fromstring(text, create_parent="div")
        if tag != "p":
            inside.tag = tag
        yield inside
        return
    for line in filter(str.strip, text.split("\n")):
        yield builder.E(tag, line)
