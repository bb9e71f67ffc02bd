"""React's flight format: how a server streams what a page's scripts then show, as rows of JSON in script elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html
from lxml.html import HtmlElement, builder

from audiobrief.text.controls import cleaned

_PUSH = re.compile(r"__next_f\.push\(\s*\[\s*1\s*,\s*(?=\")")
_ROW = re.compile(r"([0-9a-f]{1,8}):")
_TEXT_ROW = re.compile(r"T([0-9a-f]{1,8}),")
_REFERENCE = re.compile(r"\$L?([0-9a-f]{1,8})")
_TAG = re.compile(r"[a-z][a-z0-9-]{0,30}")
_UNSHOWN = frozenset({"script", "style", "template", "link", "meta", "title", "head"})
_DEEPEST = 100


def pieces(source: str) -> Iterator[str]:
    """Yields the pieces of the stream that a script pushes."""
    decoder = json.JSONDecoder(strict=False)
    for match in _PUSH.finditer(source):
        try:
            yield str(decoder.raw_decode(source, match.end())[0])
        except ValueError:
            continue


def rows(stream: str) -> dict[str, Any]:
    """Parts the stream into its rows by their numbers: texts of a stated length, and JSON a line."""
    found: dict[str, Any] = {}
    data = stream.encode("utf-8", "replace")  # lengths are of bytes
    at = 0
    while at < len(data):
        line_end = data.find(b"\n", at)
        end = line_end if line_end >= 0 else len(data)
        head = data[at : at + 24].decode("ascii", "replace")
        number = _ROW.match(head)
        text = _TEXT_ROW.match(head, number.end()) if number else None
        if number and text:
            start = at + text.end()
            at = start + int(text[1], 16)
            found[number[1]] = data[start:at].decode("utf-8", "replace")
            continue
        if number:
            found[number[1]] = _value(data[at + number.end() : end])
        at = end + 1
    return found


def _value(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def rendered(rows: Mapping[str, Any]) -> list[HtmlElement]:
    """Returns the elements that the rows describe, each row once, where it is first referred to."""
    left = dict(rows)
    root = builder.DIV()
    for number in rows:
        if number in left:
            _render(left.pop(number), root, left, 0)
    return [root]


def _render(node: Any, parent: HtmlElement, left: dict[str, Any], depth: int) -> None:
    """Adds what a node shows to ``parent``; ``left`` are the rows that are not shown yet."""
    if depth > _DEEPEST:
        return
    if isinstance(node, str):
        _render_text(node, parent, left, depth)
    elif _is_element(node):
        _render_element(str(node[1]), node[3], parent, left, depth)
    elif isinstance(node, list):
        for one in node:
            if depth or isinstance(one, list):
                _render(one, parent, left, depth + 1)


def _is_element(node: Any) -> bool:
    return isinstance(node, list) and node[:1] == ["$"] and len(node) > 3 and isinstance(node[3], dict)


def _render_text(text: str, parent: HtmlElement, left: dict[str, Any], depth: int) -> None:
    reference = _REFERENCE.fullmatch(text)
    if reference:
        _render(left.pop(reference[1], None), parent, left, depth + 1)
    elif depth and not text.startswith("$"):
        text = cleaned(text)
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text


def _render_element(
    tag: str, properties: Mapping[str, Any], parent: HtmlElement, left: dict[str, Any], depth: int
) -> None:
    if tag in _UNSHOWN:
        return
    element = parent
    if _TAG.fullmatch(tag):
        element = builder.E(tag)
        parent.append(element)
        if isinstance(properties.get("className"), str):
            element.set("class", properties["className"])
    markup = properties.get("dangerouslySetInnerHTML")
    inner = markup.get("__html") if isinstance(markup, dict) else None
    if isinstance(inner, str):
        reference = _REFERENCE.fullmatch(inner)
        source = left.pop(reference[1], "") if reference else inner
        if isinstance(source, str) and source.strip():
            element.append(lxml.html.fragment_fromstring(cleaned(source), create_parent="div"))
    _render(properties.get("children"), element, left, depth + 1)
