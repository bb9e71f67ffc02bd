"""One row a role: none is missing, none is broken, and docs/roles.md shows what the code does.

``python -m tests.test_roles`` prints the table of docs/roles.md.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audiobrief.model import ScriptOptions
from audiobrief.publish.page_words import words
from audiobrief.roles import ROLE_FACTS, Daisy, Epub, Opens, Role, RoleFacts
from audiobrief.script.write.cues import cues_for

PAGE = Path(__file__).resolve().parent.parent / "docs/roles.md"
COLUMNS = [field.name for field in dataclasses.fields(RoleFacts)]
EPUB_TYPES = {"z3998:quotation", "list-item", "table", "figure", "aside", "footnote", "notice", "credit"}
"""Of the EPUB 3 Structural Semantics Vocabulary, and the one of z3998 that the books declare."""
ARIA = {"", "blockquote", "figure", "note", "doc-footnote", "doc-notice", "doc-credit"}
DAISY_TESTS = {"prodnote-on", "sidebar-on", "footnote-on", "pagenumber-on"}
"""The four that DAISY 2.02 knows."""


def faults(rows: Mapping[Role, RoleFacts]) -> list[str]:
    """Whatever is wrong with a table of roles, each with role, file and key."""
    found = [f"roles.py: ROLE_FACTS has no row for Role.{role.name}" for role in Role if role not in rows]
    for key in ("front", "back"):
        places = sorted(getattr(row, key) for row in rows.values() if getattr(row, key))
        if places != list(range(1, len(places) + 1)):
            found += [f"roles.py: {key} of {names(rows, key)}: the places {places} are not 1, 2, 3 …"]
    for role, row in rows.items():
        found += [f"roles.py: {key} of Role.{role.name}: {fact}" for key, fact in row_faults(row)]
    return found + doc_faults(rows)


def names(rows: Mapping[Role, RoleFacts], key: str) -> str:
    return ", ".join(f"Role.{role.name}" for role, row in rows.items() if getattr(row, key))


def row_faults(row: RoleFacts) -> list[tuple[str, str]]:
    say, chapter = cues_for("en"), words("en")
    rules = (
        ("pause_ms", 100 <= row.pause_ms <= 1000, f"{row.pause_ms} ms is no pause"),
        ("moves_to_front", row.front > 0 or not row.moves_to_front, "it has no place before the body"),
        ("option", not row.option or hasattr(ScriptOptions(), row.option), f"no script option {row.option!r}"),
        ("skip", not row.skip or has_word(chapter, row.skip), f"no word {row.skip!r} in languages/en/web.toml"),
        ("cue", not row.cue or row.cue in say.say, f"no cue {row.cue!r} in languages/en/cues.toml"),
        ("has_end_cue", bool(row.skip) or not row.has_end_cue, "what nobody can skip needs no end"),
        ("epub", row.epub is None or row.epub.type in EPUB_TYPES, "no such structure in EPUB"),
        ("epub", row.epub is None or row.epub.aria in ARIA, "no such ARIA role"),
        ("daisy", row.daisy is None or row.daisy.test in DAISY_TESTS, "no such test in DAISY 2.02"),
    )
    return [(key, fact) for key, is_right, fact in rules if not is_right]


def has_word(say: Any, key: str) -> bool:
    try:
        return bool(say(key))
    except KeyError:
        return False


def doc_faults(rows: Mapping[Role, RoleFacts]) -> list[str]:
    """Where the page says something else than the code."""
    printed = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.M))
    found = []
    for role, row in rows.items():
        told = printed.get(role.value)
        if told is None:
            found.append(f"docs/roles.md: no row for Role.{role.name}")
            continue
        for key, said, is_now in zip(COLUMNS, told.split(" | "), cells(row), strict=True):
            if said.strip() != is_now:
                found.append(f"roles.py: {key} of Role.{role.name} is {is_now or 'empty'}, docs/roles.md says {said!r}")
    return found


def cells(row: RoleFacts) -> list[str]:
    return [cell(getattr(row, name)) for name in COLUMNS]


def cell(value: object) -> str:
    if isinstance(value, Opens):
        return value.name.lower()
    if isinstance(value, Epub | Daisy):
        return " ".join(filter(None, dataclasses.astuple(value)))
    if value is True:
        return "yes"
    return str(value) if value else ""


def test_every_role_has_its_row() -> None:
    assert faults(ROLE_FACTS) == []


@pytest.mark.parametrize("role", Role)
def test_a_missing_row_is_named(role: Role) -> None:
    rows = {other: row for other, row in ROLE_FACTS.items() if other is not role}
    assert f"roles.py: ROLE_FACTS has no row for Role.{role.name}" in faults(rows)


BROKEN: dict[str, object] = {
    "is_own_text": None,
    "is_prose": None,
    "front": 9,
    "moves_to_front": None,
    "back": 9,
    "is_heading": None,
    "is_apart": None,
    "pause_ms": 5,
    "opens": Opens.RETURN,
    "option": "nothing",
    "skip": "nothing",
    "has_end_cue": None,
    "cue": "nothing",
    "class_words": "nothing",
    "epub": Epub(type="nothing"),
    "daisy": Daisy(test="nothing", css_class="nothing", count="nothing"),
}
"""A wrong value for each key; None = the other of the two."""


@pytest.mark.parametrize("role", [Role.QUOTE, Role.NOTICE, Role.BODY])
@pytest.mark.parametrize("key", COLUMNS)
def test_a_row_broken_on_purpose_is_named(role: Role, key: str) -> None:
    row = ROLE_FACTS[role]
    wrong = not getattr(row, key) if BROKEN[key] is None else BROKEN[key]
    broken = replace(row, **{key: wrong})  # type: ignore[arg-type]
    assert any(f"{key} of" in fault and f"Role.{role.name}" in fault for fault in faults({**ROLE_FACTS, role: broken}))


if __name__ == "__main__":
    print(f"| role | {' | '.join(COLUMNS)} |")
    print(f"|{'---|' * (len(COLUMNS) + 1)}")
    for role, row in ROLE_FACTS.items():
        print(f"| `{role.value}` | {' | '.join(cells(row))} |")
