"""Lines that only tell when an article came out: "Published 3 May 2024, 8.05 pm | By Ann Lee".

A date proves nothing by itself: most dates that a page prints are of what it tells of. A line is a witness where
nothing is left of it without its dates, the words that go with them, and a byline.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from audiobrief.extract.facts.bylines import byline
from audiobrief.extract.facts.written_dates import LETTER, date_in
from audiobrief.languages import printed

LONGEST = 160
"""Characters of a line that is there for its date."""
_PARTS = re.compile(r"\s*[|·•‧∙–—\n]\s*|\s-\s|\s/\s")
_BARS = re.compile(r"\s*[|·•⋅‧∙]\s*")
_DIGITS = re.compile(r"\d[./:-]\d")
_NUMBER = re.compile(r"\d")
_MOST_DATES = 4
_MOST_LISTED_WORDS = 16
_MOST_BYLINE_CHARS = 90
_WORD = re.compile(rf"(?:{LETTER})+")


def line_date(text: str, language: str | None) -> str | None:
    """Reads the date of a line that tells nothing else (ISO 8601); None when it says more, or no date."""
    if not 6 <= len(text) <= LONGEST or not any(map(str.isdecimal, text)):
        return None
    text = unicodedata.normalize("NFKC", text)
    first = date_in(text, language)
    is_line = first is not None and all(map(_is_beside_a_date, _PARTS.split(_without_dates(text, language))))
    return first[2] if first and is_line else _listed(text, language)


def _listed(text: str, language: str | None) -> str | None:
    """The date that is one of several parts between bars or dots: "Harbour | 3 May 2024 | 4 comments"."""
    if len(_WORD.findall(text)) > _MOST_LISTED_WORDS:
        return None
    bars, dashes = _BARS.split(text), _PARTS.split(text)
    parts = (*(bars if len(bars) > 1 else ()), *(filter(says_published, dashes) if len(dashes) > 1 else ()))
    return next(filter(None, (line_date(part, language) for part in parts)), None)


def holds_byline(text: str) -> bool:
    """Tells whether a part of a line names its author: "Fri 03.05.24 | 8.05 | Von Ann Lee"."""
    return any(map(_is_byline, _PARTS.split(text)))


def tells_when(text: str) -> bool:
    """Tells whether a line says a date, a clock or an age ("3 hours ago") and nothing else."""
    if line_date(text, None):
        return True
    is_told = len(text) <= LONGEST and (_DIGITS.search(text) or (_NUMBER.search(text) and _beside().search(text)))
    return bool(is_told) and other_words(text, None) == 0


def other_words(text: str, language: str | None) -> int:
    """Counts the words of a line that go with no date."""
    return len(_WORD.findall(_beside().sub(" ", _without_dates(unicodedata.normalize("NFKC", text), language))))


def says_published(text: str) -> bool:
    """Tells whether a line begins with words that go with dates: "Published", "Stand:"."""
    match = _beside().match(unicodedata.normalize("NFKC", text).strip())
    return match is not None and len(match[0]) > 3


def _without_dates(text: str, language: str | None) -> str:
    for _ in range(_MOST_DATES):
        found = date_in(text, language)
        if found is None:
            break
        text = f"{text[: found[0]]} {text[found[1] :]}"
    return text


def _is_beside_a_date(part: str) -> bool:
    rest = _beside().sub(" ", part)
    return _WORD.search(rest) is None or _is_byline(part)


def _is_byline(part: str) -> bool:
    """A byline's lead or a role of the newsroom stands with a person's name."""
    if len(part) > _MOST_BYLINE_CHARS or not byline(part).people:
        return False
    return printed.begins_byline(part) or printed.byline_role().search(part) is not None


@cache
def _beside() -> re.Pattern[str]:
    edge = rf"(?:{LETTER})"
    return re.compile(rf"(?<![^\W\d_])(?:{printed.beside_dates()})(?!{edge})\.?", re.IGNORECASE)
