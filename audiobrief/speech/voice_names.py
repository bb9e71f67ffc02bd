"""What a voice's name means: a voice here, another engine's, a language; or an error that says what it is instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from audiobrief.errors import UsageError
from audiobrief.speech import catalogue
from audiobrief.speech.cast_file import has_cast
from audiobrief.speech.engine import Engine, EngineVoice, preferred_order
from audiobrief.speech.voice_match import best_voice, is_tag, language_name
from audiobrief.text.language_tags import tags_by_name

_ALIKE = 0.7
"""difflib's ratio: in words of one length about a letter in three may differ."""
_MOST_NEAR = 5


def engine_of(name: str, have: Mapping[str, Engine]) -> str | None:
    """Names the engine on this machine that has a voice of this very name: the preferred ones first."""
    return next((engine.name for engine in here(have) if engine.find(name) is not None), None)


def language_of(name: str) -> str | None:
    """Returns the tag that a name is ("de", "pt_BR") or stands for ("German", "deu"); else None."""
    from babel.core import get_global

    if is_tag(name):
        return name
    found = tags_by_name().get(name.casefold()) or get_global("language_aliases").get(name.casefold(), "")
    return found if is_tag(found) else None


def voice_of(engine: Engine, name: str, have: Mapping[str, Engine]) -> EngineVoice:
    """Finds an engine's voice by name, or by language. Raises :class:`UsageError` that says what the name is."""
    found = engine.find(name)
    if found is None and (tag := language_of(name)):
        found = best_voice(tag, engine.voices())
    if found is None:
        raise _not_a_voice(engine, name, have)
    return found


def variants(engine: Engine) -> tuple[str, ...]:
    """Returns timbres that go with any voice of the engine; espeak-ng has them."""
    names: tuple[str, ...] = getattr(engine, "variants", tuple)()
    return names


def _not_a_voice(engine: Engine, name: str, have: Mapping[str, Engine]) -> UsageError:
    subject = f"voice {name}"
    plain = name.lower()
    if plain in have or has_cast(plain):
        what = "an engine" if plain in have else "a cast"
        return UsageError(subject, f"is {what}, not a voice", f"Give --cast {plain}")
    owner = _owner(name, engine, have)
    if owner is not None:
        return _of_another(owner, name)
    if name in variants(engine):
        return UsageError(subject, f"is a timbre of {engine.name}", f"Give it behind a voice: en-us+{name}")
    return _unknown(engine, name, have)


def _owner(name: str, engine: Engine, have: Mapping[str, Engine]) -> Engine | None:
    others = [other for other in have.values() if other is not engine]
    return next((other for way in (name, name.lower()) for other in others if other.claims(way)), None)


def _unknown(engine: Engine, name: str, have: Mapping[str, Engine]) -> UsageError:
    subject = f"voice {name}"
    if tag := language_of(name):
        return UsageError(subject, f"{engine.name} has no voice for {language_name(tag)}", "See audiobrief voices")
    near = difflib.get_close_matches(name, _known(engine, name, have), _MOST_NEAR, _ALIKE)
    remedy = f"Near: {', '.join(near)}" if near else "audiobrief voices list names those that are here"
    return UsageError(subject, f"{engine.name} has no such voice", remedy)


def _of_another(engine: Engine, name: str) -> UsageError:
    """Returns that a name is another engine's, and how to get it."""
    published = name.partition("#")[0]
    install = f"Run: audiobrief voices install {published}" if published in catalogue.published() else ""
    why_not = engine.unavailable()
    if why_not:
        fact, _, remedy = why_not.partition(". ")
        fact = f"belongs to {engine.name}, which cannot speak here: {fact}"
        return UsageError(f"voice {name}", fact, install or remedy)
    if engine.find(name) is None:
        remedy = install or f"audiobrief voices list {engine.name} names those that are here"
        return UsageError(f"voice {name}", f"{engine.name} has no such voice", remedy)
    return UsageError(f"voice {name}", f"belongs to {engine.name}", f"Ask for {engine.name}:{name}")


def _known(engine: Engine, name: str, have: Mapping[str, Engine]) -> list[str]:
    """Lists what a name may have been meant for: voices, with the timbres that a plus asks for."""
    base, plus, _ = name.partition("+")
    if plus and engine.find(base) is not None:
        return [f"{base}+{variant}" for variant in variants(engine)]
    return list(dict.fromkeys(voice.name for other in (engine, *here(have)) for voice in other.voices()))


def here(have: Mapping[str, Engine]) -> Iterator[Engine]:
    """Yields the engines that can speak here unasked, the preferred ones first."""
    for name in dict.fromkeys([*preferred_order(), *have]):
        engine = have.get(name)
        if engine and not engine.features.remote and engine.unavailable() is None:
            yield engine
