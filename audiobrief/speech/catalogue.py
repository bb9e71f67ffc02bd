"""Voices that can be fetched: Piper's published ones, by name and by language (``voices/catalogues/piper.toml``).

They are put into the folder that ``AUDIOBRIEF_VOICES`` names, else into XDG's folder for a user's data.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from audiobrief.assets import own_folder, voices_folder
from audiobrief.speech.voice_match import EngineVoice, best_voice

FOLDER = "AUDIOBRIEF_VOICES"
SITE = "AUDIOBRIEF_PIPER_SITE"
ENDINGS = (".onnx", ".onnx.json", ".MODEL_CARD")
"""What a voice's files are called here, behind its name: model, its description, its card with the licence."""

_QUALITIES = ("medium", "high", "low", "x_low")
"""The best first: high takes three times as long as medium."""


class _Row(msgspec.Struct, array_like=True, frozen=True):
    """A row of the catalogue: bytes and MD5 of each file, in the order of :data:`ENDINGS`, and how many speakers."""

    model_bytes: int
    model_md5: str
    facts_bytes: int
    facts_md5: str
    card_bytes: int
    card_md5: str
    speakers: int = 1


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``voices/catalogues/piper.toml``."""

    site: str
    packages: dict[str, tuple[str, str]]
    voices: dict[str, _Row]


@dataclass(frozen=True, slots=True)
class Published:
    """A voice that can be fetched."""

    name: str
    row: _Row
    package: str
    """The Python package that brings it; "" when none does."""
    licence: str
    """The package's own; "" for a voice whose card tells it."""

    @property
    def tag(self) -> str:
        """Returns its language, BCP 47."""
        return self.name.partition("-")[0].replace("_", "-")

    @property
    def size_mb(self) -> int:
        """Returns the size of its model in megabytes."""
        return round(self.row.model_bytes / 1e6)

    def files(self) -> tuple[tuple[str, int, str], ...]:
        """Returns address, bytes and MD5 of its files, in the order of :data:`ENDINGS`."""
        code, voice, quality = self.name.split("-")
        place = "/".join([site().rstrip("/"), code.partition("_")[0], code, voice, quality])
        row = self.row
        return (
            (f"{place}/{self.name}.onnx", row.model_bytes, row.model_md5),
            (f"{place}/{self.name}.onnx.json", row.facts_bytes, row.facts_md5),
            (f"{place}/MODEL_CARD", row.card_bytes, row.card_md5),
        )


def folder() -> Path:
    """Returns where fetched voices lie."""
    return Path(os.environ.get(FOLDER) or own_folder() / "voices")


def site() -> str:
    """Returns the address of the voice site: ``AUDIOBRIEF_PIPER_SITE``, else where Piper publishes its voices."""
    return os.environ.get(SITE) or _table().site


@cache
def published() -> Mapping[str, Published]:
    """Returns the voices by name, the one to recommend before the others of its language."""
    table = _table()
    rows = [Published(name, row, *table.packages.get(name, ("", ""))) for name, row in table.voices.items()]
    return {row.name: row for row in sorted(rows, key=_order)}


def recommended(language: str) -> Published | None:
    """Returns the natural voice for a BCP 47 tag, its own accent first; None when nobody publishes one."""
    found = best_voice(language, (EngineVoice(row.name, (row.tag,)) for row in published().values()))
    return published()[found.name] if found else None


def command(language: str) -> str:
    """Returns the command that brings a natural voice for a language; "" when nobody publishes one."""
    return f"audiobrief voices install {language}" if recommended(language) else ""


def _order(row: Published) -> tuple[bool, int, bool, str]:
    return not row.package, _QUALITIES.index(row.name.rpartition("-")[2]), row.row.speakers > 1, row.name


@cache
def _table() -> _Catalogue:
    return msgspec.toml.decode((voices_folder() / "catalogues" / "piper.toml").read_bytes(), type=_Catalogue)
