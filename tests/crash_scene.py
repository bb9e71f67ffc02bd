"""A feed with everything that a run changes: an article to correct, a new one, one that waits, one whose files go."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
from pathlib import Path
from unittest import mock

from lxml import etree

from audiobrief import stories
from audiobrief.cli import main
from audiobrief.feed import paths, run, settings_file, upkeep, waiting
from audiobrief.library import FILE, Library
from audiobrief.model import Page, Script, ScriptOptions

BASE = "http://127.0.0.1:8321/"


def _page(title: str, text: str) -> str:
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


TEXTS = {
    "tram.html": _page("The tram", "The tram was late on Monday."),
    "mill.html": _page("The mill", "The mill stood still."),
    "quay.html": _page("The quay", "The quay was closed."),
    "barn.html": _page("The barn", "The barn was sold."),
}
CORRECTED = _page("The tram", "The tram was late on Tuesday.")
AFTER = {"The tram", "The quay", "The barn"}
"""Titles in the feed once all is done: the mill was withdrawn long ago."""


class InProcessReader:
    """Reads pages here: starting a process takes most of a small run's time, and changes nothing on the disk."""

    def script(
        self, page: Page, source: str, chosen: ScriptOptions, language: str | None, more: stories.FurtherPages = ()
    ) -> Script:
        return stories.from_page(page, source, chosen, language, more)

    def close(self) -> None: ...


def quiet(line: str) -> None: ...


def new_feed(folder: Path) -> None:
    """Makes the folder and the texts."""
    settings_file.init(folder, quiet, title="News", base_url=None, language="en", cast="tone")
    for name, text in TEXTS.items():
        (folder / name).write_text(text)


def prepared(folder: Path) -> Path:
    """Publishes two articles, then corrects one and has withdrawn the other 40 days ago; a third waits."""
    new_feed(folder)
    publish(folder, "tram.html", "mill.html")
    (folder / "tram.html").write_text(CORRECTED)
    upkeep.withdraw(folder, guid(folder, "The mill"))
    with sqlite3.connect(folder / upkeep.MEMORY / FILE) as library:
        library.execute("UPDATE articles SET withdrawn = '2020-01-01T00:00:00+00:00' WHERE withdrawn IS NOT NULL")
    waiting.put(folder, [str(folder / "barn.html")], None)
    for copy in (folder / upkeep.MEMORY / "backups").iterdir():
        copy.rename(copy.with_name("2020-01-01.sqlite3"))
    return folder


def copied(before: Path, folder: Path) -> Path:
    """Copies a prepared feed; what waits in it is named by its path."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)
    for request in (folder / upkeep.MEMORY / "waiting").iterdir():
        request.write_text(request.read_text().replace(str(before), str(folder)))
    return folder


def publish(folder: Path, *names: str) -> int:
    """Publishes texts of the folder in this process; the exit code."""
    return command(folder, "feed", "update", str(folder), *(str(folder / name) for name in names))


def day(folder: Path) -> int:
    """Does all that is to be done."""
    return publish(folder, "tram.html", "quay.html")


def command(folder: Path, *arguments: str) -> int:
    """Runs a command in this process with its lines in ``FOLDER.log``; the exit code."""
    with (
        folder.with_suffix(".log").open("w") as log,
        contextlib.redirect_stderr(log),
        contextlib.redirect_stdout(log),
        mock.patch.object(run, "PageReader", InProcessReader),
        mock.patch.object(sys, "argv", ["audiobrief", *arguments]),
        mock.patch.dict(os.environ, AUDIOBRIEF_CACHE=str(folder / "cache")),
    ):
        try:
            main()
        except SystemExit as leave:
            return leave.code if isinstance(leave.code, int) else 1


def lines(folder: Path) -> list[str]:
    """What the last command said."""
    return folder.with_suffix(".log").read_text().splitlines()


def guid(folder: Path, title: str) -> str:
    with Library(folder / upkeep.MEMORY) as library:
        return next(episode.guid for episode in library.episodes() if episode.title == title)


def promise(folder: Path) -> set[str]:
    """Holds the feed to its word: all that it names is there and whole. Gives the titles of its episodes."""
    public = folder / paths.PUBLIC
    if not (public / paths.FEED).exists():
        return set()
    top = etree.parse(public / paths.FEED)
    for enclosure in top.iter("enclosure"):
        assert (public / named(enclosure.get("url"))).stat().st_size == int(enclosure.get("length") or 0)
    for element in top.iter("*"):
        for name in ("url", "href"):
            address = element.get(name) or ""
            if address.startswith(BASE):
                assert (public / named(address)).stat().st_size, address
    titles = [item.findtext("title") or "" for item in top.iter("item")]
    assert len(titles) == len(set(titles)), titles
    return set(titles)


def named(address: str | None) -> str:
    return (address or "").removeprefix(BASE)
