"""The crew that speaks and encodes: an executor, and how work is cut for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol


class Crew(Protocol):
    """A ``concurrent.futures.Executor`` that says how it wants its work."""

    @property
    def is_remote(self) -> bool:
        """Returns whether it works in other processes, which may be on other machines."""

    @property
    def task_characters(self) -> int:
        """Returns how many characters of utterances make a task; 0: one utterance."""

    @property
    def articles_ahead(self) -> int:
        """Returns how many articles are begun before the oldest of them is finished."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Runs a function; its result is the future's."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the crew."""


class Threads(ThreadPoolExecutor):
    """A thread for each core of this machine; an engine in a process of its own leaves them free."""

    is_remote = False
    task_characters = 0
    articles_ahead = 0

    def __init__(self, threads: int | None = None) -> None:
        super().__init__(threads or os.cpu_count() or 1, thread_name_prefix="studio")


def crew(address: str | None, tell: Callable[[str], None]) -> Crew:
    """Returns the workers of a cluster, or the threads of this machine when ``address`` is empty.

    Raises :class:`~audiobrief.errors.ClusterError` when no scheduler answers there.
    """
    if not address:
        return Threads()
    from audiobrief.recording.cluster import Cluster

    return Cluster(address, tell)
