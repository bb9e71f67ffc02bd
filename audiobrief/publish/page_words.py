"""The words that audiobrief itself says in feeds, on pages and in books: ``languages/<tag>/web.toml``."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.languages import ENGLISH, folders, language_of


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    """The language they are in: English where there is no file for the one that was asked for."""
    table: dict[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        return self.table[key].format(**facts)


def words(language: str | None) -> Words:
    """The words for a BCP 47 tag: of that tag, of its language, else English."""
    known = language_of(language or ENGLISH)
    english = language_of(ENGLISH).web
    assert english is not None, "English has page words"
    return Words(known.name, {**english.words, **known.web.words}) if known.web else Words(ENGLISH, english.words)


def languages() -> list[str]:
    """The languages that have words."""
    return list(folders.languages_with("web.toml"))
