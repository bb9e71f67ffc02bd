"""``audiobrief.toml``: what a feed is called, where it is served, who speaks it and where its articles come from.

The file is read strictly: an unknown key is an error that names it, so that no misspelt key is silently ignored.
"""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from audiobrief import config_faults, edition_settings, inbox_settings, source_settings
from audiobrief.choices import (
    ANNOUNCEMENTS,
    CHAPTER_LEVELS,
    FASTEST,
    PARTIAL_QUOTES,
    PROFILES,
    RATES_HZ,
    SCRIPT_CHOICES,
    SLOWEST,
    Pronunciation,
)
from audiobrief.errors import UNREADABLE, UsageError
from audiobrief.formats import BOOKS, USUAL_BOOKS
from audiobrief.model import MixSettings, ScriptOptions
from audiobrief.text.licences import public_licence

NAME = "audiobrief.toml"
LOCAL_BASE_URL = "http://127.0.0.1:8321"
"""``audiobrief serve``'s own address: a feed is heard at once on the machine that made it."""
BIT_RATES_KBPS = (32, 40, 48, 64, 80, 96, 112, 128)


Script: Any = msgspec.defstruct(
    "Script",
    [*((one.name, type(one.default), one.default) for one in SCRIPT_CHOICES), ("lexicon", str | tuple[str, ...], "")],
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
)
"""``[script]``: a key for each of :data:`audiobrief.choices.SCRIPT_CHOICES`, and the path of the user's own
pronunciation lexicon (W3C PLS), or a list of them, relative to the feed's folder."""


