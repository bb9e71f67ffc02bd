"""Says what is wrong with the folder of a language: words of another one, a cue without its slot, a wrong case."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from audiobrief.extract.facts.written_dates import fold
from audiobrief.extract.language_guess import guess_language
from audiobrief.languages import ANY, ENGLISH, folders, language_of
from audiobrief.languages.tags import base
from audiobrief.spoken_form import spoken

FILES = ("words.toml", "phrases.toml", "numbers.toml", "cues.toml", "reporting.toml", "web.toml")
NO_PROSE = {
    "letters",
    "telling",
    "kin",
    "tag",
    "months",
    "foreign_letters",
    "hard_letters",
    "verb_shape",
    "units",
    "reviewed_by",
}
"""Keys whose values are no words: expressions, tags, CLDR's names of units."""
ENOUGH_WORDS = 10
FOREIGN_SHARE = 0.7
"""Nearest today: two thirds of the Tajik words for numbers are signs of units that Russian has, too."""
KIN_SHARE = 0.98
"""Bosnian shares 96 % of its words for numbers with Serbian."""
OWN_SCRIPT_SHARE = 0.3
"""Half of the Serbian reporting verbs are in Latin letters."""
_SLOT = re.compile(r"{(\w*)}")
_WORD = re.compile(r"[^\W\d_]{2,}")
Tables = Mapping[str, dict[str, Any]]


def tables(name: str) -> dict[str, dict[str, Any]]:
    """The TOML parts of a language, by file."""
    return {file: folders.table(name, file) for file in FILES if folders.part(name, file)}


def faults(name: str, parts: Tables | None = None) -> list[str]:
    """A line for everything that is wrong, each naming language and part. ``parts`` stand in for the files."""
    parts = tables(name) if parts is None else parts
    found: list[str] = []
    for file, table in parts.items():
        where = f"languages/{name}/{file}"
        found += [f"{where}: {fact}" for fact in _foreign(name, file, table)]
        if file != "numbers.toml":  # codes of currencies and units are Latin everywhere
            found += [f"{where}: {fact}" for fact in _script(name, table)]
    for file in ("cues.toml", "web.toml"):
        table = parts.get(file, {})
        found += [f"languages/{name}/{file}: {fact}" for fact in (*_slots(file, table), *_guess(name, table))]
    found += [f"languages/{name}/cues.toml: {fact}" for fact in _plurals(name, parts.get("cues.toml", {}))]
    found += [f"languages/{name}/words.toml: {fact}" for fact in _months(name, parts.get("words.toml", {}))]
    found += [f"languages/{name}/words.toml: {fact}" for fact in _expressions(parts.get("words.toml", {}))]
    sample = parts.get("words.toml", {}).get("voice", {}).get("sample", "")
    found += [f"languages/{name}/words.toml, voice.sample: {fact}" for fact in _guess(name, {"sample": sample})]
    return found


