"""Words that a lexicon spells in IPA: an engine finds them in its text and says its own phonemes in their place."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audiobrief.model import Clip

_LEFT_OUT = re.compile(r"[./\[\]()\u0361\u035c‿|]")
"""What parts syllables, ties signs and surrounds IPA."""
_VOWEL = "[aeiouyøœæɑɒɔɐəɘɚɛɜɝɤɨᵻɪɯɵʉʊʌʏ]"
_STRESS = re.compile(f"([ˈˌ])([^{_VOWEL[1:-1]}ˈˌ ]+)(?={_VOWEL})")
_ONE_SYLLABLE = re.compile(rf"(?<!\S)((?:(?!{_VOWEL})[^\sˈˌ])*)(?={_VOWEL}{{1,2}}(?:(?!{_VOWEL})[^\sˈˌ])*(?!\S))")
_SIBILANTS, _VOICELESS = frozenset("szʃʒ"), frozenset("ptkfθ")


@dataclass(frozen=True, slots=True)
class Said:
    """A text with ``[[phonemes]]`` in it, and where they stand."""

    text: str
    parts: tuple[tuple[int, int, int, int], ...] = ()
    """First and last place of each word in the text it was made of, then in this one."""

    def there(self, place: int) -> int:
        """Returns where a place of the text it was made of lies in this one."""
        return _moved(place, [(a, b, c, d) for a, b, c, d in self.parts])

    def back(self, place: int) -> int:
        """Returns where a place of this text lies in the one it was made of."""
        return _moved(place, [(c, d, a, b) for a, b, c, d in self.parts])

    def marked(self, clip: Clip) -> Clip:
        """Returns a clip of this text with its marks in the text it was made of."""
        spans = [(self.back(one.start), self.back(one.start + one.length)) for one in clip.marks]
        marks = zip(clip.marks, spans, strict=True)
        return replace(clip, marks=tuple(replace(one, start=a, length=b - a) for one, (a, b) in marks))


def said(text: str, lexicon: Sequence[tuple[str, str]], frame: str = "[[{}]]") -> Said:
    """Puts phonemes between ``[[ ]]``, or what a lexicon has in another frame, in the place of words."""
    parts: list[tuple[int, int, int, int]] = []
    made, at = "", 0
    phonemes = dict(lexicon)
    for match in words_in(text, [word for word, _ in lexicon]):
        made += text[at : match.start()]
        start, made = len(made), made + frame.format(phonemes[match[0]])
        parts.append((*match.span(), start, len(made)))
        at = match.end()
    return Said(made + text[at:], tuple(parts))


def words_in(text: str, words: Sequence[str]) -> Iterator[re.Match[str]]:
    """Finds words of a lexicon as whole words, the longest first; "'s" may follow."""
    if not any(word in text for word in words):
        return iter(())
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.finditer(rf"(?<!\w)(?:{listed})(?:['’]s)?(?!\w)", text)


def ipa_of(word: str, grapheme: str, ipa: str) -> str:
    """Returns the IPA of a word as it stands in a text: with what "'s" sounds like."""
    if word == grapheme:
        return ipa
    return ipa + ("ɪz" if ipa[-1] in _SIBILANTS else "s" if ipa[-1] in _VOICELESS else "z")


def plain_ipa(ipa: str) -> str:
    """Returns IPA without what parts syllables and surrounds it, in the letters that engines know."""
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFC", ipa)).replace("g", "ɡ").replace("'", "ˈ")
    return " ".join(plain.split())


def as_models_read(ipa: str) -> str:
    """Returns IPA as espeak-ng writes it, whose phonemes models learn: the stress is at its vowel, not its syllable."""
    return _ONE_SYLLABLE.sub(r"\1ˈ", _STRESS.sub(r"\2\1", plain_ipa(ipa)))


def in_espeak(ipa: str, tell: Callable[[Sequence[str]], Sequence[str] | None]) -> str | None:
    """Returns IPA in the phonemes of a voice of espeak-ng, which ``tell`` says them; None when it lacks one."""
    table = _espeak()
    pattern = re.compile("|".join([*sorted(map(re.escape, table), key=len, reverse=True), "."]))
    words = [[table.get(sign, "").split() for sign in pattern.findall(word)] for word in as_models_read(ipa).split()]
    has = _said(sorted({own for word in words for choice in word for own in choice}), tell).union("',:")
    said = [[next(filter(has.__contains__, choice), "") for choice in word] for word in words]
    joined = "]] [[".join(map("|".join, said)).replace("'|", "'").replace(",|", ",").replace("|:", ":")
    return joined if said and all(map(all, said)) else None


def _said(phonemes: Sequence[str], tell: Callable[[Sequence[str]], Sequence[str] | None]) -> set[str]:
    """Returns the phonemes that a voice has: behind one that it does not know espeak-ng says nothing more."""
    nothing, *told = tell(["[[t]]", *(f"[[t{own}t]]" for own in phonemes)]) or [""]
    return {own for own, one in zip(phonemes, told, strict=False) if one != nothing}


@cache
def _espeak() -> dict[str, str]:
    table = tomllib.loads((Path(__file__).parent / "ipa.toml").read_text(encoding="utf-8"))
    return {unicodedata.normalize("NFC", sign): own for sign, own in table.items()}


def _moved(place: int, parts: list[tuple[int, int, int, int]]) -> int:
    moved = place
    for start, end, other_start, other_end in parts:
        if place >= end:
            moved = place - end + other_end
        elif place > start:
            return other_start
    return moved
