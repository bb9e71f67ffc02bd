"""``[[source]]`` of ``audiobrief.toml``: a place that articles come from."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

TEXTS = ("auto", "feed", "page")
SHORTEST_ARTICLE_WORDS = 40
"""Shorter than this is a teaser or an empty page, hardly ever an article that a feed names."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One ``[[source]]``: the address of a feed, of a sitemap or of a page, or a folder of saved pages."""

    url: str = ""
    folder: str = ""
    rights: str = ""
    """Why its articles may be published ("own articles", "CC BY 4.0", "letter of 3 May")."""
    backfill: int = 5
    """Of a feed (RSS, Atom, JSON Feed, sitemap): how many of its newest articles are made at first sight."""
    per_day: int = 100
    """Of a feed: how many new articles are taken on one day (UTC); the next day goes on."""
    section: str = ""
    """The section of its articles in an edition; "" = what its feed or its pages say."""
    text: str = "auto"
    """Of a feed: whose text is spoken. "feed": its own, wherever it holds one; "page": that of the pages; "auto": the
    one that proves to be the whole."""
    min_words: int = SHORTEST_ARTICLE_WORDS
    """What has fewer words is refused as a teaser."""
    cookies: str = ""
    """A subscriber's cookies, for their own hosts only: a file (Netscape form) that nobody else may read, or the
    variable of the environment that holds one: "env:NAME"."""
    headers: str = ""
    """Headers for this source's host only, a line each ("Authorization: Bearer ..."): a file or "env:NAME", as
    ``cookies``."""

    @property
    def place(self) -> str:
        """Returns its address or its folder, as it is written."""
        return self.url or self.folder


RULES: tuple[tuple[Callable[[Source], bool], str, str], ...] = (
    (lambda s: s.backfill < 0, "backfill cannot be negative", "Write 0 or more"),
    (lambda s: s.per_day < 1, "per_day lets nothing in", "Write 1 or more"),
    (lambda s: s.min_words < 0, "min_words cannot be negative", "Write 0 or more; 40 is usual"),
    (lambda s: s.text not in TEXTS, "unknown text {0.text!r} of a [[source]]", f"Choose one of: {', '.join(TEXTS)}"),
    (lambda s: bool(s.url) == bool(s.folder), "a [[source]] needs one of url and folder", "Give exactly one of them"),
    (
        lambda s: not s.rights.strip(),
        "a [[source]] does not say why its articles may be published",
        'Add for example: rights = "own articles"',
    ),
    (
        lambda s: bool(s.folder) and bool(s.cookies or s.headers),
        "cookies and headers are of no use to a folder",
        "Leave them out of that [[source]]",
    ),
    (
        lambda s: any("\n" in name or ": " in name for name in (s.cookies, s.headers)),
        "a [[source]] has a secret in the file itself",  # which is not repeated
        'Write it to a file that only you may read, and name that: headers = "headers.txt"',
    ),
)
