"""The words of a language as its table (``languages/<tag>/numbers.toml``) gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiobrief.spoken_form.symbols import CURRENCIES

_ACRONYM_WORDS = frozenset(["COVID", "NATO", "UNESCO", "UNICEF", "NASA", "FIFA", "UEFA", "OPEC", "BRICS", "ASEAN"])
"""Acronyms that are a word everywhere."""


def _as_attribute(value: Any, default: Any) -> Any:
    """A TOML value as the type of its attribute: arrays become sets or tuples."""
    if isinstance(default, frozenset):
        return frozenset(value)
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}
    return value


class WordTable:
    """A language's words: each attribute is a key of its table, its value here holds where the table is silent."""

    code: str = ""
    """Of CLDR: "de", "sr_Latn"."""
    numbers: str = ""
    """num2words' own code; "" = no number words, digits go to the engine."""
    groups: str = ".\u00a0\u202f\u2009 '’"
    """What may stand between groups of three digits."""
    decimal: str = ","
    point: str = "."
    """The word for the decimal mark."""
    minus: str = "-"
    zero_decimals_single: bool = True
    """Decimals digit by digit; else as a number after their leading zeros."""
    to: str = "-"
    """Between the ends of a range."""
    and_: str = "&"
    dot: str = "."
    at: str = "@"
    hash: str = "#"
    slash: str = "/"
    dash: str = "-"
    underscore: str = "_"
    plus: str = "+"
    equals: str = "="
    percent: str = "%"
    permille: str = "‰"
    degrees: tuple[str, ...] = ("°", "°")
    section: str = "§"
    number_sign: str = "№"
    per: str = "/"
    rates: Mapping[str, str] = {}
    """Unit behind a slash -> its word behind ``per``: "yr" -> "year"."""
    lone_gender: str = "m"
    """Gender of a number without a noun."""
    comma: str = ","
    mixed_category: str = "other"
    """Plural category of a unit behind "3 1/2"."""
    degree_signs: str = "°º"
    cent_gender: str = "m"
    short_labels: int = 3
    """Pieces of an address up to this length are spelled: "bbc" of "bbc.com"."""
    bare_decimals: bool = False
    """".5" is a number."""
    of: str = ""
    """Between a magnitude and its currency or unit: "de" in "dos millones de euros"."""
    magnitudes: Mapping[str, tuple[str, ...]] = {}
    """Abbreviation -> forms by plural category one, few, many/other (or one, other)."""
    money_magnitudes: Mapping[str, tuple[str, ...]] = {}
    """Abbreviations that are a magnitude only beside a currency: "$5m"."""
    magnitude_words: str = ""
    """Alternation of written-out magnitudes, kept as printed."""
    feminine_magnitudes: frozenset[str] = frozenset()
    currencies: Mapping[str, tuple[str, ...]] = {}
    """ISO -> own names by plural category, where CLDR's are too long ("US dollars")."""
    cents: Mapping[str, tuple[str, ...]] = {}
    """ISO -> name of the hundredth, by plural category."""
    feminine: frozenset[str] = frozenset()
    """ISO codes and CLDR unit names whose number word is feminine."""
    neuter: frozenset[str] = frozenset()
    money_joint: str = " "
    symbols: Mapping[str, str] = CURRENCIES
    currency_words: Mapping[str, str] = {}
    """Printed abbreviation ("руб.", "kr") -> ISO."""
    units: Mapping[str, str] = {}
    """The language's own unit signs ("км") -> CLDR name; they come on top of the common ones."""
    unit_forms: Mapping[str, tuple[str, ...]] = {}
    """CLDR name -> own forms by plural category, where CLDR's are wrong or missing."""
    month_words: Mapping[str, int] = {}
    """Abbreviated months that CLDR does not list, in lower case without a final point."""
    day_first: bool = True
    date_joint: str = " "
    """Between day and month and year where the text prints none: " de "."""
    joint_words: str = "(?!)"
    """What may stand between day, month and year: "de|del"."""
    day_mark: str = "(?!)"
    """What may stand right behind a day: r"\\." in German."""
    kept_months: frozenset[str] = frozenset()
    """Full names of months that stay as printed beside a day."""
    short_date_leads: str = ""
    """What stands before a day and month in figures, besides weekdays: "le|du"."""
    short_date_articles: str = "(?!)"
    """What may stand between a weekday and such a date: "den"."""
    time_leads: Mapping[str, str] = {}
    """What may stand before a time, as it is said: "kl." -> "klokken"."""
    clock_leads: str = ""
    """What may stand before a time, where a point between hours and minutes tells it: "ob 14.30"."""
    time_words: str = "(?!)"
    """What may follow a time: "Uhr"."""
    time_marks: str = ":."
    """Between hours and minutes where a time word follows."""
    words: Mapping[str, str] = {}
    """Abbreviations, always expanded: "z. B." -> "zum Beispiel"."""
    bracketed: Mapping[str, str] = {}
    """What an abbreviation means that ends a bracket, without its spaces: "(l.)" in a caption."""
    words_before: Mapping[str, str] = {}
    """Abbreviations expanded before a number or a capital: "No.", "St."."""
    acronym_words: frozenset[str] = frozenset()
    ascii_acronyms: bool = False
    """Capitals with accents are no acronym of this language."""
    sentence_starters: frozenset[str] = frozenset()
    """Words in a capital that begin a sentence after "U.S."; others continue it."""
    roman_point: bool = False
    """A monarch's number is printed with a point: "Karl V."."""
    regnal: frozenset[str] = frozenset()
    """First names after which a Roman numeral counts a monarch or a pope."""
    counted: frozenset[str] = frozenset()
    """Words (lower case) after or before which a Roman numeral is a number."""
    counted_after: frozenset[str] = frozenset()
    """Words (lower case) before which a Roman numeral is an ordinal: "siècle", "asr*" with any ending."""
    spelled_acronyms: frozenset[str] = frozenset()
    """Acronyms said letter by letter although they look like a word."""
    small_words: frozenset[str] = frozenset()
    """Short words that are no acronyms where everything is in capitals."""
    dotted_small: frozenset[str] = frozenset()
    """Small letters with points that are spelled: "am" of "a.m."."""

    days: tuple[str, ...] = ()
    """The thirty-one days of a month as ordinals, in the case that stands before a month."""
    month_names: tuple[str, ...] = ()
    """The twelve months as they stand after a day, where CLDR has none."""
    percents: tuple[str, ...] = ()
    """The percent word by plural category, where it has more than one form."""
    number_words: str = ""
    """Turkic: the twenty-four words 0-9, 10-90, 100, 1000, million, milliard, trillion."""
    ordinals: Mapping[str, str] = {}
    """Turkic: last word of a number -> its ordinal."""
    year_nouns: str = "(?!)"
    """Turkic: words behind a year that make it an ordinal."""

    ordinal_point: bool = False
    """A point behind a number makes it an ordinal: "20. století". The keys below are for its form."""
    ordinal_stems: tuple[str, ...] = ()
    """Of one to twenty, then of thirty to ninety."""
    ordinal_wholes: Mapping[str, str] = {}
    """Stems of numbers that the stems above do not reach: "100" -> "stot"."""
    ordinal_every: bool = False
    """Tens are an ordinal too: "dvacátého osmého"."""
    ordinal_joint: str = " "
    """Between tens and ones; empty: they are one word, num2words' with another ending."""
    ordinal_endings: Mapping[str, str] = {}
    """Pattern of the word before and the noun behind ("ve století") -> ending; the first that is found."""
    ordinal_year_endings: Mapping[str, str] = {}
    """The same for years, where they are ordinals too."""
    ordinal_repairs: Mapping[str, str] = {}
    """Pattern in an ordinal that was put together -> what is written instead."""

    repairs: Mapping[str, str] = {}
    """Pieces of num2words' words that this language spells otherwise."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """``table`` is a ``numbers.toml``: keys are the attributes above."""
        for name, value in table.items():
            setattr(self, name, _as_attribute(value, getattr(WordTable, name)))
        self.acronym_words |= _ACRONYM_WORDS
