"""What the program knows of each language: a folder a language, named by its tag, that holds data only.

``language_of("de-AT")`` is German. Every part has a fallback, so that a language may lack any; docs/extending.md
lists parts and fallbacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from audiobrief.languages import folders
from audiobrief.languages.tags import base

if TYPE_CHECKING:
    from audiobrief.languages.schema import Cues, Phrases, Reporting, Web, Words

ENGLISH = "en"
"""Its files show every key, and it speaks where others are silent."""
ANY = "mul"
"""The folder of what holds in every language: ISO 639's code for multiple languages."""


@dataclass(frozen=True)
class Language:
    """One language; each part is read when it is first asked for."""

    name: str
    """Of its folder; empty for a tag that names no language."""

    @property
    def tag(self) -> str:
        """Returns its tag, where another one than the folder's name is usual: "nb" of "no"."""
        return self.words.guess.tag or self.name

    @cached_property
    def words(self) -> Words:
        """Returns the words that texts in the language print; empty where they are missing."""
        from audiobrief.languages.schema import Words

        return folders.read(self.name, "words.toml", Words) or Words()

    @cached_property
    def phrases(self) -> Phrases:
        """Returns what pages in the language print around articles; empty where that is missing."""
        from audiobrief.languages.schema import Phrases

        return folders.read(self.name, "phrases.toml", Phrases) or Phrases()

    @cached_property
    def reporting(self) -> Reporting:
        """Returns how the language says that someone said something; empty where that is missing."""
        from audiobrief.languages.schema import Reporting

        return folders.read(self.name, "reporting.toml", Reporting) or Reporting()

    @cached_property
    def cues(self) -> Cues | None:
        """Returns what audiobrief says in an episode in the language, None where it says nothing."""
        from audiobrief.languages.schema import Cues

        return folders.read(self.name, "cues.toml", Cues, like=ENGLISH)

    @cached_property
    def web(self) -> Web | None:
        """Returns what audiobrief says on pages, in notes and in books, None where that is English."""
        from audiobrief.languages.schema import Web

        return folders.read(self.name, "web.toml", Web, like=ENGLISH)


def language_of(tag: str | None) -> Language:
    """Returns the language of a BCP 47 tag ("nb-NO" is Norwegian); one without any part for an unknown tag."""
    name = base(tag)
    return _language(name if folders.is_language(name) else "")


def all_languages() -> tuple[Language, ...]:
    """Returns every language that has a folder, by name; not what holds in any."""
    return tuple(_language(name) for name in folders.names() if name != ANY)


def every_language() -> tuple[Language, ...]:
    """Returns every language that has a folder, and what holds in any: for what is tried in all at once."""
    return (*all_languages(), language_of(ANY))


@cache
def _language(name: str) -> Language:
    return Language(name)
