"""The values that flow from stage to stage: frozen, slotted, JSON-able (but for page bytes and PCM).

Page -> Article -> Script -> Utterances -> Clips -> Episode -> Feed. Every unit is in its field's name. This module
and :mod:`audiobrief.errors` are the centre of the house: every stage imports them, and no stage another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audiobrief.audio import Clip as Clip
from audiobrief.audio import Mark as Mark
from audiobrief.audio import Span as Span
from audiobrief.audio import Timeline as Timeline
from audiobrief.choices import MixSettings as MixSettings
from audiobrief.choices import ScriptOptions as ScriptOptions
from audiobrief.roles import Dateline as Dateline
from audiobrief.roles import Doubt as Doubt
from audiobrief.roles import Dropped as Dropped
from audiobrief.roles import Inline as Inline
from audiobrief.roles import InlineKind as InlineKind
from audiobrief.roles import Link as Link
from audiobrief.roles import PageWarning as PageWarning
from audiobrief.roles import Reason as Reason
from audiobrief.roles import Role as Role


@dataclass(frozen=True, slots=True)
class Page:
    """Untouched input."""

    url: str
    body: bytes
    content_type: str = "text/html"
    """As the server or the file's name said, with a charset where one was given; "" = find out."""
    published: str | None = None
    """When the feed that named the page says that it came out (ISO 8601)."""
    authors: tuple[str, ...] = ()
    """Who wrote it, as that feed says."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article, typed."""

    role: Role
    text: str
    """As written on the page, blanks folded. A table's rows are joined by newlines, its cells by tabs."""
    language: str | None = None
    """BCP 47, only where it differs from the article's."""
    level: int | None = None
    """Subheads: 2 to 6. List items: nesting depth from 1."""
    group: int | None = None
    """Items of one list share a number; so do the paragraphs of one block quote."""
    ordinal: int | None = None
    """The printed number of an item of a numbered list."""
    source: str | None = None
    """Attribution as printed (block quote's cite, tweet's author, interview speaker)."""
    speaker: str | None = None
    confidence: float | None = None
    dateline: Dateline | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    """Rows of a table."""
    header_rows: int = 0
    """How many of ``cells`` are headers."""
    links: tuple[Link, ...] = ()
    inlines: tuple[Inline, ...] = ()
    """In the order of the text; those of a kind do not overlap."""
    embed_kind: str | None = None
    """tweet, video, audio, poll, map, gallery, post, document."""
    alt: str | None = None
    """An image's text alternative, where it says more than the caption."""
    credit: str | None = None
    """An image's photographer or agency, as printed."""
    image: str | None = None
    time: str | None = None
    """Of a live-blog entry, as printed or ISO 8601."""


