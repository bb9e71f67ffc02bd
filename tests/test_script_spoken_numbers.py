"""Number words: those that CLDR has, those that a table repairs and why, and tables that are wrong."""

from __future__ import annotations

import pytest
from unicode_rbnf import RbnfEngine

from audiobrief.errors import UsageError
from audiobrief.languages import folders
from audiobrief.spoken_form import languages, spoken


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("bg", "В селото има 1480 къщи.", "В селото има хиляда четиристотин и осемдесет къщи."),
        ("bg", "24 ноември 2026 г.", "двадесет и четвърти ноември две хиляди двадесет и шеста година."),
        ("bg", "$1,5 млрд", "един запетая пет милиарда долара"),
        ("bg", "През XX век, 1 година по-късно", "През двадесет век, една година по-късно"),
        ("mk", "Во селото има 2150 куќи.", "Во селото има две илјади сто и педесет куќи."),
        ("mk", "во XX век", "во дваесет век"),
        ("sq", "Fshati ka 1480 shtëpi.", "Fshati ka një mijë e katërqind e tetëdhjetë shtëpi."),
        ("sq", "në shekullin XX", "në shekullin njëzet"),
        ("ka", "სოფელში 1480 სახლია.", "სოფელში ათას ოთხასოთხმოცი სახლია."),
    ],
)
def test_languages_that_only_cldr_counts_in(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said


CLDR_IS_WRONG = [
    ("ar", "spellout-cardinal-masculine", 300, "ثلاثة مائة"),
    ("ar", "spellout-cardinal-feminine", 3, "ثلاثة"),
    ("az", "spellout-numbering", 80, "səqsən"),
    ("bg", "spellout-cardinal-masculine", 150, "сто петдесет"),
    ("el", "spellout-cardinal-neuter", 90, "εννενήντα"),
    ("en", "spellout-cardinal-verbose", 101_000, "one hundred and one thousand"),
    ("es", "spellout-ordinal-masculine", 11, "decimoprimero"),
    ("es", "spellout-cardinal-feminine", 200_000, "doscientos mil"),
    ("fi", "spellout-numbering", 1_000_000, "yksi miljoona"),
    ("fr", "spellout-ordinal-masculine", 91, "quatre-vingt-et-onzième"),
    ("hy", "spellout-numbering", 90, "իննասուն"),
    ("kk", "spellout-cardinal", 1_000_000, "миллион"),
    ("ky", "spellout-numbering", 101, "бир жүз бир"),
    ("mk", "spellout-cardinal-masculine", 100, "еднасто"),
    ("nl", "spellout-numbering", 101, "honderdeen"),
    ("pt", "spellout-ordinal-masculine", 300, "tricentésimo"),
    ("ru", "spellout-cardinal-masculine", 1000, "одна тысяча"),
    ("hi", "spellout-cardinal", 15, "पन्द्रह"),
    ("sv", "spellout-numbering", 100, "etthundra"),
    ("vi", "spellout-numbering", 101, "một trăm lẻ một"),
    ("zh", "spellout-cardinal", 101_111_111, "一亿一百一十一万一千一百一十一"),
]
"""Why a table repairs CLDR's words: what CLDR says of a number."""
CLDR_IS_WORSE = [
    ("be", "spellout-cardinal-masculine", 50, "пяцьдзесят"),
    ("bs", "spellout-numbering", 11, "jedenaest"),
    ("ca", "spellout-cardinal-masculine", 201, "dos-cent un"),
    ("cs", "spellout-numbering", 1_000_000, "jeden milión"),
    ("he", "spellout-numbering", 120, "מאה עשרים"),
    ("hr", "spellout-numbering", 21, "dvadeset i jedan"),
    ("hu", "spellout-ordinal", 40, "negyven"),
    ("is", "spellout-numbering", 7, "sjó"),
    ("it", "spellout-ordinal-masculine", 100_000, "diecimilasimo"),
    ("lt", "spellout-numbering", 100, "šimtas"),
    ("lv", "spellout-numbering", 101, "simt viens"),
    ("no", "spellout-numbering", 1, "én"),
    ("ro", "spellout-numbering", 14, "patrusprezece"),
    ("sk", "spellout-numbering", 101, "sto jeden"),
    ("sl", "spellout-numbering", 21, "dvajset ena"),
]
"""Why num2words still counts in a language: what CLDR says of a number."""


@pytest.mark.parametrize(("language", "rule_set", "number", "wrong"), CLDR_IS_WRONG + CLDR_IS_WORSE)
def test_cldr_still_needs_what_the_table_does(language: str, rule_set: str, number: int, wrong: str) -> None:
    """Fails when CLDR mends its words: then the table's repair, or num2words, can go."""
    said = "".join(RbnfEngine.for_language(language).iter_format_number(number, rule_set)).replace("\u00ad", "")
    assert said == wrong


def test_num2words_counts_only_where_cldr_is_worse_or_silent() -> None:
    silent = {"pl", "uk", "ru", "sr"}  # cases and ordinals, Latin letters
    without_rules = {"tg"}
    reasons = {language for language, *_ in CLDR_IS_WORSE} | silent | without_rules | {"da"}
    used = {
        language
        for language in languages.languages()
        if "num2words" in (folders.ROOT / language / "numbers.toml").read_text(encoding="utf-8")
    }
    assert used <= reasons


def test_an_unknown_key_names_file_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "table", lambda name, file: {"code": "xy", "numbres": "cldr"})
    with pytest.raises(UsageError, match=r"de/numbers\.toml: .*numbres"):
        languages._grammar.__wrapped__("de", "")
    monkeypatch.setattr(folders, "table", lambda name, file: {"rule": [{"name": "x", "pattern": "y", "sya": "z"}]})
    with pytest.raises(UsageError, match=r"de/numbers\.toml: .*sya.*rule"):
        languages._grammar.__wrapped__("de", "")
