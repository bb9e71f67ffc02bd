"""Casts as their files say them: ``voices/*.toml``, those of installed packages, a listener's own by path.

about = "…"                        # for people
engine = "espeak"
languages = ["en"]                 # absent: every language of the engine
fallbacks = ["espeak"]             # engines for what this one cannot say; []: none; absent: by language, the best here
quotes = [{voice = "{base}+f3"}]   # "quote-1", "quote-2" …
pauses = 1.0                       # times the script's pauses, 0.25 to 4
[roles]
body = {voice = "{base}"}          # also rate, pitch, gain_db; {base}: the engine's voice for the language
[earcons]
notice = "notice"
[languages_own.de]                 # roles, quotes and earcons that differ in one language
"""

from __future__ import annotations

import codecs
import contextlib
import importlib.util
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

from audiobrief.assets import voices_folder
from audiobrief.errors import UNREADABLE, UsageError
from audiobrief.roles import Role
from audiobrief.speech.voice_match import parse
from audiobrief.text.near import meant

ENTRY_POINTS = "audiobrief.casts"
"""A package's entry point is named after the cast; its value is the package that holds ``NAME.toml``."""

BASE = "{base}"
_SHORTEST, _LONGEST = 0.25, 4.0


class Part(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A voice as a cast describes it."""

    voice: str = BASE
    rate: float = 1.0
    pitch: float = 50.0
    gain_db: float = 0.0


class OwnPart(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What differs in one language."""

    roles: dict[Role, Part] = {}
    quotes: list[Part] = []
    earcons: dict[Role, str] = {}


class CastFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A cast as its file describes it."""

    about: str
    engine: str
    roles: dict[Role, Part]
    quotes: list[Part] = []
    languages: list[str] = []
    fallbacks: list[str] | None = None
    earcons: dict[Role, str] = {}
    pauses: float = 1.0
    languages_own: dict[str, OwnPart] = {}

    def own(self, language: str) -> OwnPart:
        """Returns what the file says for that language alone; the exact tag wins over its language."""
        tags = {tag.lower(): own for tag, own in self.languages_own.items()}
        return tags.get(language.lower()) or tags.get(parse(language).language) or OwnPart()

    def speaks(self, language: str) -> bool:
        """Tells whether the cast is for a language."""
        wanted = parse(language).language
        return not self.languages or any(parse(tag).language == wanted for tag in self.languages)


def cast_names() -> tuple[str, ...]:
    """Returns the casts that ship with the program or an installed package, sorted."""
    return tuple(sorted(_files()))


def cast_path(name: str) -> Path:
    """Returns the file of a cast by its name, or the path that the listener gave.

    Raises :class:`UsageError` for an unknown name, with names that look alike.
    """
    if Path(name).suffix == ".toml":
        return Path(name)
    found = _shipped().get(name) or _files().get(name)
    if found is None:
        remedy = meant(name, cast_names()) or f"Choose one of: {', '.join(cast_names())}"
        raise UsageError(f"cast {name}", "there is no such cast", remedy)
    return found


def has_cast(name: str) -> bool:
    """Tells whether a cast ships with the program or an installed package."""
    return name in _shipped() or name in _files()


@cache
def _shipped() -> dict[str, Path]:
    """Finds ours, as most are: to look through all packages takes as long as to read a page."""
    return {path.stem: path for path in voices_folder().glob("*.toml")}


@cache
def _files() -> dict[str, Path]:
    """Finds casts by name: ours, then those of packages (which cannot replace ours and are not imported)."""
    found = dict(_shipped())
    for point in metadata.entry_points(group=ENTRY_POINTS):
        with contextlib.suppress(ImportError, ValueError):
            package = importlib.util.find_spec(point.module)
            for folder in (package and package.submodule_search_locations) or ():
                found.setdefault(point.name, Path(folder) / f"{point.name}.toml")
    return found


def plain_cast(engine: str) -> CastFile:
    """Makes the cast of an engine that no file speaks of: its voices in turn."""
    return CastFile(
        about=f"The voices of {engine}, in turn",
        engine=engine,
        roles={Role.BODY: Part(), Role.HEADLINE: Part(rate=0.92)},
        quotes=[Part(f"{{other{number}}}") for number in range(1, 5)],
        earcons={Role.NOTICE: "notice"},
    )


@cache
def read_cast(path: Path) -> CastFile:
    """Reads a cast's file. Raises :class:`UsageError` for what is not one."""
    try:
        sheet = msgspec.toml.decode(path.read_bytes().removeprefix(codecs.BOM_UTF8), type=CastFile)
    except OSError as error:
        raise UsageError(str(path), f"cannot be read ({error.strerror})", "Give the path of a .toml file") from error
    except UNREADABLE as error:
        remedy = "Compare it with a cast in the folder voices of the program"
        raise UsageError(str(path), f"is not a cast: {_in_toml(error)}", remedy) from error
    if not _SHORTEST <= sheet.pauses <= _LONGEST:
        fact = f"pauses = {sheet.pauses:g} is out of range"
        raise UsageError(str(path), fact, f"Choose {_SHORTEST:g} to {_LONGEST:g}")
    if Role.BODY not in sheet.roles:
        raise UsageError(str(path), "has no voice for body", "Add: roles.body = {}")
    return sheet


def _in_toml(error: Exception) -> str:
    """Puts a message of msgspec into the words of TOML: `key "pich" is not known (at roles.body)`."""
    text = str(error).replace("Object", "a table").replace("$.", "").replace("[...]", ".*")
    return text.replace("`", '"')
