"""What a language's table says of a region: the order of dates, number words, names of money."""

from __future__ import annotations

import pytest

from audiobrief.languages import folders
from audiobrief.spoken_form import languages, spoken

TABLE = "numbers.toml"
REGIONS = [(name, region) for name in folders.languages_with(TABLE) for region in folders.regions(name, TABLE)]


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "05/11/2026", "May eleventh twenty twenty six"),
        ("en-GB", "05/11/2026", "the fifth of November twenty twenty six"),
        ("en-IE", "05/11/2026", "the fifth of November twenty twenty six"),
        ("en-US", "05/11/2026", "May eleventh twenty twenty six"),
        ("en", "1,250 in 2007", "one thousand two hundred and fifty in two thousand seven"),
        ("en-US", "1,250 in 2007", "one thousand two hundred fifty in two thousand seven"),
        ("en-GB", "150,005 in 2007", "one hundred and fifty thousand and five in two thousand and seven"),
        ("en-GB", "the 103rd", "the one hundred and third"),
        ("en-US", "the 103rd", "the one hundred third"),
    ],
)
def test_a_region_says_it_its_own_way(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said


def test_another_spelling_of_the_tag_is_the_same_region() -> None:
    assert spoken("1/2/2026", "en_gb") == spoken("1/2/2026", "en-Latn-GB") == spoken("1/2/2026", "en-GB")


@pytest.mark.parametrize(("name", "region"), REGIONS, ids=str)
def test_every_region_has_a_table_that_can_be_read(name: str, region: str) -> None:
    own = languages.grammar_for(f"{name}-{region}")
    assert own.code.split("_")[0] == languages.grammar_for(name).code.split("_")[0]
    assert own.cardinal(21) and own != languages.grammar_for(name)


def test_a_region_without_words_of_its_own_shares_the_language_s_table() -> None:
    assert languages.grammar_for("en-JP") is languages.grammar_for("en")


def test_every_entry_of_a_region_names_its_regions() -> None:
    entries = [own for name in folders.languages_with(TABLE) for own in folders.table(name, TABLE).get("region", ())]
    assert entries and all(own["of"] and len(own) > 1 for own in entries)
