"""Where utterances are spoken: from the store when they were before, else by an engine, proved, and kept.

When an engine fails on a text, it is asked again; then the text is made plainer, then cut at sentences, clauses and in
the middle; then the next engine gets it. Only when all that failed :class:`SpeechError` says why.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path

from audiobrief.choices import Pronunciation
from audiobrief.errors import EngineUnavailable, SpeechError
from audiobrief.languages.tags import base
from audiobrief.model import Cast, Clip, Segment, Utterance, Voice
from audiobrief.speech import clips, legibility
from audiobrief.speech.engine import DEADLINE_S, Engine, TooLong, close_all, engines
from audiobrief.speech.engine_text import clean, plainer, says_something, spoken_stretches
from audiobrief.speech.pronounced import ipa_of, said, words_in
from audiobrief.speech.stretches import SENTENCE_PAUSE_S, Stretch, clauses, halves, sentences
from audiobrief.speech.voice_match import language_name, parse
from audiobrief.store import Store
from audiobrief.text.case_forms import forms_of
from audiobrief.text.foreign_names import foreign_names
from audiobrief.text.pls import in_language, shipped

_WORD = re.compile(r"\w+")
_NOTHING_S = 0.12
_NOTHING_RATE_HZ = 22_050
_FAILURES = 200  # of one engine on one utterance, pieces included: a bound, not a plan
_LONGEST_S = 3_600.0  # of one utterance: 50,000 characters of prose, 160 MB
_HANGS = 2  # after so many deadlines an engine gets no further try on an utterance

_CUTS: tuple[tuple[Callable[[str, str], list[Stretch]], float], ...] = (
    (sentences, SENTENCE_PAUSE_S),
    (lambda text, _: clauses(text), 0.15),
    (lambda text, _: halves(text), 0.0),
)
"""How a text that fails is cut, given its language, and the pause in seconds that then stands between its pieces."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something worth knowing about an utterance that was spoken nevertheless."""

    text: str
    kind: str
    """"wordless" (nothing to say: a short silence stands for it), "mended" (spoken on a second try: plainer or in
    pieces), "replaced" (another voice spoke it), "spelled" (its voice names letters that it cannot read),
    "unsaid" (a lexicon's IPA, which its engine cannot say)."""
    detail: str


