"""Who a quote is attributed to, as printed: after the quote, before it, or carried over from the quote before.

Works on the words around the marks with the tables of :mod:`audiobrief.script.reporting`; no model. In order: "according
to X" beside the quote; a reporting verb with its subject behind it; the same before it; a name and a colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobrief.script.reporting import Grammar

SENTENCE_END = re.compile(r"[.!?…](?:[\"”“’»)]*)\s+(?=[A-ZÀ-ÞА-ЯЁІЇЄҐ\"“„«(0-9¿¡])")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Rev|Jr|Sr|No|Nr|Hon|[A-Z])|\b[a-zA-Z]\.[a-zA-Z]|\d)$"
)
WORD = re.compile(r"[^\s,;:()\[\]\"“”„«»—–]+|[,;:()\[\]\"“”„«»—–]")
NAME_PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "da",
        "di",
        "del",
        "della",
        "la",
        "le",
        "du",
        "dos",
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "abu",
        "ter",
        "zu",
        "und",
        "af",
        "av",
        "y",
        "e",
    ]
)
LONGEST_SOURCE = 14
"""Words: a longer subject is a clause, not a source."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and where it stands (offset in the paragraph)."""

    source: str
    start: int
    strength: float


def sentence_before(text: str, begin: int, end: int) -> int:
    """Where the sentence that runs up to ``end`` begins, not before ``begin``."""
    start = begin
    for match in SENTENCE_END.finditer(text, begin, end):
        if match[0][0] == "." and ABBREVIATED.search(text, max(0, match.start() - 8), match.start()):
            continue
        start = match.end()
    return start


def sentence_after(text: str, begin: int, end: int) -> int:
    """Where the sentence that goes on at ``begin`` ends, not after ``end``."""
    for match in SENTENCE_END.finditer(text, begin, end):
        if match[0][0] == "." and ABBREVIATED.search(text, max(0, match.start() - 8), match.start()):
            continue
        return match.start() + 1
    return end


def after(text: str, begin: int, end: int, grammar: Grammar) -> Attribution | None:
    """The attribution in ``text[begin:end]``, which follows a quote."""
    lead = re.compile(r"[\s,.;:!?…\"”“’»)\]–—-]*").match(text, begin, end)
    start = lead.end() if lead else begin
    stop = sentence_after(text, start, end)
    stop = min((m.start() for m in re.compile(r"[;:“„«]|\s[-–—]+\s").finditer(text, start, stop)), default=stop)
    match = grammar.according.match(text, start, stop)
    if match:
        return _noun_phrase(text, match.end(), stop, grammar, 0.9)
    post = grammar.after_source.search(text, start, stop)
    if post and len(text[start : post.start()].split()) <= LONGEST_SOURCE:
        return _trimmed(text, start, post.start(), 0.9)
    verb = grammar.verb.search(text, start, stop)
    if not verb:
        return None
    between = text[start : verb.start()]
    if not between.strip() or _all_small(between, grammar):
        found = _noun_phrase(text, verb.end(), stop, grammar, 0.9)
        if found or not between.strip():
            return found
    if len(between.split()) > LONGEST_SOURCE:
        return None
    return _subject(text, start, verb, stop, grammar, 0.9)


def before(text: str, begin: int, end: int, grammar: Grammar) -> Attribution | None:
    """The attribution in ``text[begin:end]``, the part of a sentence that stands before a quote."""
    match = None
    for match in grammar.according.finditer(text, begin, end):
        if text[match.start()].isupper() or match.start() == begin or len(match[0].split()) > 1:
            break
    else:
        match = None
    if match:
        found = _noun_phrase(text, match.end(), end, grammar, 0.85)
        if found:
            return found
    post = grammar.after_source.search(text, begin, end)
    if post and len(text[begin : post.start()].split()) <= LONGEST_SOURCE:
        return _trimmed(text, begin, post.start(), 0.85)
    verbs = list(grammar.verb.finditer(text, begin, end))
    for verb in reversed(verbs):
        found = _subject(text, begin, verb, end, grammar, 0.85)
        if found:
            return found
    if text[begin:end].rstrip().endswith(":") and len(text[begin:end].split()) <= LONGEST_SOURCE:
        return _noun_phrase(text, begin, end, grammar, 0.7)
    return None


