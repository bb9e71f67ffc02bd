"""The other enclosures of an episode: are they what the feed says of them?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from audiobrief.check.channel_rules import is_web_address
from audiobrief.check.feed import Element, Item
from audiobrief.check.finding import Faults
from audiobrief.formats import AUDIO, FORMATS

_SOUNDS = {row.suffix: row.media_type for row in (AUDIO, *FORMATS) if row.media_type.startswith("audio/")}
_SRI = ("sha256", "sha384", "sha512")


def alternate_faults(item: Item) -> Faults:
    """Yields what is wrong with them; what is behind addresses of other kinds (a torrent) is not asked."""
    for one in item.element.all("podcast:alternateEnclosure"):
        sources = [source.get("uri") or "" for source in one.all("podcast:source")]
        if not sources:
            yield item.subject, "its podcast:alternateEnclosure has no podcast:source"
        for url in filter(is_web_address, sources):
            data = item.read(url)
            facts = ["is not there"] if data is None else _facts(one, url, data)
            yield from ((item.subject, f"its enclosure {url} {fact}") for fact in facts)


def _facts(one: Element, url: str, data: bytes) -> Iterator[str]:
    kind, length = one.get("type"), one.get("length")
    if _SOUNDS.get(PurePosixPath(url).suffix, kind) != kind:
        yield f'has the type "{kind}"'
    if length not in (None, str(len(data))):
        yield f"says {length} bytes, the file has {len(data)}"
    integrity = one.one("podcast:integrity")
    if integrity.get("type") == "sri" and not _is_digest(integrity.get("value") or "", data):
        yield "is not the file that its podcast:integrity tells of"


def _is_digest(value: str, data: bytes) -> bool:
    method, _, digest = value.partition("-")
    return method in _SRI and base64.b64encode(hashlib.new(method, data).digest()).decode() == digest
