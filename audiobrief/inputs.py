"""What people give to be read: one row a form, found by its content, never by its name.

Rows that are *opened* have a function in :mod:`audiobrief.extract.saved` that finds the page in them; all others are
refused with what to do instead.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

LIMIT_BYTES = 5_000_000
"""Of a page's text; ``data:`` addresses (pictures inside it) do not count."""
OPENED_LIMIT_BYTES = 60_000_000
"""Of a file that a page is packed in."""
FEED_LIMIT_BYTES = 15_000_000
"""Of a feed or a sitemap, unpacked."""
_SNIFFED = 4096
_KEPT_DATA = 64
"""Characters that are kept of each ``data:`` address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A form of file."""

    name: str
    """With its article: "an EPUB book"."""
    opener: str = ""
    """Module of :mod:`audiobrief.extract.saved` whose ``opened`` finds the page in it; "" = it is refused."""
    remedy: str = ""
    """What to do with a form that is refused."""
    media_types: tuple[str, ...] = ()
    """Under which servers send it."""
    suffixes: tuple[str, ...] = ()
    """Of the files in a source folder that are taken."""
    is_feed: bool = False
    """`feed update` asks it for articles, so fetching lets it pass."""


_AS_TEXT = "Save its text as .txt, .docx or .html and give that"
_ANOTHER = "Give a web page, a text, a mail, a book or a document"
_AGAIN = "Save or fetch it again and give that"
MHTML = Input(
    name="a saved web page (MHTML)",
    opener="mime",
    media_types=("multipart/related", "application/x-mimearchive"),
    suffixes=(".mht", ".mhtml"),
)
MAIL = Input(name="a mail", opener="mime", media_types=("message/rfc822",), suffixes=(".eml",))
WEBARCHIVE = Input(
    name="a saved web page (Web Archive)",
    opener="webarchive",
    media_types=("application/x-webarchive",),
    suffixes=(".webarchive",),
)
EPUB = Input(name="an EPUB book", opener="epub", media_types=("application/epub+zip",), suffixes=(".epub",))
DOCX = Input(
    name="a Word document",
    opener="docx",
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    suffixes=(".docx",),
)
OPENED = (MHTML, MAIL, WEBARCHIVE, EPUB, DOCX)
FEED = Input(
    name="a news feed, not an article",
    remedy="Add it to a feed (audiobrief feed add FEED URL), or give the address of one of its articles",
    is_feed=True,
)
SITEMAP = Input(
    name="a sitemap, a list of addresses",
    remedy="Add it to a feed (audiobrief feed add FEED URL), or give the address of one article",
    is_feed=True,
)
REFUSED = {
    "opml": Input(name="a list of feeds (OPML)", remedy="Add its feeds to a feed (audiobrief feed add FEED FILE)"),
    "pdf": Input(name="a PDF document", remedy="Save its text as .txt, or the article's web page as .html"),
    "rtf": Input(name="an RTF document", remedy="Save it as .docx, .html or .txt and give that"),
    "odf": Input(name="an OpenDocument file", remedy="Save it as .docx, .html or .txt and give that"),
    "office": Input(name="a spreadsheet or a presentation", remedy=_AS_TEXT),
    "old office": Input(
        name="an Office document or mail in Microsoft's old format",
        remedy="Save it as .docx, .html or .eml and give that",
    ),
    "locked": Input(
        name="an Office document with a password", remedy="Open it, save it without a password and give that"
    ),
    "damaged zip": Input(name="a ZIP file that is cut off or damaged", remedy=_AGAIN),
    "zip": Input(name="a ZIP archive", remedy="Unpack it and give the page in it"),
    "packed": Input(name="a compressed file", remedy="Unpack it and give the page in it"),
    "shortcut": Input(name="a shortcut to a page", remedy="Open it and give the page's address"),
    "plist": Input(name="a property list", remedy=_ANOTHER),
    "warc": Input(name="a web archive (WARC)", remedy="Open it, save the page as .html or .mhtml and give that"),
    "calendar": Input(name="a calendar", remedy=_ANOTHER),
    "image": Input(name="an image", remedy=_ANOTHER),
    "sound": Input(name="a sound file", remedy=_ANOTHER),
    "media": Input(name="a sound, a film or an image", remedy=_ANOTHER),
    "program": Input(name="a program", remedy=_ANOTHER),
    "database": Input(name="a database", remedy=_ANOTHER),
    "binary": Input(name="binary data, not text", remedy=_ANOTHER),
}
_ROOTS = {b"urlset": SITEMAP, b"sitemapindex": SITEMAP, b"opml": REFUSED["opml"], b"svg": REFUSED["image"]}
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"[InternetShortcut]", "shortcut"),
    (b"BEGIN:VCALENDAR", "calendar"),
    (b"WARC/1.", "warc"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"RIFF", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\xff\xfb", "sound"),
    (b"\xff\xf3", "sound"),
    (b"\xff\xf2", "sound"),
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"Rar!\x1a", "packed"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"SQLite format 3", "database"),
)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>[]*>|\s)*", re.DOTALL)
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(rss|feed|entry|RDF|urlset|sitemapindex|opml|plist|svg)[\s>/]")
JSON_FEED = "jsonfeed.org/version/"
"""In the version that a JSON Feed states."""
_HEADER_LINE = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):(?:\s|\Z)")
_MIME = frozenset(
    {b"mime-version", b"content-type", b"content-transfer-encoding", b"snapshot-content-location", b"received"}
)
_TO_SOMEBODY = frozenset({b"to", b"received", b"message-id", b"delivered-to", b"list-unsubscribe", b"reply-to"})
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_NO_CONTROLS = bytes({*range(128, 256), *range(32, 127), 0, 9, 10, 11, 12, 13, 27})
"""ISO-2022 text has escapes; zeros are counted apart."""
_DATA = re.compile(rb"(data:[\w.+-]+/[^\s\"'<>,]{0,100},[^\s\"'<>()\\]{%d})[^\s\"'<>()\\]{1000,}" % _KEPT_DATA)
_STEP_BYTES = 1_000_000
DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError)
"""What the standard library raises for a ZIP file that is none, or whose parts cannot be read."""


