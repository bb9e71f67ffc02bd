"""Makes the shipped lexicons of the languages in Latin letters: ``python -m tests.lexicon_maker [cmudict.dict]``.

Names come from ``tests/data/names/spelled.tsv``. What their letters sound like says the published rule of the language
that they come from (``spellings.toml``), CMUdict (``cmudict.tsv``, taken from its file when that is given) or
gruut-lang-fr (``french.tsv``, the stress set on the last syllable). Each sound becomes the nearest that the voices of
the text's language have (``sounds.toml``). Aliases of older lexicons stay as a fallback.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from audiobrief.languages import folders
from audiobrief.text import pls

NAMES = Path(__file__).parent / "data" / "names"
SPELLINGS: dict[str, dict[str, Any]] = tomllib.loads((NAMES / "spellings.toml").read_text(encoding="utf-8"))
SOUNDS: dict[str, dict[str, str]] = tomllib.loads((NAMES / "sounds.toml").read_text(encoding="utf-8"))
CMUDICT = "CMUdict 1.1.3"
FRENCH = "gruut-lang-fr 2.0.2"
_VOWELS = "aeiouyøɔɒəɛɨɯʌæɑɪʊɜɐœɚ"
_VOWEL = re.compile(f"[{_VOWELS}]")
_NUCLEUS = re.compile(f"(?:ai|au|ei|ou|aɪ|aʊ|eɪ|oʊ|ɔɪ|[{_VOWELS}])ː?")
_CONSONANT = f"[^{_VOWELS}ːˈ]"
_ONSET = re.compile(
    f"(?:(?:dʒ|tʃ|t[sɕʂ]|d[zʑʐ]|{_CONSONANT})[jw]|[pbtdkɡfvxh][lrɾ]|dʒ|tʃ|t[sɕʂ]|d[zʑʐ]|{_CONSONANT})?$"
)
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- Made by tests/lexicon_maker.py. dc:source: CMUdict 1.1.3 (Carnegie Mellon University, BSD licence), gruut-lang-fr
     2.0.2 (MIT), or the language by whose published spelling a name is read: tests/data/names/spellings.toml. -->
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" xmlns:dc="http://purl.org/dc/elements/1.1/"
         alphabet="ipa" xml:lang="{}">
"""


class Row(NamedTuple):
    """A name, the other ways it is printed, how it sounds where it comes from, and who says so."""

    names: tuple[str, ...]
    ipa: str
    source: str


def by_spelling(name: str, language: str) -> str:
    """Returns the IPA of a name by the spelling of its language, with stress."""
    spelling = SPELLINGS[language]
    parts = re.split(r"[\s'-]+", name.replace("İ", "i").lower())
    return " ".join(_stressed(_sounds(part, spelling["rules"]), part, spelling["stress"]) for part in parts)


def _sounds(word: str, rules: list[list[str]]) -> str:
    made, at = "", 0
    while at < len(word):
        found = ((re.compile(pattern).match(word, at), ipa) for pattern, ipa in rules)
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
        return -3 if word.endswith(("vić", "vic")) else 0 if count < 4 else -3
    if rule == "stem":
        return -2 if word.endswith(("ev", "ov", "eva", "ova")) else -1
    ends_open = word[-1] in "aeiouăëy" or (rule == "written" and word[-1] in "ns") or word[-2:] in ("ër", "ës", "ël")
    return -2 if ends_open else -1


def in_voice(ipa: str, language: str) -> str:
    """Returns IPA in the sounds that the voices of a language were made from."""
    table = SOUNDS[language]
    signs = sorted({key.rstrip("'#,") for key in table}, key=len, reverse=True)
    pattern = re.compile("|".join(["ˈ", *map(re.escape, signs), "."]))
    words = []
    for word in ipa.split():
        made, stressed = "", "ˈ" not in word
        for match in pattern.finditer(word):
            sign = match[0]
            last, ahead = match.end() == len(word), word[match.end() : match.end() + 1]
            kinds = [f"{sign}'#"] * (stressed and last) + [f"{sign}'"] * stressed + [f"{sign}#"] * last
            kinds += [f"{sign},"] * bool(not ahead or not (_VOWEL.match(ahead) or ahead in "ˈjw"))
            kinds += [f"{sign}^"] * bool(ahead and (_VOWEL.match(ahead) or ahead in "ˈjw"))
            made += next((table[kind] for kind in (*kinds, sign) if kind in table), _one_by_one(sign, table))
            stressed = sign == "ˈ" or (stressed and not _VOWEL.match(sign))
        made = re.sub(f"({_CONSONANT})(?=ˈ?\\1)", "", made).replace("ːː", "ː")
        words.append(made if table.get("stress") != "none" else made.replace("ˈ", ""))
    return " ".join(words)


