"""Records scripts: cuts them into jobs, gives them to a crew, and never speaks the same text twice.

What is made on the way (clips, frames, the level of each voice) lies in one cache; a recording holds keys and lengths
only, so that an edition of ten hours needs hardly more memory than one of ten minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from audiobrief.choices import Pronunciation
from audiobrief.errors import ClusterError, OutputError, Quarantined, SpeechError
from audiobrief.memo import Memo
from audiobrief.mix import chunks
from audiobrief.model import Cast, MixSettings, Role, Script, Segment, Utterance, Voice
from audiobrief.places import is_url
from audiobrief.recording import jobs
from audiobrief.recording.crew import Crew, Threads
from audiobrief.recording.jobs import Job, JobResult, JobSettings, Take, TaskResult
from audiobrief.recording.progress import Progress
from audiobrief.recording.sounds import Sounds, sounds_of
from audiobrief.script.write.cues import cues_for
from audiobrief.speech.booth import Booth, Incident
from audiobrief.speech.calibration import calibration_text
from audiobrief.telling import Tell, detail

_EVENED = 8
"""The last tasks of a script, which go the longest first: so the cores end at about the same time."""


@dataclass(frozen=True, slots=True)
class Recording:
    """All of a script, spoken: one take a segment."""

    takes: tuple[Take, ...]
    unspoken: tuple[str, ...] = ()
    """A line for each passage that no engine could speak; a spoken line stands in its place."""
    incidents: tuple[str, ...] = ()
    """A line for each passage that was spoken, but not as asked: by another engine, or in pieces."""
    spoken: int = 0
    """Utterances that an engine spoke for this script."""
    encoded: int = 0
    """Chunks that were encoded for this script."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One segment's share of the work."""

    future: Future[JobResult]
    borrowed: Job | None = None
    """The job, where another script asked for the same before; if that fails, it is given out for this one too."""


@dataclass(slots=True)
class ScriptInProgress:
    """A script that is being spoken: a part for each segment, and a future for each task given to the crew."""

    script: Script
    cast: Cast
    parts: list[_Part] = field(default_factory=list)
    tasks: list[Future[TaskResult]] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    """What a voice was chosen in spite of, or instead of."""
    levelled: int = 0
    """Calibration texts that were spoken for it first."""


