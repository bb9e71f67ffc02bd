"""Whether a language tag that somebody typed is one, and which was meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from audiobrief.errors import UsageError
from audiobrief.languages import ANY, folders
from audiobrief.languages.tags import base
from audiobrief.text.near import nearest


@cache
def tags_by_name() -> Mapping[str, str]:
    """Returns tags by what a language is called in English or in itself, in small letters: german, deutsch."""
    from babel import Locale

    own = {tag: Locale.parse(tag).get_language_name(tag) or tag for tag in folders.names() if tag != ANY}
    english = {tag.replace("_", "-"): name for tag, name in Locale("en").languages.items()}
    return {name.casefold(): tag for names in (own, english) for tag, name in names.items()}


def checked(tag: str) -> str:
    """Returns a tag whose language is known. Raises :class:`UsageError` that names the one that was meant."""
    from babel import Locale

    names = Locale("en").languages
    first = tag.replace("_", "-").partition("-")[0].lower()
    if first in names or base(tag) in names:
        return tag
    known = tags_by_name()
    near = nearest(tag, known)
    remedy = f"Did you mean {known[near]} ({near.title()})?" if near else "Give a tag like en, de or pt-BR"
    raise UsageError(f"language {tag}", "is no language tag", remedy)
