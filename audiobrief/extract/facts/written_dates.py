"""Dates as pages write them: ISO 8601 in metadata, digits in addresses, words in many languages."""

from __future__ import annotations

import contextlib
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache

from audiobrief.errors import UNREADABLE
from audiobrief.languages import all_languages
from audiobrief.languages.tags import base, region_of

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:T|,? |, )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.I,
)
LETTER = r"[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0970-\u09e5\u0e31-\u0e4e\u200c]"
"""A letter or a mark on one: in Hindi, Bengali or Thai a vowel is no letter to ``re``."""
_COMPACT = re.compile(r"\b(20\d\d|19\d\d)(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?\b")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|º|°|st|nd|rd|th|er|-?го|-?е)?\s{1,3}(?:de |of |d['’])?"
    rf"((?:{LETTER}){{1,14}}(?:\.(?:{LETTER}){{1,2}})?)\.?,?\s{{1,3}}(?:de |del )?(\d{{4}})(?!\d)"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,14})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})(?!\d)")
_YEAR_MONTH_DAY = re.compile(r"(?<!\d)(\d{4})\.?\s{1,3}(?:m\. )?([^\W\d_]{3,14})\.?\s{1,3}(?:d\. ?)?(\d{1,2})(?!\d)")
_DIGITS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/])")
_EAST_ASIAN = re.compile(r"(?<![\d/])(\d{4})\s?[年년./]\s?(\d{1,2})\s?[月월./]\s?(\d{1,2})(?!\d)\s?[日일.]?")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?![\d.])(\s?[ap]\.?m\b)?", re.I)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_RFC_822 = re.compile(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:")
_BUDDHIST_YEARS = range(2443, 2643)
_SOLAR_YEARS = range(1300, 1473)
_SOLAR_EPOCH = 226507
"""The day before the first of the Iranian calendar, as ``datetime.date`` counts days."""
_IN_ADDRESS = (
    re.compile(r"/((?:19|20)\d\d)[/_-](\d{1,2}|[a-z]{3})[/_-](\d{1,2})(?=[/_-]|$)", re.I),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)"),
)


def iso_date(text: str) -> str | None:
    """Reads a machine's date (ISO 8601, RFC 822, seconds since 1970, 20211122) as ISO 8601; None when it is none."""
    text = " ".join(text.split())[:64]
    if match := _ISO.search(text):
        return _iso(*match.groups())
    if _EPOCH.fullmatch(text):
        return datetime.datetime.fromtimestamp(int(text[:10]), datetime.UTC).isoformat()
    if match := _COMPACT.search(text):
        return _iso(*match.groups(), None)
    if _RFC_822.match(text):
        with contextlib.suppress(*UNREADABLE):
            return parsedate_to_datetime(text).isoformat()
    return None


def written_date(text: str, language: str | None = None) -> str | None:
    """Finds the first date in running text as ISO 8601, with its time of day where one follows; None without one."""
    found = date_in(text, language)
    return found[2] if found else None


def date_in(text: str, language: str | None = None) -> tuple[int, int, str] | None:
    """Finds the first date of a text: where it begins and ends, and what :func:`written_date` says."""
    text = unicodedata.normalize("NFKC", text[:300])
    found = [first for pattern, day in _WRITTEN if (first := _first(pattern.finditer(text), day, language))]
    if not found:
        return None
    start, end, date = min(found, key=lambda first: (first[0], -first[1]))
    return start, end, date if "T" in date else date + _clock(text[end : end + 24])


def _first(
    matches: Iterator[re.Match[str]], day: Callable[[re.Match[str], str | None], str | None], language: str | None
) -> tuple[int, int, str] | None:
    """Where the first date that can be begins and ends, and its day."""
    return next(((match.start(), match.end(), date) for match in matches if (date := day(match, language))), None)


