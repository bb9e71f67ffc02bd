"""How names sound by the published spelling of their language, and in the nearest sounds of a text's voices.

``spelling.toml`` of a language is how it spells its sounds, ``sounds.toml`` what its voices say for those of others.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from audiobrief.languages import folders

_VOWELS = "aeiouyøɔɒəɛɨɯʌæɑɪʊɜɐœɚ"
VOWEL = re.compile(f"[{_VOWELS}]")
_NUCLEUS = re.compile(f"(?:ai|au|ei|ou|aɪ|aʊ|eɪ|oʊ|ɔɪ|[{_VOWELS}])ː?")
_CONSONANT = f"[^{_VOWELS}ːˈ]"
_OPEN = (*"aeiouăëy", "ër", "ës", "ël")
_ONSET = re.compile(
    f"(?:(?:dʒ|tʃ|t[sɕʂ]|d[zʑʐ]|{_CONSONANT})[jw]|[pbtdkɡfvxh][lrɾ]|dʒ|tʃ|t[sɕʂ]|d[zʑʐ]|{_CONSONANT})?$"
)


class Spelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``spelling.toml``: what letters of a language sound like, to its neighbours."""

    norm: str
    """Who publishes it."""
    word: str = ""
    """What can be a word of it, in small letters: a regular expression; empty: its letters tell nothing."""
    proper: str = ""
    """Letters, or letters side by side, that tell a name of it from any other language's: a regular expression."""
    nouns_have_capitals: bool = False
    """A capital tells no name in it."""
    stress: int | str = 0
    """The syllable, counted from the end when negative; "written": the vowel with the accent."""
    is_stress_known: bool = True
    """False where nothing printed tells the stress: such a name must be told by its letters."""
    rules: tuple[tuple[str, str], ...] = ()
    """Pattern at this place and its IPA; the first that fits holds. None: its names are known, not said."""


@cache
def spelling_of(language: str) -> Spelling:
    """Returns how a language spells. Raises :class:`UsageError` where its file is wrong or missing."""
    found = folders.read(language, "spelling.toml", Spelling)
    assert found is not None, language
    return found


@cache
def sounds_of(language: str) -> dict[str, str]:
    """Returns the nearest sounds of the voices of a language; empty where that is not known."""
    return folders.table(language, "sounds.toml")


def by_spelling(name: str, language: str) -> str:
    """Returns the IPA of a name by the spelling of its language, with stress."""
    spelling = spelling_of(language)
    parts = re.split(r"[\s'-]+", name.replace("İ", "i").lower())
    return " ".join(_stressed(_sounds(part, language), part, spelling.stress) for part in parts)


@cache
def _rules(language: str) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), ipa) for pattern, ipa in spelling_of(language).rules]


def _sounds(word: str, language: str) -> str:
    made, at = "", 0
    while at < len(word):
        found = ((pattern.match(word, at), ipa) for pattern, ipa in _rules(language))
        match, ipa = next(((one, ipa) for one, ipa in found if one and one[0]), (None, word[at]))
        made += ipa
        at = match.end() if match else at + 1
    return made.replace("g", "ɡ")


def _stressed(ipa: str, word: str, rule: int | str) -> str:
    """Puts the stress before its syllable."""
    if "·" in ipa:
        return "ˈ".join(ipa.rsplit("·", 1)).replace("·", "")
    bare = ipa.translate(str.maketrans("áéíóú", "aeiou"))
    nuclei = [match.start() for match in _NUCLEUS.finditer(bare)]
    if len(nuclei) < 2:
        return bare
    place = nuclei[max(_syllable(rule, word, len(nuclei)), -len(nuclei))]
    written = re.search("[áéíóú]", ipa)
    if written:
        place = max(nucleus for nucleus in nuclei if nucleus <= written.start())
    onset = _ONSET.search(bare[:place])
    start = 0 if place == nuclei[0] else onset.start() if onset else place
    return f"{bare[:start]}ˈ{bare[start:]}"


def _syllable(rule: int | str, word: str, count: int) -> int:
    """Returns the place of the stressed syllable among all, as an index."""
    if isinstance(rule, int):
        return rule - 1 if rule > 0 else rule
    if rule == "south":
        return 0 if count < 4 and not word.endswith(("vić", "vic")) else -3
    ends = {"stem": ("ev", "ov", "eva", "ova"), "romance": _OPEN, "written": (*_OPEN, "n", "s")}
    return -2 if word.endswith(ends[rule]) else -1


def in_voice(ipa: str, language: str) -> str:
    """Returns IPA in the sounds that the voices of a language were made from."""
    words = (re.sub(f"({_CONSONANT})(?=ˈ?\\1)", "", _moved(word, language)) for word in ipa.split())
    made = " ".join(words).replace("ːː", "ː")
    return made if sounds_of(language).get("stress") != "none" else made.replace("ˈ", "")


def _moved(word: str, language: str) -> str:
    table = sounds_of(language)
    made, stressed = "", "ˈ" not in word
    for match in _signs(language).finditer(word):
        sign = match[0]
        kinds = _kinds(sign, word[match.end() : match.end() + 1], stressed=stressed)
        made += next((table[kind] for kind in kinds if kind in table), _one_by_one(sign, table))
        stressed = sign == "ˈ" or (stressed and not VOWEL.match(sign))
    return made


def _kinds(sign: str, ahead: str, *, stressed: bool) -> list[str]:
    """Returns how a sound may be listed, the narrowest first: under stress, last, before a consonant or a vowel."""
    is_open = bool(ahead) and (VOWEL.match(ahead) is not None or ahead in "ˈjw")
    kinds = [f"{sign}'#"] * (stressed and not ahead) + [f"{sign}'"] * stressed + [f"{sign}#"] * (not ahead)
    return [*kinds, f"{sign}^" if is_open else f"{sign},", sign]


def _one_by_one(signs: str, table: dict[str, str]) -> str:
    return "".join(table.get(sign, sign) for sign in signs)


@cache
def _signs(language: str) -> re.Pattern[str]:
    signs = sorted({key.rstrip("'#,^") for key in sounds_of(language)}, key=len, reverse=True)
    return re.compile("|".join(["ˈ", *map(re.escape, signs), "."]))