class Booth:
    """Speaks utterances, from any number of threads.

    ``fallbacks`` are engines for what the cast's own cannot say; None: those that the language's chain names.

    ``lexicon`` may hold words with their IPA; where an engine cannot say it, that is an incident, once a word.

    ``spoken`` counts utterances that an engine spoke; ``incidents`` lists what did not go as asked.
    """

    def __init__(
        self,
        store: Store,
        *,
        deadline_s: float = DEADLINE_S,
        fallbacks: Sequence[str] | None = (),
        lexicon: Sequence[Pronunciation] = (),
        available: Mapping[str, Engine] | None = None,
    ) -> None:
        self.spoken = 0
        self.incidents: list[Incident] = []
        self._store = store
        self._deadline_s = deadline_s
        self._fallbacks = fallbacks
        self._engines = engines() if available is None else available
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[Clip]] = {}
        self._own = tuple(Pronunciation(*entry) for entry in lexicon)

    def utterance(self, text: str, voice: Voice) -> Utterance:
        """Returns the text cleaned (its length is kept) and everything that decides how it sounds."""
        engine = self._engine(voice.engine)
        found = engine.find(voice.name)
        voice_hash = _file_hash(found.path) if found is not None and found.path is not None else ""
        try:
            version = engine.version
        except metadata.PackageNotFoundError as error:
            raise EngineUnavailable(
                engine.name, f"the package {error.name} is missing", "See audiobrief voices"
            ) from error
        asked = Utterance(clean(text), voice, version, voice_hash)
        return asked if engine.features.silent else self._pronounced(asked, engine)

    def _pronounced(self, utterance: Utterance, engine: Engine) -> Utterance:
        """Returns an utterance with the engine's own phonemes, else an alias, for the words that have IPA."""
        own: dict[str, str] = {}
        respelled: dict[str, str] = {}
        text, voice = utterance.text, utterance.voice
        for entry in self._with_ipa(text, base(voice.language)):
            for word in {match[0] for match in words_in(text, [entry.grapheme])} - own.keys() - respelled.keys():
                phonemes = engine.in_own_phonemes(ipa_of(word, entry.grapheme, entry.phoneme), voice.name)
                if phonemes is not None:
                    own[word] = phonemes
                elif entry.alias:
                    respelled[word] = entry.alias + word[len(entry.grapheme) :]
                elif not entry.source:
                    self._cannot_say(entry, engine.name)
        return replace(utterance, lexicon=tuple(sorted(own.items())), respelled=tuple(sorted(respelled.items())))

    def _with_ipa(self, text: str, language: str) -> list[Pronunciation]:
        """Lists the entries with IPA whose words are in a text: the user's, the shipped, what their letters tell."""
        known = _known(self._own, language)
        near = sorted(one for word in {"", *_WORD.findall(text)} for one in known.get(word, ()))
        return [entry for _, entry in near if entry.grapheme in text] + foreign_names(text, language)

    def _cannot_say(self, entry: Pronunciation, engine: str) -> None:
        """Reports IPA that an engine cannot say, once."""
        incident = Incident(entry.grapheme, "unsaid", f"{engine} cannot say {entry.phoneme}: give it an alias")
        with self._lock:
            if incident not in self.incidents:
                self.incidents.append(incident)

    def levelled_as(self, voice: Voice) -> Voice:
        """Returns the voice whose measured level stands for a voice's: without what makes it louder on purpose."""
        plain = replace(voice, gain_db=0.0)
        return replace(plain, pitch=50.0, rate=1.0) if self._engine(voice.engine).features.level_stays else plain

    def utterance_for(self, segment: Segment, cast: Cast, language: str) -> Utterance:
        """Returns what a segment's voice is to say; a segment in another language gets a voice of that language.

        Raises :class:`EngineUnavailable` when there is none: no text is read with a wrong voice.
        """
        voice = cast.voice(segment)
        wanted = segment.language or language
        if parse(wanted).language != parse(voice.language or language).language:
            voice = self._voice_in(wanted, segment, cast)
        return self._readable(self.utterance(segment.text, voice))

    def _readable(self, utterance: Utterance) -> Utterance:
        """Returns the utterance, by another voice where its own would name letters; reports those it names still.

        Raises :class:`SpeechError` when too much of it would be named by every voice.
        """
        spelled = self._spelled(utterance)
        if not spelled:
            return utterance
        engine, part = utterance.voice.engine, legibility.share(spelled, utterance.text)
        fact = f"{engine} would name the letters of {', '.join(dict.fromkeys(spelled[:5]))}"
        if part <= legibility.MOST_UNREAD:
            self._report(utterance, "spelled", fact)
            return utterance
        languages = [utterance.voice.language, *legibility.languages_of(utterance.text, utterance.voice.language)]
        for other in self._others(utterance, languages):
            if legibility.share(self._spelled(other), utterance.text) <= legibility.MOST_UNREAD:
                self._report(utterance, "replaced", f"{other.voice.engine}'s voice {other.voice.name} reads it: {fact}")
                return other
        named = language_name(languages[-1])
        raise SpeechError(
            f"{utterance.text[:60]!r}",
            f"cannot be read: {fact}, {part:.0%} of it",
            f"No engine here reads {named}: add one (audiobrief help engines) and name it with --cast or --voice",
        )

    def _spelled(self, utterance: Utterance) -> list[str]:
        return legibility.unread(utterance, self._engine(utterance.voice.engine))

    def _others(self, utterance: Utterance, languages: Sequence[str]) -> Iterator[Utterance]:
        """Yields the utterance in the voices that speak one of some languages: the same engine's, then the others'."""
        voice = utterance.voice
        for language in filter(None, languages):
            found = self._engine(voice.engine).voice_for(language)
            own = [Voice(voice.engine, found.name, language, voice.rate)] if found else []
            standing_by = (cast.roles["body"] for cast in self._standing_by(voice, language, voice.rate))
            for other in (*own, *standing_by):
                if (other.engine, other.name) != (voice.engine, voice.name):
                    yield self.utterance(utterance.text, other)

    def _voice_in(self, language: str, segment: Segment, cast: Cast) -> Voice:
        """Finds the cast's voice in another language, else that of the cast of an engine that stands by."""
        from audiobrief.speech.casting import in_language

        voice = cast.voice(segment)
        try:
            return in_language(voice, language, self._engines)
        except EngineUnavailable:
            for other in self._standing_by(voice, language, cast.roles["body"].rate):
                return other.voice(segment)
            raise

    def _standing_by(self, voice: Voice, language: str, rate: float) -> Iterator[Cast]:
        """Yields the casts of the other engines that can speak a language here."""
        from audiobrief.speech.casting import cast_for, standing_by

        for engine in standing_by(self._fallbacks, language, self._engines):
            if engine.name != voice.engine:
                yield cast_for(engine.name, language, rate=rate, available=self._engines)

    def speak(self, utterance: Utterance) -> Clip:
        """Returns the proved clip; equal utterances at the same time are spoken once. Raises :class:`SpeechError`."""
        key = utterance.key
        with self._lock:
            waiting = self._under_way.get(key)
            if waiting is None:
                mine = self._under_way[key] = Future[Clip]()
        if waiting is not None:
            return waiting.result()
        try:
            clip = self._by_any_engine(utterance)
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(clip)
            return clip
        finally:
            with self._lock:
                del self._under_way[key]

    def close(self) -> None:
        """Ends the engines' processes."""
        close_all(self._engines)

    def _by_any_engine(self, utterance: Utterance) -> Clip:
        if not says_something(clean(utterance.text)):
            self._report(utterance, "wordless", "it has no letter, digit or symbol with a name")
            return clips.silence(_NOTHING_S, _NOTHING_RATE_HZ)
        failures: list[SpeechError] = []
        for candidate in self._candidates(utterance):
            try:
                clip = self._stored_or_spoken(candidate)
            except SpeechError as error:
                failures.append(error)
                continue
            if failures:
                self._report(utterance, "replaced", f"{candidate.voice.engine} spoke it: {failures[0]}")
            return clip
        raise _in_one(utterance, failures) from failures[0]

    def _candidates(self, utterance: Utterance) -> Iterator[Utterance]:
        """Yields the utterance as asked, then with the voices of the engines that stand by."""
        yield utterance
        others = self._others(utterance, [utterance.voice.language])
        able = (other for other in others if other.voice.engine != utterance.voice.engine)
        yield from (other for other in able if not self._spelled(other))

    def _stored_or_spoken(self, utterance: Utterance) -> Clip:
        data = self._store.get(utterance.key)
        clip = clips.unpack(data) if data is not None else None
        if clip is None:
            take = _Take(self._engine(utterance.voice.engine), utterance, self._deadline_s)
            clip = take.whole()
            if take.failure is not None:
                self._report(utterance, "mended", str(take.failure))
            self._store.put(utterance.key, clips.pack(clip))
            with self._lock:
                self.spoken += 1
        return clip

    def _engine(self, name: str) -> Engine:
        engine = self._engines.get(name)
        if engine is None:
            raise EngineUnavailable(name, "there is no such engine", f"Choose one of: {', '.join(self._engines)}")
        return engine

    def _report(self, utterance: Utterance, kind: str, detail: str) -> None:
        with self._lock:
            self.incidents.append(Incident(utterance.text, kind, detail))