def address_date(url: str) -> str | None:
    """Finds a date in a page's address (/2021/11/22/, /2021-11-22-title, /20211122.html); None when there is none."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url[:2000])
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(path):
            year, month, day = match.groups()
            number = month if month.isdecimal() else month_number(month, "en")
            found = _iso(year, number, day) if number else None
            if found:
                return found
    return None


@lru_cache(maxsize=2048)
def month_number(word: str, language: str | None = None, *, solar: bool = False) -> int | None:
    """Returns 1 to 12 for a month's name or abbreviation, in the page's language first, then in any; else None.

    ``solar``: of the Iranian year.
    """
    folded = fold(word)
    own = base(language)
    for row in (row for _, row in sorted(_months(solar), key=lambda row: row[0] != own)):
        for number, stem in enumerate(row, 1):
            if folded.startswith(stem) or (len(folded) >= 3 and stem.startswith(folded)):
                return number
    return None


def fold(text: str) -> str:
    """Folds to lower case without accents: what names and labels are compared by."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower().replace("ı", "i"))
    return "".join(char for char in plain if not unicodedata.combining(char))


@cache
def _months(solar: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Returns a language and twelve beginnings of months in each row, English first."""
    dates = [(one.name, one.words.dates) for one in all_languages()]
    known = [(name, row) for name, said in dates for row in ((said.solar_months,) if solar else said.months) if row]
    return tuple((name, tuple(map(fold, row.split()))) for name, row in sorted(known, key=lambda row: row[0] != "en"))


def _word_day(order: str) -> Callable[[re.Match[str], str | None], str | None]:
    """Reads a date with a month in words, its groups in this order."""

    def day(match: re.Match[str], language: str | None) -> str | None:
        part = dict(zip(order, match.groups(), strict=True))
        month = month_number(part["m"], language, solar=int(part["y"]) in _SOLAR_YEARS)
        return _iso(part["y"], month, part["d"]) if month else None

    return day


def _digits_day(match: re.Match[str], language: str | None) -> str | None:
    first, mark, second, year = match.groups()
    if len(year) == 2:
        year = f"20{year}"
    if int(second) <= 12 and (int(first) > 12 or first == second or mark != "/"):
        return _iso(year, second, first)
    month_first = int(second) > 12 or _is_month_first(language)
    if month_first is None:
        return None
    return _iso(year, first, second) if month_first else _iso(year, second, first)


def _is_month_first(language: str | None) -> bool | None:
    """How a page writes "05/03/2024"; None where nothing says: English does it either way, by region."""
    region = region_of(language)
    if base(language) not in {"en", ""}:
        return False
    return None if region in {"", "CA"} else region in {"US", "PH"}


_WRITTEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], str | None]], ...] = (
    (_DAY_MONTH, _word_day("dmy")),
    (_MONTH_DAY, _word_day("mdy")),
    (_YEAR_MONTH_DAY, _word_day("ymd")),
    (_EAST_ASIAN, lambda match, _: _iso(*match.groups())),
    (_DIGITS, _digits_day),
    (_ISO, lambda match, _: _iso(*match.groups())),
)


def _clock(after: str) -> str:
    match = _CLOCK.search(after)
    if not match:
        return ""
    hour = int(match[1])
    if match[3]:
        hour = hour % 12 + (12 if match[3].strip().lower().startswith("p") else 0)
    return f"T{hour:02}:{match[2]}"


def _iso(year: str, month: str | int, day: str, *clock: str | None) -> str | None:
    """Checked and written as ISO 8601; a time of day that cannot be is left out."""
    try:
        date = _date(int(year), int(month), int(day))
    except ValueError:
        return None
    return f"{date.isoformat()}{_time(*clock)}" if 1900 <= date.year <= 2100 else None


def _date(year: int, month: int, day: int) -> datetime.date:
    """Counts the years of Buddha (2569) and of Iran (1405), which no page means otherwise, as those of the calendar."""
    if year not in _SOLAR_YEARS:
        return datetime.date(year - 543 if year in _BUDDHIST_YEARS else year, month, day)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(month, day)
    cycles, place = divmod(year + 1595, 33)  # eight leap years in 33
    leap_days = cycles * 8 + (place + 3) // 4
    passed = (month - 1) * 31 if month < 8 else 186 + (month - 7) * 30
    return datetime.date.fromordinal(_SOLAR_EPOCH + (year - 1) * 365 + leap_days + passed + day)


def _time(
    hour: str | None = None, minute: str | None = None, second: str | None = None, zone: str | None = None
) -> str:
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return ""
    clock = f"T{int(hour):02}:{minute}:{second or '00'}"
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        return f"{clock}{zone[0]}{digits[:2]}:{digits[2:]}"
    return f"{clock}+00:00" if zone else clock
