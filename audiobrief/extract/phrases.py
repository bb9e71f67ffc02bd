"""What pages print around and inside their articles: each language's ``phrases.toml``, asked all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from audiobrief.languages import every_language, printed
from audiobrief.languages.schema import Line, Start, Whole
from audiobrief.roles import Reason
from audiobrief.text.later import later
from audiobrief.text.sentences import is_prose

_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "..."})
_EDGES = " \t.:;,!?…|·•>»›→▶►✕×-–—[]()*\"'"
_CLOSERS = " \"'”’»)]"
_STOPS = (".", "。", "।", "۔")
"""What ends a sentence and no title, which may ask or call."""
_CONTACT = re.compile(r"@|www\.|\w\.[a-z]{2,}\b|\d[\d ()/-]{5,}")
_LABELS = ":：-–|>"
_LONGEST = 600
_LONGEST_RELATED = 220
_LONGEST_OFFER = 120
_NAMES_SHARE = 0.25


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Returns a text in lower case, with single blanks, plain quotation marks and no punctuation at the edges."""
    return " ".join((text if text.isascii() else text.translate(_MARKS)).split()).casefold().strip(_EDGES)


def _whole() -> dict[str, Reason]:
    tables = [msgspec.structs.asdict(language.phrases.whole) for language in every_language()]
    found: dict[str, Reason] = {}
    for reason in Whole.__struct_fields__:
        for phrase in "|".join(table[reason] for table in tables).split("|"):
            found.setdefault(fold(phrase), Reason(reason))
    found.pop("", None)
    return found


def _lines() -> Iterator[tuple[Reason, re.Pattern[str]]]:
    tables = [msgspec.structs.asdict(language.phrases.line) for language in every_language()]
    for reason in Line.__struct_fields__:
        if patterns := [pattern for table in tables for pattern in table[reason]]:
            yield Reason(reason), _any(patterns)


def _starts() -> Iterator[tuple[Reason, int, re.Pattern[str]]]:
    tables = [msgspec.structs.asdict(language.phrases.start) for language in every_language()]
    for reason in Start.__struct_fields__:
        lengths = {length for table in tables for length in table[reason]}
        for length in sorted(lengths, key=int):
            patterns = [pattern for table in tables for pattern in table[reason].get(length, ())]
            yield Reason(reason), int(length), _any(patterns)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


WHOLE = _whole()
"""Folded short text -> why it is not spoken."""
_LINES = tuple(_lines())
_STARTS = tuple(_starts())
_KEPT = [language.phrases.kept for language in every_language()]
_CLOSED = later(printed.no_article(lambda kind: (*kind.closed, *kind.offered)))
"""Of texts in lower case, as the tables are written: four times as fast as a search for either."""
_CLICK = _any(pattern for kept in _KEPT for pattern in kept.click)
_NOTICE = _any(pattern for kept in _KEPT for pattern in kept.notice)
_CREDIT = _any(pattern for kept in _KEPT for pattern in kept.credit)
_LABEL = _any(" ".join(label.split()) for kept in _KEPT if kept.label for label in kept.label.split("|"))


def _row(folded: str) -> Reason | None:
    """Returns SHARE for a row of buttons: "Share Print Save"."""
    parts = folded.split()
    reasons = {WHOLE.get(part.strip(_EDGES)) for part in parts}
    is_row = len(parts) > 1 and None not in reasons
    return Reason.SHARE if is_row and Reason.SHARE in reasons else None


@lru_cache(maxsize=4096)
def noise(text: str) -> Reason | None:
    """Returns why a line is never part of an article, or None.

    Whole lines are known by a closed list; how a line begins says enough only where it has no sentence of eight words.
    """
    if len(text) > _LONGEST:
        return None
    reason, begins_title = _start(text)
    is_title = begins_title and not text.rstrip(_CLOSERS).endswith(_STOPS)
    if reason is not None and not is_title and is_prose(text):
        reason = None
    return is_interface(text) or reason


@lru_cache(maxsize=4096)
def is_interface(text: str) -> Reason | None:
    """Returns why a whole line of the closed list is not spoken, or None."""
    folded = fold(text)
    row = _row(folded) if len(folded) < 60 else None
    return WHOLE.get(folded) or row or next((why for why, line in _LINES if line.fullmatch(folded)), None)


def suggested(text: str) -> Reason | None:
    """Returns what the first words of a text of any kind speak of: no proof by itself."""
    return _start(text)[0] if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _start(text: str) -> tuple[Reason | None, bool]:
    """Returns the reason that a line's beginning speaks of, and whether a title follows: "Read more: …"."""
    folded = fold(text)
    for why, longest, opening in _STARTS:
        if len(folded) <= longest and (found := opening.match(folded)):
            return why, found[0][-1:] in _LABELS
    return (Reason.RELATED, True) if _is_related(text) else (None, False)


def _is_related(text: str) -> bool:
    """Says whether a title stands behind one of the closed list's phrases for other articles: "Read also: …"."""
    label, mark, title = text.replace("：", ":").partition(":")
    if not mark or len(text) > _LONGEST_RELATED or text.rstrip(_CLOSERS).endswith(_STOPS) or _CONTACT.search(title):
        return False
    is_phrase = " " in label or not label.isascii()
    return is_phrase and any(map(str.isalpha, title)) and WHOLE.get(fold(label)) is Reason.RELATED


@lru_cache(maxsize=4096)
def offer(text: str) -> Reason | None:
    """Returns PAYWALL for a short line that asks to sign in, register or pay to read on; else why a whole line goes."""
    if len(text) > _LONGEST_OFFER:
        return None
    return Reason.PAYWALL if _CLOSED.search(text.lower()) else is_interface(text)


def is_notice(text: str) -> bool:
    """Says whether a text is a correction, clarification, editor's note or legal notice."""
    return _NOTICE.match(fold(text[:400])) is not None


def leads_on(text: str) -> bool:
    """Tells whether a line behind a notice belongs to it: "To find out more, click here."."""
    return _CLICK.search(fold(text)) is not None


def is_credit(text: str) -> bool:
    """Says whether a line names who reported, edited or delivered the article: "(Reporting by …; editing by …)"."""
    return len(text) <= 320 and _CREDIT.match(fold(text)) is not None and not (is_prose(text) and _names_nobody(text))


def _names_nobody(text: str) -> bool:
    """Says whether hardly a word has a capital: credits are names, in scripts that have capitals."""
    own = [word for word in text.split()[1:] if word[:1].lower() != word[:1].upper()]
    return sum(word[0].isupper() for word in own) < _NAMES_SHARE * len(own)


def is_label(text: str) -> bool:
    """Says whether a line names the kind of article: opinion, analysis, sponsored, satire."""
    return len(text) <= 80 and _LABEL.fullmatch(fold(text)) is not None
