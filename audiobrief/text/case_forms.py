"""The forms that names of a lexicon take in languages that inflect them: "Tuska", "Борреля"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from audiobrief.choices import Pronunciation
from audiobrief.languages import folders
from audiobrief.text.counted_words import counted_words

_SHORTEST = 4
_VOICED = re.compile("(?:[bdgvžżźбвгджз]|(?<![cs])[wz])$")
_VOICELESS = frozenset("ptkfsʃʂɕx")


class Declension(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``name_forms.toml``: what becomes of a name's end."""

    norm: str
    """Who publishes it."""
    rows: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """End of a name, a regular expression, with its IPA, and what takes its place in the cases, each with its IPA; the
    first that fits holds."""


def forms_of(entries: Iterable[Pronunciation], language: str) -> Iterator[Pronunciation]:
    """Yields the other cases of one-word names of a lexicon, but for such as are words of the language."""
    for entry in entries:
        name = entry.grapheme
        if len(name) >= _SHORTEST and name[0].isupper() and name.isalpha():
            row = next((row for row in _rows(language) if row[0].search(name)), None)
            forms = _forms(entry, *row) if row else ()
            yield from (one for one in forms if one.grapheme.lower() not in counted_words(language))


def _forms(
    entry: Pronunciation, end: re.Pattern[str], ipa: str, cases: tuple[tuple[str, str], ...]
) -> Iterator[Pronunciation]:
    stem = _stem(entry, ipa)
    for written, sounds in cases:
        alias = end.sub(written, entry.alias) if end.search(entry.alias) else ""
        if alias or stem:
            yield entry._replace(grapheme=end.sub(written, entry.grapheme), alias=alias, phoneme=stem and stem + sounds)


def _stem(entry: Pronunciation, ipa: str) -> str:
    """Returns the IPA of a name without its ending; empty where that is not known, as behind a "d" that is a [t]."""
    is_devoiced = not ipa and entry.phoneme[-1:] in _VOICELESS and _VOICED.search(entry.grapheme)
    return entry.phoneme.removesuffix(ipa) if entry.phoneme.endswith(ipa) and not is_devoiced else ""


@cache
def _rows(language: str) -> list[tuple[re.Pattern[str], str, tuple[tuple[str, str], ...]]]:
    found = folders.read(language, "name_forms.toml", Declension)
    return [(re.compile(f"(?:{end})$"), ipa, cases) for end, ipa, cases in found.rows] if found else []
