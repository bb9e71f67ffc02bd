"""A feed of two articles as it is published, wherever it lies."""

from __future__ import annotations

from pathlib import Path

from audiobrief.config import NAME
from audiobrief.feed import run

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
OLD, NEW = str(ARTICLES / "library-bulletin.md"), str(ARTICLES / "night-trains.html")
BASE = "https://news.example/feed"


def quiet(line: str) -> None: ...


def new_feed(folder: Path, public: str = "public", **more: str) -> Path:
    """A feed folder without episodes. ``more`` are keys of its configuration."""
    run.init(folder, quiet, title="News", base_url=BASE, language="en", cast="tone")
    config = (folder / NAME).read_text(encoding="utf-8")
    keys = "".join(f'{name} = "{value}"\n' for name, value in {"public": public, **more}.items())
    (folder / NAME).write_text(keys + config, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
