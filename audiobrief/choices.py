"""What is chosen by a listener or an owner: how a script is written, how an episode sounds as a file. Part of model."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any, NamedTuple

PROFILES = ("full", "standard", "headlines")
ANNOUNCEMENTS = ("words", "voice", "earcon", "none")
PARTIAL_QUOTES = ("none", "words", "voice", "earcon")
CHAPTER_LEVELS = (1, 2)
STICK_PLAYERS = ("plain", "envoy", "daisy")
"""Who plays from a USB stick: anything that plays MP3s, MegaVoice Envoy (audio files alone), players of DAISY 2.02."""
SLOWEST, FASTEST = 0.5, 5.0
"""Of the rates of speech, times the voice's own pace: 5 is about 900 words a minute."""
RATES_HZ = (22_050, 24_000, 44_100, 48_000)


def _choice(default: Any, summary: str, *values: str) -> Any:
    """Makes a field that is a flag of the command line and a key of audiobrief.toml; ``values``: all it may be."""
    return field(default=default, metadata={"help": summary, "values": values})


class Pronunciation(NamedTuple):
    """An entry of a pronunciation lexicon."""

    grapheme: str
    """The word, or words, as they are written."""
    alias: str = ""
    """An ordinary spelling that is said instead; where there is IPA, by engines that cannot say that."""
    phoneme: str = ""
    """IPA."""
    language: str = ""
    """The language of texts it holds in; empty: any."""
    source: str = ""
    """The dictionary or rule that says so; every shipped entry has one."""


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """What the listener chose about the script; a profile is a set of these."""

    profile: str = _choice("standard", "How much is read.", *PROFILES)
    """standard; full (also alt texts, credits, embeds in full); headlines (headline, dek, first paragraph)."""
    announce_quotes: str = _choice("words", "How a long quote is announced.", *ANNOUNCEMENTS)
    """words ("Quote … End quote"), voice (the voice alone), earcon, none."""
    partial_quotes: str = _choice("none", "How quoted words inside a sentence are heard.", *PARTIAL_QUOTES)
    """none, words ("quote, baseless, end quote"), voice (the neutral quote voice), earcon (also a sound before)."""
    captions: bool = _choice(True, "Read image captions.")
    lists: bool = _choice(True, "Announce lists.")
    tables: bool = _choice(True, "Read tables.")
    credits: bool = _choice(True, "Read agency credits.")
    quote_voices: int = 4
    """How many numbered quote voices the cast has."""
    lexicon: tuple[Pronunciation, ...] = ()
    """The user's own entries; they win over the shipped lexicon."""


SCRIPT_CHOICES: tuple[Field[Any], ...] = tuple(one for one in fields(ScriptOptions) if one.metadata)
"""The one list of what a flag or a key of ``[script]`` may choose, with its default and its help."""


@dataclass(frozen=True, slots=True)
class MixSettings:
    """How an episode sounds as a file."""

    rate_hz: int = 44_100
    """44100, or 22050/24000 for small files: encoding costs 2.4 times less."""
    bit_rate_kbps: int = 64
    loudness_lufs: float = -19.0
    ceiling_dbtp: float = -2.5
    """Of the limiter: leaves room for the encoder, so that the decoded file stays under -1 dBTP."""
    chapter_levels: int = 1
    """How many levels of chapters the tag holds: most players list every one, whatever its level."""
