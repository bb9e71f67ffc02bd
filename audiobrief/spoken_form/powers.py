"""Finds powers: "10⁶", "5 x 10³ m", "10^-3", "x²"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiobrief.spoken_form.grammar import Grammar, matching
from audiobrief.spoken_form.patterns import BREAK, Match, Parts, Rule, rule
from audiobrief.spoken_form.symbols import CURRENCIES

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻−–", "0123456789+---")
_NEEDS = re.compile(r"[⁰¹²³⁴-⁹]|\d\^")
_LARGEST = 10**15
"""A power that is no larger can be said as the number that it is."""


def power_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rule of powers; a language without words for them says the number itself: 10⁶ is a million."""

    def say(match: Match) -> str:
        found = match.groupdict()
        base, exponent = found["base"], int((found["caret"] or found["raised"]).translate(_RAISED))
        said = "" if f"{base}{found['raised']}" in parts.units else _power(grammar, base, exponent)
        if not said:
            return match[0]
        if found["n"]:
            number = grammar.number(grammar.quantity(found["n"])) if grammar.numbers else found["n"]
            said = f"{number} {grammar.multiplied or '×'} {said}"
        return _with_unit(grammar, parts.units, said, found)

    number = rf"(?<![\w.,])(?P<n>{parts.number}){BREAK}?[x×·⋅*]{BREAK}?"
    sign = rf"(?:(?P<sign>{parts.symbol}){BREAK}?)?"
    pattern = (
        rf"(?:{number}|(?<![\w.,^]){sign})(?P<base>\d{{1,2}}|[^\W\d_]{{1,2}})"
        rf"(?:\^(?P<caret>[-−–]?\d{{1,3}})|(?P<raised>[⁺⁻]?[⁰¹²³⁴-⁹]{{1,3}}))(?![\w^])"
        rf"(?:{BREAK}(?P<unit>{parts.unit})(?![\w²³/]))?"
    )
    return [rule("power", pattern, say, _NEEDS)]


def _power(grammar: Grammar, base: str, exponent: int) -> str:
    """Says a power; "" where it has to stay as printed.

    Ten is not squared or cubed: "ten cubed meters" is another thing.
    """
    if exponent == 1 and base != "10":
        return ""
    template = matching(grammar.powers, "" if base == "10" else str(exponent))
    if template is None:
        return _as_number(grammar, base, exponent)
    small = grammar.cardinal(abs(exponent))
    raised = f"{grammar.minus} {small}" if exponent < 0 else small
    return grammar.said(template, base=grammar.cardinal(int(base)) if base.isdecimal() else base, exponent=raised)


def _as_number(grammar: Grammar, base: str, exponent: int) -> str:
    if not base.isdecimal() or exponent < 0 or (value := int(base) ** exponent) > _LARGEST:
        return ""
    return grammar.cardinal(value) if grammar.numbers else str(value)


def _with_unit(grammar: Grammar, units: Mapping[str, str], said: str, found: Mapping[str, str | None]) -> str:
    if sign := found["sign"]:
        return f"{said} {grammar.currency_name(CURRENCIES[sign], 'many') or sign}"
    if not (unit := found["unit"]):
        return said
    pattern = grammar.unit_pattern(units[unit], "many") or grammar.unit_pattern(units[unit], "other")
    return pattern.replace("{0}", said) if pattern else f"{said} {unit}"
