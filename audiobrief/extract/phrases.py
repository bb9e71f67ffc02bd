"""What pages print around and inside their articles: each language's ``phrases.toml``, asked all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from audiobrief.languages import every_language
from audiobrief.languages.schema import Start, Whole
from audiobrief.roles import Reason

_BLANKS = re.compile(r"\s+")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "..."})
_EDGES = " \t.:;,!?…|·•>»›→▶►✕×-–—[]()*\"'"
_LONGEST = 600


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Returns a text in lower case, with single blanks, plain quotation marks and no punctuation at the edges."""
    return _BLANKS.sub(" ", text.translate(_MARKS)).casefold().strip(_EDGES)


def _whole() -> dict[str, Reason]:
    tables = [msgspec.structs.asdict(language.phrases.whole) for language in every_language()]
    found: dict[str, Reason] = {}
    for reason in Whole.__struct_fields__:
        for phrase in "|".join(table[reason] for table in tables).split("|"):
            found.setdefault(fold(phrase), Reason(reason))
    found.pop("", None)
    return found


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
_STARTS = tuple(_starts())
_KEPT = [language.phrases.kept for language in every_language()]
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
    """Returns why a short text is never part of an article, or None. Nothing longer than 600 characters is noise."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    return WHOLE.get(folded) or (_row(folded) if len(folded) < 60 else None) or _start(folded)


def _start(folded: str) -> Reason | None:
    return next((why for why, longest, opening in _STARTS if len(folded) <= longest and opening.match(folded)), None)


def is_notice(text: str) -> bool:
    """Says whether a text is a correction, clarification, editor's note or legal notice."""
    return _NOTICE.match(fold(text[:400])) is not None


def leads_on(text: str) -> bool:
    """Tells whether a line behind a notice belongs to it: "To find out more, click here."."""
    return _CLICK.search(fold(text)) is not None


def is_credit(text: str) -> bool:
    """Says whether a line names who reported, edited or delivered the article: "(Reporting by …; editing by …)"."""
    return len(text) <= 320 and _CREDIT.match(fold(text)) is not None


def is_label(text: str) -> bool:
    """Says whether a line names the kind of article: opinion, analysis, sponsored, satire."""
    return len(text) <= 80 and _LABEL.fullmatch(fold(text)) is not None
