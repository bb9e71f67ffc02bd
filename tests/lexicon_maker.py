"""Makes the shipped lexicons of the languages in Latin letters: ``python -m tests.lexicon_maker [cmudict.dict]``.

Names come from ``tests/data/names/spelled.tsv``. What their letters sound like says the published rule of the language
that they come from (its ``spelling.toml``), CMUdict (``cmudict.tsv``, taken from its file when that is given) or
gruut-lang-fr (``french.tsv``, the stress set on the last syllable). Each sound becomes the nearest that the voices of
the text's language have (``sounds.toml``). Aliases of older lexicons stay as a fallback.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from audiobrief.languages import folders
from audiobrief.text import pls
from audiobrief.text.spelling import by_spelling, in_voice

NAMES = Path(__file__).parent / "data" / "names"
CMUDICT = "CMUdict 1.1.3"
FRENCH = "gruut-lang-fr 2.0.2"
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- Made by tests/lexicon_maker.py. dc:source: CMUdict 1.1.3 (Carnegie Mellon University, BSD licence), gruut-lang-fr
     2.0.2 (MIT), or the language by whose published spelling a name is read: its spelling.toml. -->
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" xmlns:dc="http://purl.org/dc/elements/1.1/"
         alphabet="ipa" xml:lang="{}">
"""


class Row(NamedTuple):
    """A name, the other ways it is printed, how it sounds where it comes from, and who says so."""

    names: tuple[str, ...]
    ipa: str
    source: str


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
    for language in folders.languages_with("sounds.toml"):
        path = folders.ROOT / language / "lexicon.pls"
        old = pls.parse(path.read_bytes(), str(path)) if path.is_file() else []
        aliases = {entry.grapheme: entry.alias for entry in old if entry.alias}
        path.write_text(lexicon(language, aliases), encoding="utf-8")


if __name__ == "__main__":
    main()
