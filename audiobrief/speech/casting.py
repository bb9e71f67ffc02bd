"""Casts: which voice speaks a role. Data in ``voices/*.toml``; a listener's own by path.

about = "…"                        # for people
engine = "espeak"
languages = ["en"]                 # absent: every language of the engine
fallbacks = ["espeak"]             # engines for what this one cannot say
quotes = [{voice = "{base}+f3"}]   # "quote-1", "quote-2" …
pauses = 1.0                       # times the script's pauses, 0.25 to 4
[roles]
body = {voice = "{base}"}          # also rate, pitch, gain_db; {base}: the engine's voice for the language
[earcons]
notice = "notice"
[languages_own.de]                 # roles, quotes and earcons that differ in one language
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import msgspec

from audiobrief.assets import voices_folder
from audiobrief.errors import EngineUnavailable, UsageError
from audiobrief.model import Cast, Voice
from audiobrief.roles import Role
from audiobrief.speech.engine import Engine, EngineVoice, engines, preferred_order
from audiobrief.speech.voice_match import best_voice, language_name, neighbours, parse

_BASE = "{base}"
_OTHER = re.compile(r"\{other([1-9])\}")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_SLOWEST, _FASTEST = 0.5, 3.0
_SHORTEST, _LONGEST = 0.25, 4.0


class _Part(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A voice as a cast describes it."""

    voice: str = _BASE
    rate: float = 1.0
    pitch: float = 50.0
    gain_db: float = 0.0