class Studio:
    """Speaks and encodes with the crew and the cache of one run. Use it in a ``with`` statement.

    A cache at an address is shared: the workers of a remote crew reach it under the very same name. Where it is a
    folder, each of them has its own, and sends back what it made.
    """

    def __init__(
        self,
        cache: Path | str,
        settings: MixSettings,
        *,
        fallbacks: Sequence[str] | None = (),
        lexicon: Sequence[Pronunciation] = (),
        crew: Crew | None = None,
    ) -> None:
        self.settings = settings
        self._store = jobs.store_at(str(cache))
        self.memo = Memo(self._store)
        self._booth = Booth(self._store, fallbacks=fallbacks, lexicon=lexicon)
        self.crew: Crew = crew or Threads()
        shared = is_url(str(cache))
        is_seen = shared or not self.crew.is_remote
        token = jobs.leave_token(self._store) if shared and self.crew.is_remote else ""
        self._kit = JobSettings(
            settings, str(cache) if is_seen else "", token, None if fallbacks is None else tuple(fallbacks)
        )
        self._levels_db: dict[Voice, float] = {}
        self._under_way: dict[str, Future[JobResult]] = {}
        self._speaking: dict[str, Future[JobResult]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.crew.shutdown(wait=True, cancel_futures=True)
        self._booth.close()
        self._store.trim()

    def record(self, script: Script, cast: Cast, tell: Tell) -> Recording:
        """Speaks every segment. A passage that fails is replaced by a spoken line and reported.

        Raises :class:`SpeechError` when nothing at all could be spoken.
        """
        return self.finish(self.begin(script, cast), tell)

    def begin(self, script: Script, cast: Cast) -> ScriptInProgress:
        """Gives the crew what is missing of a script; returns once the levels of its voices are known."""
        work = ScriptInProgress(script, cast)
        sounds = sounds_of(script.segments, cast)
        told_before = len(self._booth.incidents)
        asked = [self._utterance(segment, cast, script.language) for segment in script.segments]
        work.incidents = self._booth.incidents[told_before:]
        work.levelled = self._level([one for one in asked if isinstance(one, Utterance)], work)
        new: dict[str, list[Job]] = {}  # by utterance: with other sounds around it, it is spoken once all the same
        for number, utterance in enumerate(asked):
            if isinstance(utterance, SpeechError):
                work.parts.append(_ended(JobResult(None, error=utterance)))
            else:
                work.parts.append(self._part(utterance, sounds.get(number), new))
        batches = list(_tasks(new.values(), self.crew.task_characters))
        batches[-_EVENED:] = sorted(batches[-_EVENED:], key=_characters, reverse=True)
        work.tasks += map(self._give_out, batches)
        return work

    def finish(self, work: ScriptInProgress, tell: Tell) -> Recording:
        """Waits for the takes of a script, in its order."""
        detail(tell, f"Voices: {', '.join(_voices(work))}")
        takes, unspoken = self._takes(work, tell)
        results = [task.result() for task in work.tasks]
        met = [*work.incidents, *(one for result in results for one in result.incidents)]
        incidents = [one for one in met if one.kind != "wordless"]
        lines = tuple(f"{incident.kind}: {incident.text} ({incident.detail})" for incident in incidents)
        for line in _in_short(incidents):
            tell(f"Spoken with help: {line}")
        spoken = sum(result.spoken for result in results)
        detail(tell, f"Spoken now: {spoken} of {len(takes)} passages; the cache held the others, or they repeat.")
        return Recording(
            takes=takes,
            unspoken=unspoken,
            incidents=lines,
            spoken=work.levelled + spoken,
            encoded=sum(result.encoded for result in results),
        )

    def _takes(self, work: ScriptInProgress, tell: Tell) -> tuple[tuple[Take, ...], tuple[str, ...]]:
        """Returns a take for each segment, and a line for each that could not be spoken.

        Raises when no word of the page could.
        """
        segments = work.script.segments
        # Where several scripts are at work, the last line read out was that of another one.
        what = f"Speaking {work.script.article.title}" if self.crew.articles_ahead else "Speaking"
        progress = Progress(what, len(segments), tell)
        takes: list[Take] = []
        unspoken: list[str] = []
        lost: SpeechError | None = None
        told = False
        for segment, part in zip(segments, work.parts, strict=True):
            result = self._result(part, work)
            try:
                takes.append(result.take_of(segment.text[:60]))
                told = told or segment.role is not Role.CUE
            except SpeechError as error:
                lost = error
                unspoken.append(f"{segment.written or segment.text} ({error.fact})")
                tell(f"Not spoken: {error}")
                takes.append(self._substitute(segment, work))
            progress.step()
        if lost is not None and not told:
            raise lost
        return tuple(takes), tuple(unspoken)

    def sound(self, path: Path) -> Take:
        """Encodes the user's own intro or outro at the loudness of speech. Raises :class:`UsageError`."""
        from audiobrief.mix.earcons import SoundFile

        return jobs.sound_take(SoundFile.at(path), self.settings, self._store)

    def frames(self, take: Take) -> bytes:
        """Returns the MP3 frames of a take, from the cache. Raises :class:`OutputError` when they are gone."""
        packed = self._store.get(take.key)
        if packed is None:
            fact = "what was spoken a moment ago is not in it any more"
            raise OutputError(str(self._kit.cache or "the cache"), fact, "Run again: what is missing is made again.")
        return chunks.Chunk.frames_of(packed)

    def _utterance(self, segment: Segment, cast: Cast, language: str) -> Utterance | SpeechError:
        """Returns the error for a sentence in a language that no engine speaks: the others are spoken all the same."""
        try:
            return self._booth.utterance_for(segment, cast, language)
        except SpeechError as error:
            return error

    def _part(self, utterance: Utterance, sounds: Sounds | None, new: dict[str, list[Job]]) -> _Part:
        """Finds work that is under way or in the cache; adds it to ``new`` where it is neither."""
        job = Job.of(utterance, self._levels_db[self._booth.levelled_as(utterance.voice)], sounds, self.settings)
        under_way = self._under_way.get(job.key)
        if under_way is not None:
            return _Part(under_way, None if job in new.get(utterance.key, ()) else job)
        # Where workers are elsewhere and see the cache, they look: an address answers slowly, and they are many.
        kept = None if self.crew.is_remote and self._kit.cache else jobs.kept_take(job.key, self._store)
        if kept is not None:
            return _ended(JobResult(kept))
        with_another_sound = self._speaking.get(utterance.key)
        if with_another_sound is not None and utterance.key not in new:
            with_another_sound.exception()  # waits: then its clip is kept
        future: Future[JobResult] = Future()
        new.setdefault(utterance.key, []).append(job)
        self._under_way[job.key] = self._speaking[utterance.key] = future
        return _Part(future)

    def _result(self, part: _Part, work: ScriptInProgress) -> JobResult:
        """Waits for a result. Raises :class:`Quarantined` when this script's own work ended its workers."""
        try:
            return part.future.result()
        except ClusterError:
            raise
        except Exception as error:
            if part.borrowed is not None:  # the fault of another article's task: this one's work is done again
                return self._alone(part.borrowed, work)
            if isinstance(error, Quarantined):
                raise Quarantined(work.script.article.title, error.fact, error.remedy) from error
            raise

    def _alone(self, job: Job, work: ScriptInProgress) -> JobResult:
        """Runs one job as a task of its own."""
        new: dict[str, list[Job]] = {}
        part = self._part(job.utterance, job.sounds, new)
        for batch in new.values():
            work.tasks.append(self._give_out(batch))
        return self._result(part, work)

    def _give_out(self, batch: Sequence[Job]) -> Future[TaskResult]:
        """Gives the crew one task. What it sends back is stored before anyone is told of it."""
        told: Future[TaskResult] = Future()
        waiting = [(job, self._under_way[job.key]) for job in batch]

        def spread(task: Future[TaskResult]) -> None:
            try:
                result = self._kept_here(task.result())
            except BaseException as error:  # whoever waits for it raises it
                for _, future in waiting:
                    future.set_exception(error)
                told.set_exception(error)
            else:
                for (_, future), one in zip(waiting, result.jobs, strict=True):
                    future.set_result(one)
                told.set_result(result)
            for job, _ in waiting:
                self._under_way.pop(job.key, None)
                self._speaking.pop(job.utterance.key, None)

        self.crew.submit(jobs.perform, tuple(batch), self._kit).add_done_callback(spread)
        return told

    def _kept_here(self, result: TaskResult) -> TaskResult:
        """Stores the chunks that were sent back, and returns the result without them."""
        for one in result.jobs:
            if one.take is not None and one.packed is not None:
                self._store.put(one.take.key, one.packed)
        return replace(result, jobs=tuple(replace(one, packed=None) for one in result.jobs))

    def _ahead(self, utterances: Sequence[Utterance]) -> list[Future[TaskResult]]:
        """Has the first passages spoken on the cores that are left while a voice is measured."""
        if self.crew.is_remote:
            return []
        first = {utterance.key: utterance for utterance in utterances[: max(os.cpu_count() or 1, 2) - 1]}
        return [self.crew.submit(jobs.speak, utterance, self._kit) for utterance in first.values()]

    def _level(self, utterances: Sequence[Utterance], work: ScriptInProgress) -> int:
        """Measures each voice once, on a calibration text; returns how many texts were spoken for that."""
        voices = {self._booth.levelled_as(utterance.voice) for utterance in utterances}
        asked = {}
        for voice in voices - self._levels_db.keys():
            utterance = self._booth.utterance(calibration_text(voice.language), voice)
            kept_db = jobs.kept_level_db(utterance, self.settings, self._store)
            if kept_db is not None:
                self._levels_db[voice] = kept_db
            else:
                asked[voice] = utterance, self.crew.submit(jobs.level, utterance, self._kit)
        ahead = self._ahead(utterances) if asked else []
        spoken = 0
        for voice, (utterance, future) in asked.items():
            self._levels_db[voice], times, is_own = future.result()
            if is_own:
                jobs.keep_level(utterance, self._levels_db[voice], self.settings, self._store)
            spoken += times
        wait(ahead)  # else a job would speak the same a second time
        work.tasks += ahead
        return spoken

    def _substitute(self, segment: Segment, work: ScriptInProgress) -> Take:
        """Speaks a line in place of a passage that no engine could speak."""
        language = work.script.language
        line = Segment(Role.CUE, cues_for(language).phrase("unspoken"), language=segment.language)
        utterance = self._booth.utterance_for(line, work.cast, language)
        self._level([utterance], work)
        level_db = self._levels_db[self._booth.levelled_as(utterance.voice)]
        return self._alone(Job.of(utterance, level_db, None, self.settings), work).take_of(line.text)


def _in_short(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yields a line for all that went otherwise for the same reason: a server that is away costs one, not fifty."""
    alike: dict[tuple[str, str], list[str]] = {}
    for one in incidents:
        alike.setdefault((one.kind, one.detail), []).append(one.text)
    for (kind, why), texts in alike.items():
        more = f", and {len(texts) - 1} more" if texts[1:] else ""
        yield f"{kind}: {texts[0]}{more} ({why})"


def _ended(result: JobResult) -> _Part:
    future: Future[JobResult] = Future()
    future.set_result(result)
    return _Part(future)


def _tasks(groups: Iterable[list[Job]], characters: int) -> Iterator[list[Job]]:
    """Puts jobs together up to so many characters; those of one group stay together."""
    together: list[Job] = []
    size = 0
    for group in groups:
        longer = _characters(group)
        if together and size + longer > characters:
            yield together
            together, size = [], 0
        together += group
        size += longer
    if together:
        yield together


def _characters(batch: Iterable[Job]) -> int:
    return sum(len(job.utterance.text) for job in batch)


def _voices(work: ScriptInProgress) -> list[str]:
    """Names the voices that a script asks for, with their engines."""
    asked = (work.cast.voice(segment) for segment in work.script.segments)
    return sorted({f"{voice.engine} {voice.name}" for voice in asked})
