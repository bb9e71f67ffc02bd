"""Golden scripts: what each stored article becomes; the review is the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.model import ScriptOptions
from audiobrief.script import document, write_script
from tests import golden
from tests.verbatim import differences

ARTICLES = [path for path in golden.INPUTS if path.with_suffix(".article.json").is_file()]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_golden_script(path: Path, regold: bool) -> None:
    script = write_script(golden.article(path))
    golden.check(path.with_suffix(".script.json"), document.dump(script), regold)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
@pytest.mark.parametrize("profile", ["standard", "full", "headlines"])
def test_golden_articles_are_told_verbatim(path: Path, profile: str) -> None:
    article, options = golden.article(path), ScriptOptions(profile=profile)
    assert differences(article, options, write_script(article, options).segments) == []