class _Own(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What differs in one language."""

    roles: dict[Role, _Part] = {}
    quotes: list[_Part] = []
    earcons: dict[Role, str] = {}


class CastFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A cast as its file says it."""

    about: str
    engine: str
    roles: dict[Role, _Part]
    quotes: list[_Part] = []
    languages: list[str] = []
    fallbacks: list[str] = []
    earcons: dict[Role, str] = {}
    pauses: float = 1.0
    languages_own: dict[str, _Own] = {}

    def own(self, language: str) -> _Own:
        """What the file says for that language alone; the exact tag wins over its language."""
        tags = {tag.lower(): own for tag, own in self.languages_own.items()}
        return tags.get(language.lower()) or tags.get(parse(language).language) or _Own()

    def speaks(self, language: str) -> bool:
        wanted = parse(language).language
        return not self.languages or any(parse(tag).language == wanted for tag in self.languages)


@dataclass(frozen=True, slots=True)
class EngineRow:
    """An engine, for ``audiobrief voices``."""

    name: str
    why_not: str | None
    """Null: it can speak here."""
    version: str
    languages: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CastRow:
    """A cast, for ``audiobrief voices``."""

    name: str
    about: str
    engine: str
    why_not: str | None
    languages: tuple[str, ...]
    """Empty: all of its engine's."""
    is_default: bool
    """It is the one that English gets here when nothing is configured."""


def cast_names() -> tuple[str, ...]:
    """The casts that ship with the program, sorted."""
    return tuple(sorted(path.stem for path in voices_folder().glob("*.toml")))


def cast_for(
    name: str | None,
    language: str,
    *,
    engine: str | None = None,
    voice: str | None = None,
    rate: float | None = None,
    available: Mapping[str, Engine] | None = None,
) -> Cast:
    """The voices for a script in ``language`` (BCP 47).

    ``name`` is a shipped cast, a path of a .toml file, or null: the cast of the engine that has the ``voice``, else of
    the first engine of the preferred order that is there and speaks the language. ``engine`` asks for that engine's
    own cast. ``voice`` replaces the voice every role is made from ("af_heart", "en-gb", "espeak:en-gb+m3"). ``rate``
    (0.5 to 3) multiplies every rate.

    Raises :class:`UsageError` (an unknown cast, key, voice, rate) or :class:`EngineUnavailable` (the engine cannot
    run here, or has no voice for the language; it names what is near).
    """
    have = engines() if available is None else available
    if voice and ":" in voice and voice.partition(":")[0] in have:
        engine, _, voice = voice.partition(":")
    if rate is not None and not _SLOWEST <= rate <= _FASTEST:
        raise UsageError(f"rate {rate:g}", "is out of range", f"Choose {_SLOWEST:g} to {_FASTEST:g}")
    if engine:
        _engine(engine, have)
    if name is None:
        engine = engine or (_engine_with(voice, have) if voice else None)
        name = _for_engine(engine) if engine else _by_preference(language, have)
    sheet = _read(name)
    if engine and sheet.engine != engine:
        raise UsageError(f"cast {name}", f"speaks with {sheet.engine}, not {engine}", "Give the cast or the engine")
    speaker = _engine(sheet.engine, have)
    if not voice and not sheet.speaks(language):
        raise EngineUnavailable(
            f"cast {name}",
            f"has no voices for {language_name(language)}, only for {', '.join(map(language_name, sheet.languages))}",
            "Choose another cast: audiobrief voices lists them",
        )
    base = _named(speaker, voice) if voice else _base(speaker, language)
    made = _Maker(speaker, base, language, rate or 1.0, is_own=bool(voice))
    return made.cast(Path(name).stem, sheet)


def fallbacks_for(name: str) -> tuple[str, ...]:
    """The engines that stand by for a cast: its own list, else the preferred order."""
    sheet = _read(name)
    return tuple(sheet.fallbacks) or tuple(other for other in preferred_order() if other != sheet.engine)


def in_language(voice: Voice, language: str, available: Mapping[str, Engine] | None = None) -> Voice:
    """The same engine's voice for another language, its variant kept. Raises :class:`EngineUnavailable`."""
    have = engines() if available is None else available
    engine = _engine(voice.engine, have)
    base = _base(engine, language)
    plus, variant = voice.name.partition("+")[1:]
    found = engine.find(base.name + plus + variant) or base
    return Voice(voice.engine, found.name, language, voice.rate, voice.pitch, voice.gain_db)


def describe(available: Mapping[str, Engine] | None = None) -> tuple[tuple[EngineRow, ...], tuple[CastRow, ...]]:
    """Engines and casts, available or why not."""
    have = engines() if available is None else available
    why_not = {name: engine.unavailable() for name, engine in have.items()}
    engine_rows = tuple(
        EngineRow(
            name,
            why_not[name],
            "" if why_not[name] else engine.version,
            engine.languages,
            tuple(voice.name for voice in engine.voices()),
        )
        for name, engine in have.items()
    )
    try:
        default = _by_preference("en", have)
    except EngineUnavailable:
        default = ""
    cast_rows = []
    for name in cast_names():
        sheet = _read(name)
        reason = why_not.get(sheet.engine, f"there is no engine {sheet.engine}")
        reason = reason and reason.rstrip(".")  # it stands inside a line
        cast_rows.append(CastRow(name, sheet.about, sheet.engine, reason, tuple(sheet.languages), name == default))
    return engine_rows, tuple(cast_rows)


def _for_engine(engine: str) -> str:
    """The shipped cast that is named after the engine, or the first that speaks with it."""
    mine = [name for name in cast_names() if _read(name).engine == engine]
    if not mine:
        raise UsageError(engine, "no cast speaks with such an engine", f"Choose one of: {', '.join(cast_names())}")
    return engine if engine in mine else mine[0]


def _engine_with(voice: str, have: Mapping[str, Engine]) -> str | None:
    """The engine on this machine that has a voice of this very name: the preferred ones first."""
    order = [*preferred_order(), *have]
    for name in dict.fromkeys(name for name in order if name in have):
        engine = have[name]
        if not engine.features.remote and engine.unavailable() is None and engine.find(voice) is not None:
            return name
    return None


def _by_preference(language: str, have: Mapping[str, Engine]) -> str:
    reasons = []
    for name in preferred_order():
        engine = have.get(name)
        if engine is None:
            continue
        why_not = engine.unavailable()
        if why_not:
            reasons.append(f"{name}: {why_not}")
        elif engine.voice_for(language) is not None and _read(_for_engine(name)).speaks(language):
            return _for_engine(name)
    able = [have[name] for name in preferred_order() if name in have and have[name].unavailable() is None]
    if able:
        raise _no_voice(able, language)
    raise EngineUnavailable("voices", "no engine can speak here (" + " ".join(reasons) + ")", "See audiobrief voices")


def _engine(name: str, have: Mapping[str, Engine]) -> Engine:
    engine = have.get(name)
    if engine is None:
        raise UsageError(f"engine {name}", "is not known", f"Choose one of: {', '.join(have)}")
    why_not = engine.unavailable()
    if why_not:
        fact, _, remedy = why_not.partition(". ")
        raise EngineUnavailable(f"engine {name}", fact, remedy)
    return engine


def _base(engine: Engine, language: str) -> EngineVoice:
    voice = engine.voice_for(language)
    if voice is None:
        raise _no_voice([engine], language)
    return voice


def _no_voice(able: list[Engine], language: str) -> EngineUnavailable:
    offered = [tag for engine in able for tag in engine.languages]
    near = ", ".join(map(language_name, neighbours(language, offered)))
    names = " and ".join(engine.name for engine in able)
    have = "have" if len(able) > 1 else "has"
    return EngineUnavailable(
        f"language {language_name(language)}",
        f"{names} {have} no voice for it" + (f"; the nearest are {near}" if near else ""),
        "Name a voice with --voice or install one: audiobrief voices lists what is here",
    )


def _named(engine: Engine, name: str) -> EngineVoice:
    """A voice by name, or by language tag. Raises :class:`UsageError` with names that look alike."""
    found = engine.find(name) or (best_voice(name, engine.voices()) if _LANGUAGE_TAG.fullmatch(name) else None)
    if found is not None:
        return found
    base, plus, variant = name.partition("+")
    if plus and engine.find(base) is not None:
        known, wanted, before = list(_variants(engine)), variant, f"{base}+"
    else:
        known, wanted, before = [voice.name for voice in engine.voices()], name, ""
    near = difflib.get_close_matches(wanted, known, 5, 0.5)
    listed = ", ".join(before + other for other in near or known[:12])
    hint = f"{'Near' if near else 'There are'}: {listed}" if listed else "See audiobrief voices"
    raise UsageError(f"voice {name}", f"{engine.name} has no such voice", hint)


def _variants(engine: Engine) -> tuple[str, ...]:
    """Timbres that go with any voice of the engine; espeak-ng has them."""
    names: tuple[str, ...] = getattr(engine, "variants", tuple)()
    return names


@dataclass(frozen=True)
class _Maker:
    """Makes voices from a cast's descriptions: one engine, one voice to start from, one language, one pace."""

    engine: Engine
    base: EngineVoice
    language: str
    rate: float
    is_own: bool
    """The listener named the voice: it also replaces those that the cast names in full."""

    def cast(self, name: str, sheet: CastFile) -> Cast:
        own = sheet.own(self.language)
        return Cast(
            name,
            self.language,
            {role.value: self.voice(part) for role, part in {**sheet.roles, **own.roles}.items()},
            tuple(self.voice(part) for part in own.quotes or sheet.quotes),
            {role.value: sound for role, sound in {**sheet.earcons, **own.earcons}.items()},
            sheet.pauses,
        )

    def voice(self, part: _Part) -> Voice:
        wanted = part.voice if "{" in part.voice or not self.is_own else _BASE
        has_variants = bool(_variants(self.engine))
        if "{" in wanted and not has_variants:
            wanted = wanted.partition("+")[0]
        name = _OTHER.sub(self._other, wanted.replace(_BASE, self.base.name))
        if has_variants and name.count("+") > 1:  # a variant that the listener chose wins over the cast's
            name = self.base.name
        pace = min(max(part.rate * self.rate, _SLOWEST), _FASTEST)
        found = _named(self.engine, name)
        return Voice(self.engine.name, found.name, self.language, pace, part.pitch, part.gain_db)

    def _other(self, asked: re.Match[str]) -> str:
        others = self._others
        return others[(int(asked[1]) - 1) % len(others)] if others else self.base.name

    @cached_property
    def _others(self) -> list[str]:
        """The other voices of the language, those of the same region first. None where variants tell voices apart."""
        if _variants(self.engine):
            return []
        wanted = parse(self.base.languages[0] if self.base.languages else self.language)
        same = [
            (parse(tag).region != wanted.region, place, voice.name)
            for place, voice in enumerate(self.engine.voices())
            for tag in voice.languages[:1] or [self.language]
            if parse(tag).language == wanted.language
        ]
        return [name for _, _, name in sorted(same) if name != self.base.name.partition("+")[0]]


@cache
def _read(name: str) -> CastFile:
    path = Path(name)
    if path.suffix != ".toml":
        path = voices_folder() / f"{name}.toml"
        if name not in cast_names():
            near = difflib.get_close_matches(name, cast_names(), 3, 0.5) or cast_names()
            raise UsageError(f"cast {name}", "there is no such cast", f"Choose one of: {', '.join(near)}")
    try:
        sheet = msgspec.toml.decode(path.read_bytes(), type=CastFile)
    except OSError as error:
        raise UsageError(str(path), f"cannot be read ({error.strerror})", "Give the path of a .toml file") from error
    except msgspec.DecodeError as error:
        remedy = "Compare it with a cast in the folder voices of the program"
        raise UsageError(str(path), f"is not a cast: {_told(error)}", remedy) from error
    if not _SHORTEST <= sheet.pauses <= _LONGEST:
        fact = f"pauses = {sheet.pauses:g} is out of range"
        raise UsageError(str(path), fact, f"Choose {_SHORTEST:g} to {_LONGEST:g}")
    if Role.BODY not in sheet.roles:
        raise UsageError(str(path), "has no voice for body", "Add: roles.body = {}")
    return sheet


def _told(error: msgspec.DecodeError) -> str:
    """A message of msgspec in the words of TOML: `key "pich" is not known (at roles.body)`."""
    text = str(error).replace("Object", "a table").replace("$.", "").replace("[...]", ".*")
    return text.replace("`", '"')
