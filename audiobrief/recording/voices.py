"""Who can speak here: engines and casts in plain lines, and the names of an episode's narrators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from audiobrief.errors import OutputError
from audiobrief.model import Article, Cast, MixSettings, Role, Script, Segment
from audiobrief.recording.studio import Studio, Tell
from audiobrief.script.write import cues
from audiobrief.speech import casting
from audiobrief.speech.calibration import calibration_text

if TYPE_CHECKING:
    from audiobrief.recording.episode import Made

_TITLES = {"espeak": "eSpeak NG", "pyttsx3": "system voice", "piper": "Piper", "kokoro": "Kokoro", "openai": "OpenAI"}


def narrators(cast: Cast) -> tuple[str, ...]:
    """The voice of the body, as a person would name it; the others are its variants."""
    voice = cast.roles["body"]
    return (f"{_TITLES.get(voice.engine, voice.engine)} {voice.name}",)


def sample(path: str, cast_name: str | None, language: str, tell: Tell) -> Made:
    """An MP3 with a chapter for each voice of a cast. Raises :class:`OutputError` when the file is there already."""
    from audiobrief.recording import episode

    target = episode.Target.at(path, once=True)
    if target.place.has(target.name):
        raise OutputError(target.shown, "it is there already", "Give another name.")
    cast = casting.cast_for(cast_name, language)
    script = Script(Article(title=f"Voices of the cast {cast.name}", language=language), _samples(cast, language))
    settings = MixSettings()
    with Studio(episode.cache_target(), settings) as studio:
        frame = episode.Frame(guid="", slug=PurePath(path).stem, published="", artist="audiobrief", album="audiobrief")
        made, recording = episode.produce(script, cast, studio=studio, target=target, frame=frame, tell=tell)
    return episode.Made(target.shown, (), made, recording)


def _samples(cast: Cast, language: str) -> tuple[Segment, ...]:
    """Each voice says the same, so that they can be compared."""
    text = calibration_text(language)
    roles = [Segment(Role(role), text, text, pause_ms=1000, chapter=role) for role in cast.roles]
    quotes = [
        Segment(Role.QUOTE, text, text, voice=f"quote-{number}", pause_ms=1000, chapter=f"quote {number}")
        for number in range(1, len(cast.quotes) + 1)
    ]
    return (*roles, *quotes)


def as_text() -> str:
    """A line for each engine and cast: available, or why not."""
    return "\n".join(_lines())


def as_json() -> str:
    engines, casts = casting.describe()
    rows = {
        "engines": [asdict(row) for row in engines],
        "casts": [asdict(row) for row in casts],
        "cues": {language: list(cues.cues_for(language).reviewed_by) for language in cues.languages()},
    }
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _lines() -> Iterator[str]:
    engines, casts = casting.describe()
    yield "Engines"
    for engine in engines:
        if engine.why_not:
            yield f"  {engine.name}: not available: {engine.why_not}"
            continue
        many = f"{len(engine.voices)} voices, {len(engine.languages)} languages" if engine.languages else "any language"
        yield f"  {engine.name}: available, version {engine.version}, {many}"
        if engine.languages:
            yield f"    languages: {' '.join(engine.languages)}"
    yield "Casts"
    for cast in casts:
        state = f"not available: {cast.why_not}" if cast.why_not else "available"
        default = ", used when nothing is chosen" if cast.is_default else ""
        yield f"  {cast.name}: {state}{default}. {cast.about}"
    reviewed = {language: cues.cues_for(language).reviewed_by for language in cues.languages()}
    yield "Languages of announcements"
    checked = [f"{language} ({', '.join(names)})" for language, names in reviewed.items() if names]
    yield f"  reviewed by a speaker: {', '.join(checked) or 'none yet'}"
    yield f"  not reviewed: {' '.join(language for language, names in reviewed.items() if not names)}"