@dataclass(frozen=True, slots=True)
class Article:
    """What was read from a page."""

    url: str = ""
    """Canonical, where the page names one of its own site."""
    title: str = ""
    site: str | None = None
    language: str | None = None
    """BCP 47."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601, date or date and time."""
    updated: str | None = None
    image: str | None = None
    licence: str | None = None
    description: str | None = None
    """The page's own summary (meta description); never spoken, for show notes."""
    section: str | None = None
    """The part of its site that the page says it is in: "Sport"."""
    places: tuple[str, ...] = ()
    """Where its datelines say that it was filed, as names: "Port Ansel, Maine"."""
    blocks: tuple[Block, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[PageWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks and who said them. Offsets are characters of ``paragraphs[paragraph]``."""

    paragraph: int
    start: int
    end: int
    """The words between the marks, the marks not included."""
    source: str | None = None
    """The attribution as printed: "he", "the watchdog"."""
    source_start: int | None = None
    """Offset of ``source`` in the same paragraph; None when it stands elsewhere."""
    speaker: str | None = None
    """The resolved name, or None when unsure."""
    confidence: float | None = None
    is_partial: bool = False
    """A fragment inside a sentence, not a statement of its own."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One thing to say."""

    role: Role
    text: str
    """As spoken: numbers, dates and abbreviations written out."""
    written: str = ""
    """As on the page; of a cue, its words where they are spoken otherwise ("Published May 14, 2026."), else empty."""
    source: str | None = None
    speaker: str | None = None
    confidence: float | None = None
    language: str | None = None
    """BCP 47, where it differs from the article's."""
    voice: str | None = None
    """A voice of the cast ("quote-2"); None = the role's own."""
    level: int | None = None
    pause_ms: int = 0
    """Silence after the segment."""
    chapter: str | None = None
    chapter_level: int = 1
    """Title and level of the chapter that starts here: 1 is in every list, 2 inside the last one of level 1."""
    block: int | None = None
    """Index of the article's block it comes from."""
    story: int | None = None
    """In an edition of several articles: index into ``Script.stories``."""
    image: str | None = None
    """Where a caption begins: the address of its picture."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Keys of a script's JSON that this version does not know; they survive."""


@dataclass(frozen=True, slots=True)
class Script:
    """An article written for the ear. Its JSON is the human-editable hand-off between stages."""

    article: Article
    """Without blocks when the script came from JSON. Of an edition: its title, language, date; url is empty."""
    segments: tuple[Segment, ...] = ()
    stories: tuple[Article, ...] = ()
    """The articles of an edition, without blocks; empty for a single article."""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Returns the language it is spoken in: the article's, else English."""
        return self.article.language or "en"

    @property
    def languages(self) -> tuple[str, ...]:
        """Returns all that it is spoken in, its own first."""
        return tuple(dict.fromkeys([self.language, *(one.language for one in self.segments if one.language)]))


@dataclass(frozen=True, slots=True)
class Voice:
    """How an engine is told to sound."""

    engine: str
    name: str
    """The engine's own name of the voice: ``en-us+f3``, a model's path, ``alloy``."""
    language: str = ""
    """BCP 47."""
    rate: float = 1.0
    """Times the voice's own pace, 0.5 to 5."""
    pitch: float = 50.0
    """0 to 100; 50 is the voice's own. Ignored by engines without pitch."""
    gain_db: float = 0.0
    """Added to the level that calibration gives (0: every voice is equally loud)."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Maps roles and numbered quote speakers to voices, for one language."""

    name: str
    language: str
    roles: Mapping[str, Voice]
    """By role; "body" is always there and stands in for every role without a voice of its own."""
    quotes: tuple[Voice, ...] = ()
    """The voices "quote-1", "quote-2" …"""
    earcons: Mapping[str, str] = field(default_factory=dict)
    """By role: name of a sound in ``voices/earcons`` or a path, played before the segment."""
    pauses: float = 1.0
    """Times the script's pauses: a slow voice wants longer ones."""

    def voice(self, segment: Segment) -> Voice:
        """The voice that speaks a segment: its own by name, else its role's, else the body's."""
        wanted = segment.voice or segment.role.value
        if wanted.startswith("quote-") and wanted[6:].isdecimal() and self.quotes:
            return self.quotes[(int(wanted[6:]) - 1) % len(self.quotes)]
        return self.roles.get(wanted) or self.roles.get(segment.role.value) or self.roles["body"]


@dataclass(frozen=True, slots=True)
class Utterance:
    """Text and the voice that is to speak it. Equal utterances have equal keys and are spoken once."""

    text: str
    voice: Voice
    engine_version: str = ""
    voice_hash: str = ""
    """SHA-256 of a voice's file, for engines whose voices are files."""
    options: tuple[tuple[str, str], ...] = ()
    lexicon: tuple[tuple[str, str], ...] = ()
    """Words of the text and the engine's own phonemes for them."""
    respelled: tuple[tuple[str, str], ...] = ()
    """Words of the text and ordinary spellings for them, where the engine takes no phonemes."""

    @property
    def key(self) -> str:
        """SHA-256 (hex) of the canonical JSON of everything that changes the sound."""
        voice = self.voice
        parts = {
            "text": self.text,
            "language": voice.language,
            "engine": voice.engine,
            "engine_version": self.engine_version,
            "voice": voice.name,
            "voice_hash": self.voice_hash,
            "rate": voice.rate,
            "pitch": voice.pitch,
            "options": sorted(self.options),
            "lexicon": sorted(self.lexicon),
        } | ({"respelled": sorted(self.respelled)} if self.respelled else {})
        return digest(parts)


MOST_CHAPTERS = 255  # the table of contents in an ID3 tag counts its entries in one byte


@dataclass(frozen=True, slots=True)
class Chapter:
    """A place to jump to. Starts on a whole second, inside the silence before its first word."""

    title: str
    start_ms: int
    end_ms: int
    segment: int
    """Index of the segment it starts with."""
    url: str | None = None
    """The story's own page, in an edition."""
    level: int = 1
    """1 in every list; 2 inside the last one of level 1."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A made episode: what the publishers get."""

    guid: str
    slug: str
    """Folder name, ``<slug>-<hash>``: ASCII, safe in a URL and on any file system."""
    script: Script
    timeline: Timeline
    chapters: tuple[Chapter, ...]
    audio_bytes: int
    """Length of the MP3 file."""
    audio_sha256: str
    published: str
    """ISO 8601 with zone: when the feed says it came out; never in the future."""
    updated: str | None = None
    """When a correction was published, or None."""
    description: str = ""
    """Plain text: the dek or the page's own description."""
    narrators: tuple[str, ...] = ()
    """Voices as a person would name them: "eSpeak NG en-us"."""
    cover_alt: str = ""
    unspoken: tuple[str, ...] = ()
    """What could not be spoken, and why, a line each."""
    books: tuple[str, ...] | None = None
    """The books beside it, where they are others than the feed's."""

    @property
    def title(self) -> str:
        """Returns the article's title."""
        return self.script.article.title


@dataclass(frozen=True, slots=True)
class Feed:
    """A podcast: its own facts and its episodes, newest first."""

    title: str
    base_url: str
    """Where ``public/`` is served, without a trailing slash."""
    language: str
    author: str = ""
    email: str = ""
    description: str = ""
    category: str = "News"  # from Apple's list; "News > Daily News" for a subcategory
    explicit: bool = False
    copyright: str = ""
    guid: str = ""  # UUIDv5, assigned once
    cover_alt: str = ""
    medium: str = "podcast"
    books: tuple[str, ...] = ()
    """Books that every episode has beside its audio: "epub", "daisy"."""
    license: str = ""
    """Of the audio: the name of a public licence, or of one at ``license_url``."""
    license_url: str = ""
    chapter_pictures: bool = True
    """Chapters name the article's own pictures."""
    funding: tuple[Link, ...] = ()
    update_rule: str = ""
    """When new episodes come: a recurrence rule (RFC 5545), and in words."""
    update_frequency: str = ""
    page: str = ""
    """Of a long feed: name of the archive page that these episodes are on ("archive-3"); "" is the feed itself."""
    older: str = ""
    """Name of the archive page before this one, or ""."""
    episodes: tuple[Episode, ...] = ()

    @property
    def feed_url(self) -> str:
        """Returns the address of the feed itself."""
        return f"{self.base_url}/feed.xml"

    def episode_url(self, episode: Episode, name: str = "") -> str:
        """Address of a file in an episode's folder; the folder itself without a name."""
        return f"{self.base_url}/episodes/{episode.slug}/{name}"


def digest(value: object) -> str:
    """SHA-256 (hex) of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
