"""Languages that need no grammar of their own: num2words' numbers, CLDR's names, and a table of words each.

A language that num2words cannot count in has ``numbers = "digits"`` in its table: money, percentages and units get their
words, the digits stay for the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from audiobrief.script.spoken.grammar import Grammar, Rule
from audiobrief.script.spoken.numerals import Quantity
from audiobrief.script.spoken.tokens import Match, Parts, rule, sentence_stop

_SLAVIC_DAYS = {
    "uk": (("ій", "ього"), ("ий", "ого")),
    "be": (("ці", "цяга"), ("гі", "гога"), ("ы", "ага")),
    "pl": (("gi", "giego"), ("ci", "ciego"), ("y", "ego")),
}
"""Nominative -> genitive ending of the ordinal that counts a day."""
_YEARS: Mapping[str, tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = {
    "uk": (("року|р\\.", "року", _SLAVIC_DAYS["uk"]), ("році", "році", (("ій", "ьому"), ("ий", "ому"))), ("рік", "рік", ())),
    "be": (("года|г\\.", "года", _SLAVIC_DAYS["be"]), ("годзе", "годзе", (("ці", "цім"), ("ы", "ым"))), ("год", "год", ())),
    "pl": (
        ("roku|r\\.(?!\\w)", "roku", _SLAVIC_DAYS["pl"]),
        ("rok", "rok", ()),
    ),
}
"""Nouns behind a year, the noun as said, and the endings its ordinal takes."""
_POLISH_LOCATIVE = (("gi", "gim"), ("ci", "cim"), ("y", "ym"))
_CARDINALS = frozenset({"trzy", "cztery"})
_EVERY_WORD = frozenset({"pl"})
"""In Polish every word of the ordinal takes the ending: "dwudziestego czwartego"."""


class Generic(Grammar):
    """A language whose table says it all."""
