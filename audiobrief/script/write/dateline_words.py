"""The words of a dateline: places in capitals as names, agencies by their own names."""

from __future__ import annotations

import re

from audiobrief.model import Dateline

AGENCIES: dict[str, str] = {
    "AP": "the Associated Press",
    "AFP": "Agence France-Presse",
    "UPI": "United Press International",
    "DPA": "dpa",
    "TASS": "TASS",
    "IANS": "I A N S",
    "PTI": "P T I",
}
"""How the agency of a dateline is said; others as printed."""

CAPITALS_PLACE = re.compile(r"^(?:[A-ZÀ-Þ]{4,}|ST\.)(?:[ -][A-ZÀ-Þ]{3,})*(?=,|$| [A-Z][a-z])")
"""A city in capitals before its state: "PORT ANSEL, Maine"."""


def place_and_date(line: Dateline, *, english: bool) -> str:
    """Returns what is said for a dateline: its places, its date, its agency."""
    agency = AGENCIES.get(line.agency.upper(), line.agency) if line.agency else None
    if agency and not english:
        agency = agency.removeprefix("the ")
    parts = (*(calm(place) for place in line.places), line.date, agency)
    return ", ".join(part.strip(" ,.") for part in parts if part) + "."


def calm(text: str) -> str:
    """A name in capitals as a name, so that no engine spells it: "PORT ANSEL" is Port Ansel; "N.C.", "NY" stay."""
    if not text.isupper():
        return CAPITALS_PLACE.sub(lambda word: word[0].title(), text)
    text = re.sub(r"(?<![\w.])(?:ST|STE|MT|FT)\.(?=\s)", lambda word: word[0].capitalize(), text)
    return re.sub(r"(?<![\w.])[^\W\d_]{3,}(?![\w]*\.\w)", lambda word: word[0].capitalize(), text)
