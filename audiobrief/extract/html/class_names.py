"""What class names and ids say about a part of a page: the word tables of ``names.toml`` and how they are asked.

A word alone proves nothing: the zones it gives are voided where the part holds the article itself
(:mod:`audiobrief.extract.html.article_area`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from audiobrief.roles import ROLE_FACTS, Reason, Role

_BODY = re.compile(
    r"article[-_]?(?:body|text|content|copy|detail|main|inner)"
    r"|(?:entry|post|story|news|body|page|td-post|single|main|text|detail)[-_]?(?:content|body|text|copy|entry)(?![a-z])"
    r"|storytext|articlebody|articletext|bodycopy|body-?text|article__(?:body|content|text)|rich-?text|wysiwyg"
    r"|field-name-body|caas-body|cuerpo|contenido|corps|texte|artikeltext|haupttext|fliesstext"
)
"""Of names in lower case: twice as fast as in either."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CUT = re.compile(r"[^a-z0-9]+")
_MOST_NAMES = 40
_LONGEST_NAME = 80
_Kind = TypeVar("_Kind", Reason, Role)


class NameClues(NamedTuple):
    """What the class names and the id of an element say."""

    zone: Reason | None = None
    weak: Reason | None = None
    hint: Role | None = None
    is_body: bool = False
    is_purely_body: bool = False
    """One of several names says body and no zone."""
    is_figure: bool = False
    is_lead: bool = False
    """Named as an opening, which may be the first paragraph as well as a dek."""
    is_hidden: bool = False
    """Hidden by the usual names of style sheets, or meant for screen readers alone."""


_NO_CLUES = NameClues()


def _by_word(table: dict[str, str], kind: type[_Kind]) -> dict[str, _Kind]:
    return {word: kind(value) for value, words in table.items() for word in words.split()}


_TABLES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
_ZONES = _by_word(_TABLES["zone"], Reason)
_WEAK = _by_word(_TABLES["weak"], Reason)
_HINTS = _by_word(_TABLES["hint"], Role) | _by_word({r.value: f.class_words for r, f in ROLE_FACTS.items()}, Role)
BLOCK = frozenset(_TABLES["tag"].pop("block").split())
"""Elements that end a paragraph."""
UNSEEN = frozenset(_TABLES["tag"].pop("unseen").split())
"""Elements without visible text."""
TAG_ZONES = _by_word(_TABLES["tag"], Reason)
"""Elements whose content is never an article's text."""
ROLE_ZONES = _by_word(_TABLES["aria"], Reason)
"""The same, of ARIA roles."""
_FIGURE, _HIDDEN, _LEADS, _NEGATED = (
    frozenset(_TABLES["sign"][sign].split()) for sign in ("figure", "hidden", "lead", "negated")
)
_TELLING = frozenset([*_ZONES, *_WEAK, *_HINTS, *_FIGURE, *_LEADS])


def clues_of(attributes: Mapping[str, str]) -> NameClues:
    """Returns the evidence in an element's class names and in its id, which hardly two elements share."""
    names, own = read_names(attributes.get("class", "")), read_names(attributes.get("id", ""))
    if own is _NO_CLUES or names is _NO_CLUES:
        return names if own is _NO_CLUES else own
    return NameClues._make(first or second for first, second in zip(names, own, strict=True))


@lru_cache(maxsize=20_000)
def read_names(names: str) -> NameClues:
    """Returns the evidence in a class attribute, an id or both joined by a blank: of each kind the first found."""
    told = (_read_name(name) for name in names.split()[:_MOST_NAMES] if len(name) <= _LONGEST_NAME)
    found = [clues for clues in told if clues is not _NO_CLUES]
    if len(found) < 2:
        return found[0] if found else _NO_CLUES
    return NameClues(*(next(filter(None, column), column[0]) for column in zip(*found, strict=True)))


@lru_cache(maxsize=20_000)
def _read_name(name: str) -> NameClues:
    lowered = _CAMEL.sub("-", name).lower()
    words = [word for word in _CUT.split(lowered) if word]
    if not words:
        return _NO_CLUES
    if words[0] in _NEGATED and len(words) > 1:  # "no-sidebar", "has-comments"
        return NameClues(is_hidden=lowered in _HIDDEN)
    asked = ("".join(words), *words)
    is_hidden, is_body = lowered in _HIDDEN, _BODY.search(name.lower()) is not None
    if _TELLING.isdisjoint(asked):  # most names
        bare = NameClues(None, None, None, is_body, is_body, is_hidden=is_hidden)
        return _NO_CLUES if bare == _NO_CLUES else bare
    zone = None if "embed" in words else _first(_ZONES, asked)
    return NameClues(
        zone=zone,
        weak=_first(_WEAK, asked),
        hint=_first(_HINTS, asked),
        is_body=is_body,
        is_purely_body=is_body and zone is None,
        is_figure=not _FIGURE.isdisjoint(words),
        is_lead=not _LEADS.isdisjoint(words),
        is_hidden=is_hidden,
    )


def _first(table: dict[str, _Kind], words: tuple[str, ...]) -> _Kind | None:
    return next((table[word] for word in words if word in table), None)
