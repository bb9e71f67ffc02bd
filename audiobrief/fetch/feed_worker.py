"""The process in which feedparser runs: bytes of a feed on standard input, its entries as JSON on standard output.

It imports nothing of audiobrief and is run by :mod:`audiobrief.confined`; the first line of the input is the content
type as JSON. Processor time is limited here: the kernel ends the process, whatever it is doing.
"""

from __future__ import annotations

import io
import json
import re
import sys
from types import ModuleType
from typing import Any

_CPU_S = 0.6  # ordinary feeds take 0.05 s
_CPU_S_A_MEGABYTE = 0.3
_MOST_TEXT = 200_000  # characters of one entry
_MEMORY_BYTES = 1_000_000_000


_MOST_NAMES = 20
_SNIFFED = 4096
_SITEMAP = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:urlset|sitemapindex)[\s>]")
_REFERENCE = re.compile(rb"&#(?:[xX]0*([\da-fA-F]*)|0*(\d*));?")
_MOST_DIGITS = 7  # of a character's number


def _known(reference: re.Match[bytes]) -> bytes:
    """Returns a reference to a character; nothing for one to no whole character, at which the parser gives up."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits or b"0", base) if len(digits or b"") <= _MOST_DIGITS else 0
    return b"" if not number or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else reference[0]


def main(confined: ModuleType) -> None:
    """Reads one feed."""
    import feedparser
    import lxml.etree

    content_type = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    # from here on: loading the parser takes longer on some machines than parsing on others
    confined.limit_cpu(_CPU_S + _CPU_S_A_MEGABYTE * len(body) / 1_000_000)
    confined.limit_memory(_MEMORY_BYTES)
    confined.step_in()
    if _SITEMAP.search(body[:_SNIFFED]):
        json.dump(_sitemap(body, lxml.etree), sys.stdout)
        return
    # A stream: feedparser would take a string for an address or a file's name. The HTML of descriptions is of no use
    # here; not to clean it and not to resolve its links makes parsing 15 times faster.
    found = feedparser.parse(
        io.BytesIO(_REFERENCE.sub(_known, body)),
        response_headers={"content-type": _xml_type(content_type)},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    has_links = found.get("version", "").startswith("atom")
    entries = [_entry(entry, _first_link(entry) if has_links else entry.get("link")) for entry in found.entries]
    answer = {"is_feed": bool(found.get("version")), "home": found.feed.get("link"), "entries": entries}
    json.dump(answer, sys.stdout)


def _sitemap(body: bytes, etree: ModuleType) -> dict[str, Any]:
    """Returns the addresses that a sitemap names, or the sitemaps that an index of sitemaps does."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(body, parser)
    rows = root if root is not None else ()
    return {"is_feed": True, "home": None, "entries": [_place(row) for row in rows if isinstance(row.tag, str)]}


def _place(row: Any) -> dict[str, Any]:
    told = {str(part.tag).rpartition("}")[2]: part.text for part in row.iter() if isinstance(part.tag, str)}
    return {
        "url": told.get("loc"),
        "title": told.get("title"),
        "published": (told.get("publication_date") or "").strip(),
        "changed": (told.get("lastmod") or "").strip(),
    }


def _xml_type(content_type: str) -> str:
    """Returns the type with its charset; a wrong one makes the parser doubt the XML."""
    _, _, charset = content_type.partition(";")
    return f"application/xml;{charset}" if charset else "application/xml"


def _first_link(entry: Any) -> Any:
    """Returns the page that an Atom entry names first: programs that keep articles name their own view after it."""
    pages = [link.get("href") for link in entry.get("links") or () if link.get("rel") == "alternate"]
    return pages[0] if pages else entry.get("link")


def _entry(entry: Any, url: str | None) -> dict[str, Any]:
    held, is_full = _held(entry)
    return {
        "text": held["value"][:_MOST_TEXT],
        "is_full": is_full,
        "base": held.get("base"),
        "authors": [author.get("name") for author in (entry.get("authors") or ())[:_MOST_NAMES]],
        "url": url,
        "title": entry.get("title"),
        "id": entry.get("id"),
        "categories": [tag.get("label") or tag.get("term") for tag in (entry.get("tags") or ())[:_MOST_NAMES]],
        "published": _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
    }


def _held(entry: Any) -> tuple[dict[str, Any], bool]:
    """Returns the text of an entry, and whether it is given as its content, not as a summary."""
    contents = [content for content in entry.get("content") or () if content.get("value")]
    if contents:
        return max(contents, key=lambda content: len(content["value"])), True
    return {**(entry.get("summary_detail") or {}), "value": entry.get("summary") or ""}, False


def _moment(parsed: Any) -> str | None:
    """Returns a time of feedparser, which is UTC, as ISO 8601."""
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+00:00"
