"""How each language says that someone said something: ``languages/<tag>/reporting.toml``, compiled.

A language without the file has no verbs: its quotes are found by their marks and their place in the sentence, and
have no source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache

from audiobrief.languages import folders, language_of


@dataclass(frozen=True, slots=True)
class Row:
    """A language's table. Words are separated by blanks, phrases by "|"; ``*`` stands for any ending, ``_``
    for a blank inside a word's entry.
    """

    verbs: str = ""
    """Finite forms and participles that introduce or follow words said: "said", "says", "adding"."""
    according: str = ""
    """Phrases before a source: "according to"."""
    after_source: str = ""
    """Phrases after a source: German "zufolge", Turkish "göre"."""
    he: str = ""
    she: str = ""
    they: str = ""
    it: str = ""
    """Pronouns that can be subjects, by what they can stand for; a word may stand in several rows."""
    mr: str = ""
    ms: str = ""
    """Titles that tell a person's gender."""
    men: str = ""
    women: str = ""
    """Nouns that tell it: "father", "spokeswoman"."""
    groups: str = ""
    """Nouns for several people: "participants", "officials"."""
    titles: str = ""
    """Words of office and rank before a name: "president", "inspector"."""
    organisations: str = ""
    """Nouns for bodies that speak: "ministry", "watchdog"."""
    media: str = ""
    """Nouns for what speaks on paper: "report", "statement"."""
    articles: str = ""
    indefinite: str = ""
    """Those of the articles that introduce somebody unknown."""
    determiners: str = ""
    """Words without a capital that begin a source: "one", "his", "several"."""
    conjunctions: str = ""
    relative: str = ""
    """"that": what follows is said, not who says it."""
    fronting: str = ""
    """Words that open a phrase which is not the subject: prepositions, adverbs."""
    stops: str = ""
    """Words that end a source: what follows tells when, where, to whom, or is another clause."""
    fillers: str = ""
    """Small words between a verb and its subject, or between a subject and its verb."""
    datives: str = ""
    """Words that begin an object before the verb: German "dem"."""
    anaphoric: str = ""
    """Organisation nouns that mean one named before: "the company"."""
    verb_shape: str = ""
    """Regular expression of a finite verb, for verbs that the list lacks: only right behind a quote."""
    naming: str = ""
    """Phrases before a name or title in marks, which is no speech: "called", "the film"."""
    capital_nouns: bool = False
    """Every noun has a capital: a capital says nothing of a name."""
    inverts: bool = True
    """The subject can stand behind the verb before a quote: "In Berlin sagte sie:"."""
    inflects: bool = False
    """Names have cases: behind "according to" stands one that is nobody's name as he bears it."""
    dashes: bool = False
    """Speech may begin with a dash instead of a mark: "– Vi är nöjda, säger Anna Lind."."""
    verb_final: bool = False
    """The reporting verb stands behind the quote, its subject before it: Turkish "X, “…” dedi"."""
    clause_words: int = 8
    """A fragment that follows its verb directly ("said that “…”") is a statement from this many words on."""
    fragment_words: int = 1_000
    """Any attributed fragment is one from this many words on."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A row, compiled."""

    language: str
    row: Row
    verb: re.Pattern[str]
    verb_words: frozenset[str]
    according: re.Pattern[str]
    after_source: re.Pattern[str]
    said: re.Pattern[str]
    """An attribution behind a quote's last comma, for a quote that nothing closes."""
    conjunction: re.Pattern[str]
    group: re.Pattern[str]
    """Several people, with article and one more word: "the striking workers"."""
    naming: re.Pattern[str]
    verb_shape: re.Pattern[str]
    fronting: frozenset[str]
    stops: frozenset[str]
    fillers: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    media: frozenset[str]
    articles: frozenset[str]
    indefinite: frozenset[str]
    anaphoric: frozenset[str]
    determiners: frozenset[str]
    conjunctions: frozenset[str]
    relative: frozenset[str]
    datives: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    it: frozenset[str]
    mr: frozenset[str]
    ms: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    groups: frozenset[str]
    pronouns: frozenset[str]
    inverts: bool
    point_ordinals: bool
    cased: bool
    """The script has capitals, so that a name can be told by its first letter."""


NO_SETS = frozenset(
    {
        "verbs",
        "according",
        "after_source",
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
WORD_SETS = tuple(item.name for item in fields(Row) if item.name not in NO_SETS)
NEVER = r"(?!)"


@cache
def grammar(language: str) -> Grammar:
    """The compiled table of a language ("pt" of "pt-BR"); an empty one where there is none."""
    row = _row(language)
    words = language_of(language).words
    sets = {name: frozenset(getattr(row, name).split()) for name in WORD_SETS}
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
        said=re.compile(said, re.IGNORECASE),
        conjunction=re.compile(rf"\s(?:{_alternatives(row.conjunctions.split())})\s", re.IGNORECASE),
        group=_words(rf"(?:(?:{_alternatives(row.articles.split())})\s+)?(?:[\w’'-]+\s+)?(?:{groups})"),
        verb_shape=re.compile(rf"(?<![\w’'-])(?:{row.verb_shape or NEVER})(?![\w’'-])"),
        naming=re.compile(rf"(?<!\w)(?:{_alternatives(row.naming.split('|'))})\W*$", re.IGNORECASE),
        pronouns=sets["he"] | sets["she"] | sets["they"] | sets["it"],
        inverts=row.inverts,
        point_ordinals=words.sentences.point_ordinals,
        cased=words.names.capitals,
        **sets,
    )


@cache
def _row(language: str) -> Row:
    table = folders.table(language, "reporting.toml")
    return Row(**{item.name: table[item.name] for item in fields(Row) if item.name in table})


def _alternatives(words: list[str]) -> str:
    cleaned = [" ".join(word.replace("_", " ").split()) for word in words]
    escaped = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in cleaned if word]
    return "|".join(sorted(escaped, key=len, reverse=True)) or NEVER


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w’'-])(?:{alternatives})(?![\w’'])", re.IGNORECASE)
