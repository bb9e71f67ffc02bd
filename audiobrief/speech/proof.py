"""Every clip is proved before it counts: an engine that loses or garbles words must not do so unnoticed."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from itertools import groupby

import numpy as np
import numpy.typing as npt

from audiobrief.errors import SpeechError
from audiobrief.model import Clip, Mark, Utterance
from audiobrief.speech.clips import joined
from audiobrief.speech.engine import Features, TooLong
from audiobrief.speech.engine_text import has_letters, spoken_stretches
from audiobrief.speech.stretches import SENTENCE_PAUSE_S, sentences, words

_BLOCK_S = 0.005
_QUIET = 0.003  # of the clip's peak (-50 dB): below it is no speech
_SILENT_PEAK = 200  # of 32767 (-44 dBFS)
_HEAD_S, _TAIL_S = 0.010, 0.060  # what is left of the silence before and after
_LONGEST_GAP_S = 2.0  # espeak-ng pauses 0.6 s between paragraphs at rate 1
_CLIPPED_SHARE = 0.0005
_FULL_SCALE = 32_766

# Seconds a letter takes at rate 1. The fastest engine and language stay above half of it, see docs/engines.md.
_LETTER_S = 0.065
_SYLLABLE_S = 0.14  # kana, Hangul; a letter by itself, said by its name
_IDEOGRAPH_S = 0.22
_SHORTEST, _LONGEST = 0.45, 4.0
_SPELLED_S = 2.0  # "Chinese letter", "black star": what a voice says for one sign that is not of its language
_GRACE_S = 2.0


def prove(clip: Clip, utterance: Utterance, features: Features) -> Clip:
    """Returns the clip without the silence around it, marks moved. Raises :class:`SpeechError` with what is wrong."""
    if clip.rate_hz < 8_000 or len(clip.pcm) % 2:
        raise _fails(utterance, f"a torn clip ({len(clip.pcm)} bytes at {clip.rate_hz} Hz)")
    if features.silent:
        return clip
    level = _level(clip)
    if _is_silent(level):
        if has_letters(utterance.text):
            raise _fails(utterance, "silence")
        return Clip(clip.pcm[: 2 * round(_TAIL_S * clip.rate_hz)], clip.rate_hz)
    if float(np.mean(level >= _FULL_SCALE)) > _CLIPPED_SHARE:
        raise _fails(utterance, "clipped audio")
    start, end, gap_s = _speech(level, clip.rate_hz)
    if gap_s * utterance.voice.rate > _LONGEST_GAP_S:
        raise _fails(utterance, f"a gap of {gap_s:.1f} s")
    _check_length((end - start) / clip.rate_hz, utterance)
    if features.word_marks:
        _check_last_word(clip, utterance)
    return _trimmed(clip, start, end)


def _level(clip: Clip) -> npt.NDArray[np.int32]:
    return np.abs(np.frombuffer(clip.pcm, "<i2").astype(np.int32))


def _is_silent(level: npt.NDArray[np.int32]) -> bool:
    return not level.size or int(level.max()) < _SILENT_PEAK


def spoken_by_sentence(utterance: Utterance, speak: Callable[[str, float], Clip], deadline_s: float) -> Clip:
    """Speaks each sentence by itself, so that all sentence times are known: for engines without such marks.

    ``speak`` gets a sentence and the seconds that are left.
    """
    until = time.monotonic() + deadline_s
    text = utterance.text
    stretches = spoken_stretches(text, sentences(text, utterance.voice.language))
    pieces: list[tuple[int, Clip]] = []
    for start, end in stretches or [(0, len(text))]:
        left_s = until - time.monotonic()
        if left_s <= 0:
            raise TooLong(utterance.voice.engine, f"did not answer within {deadline_s:g} s")
        clip = trimmed(speak(text[start:end], left_s))
        if pieces and clip.rate_hz != pieces[0][1].rate_hz:
            raise _fails(utterance, "sentences at different rates")
        pieces.append((start, Clip(clip.pcm, clip.rate_hz, (Mark("sentence", 0, 0, end - start), *clip.marks))))
    return joined(pieces, SENTENCE_PAUSE_S / utterance.voice.rate)


def trimmed(clip: Clip) -> Clip:
    """Returns the clip without the silence around its speech, marks moved."""
    level = _level(clip)
    if _is_silent(level):
        return clip
    start, end, _ = _speech(level, clip.rate_hz)
    return _trimmed(clip, start, end)


def _speech(level: npt.NDArray[np.int32], rate_hz: int) -> tuple[int, int, float]:
    """Finds the first sample of speech, one past the last, and the longest silence between (seconds)."""
    block = max(round(_BLOCK_S * rate_hz), 1)
    padded = np.pad(level, (0, -len(level) % block)).reshape(-1, block).max(axis=1)
    loud = np.flatnonzero(padded > max(int(level.max()) * _QUIET, 16))
    longest = int(np.diff(loud).max()) - 1 if len(loud) > 1 else 0
    return int(loud[0]) * block, min((int(loud[-1]) + 1) * block, len(level)), longest * block / rate_hz


def _trimmed(clip: Clip, start: int, end: int) -> Clip:
    first = max(start - round(_HEAD_S * clip.rate_hz), 0)
    last = min(end + round(_TAIL_S * clip.rate_hz), clip.samples)
    marks = tuple(
        Mark(mark.kind, min(max(mark.sample - first, 0), last - first), mark.start, mark.length) for mark in clip.marks
    )
    return Clip(clip.pcm[2 * first : 2 * last], clip.rate_hz, marks)


def _check_length(seconds: float, utterance: Utterance) -> None:
    shortest, longest = plausible_s(utterance.text, utterance.voice.rate)
    if seconds < shortest:
        raise _fails(utterance, f"{seconds:.2f} s, too short for its text")
    if seconds > longest:
        raise _fails(utterance, f"{seconds:.1f} s, too long for its text")


def plausible_s(text: str, rate: float) -> tuple[float, float]:
    """Estimates the shortest and the longest time of a text, in seconds. Wide: it is to catch loss, not style."""
    words = ("".join(letters) for is_word, letters in groupby(text, str.isalpha) if is_word)
    usual = sum(_SYLLABLE_S if len(word) == 1 else sum(map(_letter_s, word)) for word in words)
    extra = _SPELLED_S * sum(map(_may_be_spelled, text))
    shortest = max(usual * _SHORTEST - 0.1, 0.0)
    return shortest / max(rate, 1.0), (usual * _LONGEST + extra + _GRACE_S) / min(rate, 1.0)


def _may_be_spelled(character: str) -> bool:
    """Tells what may take long: capitals and foreign letters, digits, signs. Nothing about them is sure."""
    if character.isalpha():
        return character.isupper() or not character.isascii()
    return not character.isspace()


def _letter_s(letter: str) -> float:
    point = ord(letter)
    if point < 0x1100:
        return _LETTER_S
    if 0x3040 <= point < 0x3100 or 0xAC00 <= point < 0xD7A4:
        return _SYLLABLE_S
    if unicodedata.category(letter) == "Lo" and point >= 0x3400:
        return _IDEOGRAPH_S
    return _LETTER_S


def _check_last_word(clip: Clip, utterance: Utterance) -> None:
    """Checks that one of the last three words has a mark: engines join short words, and long numbers."""
    text = utterance.text
    expected = [start for start, end in words(text) if any(map(str.isalpha, text[start:end]))]
    reached = max((mark.start for mark in clip.marks if mark.kind == "word"), default=-1)
    if expected and reached < expected[-3:][0]:
        raise _fails(utterance, "audio without the end of its text")


def _fails(utterance: Utterance, fact: str) -> SpeechError:
    return SpeechError(utterance.voice.engine, f"gave {fact}: {utterance.text[:40]!r}")
