"""What a library knows of one episode, as a file beside the published one: of these a lost library is made again.

The script lies beside it in a file of its own, and addresses that an article was fetched from are the owner's secret:
neither is in the record.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from audiobrief.errors import UNREADABLE, OutputError
from audiobrief.library import editions, matching
from audiobrief.library.editions import StoryPlace
from audiobrief.model import Episode, Script, Timeline

NAME = "record.json"


class StoryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A story of an edition, and by what its article is known again."""

    guid: str
    slug: str
    published: str
    text_hash: str
    program: str
    shingles: bytes
    name: str
    day: str
    due: str
    section: str
    listings: tuple[str, ...] = ()


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
    stories: tuple[StoryRecord, ...] = ()
    """Of an edition, in its order."""

    def stories_as_articles(self, scripts: Sequence[Script]) -> Iterator[Record]:
        """Yields the record of each story of an edition as of an article that is heard in editions alone."""
        for story, script in zip(self.stories, scripts, strict=False):
            yield Record(
                text_hash=story.text_hash,
                program=story.program,
                shingles=story.shingles,
                episode=unheard(script, story.guid, story.slug, story.published),
                listings=story.listings,
            )


def unheard(script: Script, guid: str, slug: str, published: str) -> Episode:
    """Returns what stands for the episode of an article that is heard in editions alone: its script, no sound."""
    article = replace(script.article, blocks=())
    return Episode(guid, slug, replace(script, article=article), Timeline(1, 0, ()), (), 0, "", published)


def stories_of(db: sqlite3.Connection, edition: str) -> tuple[StoryRecord, ...]:
    """Returns the stories that an edition holds, in its order; none of what is no edition."""
    rows = db.execute(
        "SELECT guid, slug, episodes.published, text_hash, program, shingles, name, day, due, section FROM stories"
        " JOIN articles USING (guid) JOIN episodes USING (guid)"
        " WHERE edition = ? AND superseded IS NULL AND place NOT NULL ORDER BY place",
        (edition,),
    )
    return tuple(
        StoryRecord(**dict(row), listings=matching.notes_of(db, row["guid"], "feed")) for row in rows.fetchall()
    )


def restore_places(db: sqlite3.Connection, record: Record) -> None:
    """Puts the stories of an edition where they were."""
    edition = record.episode.guid
    for story in record.stories:
        editions.enter(db, story.guid, [StoryPlace(edition, story.name, story.day, story.due, story.section)])
    editions.tell(
        db, edition, [story.guid for story in record.stories], max((s.due for s in record.stories), default="")
    )


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
