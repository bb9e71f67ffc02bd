"""What a stage needs that keeps bytes between runs. Part of the centre; only those who join stages know the cache."""

from __future__ import annotations

from typing import Protocol


class Store(Protocol):
    """Bytes by key, as :mod:`audiobrief.cache` keeps them."""

    def get(self, key: str) -> bytes | None:
        """Returns the entry, or None."""

    def put(self, key: str, body: bytes, /) -> bytes:
        """Stores an entry and returns what is stored under the key: the first who shares an entry decides."""
