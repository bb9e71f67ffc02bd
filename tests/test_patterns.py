"""No pattern can take exponential time: a repeat without an end in another, with nothing certain between the rounds."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from audiobrief.check import timed_text
from audiobrief.extract.facts import gazetteer
from tests import patterns

EXPLOSIVE = (r"(a+)+", r"(?:\s*\w+)+", r"(?:b|b+c)*", r"(\w+\s?)*$", r"<v(?:\.[^>]*)*>", r"(?:[A-Z][A-Za-z]+)+")
CALM = (r"(?:\d+,)*", r"(?:a|b+c)*", r"(?:[A-Z]{2,40} )+", r"(?:[A-Z][a-z]+)+", r"\s*\w+", r"(?:a++)*", r"(?:ab{0,9})*")


@pytest.mark.parametrize("pattern", EXPLOSIVE)
def test_explosive_patterns_are_known(pattern: str) -> None:
    assert patterns.is_explosive(pattern, 0)


@pytest.mark.parametrize("pattern", CALM)
def test_calm_patterns_are_let_be(pattern: str) -> None:
    assert not patterns.is_explosive(pattern, 0)


@pytest.mark.parametrize("pattern", [gazetteer._STATION, timed_text._VOICE])
def test_patterns_that_once_exploded(pattern: re.Pattern[str]) -> None:
    assert not patterns.is_explosive(pattern.pattern, pattern.flags)


@pytest.mark.parametrize(("name", "is_one"), [("WestTown", True), ("KTVU-TV", True), ("Newswire", True), ("ab", True)])
def test_stations_are_known_as_before(name: str, is_one: bool) -> None:
    assert gazetteer.is_agency(name) == is_one


@pytest.mark.long
def test_no_pattern_of_the_package_explodes() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.patterns"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
