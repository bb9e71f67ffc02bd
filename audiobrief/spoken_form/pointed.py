"""Ordinals that a point marks: "20. století", "75. minuti", "2025. godine", "12.–14. května".

The ordinal is an adjective, and the noun behind it shows by its ending, often with the word before, in which case and
gender it stands. A language's table names the endings (:class:`~audiobrief.spoken_form.wordtable.WordTable`,
``ordinal_…``); where none fits, or there are no stems, num2words' form is said. The point is never left standing: it
would end the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.tokens import BREAK, HYPHEN, Match, Parts, rule, sentence_stop

_NEEDS = re.compile(r"\d\.")
_BEFORE = re.compile(r"(\w+)[ \u00a0]\Z")
_NUMBER = r"(?<![\w.,:/-])(?<!\d\. )(?P<n>[1-9]\d{0,2})\."
_YEAR = r"(?<![\w.,:/-])(?<!\d\. )(?P<n>1\d{3}|20\d\d)\."
_STEMS = 27
"""One to twenty, thirty to ninety."""


def pointed_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """The rows of a language whose table says ``ordinal_point``; they come before those of dates."""
    if not grammar.ordinal_point:
        return []
    month = rf"(?i:{parts.month})"
    is_date = rf"(?!{month}(?!\w))" if grammar.days else ""
    noun = rf"(?={BREAK}(?P<noun>{is_date}[^\W\d_]{{2,40}}))"
    conjunction = rf"(?={BREAK}{re.escape(grammar.and_)}{BREAK}\d{{1,3}}\.{BREAK}(?P<noun>[^\W\d_]{{2,40}}))"
    dash = rf"{BREAK}?{HYPHEN}{BREAK}?"
    high = rf"(?=\d{{1,3}}\.{BREAK}(?P<noun>(?P<month>{month}(?!\w))?[^\W\d_]*))"

    def say(match: Match, after: str = "") -> str:
        if match["noun"][:1].isupper():
            return match[0]
        return _said(grammar, match, grammar.ordinal_endings) + after

    def low(match: Match) -> str:
        between = f" {grammar.to} "
        return grammar.day(int(match["n"])) + between if match["month"] and grammar.days else say(match, between)

    return [
        rule("ordinals", _NUMBER + conjunction, say, _NEEDS),
        rule("ordinal range", _NUMBER + dash + high, low, _NEEDS),
        *([_year_rule(grammar, month)] if grammar.ordinal_year_endings else []),
        rule("ordinal noun", _NUMBER + noun, say, _NEEDS),
    ]


def _year_rule(grammar: Grammar, month: str) -> Rule:
    """A year is an ordinal too: "u 2024. cijene", and behind a month even where the sentence ends."""

    def say(match: Match) -> str:
        if not match["month"] and (not match["noun"] or match["noun"][0].isupper()):
            return match[0]
        said = _said(grammar, match, grammar.ordinal_year_endings)
        return f"{match['month'] or ''}{said}{sentence_stop(match)}"

    before = rf"(?P<month>(?<!\w){month}{BREAK})?"
    noun = rf"(?={BREAK}(?P<noun>[^\W\d_]+))?"
    return rule("year ordinal", rf"{before}{_YEAR}(?!\w){noun}", say, _NEEDS)


def _said(grammar: Grammar, match: Match, endings: Mapping[str, str]) -> str:
    before = _BEFORE.search(match.string, max(0, match.start("n") - 40), match.start("n"))
    return agreeing(grammar, int(match["n"]), f"{before[1] if before else ''} {match['noun'] or ''}".lower(), endings)


def agreeing(grammar: Grammar, value: int, seen: str, endings: Mapping[str, str]) -> str:
    """The ordinal that goes with what is seen: the word before it, a space, the noun behind it, in small letters."""
    for pattern, ending in endings.items():
        if _compiled(pattern).search(seen):
            return ordinal(grammar, value, ending) or grammar.cardinal(value)
    return grammar.ordinal(value)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def ordinal(grammar: Grammar, value: int, ending: str) -> str:
    """An ordinal made of the table's stems: "dvacátém osmém". "" where they do not reach."""
    stems, wholes = grammar.ordinal_stems, grammar.ordinal_wholes
    hundreds, rest = divmod(value, 100)
    if str(value) in wholes:
        said = wholes[str(value)] + ending
    elif not rest or len(stems) < _STEMS:
        return ""
    elif rest <= 20 or rest % 10 == 0:
        said = stems[rest - 1 if rest <= 20 else rest // 10 + 17] + ending
    elif not grammar.ordinal_joint:
        said = grammar.ordinal(rest)[:-1] + ending
    else:
        ten = stems[rest // 10 + 17] + ending if grammar.ordinal_every else grammar.cardinal(rest // 10 * 10)
        said = f"{ten}{grammar.ordinal_joint}{stems[rest % 10 - 1]}{ending}"
    if hundreds and rest:
        said = f"{grammar.cardinal(hundreds * 100)} {said}"
    for wrong, right in grammar.ordinal_repairs.items():
        said = _compiled(wrong).sub(right, said)
    return said
