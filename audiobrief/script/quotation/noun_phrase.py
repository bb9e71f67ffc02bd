"""Cuts the words around a reporting verb down to the noun phrase that speaks, and marks off its ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.script.quotation.paragraph import ABBREVIATED
from audiobrief.script.quotation.reporting import Grammar

Word = re.Match[str]
ADJECTIVE = re.compile(r"[\w-]+e[nrsm]?|\d[\w.]*|und|oder")
AGED = re.compile("alt|lang|jung")
"""As in "der 35 Jahre alte Kapitän"."""
GENITIVE = frozenset("der des von vom".split())  # noqa: SIM905
FINITE = re.compile(r"[a-zäöüß]+(?:t|te|ten|en)")


def pared(words: Sequence[Word], grammar: Grammar) -> list[Word]:
    """Returns article, adjectives, nouns in a row, and what belongs to them ("der Sprecher | der Firma"); none of the
    words where they are no such phrase. A verb in front that the tables lack is left out: "schimpft der Chef".
    """
    texts = [word[0].rstrip("!?….") or word[0] for word in words]
    begin = _behind_verb(texts, grammar)
    if begin < len(texts) and texts[begin].lower() in grammar.pronouns - grammar.articles:
        return list(words[begin : begin + 1])
    head = _head(texts, begin, grammar)
    if head is None:
        return []
    return list(words[begin : _end(texts, _capitals(texts, head), grammar)])


def _end(texts: Sequence[str], end: int, grammar: Grammar) -> int:
    """Returns where what belongs to the nouns ends: "der Firma" behind "der Sprecher", "und Y" behind "X"."""
    low = texts[end].lower() if end < len(texts) else ""
    following = end + 1 if low in grammar.conjunctions else _head(texts, end + 1, grammar) if low in GENITIVE else None
    if following is None or not _is_capital(texts[following : following + 1]):
        return end
    return _end(texts, _capitals(texts, following), grammar)


def _behind_verb(texts: Sequence[str], grammar: Grammar) -> int:
    """Returns where the phrase begins: behind a finite verb right before an article, a pronoun or a noun."""
    first, following = texts[0] if texts else "", texts[1] if len(texts) > 1 else ""
    known = grammar.articles | grammar.determiners | grammar.pronouns | grammar.groups
    if not FINITE.fullmatch(first) or first in known:
        return 0
    return int(following.lower() in known or following[:1].isupper())


def _head(texts: Sequence[str], begin: int, grammar: Grammar) -> int | None:
    """Returns where the nouns begin, behind article and adjectives; None where something else stands between."""
    place = begin
    while place < len(texts) and _leads(texts, place, begin, grammar):
        place += 1
    is_noun = place < len(texts) and (_is_capital([texts[place]]) or texts[place].lower() in grammar.groups)
    return place if is_noun else None


def _leads(texts: Sequence[str], place: int, begin: int, grammar: Grammar) -> bool:
    """Tells whether a word stands before its noun: an article, an adjective, a measure."""
    low, following = texts[place].lower(), " ".join(texts[place + 1 : place + 2])
    if low in grammar.articles | grammar.determiners or low.isdigit():
        return True
    if _is_capital([texts[place]]):
        return place > 0 and texts[place - 1].isdigit() and AGED.match(following) is not None
    is_adjective = ADJECTIVE.fullmatch(texts[place]) is not None and low not in grammar.groups
    return is_adjective or (place == begin and low in GENITIVE)


def _capitals(texts: Sequence[str], begin: int) -> int:
    """Returns where the nouns in a row end; "von" and the like stand inside a name."""
    end = begin + 1
    while end < len(texts) and (_is_capital([texts[end]]) or _is_particle(texts, end)):
        end += 1
    return end


def _is_particle(texts: Sequence[str], place: int) -> bool:
    inside = {"van", "de", "von", "und", "del", "da", "al", "bin", "zu"}
    return texts[place] in inside and _is_capital(texts[place + 1 : place + 2])


def _is_capital(texts: Sequence[str]) -> bool:
    return bool(texts) and (texts[0][:1].isupper() or texts[0][:1] in "@#" or "-" in texts[0])


def trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """Returns where a phrase begins and ends without marks around it; the point of an abbreviation stays."""
    while begin < end and not (text[begin].isalnum() or text[begin] in "@#"):
        begin += 1
    while end > begin and not (text[end - 1].isalnum() or (text[end - 1] in ".)" and end - begin > 2)):
        end -= 1
    while end > begin and text[end - 1] == "." and not ABBREVIATED.search(text[begin : end - 1]):
        end -= 1
    return begin, end
