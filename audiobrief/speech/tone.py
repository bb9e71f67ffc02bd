"""Silence of a plausible length: for rehearsals and tests, and for machines where nothing can speak."""

from __future__ import annotations

from audiobrief.model import Clip, Mark, Utterance
from audiobrief.speech.engine import DEADLINE_S, EngineVoice, Features
from audiobrief.speech.stretches import SENTENCE_PAUSE_S, sentences, words

_RATE_HZ = 22_050
_LETTER_S = 0.066  # 15 letters a second, blanks included: what espeak-ng needs for English news at rate 1
_VOICE = EngineVoice("silence", (), "Silence of a plausible length")


class Tone:
    """The engine that is always there."""

    name = "tone"
    features = Features(word_marks=True, rate=True, repeatable=True, silent=True)
    version = "1"
    languages: tuple[str, ...] = ()

    def unavailable(self) -> str | None:
        return None

    def voices(self) -> tuple[EngineVoice, ...]:
        return (_VOICE,)

    def voice_for(self, language: str) -> EngineVoice | None:
        return _VOICE

    def find(self, name: str) -> EngineVoice | None:
        return _VOICE if name == _VOICE.name else None

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        text, pace = utterance.text, utterance.voice.rate
        marks: list[Mark] = []
        seconds = 0.0
        for start, end in sentences(text):
            marks.append(Mark("sentence", round(seconds / pace * _RATE_HZ), start, end - start))
            for first, last in words(text[start:end]):
                at = seconds + first * _LETTER_S
                marks.append(Mark("word", round(at / pace * _RATE_HZ), start + first, last - first))
            seconds += (end - start) * _LETTER_S + SENTENCE_PAUSE_S
        samples = round(max(seconds - SENTENCE_PAUSE_S, 0.0) / pace * _RATE_HZ)
        return Clip(bytes(2 * samples), _RATE_HZ, tuple(marks))

    def close(self) -> None:
        return None
