"""The work itself: utterances in, takes out. Runs in a thread of this process or on another machine, the same way.

A job says everything that decides its result, and is named by that; doing it twice gives the same bytes under the same
key. Nothing here knows of articles, feeds or the library: those stay with the one coordinator.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.cache import Cache, SharedCache, user_cache
from audiobrief.errors import AudiobriefError, SpeechError
from audiobrief.mix import chunks
from audiobrief.mix.arrange import ChunkFacts
from audiobrief.mix.earcons import SoundFile
from audiobrief.model import Clip, MixSettings, Utterance, digest
from audiobrief.places import local_path, remote_place
from audiobrief.recording.sounds import Sounds
from audiobrief.speech.booth import Booth, Incident
from audiobrief.store import Store

_GAIN = struct.Struct(">d")
_SAME = "Install the same versions on every worker."


@dataclass(frozen=True, slots=True)
class Take:
    """One recorded segment: where its frames are kept, and what must be known to place it."""

    key: str
    facts: ChunkFacts


@dataclass(frozen=True, slots=True)
class Job:
    """One utterance to speak and to encode."""

    key: str
    """Of the frames, as the coordinator knows them: :func:`audiobrief.mix.chunks.frame_key`."""
    utterance: Utterance
    gain_db: float
    """What the voice is raised by, its own offset included."""
    sounds: Sounds | None = None

    @classmethod
    def of(cls, utterance: Utterance, level_db: float, sounds: Sounds | None, settings: MixSettings) -> Job:
        """``level_db`` is the gain that brings the voice to the target loudness."""
        job = cls("", utterance, level_db + utterance.voice.gain_db, sounds)
        return cls(job.named(settings), utterance, job.gain_db, sounds)

    def named(self, settings: MixSettings) -> str:
        """The key that this very program gives the frames."""
        offset_db = self.utterance.voice.gain_db
        mixed_in = self.sounds.key if self.sounds else ""
        return chunks.frame_key(self.utterance.key, self.gain_db, settings, offset_db=offset_db, sound=mixed_in)


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What all jobs of a run share."""

    settings: MixSettings
    cache: str = ""
    """Folder or URL of the cache that all workers share; empty: each has its own, and the frames are sent back."""
    token: str = ""
    """Key of an entry that the coordinator put into a shared cache: who does not find it looks at another one."""
    fallbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of one job: a take, or why there is none."""

    take: Take | None
    packed: bytes | None = None
    """The chunk, where it has to be sent back."""
    error: SpeechError | None = None


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What came of some jobs, in their order."""

    done: tuple[JobResult, ...]
    spoken: int
    encoded: int
    incidents: tuple[Incident, ...]


class WorkerMismatch(AudiobriefError):
    """A worker cannot do this work as the coordinator would: another version, no such voice, another cache."""


@cache
def store_at(target: str) -> Cache | SharedCache:
    """The one store of this process for a folder or an address."""
    folder = local_path(target)
    return Cache(folder) if folder is not None else SharedCache(remote_place(target))


def perform(jobs: Sequence[Job], kit: JobSettings) -> TaskResult:
    """Speaks and encodes jobs one after the other; what is in the cache is taken from there.

    Raises :class:`WorkerMismatch` before anything is spoken, and :class:`~audiobrief.errors.OutputError` when the cache
    cannot be written.
    """
    store = _store(kit)
    booth = Booth(store, fallbacks=kit.fallbacks)
    _prove_fit(jobs, kit, store, booth)
    done: list[JobResult] = []
    encoded = 0
    for job in jobs:
        try:
            packed, is_new = _chunk(job, kit, store, booth)
        except SpeechError as error:
            done.append(JobResult(None, error=error))
            continue
        encoded += is_new
        done.append(JobResult(_take(job.key, packed), None if kit.cache else packed))
    return TaskResult(tuple(done), booth.spoken, encoded, tuple(booth.incidents))