def form_of(body: bytes) -> Input | None:
    """Returns what a file is, where it is neither a page nor a plain text; one look at its first bytes tells most."""
    if body[:8].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _xml(body)
    packed = next((find for mark, find in _CONTAINERS if body.startswith(mark)), _by_magic)
    return packed(body) or (_text(body) if is_plain(body) else REFUSED["binary"])


def _by_magic(body: bytes) -> Input | None:
    if body[4:8] == b"ftyp":
        return REFUSED["media"]
    return next((REFUSED[row] for magic, row in _MAGIC if body.startswith(magic) and _is_sure(magic, body)), None)


def _is_sure(magic: bytes, body: bytes) -> bool:
    """Letters may begin a text too: "BMW sold more cars"."""
    return len(magic) > 4 or not magic.isalnum() or not is_plain(body)


def is_plain(body: bytes) -> bool:
    """Tells text, which has next to no control characters; UTF-16 has zeros in one half of its bytes."""
    if body.startswith(_BOMS):
        return True
    head = body[:_SNIFFED]
    if len(head.translate(None, _NO_CONTROLS)) * 100 > len(head):
        return False
    even, odd = sorted((head[0::2].count(0), head[1::2].count(0)))
    return odd * 100 <= len(head) or even * 10 < odd


def _xml(body: bytes) -> Input | None:
    """Knows feeds, sitemaps and archives by their first element."""
    root = _ROOT.match(_PROLOG.sub(b"", body[:_SNIFFED], count=1))
    if root is None:
        return None
    return _plist(body) if root[1] == b"plist" else _ROOTS.get(root[1], FEED)


