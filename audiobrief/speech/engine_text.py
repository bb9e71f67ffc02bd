"""The one gate between a text and an engine: text is data and cannot steer what speaks it.

Engines take commands in their text: ``[[phonemes]]`` (espeak-ng, Piper), SSML tags, control characters. Every
replacement here keeps the length, so that a mark's character offset is the same before and after.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NOTHING = "\N{SOFT HYPHEN}"
"""Not heard inside a word and not at all alone (checked with espeak-ng): takes the place of invisible characters."""

_JOINERS = "\N{SOFT HYPHEN}\u200c\u200d"
"""Persian and the scripts of India spell with them: they stay."""
_TAG = re.compile(r"<(/?[A-Za-z!?][^<>]*)>")
_TAG_OPENING = re.compile(r"<(?=[/!?]?[A-Za-z\[])")
_LEADING_DASHES = re.compile(r"[\s\-]*-")
_SAID_SYMBOLS = frozenset("%&@#+=°§£$€¥₹₽₴₸")
_KEPT_PUNCTUATION = frozenset(",.?!")
_ANY_MARK = re.compile(r"[,.?!]")
_MARK_INSIDE = re.compile(r"[,.?!](?=[^ ])")
_SINGLE_LETTERS = re.compile(r"(?<!\S)(?:\S[.,]? ){8,}")


def clean(text: str) -> str:
    """Removes what an engine could take for a command; same length, same words."""
    text = "".join(map(_harmless, text)) if not text.isprintable() else text
    text = _TAG.sub(r" \1 ", text)  # what stands inside was printed on a page: it is read, not obeyed
    text = _TAG_OPENING.sub(" ", text)
    text = text.replace("[[", "[ ").replace("]]", " ]")
    text = text.replace("[[", "[ ").replace("]]", " ]")  # "[[[" leaves a pair behind
    dashes = _LEADING_DASHES.match(text)
    if dashes:
        minus = text[dashes.end() : dashes.end() + 1].isdecimal()
        text = " " * (dashes.end() - 1) + ("\N{MINUS SIGN}" if minus else " ") + text[dashes.end() :]
    return text


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" and character not in _JOINERS:
        return _NOTHING
    return " " if category in {"Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Zs"} else character


def says_something(text: str) -> bool:
    """Tells whether a voice has anything to say: a letter, a digit, or a symbol with a name of its own ("%", "€")."""
    return any(character.isalnum() or character in _SAID_SYMBOLS for character in text)


def spoken_stretches(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keeps the stretches of a text in which a voice has something to say."""
    return [(start, end) for start, end in stretches if says_something(text[start:end])]


def has_letters(text: str) -> bool:
    """Tells whether a text has a letter or digit."""
    return any(map(str.isalnum, text))


def plainer(text: str) -> str:
    """Keeps letters, digits, blanks and ``,.?!`` after a word: for a text that an engine choked on. Same length.

    Letters and digits of other make take their usual form (``𝕱``, ``ｆ``, ``١`` become ``F``, ``f``, ``1``).
    Strings that abort espeak-ng 1.52 are runs of single letters with marks between them: ``s's's'``, ``a.b.c.``.
    """
    kept = "".join(_usual(character) if _belongs_to_a_word(character) else character for character in text)
    kept = "".join(c if _belongs_to_a_word(c) or c in _KEPT_PUNCTUATION else " " for c in kept)
    kept = _MARK_INSIDE.sub(" ", kept)
    return _SINGLE_LETTERS.sub(lambda run: _ANY_MARK.sub(" ", run[0]), kept)


def _belongs_to_a_word(character: str) -> bool:
    return character.isalnum() or character in _JOINERS or unicodedata.category(character).startswith("M")


def _usual(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    usual = unicodedata.normalize("NFKC", character)
    return usual if len(usual) == 1 else character
