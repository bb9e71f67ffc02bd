"""Names: parted from their titles, and told from places and bodies."""

from __future__ import annotations

import pytest

from audiobrief.script.quotation.name_parts import NameParts
from audiobrief.script.quotation.people import ArticleNames
from audiobrief.script.quotation.reporting import grammar

PARTED = [
    ("Chief Inspector Sarah Boone", "en", (["chief", "inspector"], "Sarah Boone")),
    ("Israeli Prime Minister Jon Katz", "en", (["israeli", "prime", "minister"], "Jon Katz")),
    ("Ann Ray Minister", "en", (["minister"], "Ann Ray")),
    ("Editor-in-Chief Ann Ray", "en", (["editor-in-chief"], "Ann Ray")),
    ("Polizeipräsident Simone Vint", "de", (["polizeipräsident"], "Simone Vint")),
    ("Simone Vint von der Stiftung", "de", ([], "Simone Vint")),
    ("Svea von der Aue", "de", ([], "Svea von der Aue")),
    ("Maria von der Aue", "de", ([], "Maria von der Aue")),
    ("Norland Kurt Vole", "en", ([], "Kurt Vole")),
    ("Tom Fox October", "en", ([], "Tom Fox")),
    ("NATO Jens Lind", "en", (["nato"], "Jens Lind")),
    ("Dr. Ann Ray's", "en", (["dr"], "Ann Ray")),
    ("Riga-born Ann Ray", "en", ([], "Ann Ray")),
    ("Ann Riga-born", "en", None),
]


@pytest.mark.parametrize(("run", "language", "parts"), PARTED)
def test_titles_are_parted_from_names(run: str, language: str, parts: tuple[list[str], str] | None) -> None:
    assert NameParts(grammar(language)).split(run) == parts


@pytest.mark.parametrize(
    ("text", "language", "people"),
    [
        ("Xenja Arden came.", "en", {}),
        ("Xenja Arden said so at the old harbour.", "en", {"Xenja Arden": ""}),
        ("The mayor Xenja Arden came.", "en", {"Xenja Arden": ""}),
        ("Xenja Arden, 44, came.", "en", {"Xenja Arden": ""}),
        ("Ms Xenja Arden came.", "en", {"Xenja Arden": "f"}),
        ("Xenja Arden, his mother, came.", "en", {"Xenja Arden": "f"}),
        ("They met in Xenja Arden said nobody.", "en", {}),
        ("Xenja Arden (XAR) said so.", "en", {}),
        ("The ambassador to Norland Tarn Osk said so at the old harbour.", "en", {"Tarn Osk": ""}),
        ("Wilson, 44, came.", "en", {"Wilson": ""}),
    ],
)
def test_what_makes_a_name_a_persons(text: str, language: str, people: dict[str, str]) -> None:
    names = ArticleNames([text], grammar(language), [])
    assert {person.name: person.gender for person in names.people if person.is_sure} == people