def _in_one(utterance: Utterance, failures: Sequence[SpeechError]) -> SpeechError:
    """Returns one error for the failures of all engines."""
    if len(failures) == 1:
        return failures[0]
    return SpeechError(
        f"{utterance.text[:60]!r}",
        "could not be spoken: " + "; ".join(f"{error.subject} {error.fact}" for error in failures),
        "Change the text of this segment or try another voice",
    )


class _Take:
    """One engine's work on one utterance: all its tries."""

    def __init__(self, engine: Engine, utterance: Utterance, deadline_s: float) -> None:
        self.engine = engine
        self.utterance = utterance
        self.deadline_s = deadline_s
        self.failure: SpeechError | None = None
        """The first failure, when there was one."""
        self._failures = 0
        self._spoken_s = 0.0
        self._hangs = 0

    def whole(self) -> Clip:
        """Speaks the whole utterance, by whatever try works first."""
        return self._piece(clean(self.utterance.text), again=True)

    def _in_pieces(self, text: str, failure: SpeechError) -> Clip:
        for cut, pause_s in _CUTS:
            stretches = spoken_stretches(text, cut(text, self.utterance.voice.language))
            if len(stretches) < 2:
                continue
            pieces: list[tuple[int, Clip]] = []
            for start, end in stretches:
                pieces.append((start, self._piece(text[start:end])))
                if self._spoken_s > _LONGEST_S:
                    raise SpeechError(self.engine.name, "would speak for more than an hour without a pause")
            whole = clips.joined(pieces, pause_s / self.utterance.voice.rate)
            return whole if cut is sentences else clips.as_one_sentence(whole, len(text))
        raise failure

    def _piece(self, text: str, *, again: bool = False) -> Clip:
        """Speaks the text as it is, plainer, or in pieces: what works first."""
        if len(text) > self.engine.features.most_characters:
            return self._in_pieces(text, SpeechError(self.engine.name, "cannot speak such a long text at once"))
        try:
            return self._once(text)
        except SpeechError as error:
            failure = error
        for version in ([text] if again else []) + [plainer(text)]:
            try:
                return self._once(version)
            except SpeechError as error:
                failure = error
        return self._in_pieces(text, failure)

    def _once(self, text: str) -> Clip:
        from audiobrief.speech.proof import prove
        from audiobrief.speech.tempo import faster, paced

        if self.failure is not None and (self._failures >= _FAILURES or self._hangs >= _HANGS):
            raise self.failure
        told = said(text, self.utterance.respelled, "{}")
        features = self.engine.features
        utterance, factor = paced(replace(self.utterance, text=told.text), features)
        try:
            clip = self.engine.speak(utterance, self.deadline_s + features.character_s * len(text))
            clip = told.marked(faster(prove(clip, utterance, features), factor))
        except SpeechError as error:
            # What is not there is not there for a piece of the text either.
            self._failures += _FAILURES if isinstance(error, EngineUnavailable) else 1
            self._hangs += isinstance(error, TooLong)
            self.failure = self.failure or error
            raise
        self._spoken_s += clip.samples / clip.rate_hz
        return clip


@lru_cache(maxsize=32)
def _known(own: tuple[Pronunciation, ...], language: str) -> Mapping[str, Sequence[tuple[int, Pronunciation]]]:
    """Returns what has IPA in a language by its first word, numbered: the user's entries first, forms of names last."""
    entries = (*in_language(own, language), *shipped(language))
    by_word: dict[str, list[tuple[int, Pronunciation]]] = {}
    for number, entry in enumerate((*entries, *forms_of(entries, language))):
        if entry.phoneme:
            first = _WORD.search(entry.grapheme)
            by_word.setdefault(first[0] if first else "", []).append((number, entry))
    return by_word


@cache
def _file_hash(path: Path) -> str:
    """Returns the SHA-256 of a voice's file: two files of one name do not sound the same."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
