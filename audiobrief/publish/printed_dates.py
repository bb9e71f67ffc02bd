"""Dates as feeds and people write them. ISO 8601 comes in; a date without a zone is taken as UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache

from audiobrief.publish import clean


def parse(iso: str) -> datetime | None:
    """Returns a moment with its zone, or None where the text is no ISO 8601 date."""
    try:
        moment = datetime.fromisoformat(iso.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # the first and the last day there is are none in other zones
    except (ValueError, OverflowError):
        return None
    return moment


def moment(iso: str) -> datetime:
    """The same for sorting: no date comes first."""
    return parse(iso) or datetime.min.replace(tzinfo=UTC)


def rfc2822(iso: str) -> str:
    """``Tue, 24 Nov 2026 01:52:25 +0000``; "" for no date."""
    moment = parse(iso)
    return format_datetime(moment) if moment else ""


def utc_iso(iso: str) -> str:
    """``2026-11-24T01:52:25Z``, as EPUB wants it; "" for no date."""
    moment = parse(iso)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def long_date(iso: str | None, language: str) -> str:
    """A date like "November 24, 2026" in the words of a language (else English); the text itself if no date."""
    moment = parse(iso or "")
    if moment is None:
        return clean.line(iso or "")
    from babel.dates import format_date

    return format_date(moment.date(), format="long", locale=locale_of(language))


def clock(ms: int) -> str:
    """``0:07``, ``12:34``, ``1:02:03``: for the eye."""
    seconds = ms // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def precise(ms: int, point: str = ".") -> str:
    """``00:12:34.567``: WebVTT and PSC with a point, SRT with a comma."""
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{thousandths:03}"


@cache
def locale_of(language: str) -> str:
    """Returns CLDR's name of the locale for a language tag, "en" where it has none."""
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.split("-", maxsplit=1)[0]):
        try:
            return str(Locale.parse(tag, sep="-"))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return "en"
