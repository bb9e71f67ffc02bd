"""Rows of rules and templates: what a table can say without code."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from audiobrief.spoken_form import spoken
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import Parts
from audiobrief.spoken_form.rows import row_rules

ENGLISH = {
    "code": "en",
    "numbers": "cldr",
    "spelling": {
        "cardinal": ["spellout-numbering", "-", " "],
        "ordinal": ["spellout-ordinal"],
        "ordinal:teeth": ["spellout-ordinal", "th$", "teeth"],
        "plain": ["spellout-numbering"],
    },
    "plurals": "one",
    "month_words": {"oct": 10},
    "vocabularies": {"fruits": {"app.": "apple", "pea.": "pear"}},
    "times": {"hour": "{hour:cardinal} sharp", "minute": "{hour:cardinal} {minute:cardinal}"},
    "dates": "{day} {month}[ {year}]",
    "governors": [{"before": r"(?i:many )", "say": "teeth"}],
}


def said(text: str, row: dict[str, Any], place: str = "first", **table: Any) -> str:
    """What one row makes of a text, in a small language of its own."""
    grammar = msgspec.convert({**ENGLISH, **table, "rule": [{"name": "row", **row}]}, Grammar)
    (rule,) = row_rules(grammar, Parts(grammar), place)
    return rule.pattern.sub(rule.say, text) if rule.needs.search(text) else text


N = r"(?P<n>\d+)"


@pytest.mark.parametrize(
    ("pattern", "say", "text", "expected"),
    [
        (N, "<{}>", "a 5", "a <5>"),
        (N, "{n}", "a 5", "a 5"),
        (N, "{n:cardinal}", "21", "twenty one"),
        (N, "{n:ordinal:teeth}", "4", "fourteeth"),
        (N, "{n:digits}", "42", "four two"),
        (N, "{n:spelt:plain}", "42", "forty-two"),
        (N, "{n} {n:plural:egg|eggs}", "1 2", "1 egg 2 eggs"),
        (N, "{n:one:egg|eggs}", "1 0", "egg eggs"),
        (rf"{N}(?P<m>x)?", "{n}[ times {m}]", "3 3x", "3 3 times x"),
        (r"(?P<hour>\d+):(?P<minute>\d+)", "{hour:time}", "7:00 7:05", "seven sharp seven five"),
        (r"(?P<hour>\d+):(?P<minute>\d+)", "{hour:time}", "25:00 7:77", "25:00 7:77"),
        (r"(?P<hour>\d+):(?P<minute>\d+)", "{hour:half_day}", "14:05", "two five"),
        (r"(?P<day>\d+) (?P<month>oct)(?P<year>\d+)?", "{day:date}", "3 oct", "three October"),
        (r"(?P<day>\d+)/(?P<month>\d+)/(?P<year>\d+)", "{day:date}", "3/10/06", "three October two thousand six"),
        (r"(?P<low>\d+)-(?P<high>\d+)", "{low:lower:high} to {high}", "2-4 4-2", "two to 4 4-2"),
        (rf"{N} (?P<fruit>(?&fruits))", "{n} {fruit:word:fruits}", "2 app. 3 Pea.", "2 apple 3 Pea."),
        (r"(?P<n>[IVX]+|\d+)\.", "{n:cardinal}", "0 XI. IIX.", "0 eleven IIX."),
        (N, "{n:each:ordinal}", "3", "third"),
        (r"(?P<name>[A-Z-]+) \d", "{name:title}", "BIG-HAT 5", "Big Hat"),
        (rf"{N} pt\.", "{n} points{:stop}", "5 pt. He. 5 pt. he. 5 pt.", "5 points. He. 5 points he. 5 points."),
        (rf"{N} pt\.", "{n} points{:stop:end}", "5 pt. He. 5 pt.", "5 points He. 5 points."),
        (r"(?&number)(?&blank)(?P<unit>(?&unit))", "{unit:letters}", "5 km", "k m"),
    ],
)
def test_a_row_says_what_its_template_has(pattern: str, say: str, text: str, expected: str) -> None:
    assert said(text, {"pattern": pattern, "say": say}) == expected


def test_the_first_governor_that_fits_speaks() -> None:
    row = {
        "pattern": rf"{N}\.",
        "say": "{n:cardinal}",
        "when": [
            {"before": "(?i:the )", "after": " of", "say": "{n:ordinal} part"},
            {"before": "(?i:the )", "say": "{n:ordinal}"},
            {"after": r"\s*\Z", "say": "{n:digits}"},
        ],
    }
    assert said("the 3. of the 4. or 5. and 12.", row) == "the third part of the fourth or five and one two"


def test_a_table_governs_its_ordinals_and_a_row_may_ask_for_a_governor() -> None:
    assert said("many 4., few 4.", {"pattern": rf"{N}\.", "say": "{n:governed}"}) == "many fourteeth, few fourth"
    assert said("many 4., few 4.", {"pattern": rf"{N}\.", "say": "{n:governed:only}"}) == "many fourteeth, few 4."


def test_a_printed_ending_marks_an_ordinal() -> None:
    row = {"pattern": rf"{N}-(?P<end>\w+)", "say": "{n:marked:end}", "words": {"ee": "teeth"}}
    assert said("4-ee 4-teeth 4-th", row) == "fourteeth fourteeth fourth"


def test_a_row_is_tried_only_where_its_text_is_and_stands_at_its_place() -> None:
    row = {"pattern": "x", "say": "y", "needs": "Q", "place": "ordinal"}
    assert said("x", row, "ordinal") == "x"
    assert said("Qx", row, "ordinal") == "Qy"


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        (
            "de",
            "Am 3. Mai und der 4. Mai, 5.6.2021",
            "Am dritten Mai und der vierte Mai, fünfter Juni zwei tausend ein und zwanzig",
        ),
        ("de", "II. Weltkrieg, 90er-Jahre", "zweiter Weltkrieg, neunziger Jahre"),
        ("en", "Feb. 3, 1998, on the 4th May", "February third, nineteen ninety eight, on the fourth of May"),
        ("en", "'80s and 1900s, 305 A.D.", "eighties and nineteen hundreds, three oh five A.D"),
        ("en", "on 05/11/2024", "on May eleventh twenty twenty four"),
        ("en-US", "on 05/11/2024", "on May eleventh twenty twenty four"),
        ("en-GB", "on 05/11/2024", "on the fifth of November twenty twenty four"),
        ("en_IE", "on 5-11-24", "on the fifth of November twenty four"),
        ("es", "a las 15:30 h", "a las quince y media"),
        ("fr", "le 1er mai à 9h05", "le premier mai à neuf heures cinq"),
        ("pt", "às 21:15 da noite", "às nove horas e quinze da noite"),
        ("ru", "в 1812 г. и к 1900 году", "в тысяча восемьсот двенадцатом году и к тысяча девятисотому году"),
        ("lt", "Nuo 2019 m. iki 8 val.", "Nuo du tūkstančiai devynioliktų metų iki aštuntos valandos."),
        ("vi", "4p00s, 4p20s", "bốn phút, bốn phút hai mươi giây"),
        ("vi", "sáng 4/11 lúc 7h15", "sáng ngày bốn tháng mười một lúc bảy giờ mười lăm phút"),
        ("hu", "2019. május 4-én", "kétezer-tizenkilenc május negyedikén"),
        ("tr", "%12,5 ve 1/4", "yüzde on iki virgül beş ve dörtte bir"),
    ],
)
def test_rows_of_the_tables(language: str, written: str, expected: str) -> None:
    assert spoken(written, language) == expected


def test_every_row_of_every_table_has_its_forms_and_groups() -> None:
    """A slot names a group of the row's pattern: a slip of the pen would be silent."""
    from audiobrief.spoken_form.languages import grammar_for, languages

    for language in sorted(languages()):
        grammar = grammar_for(language)
        parts = Parts(grammar)
        for row in grammar.rule:
            groups = {"", *re.compile(parts.expand(row.pattern)).groupindex}
            for say in (row.say, *(when.say for when in row.when)):
                used = {slot.partition(":")[0] for slot in re.findall(r"\{([^{}]*)\}", say)}
                assert used <= groups, f"{language}: {row.name}: {used - groups}"
