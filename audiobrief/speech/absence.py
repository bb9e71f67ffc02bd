"""A server that failed is left alone for a while: other engines speak meanwhile, and nobody waits for it again."""

from __future__ import annotations

import threading
import time

from audiobrief.errors import EngineUnavailable, SpeechError
from audiobrief.speech.engine import DEADLINE_S, TooLong

AWAY_S = 300.0
_MOST_FAILURES = 4
"""After as many in a row it was not the text: the whole, again, a plainer one and a piece of it."""


class Absence:
    """Remembers why and since when a server does not answer."""

    def __init__(self) -> None:
        self._why = "", ""
        self._until_s = 0.0
        self._mine = threading.local()  # one at work on a text that fails must not be taken for two
        self.one_by_one = threading.Lock()
        """Held by who asks again: the others wait for what comes of it."""

    @property
    def failures(self) -> int:
        """Returns how many of this thread's last requests failed, one after the other."""
        return getattr(self._mine, "failures", 0)

    def check(self, server: str) -> None:
        """Raises :class:`EngineUnavailable` while the server is left alone."""
        if time.monotonic() < self._until_s:
            raise EngineUnavailable(server, *self._why)

    def begin(self, server: str, why: str, remedy: str = "Try again later") -> EngineUnavailable:
        """Leaves the server alone from now on; returns the error that says why."""
        self._why, self._until_s, self._mine.failures = (why, remedy), time.monotonic() + AWAY_S, 0
        return EngineUnavailable(server, why, remedy)

    def failed(self, server: str, error: SpeechError, deadline_s: float = 0.0) -> SpeechError:
        """Counts a failure that may be the text's; the server is left alone where it is not, and after a hang."""
        self._mine.failures = self.failures + 1
        hangs = isinstance(error, TooLong) and deadline_s >= DEADLINE_S
        return self.begin(server, error.fact, error.remedy) if hangs or self.failures >= _MOST_FAILURES else error

    def ended(self) -> None:
        """Forgets the failures: the server spoke."""
        self._mine.failures = 0
