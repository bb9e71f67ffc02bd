"""Holds symbols that mean the same in every language: currencies by ISO 4217, units by their CLDR name."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

CURRENCIES: dict[str, str] = _TABLE["currencies"]
ISO_CURRENCIES = frozenset(_TABLE["iso_currencies"].split())
SMALL_ISO_CURRENCIES = frozenset(_TABLE["small_iso_currencies"].split())
WORDLIKE_CURRENCIES = frozenset(_TABLE["wordlike_currencies"].split())
UNITS: dict[str, str] = _TABLE["units"]

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9),
    "⅒": (1, 10),
}  # fmt: skip
"""Sign -> top and bottom of the fraction."""
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