class Mix(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[mix]``: see :class:`audiobrief.model.MixSettings`."""

    rate_hz: int = 44_100
    bit_rate_kbps: int = 64
    loudness_lufs: float = -19.0
    chapter_levels: int = 1
    intro: str = ""
    """Path of a sound played first, relative to the feed's folder."""
    outro: str = ""


class Hooks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[hooks]``: commands that are run, never through a shell."""

    on_failure: tuple[str, ...] = ()
    """Program and arguments; what failed is on its standard input, a line each."""
    on_silence: tuple[str, ...] = ()
    """Program and arguments, run once when nothing has succeeded for ``silence_hours``."""
    silence_hours: float = 24.0


class Funding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One ``[[funding]]``: where listeners may give, and the words of the link."""

    url: str
    text: str


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file. Paths are relative to the feed's folder."""

    title: str
    base_url: str
    language: str = "en"
    author: str = ""
    email: str = ""
    description: str = ""
    category: str = "News"
    copyright: str = ""
    explicit: bool = False
    medium: str = "podcast"
    license: str = ""
    """Of the audio: the name of a public licence ("CC BY 4.0"), or of another, whose text is at ``license_url``."""
    license_url: str = ""
    chapter_pictures: bool = True
    """Chapters name the article's own pictures, by the addresses that its page has."""
    update_frequency: str = ""
    """How often episodes come, in words: "Every Monday"."""
    update_rule: str = ""
    """The same as a recurrence rule (RFC 5545): "FREQ=WEEKLY;BYDAY=MO"; "" = daily where an edition has its time."""
    funding: tuple[Funding, ...] = ()
    cover: str = ""
    """A JPEG of the owner's own, 1400 to 3000 pixels square; drawn when empty."""
    cover_alt: str = ""
    cast: str
    """A cast's name (``audiobrief voices``) or the path of its TOML file. Written by feed init, so that an upgrade
    never changes the voices of a feed."""
    rate: float = 1.0
    script: Script = Script()
    mix: Mix = Mix()
    books: tuple[str, ...] = USUAL_BOOKS
    """Books beside every episode: EPUB 3 with media overlays, DAISY 2.02, M4B (needs ffmpeg)."""
    max_new: int = 50
    """New episodes a run makes at most from the [[source]] entries; the next run goes on."""
    max_hours: float = 6.0
    """How long an episode may be; a longer one is refused before it is spoken."""
    reserve_mb: int = 200
    """What stays free on the disk."""
    public: str = "public"
    """Where the feed is published: a folder, or an address that fsspec knows (``s3://bucket/news``)."""
    cache: str = ".audiobrief/cache"
    """Where clips and frames are kept: a folder, or an address, which all workers of a cluster share then."""
    keep: int = 0
    """Episodes that stay in the feed, the newest; 0 keeps all."""
    page_size: int = 100
    """Episodes on a page of the feed; older ones are on archive pages (RFC 5005), which apps follow."""
    allow_private: bool = False
    """Whether pages and feeds may lead to addresses of private networks."""
    hooks: Hooks = Hooks()
    source: tuple[source_settings.Source, ...] = ()
    edition: tuple[edition_settings.Edition, ...] = ()
    inbox: inbox_settings.Inbox = inbox_settings.Inbox()

    def script_options(self, lexicon: tuple[Pronunciation, ...] = ()) -> ScriptOptions:
        """Returns what ``[script]`` chooses, with the entries of the lexicons that were read."""
        return ScriptOptions(**{one.name: getattr(self.script, one.name) for one in SCRIPT_CHOICES}, lexicon=lexicon)

    def mix_settings(self) -> MixSettings:
        """Returns what ``[mix]`` chooses."""
        m = self.mix
        return MixSettings(
            rate_hz=m.rate_hz,
            bit_rate_kbps=m.bit_rate_kbps,
            loudness_lufs=m.loudness_lufs,
            chapter_levels=m.chapter_levels,
        )


def load(folder: Path) -> Config:
    """Reads ``folder/audiobrief.toml``. Raises :class:`UsageError` that names the key and what to do."""
    path = folder / NAME
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte order mark
    except FileNotFoundError:
        raise UsageError(
            str(folder), f"there is no {NAME} in it", f"Make a feed folder with: audiobrief feed init {folder}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(str(path), f"the file cannot be read ({error})", "Make it a readable UTF-8 file.") from error
    return parse(text, str(path))


_REQUIRED = {"title": 'title = "My news"', "base_url": f'base_url = "{LOCAL_BASE_URL}"', "cast": 'cast = "espeak"'}


def parse(text: str, subject: str) -> Config:
    """Reads a configuration from TOML text; ``subject`` names it in errors."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except UNREADABLE as error:
        raise config_faults.of_toml(str(error), subject) from error
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        missing = next((key for key in _REQUIRED if str(error).endswith(f"required field `{key}`")), "")
        if missing:
            raise UsageError(subject, f"{missing} is missing", f"Add a line like: {_REQUIRED[missing]}") from error
        raise config_faults.of_library(str(error), text, subject, Config) from error
    _check(config, text, subject)
    return config


def _check(config: Config, text: str, subject: str) -> None:
    """Raises :class:`UsageError` for values that have the right type but cannot be meant."""
    for wrong, fact, remedy in _RULES:
        if wrong(config):
            said = fact.format(config)
            raise UsageError(config_faults.placed(subject, said, text), said, remedy)
    category = config_faults.category(config.category)
    if category is not None:
        raise UsageError(config_faults.at(subject, text, "category"), *category)
    parts: list[tuple[Any, Any, tuple[Any, ...]]] = [(config.inbox, inbox_settings.RULES, ())]
    parts += ((source, source_settings.RULES, ()) for source in config.source)
    parts += ((edition, edition_settings.RULES, (config,)) for edition in config.edition)
    for part, rules, beside in parts:
        for is_wrong, fact, remedy in rules:
            if is_wrong(part, *beside):
                raise UsageError(subject, fact.format(part), remedy)


def _host(address: str) -> str:
    parts = urlsplit(address)
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""


def _is_apart(public: str) -> bool:
    """Returns whether the public folder is outside .audiobrief and does not contain it."""
    path = Path(os.path.normpath(public))
    return bool(public.strip()) and path.name != ".." and path != Path() and path.parts[0] != ".audiobrief"


_RECURRENCE = re.compile(r"FREQ=(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9:,+-]+)*")
_RULES: tuple[tuple[Callable[[Config], bool], str, str], ...] = (
    (lambda c: not c.title.strip(), "title is empty", 'Write the name of your feed: title = "My news"'),
    (
        lambda c: not _host(c.base_url),
        "base_url is not a web address: {0.base_url!r}",
        f'Write where public/ is served: base_url = "{LOCAL_BASE_URL}"',
    ),
    (
        lambda c: "?" in c.base_url or "#" in c.base_url,
        "base_url has a query or a fragment",
        "Write the address of a folder, without ? and #",
    ),
    (
        lambda c: c.script.profile not in PROFILES,
        "unknown profile {0.script.profile!r}",
        f"Choose one of: {', '.join(PROFILES)}",
    ),
    (
        lambda c: c.script.announce_quotes not in ANNOUNCEMENTS,
        "unknown announce_quotes {0.script.announce_quotes!r}",
        f"Choose one of: {', '.join(ANNOUNCEMENTS)}",
    ),
    (
        lambda c: c.script.partial_quotes not in PARTIAL_QUOTES,
        "unknown partial_quotes {0.script.partial_quotes!r}",
        f"Choose one of: {', '.join(PARTIAL_QUOTES)}",
    ),
    (
        lambda c: c.mix.rate_hz not in RATES_HZ,
        "rate_hz {0.mix.rate_hz} is not offered",
        f"Choose one of: {', '.join(map(str, RATES_HZ))}",
    ),
    (
        lambda c: c.mix.bit_rate_kbps not in BIT_RATES_KBPS,
        "bit_rate_kbps {0.mix.bit_rate_kbps} is not offered",
        f"Choose one of: {', '.join(map(str, BIT_RATES_KBPS))}",
    ),
    (
        lambda c: c.mix.chapter_levels not in CHAPTER_LEVELS,
        "chapter_levels {0.mix.chapter_levels} is not offered",
        "Choose 1 or 2",
    ),
    (
        lambda c: not -31 <= c.mix.loudness_lufs <= -13,
        "loudness_lufs {0.mix.loudness_lufs} is out of range",
        "Choose -31 to -13; -19 is usual for one channel",
    ),
    (lambda c: not set(c.books) <= set(BOOKS), "unknown kind in books {0.books}", f"Choose from: {', '.join(BOOKS)}"),
    (
        lambda c: (
            "m4b" in {*c.books, *(book for one in c.edition for book in one.books or ())} and not shutil.which("ffmpeg")
        ),
        "books names m4b, which needs ffmpeg, and that is not installed",
        "Install ffmpeg, or leave m4b out",
    ),
    (
        lambda c: not _is_apart(c.public),
        "public is no folder apart from the feed's own: {0.public!r}",
        'Write the name of a folder for what everybody may see: public = "public"',
    ),
    (
        lambda c: bool(c.license) and not c.license_url and not public_licence(c.license),
        "{0.license!r} is no public licence known here, and license_url does not say what it is",
        'Write one like license = "CC BY 4.0", or the address of its text: license_url = "https://..."',
    ),
    (
        lambda c: bool(c.license_url) and not (c.license and _host(c.license_url)),
        "license_url {0.license_url!r} is no address of a license with a name",
        'Write both: license = "our terms" and license_url = "https://..."',
    ),
    (
        lambda c: bool(c.update_rule) and not (c.update_frequency and _RECURRENCE.fullmatch(c.update_rule)),
        "update_rule {0.update_rule!r} is no recurrence rule with words beside it",
        'Write both: update_rule = "FREQ=WEEKLY;BYDAY=MO" and update_frequency = "Every Monday"',
    ),
    (
        lambda c: any(not one.text.strip() or not _host(one.url) for one in c.funding),
        "a [[funding]] has no words or no web address",
        'Write both: text = "Support us" and url = "https://..."',
    ),
    (lambda c: not c.cache.strip(), "cache is empty", 'Write a folder or an address: cache = ".audiobrief/cache"'),
    (lambda c: c.page_size < 1, "page_size is too small", "Write 1 or more; 100 is usual"),
    (lambda c: c.max_new < 0 or c.keep < 0, "max_new and keep cannot be negative", "Write 0 or more"),
    (lambda c: c.max_hours <= 0, "max_hours lets nothing in", "Write how long an episode may be, like 6.0"),
    (lambda c: not c.hooks.silence_hours > 0, "silence_hours is no time", "Write hours, like 24"),
    (lambda c: c.reserve_mb < 0, "reserve_mb cannot be negative", "Write 0 or more"),
    (
        lambda c: not SLOWEST <= c.rate <= FASTEST,
        "rate {0.rate} is out of range",
        f"Choose {SLOWEST:g} to {FASTEST:g}; 1 is usual",
    ),
)
