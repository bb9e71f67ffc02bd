"""Regular expressions that are compiled at the first text that needs them: a page needs half of what may be printed."""

from __future__ import annotations

import re
from typing import Any, cast


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Returns what does all that a compiled pattern does, and is compiled when it is first asked to."""
    return cast("re.Pattern[str]", Later(pattern, flags))


class Later:
    """A pattern as it is written."""

    def __init__(self, pattern: str, flags: int) -> None:
        """Takes what :func:`re.compile` is to be given."""
        self._written = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Compiles the pattern, and keeps what was asked of it."""
        found = self.__dict__[name] = getattr(re.compile(*self._written), name)
        return found
