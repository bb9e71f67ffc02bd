"""Finds names in Unicode CLDR through Babel: months, currencies, units, plural categories. Loaded on first use."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale


@lru_cache(maxsize=64)
def locale(code: str) -> Locale | None:
    """Returns Babel's locale (``sr_Latn``), None where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=4096)
def plural(code: str, count: float) -> str:
    """Returns the plural category of a count: one, two, few, many, other."""
    found = locale(code)
    return str(found.plural_form(count)) if found else "other"


@lru_cache(maxsize=1024)
def currency(code: str, iso: str, category: str) -> str:
    """Returns a currency's name in a plural category; "" where CLDR has none."""
    found = locale(code)
    if found is None:
        return ""
    names: dict[str, Any] = found._data["currency_names_plural"].get(iso, {})
    return str(names.get(category) or names.get("other") or found.currencies.get(iso, ""))


@lru_cache(maxsize=1024)
def unit(code: str, name: str, category: str) -> str:
    """Returns a unit's pattern ("{0} kilometers") in a plural category; "" where CLDR has none."""
    found = locale(code)
    if found is None:
        return ""
    forms: dict[str, Any] = found._data["unit_patterns"].get(name, {}).get("long", {})
    pattern = str(forms.get(category) or forms.get("other") or "")
    return pattern if "{0}" in pattern else ""


@lru_cache(maxsize=64)
def months(code: str) -> dict[str, int]:
    """Returns the number of each month by its names, full and short, in small letters without a final point."""
    found = locale(code)
    widths = ("abbreviated", "wide")
    listed = (
        [found.months[context][width] for context in ("stand-alone", "format") for width in widths] if found else []
    )
    names = [(str(name).lower().rstrip("."), int(number)) for table in listed for number, name in table.items()]
    return {name: number for name, number in names if not re.search(r"\d", name[:2])}


@lru_cache(maxsize=64)
def month_names(code: str) -> tuple[str, ...]:
    """Returns the twelve names as they stand after a day."""
    found = locale(code)
    return tuple(str(found.months["format"]["wide"][number]) for number in range(1, 13)) if found else ()


@lru_cache(maxsize=64)
def weekday_names(code: str) -> tuple[str, ...]:
    """Returns the seven names, from Monday on."""
    found = locale(code)
    return tuple(str(found.days["format"]["wide"][number]) for number in range(7)) if found else ()


@lru_cache(maxsize=64)
def weekday_abbreviations(code: str) -> dict[str, int]:
    """Returns the number of each weekday, Monday 0, by its abbreviations of two letters and more, without a point.

    Scripts without capitals are left out: their short names are words.
    """
    found = locale(code)
    tables = [found.days["format"]["abbreviated"], found.days["stand-alone"]["short"]] if found else []
    listed = [(str(name).rstrip("."), number) for table in tables for number, name in table.items()]
    return {name: number for name, number in listed if name.isalpha() and name[1:].islower()}
