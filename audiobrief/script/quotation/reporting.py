"""How each language says that someone said something: ``languages/<tag>/reporting.toml``, compiled.

A language without the file has no verbs: its quotes are found by their marks and their place in the sentence, and
have no source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from audiobrief.languages import language_of
from audiobrief.languages.schema import Reporting
from audiobrief.languages.tags import CAPITALS
from audiobrief.text.later import later


@dataclass(frozen=True, slots=True)
class Grammar:
    """A row, compiled."""

    language: str
    row: Reporting
    verb: re.Pattern[str]
    verb_words: frozenset[str]
    according: re.Pattern[str]
    after_source: re.Pattern[str]
    passive: re.Pattern[str]
    aged: re.Pattern[str]
    impersonal: re.Pattern[str]
    said: re.Pattern[str]
    """An attribution behind a quote's last comma, for a quote that nothing closes."""
    conjunction: re.Pattern[str]
    group: re.Pattern[str]
    """Several people, with article and one more word: "the striking workers"."""
    unnamed: re.Pattern[str]
    """Somebody without a name: "an elderly woman", "one resident"."""
    naming: re.Pattern[str]
    verb_shape: re.Pattern[str]
    fronting: frozenset[str]
    stops: frozenset[str]
    fillers: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    media: frozenset[str]
    things: frozenset[str]
    articles: frozenset[str]
    indefinite: frozenset[str]
    anaphoric: frozenset[str]
    determiners: frozenset[str]
    conjunctions: frozenset[str]
    relative: frozenset[str]
    reported: frozenset[str]
    datives: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    it: frozenset[str]
    mr: frozenset[str]
    ms: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    persons: frozenset[str]
    copulas: frozenset[str]
    groups: frozenset[str]
    pronouns: frozenset[str]
    honorifics: frozenset[str]
    """Titles of every kind: of office, and those that tell a gender."""
    openers: frozenset[str]
    """Words that have a capital only since they open a sentence."""
    bodies: frozenset[str]
    """Organisations and what speaks on paper."""
    ranks: tuple[str, ...]
    """Endings of compounds that name somebody ("Polizeipräsident"); only where every noun has a capital."""
    inverts: bool
    point_ordinals: bool
    cased: bool
    """The script has capitals, so that a name can be told by its first letter."""

    def gender(self, noun: str) -> str:
        """Returns "m" or "f" for a noun that only men or women are called; "" for others."""
        return "m" if noun in self.men else "f" if noun in self.women else ""


NO_SETS = frozenset(
    {
        "reviewed_by",
        "verbs",
        "according",
        "after_source",
        "passives",
        "aged",
        "impersonal",
        "verb_shape",
        "naming",
        "inverts",
        "capital_nouns",
        "dashes",
        "inflects",
        "verb_final",
        "clause_words",
        "fragment_words",
    }
)
WORD_SETS = tuple(name for name in Reporting.__struct_fields__ if name not in NO_SETS)
NEVER = r"(?!)"


@cache
def grammar(language: str) -> Grammar:
    """The compiled table of a language ("pt" of "pt-BR"); an empty one where there is none."""
    known = language_of(language)
    row, words = known.reporting, known.words
    sets = {name: frozenset(getattr(row, name).split()) for name in WORD_SETS}
    pronouns = sets["he"] | sets["she"] | sets["they"] | sets["it"]
    ranks = sets["titles"] | sets["men"] | sets["women"]
    verb = _alternatives(row.verbs.split())
    groups = _alternatives(row.groups.split())
    said = rf",[\"“”»’]*\s*[–—-]*\s*(?:[^\s,.;:!?…\"“”„«»]+\s+){{0,5}}?(?:{verb})\b"
    return Grammar(
        language=language,
        row=row,
        verb=_words(verb),
        verb_words=frozenset(row.verbs.split()),
        according=_words(_alternatives(row.according.split("|"))),
        after_source=_words(_alternatives(row.after_source.split("|"))),
        impersonal=_words(_alternatives(row.impersonal.split("|"))),
        aged=_words(_alternatives(row.aged.split("|"))),
        passive=_words(_alternatives(row.passives.split("|"))),
        said=later(said, re.IGNORECASE),
        conjunction=later(rf"\s(?:{_alternatives(row.conjunctions.split())})\s", re.IGNORECASE),
        group=_words(rf"(?:(?:{_alternatives(row.articles.split())})\s+)?(?:[\w’'-]+\s+)?(?:{groups})"),
        verb_shape=later(rf"(?<![\w’'-])(?:{row.verb_shape or NEVER})(?![\w’'-])"),
        unnamed=_unnamed(sets),
        naming=later(rf"(?<!\w)(?:{_alternatives(row.naming.split('|'))})\W*$", re.IGNORECASE),
        pronouns=pronouns,
        honorifics=sets["titles"] | sets["mr"] | sets["ms"],
        openers=sets["fronting"] | sets["articles"] | sets["conjunctions"] | sets["determiners"] | pronouns,
        bodies=sets["organisations"] | sets["media"],
        ranks=tuple(word for word in ranks if len(word) > 3) if row.capital_nouns else (),
        inverts=row.inverts,
        point_ordinals=words.sentences.point_ordinals,
        cased=words.names.capitals,
        **sets,
    )


def _unnamed(sets: dict[str, frozenset[str]]) -> re.Pattern[str]:
    leads = _alternatives(sorted(sets["articles"] | sets["indefinite"] | sets["determiners"]))
    nouns = _alternatives(sorted(sets["men"] | sets["women"] | sets["persons"]))
    return later(
        rf"(?<![\w’'-])(?P<lead>(?i:{leads}))(?:\s+|(?<=[’']))(?:[\w’'-]+\s+){{0,3}}?(?P<noun>(?i:{nouns}))(?![\w’'-]|\s+[{CAPITALS}])"
    )


def _alternatives(words: list[str]) -> str:
    cleaned = [" ".join(word.replace("_", " ").split()) for word in words]
    escaped = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in cleaned if word]
    return "|".join(sorted(escaped, key=len, reverse=True)) or NEVER


def _words(alternatives: str) -> re.Pattern[str]:
    return later(rf"(?<![\w’'-])(?:{alternatives})(?![\w’'])", re.IGNORECASE)
