"""Pronunciation lexicons as files: W3C PLS 1.0, read strictly, and changed without touching what they hold besides.

https://www.w3.org/TR/pronunciation-lexicon/
"""

from __future__ import annotations

import html
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from audiobrief.choices import Pronunciation
from audiobrief.errors import UsageError
from audiobrief.languages import folders
from audiobrief.languages.tags import base

if TYPE_CHECKING:
    from lxml.etree import _Element

Own = tuple[Pronunciation | tuple[str, str], ...]
"""The user's entries, as they were read."""

_NAMESPACE = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
_SOURCE = "{http://purl.org/dc/elements/1.1/}source"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LARGEST_BYTES = 5_000_000
_REMEDY = "Correct the file; its form is W3C PLS 1.0, with <alias> or <phoneme> for each <grapheme>."
_EMPTY = """\
<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="{}">
</lexicon>
"""


def load(path: Path | str) -> tuple[Pronunciation, ...]:
    """The entries of a user's PLS file, in its order.

    Raises :class:`UsageError` with the line when the file is missing, no XML, no lexicon, or an entry lacks its parts.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UsageError(str(path), f"is larger than {_LARGEST_BYTES:,} bytes", "A lexicon is a list of words.")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(str(path), f"could not be read ({error.strerror or error})", "Check the path.") from error
    return tuple(parse(data, str(path)))


def parse(data: bytes, subject: str) -> list[Pronunciation]:
    """The entries of a PLS document, in its language; alias or phoneme is "" where there is none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{subject}, line {error.lineno or 1}", f"is not XML ({error.msg})", _REMEDY) from error
    if root.tag not in {f"{_NAMESPACE}lexicon", "lexicon"}:
        raise UsageError(f"{subject}, line {root.sourceline}", "is XML, but no <lexicon>", _REMEDY)
    lexemes = root.iterfind(f"{_NAMESPACE}lexeme" if root.tag != "lexicon" else "lexeme")
    language = root.get(_LANGUAGE, "")
    return [entry for lexeme in lexemes for entry in _lexeme(lexeme, language, subject)]


def in_language(own: Own, language: str) -> list[Pronunciation]:
    """Returns the user's entries that hold in a language."""
    entries = (Pronunciation(*entry) for entry in own)
    return [entry for entry in entries if base(entry.language) in {"", base(language)} or not language]


@cache
def shipped(language: str) -> list[Pronunciation]:
    """Returns the entries that come with a language, named as its folder is; each has its source."""
    path = folders.part(language, "lexicon.pls")
    entries = parse(path.read_bytes(), str(path)) if path else []
    bare = next((entry.grapheme for entry in entries if not entry.source), None)
    if bare is not None:
        raise UsageError(str(path), f"the entry for {bare!r} has no dc:source", "Name the dictionary or the rule")
    return entries


def key(word: str) -> str:
    """Returns a word in the one form that entries are looked up in."""
    return " ".join(unicodedata.normalize("NFC", word).replace("’", "'").split())


def language_of(data: bytes) -> str:
    """Returns the language that a PLS document is for; empty: any."""
    from lxml import etree

    return str(etree.fromstring(data, etree.XMLParser(resolve_entities=False)).get(_LANGUAGE, ""))


def with_entry(data: bytes | None, entry: Pronunciation, subject: str) -> bytes:
    """Returns a PLS document with one more entry, in place of those of the same word; every other byte stays.

    None is a document that is not there yet. Raises :class:`UsageError` for what is no lexicon.
    """
    if data is None:
        data = _EMPTY.format(html.escape(entry.language)).encode()
    parse(data, subject)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UsageError(subject, "is written in UTF-16", "Save it as UTF-8; then it can be added to.")
    parts = _parts(data)
    root = parts[-1]
    made = _lexeme_of(entry, root.name.removesuffix("lexicon")).encode(root.encoding, "xmlcharrefreplace")
    gone = _of_word(parts, key(entry.grapheme))
    first = next((one for one in gone if one.kind == "lexeme"), None)
    edits = [(len(data[: one.start].rstrip()), one.end, b"") for one in gone if one is not first]
    edits.append((first.start, first.end, made) if first else _at_the_end(data, root, made))
    for start, end, new in sorted(edits, reverse=True):
        data = data[:start] + new + data[end:]
    return data


def _at_the_end(data: bytes, root: _Part, made: bytes) -> tuple[int, int, bytes]:
    """Returns the bytes that make way for an entry, and what comes there."""
    if data.endswith(b"/>", 0, root.end):
        return root.end - 2, root.end, b">\n  " + made + b"\n" + f"</{root.name}>".encode()
    last = data.rindex(b"</", 0, root.end)
    return last, last, b"  " + made + b"\n"


def _lexeme_of(entry: Pronunciation, prefix: str) -> str:
    how = ("phoneme", entry.phoneme) if entry.phoneme else ("alias", entry.alias)
    texts = (("grapheme", entry.grapheme), how)
    inner = [_element(prefix + name, html.escape(text, quote=False)) for name, text in texts]
    return _element(f"{prefix}lexeme", "".join(inner))


class _Part(NamedTuple):
    """An element of a document, and where its bytes lie."""

    name: str
    start: int
    end: int
    text: str
    encoding: str

    @property
    def kind(self) -> str:
        return self.name.rpartition(":")[2]


def _parts(data: bytes) -> list[_Part]:
    """Lists the elements of a document, each as it ends: the root is the last."""
    reader = expat.ParserCreate()
    reader.buffer_text = True
    opened: list[tuple[int, list[str]]] = []
    parts: list[_Part] = []
    encodings = ["utf-8"]

    def write(text: str) -> None:
        opened[-1][1].append(text)

    def end(name: str) -> None:
        at = reader.CurrentByteIndex
        behind = data.index(b">", at) + 1 if data.startswith(b"</", at) else at
        start, texts = opened.pop()
        parts.append(_Part(name, start, behind, " ".join("".join(texts).split()), encodings[-1]))

    reader.XmlDeclHandler = lambda version, encoding, alone: encodings.append(encoding or "utf-8")
    reader.StartElementHandler = lambda name, attributes: opened.append((reader.CurrentByteIndex, []))
    reader.CharacterDataHandler = write
    reader.EndElementHandler = end
    reader.Parse(data, True)
    return parts


def _of_word(parts: list[_Part], word: str) -> list[_Part]:
    """Lists what says how a word is read: whole entries, or one of an entry's words."""
    found: list[_Part] = []
    words: list[_Part] = []
    for part in parts:
        words += [part] if part.kind == "grapheme" else []
        if part.kind == "lexeme":
            same = [one for one in words if key(one.text) == word]
            found += [part] if words == same else same
            words = []
    return found


def _element(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>"


def _lexeme(lexeme: _Element, language: str, subject: str) -> list[Pronunciation]:
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
    source = lexeme.get(_SOURCE, "")
    return [Pronunciation(grapheme, alias, phoneme, language, source) for grapheme in said["grapheme"]]
