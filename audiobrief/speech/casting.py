"""Chooses voices: which cast speaks, from which of an engine's voices each role is made."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from audiobrief.choices import FASTEST, SLOWEST
from audiobrief.errors import EngineUnavailable, UsageError
from audiobrief.languages.tags import base as base_of
from audiobrief.model import Cast, Voice
from audiobrief.speech import catalogue, voice_names
from audiobrief.speech.cast_file import BASE, CastFile, Part, cast_names, cast_path, has_cast, plain_cast, read_cast
from audiobrief.speech.engine import Engine, EngineVoice, engines, preferred_order
from audiobrief.speech.judged import chain, is_unclear
from audiobrief.speech.voice_match import Tag, language_name, neighbours, parse

_OTHER = re.compile(r"\{other([1-9])\}")


@dataclass(frozen=True, slots=True)
class EngineRow:
    """An engine, for ``audiobrief voices``."""

    name: str
    why_not: str | None
    """None: it can speak here."""
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
    """Whether English gets it here when nothing is configured."""


def cast_for(
    name: str | None,
    language: str,
    *,
    engine: str | None = None,
    voice: str | None = None,
    rate: float | None = None,
    available: Mapping[str, Engine] | None = None,
) -> Cast:
    """Returns the voices for a script in ``language`` (BCP 47).

    ``name`` is a shipped cast, a path of a .toml file, or None: the cast of the engine that has the ``voice``, else of
    the first engine of the preferred order that is there and speaks the language. Where a cast does not speak it, the
    first engine does that stands by for it, with its own cast (:func:`remarks` tells of it). ``engine`` asks for that
    engine's own cast. ``voice`` replaces the voice every role is made from ("af_heart", "en-gb", "German",
    "espeak:en-gb+m3"). ``rate`` (0.5 to 5) multiplies every rate.

    Raises :class:`UsageError` (an unknown cast, key, voice, rate) or :class:`EngineUnavailable` (the engine cannot
    run here, or nobody has a voice for the language; it names what is near).
    """
    have = engines() if available is None else available
    rate = 1.0 if rate is None else rate
    if not SLOWEST <= rate <= FASTEST:
        raise UsageError(f"rate {rate:g}", "is out of range", f"Choose {SLOWEST:g} to {FASTEST:g}")
    engine, voice = _named_engine(engine, voice, have)
    name = name or _name_for(engine, voice, language, have)
    sheet = _sheet(name, have)
    if sheet.engine != (engine or sheet.engine):
        raise UsageError(
            f"cast {name}", f"speaks with {sheet.engine}, not {engine}", "Give either the cast or the engine"
        )
    speaker = _engine(sheet.engine, have, may_be_away=not voice)
    if voice:
        base = voice_names.voice_of(speaker, voice, have)
    else:
        name, sheet, speaker = _who_speaks(name, sheet, speaker, language, have)
        base = _base(speaker, language)
    return _Maker(speaker, base, language, rate, have, is_own=bool(voice)).cast(Path(name).stem, sheet)


def remarks(
    name: str,
    languages: Iterable[str],
    told: set[str],
    *,
    then: str = "",
    available: Mapping[str, Engine] | None = None,
) -> Iterator[str]:
    """Yields what a listener should know of who speaks each language for a cast; of each once, which ``told`` keeps.

    That another engine than the cast's does, that its voice is hardly understood, and the command for a natural one,
    where none is here. ``then`` is what is to be done after that command by who has chosen the embedded voice.
    """
    have = engines() if available is None else available
    for language in languages:
        if base_of(language) not in told:
            told.add(base_of(language))
            with contextlib.suppress(EngineUnavailable):  # nobody speaks it: that is said of each passage
                yield from _remark(name, cast_for(name, language, available=have), then, have)


def _remark(name: str, cast: Cast, then: str, have: Mapping[str, Engine]) -> Iterator[str]:
    fact, is_embedded = _otherwise(name, cast, have), cast.roles["body"].engine == "espeak"
    command = catalogue.command(cast.language) if is_embedded and _may_bring(name, cast, have) else ""
    if command:
        what = "there is a natural one" if fact else f"There is a natural voice for {language_name(cast.language)}"
        offer = f"{what}: {command}"
        after = then if Path(name).stem == cast.name else ""  # what stands by is found by itself
        yield "; ".join(filter(None, (fact, offer, after)))
    elif fact:
        yield fact


def _otherwise(name: str, cast: Cast, have: Mapping[str, Engine]) -> str:
    """Says that another engine speaks a language than the cast's, or that it is hardly understood; "" for neither."""
    asked, speaks = Path(name).stem, cast.roles["body"].engine
    unclear = is_unclear(speaks, cast.language)
    if asked == cast.name and not unclear:
        return ""  # and no language is named: what names them is large to load
    named = language_name(cast.language)
    if asked == cast.name:
        return f"{named} is hardly understood in the embedded voice"
    hardly = " and is hardly understood" if unclear else ""
    away, _, _ = (have[_sheet(name, have).engine].unavailable() or "").partition(". ")
    if away:
        return f"Cast {asked} cannot speak ({away}), {speaks} speaks {named}{hardly}"
    return f"Cast {asked} has no voice for {named}, {speaks} speaks it{hardly}"


