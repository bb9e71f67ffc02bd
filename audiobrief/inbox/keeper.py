"""Has what was sent spoken and told of while the server runs: a thread for each, which sleeps until there is work."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from audiobrief import config, workers
from audiobrief.errors import AudiobriefError
from audiobrief.feed.upkeep import MEMORY
from audiobrief.inbox import speaker, webhooks
from audiobrief.inbox.queue import MOST_TRIES, Queue

_LOOK_S = 1.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 5.0, 300.0
_END_S = 10.0
_NICENESS = 10


class Keeper:
    """Starts the speaker when something waits, and sends messages when they are due; :meth:`close` ends both."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._tell = tell
        self._has_work, self._has_message, self._is_ending = threading.Event(), threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._have_spoken, self._have_sent)]
        for thread in self._threads:
            thread.start()
        self.wake()

    def wake(self) -> None:
        """Has it look for work."""
        self._has_work.set()

    def close(self) -> None:
        """Ends the speaker; what it was at is taken up by the next one."""
        self._is_ending.set()
        self._has_work.set()
        self._has_message.set()
        for thread in self._threads:
            thread.join(_END_S)

    def _have_spoken(self) -> None:
        wait_s = _FIRST_WAIT_S
        with contextlib.closing(Queue(self._folder)) as queue:
            while not self._is_ending.is_set():
                self._has_work.wait()
                self._has_work.clear()
                if self._is_ending.is_set() or not queue.waiting() or not self._is_alone():
                    continue
                code = self._run_speaker()
                self._has_message.set()
                if code == 0 or self._is_ending.is_set():
                    wait_s = _FIRST_WAIT_S
                    continue
                if code < 0 or code == speaker.FAULT:  # it was killed, or killed itself over a page
                    self._charge(queue)
                self._is_ending.wait(wait_s)
                wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
                self.wake()

    def _is_alone(self) -> bool:
        """Waits for the speaker of a server that was killed; False where this server ends meanwhile."""
        while not self._is_ending.is_set():
            with contextlib.suppress(Timeout), FileLock(self._folder / MEMORY / speaker.LOCK, timeout=0):
                return True
            self._is_ending.wait(_LOOK_S)
            self._has_message.set()
        return False

    def _run_speaker(self) -> int:
        """Runs the process to its end; returns its exit code."""
        command = [*workers.by_module("audiobrief.inbox.speaker"), str(self._folder)]
        # Ctrl-C is for the server, which ends it in order.
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, **workers.apart()) as process:
            with contextlib.suppress(AttributeError, OSError):  # the server answers first; Windows has no such call
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return process.wait(_LOOK_S)
                self._has_message.set()
                if self._is_ending.is_set():
                    process.terminate()

    def _charge(self, queue: Queue) -> None:
        """Counts that a process ended over what it was at; an article over which several ended is given up."""
        for sent in queue.at_work():
            if sent.tries + 1 >= MOST_TRIES:
                reason = f"{sent.title}: the program ended {MOST_TRIES} times while it was at work on it."
                message = webhooks.message(sent, config.load(self._folder), reason=reason)
                queue.settle(sent, reason=reason, message=message)
                self._tell(f"Not published: {reason}")
        queue.put_back("the program ended while it was at work on it", is_charged=True)

    def _have_sent(self) -> None:
        with contextlib.closing(Queue(self._folder)) as queue:
            while not self._is_ending.is_set():
                self._has_message.wait(queue.next_due_s())
                self._has_message.clear()
                if self._is_ending.is_set():
                    return
                try:
                    webhooks.deliver(queue, config.load(self._folder).inbox, self._tell)
                except AudiobriefError as error:
                    self._tell(f"Messages wait: {error}")
                    self._is_ending.wait(_FIRST_WAIT_S)
