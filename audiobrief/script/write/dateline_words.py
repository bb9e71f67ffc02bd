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

CAPITALS_PLACE = re.compile(
    r"^(?:S[Tt]\. )?(?=[A-ZÀ-Þ -]*[A-ZÀ-Þ]{4})[A-ZÀ-Þ]{2,}(?:[ -][A-ZÀ-Þ]{2,})*(?=,|$| [A-Z][a-z])"
)
"""A city in capitals before its state: "PORT ANSEL, Maine", "LA CROSSE, Wis."."""
_NAME = re.compile(r"(?<![\w.])(?:(?!EU|NY|U[KNS]\b)[^\W\d_]{2}(?= [^\W\d_]{3})|[^\W\d_]{3,})(?![\w]*\.\w)")
"""A word of a city's name in capitals; two letters only before a longer word: "LA PAZ"."""


def place_and_date(line: Dateline, *, english: bool) -> str:
    """Returns what is said for a dateline: its places, its date, its agency."""
    agency = AGENCIES.get(line.agency.upper(), line.agency) if line.agency else None
    if agency and not english:
        agency = agency.removeprefix("the ")
    parts = (*(calm(place) for place in line.places), line.date, agency)
    said = ", ".join(part.strip(" ,") for part in parts if part)
    return said.rstrip(".") + "."


def calm(text: str) -> str:
    """A name in capitals as a name, so that no engine spells it: "PORT ANSEL" is Port Ansel; "N.C.", "NY" stay."""
    if not text.isupper():
        return CAPITALS_PLACE.sub(lambda word: word[0].title(), text)
    text = re.sub(r"(?<![\w.])(?:ST|STE|MT|FT)\.(?=\s)", lambda word: word[0].capitalize(), text)
    return _NAME.sub(lambda word: word[0].capitalize(), text)
