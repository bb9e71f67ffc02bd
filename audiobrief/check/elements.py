"""The elements of a feed, held against one table of what may stand where: elements.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from lxml import etree

from audiobrief.check.feed import NAMESPACES, Feed
from audiobrief.check.finding import Faults

_PREFIXES = {uri: f"{prefix}:" for prefix, uri in NAMESPACES.items()}


class _Row(NamedTuple):
    """What one element may be."""

    is_one: bool
    kind: str
    attributes: Mapping[str, str]
    required: frozenset[str]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "elements.toml").read_text("utf-8"))


@cache
def _row(inside: str, name: str) -> _Row | None:
    text = _table().get(inside, {}).get(name)
    if text is None:
        return None
    count, kind, *attributes = text.split()
    pairs = dict(one.replace("!", "").split(":", 1) for one in attributes)
    return _Row(count == "one", kind, pairs, frozenset(one.partition("!")[0] for one in attributes if "!" in one))


def element_faults(feed: Feed) -> Faults:
    """Yields every element and attribute that should not be there, is there twice, or holds what it must not."""
    channel = feed.channel.inner
    root = None if channel is None else channel.getparent()
    if root is not None:
        yield from _inside(root, "rss", feed.subject)


def _inside(parent: etree._Element, inside: str, subject: str) -> Faults:
    seen: set[str] = set()
    for child in parent.iterchildren("*"):
        name = _name(child)
        row = _row(inside, name)
        if row is None:
            if not name.startswith("{"):
                yield subject, f"has <{name}> in <{inside}>, which is no element there"
            continue
        place = (child.findtext("title") or subject).strip() if name == "item" else subject
        if row.is_one and name in seen:
            yield subject, f"has a second <{name}> in <{inside}>"
        seen.add(name)
        yield from ((place, f"its <{name}> {fact}") for fact in _facts(child, row))
        if name in _table():
            yield from _inside(child, name, place)


def _name(element: etree._Element) -> str:
    """``itunes:image``; with its whole namespace where that is none of ours."""
    name = etree.QName(element)
    return _PREFIXES.get(name.namespace, f"{{{name.namespace}}}") + name.localname if name.namespace else name.localname


def _facts(element: etree._Element, row: _Row) -> Iterator[str]:
    """Yields what is wrong with one element's text and attributes."""
    text = "".join(element.xpath("text()" if row.kind == "-" else ".//text()"))
    if not fits(row.kind, text):
        yield f'holds "{text.strip()[:80]}"' if text.strip() else "is empty"
    yield from _attribute_facts(element, row)
    if "role" in row.attributes and not _is_in_group(element.get("role", "host"), element.get("group", "cast")):
        yield f'has the role "{element.get("role")}", which the group "{element.get("group")}" has not'


def _attribute_facts(element: etree._Element, row: _Row) -> Iterator[str]:
    for attribute in sorted(row.required - set(element.attrib)):
        yield f"has no {attribute}"
    for attribute, value in element.attrib.items():
        kind = row.attributes.get(str(attribute), "any" if str(attribute).startswith("{") else "")
        if not kind:
            yield f"has an attribute {attribute} that no app knows"
        elif not fits(kind, str(value)):
            yield f'has the {attribute} "{value}"'


def fits(kind: str, value: str) -> bool:
    """Whether a value is of a kind of the table, or in its closed list."""
    if kind == "language":
        return bool(re.fullmatch(_table()["kinds"]["language"], value)) and is_language(value)
    if kind in ("role", "group"):
        return True  # told together
    pattern = _table()["kinds"].get(kind)
    return re.fullmatch(pattern, value) is not None if pattern else value in kind.split("|")


def _is_in_group(role: str, group: str) -> bool:
    return role.casefold() in _table()["roles"].get(group.casefold(), ())


@cache
def is_language(tag: str) -> bool:
    """Whether CLDR has a name for a tag's language."""
    from babel import Locale

    return tag.partition("-")[0] in Locale("en").languages
