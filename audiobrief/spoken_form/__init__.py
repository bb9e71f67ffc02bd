"""Writes numbers, symbols and abbreviations as a newsreader says them, and leaves every other word untouched.

A language is a table of words and rules, loaded when it is first asked for. docs/spoken.md lists the rules by class and
the score of each language.
"""

from __future__ import annotations

from collections.abc import Callable

_SPEAKERS: dict[str, Callable[[str], str]] = {}
_LANGUAGES_KEPT = 64
"""A page may name any language: no more than this many spellings are remembered."""


def spoken(text: str, language: str) -> str:
    """Returns ``text`` with its numbers, symbols and abbreviations written out.

    ``language`` is BCP 47; a language without rules of its own gets what holds everywhere (addresses, dashes,
    brackets), its digits go to the engine. Never raises; markup, ``[[``, and control characters do not survive.
    """
    speak = _SPEAKERS.get(language)
    if speak is None:
        from audiobrief.spoken_form.languages import speaker

        speak = speaker(language)
        if len(_SPEAKERS) < _LANGUAGES_KEPT:
            _SPEAKERS[language] = speak
    return speak(text)
