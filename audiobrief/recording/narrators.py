"""The names of an episode's narrators."""

from __future__ import annotations

from audiobrief.model import Cast

_ENGINES = {
    "espeak": "eSpeak NG",
    "pyttsx3": "system voice",
    "piper": "Piper",
    "kokoro": "Kokoro",
    "openai": "OpenAI",
    "wyoming": "Wyoming",
}


def narrators(cast: Cast) -> tuple[str, ...]:
    """Names the voice of the body as a person would; a cast's other voices are its variants."""
    voice = cast.roles["body"]
    return (f"{_ENGINES.get(voice.engine, voice.engine)} {voice.name}",)
