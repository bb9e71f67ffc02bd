"""Holds what a language's ``numbers.toml`` may say: its words, its number words, the rows of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

_ACRONYM_WORDS = frozenset("COVID NATO UNESCO UNICEF NASA FIFA UEFA OPEC BRICS ASEAN".split())  # noqa: SIM905
"""Acronyms that are a word everywhere."""

_SPELLED_ACRONYMS = frozenset("AP EU UE UK US USA".split())  # noqa: SIM905
"""Acronyms that are letters everywhere, whatever they look like."""


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a row says instead where its governors stand around the match: patterns of the text before and after."""

    say: str
    before: str = ""
    after: str = ""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of a language: what ``pattern`` finds is said as ``say`` has it.

    ``pattern`` is tried only in texts that hold ``needs``; ``(?&month)`` stands for a piece of
    :class:`~audiobrief.spoken_form.patterns.Parts`. ``when`` names what changes the saying (a preposition, a noun, an
    ending); ``words`` is the vocabulary of the form ``word``.
    """

    name: str
    pattern: str
    say: str
    place: Literal["first", "date", "time", "range", "ordinal"] = "first"
    needs: str = r"\d"
    when: tuple[When, ...] = ()
    words: Mapping[str, str] = {}


class Governed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What puts a number into a case: words right before it, or a pattern of the text around, its match in ⟨ ⟩."""

    case: str
    """One of ``cases``; "": the words of dictionaries."""
    behind: str = ""
    """Words before the number, apart by blanks; "_" is a blank inside one, "*" any ending: "в_течение достиг*"."""
    seen: str = ""
    """Pattern of what else stands there; it begins with ⟨ where ``behind`` is given."""


class Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form of a number beside a noun: ``say`` holds where the noun, in small letters, matches ``noun``."""

    say: str
    noun: str = ""
    digits: str = ""
    """Last digits of the number that take the form; empty: any."""
    kind: Literal["", "regnal", "after"] = ""
    """Of a Roman numeral: only behind a monarch's name, or before a word of ``counted_after``."""
    most: int = 0
    """The greatest number that takes the form; 0: any."""


