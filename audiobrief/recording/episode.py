"""One script becomes one episode: recorded, arranged, tagged and written in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from audiobrief.errors import UsageError
from audiobrief.mix.arrange import INTRO, OUTRO, Arrangement, arrange
from audiobrief.mix.join import write_mp3
from audiobrief.model import Cast, Episode, Role, Script, Segment
from audiobrief.places import Place, parted
from audiobrief.publish import cover, tags
from audiobrief.recording.jobs import Take
from audiobrief.recording.narrators import narrators
from audiobrief.recording.studio import Recording, ScriptInProgress, Studio
from audiobrief.script.write.chapters import reduced_segments
from audiobrief.telling import Tell


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file goes."""

    place: Place
    name: str
    once: bool = False
    """It is new, and never to change."""

    @classmethod
    def at(cls, target: str, *, once: bool = False) -> Target:
        """Finds the place of a path or address. Raises :class:`UsageError` for an address that cannot be written to."""
        return cls(*parted(target), once=once)

    @property
    def shown(self) -> str:
        """Returns path or address, without secrets."""
        return self.place.shown(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFacts:
    """What an episode needs besides its script and its sound."""

    guid: str
    slug: str
    published: str
    artist: str
    album: str
    updated: str | None = None
    intro: Take | None = None
    outro: Take | None = None
    books: tuple[str, ...] | None = None


def produce(
    script: Script,
    cast: Cast,
    *,
    studio: Studio,
    target: Target,
    facts: EpisodeFacts,
    tell: Tell,
    in_progress: ScriptInProgress | None = None,
) -> tuple[Episode, Recording]:
    """Records a script, unless that is in progress, and writes its MP3 to ``target``, whole or not at all."""
    return write(recorded(script, cast, studio=studio, facts=facts, tell=tell, in_progress=in_progress), target, studio)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A script that is spoken and arranged; nothing is written yet."""

    cast: Cast
    facts: EpisodeFacts
    script: Script
    recording: Recording
    arrangement: Arrangement

    @property
    def duration_ms(self) -> int:
        """Returns how long its episode lasts."""
        return self.arrangement.timeline.duration_ms


def recorded(
    script: Script,
    cast: Cast,
    *,
    studio: Studio,
    facts: EpisodeFacts,
    tell: Tell,
    in_progress: ScriptInProgress | None = None,
) -> Recorded:
    """Records a script, unless that is in progress, and decides what is heard when."""
    if not script.segments:
        raise UsageError(script.article.title or "script", "it has no segments", "Give a script with something to say.")
    recording = studio.finish(in_progress or studio.begin(script, cast), tell)
    arrangement = arrange(
        _paused(reduced_segments(script.segments), cast.pauses),
        [take.facts for take in recording.takes],
        studio.settings,
        stories=script.stories,
        intro=facts.intro.facts if facts.intro else None,
        outro=facts.outro.facts if facts.outro else None,
    )
    return Recorded(cast, facts, script, recording, arrangement)


def write(made: Recorded, target: Target, studio: Studio) -> tuple[Episode, Recording]:
    """Writes the MP3 of what was recorded, whole or not at all."""
    facts, arrangement = made.facts, made.arrangement
    episode = _episode(made.script, made.cast, facts, arrangement, made.recording)
    tag = tags.id3(
        episode,
        album=facts.album,
        artist=facts.artist,
        cover=_small_cover(made.script, studio),
        cover_alt=episode.cover_alt,
        levels=studio.settings.chapter_levels,
    )
    with target.place.replacing(target.name, once=target.once) as file:
        audio = write_mp3(file, tag, arrangement, _chunks(studio, made.recording, facts), studio.settings)
    return replace(episode, audio_bytes=audio.bytes, audio_sha256=audio.sha256), made.recording


def _episode(
    script: Script, cast: Cast, facts: EpisodeFacts, arrangement: Arrangement, recording: Recording
) -> Episode:
    """Returns the episode but for its audio, which is not written yet."""
    article = script.article
    return Episode(
        guid=facts.guid,
        slug=facts.slug,
        script=replace(script, article=replace(article, blocks=())),
        timeline=arrangement.timeline,
        chapters=arrangement.chapters,
        audio_bytes=0,
        audio_sha256="",
        published=facts.published,
        updated=facts.updated,
        description=_description(script),
        narrators=narrators(cast),
        cover_alt=cover.alt_text(article.title, article.site or "", language=script.language),
        unspoken=recording.unspoken,
        books=facts.books,
    )


def _small_cover(script: Script, studio: Studio) -> bytes:
    """Draws what belongs to the article alone, so that a feed may change its name."""
    shown = (script.article.title, script.article.site or "")
    size, language = cover.SMALL_PX, script.language
    return studio.memo.picture(lambda: cover.draw(*shown, size_px=size, language=language), *shown, size, language)


def _paused(segments: Sequence[Segment], pauses: float) -> Sequence[Segment]:
    """Returns the segments with the pauses that the cast wants; most casts want the script's own."""
    if pauses == 1:
        return segments
    return [replace(segment, pause_ms=round(segment.pause_ms * pauses)) for segment in segments]


def _chunks(studio: Studio, recording: Recording, facts: EpisodeFacts) -> Callable[[int], bytes]:
    own = {INTRO: facts.intro, OUTRO: facts.outro}

    def chunk(number: int) -> bytes:
        take = own[number] if number in own else recording.takes[number]
        assert take is not None
        return studio.frames(take)

    return chunk


def _description(script: Script) -> str:
    """Returns the dek, else the page's own description; nothing is made up."""
    spoken = script.segments if not script.stories else ()  # the dek of one story is none of an edition
    dek = next((segment.written for segment in spoken if segment.role is Role.DEK), "")
    return dek or script.article.description or ""
