"""Silence of a plausible length: for rehearsals and tests, and for machines where nothing can speak."""

from __future__ import annotations

from audiobrief.model import Clip, Mark, Utterance
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features
from audiobrief.speech.stretches import SENTENCE_PAUSE_S, sentences, words

_RATE_HZ = 22_050
_LETTER_S = 0.066  # 15 letters a second, blanks included: what espeak-ng needs for English news at rate 1
_VOICE = EngineVoice("silence", (), "Silence of a plausible length")


class Tone(Engine):
    """The engine that is always there."""

    name = "tone"
    version = "1"
    features = Features(word_marks=True, rate=True, repeatable=True, silent=True)

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the one voice, for every language."""
        return (_VOICE,)

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Returns silence with marks where sentences and words would begin."""
        text, pace = utterance.text, utterance.voice.rate
        marks: list[Mark] = []
        seconds = 0.0
        for start, end in sentences(text, utterance.voice.language):
            marks.append(Mark("sentence", round(seconds / pace * _RATE_HZ), start, end - start))
            for first, last in words(text[start:end]):
                at = seconds + first * _LETTER_S
                marks.append(Mark("word", round(at / pace * _RATE_HZ), start + first, last - first))
            seconds += (end - start) * _LETTER_S + SENTENCE_PAUSE_S
        samples = round(max(seconds - SENTENCE_PAUSE_S, 0.0) / pace * _RATE_HZ)
        return Clip(bytes(2 * samples), _RATE_HZ, tuple(marks))
