"""Keeps what was worked out from a page, so that a run over unchanged pages neither reads them nor draws again.

A key holds everything that the result depends on: the page's bytes, what was chosen, and the program itself (the sizes
and times of its files, so that an upgrade or an edit counts at once).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from audiobrief.assets import voices_folder
from audiobrief.model import Page, Script, ScriptOptions, digest
from audiobrief.store import Store

_PACKAGE = Path(__file__).resolve().parent
_SUFFIXES = (".py", ".toml", ".pls", ".ttf")


class Memo:
    """Remembers results by what they were made from; without a store it makes each anew."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store

    def script(
        self,
        page: Page,
        chosen: ScriptOptions,
        language: str | None,
        make: Callable[[], Script],
        more: Iterable[Page] = (),
    ) -> Script:
        """Returns the script of a page and its further ones, written by ``make`` where it is not remembered."""
        facts = [
            "script",
            hashlib.sha256(page.body).hexdigest(),
            page.url,
            page.content_type,
            msgspec.to_builtins(chosen),
            language,
            [hashlib.sha256(one.body).hexdigest() for one in more],
        ]
        body = self._bytes(facts, lambda: msgspec.msgpack.encode(make()))
        return msgspec.msgpack.decode(body, type=Script)

    def edition(self, scripts: Sequence[Script], title: str, make: Callable[[], Script]) -> Script:
        """Returns the edition of scripts under a title, written by ``make`` where it is not remembered."""
        read = hashlib.sha256(msgspec.msgpack.encode(scripts)).hexdigest()
        body = self._bytes(["edition", title, read], lambda: msgspec.msgpack.encode(make()))
        return msgspec.msgpack.decode(body, type=Script)

    def picture(self, make: Callable[[], bytes], *facts: str | int) -> bytes:
        """Returns a picture, drawn by ``make`` where it is not remembered; ``facts`` are what it shows."""
        return self._bytes(["picture", *facts], make)

    def _bytes(self, facts: list[object], make: Callable[[], bytes]) -> bytes:
        if self._store is None:
            return make()
        key = digest([*facts, _program()])
        body = self._store.get(key)
        if body is None:
            body = self._store.put(key, make())
        return body


@cache
def _program() -> str:
    """Returns a digest of this very program: every module and data file with its size and time."""
    found = []
    for top in (_PACKAGE, voices_folder()):
        for folder, _, names in os.walk(top):
            for path in (f"{folder}/{name}" for name in names if name.endswith(_SUFFIXES)):
                facts = os.stat(path)  # noqa: PTH116  of six hundred files at each run
                found.append([path, facts.st_size, facts.st_mtime_ns])
    return digest(sorted(found))
