"""How names are said: W3C pronunciation lexicons (PLS 1.0), the shipped one of a language and the user's own.

An entry replaces a written word by an *alias*, an ordinary spelling that engines read right. It is applied to the text
as written, before numbers and acronyms are written out, so that a user's entry may also say "HRW" or "§ 5".
https://www.w3.org/TR/pronunciation-lexicon/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.errors import UsageError
from audiobrief.languages import ANY, folders, language_of
from audiobrief.languages.tags import base

if TYPE_CHECKING:
    from lxml.etree import _Element

Pairs = tuple[tuple[str, str], ...]

_NAMESPACE = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
_LARGEST_BYTES = 5_000_000
_REMEDY = "Correct the file; its form is W3C PLS 1.0, with an <alias> for each <grapheme>."


def apply(text: str, language: str, own: Pairs = ()) -> str:
    """``text`` with every word of the lexicon replaced by its alias.

    Whole words, case-sensitive, the longest entry first; a word in capitals (a dateline, a headline) also matches the
    entry in small letters. ``own`` are the user's (grapheme, alias) pairs: they win. Aliases are not looked up again.
    """
    pattern, aliases = _compiled(base(language), own)
    if pattern is None:
        return text
    return pattern.sub(lambda match: aliases[match[0].replace("’", "'")], text)


def load(path: Path | str) -> Pairs:
    """The (grapheme, alias) pairs of a user's PLS file, in its order.

    Raises :class:`UsageError` with the line when the file is missing, no XML, no lexicon, or an entry lacks its parts.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UsageError(str(path), f"is larger than {_LARGEST_BYTES:,} bytes", "A lexicon is a list of words.")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(str(path), f"could not be read ({error.strerror or error})", "Check the path.") from error
    return tuple((entry[0], entry[1]) for entry in parse(data, str(path)) if entry[1])


def parse(data: bytes, subject: str) -> list[tuple[str, str, str]]:
    """(grapheme, alias, phoneme) of each entry of a PLS document; alias or phoneme is "" where there is none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{subject}, line {error.lineno or 1}", f"is not XML ({error.msg})", _REMEDY) from error
    if root.tag not in {f"{_NAMESPACE}lexicon", "lexicon"}:
        raise UsageError(f"{subject}, line {root.sourceline}", "is XML, but no <lexicon>", _REMEDY)
    entries: list[tuple[str, str, str]] = []
    for lexeme in root.iterfind(f"{_NAMESPACE}lexeme" if root.tag != "lexicon" else "lexeme"):
        entries += _lexeme(lexeme, subject)
    return entries


def phonemes(language: str) -> Mapping[str, str]:
    """Grapheme -> IPA of the shipped lexicon, for an engine that takes phonemes."""
    return {grapheme: phoneme for grapheme, _, phoneme in _shipped(base(language)) if phoneme}


def unknown_words(text: str, language: str) -> list[str]:
    """Names that are in no lexicon and whose spelling does not tell a reader of ``language`` how to say them.

    A name is a word with a capital of four letters or more, not all capitals, that does not only begin sentences. It
    looks hard when it has a letter that the language does not use, or letters side by side that its own words do not
    have.
    Each word once, in the order of the text; a possessive ending is left off.
    """
    name = base(language)
    unlikely = _unlikely_letters(name)
    known = {word for grapheme, _, _ in _shipped(name) for word in grapheme.split()}
    found: dict[str, bool] = {}
    for match in _NAME.finditer(text):
        word = re.sub(r"['’]s$", "", match[0])
        is_listed = len(word) < 4 or word.isupper() or word in known
        if not is_listed and any(letters.search(word.lower()) for letters in unlikely):
            is_name = not word.isascii() or not _begins_sentence(text, match.start())
            found[word] = found.get(word, False) or is_name
    return [word for word, is_name in found.items() if is_name]


_NAME = re.compile(r"(?<![\w'’-])[^\W\d_a-zа-яё][^\W\d_]*(?:[-'’][^\W\d_]+){0,4}")


@cache
def _unlikely_letters(language: str) -> list[re.Pattern[str]]:
    """Returns groups of letters that a language's own words do not have, and letters that it does not use."""
    own, general = language_of(language).words.names, language_of(ANY).words.names
    return [
        re.compile(letters) for letters in (own.hard_letters or general.hard_letters, own.foreign_letters) if letters
    ]


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" \u00a0\"'“”„«‘(")
    return not before or before[-1] in ".!?:…\n"


@cache
def _shipped(language: str) -> list[tuple[str, str, str]]:
    path = folders.part(language, "lexicon.pls")
    return parse(path.read_bytes(), str(path)) if path else []


@lru_cache(maxsize=32)
def _compiled(language: str, own: Pairs) -> tuple[re.Pattern[str] | None, Mapping[str, str]]:
    """One pattern of all entries, longest first, and what each is said as."""
    aliases: dict[str, str] = {}
    for grapheme, alias, _ in _shipped(language):
        if alias:
            aliases.setdefault(grapheme.replace("’", "'"), alias)
    for grapheme, alias in list(aliases.items()):
        if len(grapheme) > 3:
            aliases.setdefault(grapheme.upper(), alias)
    aliases.update({grapheme.replace("’", "'"): alias for grapheme, alias in own if grapheme})
    if not aliases:
        return None, {}
    listed = "|".join(
        re.escape(word).replace("'", "['’]") for word in sorted(aliases, key=lambda word: (-len(word), word))
    )
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)"), aliases


def _lexeme(lexeme: _Element, subject: str) -> list[tuple[str, str, str]]:
    said = {"grapheme": [], "alias": [], "phoneme": []}  # type: dict[str, list[str]]
    for child in lexeme:
        name = child.tag.removeprefix(_NAMESPACE) if isinstance(child.tag, str) else ""
        text = " ".join((child.text or "").split()) if name in said else ""
        if text:
            said[name].append(text)
    line = f"{subject}, line {lexeme.sourceline}"
    if not said["grapheme"]:
        raise UsageError(line, "an entry has no <grapheme>", _REMEDY)
    if not said["alias"] and not said["phoneme"]:
        raise UsageError(line, f"the entry for {said['grapheme'][0]!r} has neither <alias> nor <phoneme>", _REMEDY)
    alias, phoneme = (said["alias"] or [""])[0], (said["phoneme"] or [""])[0]
    return [(grapheme, alias, phoneme) for grapheme in said["grapheme"]]
