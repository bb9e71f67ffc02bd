"""The files that are made of an episode: one row a format, for feed, page, check, server and ``audiobrief read``.

A new format is a row here and a function in :mod:`audiobrief.publish`; docs/extending.md shows how.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OLDER = re.compile(r"-[0-9a-f]{8}$")


def is_older(slug: str) -> bool:
    """Tells whether an episode is from the time when the files of all episodes were named alike (8 digits, now 10)."""
    return _OLDER.search(slug) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """All that any stage must know of one kind of file."""

    name: str
    """Of the file, in the episode's folder; see :meth:`named`."""
    media_type: str
    renderer: str
    """Module and function of :mod:`audiobrief.publish` that make it."""
    needs: tuple[str, ...] = ()
    """What that function takes after the episode: "feed", "audio" (bytes of the MP3), "cover" (bytes of a JPEG)."""
    is_text: bool = False
    """Sent as UTF-8, and compressed to who asks for it."""
    rel: str | None = None
    """``rel`` of the feed's ``podcast:transcript``, may be empty; None = the feed does not name it as a transcript."""
    book: str = ""
    """Its name in the ``books`` of audiobrief.toml; "" = no feed can do without it."""
    is_in_feed: bool = True
    """Made for each episode of a feed, not only by ``audiobrief read``."""
    codecs: str = ""
    """As RFC 6381 names what it holds: the feed offers it beside the MP3 (``podcast:alternateEnclosure``)."""
    label: str = ""
    """Text of the link on the episode's page; "" = no link."""
    flag: str = ""
    """Option of ``audiobrief read`` that asks for it; "" = none."""
    help: str = ""
    """What that option says of itself."""
    ending: str = ""
    """What follows the slug in the name of a file that people take away; "" = named alike in every folder."""

    def named(self, slug: str) -> str:
        """Returns the name of an episode's file: players keep downloads in one folder, so the slug names it.

        Addresses do not change: what was published as ``episode.mp3`` stays that.
        """
        return f"{slug}{self.ending}" if self.ending and not is_older(slug) else self.name

    @property
    def suffix(self) -> str:
        """Returns the end of the name: ".vtt"."""
        return self.name[self.name.rindex(".") :]


AI_CONTENT = "ai-content"
"""Says of a podcast, an episode and an MP3 alike that its speech is synthetic: the purpose of ``podcast:txt``."""
AUDIO = Format(name="episode.mp3", ending=".mp3", media_type="audio/mpeg", renderer="", label="MP3")
"""The recording itself, which everything else is made after."""
CHAPTERS = Format(
    name="chapters.json",
    media_type="application/json+chapters",
    renderer="chapter_lists.json_chapters",
    needs=("feed",),
    is_text=True,
)
CAPTIONS = Format(
    name="transcript.vtt",
    media_type="text/vtt",
    renderer="transcript.vtt",
    is_text=True,
    rel="captions",
    label="WebVTT",
    flag="transcript",
    help="Also write a WebVTT transcript beside the MP3.",
)

FORMATS: tuple[Format, ...] = (
    Format(
        name="episode.epub",
        ending=".epub",
        media_type="application/epub+zip",
        renderer="epub.epub",
        needs=("audio", "cover"),
        book="epub",
        label="EPUB",
        flag="epub",
        help="Also write an EPUB book with synchronised text beside the MP3.",
    ),
    Format(
        name="daisy.zip",
        ending="-daisy.zip",
        media_type="application/zip",
        renderer="daisy.daisy",
        needs=("audio",),
        book="daisy",
        label="DAISY",
    ),
    Format(
        name="episode.m4b",
        ending=".m4b",
        media_type="audio/mp4",
        renderer="m4b.m4b",
        needs=("audio", "cover"),
        book="m4b",
        codecs="mp4a.40.2",
        label="M4B",
        flag="m4b",
        help="Also write an M4B audiobook beside the MP3 (needs ffmpeg).",
    ),
    Format(
        name="episode.opus",
        ending=".opus",
        media_type="audio/ogg",
        renderer="opus.opus",
        needs=("audio",),
        book="opus",
        codecs="opus",
        label="Opus",
        flag="opus",
        help="Also write a small Opus file for slow lines beside the MP3.",
    ),
    CHAPTERS,
    Format(name="transcript.json", media_type="application/json", renderer="transcript.json", is_text=True, rel=""),
    Format(
        name="transcript.html",
        media_type="text/html",
        renderer="transcript.html",
        is_text=True,
        rel="",
        label="HTML",
    ),
    CAPTIONS,
    Format(
        name="transcript.srt",
        media_type="application/x-subrip",
        renderer="transcript.srt",
        is_text=True,
        rel="captions",
        label="SRT",
    ),
    Format(
        name="transcript.lrc",
        media_type="text/plain",
        renderer="transcript.lrc",
        is_text=True,
        is_in_feed=False,
        flag="lrc",
        help="Also write timed lines (LRC) beside the MP3, for music players.",
    ),
)
"""In the order of the links on an episode's page."""

TRANSCRIPTS = tuple(sorted((row for row in FORMATS if row.rel is not None), key=lambda row: row.rel != "captions"))
"""In the order of the feed: captions first, since some apps take the first that they know."""
BOOKS = tuple(row.book for row in FORMATS if row.book)
USUAL_BOOKS = ("epub", "daisy")
"""Of a feed that does not say which."""
FLAGGED = tuple(sorted((row for row in FORMATS if row.flag), key=lambda row: not row.is_text))
"""In the order of the help."""


def in_feed(books: tuple[str, ...]) -> tuple[Format, ...]:
    """Returns what each episode of a feed with these books has beside its audio."""
    return tuple(row for row in FORMATS if row.is_in_feed and (not row.book or row.book in books))