def _may_bring(name: str, cast: Cast, have: Mapping[str, Engine]) -> bool:
    """Tells whether a voice of Piper would be of use: the embedded voice speaks, none of Piper's is here, or the cast
    would not ask it.
    """
    if cast.roles["body"].engine != "espeak":
        return False
    piper, own = have.get("piper"), fallbacks_for(name, have)
    is_here = piper is not None and not piper.unavailable() and piper.voice_for(cast.language) is not None
    return not is_here and (Path(name).stem == cast.name or own is None or "piper" in own)


def fallbacks_for(name: str, available: Mapping[str, Engine] | None = None) -> tuple[str, ...] | None:
    """Returns the engines that stand by for a cast by its own list; None where it has none (:func:`standing_by`)."""
    own = _sheet(name, engines() if available is None else available).fallbacks
    return None if own is None else tuple(own)


def standing_by(fallbacks: Sequence[str] | None, language: str, have: Mapping[str, Engine]) -> Iterator[Engine]:
    """Yields the engines that may speak a language where another cannot, the best first.

    They are those of a cast's own list, else of the language's chain, that are here and have a voice for it. Silence
    never stands in for words.
    """
    names = chain(language, preferred_order()) if fallbacks is None else fallbacks
    for engine in filter(None, map(have.get, names)):
        if not engine.features.silent and engine.unavailable() is None and engine.voice_for(language) is not None:
            yield engine


def in_language(voice: Voice, language: str, available: Mapping[str, Engine] | None = None) -> Voice:
    """Returns the same engine's voice for another language, its variant kept. Raises :class:`EngineUnavailable`."""
    have = engines() if available is None else available
    engine = _engine(voice.engine, have)
    base = _base(engine, language)
    plus, variant = voice.name.partition("+")[1:]
    found = engine.find(base.name + plus + variant) or base
    return Voice(voice.engine, found.name, language, voice.rate, voice.pitch, voice.gain_db)


def describe(available: Mapping[str, Engine] | None = None) -> tuple[tuple[EngineRow, ...], tuple[CastRow, ...]]:
    """Lists engines and casts, available or why not."""
    have = engines() if available is None else available
    engine_rows = tuple(_engine_row(name, engine) for name, engine in have.items())
    why_not = {row.name: row.why_not for row in engine_rows}
    try:
        default = _by_preference("en", have)
    except EngineUnavailable:
        default = ""
    names = dict.fromkeys([*cast_names(), *have])
    return engine_rows, tuple(_cast_row(name, have, why_not, is_default=name == default) for name in names)


def _engine_row(name: str, engine: Engine) -> EngineRow:
    why_not = engine.unavailable()
    voices = tuple(voice.name for voice in engine.voices())
    return EngineRow(name, why_not, "" if why_not else engine.version, engine.languages, voices)


def _cast_row(name: str, have: Mapping[str, Engine], why_not: Mapping[str, str | None], *, is_default: bool) -> CastRow:
    try:
        sheet = _sheet(name, have)
    except UsageError as error:  # another package's file
        return CastRow(name, "", "", f"{error.fact} ({error.subject})", (), is_default=False)
    reason = why_not.get(sheet.engine, f"there is no engine {sheet.engine}")
    reason = reason and reason.rstrip(".")  # it stands inside a line
    return CastRow(name, sheet.about, sheet.engine, reason, tuple(sheet.languages), is_default)


def _sheet(name: str, have: Mapping[str, Engine]) -> CastFile:
    """Reads a cast by its name or path; the name of an engine without a cast means a plain one."""
    return plain_cast(name) if name in have and not has_cast(name) else read_cast(cast_path(name))


def _named_engine(engine: str | None, voice: str | None, have: Mapping[str, Engine]) -> tuple[str | None, str | None]:
    """Parts "espeak:en-gb+m3", and makes sure that an engine that is asked for can run here."""
    before, colon, after = (voice or "").partition(":")
    if colon and before in have:
        engine, voice = before, after
    if engine:
        _engine(engine, have)
    return engine, voice


def _name_for(engine: str | None, voice: str | None, language: str, have: Mapping[str, Engine]) -> str:
    """Names the cast to take when none was asked for: an engine's own is called as it is."""
    named = voice_names.engine_of(voice, have) if voice else None
    return engine or named or _by_preference((voice and voice_names.language_of(voice)) or language, have)


