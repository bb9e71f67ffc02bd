"""The workers of a dask cluster: which are there, and which would work as this program does.

A cluster may be shared. Workers that cannot do our work are left alone and named once; nothing is installed on them
or changed in them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

ANSWER_S = 10.0
"""How long a scheduler or a worker may take to say who it is."""
_PACKAGES = ("audiobrief", "distributed")


class Roster:
    """Sorts workers into ``fit`` and ``refused``, by address; ``client`` is a ``distributed.Client``."""

    def __init__(self, client: Any, tell: Callable[[str], None]) -> None:
        self.fit: dict[str, int] = {}
        """With the number of their threads."""
        self.refused: dict[str, str] = {}
        """With the reason."""
        self._client = client
        self._tell = tell
        self._own = {name: version(name) for name in _PACKAGES}

    @property
    def threads(self) -> int:
        """Counts the threads of the fit workers."""
        return sum(self.fit.values())

    def refresh(self) -> None:
        """Asks the scheduler which workers are there, and new ones for their versions.

        Raises OSError (TimeoutError) when the scheduler does not answer.
        """
        identity = self._asked(self._client.scheduler.identity, n_workers=-1)
        present: dict[str, dict[str, Any]] = identity["workers"]
        for known in (self.fit, self.refused):
            for address in known.keys() - present.keys():
                known.pop(address)
        for address in present.keys() - self.fit.keys() - self.refused.keys():
            self._admit(address, present[address]["nthreads"])

    def refuse(self, address: str, reason: str) -> None:
        """Gives a worker no more work in this run."""
        if self.fit.pop(address, None) is not None or address not in self.refused:
            self.refused[address] = reason
            self._tell(f"Worker {address} is refused: {reason}")

    def why_none(self) -> str:
        """Says why no worker is fit."""
        if not self.refused:
            return "it has no workers"
        reasons = "; ".join(f"{address}: {reason}" for address, reason in sorted(self.refused.items()))
        return f"none of its {len(self.refused)} workers is fit ({reasons})"

    def _admit(self, address: str, threads: int) -> None:
        message = {"op": "versions", "packages": list(_PACKAGES)}
        try:
            answers = self._asked(self._client.scheduler.broadcast, msg=message, workers=[address], on_error="ignore")
        except TimeoutError:
            return  # busy, or hung: asked again next time
        if address not in answers:
            return
        reason = self._difference(answers[address]["packages"])
        if reason:
            self.refuse(address, reason)
        else:
            self.fit[address] = threads

    def _difference(self, found: dict[str, str | None]) -> str | None:
        for name in _PACKAGES:
            there = found.get(name)
            if there != self._own[name]:
                have = f"{name} {there}" if there else f"no {name}"
                return f"it has {have}, this is {self._own[name]}. Install the same version there"
        return None

    def _asked(self, ask: Callable[..., Any], **arguments: Any) -> Any:
        return self._client.sync(ask, callback_timeout=ANSWER_S, **arguments)
