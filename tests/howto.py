"""Follows a how-to of docs/extending.md to the letter: code goes into the file that the line above it names."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PAGE = ROOT / "docs/extending.md"
_BLOCK = re.compile(
    r"^(?P<lead>[^\n]*?)`(?P<file>[^`\n]+)`(?:, after `(?P<after>[^`\n]+)`)?:\n\n```\w*\n(?P<text>.*?)^```$",
    re.M | re.S,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One block of a how-to."""

    file: str
    """Path below the root of what is changed."""
    after: str | None
    """Beginning of the line below which the text goes; None = the text is the whole file."""
    text: str


def steps(title: str) -> list[Step]:
    """Returns the steps of the how-to under the heading ``title``."""
    section = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", _PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert section, f"{_PAGE.name} has no how-to {title!r}"
    return [Step(found["file"], found["after"], found["text"]) for found in _BLOCK.finditer(section[1])]


def follow(title: str, root: Path) -> list[Path]:
    """Does each step below ``root`` and returns the files that were made or changed, each once."""
    changed = []
    for step in steps(title):
        path = root / step.file
        if step.after is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        else:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            places = [place for place, line in enumerate(lines) if line.startswith(step.after)]
            assert len(places) == 1, f"{step.file}: {len(places)} lines begin with {step.after!r}"
            lines.insert(places[0] + 1, step.text)
            path.write_text("".join(lines), encoding="utf-8")
        changed.append(path)
    return list(dict.fromkeys(changed))


def checkout(folder: Path) -> Path:
    """Copies the package and its voices, to be changed."""
    for name in ("audiobrief", "voices"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
