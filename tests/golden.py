"""Golden pairs: an input in ``tests/data`` and beside it what must come out of it, as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from audiobrief.model import Article, Page

DATA = Path(__file__).parent / "data"
TYPES = {".html": "text/html", ".txt": "text/plain", ".md": "text/markdown"}
INPUTS = sorted(path for path in DATA.glob("*") if path.suffix in TYPES)


def page(path: Path) -> Page:
    """The input as a page that was saved from https://news.example/NAME."""
    return Page(f"https://news.example/{path.stem}", path.read_bytes(), TYPES[path.suffix])


def article(path: Path) -> Article:
    """The stored reading of an input (not read anew: a stage is tested by itself)."""
    return msgspec.json.decode(path.with_suffix(".article.json").read_bytes(), type=Article)


def as_json(value: object) -> str:
    """Readable, stable, without what is null or empty, so that a review sees what is there."""
    return json.dumps(_lean(msgspec.to_builtins(value)), ensure_ascii=False, indent=1) + "\n"


def check(path: Path, got: str, regold: bool) -> None:
    """Compares with the stored file, or rewrites it."""
    if regold:
        path.write_text(got, encoding="utf-8")
    assert got == path.read_text(encoding="utf-8"), f"{path.name} differs: run with --regold and read the diff"


def _lean(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lean(item) for key, item in value.items() if item not in (None, [], {}, "", ())}
    if isinstance(value, list | tuple):
        return [_lean(item) for item in value]
    return value
