"""What pages print around and inside their articles: the tables of ``phrases.toml`` and how they are asked."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from audiobrief.roles import Reason

_BLANKS = re.compile(r"\s+")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "..."})
_EDGES = " \t.:;,!?…|·•>»›→▶►✕×-–—[]()*\"'"
_LONGEST = 600


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Returns a text in lower case, with single blanks, plain quotation marks and no punctuation at the edges."""
    return _BLANKS.sub(" ", text.translate(_MARKS)).casefold().strip(_EDGES)


def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


def _whole(table: dict[str, list[str]]) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    for reason, languages in table.items():
        for phrase in "|".join(languages).split("|"):
            found.setdefault(fold(phrase), Reason(reason))
    found.pop("", None)
    return found


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_TABLES = _read()
WHOLE = _whole(_TABLES["whole"])
"""Folded short text -> why it is not spoken."""
_STARTS = tuple((Reason(rule["reason"]), int(rule["longest"]), _any(rule["patterns"])) for rule in _TABLES["start"])
_NOTICE, _CREDIT, _LABEL = (_any(_TABLES["kept"][kind]) for kind in ("notice", "credit", "label"))


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


def is_credit(text: str) -> bool:
    """Says whether a line names who reported, edited or delivered the article: "(Reporting by …; editing by …)"."""
    return len(text) <= 320 and _CREDIT.match(fold(text)) is not None


def is_label(text: str) -> bool:
    """Says whether a line names the kind of article: opinion, analysis, sponsored, satire."""
    return len(text) <= 80 and _LABEL.fullmatch(fold(text)) is not None
