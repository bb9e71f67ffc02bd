"""What a language's table says of a region: the order of dates, number words, names of money."""

from __future__ import annotations

import pytest

from audiobrief.languages import folders
from audiobrief.spoken_form import languages, spoken

TABLE = "numbers.toml"
REGIONS = [(name, region) for name in folders.languages_with(TABLE) for region in sorted(folders.regions(name, TABLE))]


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
        ("en", "won 2-0", "won two zero"),
        ("en-GB", "won 2-0", "won two nil"),
        ("en-GB", "shut on 3/4.", "shut on the third of April."),
        ("en", "1,25,000 farms", "one hundred twenty five thousand farms"),
        ("en-IN", "₹3,50,000", "three lakh fifty thousand rupees"),
        ("es", "$5", "cinco dólares"),
        ("es-MX", "$5.50 y 1,200", "cinco pesos cincuenta centavos y mil doscientos"),
        ("es-MX", "US$5", "cinco dólares"),
        ("es-AR", "$1.200", "mil doscientos pesos"),
        ("pt-BR", "17 de € 1,50", "dezessete de um euro e cinquenta centavos"),
        ("pt-PT", "17 de € 1,50", "dezassete de um euro e cinquenta cêntimos"),
        ("fr", "73 francs", "soixante-treize francs"),
        ("fr-BE", "73 francs", "septante-trois francs"),
        ("fr-CH", "CHF 93.50, 5.5%", "nonante-trois francs cinquante, cinq virgule cinq pour cent"),
        ("de-AT", "3.1.2024", "dritter Jänner zwei tausend vier und zwanzig"),
        ("de-CH", "2.5 Prozent", "zwei Komma fünf Prozent"),
        ("de-CH", "Fr. 20.–", "zwanzig Franken"),
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