def _text(body: bytes) -> Input | None:
    """Knows JSON Feed by its version, and mails and MHTML by the MIME header above them."""
    if body[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return FEED if JSON_FEED.encode() in body[:1000] else None
    names, says = _header(body[:_SNIFFED])
    if len(names) < 2 or _MIME.isdisjoint(names):
        return None
    return MAIL if not _TO_SOMEBODY.isdisjoint(names) or b"multipart/related" not in says else MHTML


def _header(head: bytes) -> tuple[list[bytes], bytes]:
    """Returns the names of the lines of a MIME header, none when it is none, and all that it says, in lower case."""
    names: list[bytes] = []
    top = head.lstrip(b"\xef\xbb\xbf\r\n").lower()
    lines = top.split(b"\n")
    if len(head) == _SNIFFED:
        lines = lines[:-1]
    for number, line in enumerate(lines):
        if not line.strip():
            break
        field = _HEADER_LINE.match(line)
        if field:
            names.append(field[1])
        elif line[:1] not in (b" ", b"\t") and not (number == 0 and line.startswith(b"from ")):
            return [], b""
    return names, top.partition(b"\n\n")[0].partition(b"\n\r\n")[0]


def _plist(body: bytes) -> Input:
    if b"WebMainResource" in body:
        return WEBARCHIVE
    return REFUSED["shortcut" if b"URL" in body[:1000] else "plist"]


def _ole(body: bytes) -> Input:
    return REFUSED["locked" if "EncryptedPackage".encode("utf-16-le") in body else "old office"]


def _zip(body: bytes) -> Input:
    """Knows what is in a ZIP file by the names in it."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = archive.namelist()
    except DAMAGES:
        return REFUSED["damaged zip"]
    return next((row for row, holds in _IN_ZIP if any(map(holds, names))), REFUSED["zip"])


_IN_ZIP: tuple[tuple[Input, Callable[[str], bool]], ...] = (
    (EPUB, lambda name: name == "META-INF/container.xml"),
    (DOCX, lambda name: name.startswith("word/")),
    (REFUSED["office"], lambda name: name.startswith(("xl/", "ppt/"))),
    (REFUSED["odf"], lambda name: name == "META-INF/manifest.xml"),
)
_CONTAINERS: tuple[tuple[bytes, Callable[[bytes], Input | None]], ...] = (
    (_ZIP, _zip),
    (b"PK\x05\x06", _zip),
    (_OLE, _ole),
    (b"bplist", _plist),
)


def may_be_packed(head: bytes) -> bool:
    """Tells from its first bytes alone whether a file may be one that a page is packed in: it may be larger."""
    if head.startswith((_ZIP, b"bplist")):
        return True
    found = _xml(head) if head[:1] == b"<" else _text(head) if is_plain(head) else None
    return found in OPENED or (found is REFUSED["plist"])


def without_data(pieces: Iterable[bytes], limit_bytes: int) -> bytes | None:
    """Joins the pieces of a page without the pictures that are written into it as ``data:`` addresses.

    Returns None as soon as more than ``limit_bytes`` are left; never holds much more than that.
    """
    kept = bytearray()
    rest = b""
    for piece in _steps(pieces):
        rest = _DATA.sub(rb"\1", rest + piece)
        # An address that is not at its end waits for the next piece, and so may half of the word "data:".
        at = rest.find(b"data:", max(map(rest.rfind, _ENDS_DATA)) + 1)
        cut = at if at >= 0 else max(0, len(rest) - len(b"data:"))
        kept += rest[:cut]
        rest = rest[cut:]
        if len(kept) + len(rest) > limit_bytes + _STEP_BYTES:
            return None
    kept += rest
    return bytes(kept) if len(kept) <= limit_bytes else None


_ENDS_DATA = (b" ", b"\t", b"\n", b"\r", b"\f", b"\v", b'"', b"'", b"<", b">", b"(", b")", b"\\")


def _steps(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        for at in range(0, len(piece), _STEP_BYTES):
            yield piece[at : at + _STEP_BYTES]