def _one_by_one(signs: str, table: dict[str, str]) -> str:
    return "".join(table.get(sign, sign) for sign in signs)


def rows(language: str) -> Iterator[Row]:
    """Yields the names for texts of a language."""
    for line in (NAMES / "spelled.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        origin, targets, names = line.split("\t")
        if origin != language and targets in ("*", language):
            shown = names.translate(str.maketrans("áéíóúÚ", "aeiouU")) if origin == "uk" else names
            printed = tuple(shown.replace("·", "").split(","))
            yield Row(printed, by_spelling(names.split(",")[0], origin), f"spelling:{origin}")
    for line in (NAMES / "french.tsv").read_text(encoding="utf-8").splitlines() if language != "fr" else ():
        name, ipa = line.split("\t")
        yield Row((name,), ipa, FRENCH)
    for line in (NAMES / "cmudict.tsv").read_text(encoding="utf-8").splitlines():
        targets, names, ipa = line.split("\t")
        if targets == "*" or (targets == "en") is (language == "en"):
            yield Row(tuple(names.split(",")), ipa, CMUDICT)


def lexicon(language: str, aliases: dict[str, str]) -> str:
    """Returns the whole lexicon of a language."""
    made, told = _HEAD.format(language), set()
    for row in rows(language):
        names = [name for name in row.names if name not in told]
        told.update(names)
        inner = "".join(f"<grapheme>{name}</grapheme>" for name in names)
        inner += f"<phoneme>{in_voice(row.ipa, language)}</phoneme>"
        alias = next((aliases[name] for name in names if name in aliases), "")
        inner += f"<alias>{alias}</alias>" if alias else ""
        made += f'  <lexeme dc:source="{row.source}">{inner}</lexeme>\n' if names else ""
    return made + "</lexicon>\n"


_ARPABET = {
    "AA": "ɑː", "AE": "æ", "AH": "ʌ", "AO": "ɔː", "AW": "aʊ", "AY": "aɪ", "EH": "ɛ", "ER": "ɜː", "EY": "eɪ", "IH": "ɪ",
    "IY": "iː", "OW": "oʊ", "OY": "ɔɪ", "UH": "ʊ", "UW": "uː", "CH": "tʃ", "DH": "ð", "HH": "h", "JH": "dʒ", "NG": "ŋ",
    "SH": "ʃ", "TH": "θ", "Y": "j", "ZH": "ʒ", "R": "ɹ", "G": "ɡ",
}  # fmt: skip


_WEAK = {"AH0": "ə", "ER0": "ɚ", "IY0": "i"}


def from_cmudict(path: Path, names: list[tuple[str, str]]) -> Iterator[str]:
    """Yields lines of ``cmudict.tsv`` for the names that the dictionary has, all words of them."""
    said: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, phones = line.partition("#")[0].strip().partition(" ")
        said.setdefault(word, phones)
    for targets, name in names:
        words = [said.get(word.lower(), "") for word in name.split(",")[0].split()]
        if all(words):
            yield f"{targets}\t{name}\t{' '.join(map(_ipa, words))}"


def _ipa(phones: str) -> str:
    """Returns ARPAbet in IPA, with the stress before its syllable."""
    sounds = phones.split()
    made: list[str] = []
    for number, phone in enumerate(sounds):
        made.append(_WEAK.get(phone) or _ARPABET.get(phone.rstrip("012"), phone.lower()))
        if phone[-1] == "1" and sum(one[-1] in "012" for one in sounds) > 1:
            before = [one[-1] in "012" for one in sounds[:number]]
            onset = number if not any(before) else int(not before[-1])
            made.insert(number - onset + made.count("ˈ"), "ˈ")
    return "".join(made)


def main() -> None:
    """Writes the lexicons."""
    if sys.argv[1:]:
        wanted = [line.split("\t") for line in (NAMES / "english.tsv").read_text(encoding="utf-8").splitlines()]
        lines = list(from_cmudict(Path(sys.argv[1]), [(targets, name) for targets, name in wanted]))
        (NAMES / "cmudict.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for language in SOUNDS:
        path = folders.ROOT / language / "lexicon.pls"
        old = pls.parse(path.read_bytes(), str(path)) if path.is_file() else []
        aliases = {entry.grapheme: entry.alias for entry in old if entry.alias}
        path.write_text(lexicon(language, aliases), encoding="utf-8")


if __name__ == "__main__":
    main()
