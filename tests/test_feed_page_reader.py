"""The reading process: same scripts, same errors; a page that hangs or kills it costs only itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief import stories
from audiobrief.errors import NothingToRead, UsageError
from audiobrief.feed.page_reader import PageReader
from audiobrief.model import Page, ScriptOptions

TRAINS = Path(__file__).resolve().parent.parent / "examples" / "articles" / "night-trains.html"
PAGE = Page("https://news.example/a", TRAINS.read_bytes(), "text/html")


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    reader = PageReader()
    yield reader
    reader.close()


def test_it_reads_as_the_run_itself_would(reader: PageReader) -> None:
    assert reader.script(PAGE, "a", ScriptOptions(), None) == stories.from_page(PAGE, "a", ScriptOptions(), None)


def test_errors_come_over_as_they_are(reader: PageReader) -> None:
    with pytest.raises(NothingToRead) as caught:
        reader.script(Page("", b"", "text/html"), "empty.html", ScriptOptions(), None)
    assert caught.value.subject == "empty.html"
    with pytest.raises(UsageError, match=r"script\.json"):
        reader.script(Page("", b"{}", "application/json"), "script.json", ScriptOptions(), None)
    assert reader.script(PAGE, "a", ScriptOptions(), None).segments, "and it reads on"


def test_a_page_that_takes_too_long_is_given_up() -> None:
    reader = PageReader(deadline_s=0.01)
    with pytest.raises(NothingToRead, match="did not answer"):
        reader.script(PAGE, "a", ScriptOptions(), None)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_reader_that_dies_is_replaced(reader: PageReader) -> None:
    reader.script(PAGE, "a", ScriptOptions(), None)
    assert reader._worker is not None
    os.kill(reader._worker._process.pid, signal.SIGKILL)
    reader._worker._process.wait()
    with pytest.raises(NothingToRead, match="ended without an answer"):
        reader.script(PAGE, "a", ScriptOptions(), None)
    assert reader.script(PAGE, "a", ScriptOptions(), None).segments
