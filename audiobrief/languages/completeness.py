"""What each language has and lacks, what is done instead, and who has reviewed it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from audiobrief.errors import UsageError
from audiobrief.languages import ANY, Language, all_languages, folders, language_of
from audiobrief.languages.tags import base

PARTS = {
    "words.toml": ("printed words", "texts are not recognised as the language, dates and credits only by other ones'"),
    "phrases.toml": ("page phrases", "buttons, notices and error pages are known by other languages' words alone"),
    "numbers.toml": ("spoken forms", "the engine says figures and signs as it likes"),
    "cues.toml": ("cues", "nothing is announced but the disclosure and the end, by an English voice"),
    "reporting.toml": ("reporting verbs", "quotes are found by their marks alone and have no source"),
    "web.toml": ("page words", "pages, notes and books speak English"),
    "lexicon.pls": ("lexicon", "the engine says names as it likes"),
    "cases.jsonl": ("cases", "no test holds the spoken forms"),
}
"""File of a part -> what it is called, what is done without it."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete one language is."""

    language: str
    name: str
    """In English."""
    has: tuple[str, ...]
    """Files."""
    lacks: tuple[str, ...]
    reviewed_by: tuple[str, ...]
    """Native speakers who have read a part."""


def completeness(language: Language) -> Completeness:
    """Looks at every part of a language. Raises :class:`~audiobrief.errors.UsageError` for a part that is wrong."""
    has = tuple(file for file in PARTS if folders.part(language.name, file))
    read = (language.words, language.phrases, language.reporting, language.cues, language.web)
    readers = tuple(dict.fromkeys(reader for part in read if part for reader in part.reviewed_by))
    lacks = tuple(file for file in PARTS if file not in has)
    return Completeness(language.name, _name(language.name), has, lacks, readers)


def listed(tag: str | None = None) -> list[Completeness]:
    """Returns how complete all languages are, or the one of a tag. Raises UsageError when it has no folder."""
    if tag is None:
        return [completeness(language) for language in all_languages()]
    language = language_of(tag)
    if not language.name or language.name == ANY:
        remedy = f"Make the folder audiobrief/languages/{base(tag)}; audiobrief help extending says what goes into it"
        raise UsageError(f'language "{tag}"', "has no folder", remedy)
    return [completeness(language)]


def as_text(rows: list[Completeness]) -> str:
    """Returns plain lines: a language each; for one language a part each; else who lacks what in the end."""
    if len(rows) == 1:
        return "\n".join([_line(rows[0]), *(f"No {PARTS[file][0]}: {PARTS[file][1]}." for file in rows[0].lacks)])
    last = [
        f"{len(found)} without {name} ({instead}): {' '.join(found)}."
        for file, (name, instead) in PARTS.items()
        if (found := [row.language for row in rows if file in row.lacks])
    ]
    spoken = " ".join(_without(rows, "numbers.toml", "cues.toml")) or "none"
    pages = " ".join(_without(rows, "cues.toml", "web.toml")) or "none"
    gaps = [f"With spoken forms but without cues: {spoken}.", f"With cues but English pages: {pages}."]
    return "\n".join([*map(_line, rows), *last, *gaps])


def as_json(rows: list[Completeness]) -> str:
    """Returns the same as JSON: a list of languages, each with files it has and lacks."""
    listed = [
        {
            "language": row.language,
            "name": row.name,
            "has": row.has,
            "lacks": {file: PARTS[file][1] for file in row.lacks},
            "reviewed_by": row.reviewed_by,
        }
        for row in rows
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)


def _line(row: Completeness) -> str:
    has = ", ".join(PARTS[file][0] for file in row.has)
    readers = ", ".join(row.reviewed_by)
    return f"{row.language} {row.name}: {has}; " + (f"reviewed by {readers}" if readers else "not reviewed")


def _without(rows: list[Completeness], has: str, lacks: str) -> list[str]:
    return [row.language for row in rows if has in row.has and lacks in row.lacks]


def _name(language: str) -> str:
    from babel import Locale

    return str(Locale("en").languages.get(language, language))
