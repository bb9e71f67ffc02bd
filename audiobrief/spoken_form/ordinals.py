"""Finds ordinals that are printed with a point ("20. století") or with their ending behind a hyphen ("у 20-му").

The point is never left standing: it would end the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from audiobrief.spoken_form.agreeing import agreeing
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, HYPHEN, Match, Parts, Rule, rule, sentence_stop

_NEEDS = re.compile(r"\d\.")
_BEFORE = re.compile(r"(\w+)[ \u00a0]\Z")
_NUMBER = r"(?<![\w.,:/-])(?<!\d\. )(?P<n>[1-9]\d{0,2})\."
_YEAR = r"(?<![\w.,:/-])(?<!\d\. )(?P<n>1\d{3}|20\d\d)\."


def ordinal_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of a language whose table says ``hyphened`` or ``ordinal_point``."""
    hyphened = [_hyphened_rule(grammar)] if grammar.hyphened else []
    return hyphened + (_pointed_rules(grammar, parts) if grammar.ordinal_point else [])


def _pointed_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
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
    """Makes a year an ordinal too: "u 2024. cijene", and behind a month even where the sentence ends."""

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


def _hyphened_rule(grammar: Grammar) -> Rule:
    def say(match: Match) -> str:
        ending = match["ending"].lower()
        for form in _forms(grammar, int(match["n"]), ending, bool(match["hour"])):
            if form.endswith(ending):
                return f"{match['hour'] or ''}{form}"
        return match[0]

    hour = rf"(?P<hour>(?<!\w)(?i:{grammar.hour_leads or '(?!)'}) )?"
    pattern = rf"{hour}(?<![\w.,:/-])(?P<n>[1-9]\d{{0,2}})[-‑–](?P<ending>[^\W\d_]{{1,4}})(?!\w)"
    return rule("hyphened ordinal", pattern, say, re.compile(r"\d[-‑–]"))


def _forms(grammar: Grammar, value: int, ending: str, is_hour: bool) -> Iterator[str]:
    """Yields all forms of an ordinal, the likeliest first."""
    said = _by_days(grammar, value) if grammar.ordinal_tens else grammar.ordinal(value)
    for shape, endings in grammar.hyphened.items():
        stem, count = re.subn(shape, "", said)
        if count:
            round_ending = grammar.round_endings.get(ending) if value % 10 == 0 and value > 10 else None
            if round_ending:
                yield stem + round_ending  # "90-я гады", "деветдесетте години"
            elif ending in grammar.counting_endings:
                return  # "3-те" counts: "трите"
            if is_hour:
                yield f"{stem}{grammar.hour_ending}"  # "о 9-й (годині)"
            yield from (stem + one for one in endings.split())
            return


def _by_days(grammar: Grammar, value: int) -> str:
    """Makes an ordinal of the days of a month, which reach to thirty-one, and of the stems of the tens."""
    if value <= len(grammar.days):
        return grammar.days[value - 1]
    ten, one = divmod(value, 10)
    if not 3 <= ten <= 9:
        return "и"
    last = grammar.days[29][-1]
    stem = grammar.days[29][:-1] if ten == 3 else grammar.ordinal_tens[ten - 4]
    if not one:
        return stem + last
    return f"{stem.removesuffix('т') if stem.endswith('тт') else stem} и {grammar.days[one - 1]}"
