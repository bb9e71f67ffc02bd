"""espeak-ng from the ``espeakng-loader`` wheel: no system package, its own processes, word marks to the sample.

Every concurrent caller gets a worker (:mod:`audiobrief.speech.espeak_worker`), at most one a processor; a worker forks
for every utterance. A worker is a new interpreter, so forking there is safe whatever threads this process has. Where
there are no forks every utterance has a worker of its own, and the next one starts while its caller goes on.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from audiobrief.errors import EngineUnavailable, SpeechError, installing
from audiobrief.model import Clip, Mark, Utterance
from audiobrief.sandbox import Needs
from audiobrief.speech import espeak_worker as protocol
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features, engines
from audiobrief.speech.pronounced import in_espeak, said
from audiobrief.speech.speech_worker import SpeechWorker
from audiobrief.speech.stretches import words
from audiobrief.speech.voice_match import parse
from audiobrief.workers import Pool, by_path, can_fork

_WORDS_A_MINUTE = 175  # espeak-ng's own pace
_VOLUME = 70  # of 100: at 100 the Klatt and robot variants clip (40 samples in 7 s), at 70 none of 98 does
_START_S = 20.0
_UNSPACED = frozenset({"cmn", "yue", "hak", "ja", "th", "my", "shn"})
"""Written without blanks between words."""


class Espeak(Engine):
    """The embedded voice: robotic, understandable, in about 130 languages, 800 times faster than speech."""

    name = "espeak"
    features = Features(word_marks=True, pitch=True, repeatable=True)

    def __init__(self, workers: int | None = None) -> None:
        self._pool = Pool(workers or os.cpu_count() or 1, _Worker)

    @cached_property
    def version(self) -> str:
        """Returns ``1.52.0 espeakng-loader-0.2.4``."""
        with self._pool.worker() as worker:
            return f"{worker.version} espeakng-loader-{metadata.version('espeakng-loader')}"

    def unavailable(self) -> str | None:
        """Says what is missing: the wheel, or a library that starts."""
        if importlib.util.find_spec("espeakng_loader") is None:
            return f"the package espeakng-loader is missing. Run: {installing('espeakng-loader')}."
        try:
            assert self.version
        except SpeechError as error:
            return f"{error.fact}. {error.remedy}."
        return None

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices of the wheel that have a dictionary."""
        return () if importlib.util.find_spec("espeakng_loader") is None else _data().voices

    def find(self, name: str) -> EngineVoice | None:
        """Finds ``en-us``, ``en-gb`` (a tag) or ``en-us+f3``; espeak-ng itself ignores unknown variants."""
        base, plus, variant = name.lower().partition("+")
        voice = super().find(base) or next((voice for voice in self.voices() if base in voice.languages), None)
        return with_variant(voice, variant) if voice and plus else voice

    def variants(self) -> tuple[str, ...]:
        """Returns what may follow "+" in the name of any voice: other timbres of the same language."""
        return variant_names()

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Speaks in a fork of a worker, with a mark for every word and sentence."""
        voice = utterance.voice
        told = said(utterance.text, utterance.lexicon)
        request = protocol.request(
            told.text,
            voice.name,
            protocol.SPEAK_PHONEMES if told.parts else protocol.SPEAK,
            words_per_minute=round(_WORDS_A_MINUTE * voice.rate),
            pitch=round(voice.pitch),
            volume=_VOLUME,
            cpu_s=int(deadline_s) + 2,
        )
        with self._pool.worker() as worker:
            status, events, pcm = worker.ask(request, deadline_s)
        if status == protocol.NO_VOICE:
            raise SpeechError(voice.name, "espeak-ng has no such voice", "See audiobrief voices")
        if status != protocol.SPOKEN:
            raise SpeechError("espeak-ng", f"died on {utterance.text[:40]!r}")
        events = [(kind, told.back(max(place, 0)), length, sample) for kind, place, length, sample in events]
        unspaced = parse(voice.name.partition("+")[0]).language in _UNSPACED
        return Clip(pcm, worker.rate_hz, tuple(_marks(utterance.text, events, unspaced=unspaced)))

    def phonemes(self, words: Sequence[str], voice: str) -> Sequence[str] | None:
        """Returns each word in IPA, as a voice says it by itself."""
        request = protocol.request("\n".join(words), voice, protocol.TELL, cpu_s=int(DEADLINE_S))
        with self._pool.worker() as worker:
            status, _, told = worker.ask(request, DEADLINE_S)
        return told.decode("utf-8").split("\n") if status == protocol.TOLD else None

    def in_own_phonemes(self, ipa: str, voice: str) -> str | None:
        """Returns IPA in the phonemes that a voice has, or its nearest."""
        return in_espeak(ipa, lambda words: self.phonemes(words, voice))

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()


def told_phonemes(words: Sequence[str], voice: str) -> Sequence[str] | None:
    """Returns each word in IPA, for engines that let espeak-ng read; None for a voice that it does not have."""
    espeak = engines()["espeak"]
    return espeak.phonemes(words, voice) if espeak.find(voice) is not None else None


def voice_names() -> frozenset[str]:
    """Returns the voices that are not silent for want of a dictionary."""
    return frozenset(voice.name for voice in _data().voices)


def variant_names() -> tuple[str, ...]:
    """Returns the timbres that go with any voice, sorted."""
    return _data().variants


def with_variant(voice: EngineVoice, variant: str) -> EngineVoice | None:
    """Returns the voice in another timbre, spelled as its file is; None for an unknown variant."""
    exact = next((known for known in _data().variants if known.lower() == variant.lower()), None)
    return EngineVoice(f"{voice.name}+{exact}", voice.languages, f"{voice.title}, {exact}") if exact else None


def _marks(text: str, events: Iterable[tuple[int, int, int, int]], *, unspaced: bool) -> Iterator[Mark]:
    """Yields one mark a written word: espeak-ng tells a number as several words at one or at shifting positions."""
    stretches = words(text)
    sentence_at: list[tuple[int, int]] = []
    current = 0  # of stretches
    last_start = -1
    for kind, position, length, sample in events:
        if kind == protocol.SENTENCE:
            sentence_at.append((position, sample))
            continue
        while current < len(stretches) and stretches[current][1] <= position:
            current += 1
        if current == len(stretches):
            break
        start, end = stretches[current]
        if unspaced and position >= start:
            start, end = position, min(position + max(length, 1), end)
        if start > last_start and position >= start - 1:
            last_start = start
            yield Mark("word", sample, start, end - start)
    yield from _sentence_marks(text, sentence_at)


def _sentence_marks(text: str, found: list[tuple[int, int]]) -> Iterator[Mark]:
    for (position, sample), (end, _) in pairwise([*found, (len(text), 0)]):
        sentence = text[position:end]
        start = position + len(sentence) - len(sentence.lstrip())
        if sentence.strip():
            yield Mark("sentence", sample, start, len(sentence.strip()))


@dataclass(frozen=True)
class _Data:
    """The wheel's voice files, read without loading the library (5 ms). They say what the library would list."""

    folder: Path

    @cached_property
    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices of the wheel that have a dictionary."""
        files = sorted(path for path in (self.folder / "lang").rglob("*") if path.is_file())
        read = filter(None, map(self._voice, files))
        return tuple(sorted(read, key=lambda voice: voice.name))

    @cached_property
    def variants(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in (self.folder / "voices" / "!v").iterdir()))

    def _voice(self, path: Path) -> EngineVoice | None:
        fields: dict[str, list[str]] = {}
        for line in path.read_text("utf-8", errors="replace").splitlines():
            key, _, value = line.strip().partition(" ")
            fields.setdefault(key, []).append(value.strip())
        tags = tuple(value.split()[0] for value in fields.get("language", ()) if value)
        if not tags:
            return None
        dictionary = fields.get("dictionary", [tags[0].partition("-")[0]])[0].split()[0]
        if not (self.folder / f"{dictionary}_dict").is_file():
            return None  # listed, but silent: the wheel lacks the dictionaries of three languages
        return EngineVoice(path.name.lower(), tags, fields.get("name", [path.name])[0])


@cache
def _data() -> _Data:
    import espeakng_loader

    return _Data(Path(espeakng_loader.get_data_path()))


class _Worker(SpeechWorker):
    """A worker that loads the library and waits for requests, or for one request where there are no forks."""

    def __init__(self) -> None:
        import espeakng_loader

        paths = [espeakng_loader.get_library_path(), espeakng_loader.get_data_path()]
        self._forks = can_fork()
        command = by_path(protocol.__file__, *paths, *([] if self._forks else [protocol.ONCE]))
        needs = Needs(readable=tuple(map(Path, paths)), forks=self._forks)
        super().__init__("espeak-ng", command, {"LC_ALL": "C.UTF-8"}, needs)

    @property
    def rate_hz(self) -> int:
        """Returns the rate of its samples."""
        return self._hello[0]

    @property
    def version(self) -> str:
        """Returns the library's version."""
        return self._hello[1]

    @cached_property
    def _hello(self) -> tuple[int, str]:
        """Waits until the library is loaded."""
        try:
            with self.answering(_START_S):
                rate_hz, length = protocol.HELLO.unpack(self.read(protocol.HELLO.size))
                version = self.read(length).decode()
        except SpeechError as error:
            self.end()
            raise _does_not_start(error.fact) from error
        if rate_hz <= 0:
            self.end()
            raise _does_not_start("its data could not be read")
        return rate_hz, version

    def ask(self, request: bytes, deadline_s: float) -> tuple[int, list[tuple[int, int, int, int]], bytes]:
        """Status, events (kind, character, length, sample) and PCM, or IPA."""
        assert self._hello
        self.is_spent = not self._forks
        with self.answering(deadline_s):
            self.send(request)
            status, marks, samples = protocol.REPLY.unpack(self.read(protocol.REPLY.size))
            if status == protocol.TOLD:
                return status, [], self.read(marks)
            if status != protocol.SPOKEN:
                return status, [], b""
            events = list(protocol.MARK.iter_unpack(self.read(marks * protocol.MARK.size)))
            return status, events, self.read(samples * 2)


def _does_not_start(fact: str) -> EngineUnavailable:
    return EngineUnavailable(
        "espeak-ng",
        f"the library of espeakng-loader does not start here: {fact}",
        f"Run: {installing('--force-reinstall', 'espeakng-loader')}",
    )
