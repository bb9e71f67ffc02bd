"""What a library knows of one episode, as a file beside the published one: of these a lost library is made again.

The script lies beside it in a file of its own, and addresses that an article was fetched from are the owner's secret:
neither is in the record.
"""

from __future__ import annotations

import zlib
from dataclasses import replace

import msgspec

from audiobrief.errors import UNREADABLE, OutputError
from audiobrief.model import Episode, Script

NAME = "record.json"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """An episode, and by what its article is known again."""

    version: int = 1
    text_hash: str
    program: str
    shingles: bytes
    """Little-endian 64-bit numbers, as the library keeps them."""
    episode: Episode
    """Without segments."""
    listings: tuple[str, ...] = ()
    """Keys of the feeds that name the article; they tell neither a feed's address nor its name of it."""


def packed(record: Record) -> bytes:
    """Encodes a record as JSON, without the script's segments."""
    episode = replace(record.episode, script=Script(record.episode.script.article))
    return msgspec.json.encode(msgspec.structs.replace(record, episode=episode), enc_hook=list)


def unpacked(data: bytes, script: Script, shown: str) -> Record:
    """Decodes a record and gives its episode the script back. Raises :class:`OutputError`; ``shown`` names the file."""
    try:
        record = msgspec.json.decode(data, type=Record)
    except UNREADABLE as error:
        raise OutputError(shown, f"is damaged ({error})", "Restore it from a backup") from error
    article = replace(script.article, blocks=())
    return msgspec.structs.replace(
        record, episode=with_tuples(replace(record.episode, script=replace(script, article=article)))
    )


def with_tuples(episode: Episode) -> Episode:
    """Returns a decoded episode with its marks as tuples, as they were."""
    spans = tuple(replace(span, marks=tuple(span.marks)) for span in episode.timeline.spans)
    return replace(episode, timeline=replace(episode.timeline, spans=spans))


def decoded(body: bytes) -> Episode:
    """Decodes a row's episode; sequences are decoded as tuples. Raises :class:`ValueError` for a damaged one."""
    try:
        body = body if body.startswith(b"{") else zlib.decompress(body)  # the first libraries did not compress
        return with_tuples(msgspec.json.decode(body, type=Episode))
    except (zlib.error, *UNREADABLE) as error:
        raise ValueError(str(error)) from error


def encoded(episode: Episode) -> bytes:
    """Compresses an episode: times of words are most of it, and compress to a sixth."""
    return zlib.compress(msgspec.json.encode(episode, enc_hook=list))  # marks may be any sequence
