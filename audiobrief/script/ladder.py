"""Reads a decision as a ladder: named reasons, tried from the top; the first that applies decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Clues = TypeVar("Clues")
Verdict = TypeVar("Verdict")


class Rung(NamedTuple, Generic[Clues, Verdict]):
    """A reason and what it decides."""

    reason: str
    applies: Callable[[Clues], object]
    """Tells, by truth, whether the reason holds."""
    verdict: Verdict


def decide(ladder: tuple[Rung[Clues, Verdict], ...], clues: Clues) -> Rung[Clues, Verdict]:
    """Returns the first rung that applies, else the last one."""
    return next((rung for rung in ladder if rung.applies(clues)), ladder[-1])
