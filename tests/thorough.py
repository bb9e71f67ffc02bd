"""How many examples a property is tried on: a few in ``make test``, all in ``make test-long``."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

IS_THOROUGH = bool(os.environ.get("THOROUGH"))


def examples(all_of_them: int, few: int) -> Callable[[Any], Any]:
    """Marks a test of ``@given`` as ``thorough``: it runs in ``make test-long`` too, on more examples."""
    number = all_of_them if IS_THOROUGH else few

    def decorated(test: Any) -> Any:
        return pytest.mark.thorough(settings(max_examples=number)(test))

    return decorated
