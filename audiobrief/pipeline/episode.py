"""One script becomes one episode: recorded, arranged, tagged and written in one pass."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiobrief import atomic, identity
from audiobrief.cache import Cache
from audiobrief.errors import OutputError, UsageError
from audiobrief.mix.arrange import INTRO, OUTRO, arrange
from audiobrief.mix.join import write_mp3
from audiobrief.model import Cast, Episode, MixSettings, Role, Script, ScriptOptions, Segment
from audiobrief.pipeline import stories
from audiobrief.pipeline.crew import crew
from audiobrief.pipeline.kept import Kept
from audiobrief.pipeline.sounds import with_quote_sounds
from audiobrief.pipeline.studio import Begun, Recording, Studio, Tell
from audiobrief.pipeline.takes import Take
from audiobrief.pipeline.voices import narrators
from audiobrief.publish import cover, tags
from audiobrief.speech import casting


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What ``audiobrief read`` was asked for."""

    sources: tuple[str, ...]
    output: Path | None = None
    force: bool = False
    title: str | None = None
    transcript: bool = False
    epub: bool = False
    m4b: bool = False
    intro: str | None = None
    outro: str | None = None
    rate_hz: int = 44_100
    language: str | None = None
    cast: str | None = None
    voice: str | None = None
    rate: float = 1.0
    cluster: str | None = None
    """Address of a dask scheduler whose workers speak."""
    options: ScriptOptions = field(default_factory=ScriptOptions)


@dataclass(frozen=True, slots=True)
class Made:
    """What ``audiobrief read`` made."""

    path: Path
    also: tuple[Path, ...]
    episode: Episode
    recording: Recording

    @property
    def unspoken(self) -> tuple[str, ...]:
        return self.recording.unspoken

    def as_text(self) -> str:
        """Plain lines: files, length, chapters."""
        seconds = round(self.episode.timeline.duration_ms / 1000)
        minutes = f"{seconds // 60} min {seconds % 60} s"
        count = len(self.episode.chapters)
        first = f"{self.path}: {minutes}, {count} chapter{'s' if count != 1 else ''}."
        return "\n".join([first, *(f"{path}" for path in self.also)])

    def as_json(self) -> str:
        return json.dumps(
            {
                "path": str(self.path),
                "also": [str(path) for path in self.also],
                "title": self.episode.title,
                "duration_ms": self.episode.timeline.duration_ms,
                "bytes": self.episode.audio_bytes,
                "sha256": self.episode.audio_sha256,
                "chapters": [[chapter.start_ms, chapter.title] for chapter in self.episode.chapters],
                "spoken": self.recording.spoken,
                "encoded": self.recording.encoded,
                "unspoken": list(self.unspoken),
                "incidents": list(self.recording.incidents),
            },
            ensure_ascii=False,
            indent=1,
        )


