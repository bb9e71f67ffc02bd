"""What is known of a language is in its folder: no module holds a table with languages as its keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale

PACKAGE = Path(__file__).resolve().parent.parent / "audiobrief"
TAGS = {str(tag) for tag in Locale("en").languages if len(str(tag)) <= len("chr")}
LEAST = 3
SHARE = 0.8
ALLOWED = {
    "languages/tags.py": "other names of the same language, and which are written from right to left",
    "speech/espeak.py": "languages without blanks between words, by the codes of eSpeak NG",
    "speech/voice_match.py": "codes of engines, and which language's voice may stand in for another's",
}
"""Modules with such a table, and why."""


def tables(source: str) -> Iterator[tuple[int, list[str]]]:
    """Line and entries of every table of languages: a display, or a text that is split, of three tags or more."""
    for node in ast.walk(ast.parse(source)):
        entries = list(strings(node))
        tags = [entry for entry in entries if entry.split("-")[0] in TAGS]
        if len(entries) >= LEAST and len(tags) >= len(entries) * SHARE:
            yield getattr(node, "lineno", 0), entries


def strings(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Dict(keys=items) | ast.Set(elts=items) | ast.List(elts=items) | ast.Tuple(elts=items):
            yield from (item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str))
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
            yield from text.split()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_holds_a_table_of_languages(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    found = list(tables(path.read_text(encoding="utf-8")))
    if name in ALLOWED:
        assert found, f"{name} has none any more: take it off the list"
    else:
        assert not found, f"{name}: put it into the languages' folders"


@pytest.mark.parametrize(
    ("source", "is_table"),
    [
        ('WORDS = {"en": "the", "de": "der", "fr": "le"}', True),
        ('CASED = ("en", "de", "nb")', True),
        ('CASED = frozenset(["en-GB", "de-AT", "pt-BR"])', True),
        ('KIN = "hr bs sr".split()', True),
        ('PAIR = ("en", "de")', False),
        ('WORDS = {"the", "of", "river", "house"}', False),
    ],
)
def test_what_a_table_of_languages_is(source: str, is_table: bool) -> None:
    assert bool(list(tables(source))) is is_table
