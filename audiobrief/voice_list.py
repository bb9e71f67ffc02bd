"""``audiobrief voices``: engines and casts in plain lines, and a sample in which every voice of a cast speaks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass
from pathlib import PurePath

from audiobrief.cache import user_cache
from audiobrief.errors import OutputError, UsageError
from audiobrief.model import Article, Cast, MixSettings, Role, Script, Segment
from audiobrief.reading import ReadResult
from audiobrief.recording.episode import EpisodeFacts, Target, produce
from audiobrief.recording.studio import Studio
from audiobrief.script.write import cues
from audiobrief.speech import casting, catalogue, voice_names
from audiobrief.speech.calibration import calibration_text
from audiobrief.speech.engine import Engine, EngineVoice, engines
from audiobrief.speech.voice_match import language_name, parse
from audiobrief.speech.voice_names import language_of
from audiobrief.telling import Step, Tell


def sample(path: str, cast_name: str | None, language: str, tell: Tell) -> ReadResult:
    """Writes an MP3 with a chapter for each voice of a cast. Raises :class:`OutputError` when the file exists."""
    target = Target.at(path, once=True)
    if target.place.has(target.name):
        raise OutputError(target.shown, "it is there already", "Give another name.")
    cast = casting.cast_for(cast_name, language)
    for line in casting.remarks(cast_name or cast.name, [language], set()):
        tell(Step(line))
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


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A voice, for ``audiobrief voices list de``."""

    engine: str
    name: str
    languages: tuple[str, ...]
    title: str


def named(name: str) -> list[VoiceRow]:
    """Lists the voices of an engine, or those here that speak a language. Raises :class:`UsageError` for neither."""
    have = engines()
    if name in have:
        return [_row(have[name], voice) for voice in have[name].voices()]
    tag = language_of(name)
    if tag is None:
        remedy = f"Give a language, such as de or German, or one of: {', '.join(have)}"
        raise UsageError(name, "is neither a language nor an engine", remedy)
    every = (_row(engine, voice) for engine in voice_names.here(have) for voice in engine.voices())
    return [row for row in every if _speaks(row, tag)]


def _speaks(row: VoiceRow, tag: str) -> bool:
    return parse(tag).language in {parse(own).language for own in row.languages}


def _row(engine: Engine, voice: EngineVoice) -> VoiceRow:
    return VoiceRow(engine.name, voice.name, voice.languages, voice.title)


def rows_as_json(rows: list[VoiceRow]) -> str:
    """Returns voices as a JSON list."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)


def rows_as_text(name: str, rows: list[VoiceRow]) -> str:
    """Returns a line a voice, and how to get a natural one."""
    lines = [f"{row.engine}:{row.name}  {', '.join(row.languages)}  {row.title}".rstrip() for row in rows]
    if tag := language_of(name):
        lines += _installable(tag, {row.name for row in rows})
    return "\n".join(lines or [f"No voice here: {_why_none(name)}"])


def _installable(tag: str, here: Set[str]) -> Iterator[str]:
    """Yields how to get the natural voices of a language that are not here."""
    published = [row for row in catalogue.published().values() if parse(row.tag).language == parse(tag).language]
    natural = catalogue.recommended(tag)
    if natural and natural.name not in here:
        named = f"{natural.name}, {natural.size_mb} MB"
        yield f"There is a natural voice for {language_name(tag)}: {catalogue.command(tag)} ({named})"
    others = [row.name for row in published if row is not natural and row.name not in here]
    if others:
        yield f"Others, by audiobrief voices install NAME: {', '.join(others)}"


def _why_none(name: str) -> str:
    engine = engines().get(name)
    return (engine and engine.unavailable()) or f"none speaks {name}."


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
    lines += ["Languages of announcements", *_announcements()]
    return "\n".join(
        [*lines, "", "audiobrief voices list LANGUAGE names voices; audiobrief voices install brings a natural one."]
    )


def _engine(row: casting.EngineRow) -> Iterator[str]:
    if row.why_not:
        yield f"  {row.name}: not available: {row.why_not}"
        return
    many = f"{len(row.voices)} voices, {len(row.languages)} languages" if row.languages else "any language"
    yield f"  {row.name}: available, version {row.version}, {many}"


def _cast(row: casting.CastRow) -> str:
    state = f"not available: {row.why_not}" if row.why_not else "available"
    default = ", used when nothing is chosen" if row.is_default else ""
    return f"  {row.name}: {state}{default}. {row.about}"


def _announcements() -> Iterator[str]:
    reviewed = {language: cues.cues_for(language).reviewed_by for language in cues.languages()}
    checked = [f"{language} ({', '.join(names)})" for language, names in reviewed.items() if names]
    yield f"  reviewed by a speaker: {', '.join(checked) or 'none yet'}"
    yield f"  not reviewed: {' '.join(language for language, names in reviewed.items() if not names)}"
