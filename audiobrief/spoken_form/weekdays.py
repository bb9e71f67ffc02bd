"""Finds the abbreviations of weekdays, in opening hours and dates: "Mo.-Fr.", "Sa. und So.", "Thu, July 18"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobrief.spoken_form import cldr
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, HYPHEN, Match, Parts, Rule, one_of, rule, sentence_stop

_START = r"(?<![\w.-])"


def weekday_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of a language whose weekdays have abbreviations, by CLDR or its table."""
    full = grammar.weekday_names or cldr.weekday_names(grammar.code)
    own = {} if grammar.weekday_names else cldr.weekday_abbreviations(grammar.code)
    short = _both_cases({**own, **grammar.weekday_words})
    if not full or not short:
        return []
    week = _Week(grammar, full, short, short | _both_cases({name: number for number, name in enumerate(full)}))
    words = "|".join(filter(None, {re.escape(grammar.term("to_day")), parts.to})) or "(?!)"
    spans = [_span_rule(week, words)] if grammar.term("to_day") or grammar.weekdays_to else []
    return [*spans, *_single_rules(week, parts, words)]


@dataclass(frozen=True, slots=True)
class _Week:
    """The days of a language: their names, and their numbers by abbreviation and by any name."""

    grammar: Grammar
    full: tuple[str, ...]
    short: dict[str, int]
    every: dict[str, int]

    def said(self, printed: str) -> str:
        name = self.full[self.every[printed]]
        return _capital(name) if printed[0].isupper() else name

    def stop(self, match: Match) -> str:
        return sentence_stop(match, before_capital=not self.grammar.capital_nouns)

    def span(self, match: Match) -> str:
        grammar = self.grammar
        low = (grammar.weekdays_from or self.full)[self.every[match["low"]]]
        high = (grammar.weekdays_to or self.full)[self.every[match["high"]]]
        lead = match["lead"] or grammar.term("from_day")
        said = " ".join(filter(None, ["" if " " in low else lead, low, grammar.term("to_day"), high]))
        begins = not match["lead"] and match["low"][0].isupper()
        return (_capital(said) if begins else said) + self.stop(match)

    def each(self, match: Match) -> str:
        day = rf"({one_of(self.short)})\.?(?!\w)"
        return re.sub(day, lambda found: self.said(found[1]), match[0]) + self.stop(match)


def _span_rule(week: _Week, words: str) -> Rule:
    """Finds "Mo.–Fr.", "lunes-viernes", "lun. au ven."."""
    days, from_day = one_of(week.every), week.grammar.term("from_day")
    lead = rf"(?:(?P<lead>(?i:{re.escape(from_day) or '(?!)'})){BREAK})?"
    dash = rf"(?:{BREAK}?{HYPHEN}{BREAK}?|{BREAK}(?:{words}){BREAK})"
    pattern = rf"{_START}{lead}(?P<low>{days})\.?{dash}(?P<high>{days})(?!\w)\.?"
    return rule("weekdays", pattern, week.span, re.compile(rf"(?:{days})\.?{dash}"))


def _single_rules(week: _Week, parts: Parts, words: str) -> list[Rule]:
    """Finds abbreviations in a list, and one before a time or date."""
    grammar, day = week.grammar, one_of(week.short)
    month = parts.expand("(?&months)" if "months" in grammar.vocabularies else "(?&month)")
    marked = rf"(?:(?:{day})\.|(?=\w{{3}})(?:{day})(?!\w))"
    joint = rf"(?:,{BREAK}?|{BREAK}?[&/+]{BREAK}?|{BREAK}{re.escape(grammar.and_)}{BREAK})"
    ends = rf"{HYPHEN}|(?:{grammar.time_words}|h|[ap]\.?m)(?!\w)"
    hour = rf"\d{{1,2}}(?:[:h]\d\d|\.\d\d{BREAK}?(?:{ends})|{BREAK}?(?:{ends})|{BREAK}(?:{words}){BREAK}\d)"
    date = rf"\d{{1,2}}\.?{BREAK}(?i:{month})(?!\w)|(?i:{month})\.?{BREAK}\d|\d{{1,2}}\.{BREAK}?\d{{1,2}}\.(?!\d)"
    before = rf"(?=[\s,]{{1,2}}(?:[^\W\d_]{{1,4}}{BREAK})?(?:{hour}|{date}))"
    return [
        rule(
            "weekdays listed",
            rf"{_START}{marked}(?:{joint}{marked}){{1,6}}",
            week.each,
            re.compile(rf"(?:{day})[.,&/+ ]"),
        ),
        rule("weekday", rf"{_START}(?:{day})\.?{before}", week.each),
    ]


def _both_cases(names: dict[str, int]) -> dict[str, int]:
    return {cased: number for name, number in names.items() for cased in (name, _capital(name))}


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
