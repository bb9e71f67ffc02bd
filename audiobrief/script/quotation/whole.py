"""Tells whole statements from fragments of somebody else's sentence; :data:`WHOLE` lists the reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from audiobrief.languages.tags import CAPITALS
from audiobrief.model import Quote
from audiobrief.script.ladder import Rung, decide
from audiobrief.script.quotation.attribution import Reader
from audiobrief.script.quotation.marks import Span

CLOSED = re.compile(r"[,.]|\s+[–—-]\s")
INNER_SENTENCE = re.compile(rf"\w[\w)’']+[.!?…]\s+[¿¡\"“]?[{CAPITALS}]")
SENTENCE_WORDS = 4
"""Words: a sentence in marks that nobody is said to have said is speech from here on; shorter ones are titles."""
SHORT_SENTENCE_WORDS = 3
"""The same behind somebody's colon or comma."""
ADDRESSEE_WORDS = 3
LONG_CLAUSE_WORDS = 12
"""A statement inside a sentence ("noted that “…”") is long enough for a voice of its own from here on."""


@dataclass(frozen=True)
class QuoteClues:
    """What marks, words and surroundings say of one span."""

    reader: Reader
    span: Span
    led: str
    """The words of its sentence before it."""
    has_source: bool

    @property
    def inner(self) -> str:
        """Returns the words between the marks."""
        return self.reader.text[self.span.start : self.span.end]

    @cached_property
    def words(self) -> int:
        """Counts the words between the marks."""
        return len(self.inner.split())

    @property
    def runs_over(self) -> bool:
        """Tells whether the statement goes on in the next paragraph or comes from the one before."""
        return self.span.runs_on or self.span.runs_in

    @property
    def is_paired(self) -> bool:
        """Tells whether the paragraph prints both marks."""
        return self.span.opened and self.span.closed

    @property
    def after_colon(self) -> bool:
        """Tells whether a colon leads to the words."""
        return self.led.endswith(":")

    @property
    def after_comma(self) -> bool:
        """Tells whether a comma leads to the words."""
        return self.led.endswith(",")

    @property
    def may_stand_alone(self) -> bool:
        """Tells whether no stranger's sentence can be around the words."""
        return self.has_source or not self.led or self.after_colon

    @property
    def holds_two_sentences(self) -> bool:
        """Tells whether a sentence ends between the marks and another begins."""
        return INNER_SENTENCE.search(self.inner) is not None

    @cached_property
    def first(self) -> str:
        """Returns the first letter or digit."""
        return self.inner.lstrip("([…. -–—¿¡'‘\"“«")[:1]

    @property
    def begins(self) -> bool:
        """Tells whether the first word can begin a sentence."""
        return self.first.isupper() or not self.first.isalpha() or not self.reader.grammar.cased

    @cached_property
    def has_verb_behind(self) -> bool:
        """Tells whether the reporting verb stands behind the words, as in Turkish "X, “…” dedi"."""
        reader = self.reader
        return reader.grammar.row.verb_final and reader.verb_behind(self.span.outer_end, len(reader.text))

    @cached_property
    def closes(self) -> bool:
        """Tells whether the words end as a sentence does."""
        last = self.inner.rstrip(" \u00a0\u202f'’‘”\"»")[-1:]
        return last in ".!?…," or bool(CLOSED.match(self.reader.text, self.span.outer_end)) or self.has_verb_behind

    @property
    def is_sentence(self) -> bool:
        """Tells whether the words begin and end as a sentence."""
        return self.begins and self.closes

    @property
    def is_long_fragment(self) -> bool:
        """Tells whether the language takes a fragment of this length for speech, as German indirect speech does."""
        return self.words >= self.reader.grammar.row.fragment_words and self.first.islower() and self.is_paired

    @cached_property
    def follows_verb(self) -> bool:
        """Tells whether only "that" or an addressee stands between the reporting verb and the words."""
        if self.has_verb_behind:
            return True
        verbs = list(self.reader.grammar.verb.finditer(self.led))
        return bool(verbs) and self._is_addressee(self.led[verbs[-1].end() :].strip(" ,:").lower().split())

    def _is_addressee(self, between: list[str]) -> bool:
        return (
            not between
            or between[-1] in self.reader.grammar.relative
            or (self.after_comma and len(between) <= ADDRESSEE_WORDS)
        )

    @property
    def follows_according(self) -> bool:
        """Tells whether "according to X," leads to the words."""
        return self.after_comma and self.reader.grammar.according.match(self.led) is not None

    @property
    def is_clause(self) -> bool:
        """Tells whether the words are as many as the language's clauses have."""
        return self.words >= self.reader.grammar.row.clause_words


WHOLE: tuple[Rung[QuoteClues, bool], ...] = (
    Rung("it runs over paragraphs", lambda c: c.runs_over, True),
    Rung("it holds two sentences", lambda c: c.may_stand_alone and c.holds_two_sentences, True),
    Rung("a sentence by itself, said by somebody", lambda c: not c.led and c.has_source and c.is_sentence, True),
    Rung("a long sentence by itself", lambda c: not c.led and c.words >= SENTENCE_WORDS and c.is_sentence, True),
    Rung("a heading or a title by itself", lambda c: not c.led, False),
    Rung(
        "behind somebody's colon",
        lambda c: c.after_colon and c.has_source and (c.words >= SHORT_SENTENCE_WORDS or c.closes),
        True,
    ),
    Rung("a sentence behind a colon", lambda c: c.after_colon and c.words >= SENTENCE_WORDS and c.is_sentence, True),
    Rung("a word behind a colon", lambda c: c.after_colon, False),
    Rung("a long fragment", lambda c: c.is_long_fragment, True),
    Rung("nobody says it", lambda c: not c.has_source, False),
    Rung("a mark is missing", lambda c: not c.is_paired, False),
    Rung(
        "a sentence behind its verb",
        lambda c: c.begins and c.follows_verb and (c.closes or c.words >= SENTENCE_WORDS),
        True,
    ),
    Rung(
        "a sentence behind a comma",
        lambda c: c.after_comma and c.words >= SHORT_SENTENCE_WORDS and c.is_sentence,
        True,
    ),
    Rung("a clause behind its verb", lambda c: c.is_clause and c.follows_verb, True),
    Rung("a clause behind “according to X,”", lambda c: c.is_clause and c.follows_according, True),
    Rung("a fragment of the sentence around it", lambda c: True, False),
)


def is_whole(clues: QuoteClues) -> bool:
    """Tells whether the marks enclose a statement of its own."""
    return decide(WHOLE, clues).verdict


def stands_alone(text: str, quote: Quote) -> bool:
    """Tells whether another voice can speak a quote: it begins its sentence, follows a colon, or is a long clause."""
    words = text[quote.start : quote.end]
    led = text[: quote.start].rstrip("\"'“”„«»‘’( \t")
    is_long = len(words.split()) >= LONG_CLAUSE_WORDS
    return is_long or not led or led[-1] in ".!?:…," or words.lstrip("([…. -–—¿¡")[:1].isupper()
