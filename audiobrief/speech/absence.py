"""A server that failed is left alone for a while: other engines speak meanwhile, and nobody waits for it again."""

from __future__ import annotations

import time

from audiobrief.errors import EngineUnavailable

AWAY_S = 300.0


class Absence:
    """Remembers why and since when a server does not answer."""

    def __init__(self) -> None:
        self._why = ""
        self._until_s = 0.0

    def check(self, server: str) -> None:
        """Raises :class:`EngineUnavailable` while the server is left alone."""
        if time.monotonic() < self._until_s:
            raise EngineUnavailable(server, self._why, "Try again later")

    def begin(self, server: str, why: str) -> EngineUnavailable:
        """Leaves the server alone from now on; returns the error that says why."""
        self._why, self._until_s = why, time.monotonic() + AWAY_S
        return EngineUnavailable(server, why, "Try again later")
