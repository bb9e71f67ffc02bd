"""One script becomes one episode: recorded, arranged, tagged and written in one pass."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from audiobrief import atomic, identity, stories
from audiobrief.errors import OutputError, UsageError
from audiobrief.memo import Kept
from audiobrief.mix.arrange import INTRO, OUTRO, arrange
from audiobrief.mix.join import write_mp3
from audiobrief.model import Cast, Episode, MixSettings, Role, Script, ScriptOptions, Segment
from audiobrief.places import Place, is_url, parted
from audiobrief.publish import cover, tags
from audiobrief.recording.crew import crew
from audiobrief.recording.jobs import Take, store_at
from audiobrief.recording.sounds import with_quote_sounds
from audiobrief.recording.studio import Begun, Recording, Studio, Tell
from audiobrief.recording.voices import narrators
from audiobrief.speech import casting


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What ``audiobrief read`` was asked for."""

    sources: tuple[str, ...]
    output: str | None = None
    """A path, or an address that fsspec knows (``s3://bucket/a.mp3``)."""
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

    path: str
    """Path or address of the MP3, as a person may read it."""
    also: tuple[str, ...]
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
        return "\n".join([first, *self.also])

    def as_json(self) -> str:
        return json.dumps(
            {
                "path": self.path,
                "also": list(self.also),
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
    kept = Kept(store_at(cache_target()))
    script = stories.gather(request.sources, request.options, request.language, request.title, kept)
    target, *also = (Target.at(one, once=not request.force) for one in _outputs(request, script))
    for one in (target, *also):
        if one.once and one.place.has(one.name):
            raise OutputError(one.shown, "it is there already", "Give --force to replace it, or -o another name.")
    settings = MixSettings(rate_hz=request.rate_hz)
    language = stories.language_of(script)
    chosen = casting.cast_for(request.cast, language, voice=request.voice, rate=request.rate)
    cast = with_quote_sounds(chosen, request.options)
    fallbacks = casting.fallbacks_for(request.cast or cast.name)
    with Studio(cache_target(), settings, fallbacks=fallbacks, crew=crew(request.cluster, tell)) as studio:
        frame = Frame(
            guid=identity.article_guid(script.article.url or script.article.title),
            slug=PurePath(target.name).stem,
            published=script.article.published or "",
            artist=script.article.site or ", ".join(script.article.authors),
            album=script.article.site or "audiobrief",
            intro=_sound(studio, request.intro),
            outro=_sound(studio, request.outro),
        )
        episode, recording = produce(script, cast, studio=studio, target=target, frame=frame, tell=tell)
    for one in also:
        write_beside(one, episode, target)
    return Made(target.shown, tuple(one.shown for one in also), episode, recording)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file goes."""

    place: Place
    name: str
    once: bool = False
    """It is new, and never to change."""

    @classmethod
    def at(cls, target: str, *, once: bool = False) -> Target:
        """From a path or an address. Raises :class:`UsageError` for an address that nothing can be written to."""
        return cls(*parted(target), once=once)

    @property
    def shown(self) -> str:
        return self.place.shown(self.name)


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
    script: Script, cast: Cast, *, studio: Studio, target: Target, frame: Frame, tell: Tell, begun: Begun | None = None
) -> tuple[Episode, Recording]:
    """Records a script, where that was not begun yet, and writes its MP3 to ``target``, whole or not at all."""
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
    with target.place.replacing(target.name, once=target.once) as file:
        facts = write_mp3(file, tag, arrangement, _chunks(studio, recording, frame), studio.settings)
    return replace(episode, audio_bytes=facts.bytes, audio_sha256=facts.sha256), recording


def write_beside(target: Target, episode: Episode, audio: Target) -> None:
    """Transcript, book or audiobook of an episode, by the name's suffix."""
    place, name = target.place, target.name
    if name.endswith(".vtt"):
        from audiobrief.publish import transcript

        place.write(name, transcript.vtt(episode).encode())
        return
    language = stories.language_of(episode.script)
    picture = cover.draw(episode.title, episode.script.article.site or "", language=language)
    data = audio.place.read(audio.name)
    if name.endswith(".epub"):
        from audiobrief.publish import epub

        place.write(name, epub.epub(episode, data, picture))
    elif name.endswith(".m4b"):
        place.write(name, _m4b(data, episode, picture, target.shown))


def _m4b(audio: bytes, episode: Episode, picture: bytes, shown: str) -> bytes:
    """Ffmpeg needs files of this machine."""
    from audiobrief.publish import m4b

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "episode.m4b"
        try:
            made.with_suffix(".mp3").write_bytes(audio)
            m4b.convert(made.with_suffix(".mp3"), made, episode, picture)
            return made.read_bytes()
        except OSError as error:
            raise atomic.output_error(folder, error) from error
        except OutputError as error:
            raise OutputError(shown, error.fact, error.remedy) from error


def cache_target() -> str:
    """Where ``audiobrief read`` keeps what it spoke: AUDIOBRIEF_CACHE (folder or address), else the user's cache."""
    chosen = os.environ.get("AUDIOBRIEF_CACHE")
    if chosen:
        return chosen
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return str(Path(home) / "audiobrief")


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


def _outputs(request: Request, script: Script) -> Iterator[str]:
    """The MP3, and what was asked for beside it."""
    target = request.output or f"{identity.slug(script.article.title, '').rpartition('-')[0]}.mp3"
    if not is_url(target) and Path(target).is_dir():
        raise OutputError(target, "is a folder", "Name the MP3 file in it.")
    yield target
    folder, slash, name = target.rpartition("/")
    wanted = ((request.transcript, ".vtt"), (request.epub, ".epub"), (request.m4b, ".m4b"))
    yield from (f"{folder}{slash}{PurePath(name).with_suffix(suffix)}" for asked, suffix in wanted if asked)


def _sound(studio: Studio, path: str | None) -> Take | None:
    return studio.sound(Path(path)) if path else None


def _description(script: Script) -> str:
    """The dek, else the page's own description; nothing is made up."""
    dek = next((segment.written for segment in script.segments if segment.role is Role.DEK), "")
    return dek or script.article.description or ""
