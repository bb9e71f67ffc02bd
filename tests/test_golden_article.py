"""Every input of tests/data is read as its stored article says."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.extract import read_article
from tests import golden
from tests.audit import unaccounted

HTML = [path for path in golden.INPUTS if path.suffix == ".html"]


@pytest.mark.parametrize("path", golden.INPUTS, ids=lambda path: path.name)
def test_article(path: Path, regold: bool) -> None:
    got = golden.as_json(read_article(golden.page(path)))
    golden.check(path.with_suffix(".article.json"), got, regold)


@pytest.mark.parametrize("path", HTML, ids=lambda path: path.name)
def test_every_visible_character_is_accounted_for(path: Path) -> None:
    seen, lost = unaccounted(golden.page(path))
    assert seen > 100
    assert not lost
