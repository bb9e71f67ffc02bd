"""Pictures and frames: what is shown, who made it, and whether its description says anything."""

from __future__ import annotations

import re

import lxml.html

from audiobrief.extract import phrases
from audiobrief.extract.html.prose import words

_KINDS: tuple[tuple[str, str], ...] = (
    # kind of embed, words in its address
    ("tweet", r"platform\.twitter\.com|twitter\.com/.+/status|//x\.com/.+/status"),
    ("post", r"facebook\.com/plugins/post|instagram\.com/(?:p|reel)/|bsky\.app|threads\.net|mastodon|reddit|t\.me/"),
    (
        "video",
        r"youtube|youtu\.be|vimeo|dailymotion|tiktok|jwplayer|brightcove|facebook\.com/plugins/video|/video|embed/v|twitch|rutube|ok\.ru",
    ),
    ("audio", r"soundcloud|spotify|podcast|omny|megaphone|acast|audioboom|simplecast|buzzsprout|/audio|anchor\.fm"),
    ("map", r"google\.[a-z.]+/maps|openstreetmap|mapbox|carto\.com|/maps?/"),
    ("poll", r"typeform|polldaddy|crowdsignal|opinary|playbuzz|/poll|survey"),
    ("document", r"documentcloud|scribd|issuu|\.pdf|datawrapper|infogram|flourish"),
)
_LONGEST_ADDRESS = 2000
_KIND_RULES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_POST_NAMES = re.compile(
    r"(twitter-(?:tweet|video))|(instagram-media|tiktok-embed|bluesky-embed|text-post-media|fb-post|reddit-embed|telegram)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif)$|^[\w-]*\d{3,}[\w-]*$|^(?:img|dsc|image)[-_ ]?\d+", re.IGNORECASE
)


def embed_kind(element: lxml.html.HtmlElement) -> str | None:
    """Returns what a frame or player shows, or None when it is nothing a listener would miss."""
    if element.tag in {"video", "audio"}:
        return str(element.tag)
    source = element.get("src") or element.get("data-src") or element.get("data") or ""
    return next((kind for kind, pattern in _KIND_RULES if pattern.search(source[:_LONGEST_ADDRESS])), None)


def post_kind(names: str) -> str | None:
    """Returns "tweet" or "post" for a block quote that is a post of a social network, else None."""
    found = _POST_NAMES.search(names)
    if found is None:
        return None
    return "tweet" if found.group(1) else "post"


def source(element: lxml.html.HtmlElement) -> str | None:
    """Returns the address of a picture or frame; None for inline data."""
    for key in ("data-src", "data-original", "data-lazy-src", "src"):  # where these are, src is often a placeholder
        value = (element.get(key) or "").strip()
        if value and not value.startswith("data:"):
            return value
    return None


def alternative(element: lxml.html.HtmlElement) -> str | None:
    """Returns a picture's text alternative, or None when it tells nothing: a file name, "16x9 Image", "site logo"."""
    text = " ".join((element.get("alt") or "").split())
    if len(words(text)) < 3 or _FILE_NAME.search(text) or phrases.noise(text) is not None:
        return None
    return text


def says_more(alt: str, caption: str) -> bool:
    """Says whether more than a third of an alternative's words are not in the caption."""
    own, in_caption = words(alt), set(words(caption))
    return sum(word not in in_caption for word in own) * 3 > len(own)
