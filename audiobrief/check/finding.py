"""What a check says, and how a rule becomes one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
_MOST_OF_ONE_RULE = 20

Faults = Iterator[tuple[str, str]]
"""What a rule finds wrong: the subject (a file, an element) and the fact."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one check: passed once for everything, or failed for one subject."""

    name: str
    passed: bool
    subject: str
    fact: str
    remedy: str = ""
    """What to do; empty when it passed."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A row of docs/perfect-episode.md, and the function that finds what breaks it."""

    name: str
    requirement: str
    source: str
    remedy: str
    look: Callable[[T], Faults]

    def judge(self, things: Sequence[T], subject: str) -> Iterator[Finding]:
        """One passed finding, or a failed one for each fault (at most 20)."""
        faults = list(dict.fromkeys(fault for thing in things for fault in self.look(thing)))
        if not faults:
            yield Finding(self.name, True, subject, self.requirement)
        for place, fact in faults[:_MOST_OF_ONE_RULE]:
            yield Finding(self.name, False, place, fact, self.remedy)
        if len(faults) > _MOST_OF_ONE_RULE:
            more = len(faults) - _MOST_OF_ONE_RULE
            yield Finding(self.name, False, subject, f"{more} more like these", self.remedy)


def as_text(findings: Iterable[Finding]) -> str:
    """A line a finding, the failed ones last, so that they are what is read when the run ends."""
    lines = []
    for finding in sorted(findings, key=lambda one: not one.passed):
        if finding.passed:
            lines.append(f"pass {finding.name}: {finding.fact}.")
        else:
            lines.append(f"fail {finding.name}: {finding.subject}: {finding.fact}. {finding.remedy}.")
    return "\n".join(lines)


def as_json(findings: Iterable[Finding]) -> str:
    """A list of objects with the fields of :class:`Finding`."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1)
