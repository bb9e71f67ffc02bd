"""Finds the rules that speak a language: its table, and the module that its table names for what needs code."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module

from audiobrief.languages import folders
from audiobrief.languages.tags import base, region_of
from audiobrief.spoken_form.cleaning import with_pauses, without_markup
from audiobrief.spoken_form.governed import governed
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import Rule
from audiobrief.spoken_form.tokens import rules

_TABLE = "numbers.toml"
_FIGURE = re.compile("[\\d₀-₉]")
_SET = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]")
_GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)")
_SURE_FIGURE = re.compile(r"\\d(?![?*]|\{0)")


def grammar_for(language: str) -> Grammar:
    """Returns the grammar of a BCP 47 tag's language; one that keeps digits and signs where it has no table."""
    return _grammar(_name(language), _region(language))


def speaker(language: str) -> Callable[[str], str]:
    """Returns what writes a text out in a BCP 47 tag's language, as its region says it where its table tells.

    The text passes once through every rule, in order; what a rule writes holds no digit, so no later number rule reads
    it again.
    """
    table, comma = _rules(_name(language), _region(language)), grammar_for(language).comma
    without_figures = [rule for rule in table if not _wants_figure(rule.needs.pattern)]

    def speak(text: str) -> str:
        text = without_markup(text)
        for rule in table if _FIGURE.search(text) else without_figures:
            if rule.needs.search(text):
                text = rule.pattern.sub(rule.say, text)
        return with_pauses(text, comma)

    return speak


def _wants_figure(needs: str) -> bool:
    """Tells whether nothing without a digit matches a pattern: what its sets and groups hold is not looked at."""
    plain = _SET.sub("", needs)
    while (shorter := _GROUP.sub("", plain)) != plain:
        plain = shorter
    return all(_SURE_FIGURE.search(way) for way in plain.split("|"))


@cache
def languages() -> frozenset[str]:
    """Returns the base languages that have a table."""
    return frozenset(folders.languages_with(_TABLE))


def _name(language: str) -> str:
    """Returns the language whose table holds for a tag; "" where none does, or the tag's script is not the table's."""
    name, subtags = base(language), re.split("[-_]", language.lower())
    is_known = name in languages() and not _grammar(name, "").other_scripts & set(subtags)
    return name if is_known else ""


def _region(language: str) -> str:
    """Returns a tag's region, "" where its language's table says nothing of it."""
    region = region_of(language)
    return region if region in folders.regions(_name(language), _TABLE) else ""


@cache
def _rules(name: str, region: str) -> tuple[Rule, ...]:
    return governed(_grammar(name, region), rules)


@cache
def _grammar(name: str, region: str) -> Grammar:
    module, _, kind = str(folders.table(name, _TABLE).get("module", "")).partition(".")
    found: type[Grammar] = getattr(import_module(f"{__package__}.{module}"), kind) if kind else Grammar
    return folders.read(name, _TABLE, found, region=region) or Grammar()