def read(request: Request, tell: Tell) -> Made:
    """Makes the MP3 (and what else was asked for). Nothing is left half-written when it raises."""
    kept = Kept(Cache(cache_folder()))
    script = stories.gather(request.sources, request.options, request.language, request.title, kept)
    path = _output(request, script)
    also = _beside(path, request)
    for target in (path, *also):
        if target.exists() and not request.force:
            raise OutputError(str(target), "it is there already", "Give --force to replace it, or -o another name.")
    settings = MixSettings(rate_hz=request.rate_hz)
    language = stories.language_of(script)
    chosen = casting.cast_for(request.cast, language, voice=request.voice, rate=request.rate)
    cast = with_quote_sounds(chosen, request.options)
    fallbacks = casting.fallbacks_for(request.cast or cast.name)
    with Studio(cache_folder(), settings, fallbacks=fallbacks, crew=crew(request.cluster, tell)) as studio:
        frame = Frame(
            guid=identity.article_guid(script.article.url or script.article.title),
            slug=path.stem,
            published=script.article.published or "",
            artist=script.article.site or ", ".join(script.article.authors),
            album=script.article.site or "audiobrief",
            intro=_sound(studio, request.intro),
            outro=_sound(studio, request.outro),
        )
        episode, recording = produce(script, cast, studio=studio, path=path, frame=frame, tell=tell)
    write_beside(also, episode, path)
    return Made(path, also, episode, recording)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an episode needs besides its script and its sound."""

    guid: str
    slug: str
    published: str
    artist: str
    album: str
    updated: str | None = None
    intro: Take | None = None
    outro: Take | None = None


def produce(
    script: Script, cast: Cast, *, studio: Studio, path: Path, frame: Frame, tell: Tell, begun: Begun | None = None
) -> tuple[Episode, Recording]:
    """Records a script, where that was not begun yet, and writes its MP3 to ``path``, whole or not at all."""
    if not script.segments:
        raise UsageError(script.article.title or "script", "it has no segments", "Give a script with something to say.")
    recording = studio.finish(begun or studio.begin(script, cast), tell)
    arrangement = arrange(
        _paused(script.segments, cast.pauses),
        [take.facts for take in recording.takes],
        studio.settings,
        stories=script.stories,
        intro=frame.intro.facts if frame.intro else None,
        outro=frame.outro.facts if frame.outro else None,
    )
    article = script.article
    episode = Episode(
        guid=frame.guid,
        slug=frame.slug,
        script=replace(script, article=replace(article, blocks=())),
        timeline=arrangement.timeline,
        chapters=arrangement.chapters,
        audio_bytes=0,
        audio_sha256="",
        published=frame.published,
        updated=frame.updated,
        description=_description(script),
        narrators=narrators(cast),
        cover_alt=cover.alt_text(article.title, article.site or frame.album, language=stories.language_of(script)),
        unspoken=recording.unspoken,
    )
    shown = (article.title, article.site or frame.album)
    language = stories.language_of(script)
    picture = studio.kept.picture(
        lambda: cover.draw(*shown, size_px=cover.SMALL_PX, language=language), *shown, cover.SMALL_PX, language
    )
    tag = tags.id3(episode, album=frame.album, artist=frame.artist, cover=picture, cover_alt=episode.cover_alt)
    with atomic.replacing(path) as file:
        facts = write_mp3(file, tag, arrangement, _chunks(studio, recording, frame), studio.settings)
    return replace(episode, audio_bytes=facts.bytes, audio_sha256=facts.sha256), recording


def write_beside(paths: tuple[Path, ...], episode: Episode, audio: Path) -> None:
    """Transcript, book and audiobook, by the names' suffixes."""
    for path in paths:
        if path.suffix == ".vtt":
            from audiobrief.publish import transcript

            atomic.write(path, transcript.vtt(episode).encode())
            continue
        language = stories.language_of(episode.script)
        picture = cover.draw(episode.title, episode.script.article.site or "", language=language)
        if path.suffix == ".epub":
            from audiobrief.publish import epub

            atomic.write(path, epub.epub(episode, audio.read_bytes(), picture))
        elif path.suffix == ".m4b":
            from audiobrief.publish import m4b

            m4b.convert(audio, path, episode, picture)


def cache_folder() -> Path:
    """Where ``audiobrief read`` keeps what it spoke: AUDIOBRIEF_CACHE, else the user's cache folder."""
    chosen = os.environ.get("AUDIOBRIEF_CACHE")
    if chosen:
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "audiobrief"


def _paused(segments: Sequence[Segment], pauses: float) -> Sequence[Segment]:
    """The segments with the pauses that the cast wants; most casts want the script's own."""
    if pauses == 1:
        return segments
    return [replace(segment, pause_ms=round(segment.pause_ms * pauses)) for segment in segments]


def _chunks(studio: Studio, recording: Recording, frame: Frame) -> Callable[[int], bytes]:
    def chunk(number: int) -> bytes:
        own = {INTRO: frame.intro, OUTRO: frame.outro}
        take = own[number] if number in own else recording.takes[number]
        assert take is not None
        return studio.frames(take)

    return chunk


def _output(request: Request, script: Script) -> Path:
    if request.output is not None:
        if request.output.is_dir():
            raise OutputError(str(request.output), "is a folder", "Name the MP3 file in it.")
        return request.output
    return Path(f"{identity.slug(script.article.title, '').rpartition('-')[0]}.mp3")


def _beside(path: Path, request: Request) -> tuple[Path, ...]:
    wanted = ((request.transcript, ".vtt"), (request.epub, ".epub"), (request.m4b, ".m4b"))
    return tuple(path.with_suffix(suffix) for asked, suffix in wanted if asked)


def _sound(studio: Studio, path: str | None) -> Take | None:
    return studio.sound(Path(path)) if path else None


def _description(script: Script) -> str:
    """The dek, else the page's own description; nothing is made up."""
    dek = next((segment.written for segment in script.segments if segment.role is Role.DEK), "")
    return dek or script.article.description or ""
