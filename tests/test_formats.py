"""One row a format: none is missing, none is broken, and docs/outputs.md shows what the code does.

``python -m tests.test_formats`` prints the table of docs/outputs.md.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from audiobrief.formats import AUDIO, FORMATS, Format
from audiobrief.mediatypes import media_type_of
from audiobrief.publish.render import renderer

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/outputs.md"
COLUMNS = [field.name for field in dataclasses.fields(Format) if field.name not in ("name", "help")]
SOURCES = ("feed", "audio", "cover")
INGREDIENTS = {"m4b.metadata", "book.title", "notes.show_notes", "notes.disclosure", "web.episode_page", "tags.id3"}
INGREDIENTS |= {"notes.article_link_text", "notes.byline"}
"""Functions that make text or bytes of an episode that are no file of a row: parts of others, and the page itself."""


def faults(rows: Sequence[Format]) -> list[str]:
    """Whatever is wrong with a table of formats, each with row, file and key."""
    found = [f"publish/{name.replace('.', '.py: ')}() has no row in formats.py: renderer" for name in unnamed(rows)]
    for key in ("name", "book", "flag"):
        values = [getattr(row, key) for row in rows if getattr(row, key)]
        found += [
            f"formats.py: {key} {one!r} stands in two rows" for one in sorted(set(values)) if values.count(one) > 1
        ]
    for row in rows:
        found += [f"formats.py: {key} of {row.name}: {fact}" for key, fact in row_faults(row)]
    return found + doc_faults(rows)


def row_faults(row: Format) -> list[tuple[str, str]]:
    rules = (
        ("name", bool(re.fullmatch(r"[a-z]+\.[a-z0-9]+", row.name)), "no plain file name"),
        ("media_type", bool(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", row.media_type)), f"{row.media_type!r} is none"),
        ("renderer", is_renderer(row), f"audiobrief.publish has no function {row.renderer!r} that takes {row.needs}"),
        ("needs", set(row.needs) <= set(SOURCES), f"choose from {', '.join(SOURCES)}"),
        ("is_text", row.is_text or not row.media_type.startswith("text/"), "its media type is one of texts"),
        ("rel", row.rel in (None, "", "captions"), "the podcast namespace knows only captions"),
        ("is_in_feed", row.is_in_feed or not (row.book or row.label), "a feed's page links to it"),
        ("codecs", bool(re.fullmatch(r"[a-z0-9.]*", row.codecs)), "no codec by RFC 6381"),
        ("flag", bool(row.flag) == bool(row.help), "an option and its help belong together"),
    )
    return [(key, fact) for key, is_right, fact in rules if not is_right]


def is_renderer(row: Format) -> bool:
    if row == AUDIO:
        return row.renderer == ""
    try:
        parameters = inspect.signature(renderer(row)).parameters
    except (ImportError, AttributeError, ValueError):
        return False
    return list(parameters)[: len(row.needs) + 1] == ["episode", *row.needs]


def unnamed(rows: Sequence[Format]) -> Iterator[str]:
    """Functions of audiobrief.publish that make a whole file of an episode without a row that names them."""
    named = {row.renderer for row in rows} | INGREDIENTS
    return (name for name in makers() if name not in named)


@cache
def makers() -> tuple[str, ...]:
    return tuple(
        f"{path.stem}.{node.name}"
        for path in sorted((ROOT / "audiobrief/publish").glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and makes_a_file(node)
    )


def makes_a_file(node: ast.FunctionDef) -> bool:
    first = node.args.args[0].annotation if node.args.args else None
    gives = ast.unparse(node.returns) if node.returns else ""
    return not node.name.startswith("_") and first is not None and (ast.unparse(first), gives) in KINDS


KINDS = {("Episode", "str"), ("Episode", "bytes")}


def _section() -> str:
    """The part of the page that the rows stand in."""
    return PAGE.read_text(encoding="utf-8").split(HEADING)[1].partition("\n## ")[0]


def doc_faults(rows: Sequence[Format]) -> list[str]:
    """Where the page says something else than the code."""
    printed = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", _section(), re.M))
    found = [f"formats.py: no row named {name}, docs/outputs.md has one" for name in printed.keys() - names(rows)]
    for row in rows:
        if row.name not in printed:
            found.append(f"docs/outputs.md: no row for {row.name} of formats.py: name")
            continue
        for key, said, now in zip(COLUMNS, printed[row.name].split(" | "), cells(row), strict=True):
            if said.strip() != now:
                found.append(f"formats.py: {key} of {row.name} is {now or 'empty'}, docs/outputs.md says {said!r}")
    return found


HEADING = "## One row a format"


def names(rows: Sequence[Format]) -> set[str]:
    return {row.name for row in rows}


def cells(row: Format) -> list[str]:
    shown = {"rel": "plain" if row.rel == "" else row.rel, "needs": ", ".join(row.needs)}
    values = (shown.get(name, getattr(row, name)) for name in COLUMNS)
    return ["yes" if value is True else str(value or "") for value in values]


ROWS = (AUDIO, *FORMATS)


def test_every_format_has_its_row() -> None:
    assert faults(ROWS) == []


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_missing_row_is_named(row: Format) -> None:
    found = " ".join(faults([other for other in ROWS if other is not row]))
    assert f"no row named {row.name}, docs/outputs.md has one" in found
    assert f"publish/{row.renderer.replace('.', '.py: ')}() has no row in formats.py" in found


BROKEN: dict[str, object] = {
    "name": "../up",
    "media_type": "text/plian",
    "renderer": "nothing.at_all",
    "needs": ("weather",),
    "is_text": None,
    "rel": "lyrics",
    "book": "scroll",
    "is_in_feed": None,
    "codecs": "?",
    "label": "Elsewhere",
    "flag": "elsewhere",
    "ending": ".else",
    "help": None,
}


@pytest.mark.parametrize("key", [field.name for field in dataclasses.fields(Format)])
@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_broken_row_is_named(row: Format, key: str) -> None:
    value = BROKEN[key]
    if value is None:
        value = not getattr(row, key) if key != "help" else "" if row.help else "Also something."
    found = faults([replace(other, **{key: value}) if other is row else other for other in ROWS])  # type: ignore[arg-type]
    told = "flag" if key == "help" else key
    assert any("formats.py" in line and f"{told} of {value if key == 'name' else row.name}" in line for line in found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_server_sends_what_the_row_says(row: Format) -> None:
    is_text, media_type = media_type_of(f"episodes/a/{row.name}")
    assert (is_text, media_type.partition(";")[0]) == (row.is_text, row.media_type)
    by_title = media_type_of(f"a-title{row.suffix}")[1].partition(";")[0]
    assert by_title == ("application/json" if row.suffix == ".json" else row.media_type)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_slug_names_what_people_take_away(row: Format) -> None:
    assert row.named("ferry-returns-1a2b3c4d") == row.name, "addresses of older episodes stay"
    expected = f"ferry-returns-1a2b3c4d5e{row.ending}" if row.ending else row.name
    assert row.named("ferry-returns-1a2b3c4d5e") == expected
    assert media_type_of(expected) == media_type_of(row.name)


def table() -> str:
    heads = ["file", *(name.removeprefix("is_").replace("_", " ") for name in COLUMNS)]
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| `{row.name}` | {' | '.join(cells(row))} |" for row in ROWS]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
