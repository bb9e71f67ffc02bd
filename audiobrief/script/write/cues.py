"""The words that audiobrief adds, in the article's language: data in ``languages/<tag>/cues.toml``.

A language without a file gets no cue words: an announcement in a language that the listener did not ask for is worse
than a pause. The disclosure and the end marker are the exception (nobody should have to guess that a voice is
synthetic, or whether the end was cut off): they are said in English, marked as English so that an English voice
speaks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from audiobrief.languages import ENGLISH, folders, language_of
from audiobrief.languages.tags import base

ALWAYS_SAID = frozenset({"disclosure", "closed", "sign_in", "part", "end", "end_site", "end_edition", "unspoken"})
"""Said in English where a language has no cues."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language."""

    language: str
    """BCP 47 of the words."""
    say: Mapping[str, str]
    count: Mapping[str, Mapping[str, str]]
    """Sentence by CLDR plural category."""
    chapter: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    reviewed_by: tuple[str, ...] = ()
    foreign: bool = False
    """The article's language has no cues: these are the fallback's, only for what is always said."""

    def phrase(self, key: str, **values: str) -> str:
        """Returns a cue's words; empty where the language has none."""
        if self.foreign and key not in ALWAYS_SAID:
            return ""
        return self.say.get(key, "").format_map({name: value.strip() for name, value in values.items()})

    def counted(self, key: str, number: int) -> str:
        """A cue with a number, in the plural that the language wants (CLDR)."""
        if self.foreign:
            return ""
        forms = self.count.get(key, {})
        form = forms.get(_plural(self.language, number)) or forms.get("other", "")
        return form.format_map({"n": str(number)})

    def title(self, key: str, detail: str = "") -> str:
        """A chapter's title: "Quote: Jane Doe"."""
        name = "" if self.foreign else self.chapter.get(key, "")
        return ": ".join(part for part in (name, detail) if part)


@cache
def cues_for(language: str | None) -> Cues:
    """The cues of a language (BCP 47; a region is ignored); see the module for languages without cues."""
    known = language_of(base(language) or ENGLISH)
    english = language_of(ENGLISH).cues
    assert english is not None, "English has cues"
    found = known.cues or english
    return Cues(
        language=known.name if known.cues else ENGLISH,
        say=found.say,
        count=found.count,
        chapter=found.chapter,
        words={key: found.words.get(key, ()) for key in english.words},
        reviewed_by=found.reviewed_by,
        foreign=known.cues is None,
    )


@cache
def languages() -> tuple[str, ...]:
    """Languages that have cue words."""
    return folders.languages_with("cues.toml")


def _plural(language: str, number: int) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language).plural_form(number))
    except (UnknownLocaleError, ValueError):
        return "other"
