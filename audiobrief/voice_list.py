"""``audiobrief voices``: engines and casts in plain lines, and a sample in which every voice of a cast speaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import PurePath

from audiobrief.cache import user_cache
from audiobrief.errors import OutputError
from audiobrief.model import Article, Cast, MixSettings, Role, Script, Segment
from audiobrief.reading import ReadResult
from audiobrief.recording.episode import EpisodeFacts, Target, produce
from audiobrief.recording.studio import Studio, Tell
from audiobrief.script.write import cues
from audiobrief.speech import casting
from audiobrief.speech.calibration import calibration_text


def sample(path: str, cast_name: str | None, language: str, tell: Tell) -> ReadResult:
    """Writes an MP3 with a chapter for each voice of a cast. Raises :class:`OutputError` when the file exists."""
    target = Target.at(path, once=True)
    if target.place.has(target.name):
        raise OutputError(target.shown, "it is there already", "Give another name.")
    cast = casting.cast_for(cast_name, language)
    script = Script(Article(title=f"Voices of the cast {cast.name}", language=language), _samples(cast, language))
    facts = EpisodeFacts(guid="", slug=PurePath(path).stem, published="", artist="audiobrief", album="audiobrief")
    with Studio(user_cache(), MixSettings()) as studio:
        episode, recording = produce(script, cast, studio=studio, target=target, facts=facts, tell=tell)
    return ReadResult(target.shown, (), episode, recording)


def _samples(cast: Cast, language: str) -> tuple[Segment, ...]:
    """Lets each voice say the same, so that they can be compared."""
    text = calibration_text(language)
    roles = [Segment(Role(role), text, text, pause_ms=1000, chapter=role) for role in cast.roles]
    quotes = [
        Segment(Role.QUOTE, text, text, voice=f"quote-{number}", pause_ms=1000, chapter=f"quote {number}")
        for number in range(1, len(cast.quotes) + 1)
    ]
    return (*roles, *quotes)


def as_json() -> str:
    """Returns engines, casts and the reviewers of each language's cues as a JSON object."""
    engines, casts = casting.describe()
    rows = {
        "engines": [asdict(row) for row in engines],
        "casts": [asdict(row) for row in casts],
        "cues": {language: list(cues.cues_for(language).reviewed_by) for language in cues.languages()},
    }
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_text() -> str:
    """Returns a line for each engine and cast: available, or why not."""
    engines, casts = casting.describe()
    lines = ["Engines", *(line for row in engines for line in _engine(row))]
    lines += ["Casts", *(_cast(row) for row in casts)]
    return "\n".join([*lines, "Languages of announcements", *_announcements()])


def _engine(row: casting.EngineRow) -> Iterator[str]:
    if row.why_not:
        yield f"  {row.name}: not available: {row.why_not}"
        return
    many = f"{len(row.voices)} voices, {len(row.languages)} languages" if row.languages else "any language"
    yield f"  {row.name}: available, version {row.version}, {many}"
    if row.languages:
        yield f"    languages: {' '.join(row.languages)}"


def _cast(row: casting.CastRow) -> str:
    state = f"not available: {row.why_not}" if row.why_not else "available"
    default = ", used when nothing is chosen" if row.is_default else ""
    return f"  {row.name}: {state}{default}. {row.about}"


def _announcements() -> Iterator[str]:
    reviewed = {language: cues.cues_for(language).reviewed_by for language in cues.languages()}
    checked = [f"{language} ({', '.join(names)})" for language, names in reviewed.items() if names]
    yield f"  reviewed by a speaker: {', '.join(checked) or 'none yet'}"
    yield f"  not reviewed: {' '.join(language for language, names in reviewed.items() if not names)}"
