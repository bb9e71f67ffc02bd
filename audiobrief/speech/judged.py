"""What two judges said of an engine's cast in a language (``voices/catalogues/judged.toml``): which speaks it best."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache

import msgspec

from audiobrief.assets import voices_folder
from audiobrief.speech.voice_match import parse

_UNCLEAR = 90.0
"""Word errors in %, of a language that is hardly understood."""


class Row(msgspec.Struct, array_like=True, frozen=True):
    """Word errors of a recogniser in %, and quality from 1 to 5."""

    word_errors: float
    quality: float


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    command: str
    date: datetime.date
    engines: dict[str, dict[str, Row]]


def judged(language: str) -> Mapping[str, Row]:
    """Returns the judges' rows for a BCP 47 tag, by engine; none where nobody judged."""
    return _table().engines.get(parse(language).language, {})


def chain(language: str, preferred: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the engines to try: the usual order, and before what they beat those that were judged better."""
    rows, order = judged(language), list(preferred)
    for name in sorted(rows.keys() - set(order), key=lambda name: rows[name].word_errors):
        beaten = (place for place, other in enumerate(order) if other in rows and _is_better(rows[name], rows[other]))
        if (place := next(beaten, None)) is not None:
            order.insert(place, name)
    return tuple(order)


def is_unclear(engine: str, language: str) -> bool:
    """Tells whether a recogniser understood hardly a word of an engine in a language."""
    row = judged(language).get(engine)
    return row is not None and row.word_errors >= _UNCLEAR


def _is_better(one: Row, other: Row) -> bool:
    return one.word_errors < other.word_errors and one.quality > other.quality


@cache
def _table() -> _Table:
    return msgspec.toml.decode((voices_folder() / "catalogues" / "judged.toml").read_bytes(), type=_Table)
