"""Speaks and encodes utterances; runs in a thread or on a worker.

A job holds everything that decides its result, and its key names that: doing it twice gives the same bytes under the
same key. Nothing here knows of articles, feeds or the library: those stay with the coordinator.
"""

from __future__ import annotations

import contextlib
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
    """A recorded segment: the key of its frames in the cache, and what arranging needs."""

    key: str
    facts: ChunkFacts


@dataclass(frozen=True, slots=True)
class Job:
    """An utterance to speak and to encode."""

    key: str
    """Of the frames, as the coordinator knows them: :func:`audiobrief.mix.chunks.frame_key`."""
    utterance: Utterance
    gain_db: float
    """What the voice is raised by, its own offset included."""
    sounds: Sounds | None = None

    @classmethod
    def of(cls, utterance: Utterance, level_db: float, sounds: Sounds | None, settings: MixSettings) -> Job:
        """Makes a job; ``level_db`` is the gain that brings the voice to the target loudness."""
        job = cls("", utterance, level_db + utterance.voice.gain_db, sounds)
        return cls(job.named(settings), utterance, job.gain_db, sounds)

    def named(self, settings: MixSettings) -> str:
        """Returns the key that this very program gives the frames."""
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
    fallbacks: tuple[str, ...] | None = ()
    """Engines that stand by; None: those of the language's chain."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """A take, or why there is none."""

    take: Take | None
    packed: bytes | None = None
    """The chunk, where it has to be sent back."""
    error: SpeechError | None = None

    def take_of(self, text: str) -> Take:
        """Returns the take of ``text``. Raises :class:`SpeechError` when there is none."""
        if self.take is None:
            raise self.error or SpeechError(text, "was not spoken")
        return self.take


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The results of some jobs, in their order."""

    jobs: tuple[JobResult, ...]
    spoken: int
    encoded: int
    incidents: tuple[Incident, ...]


class WorkerMismatch(AudiobriefError):
    """A worker would do this work otherwise than the coordinator: another version, no such voice, another cache."""


@cache
def store_at(target: str) -> Cache | SharedCache:
    """Returns this process's one store for a folder or an address."""
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
    results: list[JobResult] = []
    encoded = 0
    for job in jobs:
        try:
            packed, is_new = _chunk(job, kit, store, booth)
        except SpeechError as error:
            results.append(JobResult(None, error=error))
            continue
        encoded += is_new
        results.append(JobResult(_take(job.key, packed), None if kit.cache else packed))
    return TaskResult(tuple(results), booth.spoken, encoded, tuple(booth.incidents))


def speak(utterance: Utterance, kit: JobSettings) -> TaskResult:
    """Speaks an utterance into the cache, for jobs to come; one that fails is theirs to report."""
    booth = Booth(_store(kit), fallbacks=kit.fallbacks)
    with contextlib.suppress(SpeechError):
        booth.speak(utterance)
    return TaskResult((), booth.spoken, 0, tuple(booth.incidents))


def level(utterance: Utterance, kit: JobSettings) -> tuple[float, int, bool]:
    """Measures the gain in dB that a voice needs, on its calibration text.

    Returns it, how often an engine spoke, and whether the voice itself did: where its engine is away, the one that
    speaks instead is measured, for this run alone.
    """
    store = _store(kit)
    booth = Booth(store, fallbacks=kit.fallbacks)
    _prove_fit([Job("", utterance, 0.0)], kit, store, booth)
    kept_db = kept_level_db(utterance, kit.settings, store)
    if kept_db is None:
        kept_db = chunks.voice_gain_db(booth.speak(utterance), kit.settings)
    return kept_db, booth.spoken, not any(incident.kind == "replaced" for incident in booth.incidents)


def kept_level_db(utterance: Utterance, settings: MixSettings, store: Store) -> float | None:
    """Returns the gain of a voice in dB, or None when it was never measured."""
    kept = store.get(chunks.gain_key(utterance.key, settings))
    return float(_GAIN.unpack(kept)[0]) if kept is not None else None


def keep_level(utterance: Utterance, gain_db: float, settings: MixSettings, store: Store) -> None:
    """Stores the gain of a voice by the calibration text it was measured on."""
    store.put(chunks.gain_key(utterance.key, settings), _GAIN.pack(gain_db))


def kept_take(key: str, store: Store) -> Take | None:
    """Returns the take whose frames are in the store, or None."""
    packed = store.get(key)
    return _take(key, packed) if packed is not None else None


def sound_take(sound: SoundFile, settings: MixSettings, store: Store) -> Take:
    """Encodes a sound that stands by itself at the loudness of speech. Raises :class:`UsageError`."""
    clip = sound.clip()
    gain_db = chunks.voice_gain_db(clip, settings)
    key = chunks.frame_key(sound.key, gain_db, settings)
    kept = kept_take(key, store)
    if kept is None:
        kept = _take(key, store.put(key, chunks.encode(clip, gain_db, settings, is_speech=False).pack()))
    return kept


def leave_token(store: Store) -> str:
    """Puts an entry into a cache that nobody else can know, and returns its key."""
    key = digest(["token", secrets.token_hex()])
    store.put(key, b"here")
    return key


def _store(kit: JobSettings) -> Store:
    return store_at(kit.cache or user_cache())


def _take(key: str, packed: bytes) -> Take:
    return Take(key, chunks.Chunk.unpack(packed).facts)


def _chunk(job: Job, kit: JobSettings, store: Store, booth: Booth) -> tuple[bytes, bool]:
    """Returns the packed chunk, and whether it had to be made."""
    packed = store.get(job.key)
    if packed is not None:
        return packed, False
    spoken = booth.speak(job.utterance)
    clip: Clip = job.sounds.around(spoken, job.gain_db) if job.sounds else spoken
    chunk = chunks.encode(clip, job.gain_db, kit.settings, offset_db=job.utterance.voice.gain_db)
    return store.put(job.key, chunk.pack()), True


def _prove_fit(jobs: Sequence[Job], kit: JobSettings, store: Store, booth: Booth) -> None:
    """Raises :class:`WorkerMismatch` unless this program would do the very same work as the coordinator."""
    if kit.token and store.get(kit.token) is None:
        fact = "the cache of that name is another one there"
        raise WorkerMismatch(kit.cache, fact, "Mount the same folder, or use a URL.")
    asked = {(job.utterance.voice, job.utterance.engine_version, job.utterance.voice_hash): job for job in jobs}
    for job in asked.values():
        utterance = job.utterance
        name = f"{utterance.voice.engine} voice {utterance.voice.name}"
        try:
            here = booth.utterance("", utterance.voice)
        except AudiobriefError as error:
            raise WorkerMismatch(name, f"{error.subject} {error.fact}", error.remedy) from error
        difference = _difference(utterance, here)
        if difference:
            raise WorkerMismatch(name, difference, _SAME)
        if job.key and job.named(kit.settings) != job.key:
            raise WorkerMismatch("lameenc or soxr", "another version there than here", _SAME)


def _difference(wanted: Utterance, here: Utterance) -> str:
    """Returns how this machine's engine or voice differs; "" when it does not. The clip's key depends on both."""
    if here.engine_version != wanted.engine_version:
        return f"version {here.engine_version} there, {wanted.engine_version} here"
    if here.voice_hash != wanted.voice_hash:
        return "its file is another one" if here.voice_hash else "its file is missing there"
    return ""
