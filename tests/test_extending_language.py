"""The how-to for a language, followed to the letter: Swahili from nothing but its folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audiobrief.languages import completeness
from tests import howto

pytestmark = pytest.mark.long

PAGE = (howto.ROOT / "docs/extending.md").read_text(encoding="utf-8").partition("## A language\n")[2]
FOLDER = "audiobrief/languages/sw"
SAY = """
import sys
from audiobrief import quotes, spoken
from audiobrief.publish.page_words import words
from audiobrief.script.lexicon import apply
print(words("sw").language, words("sw")("by", authors="Asha"))
print(apply("Macron aliwasili.", "sw"))
print(spoken("Bw. Juma", "sw"))
(quote,) = quotes(["“Tunaweza kuvuka kila siku asubuhi na mapema,” alisema Rais Juma Mfano."], "sw")
print(quote.source)
"""


def said(folder: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which Swahili was added as the page says."""
    root = howto.checkout(tmp_path_factory.mktemp("checkout"))
    shutil.rmtree(root / FOLDER)
    changed = howto.follow("A language", root)
    assert {path.parent.relative_to(root).as_posix() for path in changed if path.name != "habari.md"} == {FOLDER}
    assert {path.name for path in changed} == {*completeness.PARTS, "habari.md"}
    (root / "tests").mkdir()
    for name in ("__init__.py", "language_guard.py", "test_languages.py"):
        shutil.copy(howto.ROOT / "tests" / name, root / "tests")
    return root


def test_the_commands_of_the_page(folder: Path) -> None:
    block = re.search(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)
    assert block
    answers = []
    for line in block[1].splitlines():
        program, *rest = line.split()
        module = {"audiobrief": ["-m", "audiobrief"], "python": []}[program]
        answers.append(said(folder, sys.executable, *module, *rest))
    listed, tests, script = answers
    parts = "printed words, page phrases, spoken forms, cues, reporting verbs, page words, lexicon, cases"
    assert listed == f"sw Swahili: {parts}; not reviewed\n"
    assert re.search(r"\d passed", tests)
    assert "Imesomwa na sauti bandia." in script
    assert "Daktari Juma Mfano" in script
    assert "Mwisho wa makala" in script
    assert "English" not in script
    assert "Shiriki" not in script.partition("Left out")[0]


def test_every_part_is_of_use(folder: Path) -> None:
    lines = said(folder, sys.executable, "-c", SAY).splitlines()
    assert lines == ["sw Imeandikwa na Asha", "Makron aliwasili.", "Bwana Juma", "Rais Juma Mfano"]


def test_the_guard_finds_indonesian_in_swahili(folder: Path) -> None:
    numbers = folder / FOLDER / "numbers.toml"
    own = numbers.read_bytes()
    shutil.copy(folder / "audiobrief/languages/id/numbers.toml", numbers)
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_languages.py", "-k", "itself and sw"]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )
    numbers.write_bytes(own)
    assert done.returncode == 1
    assert "languages/sw/numbers.toml: 100% of the words are those of id" in done.stdout


def test_the_page_names_every_part_and_what_is_done_without_it() -> None:
    rows = dict(re.findall(r"^\| `([\w.]+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.M))
    assert rows == {file: instead for file, (_, instead) in completeness.PARTS.items()}
