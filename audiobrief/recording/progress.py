"""Progress in words, a line at each tenth of the work or every ten seconds: only appended, kind to screen readers."""

from __future__ import annotations

import threading
import time
from bisect import bisect
from collections.abc import Callable

from audiobrief.telling import Step, Tell, Teller

_QUIET_S = 10.0
_ENOUGH_S = 20.0
"""Of work that must be done before the time that is left is told."""
_ENOUGH_STEPS = 5


class Progress:
    """Counts ``total`` steps of ``what`` and reports through ``tell``. Steps may come from several threads."""

    def __init__(self, what: str, total: int, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._total = total
        self._tell = tell
        self._clock = clock
        self._began_s = self._told_at_s = clock()
        self._done_at_s: list[float] = []
        self._told_tenth = 0
        self._lock = threading.Lock()

    def step(self) -> None:
        """Counts one step. Tenths that come faster than one a second are told together."""
        with self._lock:
            now_s = self._clock()
            self._done_at_s.append(now_s)
            done = len(self._done_at_s)
            if isinstance(self._tell, Teller) and self._tell.draw(
                self._what, self._total, self._left(now_s), is_last=done == self._total
            ):
                return
            tenth = done * 10 // self._total
            waited_s = now_s - self._told_at_s
            if waited_s >= _QUIET_S or (tenth > self._told_tenth and (waited_s >= 1 or tenth == 10)):
                self._told_at_s, self._told_tenth = now_s, tenth
                told = [f"{done} of {self._total}", f"{done * 100 // self._total} percent", self._left(now_s)]
                self._tell(Step(f"{self._what}: {', '.join(filter(None, told))}."))

    def _left(self, now_s: float) -> str:
        """Says about how long the rest takes; nothing while too little is known, and when all is done.

        The later half of the time counts: what the cache held came at once, and engines take a while to wake up.
        """
        done = len(self._done_at_s)
        half_s = (now_s - self._began_s) / 2
        spoken = done - bisect(self._done_at_s, self._began_s + half_s)
        if half_s * 2 < _ENOUGH_S or spoken < _ENOUGH_STEPS or done == self._total:
            return ""
        return f"{_in_words((self._total - done) * half_s / spoken)} left"


def _in_words(time_s: float) -> str:
    if time_s < 45:
        return "less than a minute"
    minutes = max(1, round(time_s / 60))
    if minutes >= 90:
        return f"about {round(time_s / 3600)} hours"
    return f"about {minutes} minute{'s' if minutes > 1 else ''}"