def case_faults(name: str) -> list[str]:
    """A line for every case of ``cases.jsonl`` that is not said as it says, or is changed when it is said again."""
    path = folders.part(name, "cases.jsonl")
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path else [], 1):
        case = json.loads(line)
        for written in (case["written"], case["spoken"]):
            if (said := spoken(written, name)) != case["spoken"]:
                found.append(f"languages/{name}/cases.jsonl, line {number}: {written!r} is said as {said!r}")
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield _SLOT.sub(" ", value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from () if key in NO_PROSE else _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _words(value: Any) -> set[str]:
    return set(_WORD.findall(" ".join(_strings(value)).lower()))


@cache
def _words_of(name: str, file: str, section: str) -> set[str]:
    table = folders.table(name, file)
    return _words(table.get(section, {}) if section else table)


def _foreign(name: str, file: str, table: dict[str, Any]) -> Iterator[str]:
    """The words of a part, or of one of its tables, that are mostly another language's."""
    for section in ("", *(key for key, value in table.items() if isinstance(value, dict) and key not in NO_PROSE)):
        own = _words(table[section] if section else table)
        if len(own) < ENOUGH_WORDS:
            continue
        for other in folders.languages_with(file):
            if other in (name, ANY):
                continue
            share = len(own & _words_of(other, file, section)) / len(own)
            if share > (FOREIGN_SHARE if not _are_kin(name, other) else 1 if section else KIN_SHARE):
                yield f"{share:.0%} of the words{f' of [{section}]' if section else ''} are those of {other}"


def _are_kin(one: str, other: str) -> bool:
    return other in language_of(one).words.guess.kin.split() or one in language_of(other).words.guess.kin.split()


def _script(name: str, table: dict[str, Any]) -> Iterator[str]:
    """Words in letters of another script than CLDR's names of months."""
    wanted = _scripts(" ".join(_cldr_months(name)))
    found = _scripts(" ".join(_strings(table)))
    if wanted and found.total() >= ENOUGH_WORDS * 5:
        script = wanted.most_common(1)[0][0]
        if found[script] < found.total() * OWN_SCRIPT_SHARE:
            yield f"only {found[script] / found.total():.0%} of the letters are {script.title()}"


def _scripts(text: str) -> Counter[str]:
    return Counter(unicodedata.name(char, "?").split()[0] for char in text if char.isalpha())


@cache
def _cldr_months(name: str) -> tuple[str, ...]:
    try:
        months = Locale(name).months
    except UnknownLocaleError:
        return ()
    tables = [months[context][width] for context in months for width in ("wide", "abbreviated")]
    return tuple(table[number] for table in tables for number in range(1, 13))


def _months(name: str, table: dict[str, Any]) -> Iterator[str]:
    """Rows of months that are not twelve, and months whose name in CLDR none of the rows knows."""
    printed = [[fold(stem) for stem in row.split()] for row in table.get("dates", {}).get("months", [])]
    yield from (f"a row of dates.months has {len(row)} entries" for row in printed if len(row) != 12)
    rows = [row for row in printed if len(row) == 12]
    names = _cldr_months(name)
    for month in range(12) if rows and names else ():
        known = [fold(full).rstrip(".") for full in names[month::12]]
        if not any(full.startswith(row[month]) or row[month].startswith(full) for row in rows for full in known):
            yield f"dates.months does not know month {month + 1}, {known[0]!r}"


def _expressions(table: dict[str, Any]) -> Iterator[str]:
    """Entries that are no regular expressions: "|" parts entries, also inside brackets."""
    for section in ("byline", "picture"):
        for key, text in table.get(section, {}).items():
            for entry in text.split("|"):
                try:
                    re.compile(entry)
                except re.error as error:
                    yield f"{section}.{key}: {entry!r} is no regular expression ({error})"


def _slots(file: str, table: dict[str, Any]) -> Iterator[str]:
    """Texts that are missing or empty, lack what the program puts in, or name something else."""
    for key in sorted(folders.keys(folders.table(ENGLISH, file)) - folders.keys(table)) if table else ():
        yield f"{key} is missing"
    english = dict(_texts(folders.table(ENGLISH, file)))
    for key, text in _texts(table):
        if not text.strip():
            yield f"{key} is empty"
        if key in english and set(_SLOT.findall(text)) != set(_SLOT.findall(english[key])):
            yield f"{key} has other slots than the English {english[key]!r}"


def _texts(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for section in ("say", "chapter", "words"):
        yield from ((f"{section}.{key}", text) for key, text in table.get(section, {}).items() if isinstance(text, str))


def _plurals(name: str, table: dict[str, Any]) -> Iterator[str]:
    """Counted cues without one of the plural forms that CLDR has."""
    if not table:
        return
    wanted = {*Locale(name).plural_form.tags, "other"}
    for key, forms in table.get("count", {}).items():
        if set(forms) != wanted:
            yield f"count.{key} has {' '.join(sorted(forms))}, CLDR {' '.join(sorted(wanted))}"
        if "{n}" not in forms.get("other", ""):
            yield f"count.{key}.other lacks {{n}}"


def _guess(name: str, table: dict[str, Any]) -> Iterator[str]:
    """Texts that the language guess takes for another language's."""
    guess = base(guess_language(". ".join(_strings(table))))
    if guess and guess != name and not _are_kin(name, guess):
        yield f"reads as {guess}"
