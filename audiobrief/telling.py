"""Who tells the person at the terminal how the work goes, and how much of it they want to hear."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

Tell = Callable[[str], None]
"""Given a line for the person at the terminal."""


class Step(str):
    """A line that only says how the work goes: nothing is wrong, and ``--quiet`` leaves it out."""

    __slots__ = ()


class Bar(Protocol):
    """A bar that is drawn anew with each step."""

    def update(self, n_steps: int, current_item: str | None = None) -> None:
        """Moves the bar on, and says how long it still takes."""

    def render_finish(self) -> None:
        """Leaves the line of the bar: what is told next begins on its own."""


class Teller:
    """Tells lines through ``show``: those that the person at the terminal wants. Several threads may tell."""

    def __init__(self, show: Tell) -> None:
        self.is_quiet = False
        self.is_verbose = False
        self.new_bar: Callable[[str, int], Bar] | None = None
        """Makes a bar where one is wanted and can be drawn."""
        self._show = show
        self._bar: Bar | None = None
        self._is_drawn = False
        self._lock = threading.RLock()

    def __call__(self, line: str) -> None:
        """Tells a line; one that is no :class:`Step` whatever is wanted."""
        if self.is_quiet and isinstance(line, Step):
            return
        with self._lock:
            self._leave_bar()
            self._show(line)

    def draw(self, what: str, total: int, left: str, *, is_last: bool) -> bool:
        """Draws one more step of ``what``, one work after the other; False where lines are to be told instead."""
        if self.new_bar is None or self.is_quiet:
            return False
        with self._lock:
            self._bar = self._bar or self.new_bar(what, total)
            self._is_drawn = True  # before it is: Ctrl-C while it is drawn must give the cursor back
            self._bar.update(1, left)
            if is_last:
                self._leave_bar()
                self._bar = None
        return True

    def _leave_bar(self) -> None:
        if self._bar is not None and self._is_drawn:
            self._bar.render_finish()
            self._is_drawn = False


def detail(tell: Tell | None, line: str) -> None:
    """Tells what a step does, to those who asked for it with ``--verbose``."""
    if isinstance(tell, Teller) and tell.is_verbose:
        tell(Step(line))
