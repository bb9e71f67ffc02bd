"""Processes that are warm already: a test costs its work, not Python's start and a second of imports.

:class:`KeptReader` keeps the process that reads pages from one run to the next. :class:`Forge` forks the command from a
process that has imported it; what comes of it is a process like any other, with a folder, environment and streams.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from audiobrief import page_deadline, stories
from audiobrief.feed import page_reader, run
from audiobrief.feed.page_reader import PageReader
from audiobrief.model import Page, Script, ScriptOptions
from audiobrief.stories import FurtherPages
from audiobrief.workers import Worker

ARTICLE = Path(__file__).resolve().parent.parent / "examples" / "articles" / "night-trains.html"
FOREIGN = (
    "babel.dates",
    "bs4",
    "httpx",
    "lameenc",
    "mutagen.mp3",
    "num2words",
    "numpy",
    "PIL.Image",
    "soundfile",
    "soxr",
)


class KeptReader(PageReader):
    """A reader whose process goes to the next reader, unless it died."""

    kept: ClassVar[list[Worker]] = []

    def __init__(self) -> None:
        super().__init__()
        while self.kept and self._worker is None:
            worker = self.kept.pop()
            if worker.is_alive:
                self._worker = worker
            else:
                worker.end()

    def close(self) -> None:
        if self._worker is not None:
            self.kept.append(self._worker)
            self._worker = None


class ForkedReader(PageReader):
    """Reads each page in a fork of the run's own process, which is warm."""

    def script(
        self, page: Page, source: str, chosen: ScriptOptions, language: str | None, more: FurtherPages = ()
    ) -> Script:
        request = page_deadline.PageRequest(page, source, chosen, language, more)
        with contextlib.closing(page_deadline.ReaderProcess("", self._deadline_s, page_reader._whole)) as reader:
            return reader.read(request)


class Forge:
    """Runs the command. Only where there is ``os.fork``."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(
        self, arguments: Sequence[str], cwd: Path, environment: dict[str, str], text: str | None
    ) -> subprocess.CompletedProcess[str]:
        (done,) = self.run_together(1, arguments, cwd, environment, text)
        return done

    def run_together(
        self, processes: int, arguments: Sequence[str], cwd: Path, environment: dict[str, str], text: str | None = None
    ) -> list[subprocess.CompletedProcess[str]]:
        """Starts the command several times at once, and waits for all."""
        streams = [
            [Path(self._folder.name) / f"{name}-{number}" for name in ("stdin", "stdout", "stderr")]
            for number in range(processes)
        ]
        for stdin, *_ in streams:
            stdin.write_text(text or "", encoding="utf-8")
        orders = [(list(arguments), str(cwd), environment, [str(path) for path in paths]) for paths in streams]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(orders) + "\n")
        self._process.stdin.flush()
        codes = json.loads(self._process.stdout.readline())
        return [
            subprocess.CompletedProcess(["audiobrief", *arguments], code, *(path.read_text("utf-8") for path in paths))
            for code, (_, *paths) in zip(codes, streams, strict=True)
        ]

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._folder.cleanup()


def _import_everything() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in FOREIGN:
            importlib.import_module(name)
        for module in pkgutil.walk_packages(importlib.import_module("audiobrief").__path__, "audiobrief."):
            if not module.name.endswith("__main__"):
                with contextlib.suppress(ImportError):
                    importlib.import_module(module.name)


def read_a_page() -> None:
    """Compiles expressions and reads tables, which each fork of this process would do for itself."""
    stories.from_page(Page("https://news.example/a", ARTICLE.read_bytes(), "text/html"), "a", ScriptOptions())


def _warm_up() -> None:
    _import_everything()
    read_a_page()
    vars(run)["PageReader"] = ForkedReader
    gc.collect()
    gc.freeze()


def _become(arguments: Sequence[str], cwd: str, environment: dict[str, str], streams: Sequence[str]) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    modes = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
    for number, (path, mode) in enumerate(zip(streams, modes, strict=True)):
        os.dup2(os.open(path, mode), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.argv = ["audiobrief", *arguments]
    from audiobrief.cli import main

    main()


def _serve() -> None:
    _warm_up()
    orders, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in iter(orders.readline, ""):
        children = [_forked(*order) for order in json.loads(line)]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        print(json.dumps(codes), file=answers, flush=True)


def _forked(arguments: Sequence[str], cwd: str, environment: dict[str, str], streams: Sequence[str]) -> int:
    child = os.fork()
    if not child:
        _become(arguments, cwd, environment, streams)
    return child


if __name__ == "__main__":
    _serve()
