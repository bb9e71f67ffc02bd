"""Replays the kept corpus of fuzzing: seeds, and one case for each fault that was found. ``make fuzz`` finds more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import mutation, seeds
from tests.fuzz.__main__ import NAMES
from tests.fuzz.targets import TARGETS

CASES = [(target, path) for target in TARGETS for path in seeds.kept(target)]


def test_each_target_is_run() -> None:
    assert list(NAMES) == list(TARGETS)


@pytest.mark.parametrize(("target", "path"), CASES, ids=lambda part: part if isinstance(part, str) else part.name)
def test_kept_case(target: str, path: Path) -> None:
    TARGETS[target](path.read_bytes())


def test_changes_are_the_same_for_the_same_number() -> None:
    case = b"text/html\n<p>The mill was sold for 5 million.</p>"
    changed = [mutation.changed(case, case, 1_000, number) for number in range(50)]
    assert changed == [mutation.changed(case, case, 1_000, number) for number in range(50)]
    assert len(set(changed)) > 40
