"""Which sounds are heard, with which words, and what is told of the difference (``audiobrief check --heard``)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audiobrief.check.agreement import language_of
from audiobrief.check.feed import Item
from audiobrief.check.finding import Faults, Finding, Rule
from audiobrief.check.heard import RATE_HZ, Doubt, Passage, Recogniser, Samples, doubts, is_fault, words_of
from audiobrief.check.sound import read_sound
from audiobrief.check.tag_text import plain_text, timed_lines
from audiobrief.check.timed_text import Cue, read_cues
from audiobrief.check.untimed import placed
from audiobrief.errors import UsageError

_BLOCK = 1 << 18
_SHOWN = 80
_SURE = 0.8
"""How likely another language must be to be named."""
_SAME_BREATH_MS = 350
_ENDS = (".", "!", "?", "…", '"', "”", "»", ":", "。", "！", "？")
_TRANSCRIPTS = {".vtt": "text/vtt", ".srt": "application/srt", ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class Written:
    """A sound and the words that are to be heard in it."""

    subject: str
    language: str
    sound: bytes
    """An MP3."""
    passages: Sequence[Passage]
    text: str = ""
    """Of a tag without times, where there are no passages."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Who hears, and how much of a feed."""

    recogniser: Recogniser
    tell: Callable[[str], None]
    is_every: bool = False
    """Of a feed: every episode, not the newest alone."""

    def of_items(self, items: Sequence[Item]) -> Iterator[Finding]:
        """Hears the newest episode of a feed, or each. Raises :class:`UsageError` for one without a transcript."""
        written = [_written(item) for item in (items if self.is_every else items[:1])]
        yield from self._rule().judge(written, "all that was heard")

    def of_file(self, path: Path, sound: bytes) -> Iterator[Finding]:
        """Hears an MP3 with the transcript beside it, else with its tag's text. Raises :class:`UsageError`: no text."""
        tagged = read_sound(sound, str(path))
        beside = {path.with_suffix(suffix): kind for suffix, kind in _TRANSCRIPTS.items()}
        there = next((one for one in beside if one.is_file()), None)
        cues = read_cues(beside[there], there.read_bytes()) if there else None
        lines = [Passage(one.start_ms, one.end_ms, one.text) for one in timed_lines(tagged)]
        written = Written(str(path), language_of(tagged), sound, passages(cues or ()) or lines, plain_text(tagged))
        if not written.passages and not words_of(written.text):
            fact = "has no transcript with times beside it, and no text in its tag"
            raise UsageError(str(path), fact, "Write one: audiobrief read ... --transcript, or check the feed's folder")
        yield from self._rule().judge([written], str(path))

    def _rule(self) -> Rule[Written]:
        remedy = "Listen there; if it is wrong, speak it again, with another voice or an entry of a lexicon"
        return Rule("heard", "a recogniser hears what is written", "", remedy, self._faults)

    def _faults(self, written: Written) -> Faults:
        sound = samples(written.sound)
        if not len(sound):
            yield written.subject, "nothing in it can be decoded"
            return
        self.tell(f"Hearing {written.subject}: {_clock(len(sound) * 1000 // RATE_HZ)} of sound.")
        language = written.language
        said = written.passages or placed(written.text, sound, language, self.recogniser)
        found = doubts(sound, said, language, self.recogniser)
        yield from ((written.subject, fact) for fact in facts(found, language))


def _written(item: Item) -> Written:
    timed = [cues for cues in item.cues.values() if cues and all(cue.end_ms > cue.start_ms for cue in cues)]
    url = item.enclosure.get("url") or ""
    data = item.read(url)
    if data is None or not timed:
        fact = "has no transcript with times" if data is not None else "its sound is not there"
        raise UsageError(item.subject, fact, "Publish it again with audiobrief")
    best = max(timed, key=_speakers)
    return Written(item.subject, language_of(item.sound), data, passages(best))


def _speakers(cues: Sequence[Cue]) -> bool:
    """Tells whether speakers stand apart from what they say."""
    return any(cue.speaker for cue in cues)


def samples(mp3: bytes) -> Samples:
    """Returns a sound as recognisers take it; as far as it can be decoded."""
    import soundfile
    import soxr

    parts: list[Samples] = [np.zeros(0, np.int16)]
    with contextlib.suppress(soundfile.LibsndfileError), soundfile.SoundFile(io.BytesIO(mp3)) as file:
        stream = soxr.ResampleStream(file.samplerate, RATE_HZ, 1, dtype="int16")
        for block in file.blocks(_BLOCK, dtype="int16", always_2d=True):
            parts.append(stream.resample_chunk(np.ascontiguousarray(block[:, 0])))
        parts.append(stream.resample_chunk(np.zeros(0, np.int16), last=True))
    return np.concatenate(parts)


def passages(cues: Iterable[Cue]) -> list[Passage]:
    """Returns what is said in one breath: captions of one sentence together."""
    found: list[Passage] = []
    for cue in cues:
        text = cue.text.strip("[] ")
        last = found[-1] if found else None
        if last and not last.text.endswith(_ENDS) and cue.start_ms - last.end_ms < _SAME_BREATH_MS:
            found[-1] = Passage(last.start_ms, cue.end_ms, f"{last.text} {text}")
        else:
            found.append(Passage(cue.start_ms, cue.end_ms, text))
    return found


def facts(found: Iterable[Doubt], language: str) -> Iterator[str]:
    """Yields a line for each passage that is not heard as it is written: what is worst in it."""
    worst: dict[Passage, Doubt] = {}
    for one in found:
        if is_fault(one) and (one.passage not in worst or _weight(one) > _weight(worst[one.passage])):
            worst[one.passage] = one
    for passage in sorted(worst, key=lambda one: one.start_ms):
        yield f"at {_clock(passage.start_ms)} {_told(worst[passage], language)}"


def _weight(doubt: Doubt) -> float:
    return doubt.likelier + doubt.letters


def _told(doubt: Doubt, language: str) -> str:
    written, heard = _short(doubt.written), _short(doubt.heard)
    other, likely = doubt.language
    if doubt.gap_ms:
        return f'nothing is heard for {doubt.gap_ms / 1000:.1f} s in "{written}"'
    if not heard:
        return f'"{written}" is not heard'
    if other not in ("", language) and likely >= _SURE:
        return f'"{written}" is heard as {_language_name(other)}: "{heard}"'
    return f'"{written}" is heard as "{heard}"' if written else f'"{heard}" is heard, which is not written'


def _language_name(tag: str) -> str:
    from babel import Locale

    return str(Locale("en").languages.get(tag, tag))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _clock(time_ms: int) -> str:
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"
