"""Progress in words, a line at each tenth of the work or every ten seconds: only appended, kind to screen readers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_QUIET_S = 10.0


class Progress:
    """Counts ``total`` steps of ``what`` and reports through ``tell``. Steps may come from several threads."""

    def __init__(
        self, what: str, total: int, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._what = what
        self._total = total
        self._tell = tell
        self._clock = clock
        self._done = 0
        self._told_at_s = clock()
        self._told_tenth = 0
        self._lock = threading.Lock()

    def step(self) -> None:
        """Counts one step. Tenths that come faster than one a second are told together."""
        with self._lock:
            self._done += 1
            tenth = self._done * 10 // self._total
            now_s = self._clock()
            waited_s = now_s - self._told_at_s
            if waited_s >= _QUIET_S or (tenth > self._told_tenth and (waited_s >= 1 or tenth == 10)):
                self._told_at_s, self._told_tenth = now_s, tenth
                self._tell(f"{self._what}: {self._done} of {self._total}, {self._done * 100 // self._total} percent.")
