"""How a quote is said: from which length it is announced, and in which of the numbered voices.

The same speaker sounds the same through an episode, different speakers differ.
"""

from __future__ import annotations

from audiobrief.text.sentences import sentences

NEUTRAL = "quote"
"""The voice when it is not sure who speaks."""
LONG_WORDS = 25
LONG_SENTENCES = 2
"""A quote from here on is long: it is announced, and is a chapter that can be skipped."""


def is_long(text: str, language: str | None) -> bool:
    """Tells whether a quote has 25 words or 2 sentences."""
    return len(text.split()) >= LONG_WORDS or len(sentences(text, language)) >= LONG_SENTENCES


class QuoteVoices:
    """Hands out "quote-1", "quote-2" … in the order in which speakers are first heard."""

    def __init__(self, most: int) -> None:
        self._most = max(0, most)
        self._by_speaker: dict[str, int] = {}
        self._last_heard: dict[int, int] = {}
        self._heard = 0

    def voice(self, speaker: str | None) -> str:
        """A speaker's voice. With more speakers than voices, the one not heard for longest is given again."""
        if not speaker or not self._most:
            return NEUTRAL
        key = " ".join(speaker.casefold().split())
        number = self._by_speaker.get(key)
        if number is None:
            number = min(range(1, self._most + 1), key=lambda n: (self._last_heard.get(n, 0), n))
            self._by_speaker[key] = number
        self._heard += 1
        self._last_heard[number] = self._heard
        return f"quote-{number}"
