"""Finds sums and measures that describe a noun, which English says in the singular: "a $20 bill", "two 9mm pistols"."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, HYPHEN, Match, Parts, Rule, rule
from audiobrief.spoken_form.rows import compiled, said_where
from audiobrief.spoken_form.symbols import CURRENCIES

_OF_THINGS = frozenset(["ft", "ft.", "cm", "mm", "km", "mph", "km/h", "kph", "kmh", "MW", "GW", "kW", "W"])
"""Units in which no stuff is measured out: "6ft walls", not "200g nuts"."""


def adjective_rules(english: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of sums and measures before a noun, or joined to what follows by hyphens."""
    governors = compiled(english.attributive, parts)

    def describes(match: Match) -> bool:
        told = said_where(match, governors, "")
        return told == "yes" or (told == "free" and match.groupdict().get("unit", "ft") in _OF_THINGS)

    def lower(match: Match) -> str:
        return f"{english.number(english.quantity(match['low']))} {english.to} " if match["low"] else ""

    def money(match: Match) -> str:
        code, size = CURRENCIES[match["sign"]], match["size"] or ""
        if not match["tail"] and not describes(match):
            return match[0].replace(f"-{size}", f" {size}") if size else match[0]
        names = [(english.currency_name(code, "other"), english.currency_name(code, "one")), ("cents", "cent")]
        said = english.money(english.quantity(match["n"]), size, code)
        for several, one in names:
            said = re.sub(rf"\b{several}\b", one, said)
        return lower(match) + said.removesuffix(" pence") + tail(match)

    def measure(match: Match) -> str:
        pattern = english.unit_pattern(parts.units[match["unit"]], "one")
        if not pattern or not (match["hyphen"] or match["tail"] or describes(match)):
            return match[0]
        return lower(match) + pattern.replace("{0}", english.number(english.quantity(match["n"]))) + tail(match)

    def tail(match: Match) -> str:
        return re.sub(HYPHEN, " ", match["tail"] or "")

    low = rf"(?:(?P<low>{parts.number})(?:{HYPHEN}| to )"
    count = rf"(?P<n>{parts.number})"
    return [
        rule(
            "sum of an adjective",
            rf"(?<!\w)(?P<sign>{parts.symbol}){low}(?P=sign)?)?{count}(?:(?:{BREAK}|-)?(?P<size>{parts.magnitude}))?"
            rf"(?P<tail>-(?:an?|per)-\w+|-(?:[a-z]+ed|plus|strong))?(?![\w/])",
            money,
            re.compile(parts.symbol),
        ),
        rule(
            "measure of an adjective",
            rf"(?<![\w.,/-]){low})?{count}(?:(?P<hyphen>-)|{BREAK})?(?P<unit>{parts.unit})"
            rf"(?P<tail>-(?:long|tall|high|wide|deep|thick|old|plus))?(?![\w/²³]|-\d)",
            measure,
            re.compile(rf"\d(?:-(?:{parts.unit})\b|{BREAK}?(?:{parts.unit})(?:-|[ \u00a0][a-zA-Z]))"),
        ),
    ]