def _subject(
    text: str, begin: int, verb: re.Match[str], end: int, grammar: Grammar, strength: float
) -> Attribution | None:
    """The subject of a reporting verb: what stands before it, or behind it where a phrase of time or place leads."""
    pieces = _clauses(text, begin, verb.start())
    while pieces and not text[pieces[-1][0] : pieces[-1][1]].strip(" ,"):
        pieces.pop()
    if text[begin : verb.start()].rstrip().endswith(",") and len(pieces) > 1:
        pieces = pieces[:-1]  # "Jane Doe, the minister, said": the apposition is not the subject
    for start, stop in reversed(pieces):
        words = text[start:stop].split()
        if not words:
            continue
        first = words[0].strip("(\"'“„").lower()
        if first in grammar.fronting and not first.istitle():
            continue
        if first in grammar.relative or len(words) > LONGEST_SOURCE:
            continue
        found = _leading(text, start, stop, grammar, strength)
        if found:
            return found
    return _noun_phrase(text, verb.end(), end, grammar, strength)


def _clauses(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    spans, start = [], begin
    for match in re.compile(r",|;|:|\s[-–—]+\s|\s(?:and|und|but|aber|that|dass|when|as|while)\s").finditer(
        text, begin, end
    ):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, end))
    return [(a, b) for a, b in spans if text[a:b].strip()] or [(begin, end)]


def _leading(text: str, begin: int, end: int, grammar: Grammar, strength: float) -> Attribution | None:
    """A subject up to its auxiliary: "The minister has" -> "The minister"."""
    words = list(WORD.finditer(text, begin, end))
    kept: list[re.Match[str]] = []
    for word in words:
        low = word[0].lower()
        if kept and low in grammar.stops and not _links(low):
            break
        kept.append(word)
    while kept and kept[-1][0].lower() in _ADVERBS:
        kept.pop()
    if not kept or not _nominal(kept, grammar):
        return None
    return _trimmed(text, kept[0].start(), kept[-1].end(), strength)


def _noun_phrase(text: str, begin: int, end: int, grammar: Grammar, strength: float) -> Attribution | None:
    """The noun phrase that begins at ``begin``, small words of the verb skipped: "dazu der Sprecher X"."""
    kept: list[re.Match[str]] = []
    for word in WORD.finditer(text, begin, end):
        low = word[0].lower()
        if not kept and (low in grammar.stops or low in _ADVERBS) and low not in grammar.articles:
            if low in grammar.fronting and low not in _ADVERBS and len(low) > 3:
                return None
            continue
        if kept and (low in grammar.stops or word[0] in ',;:()[]"“”„«»—–') and not _links(low):
            break
        if not kept and not word[0][0].isalnum():
            if word[0] == ",":
                continue
            break
        kept.append(word)
        if low in grammar.pronouns and len(kept) == 1:
            break
        if len(kept) > LONGEST_SOURCE:
            break
    while kept and _links(kept[-1][0].lower()):
        kept.pop()
    if not kept or not _nominal(kept, grammar):
        return None
    return _trimmed(text, kept[0].start(), kept[-1].end(), strength)


_ADVERBS = frozenset(
    [
        "also",
        "has",
        "have",
        "had",
        "was",
        "is",
        "were",
        "then",
        "later",
        "further",
        "dazu",
        "daraufhin",
        "auch",
        "weiter",
        "wörtlich",
        "hat",
        "habe",
        "haben",
        "wird",
        "wurde",
        "sich",
        "jedoch",
        "aber",
        "ferner",
        "zudem",
        "noch",
        "simply",
        "only",
    ]
)


def _links(word: str) -> bool:
    """Words that hold a name or a title together."""
    return word in NAME_PARTICLES or word in {"of", "for", "des", "of the", "&"}


def _nominal(words: list[re.Match[str]], grammar: Grammar) -> bool:
    """Something that can speak: a pronoun, an article's phrase, or a name."""
    first = words[0][0]
    low = first.lower()
    if low in grammar.pronouns or low in grammar.articles:
        return True
    return any(word[0][0].isupper() for word in words) or low in {
        "one",
        "another",
        "many",
        "some",
        "others",
        "officials",
    }


def _all_small(text: str, grammar: Grammar) -> bool:
    words = text.split()
    return bool(words) and all(w.lower().strip(",") in grammar.stops or w.lower() in _ADVERBS for w in words)


def _trimmed(text: str, begin: int, end: int, strength: float) -> Attribution | None:
    while begin < end and text[begin] in ' \t\u00a0,.;:–—-"“”„»«':
        begin += 1
    while end > begin and text[end - 1] in ' \t\u00a0,.;:–—-"“”„»«':
        end -= 1
    return Attribution(text[begin:end], begin, strength) if end > begin else None