class Words(msgspec.Struct, frozen=True, kw_only=True, dict=True, forbid_unknown_fields=True):
    """A language's words: each field is a key of its table, its value here holds where the table is silent."""

    code: str = ""
    """Of CLDR: "de", "sr_Latn"."""
    numbers: str = ""
    """Where number words come from: "cldr", "num2words:sr" (with its own code), "rows" (of ``spelling_rows``); "" where
    digits go to the engine."""
    spelling: Mapping[str, tuple[str, ...]] = {}
    """Form ("cardinal", "cardinal:f", "ordinal:e", "year") -> the source's rule set (of another source:
    "num2words:pl/ordinal"), then patterns and replacements."""
    spelling_rows: Mapping[str, Mapping[str, str]] = {}
    """Own rule sets in CLDR's notation, where its own are wrong or missing: name -> number -> words."""
    word_gap: str = ""
    """What stands where the words of a compound meet: CLDR's soft hyphens."""
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
    joined_magnitudes: frozenset[str] = frozenset()
    """Magnitudes that follow their number without a blank."""
    currencies: Mapping[str, tuple[str, ...]] = {}
    """ISO -> own names by plural category, where CLDR's are too long ("US dollars")."""
    cents: Mapping[str, tuple[str, ...]] = {}
    """ISO -> name of the hundredth, by plural category."""
    bare_cents: frozenset[str] = frozenset()
    """ISO codes whose hundredths, from ten on, are said without their name behind whole units."""
    feminine: frozenset[str] = frozenset()
    """ISO codes and CLDR unit names whose number word is feminine."""
    money_joint: str = " "
    currency_words: Mapping[str, str] = {}
    """Printed abbreviation ("руб.", "kr") -> ISO."""
    units: Mapping[str, str] = {}
    """The language's own unit signs ("км") -> CLDR name; they come on top of the common ones."""
    unit_forms: Mapping[str, tuple[str, ...]] = {}
    """CLDR name -> own forms by plural category, where CLDR's are wrong or missing."""
    month_words: Mapping[str, int] = {}
    """Abbreviated months that CLDR does not list, in lower case without a final point."""
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
    goes_on_after_time: str = "(?!)"
    """Pattern of words in a capital that do not begin a sentence after "5 p.m.": weekdays, months, zones."""
    roman_point: bool = False
    """A monarch's number is printed with a point: "Karl V."."""
    regnal: frozenset[str] = frozenset()
    """First names after which a Roman numeral counts a monarch or a pope; "*": any, if the numeral has two letters."""
    counted: frozenset[str] = frozenset()
    """Words (lower case) after or before which a Roman numeral is a number."""
    counted_after: frozenset[str] = frozenset()
    """Words (lower case) before which a Roman numeral is an ordinal: "siècle", "asr*" with any ending, "*ий"."""
    spelled_acronyms: frozenset[str] = frozenset()
    """Acronyms said letter by letter although they look like a word."""
    small_words: frozenset[str] = frozenset()
    """Short words that are no acronyms where everything is in capitals."""
    short_words: str = ""
    """Usual words of three to five letters: in capitals they are words, not acronyms."""
    small_letters: Mapping[str, str] = {}
    """Capitals with a small form of their own: "I" -> "ı" in Turkish."""
    clitics: str = "(?!)"
    """Pattern of what joins a word in capitals behind an apostrophe: "T" of "WASN'T"."""
    dotted_small: frozenset[str] = frozenset()
    """Small letters with points that are spelled: "am" of "a.m."."""

    days: tuple[str, ...] = ()
    """The thirty-one days of a month as ordinals, in the case that stands before a month."""
    ordinal_days: bool = False
    """The days are the ordinals of all other places."""
    month_names: tuple[str, ...] = ()
    """The twelve months as they stand after a day, where CLDR has none."""
    percents: tuple[str, ...] = ()
    """The percent word by plural category, where it has more than one form."""
    ordinals: Mapping[str, str] = {}
    """Last word of a number -> its ordinal, where the others stay cardinals."""

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
    hyphened: Mapping[str, str] = {}
    """How an ordinal in words ends, as a pattern -> all its endings, the likeliest first: "у 20-му столітті"."""
    hour_leads: str = ""
    """What stands before an hour with its ending: "о 9-й"."""
    hour_ending: str = ""
    round_endings: Mapping[str, str] = {}
    """Printed ending -> ending of the ordinals of tens: "90-я гады"."""
    counting_endings: frozenset[str] = frozenset()
    """Printed endings that make no ordinal: "3-те"."""
    ordinal_tens: tuple[str, ...] = ()
    """Stems of forty to ninety; up to thirty-one ``days`` has them."""
    ordinal_repairs: Mapping[str, str] = {}
    """Pattern in an ordinal that was put together -> what is written instead."""

    repairs: Mapping[str, str] = {}
    """Pattern in number words, in all forms -> what is written instead."""
    other_scripts: frozenset[str] = frozenset()
    """Subtags of scripts in which the table does not hold: "cyrl" for Uzbek."""
    module: str = ""
    """The module and class whose grammar needs code: "russian.Russian"."""
    leads: Mapping[str, str] = {}
    """Patterns that lead to what the rows of service.toml say, ``(?&phone)`` in them: ``phone``, ``code`` (nouns before
    a number), ``call`` (verbs), ``numbered`` (nouns before a known number), ``hotline`` (nouns behind one), ``score``,
    ``rating``, ``stars``."""
    terms: Mapping[str, str] = {}
    """Words that those rows say, ``{:term:score}``: ``score`` ("zu" of 3:1), ``out_of`` (4/5), ``by`` (10 x 15),
    ``fold`` (3x), ``nil`` (no goals), ``from_day`` and ``to_day`` of weekdays, ``to_date``."""
    short_codes: frozenset[str] = frozenset()
    """Short numbers that are dialled, said digit by digit behind a lead."""
    weekday_names: tuple[str, ...] = ()
    """The seven days from Monday on, where CLDR is not to be asked."""
    weekday_words: Mapping[str, int] = {}
    """Their abbreviations besides CLDR's, without a point -> 0 to 6."""
    weekdays_from: tuple[str, ...] = ()
    """The seven days as they stand behind ``from_day``, where they bend."""
    weekdays_to: tuple[str, ...] = ()
    vocabularies: Mapping[str, Mapping[str, str]] = {}
    """Printed word -> its full form, by name: ``(?&name)`` in a pattern, ``{group:word:name}`` in a template."""
    attributive: tuple[When, ...] = ()
    """What tells whether a sum or measure describes the noun behind it ("a $20 bill"): ``say`` is "yes", "no" or
    "free", which is a yes but for units of stuff; the first that fits."""
    pronouns: frozenset[str] = frozenset()
    """Roman numerals that are a word too: "I" counts only where it cannot be the speaker."""
    governed: tuple[Governed, ...] = ()
    """What puts numbers into a case; the first that fits."""
    governed_over: str = ""
    """Pattern of words that may stand between a governor and its number: "почти"."""
    governed_joints: str = "(?!)"
    """Pattern of words that join two numbers behind one governor: "между 5 и 7"."""
    cases: Mapping[str, Mapping[str, Any]] = {}
    """Case -> keys of the table that differ in it; a table in it is put on top of the language's own."""
    case_categories: Mapping[str, str] = {}
    """In a case: plural category -> the one whose form is taken there."""
    case_changes: Mapping[str, tuple[str, ...]] = {}
    """In a case: plural category ("many" holds for "few" too) -> patterns and replacements in that form of a currency,
    unit or magnitude."""
    governors: tuple[When, ...] = ()
    """The mark of an ordinal (``say``) by the word before it, for the form ``governed``; the first that fits."""
    rule: tuple[Row, ...] = ()
    """The language's own rules, each before the shared ones of its place."""
    own_rules_only: frozenset[Literal["date", "time", "range"]] = frozenset()
    """Places whose shared rules do not hold."""
    plurals: Literal["whole", "cldr", "one", "other", "under two"] = "whole"
    """Which counts take which form: CLDR's, but "other" for decimals; CLDR's; "one" for 1 alone, for none, below 2."""
    many_is_other: bool = False
    """CLDR's "other" is for five and more, its "many", if any, for decimals; in forms they are the other way round."""
    nouns: tuple[Agreement, ...] = ()
    """Gender of a number (``say``) before a noun; the first that fits."""
    letter_names: Mapping[str, str] = {}
    """Names of letters, or of an acronym, where they are spelled."""
    of_elided: str = ""
    """Pattern of names before which ``of`` loses its vowel."""
    percent_first: bool = False
    """The percent word stands before the number."""
    capital_nouns: bool = False
    """Nouns have a capital: one behind an abbreviation begins no sentence."""
    romans: tuple[Agreement, ...] = ()
    """How a Roman numeral beside a word is said (a template of {n} and {word}); the first that fits."""
    default_gender: str = "m"
    """Gender of currencies and units that are not ``feminine``."""
    magnitude_genders: Mapping[str, str] = {}
    """Gender of the number before a magnitude as printed, in small letters; "" stands for the others."""
    decimals: tuple[str, ...] = ()
    """Templates of decimals by the number of their digits, of {whole} and {part}; the last for longer ones."""
    times: Mapping[str, str] = {}
    """Templates of a time of {hour}, {minute}, {second} ({minutes}, {seconds}: unless zero), the word {after}
    it: "hour", "minute", "second", "after", or of one minute: "30"."""
    dates: str = ""
    """Template of a date in figures, of {day}, {month} and {year} as said, {d} and {y} as numbers."""
    fractions: Mapping[str, tuple[str, ...]] = {}
    """Pattern of a fraction ("1/2", '.*/3') -> templates of {top} and {bottom} by the plural category of the top."""
    mixed_numbers: Mapping[str, str] = {}
    """Pattern of the fraction behind a whole number -> template of {whole} and {part}."""
    powers: Mapping[str, str] = {}
    """Pattern of an exponent ("2", ".*") -> template of {base} and {exponent} as said."""
    multiplied: str = ""
    """Between a number and a power of ten that it is multiplied by: "times"."""
    fraction_signs: Mapping[str, str] = {}
    """Signs that are said otherwise alone than in figures: "½"."""
    phone_groups: Mapping[str, str] = {}
    """Pattern of a telephone number's group behind its place ("0:0800", "+0:49" with a plus) -> template of {n}."""

    def __post_init__(self) -> None:
        """Adds the acronyms that are a word, or letters, everywhere."""
        msgspec.structs.force_setattr(self, "spelled_acronyms", self.spelled_acronyms | _SPELLED_ACRONYMS)
        msgspec.structs.force_setattr(self, "acronym_words", self.acronym_words | _ACRONYM_WORDS)
