"""Speaks and encodes the segments of a script, each on its own, several at once, and nothing twice.

What is made on the way (clips, frames, the level of each voice) lies in one cache; a recording holds keys and lengths
only, so that an edition of ten hours needs hardly more memory than one of ten minutes.
"""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from audiobrief.cache import Cache
from audiobrief.errors import SpeechError
from audiobrief.mix import chunks
from audiobrief.mix.arrange import ChunkFacts
from audiobrief.model import Cast, Clip, MixSettings, Role, Script, Segment, Utterance, Voice
from audiobrief.pipeline.kept import Kept
from audiobrief.pipeline.progress import Progress
from audiobrief.pipeline.sounds import Sounds, sounds_of
from audiobrief.pipeline.stories import language_of
from audiobrief.script.cues import cues_for
from audiobrief.speech.booth import Booth
from audiobrief.speech.calibration import calibration_text

Tell = Callable[[str], None]
Takes = dict[tuple[str, str], "Future[Take]"]
"""By utterance and earcon."""
_GAIN = struct.Struct(">d")


@dataclass(frozen=True, slots=True)
class Take:
    """One recorded segment: where its frames are kept, and what must be known to place it."""

    key: str
    facts: ChunkFacts


@dataclass(frozen=True, slots=True)
class Recording:
    """All of a script, spoken: one take a segment."""

    takes: tuple[Take, ...]
    unspoken: tuple[str, ...] = ()
    """A line for each passage that no engine could speak; a spoken line stands in its place."""
    incidents: tuple[str, ...] = ()
    """A line for each passage that was spoken, but not as asked: by another engine, or in pieces."""
    spoken: int = 0
    """Utterances that an engine spoke in this run."""
    encoded: int = 0
    """Chunks that were encoded in this run."""


class Studio:
    """Engines, cache and threads of one run. Use it in a ``with`` statement; any Executor of threads will do."""

    def __init__(
        self,
        cache_folder: Path,
        settings: MixSettings,
        *,
        fallbacks: Sequence[str] = (),
        executor: Executor | None = None,
    ) -> None:
        self.settings = settings
        self._cache = Cache(cache_folder)
        self.kept = Kept(self._cache)
        self._booth = Booth(self._cache, fallbacks=fallbacks)
        self._executor = executor or ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="studio")
        self._gains_db: dict[str, float] = {}
        self._gain_lock = threading.Lock()
        self._count_lock = threading.Lock()
        self._encoded = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._booth.close()
        self._cache.trim()

    def record(self, script: Script, cast: Cast, tell: Tell) -> Recording:
        """Speaks every segment. A passage that fails is replaced by a spoken line and reported.

        Raises :class:`SpeechError` when nothing at all could be spoken.
        """
        language = language_of(script)
        spoken_before, encoded_before, told_before = self._booth.spoken, self._encoded, len(self._booth.incidents)
        sounds = sounds_of(script.segments, cast)
        progress = Progress("Speaking", len(script.segments), tell)
        futures: Takes = {}
        pending = [
            self._submit(futures, segment, cast, language, sounds.get(number))
            for number, segment in enumerate(script.segments)
        ]
        takes: list[Take] = []
        failures: list[tuple[Segment, SpeechError]] = []
        for segment, future in zip(script.segments, pending, strict=True):
            try:
                takes.append(future.result())
            except SpeechError as error:
                failures.append((segment, error))
                if len(failures) == len(script.segments):
                    raise
                tell(f"Not spoken: {error}")
                takes.append(self._substitute(segment, cast, language))
            progress.step()
        incidents = [incident for incident in self._booth.incidents[told_before:] if incident.kind != "wordless"]
        lines = tuple(f"{incident.kind}: {incident.text} ({incident.detail})" for incident in incidents)
        for line in lines:
            tell(f"Spoken otherwise, {line}")
        return Recording(
            incidents=lines,
            takes=tuple(takes),
            unspoken=tuple(f"{segment.written or segment.text} ({error.fact})" for segment, error in failures),
            spoken=self._booth.spoken - spoken_before,
            encoded=self._encoded - encoded_before,
        )

    def sound(self, path: Path) -> Take:
        """The user's own intro or outro, at the loudness of the speech. Raises :class:`UsageError`."""
        from audiobrief.mix import earcons

        clip = earcons.load_sound(path)
        return self._encode(earcons.sound_key(path), chunks.voice_gain_db(clip, self.settings), "", lambda: clip)

    def frames(self, take: Take) -> bytes:
        """The MP3 frames of a take, from the cache."""
        packed = self._cache.get(take.key)
        return chunks.Chunk.unpack(packed).frames if packed is not None else b""

    def _submit(
        self, futures: Takes, segment: Segment, cast: Cast, language: str, sounds: Sounds | None
    ) -> Future[Take]:
        """Equal utterances with equal sounds are one piece of work."""
        try:
            utterance = self._booth.utterance_for(segment, cast, language)
        except SpeechError as error:  # a sentence in a language that no engine speaks costs only itself
            failed: Future[Take] = Future()
            failed.set_exception(error)
            return failed
        task = (utterance.key, sounds.key if sounds else "")
        if task not in futures:
            futures[task] = self._executor.submit(self._take, utterance, sounds)
        return futures[task]

    def _take(self, utterance: Utterance, sounds: Sounds | None) -> Take:
        voice = utterance.voice
        gain_db = self._gain_db(voice) + voice.gain_db

        def clip() -> Clip:
            spoken = self._booth.speak(utterance)
            return sounds.around(spoken, gain_db) if sounds else spoken

        mixed_in = sounds.key if sounds else ""
        return self._encode(utterance.key, gain_db, mixed_in, clip, offset_db=voice.gain_db)

    def _encode(
        self, key: str, gain_db: float, sound: str, clip: Callable[[], Clip], *, offset_db: float = 0.0
    ) -> Take:
        """A take from the cache, or made and kept."""
        key = chunks.frame_key(key, gain_db, self.settings, offset_db=offset_db, sound=sound)
        packed = self._cache.get(key)
        if packed is not None:
            return Take(key, chunks.Chunk.unpack(packed).facts)
        chunk = chunks.encode(clip(), gain_db, self.settings, offset_db=offset_db)
        self._cache.put(key, chunk.pack())
        with self._count_lock:
            self._encoded += 1
        return Take(key, chunk.facts)

    def _gain_db(self, voice: Voice) -> float:
        """A constant of the voice, measured once on a calibration text and kept."""
        plain = replace(voice, gain_db=0.0)
        utterance = self._booth.utterance(calibration_text(voice.language), plain)
        key = chunks.gain_key(utterance.key, self.settings)
        with self._gain_lock:
            if key not in self._gains_db:
                kept = self._cache.get(key)
                if kept is None:
                    kept = _GAIN.pack(chunks.voice_gain_db(self._booth.speak(utterance), self.settings))
                    self._cache.put(key, kept)
                (self._gains_db[key],) = _GAIN.unpack(kept)
            return self._gains_db[key]

    def _substitute(self, segment: Segment, cast: Cast, language: str) -> Take:
        """What is heard in place of a passage that no engine could speak."""
        line = Segment(Role.CUE, cues_for(language).phrase("unspoken"), language=segment.language)
        return self._take(self._booth.utterance_for(line, cast, language), None)
