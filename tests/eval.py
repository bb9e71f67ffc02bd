"""Prints how well pages are read, one row a measure, beside its floor: ``python -m tests.eval FOLDER``.

FOLDER holds pages with what is right and the scorers that read them; it is not part of the project. What needs no
folder is measured on generated pages. Fails where a figure is worse than its floor in ``eval_floors.toml``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

FLOORS = Path(__file__).with_name("eval_floors.toml")
Figures = Iterator[tuple[str, float]]


class Row(NamedTuple):
    """One measure: what it is, what floors say of it (``>=`` or ``<=`` and a figure, or nothing)."""

    name: str
    value: float
    sign: str = ""
    floor: float = 0.0

    @property
    def fails(self) -> bool:
        """Tells whether the figure is worse than its floor."""
        return self.value < self.floor if self.sign == ">=" else bool(self.sign) and self.value > self.floor

    def line(self) -> str:
        """Returns the row of the table."""
        floor = f"{self.sign} {self.floor:g}" if self.sign else ""
        return f"{self.name:48} {self.value:8.3f}   {floor:10}{'  WORSE' if self.fails else ''}".rstrip()


def _scored(folder: Path, scorer: str, *arguments: str) -> str:
    command = [sys.executable, str(folder / f"score_{scorer}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _wcxb(folder: Path, versus: bool) -> Figures:
    rival = ("--vs", "trafilatura") if versus else ()
    found = json.loads(_scored(folder, "wcxb", "audiobrief:body_text", "--json", *rival))
    ours = found["ours"]
    yield "WCXB word F1", ours["f1"]
    yield "WCXB pages without text", ours["none"]
    yield "WCXB pages below half", ours["silent"]
    yield "WCXB boilerplate kept", ours["boilerplate"]
    yield "WCXB CPU a page, ms", ours["cpu_ms"]
    if versus:
        theirs = found["trafilatura"]
        yield "trafilatura: word F1", theirs["f1"]
        yield "trafilatura: pages without text", theirs["none"]
        yield "trafilatura: pages below half", theirs["silent"]
        yield "trafilatura: boilerplate kept", theirs["boilerplate"]
        yield "WCXB CPU against trafilatura", found["cpu_ratio"]
        yield "WCXB pages above 3x and 100 ms", found["slow_pages"]


def _aeb(folder: Path) -> Figures:
    found = json.loads(_scored(folder, "extraction", "audiobrief:body_text", "--json"))["audiobrief:body_text"]
    yield "AEB body F1", found["f1"]
    yield "AEB exact pages", found["exact"]


def _typed(folder: Path) -> Figures:
    printed = _scored(folder, "typed", "audiobrief:read_article", "--json")
    found, _ = json.JSONDecoder().raw_decode(printed)  # errors follow on its line
    for name in ("title", "author", "date", "paragraphs_f1", "subheads_f1"):
        yield f"typed {name.replace('_f1', ' F1')}", found[name]


def _datelines(folder: Path) -> Figures:
    found = _scored(folder, "dateline", "audiobrief:dateline")
    for name in ("recall", "precision"):
        yield f"datelines {name}", _figure(rf"{name} ([\d.]+)", found)


def _quotes(folder: Path) -> Figures:
    found = _scored(folder, "quotes", "audiobrief:quotes", "--lang", "de")
    yield "quotes F1", _figure(r"F1 ([\d.]+)", found)
    yield "quotes source", _figure(r"source \d+/\d+ = ([\d.]+)", found)


def _figure(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"Error: scorer: it printed no figure for {pattern!r}.")
    return float(found[1])


def _dates() -> Figures:
    from tests import dated_pages

    counts = {f"{name}_{half}": number for half in ("dev", "test") for name, number in dated_pages.counts(half).items()}
    yield "undated pages, generated", counts["undated_dev"] + counts["undated_test"]
    yield "undated pages with a false date", counts["false_dev"] + counts["false_test"]
    right, all_dated = (counts[f"{kind}_dev"] + counts[f"{kind}_test"] for kind in ("right", "dated"))
    yield "dated pages with their date, share", right / all_dated


def _prose() -> Figures:
    from tests import opening_words

    counts = opening_words.measure()
    yield "pages with a paragraph like an offer, generated", counts.pages
    yield "prose paragraphs lost", counts.prose_lost


def _growth() -> Figures:
    from tests import shapes

    yield "CPU for twice the page", max(row.ratio for row in shapes.measured(()))


def figures(folder: Path, versus: bool, whole: bool) -> Figures:
    """Yields each measure and its figure, as they come."""
    scorers: tuple[Callable[[], Figures], ...] = (
        partial(_wcxb, folder, versus),
        *(partial(scorer, folder) for scorer in (_aeb, _typed, _datelines, _quotes)),
        _dates,
        _prose,
    )
    if whole:  # a measure of time: never in CI
        scorers += (_growth,)
    for scorer in scorers:
        yield from scorer()


def main() -> int:
    """Prints the table; 1 where a figure is worse than its floor, 0 where the folder is not here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vs", action="store_true", help="the same pages through trafilatura")
    parser.add_argument("--whole", action="store_true", help="all shapes, not a few")
    asked = parser.parse_args()
    if not (asked.folder / "score_wcxb.py").is_file():
        print(f"{asked.folder}: it is not here: the reading figures were not measured.")
        return 0
    if asked.vs and importlib.util.find_spec("trafilatura") is None:
        raise SystemExit("Error: trafilatura: it is not installed. Run pip install --group eval, or leave out --vs.")
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    signs = {
        name: (sign, floor) for kind, sign in (("least", ">="), ("most", "<=")) for name, floor in floors[kind].items()
    }
    worse = 0
    for name, value in figures(asked.folder, asked.vs, asked.whole):
        row = Row(name, value, *signs.get(name, ("", 0.0)))
        worse += row.fails
        print(row.line(), flush=True)
    print(f"{worse} figures are worse than their floors" if worse else "no figure is worse than its floor")
    return worse > 0


if __name__ == "__main__":
    sys.exit(main())
