"""The error for a source that is larger than the limit."""

from __future__ import annotations

from audiobrief.errors import FetchError


class TooLarge(FetchError):
    """A source that is larger than the limit: it is there, and it will hardly be smaller the next time."""


def too_large(subject: str, limit_bytes: int) -> TooLarge:
    """Returns the error for a source above the limit."""
    return TooLarge(subject, f"is larger than {limit_bytes / 1_000_000:g} MB", "Save the article alone as text")
