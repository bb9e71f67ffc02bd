"""One row of a grammar's table of rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Say = Callable[["re.Match[str]"], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a grammar's table: ``pattern`` is tried only where ``needs`` is found."""

    name: str
    needs: re.Pattern[str]
    pattern: re.Pattern[str]
    say: Say
