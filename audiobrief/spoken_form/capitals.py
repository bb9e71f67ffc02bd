"""Decides whether capitals are a word or letters: by the language's own words and by what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import UNSPACED, Match, Rule
from audiobrief.text.given_names import is_given

_LETTERS = rf"[^\W\d_{UNSPACED}]{{1,40}}"
_CAPITALS = (
    r"(?<![\w-])(?<!O['’])(?=[^\W\d_a-z]{2}|[^\W\d_a-z](?:&|['’](?:%s)(?!\w)))"
    rf"{_LETTERS}(?:[-/&]{_LETTERS}){{0,4}}(?:['’](?:s|%s))?(?!\w)"
)
_VOWELS = frozenset("AEIOUYÄÖÜÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÃÕÅÆØŐŰİІЇЄАЕЁИОУЫЭЮЯӘӨҮҰΑΕΗΙΟΥΩ")
_SAYABLE = re.compile("[BCDFGHJKLMNPRSTVZ][AEIOU][BCDFGHJKLMNPRSTVZ][AEIOU][LMNRST]?")
"""Unknown capitals of this shape are a word ("DUMA", "HAMAS"); other short ones are letters ("OSCE")."""
_CONSONANTS = re.compile("[BCDFGHJKLMNPQRSTVWXZ]{4}")
_LONGEST_ACRONYM = 5
_SHORTEST_NAME = 3
_WORDS_KNOWN = 500
"""Usual words from which on a list's silence tells something: three unknown letters in a headline are an acronym."""
_PIECES = re.compile(r"[^\W\d_]+|['’]?s$|.")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LAST_WORD = re.compile(r"([^\W\d_]+)(?:['’][^\W\d_]{1,3})?[,:]?[ \u00a0'’][\"“«]?$")
_NEXT_WORD = re.compile(r"(?:['’][^\W\d_]{1,6})?[,:]?[ \u00a0'’][\"“«]?([^\W\d_]+)")
_GIVEN_BEHIND = re.compile(r", ([^\W\d_]+)")
_GIVEN_BEFORE = re.compile(r"([^\W\d_]+) $")
_DATELINE_REST = re.compile(r"(?: [A-ZÀ-Þ]{2,})*(?:, [^—–-]{0,40}| \([A-Za-z /]{2,30}\)){0,2}\s?(?:--|[—–]|- )")
_OPENING = " \"'“‘«»„([¿¡•·*-–"


def capital_rule(grammar: Grammar) -> Rule:
    """Returns the rule of words in capitals."""

    def say(match: Match) -> str:
        place = _Place(grammar, match)
        stem, mark, ending = match[0].partition("'" if "'" in match[0] else "’")
        small = mark + grammar.small(ending) if ending.isupper() else ""
        printed = stem if small else match[0]
        return "".join(_piece(place, piece) for piece in _PIECES.findall(printed)) + small

    pattern = _CAPITALS % (grammar.clitics, grammar.clitics)
    return Rule("capitals", re.compile(r"[^\W\d_a-z][^\W\d_a-z&'’]|[A-Z][&'’]"), pattern, say)


