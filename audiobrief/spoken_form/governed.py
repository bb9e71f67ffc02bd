"""Puts numbers into the case that the words around them ask for: "до пяти процентов", "w siedmiu powiatach".

A language's table names cases (``cases``: its own words, where they differ there) and what governs them
(``governed``). Each rule is built once a case, and a match is said by the rule of the case in which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, DIGIT, Match, Parts, Rule, Say
from audiobrief.spoken_form.schema import Governed

_REACH = 48
"""Characters on each side in which a match's governor and its noun may stand."""


def governed(grammar: Grammar, build: Callable[[Grammar], tuple[Rule, ...]]) -> tuple[Rule, ...]:
    """Builds a language's rules; each says what it finds in the case that governs it."""
    plain = build(grammar)
    if not grammar.governed:
        return plain
    parts = Parts(grammar)
    seen = [(row.case, _pattern(row, grammar, parts)) for row in grammar.governed]
    by_case = cache(lambda case: build(grammar.in_case(case)))

    def governing(place: int, say: Say) -> Say:
        def say_governed(match: Match) -> str:
            case = _case(match, seen) if DIGIT.search(match[0]) else ""
            return by_case(case)[place].say(match) if case else say(match)

        return say_governed

    return tuple(replace(rule, say=governing(place, rule.say)) for place, rule in enumerate(plain))


def _case(match: Match, seen: list[tuple[str, re.Pattern[str]]]) -> str:
    """Returns the case of the first row that fits; "" for the words of dictionaries."""
    text, end = match.string, match.end()
    start = match.end("lead") if "lead" in match.re.groupindex else match.start()
    around = f"{text[max(0, start - _REACH) : start]}⟨{text[start:end]}⟩{text[end : end + _REACH]}"
    return next((case for case, pattern in seen if pattern.search(around)), "")


def _pattern(row: Governed, grammar: Grammar, parts: Parts) -> re.Pattern[str]:
    """Makes a row's pattern of the text around, in which ⟨ ⟩ hold the match."""
    seen = parts.expand(row.seen) if row.seen else "⟨"
    if row.behind:
        words = "|".join(re.escape(word).replace("_", BREAK).replace(r"\*", r"\w*") for word in row.behind.split())
        between = rf"(?:{grammar.governed_over or '(?!)'}){BREAK}"
        joined = rf"{parts.number}[^\s\d]?(?:{BREAK}?\w{{1,12}}\.?){{0,2}}{BREAK}(?:{grammar.governed_joints}){BREAK}"
        seen = rf"(?<!\w)(?i:{words}){BREAK}(?:{between}){{0,2}}(?:{joined})?[+~≈]?(?:{seen})"
    return re.compile(seen)
