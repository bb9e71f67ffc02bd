"""``audiobrief read``: sources become one MP3, with what was asked for beside it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath

from audiobrief import identity, stories
from audiobrief.cache import user_cache
from audiobrief.errors import AudiobriefError, OutputError, UsageError
from audiobrief.formats import Format
from audiobrief.languages import ENGLISH
from audiobrief.memo import Memo
from audiobrief.mix import chunks
from audiobrief.model import Episode, MixSettings, Script, ScriptOptions
from audiobrief.places import is_url
from audiobrief.publish import cover
from audiobrief.publish.chapter_lists import listed
from audiobrief.publish.render import Sources, render
from audiobrief.recording.crew import crew
from audiobrief.recording.episode import EpisodeFacts, Target, produce
from audiobrief.recording.jobs import Take, store_at
from audiobrief.recording.sounds import with_quote_sounds
from audiobrief.recording.studio import Recording, Studio
from audiobrief.speech import casting
from audiobrief.telling import Step, Tell

_OTHER_SOUND = (".wav", ".ogg", ".opus", ".m4a", ".m4b", ".aac", ".flac", ".aiff")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What ``audiobrief read`` was asked for."""

    sources: tuple[str, ...]
    output: str | None = None
    """A path, or an address that fsspec knows (``s3://bucket/a.mp3``)."""
    force: bool = False
    title: str | None = None
    formats: tuple[Format, ...] = ()
    """What is written beside the MP3."""
    intro: str | None = None
    outro: str | None = None
    rate_hz: int = 44_100
    chapter_levels: int = 1
    language: str | None = None
    allow_private: bool = False
    cast: str | None = None
    voice: str | None = None
    rate: float = 1.0
    cluster: str | None = None
    """Address of a dask scheduler whose workers speak."""
    options: ScriptOptions = field(default_factory=ScriptOptions)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The files that ``audiobrief read`` wrote, and what is in them."""

    path: str
    """Path or address of the MP3, without secrets."""
    also: tuple[str, ...]
    """The files beside it."""
    episode: Episode
    recording: Recording

    @property
    def unspoken(self) -> tuple[str, ...]:
        """Returns a line for each passage that could not be spoken."""
        return self.recording.unspoken

    @property
    def warnings(self) -> list[str]:
        """Returns why the articles may not be all that their authors wrote, a line each."""
        script = self.episode.script
        return [warning.fact for one in script.stories or (script.article,) for warning in one.warnings]

    def as_text(self) -> str:
        """Returns plain lines: files, length, chapters."""
        seconds = round(self.episode.timeline.duration_ms / 1000)
        minutes = f"{seconds // 60} min {seconds % 60} s"
        count = len(listed(self.episode))
        first = f"{self.path}: {minutes}, {count} chapter{'s' if count != 1 else ''}."
        return "\n".join([first, *self.also])

    def as_json(self) -> str:
        """Returns the same as a JSON object."""
        episode, recording = self.episode, self.recording
        facts = {
            "path": self.path,
            "also": self.also,
            "title": episode.title,
            "duration_ms": episode.timeline.duration_ms,
            "bytes": episode.audio_bytes,
            "sha256": episode.audio_sha256,
            "chapters": [(chapter.start_ms, chapter.title) for chapter in listed(episode)],
            "spoken": recording.spoken,
            "encoded": recording.encoded,
            "unspoken": recording.unspoken,
            "warnings": self.warnings,
            "incidents": recording.incidents,
        }
        return json.dumps(facts, ensure_ascii=False, indent=1)


def read(request: ReadRequest, tell: Tell) -> ReadResult:
    """Writes the MP3 and what was asked for beside it. Nothing is left half-written when it raises."""
    cache = user_cache()
    memo = Memo(store_at(cache))
    script = stories.gather(
        request.sources,
        request.options,
        request.language,
        request.title,
        memo,
        allow_private=request.allow_private,
        tell=tell,
        meanwhile=partial(_prepare, request),
    )
    target, *also = _targets(request, script)
    chosen = casting.cast_for(request.cast, script.language, voice=request.voice, rate=request.rate)
    asked = request.cast or chosen.name
    for line in casting.remarks(asked, script.languages, set()) if request.voice is None else ():
        tell(Step(line))
    cast = with_quote_sounds(chosen, request.options)
    fallbacks = casting.fallbacks_for(asked)
    mix = MixSettings(rate_hz=request.rate_hz, chapter_levels=request.chapter_levels)
    with Studio(
        cache, mix, fallbacks=fallbacks, lexicon=request.options.lexicon, crew=crew(request.cluster, tell)
    ) as studio:
        facts = _facts(request, script, target, studio)
        episode, recording = produce(script, cast, studio=studio, target=target, facts=facts, tell=tell)
    for row, one in zip(request.formats, also, strict=True):
        write_beside(one, row, episode, target)
    return ReadResult(target.shown, tuple(one.shown for one in also), episode, recording)


def _prepare(request: ReadRequest) -> None:
    """Loads what speaks and starts its engine, while another process reads; most pages are in one language."""
    chunks.prepare()
    with contextlib.suppress(AudiobriefError):
        casting.cast_for(request.cast, request.language or ENGLISH, voice=request.voice, rate=request.rate)


def _targets(request: ReadRequest, script: Script) -> list[Target]:
    """Returns where the MP3 goes and what is beside it. Raises :class:`OutputError` for what is there already."""
    targets = [Target.at(one, once=not request.force) for one in _outputs(request, script)]
    for one in targets:
        if one.once and one.place.has(one.name):
            raise OutputError(one.shown, "it is there already", "Give --force to replace it, or -o another name.")
    return targets


def _outputs(request: ReadRequest, script: Script) -> Iterator[str]:
    """Names the MP3, then what was asked for beside it."""
    target = request.output or f"{identity.file_stem(script.article.title)}.mp3"
    if not is_url(target) and Path(target).is_dir():
        name = f"{identity.file_stem(script.article.title)}.mp3"
        raise OutputError(target, "is a folder", f"Name the file: -o {Path(target) / name}")
    suffix = PurePath(target).suffix.lower()
    if suffix in _OTHER_SOUND:
        fact = f"what is written is an MP3, not a {suffix[1:].upper()} file"
        raise UsageError(target, fact, f"Name it so: -o {PurePath(target).with_suffix('.mp3')}")
    yield target
    folder, slash, name = target.rpartition("/")
    yield from (f"{folder}{slash}{PurePath(name).with_suffix(row.suffix)}" for row in request.formats)


def _facts(request: ReadRequest, script: Script, target: Target, studio: Studio) -> EpisodeFacts:
    """Returns what the episode is called: by its article, in the name of its site."""
    article = script.article
    return EpisodeFacts(
        guid=identity.article_guid(article.url or article.title),
        slug=PurePath(target.name).stem,
        published=article.published or "",
        artist=article.site or ", ".join(article.authors),
        album=article.site or "audiobrief",
        intro=_sound(studio, request.intro),
        outro=_sound(studio, request.outro),
    )


def _sound(studio: Studio, path: str | None) -> Take | None:
    return studio.sound(Path(path)) if path else None


def write_beside(target: Target, row: Format, episode: Episode, audio: Target) -> None:
    """Writes one more file of an episode beside its MP3. Raises :class:`OutputError`."""
    script = episode.script
    site = script.article.site or ""
    sources: Sources = {
        "feed": lambda: None,
        "audio": lambda: audio.place.read(audio.name),
        "cover": lambda: cover.draw(episode.title, site, language=script.language),
    }
    try:
        data = render(row, episode, sources)
    except OutputError as error:
        raise OutputError(target.shown, error.fact, error.remedy) from error
    target.place.write(target.name, data)
