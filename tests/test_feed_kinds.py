"""Feeds in the forms that programs write: every item is spoken whole, or refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.feed_kinds import KINDS, outcome
from tests.test_unattended import episodes

pytestmark = pytest.mark.usefixtures("kept_reader", "kept_cache")


@pytest.mark.parametrize("name", KINDS)
def test_every_item_is_spoken_or_refused_by_name(tmp_path: Path, name: str) -> None:
    found = outcome(name, tmp_path / "feed", episodes)
    assert found.wrong == []