def level(utterance: Utterance, kit: JobSettings) -> tuple[float, int]:
    """The gain in dB that a voice needs, measured on its calibration text, and how often an engine spoke for it."""
    store = _store(kit)
    booth = Booth(store)
    _prove_fit([Job("", utterance, 0.0)], kit, store, booth)
    kept_db = kept_level_db(utterance, kit.settings, store)
    if kept_db is None:
        kept_db = chunks.voice_gain_db(booth.speak(utterance), kit.settings)
        keep_level(utterance, kept_db, kit.settings, store)
    return kept_db, booth.spoken


def kept_level_db(utterance: Utterance, settings: MixSettings, store: Store) -> float | None:
    """The gain of a voice, where it was measured before."""
    kept = store.get(chunks.gain_key(utterance.key, settings))
    return float(_GAIN.unpack(kept)[0]) if kept is not None else None


def keep_level(utterance: Utterance, gain_db: float, settings: MixSettings, store: Store) -> None:
    """Keeps the gain of a voice by the calibration text it was measured on."""
    store.put(chunks.gain_key(utterance.key, settings), _GAIN.pack(gain_db))


def kept_take(key: str, store: Store) -> Take | None:
    """The take whose frames are kept under a key."""
    packed = store.get(key)
    return _take(key, packed) if packed is not None else None


def sound_take(sound: SoundFile, settings: MixSettings, store: Store) -> Take:
    """A sound that stands by itself, at the loudness of the speech. Raises :class:`UsageError`."""
    clip = sound.clip()
    gain_db = chunks.voice_gain_db(clip, settings)
    key = chunks.frame_key(sound.key, gain_db, settings)
    kept = kept_take(key, store)
    if kept is None:
        kept = _take(key, store.put(key, chunks.encode(clip, gain_db, settings).pack()))
    return kept


def leave_token(store: Store) -> str:
    """Puts something into a cache that nobody else can know; gives its key."""
    key = digest(["token", secrets.token_hex()])
    store.put(key, b"here")
    return key


def _store(kit: JobSettings) -> Store:
    return store_at(kit.cache or user_cache())


def _take(key: str, packed: bytes) -> Take:
    return Take(key, chunks.Chunk.unpack(packed).facts)


def _chunk(job: Job, kit: JobSettings, store: Store, booth: Booth) -> tuple[bytes, bool]:
    """The packed chunk, and whether it had to be made."""
    packed = store.get(job.key)
    if packed is not None:
        return packed, False
    spoken = booth.speak(job.utterance)
    clip: Clip = job.sounds.around(spoken, job.gain_db) if job.sounds else spoken
    chunk = chunks.encode(clip, job.gain_db, kit.settings, offset_db=job.utterance.voice.gain_db)
    return store.put(job.key, chunk.pack()), True


def _prove_fit(jobs: Sequence[Job], kit: JobSettings, store: Store, booth: Booth) -> None:
    """Whether this program would do the very same work: keys depend on engines, voices and encoders."""
    if kit.token and store.get(kit.token) is None:
        raise WorkerMismatch(
            kit.cache, "the cache of that name is another one there", "Mount the same folder, or use a URL."
        )
    asked = {(job.utterance.voice, job.utterance.engine_version, job.utterance.voice_hash): job for job in jobs}
    for job in asked.values():
        utterance = job.utterance
        name = f"{utterance.voice.engine} voice {utterance.voice.name}"
        try:
            here = booth.utterance(utterance.text, utterance.voice)
        except AudiobriefError as error:
            raise WorkerMismatch(name, f"{error.subject} {error.fact}", error.remedy) from error
        if here.engine_version != utterance.engine_version:
            raise WorkerMismatch(name, f"version {here.engine_version} there, {utterance.engine_version} here", _SAME)
        if here.voice_hash != utterance.voice_hash:
            raise WorkerMismatch(
                name, "its file is missing there" if not here.voice_hash else "its file is another one", _SAME
            )
        if job.key and job.named(kit.settings) != job.key:
            raise WorkerMismatch("lameenc or soxr", "another version there than here", _SAME)