@dataclass(frozen=True)
class _Place:
    """What stands around a word in capitals."""

    grammar: Grammar
    match: Match

    @cached_property
    def before(self) -> str:
        """Returns up to sixty letters before."""
        return self.match.string[max(0, self.match.start() - 60) : self.match.start()]

    @cached_property
    def after(self) -> str:
        """Returns up to sixty letters behind."""
        return self.match.string[self.match.end() : self.match.end() + 60]

    @cached_property
    def opens(self) -> bool:
        """Tells whether nothing but capitals stands before: the style of a story's first words, or of a label."""
        return len(self.before) < 60 and not re.search(r"[^\W_A-ZÀ-Þ]", self.before)

    @cached_property
    def begins(self) -> bool:
        """Tells whether the word begins the text or a sentence."""
        before = self.before.strip(_OPENING)
        return not before or before[-1] in ".!?:"

    @cached_property
    def following(self) -> str:
        """Returns the next word; "" where a sentence ends."""
        found = _NEXT_WORD.match(self.after)
        return found[1] if found else ""

    @cached_property
    def has_company(self) -> bool:
        """Tells whether a word beside it is in capitals too, and surely a word."""
        found = _LAST_WORD.search(self.before)
        beside = (found[1] if found else "", self.following)
        return any(word.isupper() and self._is_sure(word) for word in beside)

    def _is_sure(self, word: str) -> bool:
        known = self.grammar.small(word) in self.grammar.usual_words
        return (known or len(word) > _LONGEST_ACRONYM) and word not in self.grammar.spelled_acronyms

    @cached_property
    def is_dateline(self) -> bool:
        """Tells whether capitals open a dateline."""
        return self.opens and bool(_DATELINE_REST.match(self.after))

    @cached_property
    def is_shouted(self) -> bool:
        """Tells whether capitals are the style of this place: a dateline, or most words around are in capitals."""
        if self.is_dateline:
            return True
        around = _WORD.findall(self.before + self.match[0] + self.after)
        capitals = [word for word in around if word.isupper()]
        if len(capitals) < min(3, max(2, len(around))) or len(capitals) * 4 < len(around) * 3:
            return False
        return any(map(self._is_sure, capitals))

    @property
    def is_loud(self) -> bool:
        """Tells whether capitals are the style of this place or of the words beside."""
        return self.is_shouted or self.has_company

    @property
    def has_few_words_known(self) -> bool:
        """Tells whether a headline's language lists too few words for three unknown letters to be an acronym."""
        return self.is_shouted and len(self.grammar.usual_words) < _WORDS_KNOWN

    @property
    def begins_clause(self) -> bool:
        """Tells whether the word opens the text before a little word: "IT was"."""
        return self.opens and self.following in self.grammar.little_words

    @cached_property
    def is_surname(self) -> bool:
        """Tells whether a given name stands beside: "Anna BERG", "BERG, Anna"."""
        found = _GIVEN_BEFORE.search(self.before) or (_GIVEN_BEHIND.match(self.after) if self.begins else None)
        return found is not None and not found[1].isupper() and is_given(found[1])


def _parted(piece: str) -> tuple[str, str]:
    """Parts "MPs" in its letters and their ending."""
    return (piece[:-1], piece[-1]) if piece[-1] == "s" and piece[:-1].isupper() else (piece, "")


def _piece(place: _Place, piece: str) -> str:
    """Says one run of letters, its plural or possessive ending kept, or a sign between two."""
    stem, ending = _parted(piece)
    if len(stem) < 2 or not stem.isupper():
        return {"/": " ", "&": f" {place.grammar.and_} "}.get(piece, piece)
    word = _capitalised(place, stem)
    if not ending or len(word) <= len(stem):
        return word + ending
    return piece if "A" in stem else f"{word}'s"


def _capitalised(place: _Place, word: str) -> str:
    """Says a word in capitals as a word, as letters, or leaves it as it is."""
    grammar, small = place.grammar, place.grammar.small(word)
    if word in grammar.acronym_words or (not word.isascii() and grammar.ascii_acronyms):
        return word
    if _is_usual(place, word, small):
        return small if _is_small(place, small) else word[0] + small[1:]
    if word in grammar.spelled_acronyms or not _VOWELS & set(word):
        return grammar.acronym(word)
    if _is_name(place, word):
        return word[0] + small[1:]
    return word if numerals.roman(word) else grammar.acronym(word)


def _is_usual(place: _Place, word: str, small: str) -> bool:
    """Tells whether capitals are a usual word here: a short one needs the style of the place, or is hardly a name."""
    grammar = place.grammar
    if small not in grammar.usual_words:
        return False
    is_little = small in grammar.little_words
    if word not in grammar.spelled_acronyms:
        return is_little or len(word) > _SHORTEST_NAME or place.opens or place.is_loud
    return is_little and (place.is_loud or (len(word) == 2 and place.begins_clause))


def _is_small(place: _Place, small: str) -> bool:
    """Tells whether a usual word is written small: not where it begins, nor in a headline but for little words."""
    if place.begins:
        return False
    return small in place.grammar.little_words or not (place.is_shouted or place.grammar.capital_nouns)


def _is_name(place: _Place, word: str) -> bool:
    """Tells whether unknown capitals are a name or a rare word, by their length and their company."""
    letters = len(word)
    if letters > _LONGEST_ACRONYM or place.is_dateline or _SAYABLE.fullmatch(word):
        return True
    if letters < _SHORTEST_NAME:
        return False
    if letters > _SHORTEST_NAME and place.is_loud and not _CONSONANTS.search(word):
        return True
    return place.has_few_words_known or place.is_surname