def _by_preference(language: str, have: Mapping[str, Engine]) -> str:
    """Names the first engine of the language's chain that runs here and speaks it, as its cast does."""
    able, reasons = [], []
    for engine in filter(None, map(have.get, chain(language, preferred_order()))):
        if why_not := engine.unavailable():
            reasons.append(f"{engine.name}: {why_not}")
            continue
        able.append(engine)
        if engine.voice_for(language) is not None and _sheet(engine.name, have).speaks(language):
            return engine.name
    if able:
        raise _no_voice(able, language)
    raise EngineUnavailable("voices", "no engine can speak here (" + " ".join(reasons) + ")", "See audiobrief voices")


def _engine(name: str, have: Mapping[str, Engine], *, may_be_away: bool = False) -> Engine:
    engine = have.get(name)
    if engine is None:
        raise UsageError(f"engine {name}", "is not known", f"Choose one of: {', '.join(have)}")
    why_not = engine.unavailable()
    is_away = may_be_away and getattr(engine, "is_away", bool)()  # a server that is set up and does not answer
    if why_not and not is_away:
        fact, _, remedy = why_not.partition(". ")
        raise EngineUnavailable(f"engine {name}", fact, remedy)
    return engine


def _who_speaks(
    name: str, sheet: CastFile, engine: Engine, language: str, have: Mapping[str, Engine]
) -> tuple[str, CastFile, Engine]:
    """Returns the cast and its engine where it speaks a language, else who stands by for it."""
    if sheet.speaks(language) and engine.voice_for(language):
        return name, sheet, engine
    for other in standing_by(sheet.fallbacks, language, have):
        theirs = _sheet(other.name, have)
        if theirs.speaks(language):
            return other.name, theirs, other
    _engine(engine.name, have)  # one that is away is no matter of the language
    if sheet.speaks(language):
        raise _no_voice([engine], language)
    raise EngineUnavailable(
        f"cast {name}",
        f"has no voices for {language_name(language)}, only for {', '.join(map(language_name, sheet.languages))}",
        "Choose another cast: audiobrief voices lists them",
    )


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


@dataclass(frozen=True)
class _Maker:
    """Makes voices from a cast's descriptions: one engine, one voice to start from, one language, one pace."""

    engine: Engine
    base: EngineVoice
    language: str
    rate: float
    have: Mapping[str, Engine]
    is_own: bool
    """The listener named the voice: it also replaces those that the cast names in full."""

    def cast(self, name: str, sheet: CastFile) -> Cast:
        """Gives every role and quote of a cast its voice."""
        own = sheet.own(self.language)
        return Cast(
            name,
            self.language,
            {role.value: self.voice(part) for role, part in {**sheet.roles, **own.roles}.items()},
            tuple(self.voice(part) for part in own.quotes or sheet.quotes),
            {role.value: sound for role, sound in {**sheet.earcons, **own.earcons}.items()},
            sheet.pauses / max(self.rate, 1.0),
        )

    def voice(self, part: Part) -> Voice:
        """Makes the voice that a cast describes."""
        wanted = part.voice if "{" in part.voice or not self.is_own else BASE
        has_variants = bool(voice_names.variants(self.engine))
        if "{" in wanted and not has_variants:
            wanted = wanted.partition("+")[0]
        name = _OTHER.sub(self._other, wanted.replace(BASE, self.base.name))
        if has_variants and name.count("+") > 1:  # a variant that the listener chose wins over the cast's
            name = self.base.name
        pace = min(max(part.rate * self.rate, SLOWEST), FASTEST)
        found = voice_names.voice_of(self.engine, name, self.have)
        return Voice(self.engine.name, found.name, self.language, pace, part.pitch, part.gain_db)

    def _other(self, asked: re.Match[str]) -> str:
        others = self._others
        return others[(int(asked[1]) - 1) % len(others)] if others else self.base.name

    @cached_property
    def _others(self) -> list[str]:
        """Lists the other voices of the language, its own region first; none where variants tell voices apart.

        Speakers of the same model come before all: a worker that changes its model loads it anew.
        """
        if voice_names.variants(self.engine):
            return []
        wanted = self._tag(self.base)
        same = [
            (tag.region != wanted.region, place, voice.name)
            for place, voice in enumerate(self.engine.voices())
            if (tag := self._tag(voice)).language == wanted.language
        ]
        own = self.base.name.partition("+")[0]
        model = own.partition("#")[0]
        found = [*self._speakers(model), *(name for _, _, name in sorted(same))]
        return [name for name in found if name not in (own, model, f"{own}#0")]

    def _speakers(self, model: str) -> list[str]:
        found = self.engine.find(model)
        return [f"{model}#{number}" for number in range(found.speakers)] if found and found.speakers > 1 else []

    def _tag(self, voice: EngineVoice) -> Tag:
        return parse(voice.languages[0] if voice.languages else self.language)
