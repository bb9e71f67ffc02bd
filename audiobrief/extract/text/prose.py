"""What of a text without markup is prose: sentences, against labels and titles."""

from __future__ import annotations

import re

from audiobrief.text import sentences

SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'“”»’)\]]{0,3}\s*$|[.!?…。！？।؟۔][\"'“”»’)\]]{0,3}\s")
_CLOSED = re.compile(r"[.!?…:;,。！？।؟۔][\"'“”»’)\]]{0,3}$")


def is_prose(text: str) -> bool:
    """Tells sentences from a label or a title."""
    is_long = len(text) >= (20 if _wide(text) > 10 else 60) and bool(SENTENCE_END.search(text))
    return is_long or sentences.is_prose(text)


def holds_sentence(text: str) -> bool:
    """Finds at least two words and a full stop, or so many letters that one must be missing."""
    letters = sum(map(str.isalpha, text[:400]))
    ended = SENTENCE_END.search(text) is not None
    is_long = letters >= 80 or sentences.is_prose(text[:400])
    return is_long or (ended and letters >= 6 and (" " in text.strip() or _wide(text) >= 6))


def _wide(text: str) -> int:
    """Letters of scripts that write no blanks between words."""
    return sum(char > "\u2e80" for char in text[:80])


def is_title_like(text: str) -> bool:
    """Tells a headline, subhead or link: it is short and has no full stop."""
    return (len(text) <= 200 and not _CLOSED.search(text)) or (len(text) <= 160 and text.endswith(("?", "!")))
