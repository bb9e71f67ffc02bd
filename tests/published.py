"""A feed of two articles as it is published, wherever it lies."""

from __future__ import annotations

from pathlib import Path

from audiobrief.config import NAME
from audiobrief.feed import settings_file

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
OLD, NEW = str(ARTICLES / "library-bulletin.md"), str(ARTICLES / "night-trains.html")
BASE = "https://news.example/feed"


def quiet(line: str) -> None: ...


def new_feed(folder: Path, public: str = "public", **more: str) -> Path:
    """A feed folder without episodes. ``more`` are keys of its configuration."""
    settings_file.init(folder, quiet, title="News", base_url=BASE, language="en", cast="tone")
    config = (folder / NAME).read_text(encoding="utf-8")
    keys = "".join(f'{name} = "{value}"\n' for name, value in {"public": public, **more}.items())
    (folder / NAME).write_text(keys + config, encoding="utf-8")
    lower_rate(folder)
    return folder


def lower_rate(folder: Path) -> None:
    """Halves what the encoder has to do for a feed whose sound is not the matter."""
    text = (folder / NAME).read_text(encoding="utf-8")
    assert "rate_hz = 44100" in text
    (folder / NAME).write_text(text.replace("rate_hz = 44100", "rate_hz = 22050"), encoding="utf-8")


def own_cache(folder: Path) -> None:
    """Gives a feed a cache of its own where tests share one: for those that count what is spoken, or spoil it."""
    text = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_text(f'cache = "own-cache"\n{text}', encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
