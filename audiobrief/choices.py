"""What is chosen by a listener or an owner: how a script is written, how an episode sounds as a file. Part of model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """What the listener chose about the script; a profile is a set of these."""

    profile: str = "standard"
    """standard; full (also alt texts, credits, embeds in full); headlines (headline, dek, first paragraph)."""
    announce_quotes: str = "words"
    """How a long quote is announced: words ("Quote … End quote"), voice (the voice alone), earcon, none."""
    captions: bool = True
    lists: bool = True
    tables: bool = True
    credits: bool = True
    quote_voices: int = 4
    """How many numbered quote voices the cast has."""
    lexicon: tuple[tuple[str, str], ...] = ()
    """The user's own (grapheme, alias) pairs; they win over the shipped lexicon."""


@dataclass(frozen=True, slots=True)
class MixSettings:
    """How an episode sounds as a file."""

    rate_hz: int = 44_100
    """44100, or 22050/24000 for small files: encoding costs 2.4 times less."""
    bit_rate_kbps: int = 64
    loudness_lufs: float = -19.0
    ceiling_dbtp: float = -2.5
    """Of the limiter: leaves room for the encoder, so that the decoded file stays under -1 dBTP."""
