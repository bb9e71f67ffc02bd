"""audiobrief turns news articles into podcast episodes you can navigate by ear.

    >>> from audiobrief import Page, read_article, write_script
    >>> script = write_script(read_article(Page("https://news.example/a", html_bytes)))

Names are loaded when they are used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobrief.errors import AudiobriefError
    from audiobrief.extract import body_text, dateline, read_article
    from audiobrief.model import Article, Page, Script
    from audiobrief.script import quotes, write_edition, write_script
    from audiobrief.spoken_form import spoken

__all__ = [
    "Article",
    "AudiobriefError",
    "Page",
    "Script",
    "body_text",
    "dateline",
    "quotes",
    "read_article",
    "spoken",
    "write_edition",
    "write_script",
]
__version__ = "0.1.0"

_HOMES = {
    "audiobrief.errors": ("AudiobriefError",),
    "audiobrief.extract": ("body_text", "dateline", "read_article"),
    "audiobrief.model": ("Article", "Page", "Script"),
    "audiobrief.script": ("quotes", "write_edition", "write_script"),
    "audiobrief.spoken_form": ("spoken",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'audiobrief' has no attribute {name!r}")
