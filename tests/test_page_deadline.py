"""Reading in time, for one page: the same script, the same errors, and an end to a page that has none."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from audiobrief import page_deadline, stories, workers
from audiobrief.errors import FetchError, NothingToRead
from audiobrief.model import Page, Script, ScriptOptions
from audiobrief.page_deadline import PageRequest, ReaderProcess

pytestmark = pytest.mark.skipif(not workers.can_fork(), reason="there are no forks here")
TRAINS = Path(__file__).resolve().parent.parent / "examples" / "articles" / "night-trains.html"
PAGE = Page("", TRAINS.read_bytes(), "text/html")


def read(make: Callable[[PageRequest], Script]) -> Script:
    """Reads the page in a fork that does what ``make`` does."""
    with closing(ReaderProcess("", read=make)) as reader:
        return reader.read(PageRequest(PAGE, "a.html", ScriptOptions(), None))


def _never(*_: object) -> Script:
    while True:
        signal.pause()


def _dead(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _wrong(*_: object) -> NoReturn:
    raise ZeroDivisionError


def test_the_script_is_the_same() -> None:
    assert read(stories.from_request) == stories.from_page(PAGE, "a.html", ScriptOptions())


def test_errors_come_over_as_they_are() -> None:
    def make(_: object) -> Script:
        raise FetchError("a.html", "it is gone", "Look elsewhere.")

    with pytest.raises(FetchError, match=r"a\.html: it is gone\. Look elsewhere\."):
        read(make)


@pytest.mark.parametrize(
    ("make", "fact"),
    [(_never, "did not answer within 0.05 s"), (_dead, "ended without an answer"), (_wrong, "ended without an answer")],
)
def test_a_page_without_an_end_is_given_up(
    make: object, fact: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(PAGE.body)
    monkeypatch.setattr(stories, "from_page", make)
    monkeypatch.setattr(stories, "ReaderProcess", partial(ReaderProcess, deadline_s=0.05))
    with pytest.raises(NothingToRead, match=fact) as caught:
        stories.show(str(page), "text", ScriptOptions(), None)
    assert caught.value.exit_code == 4
    assert str(page) in str(caught.value)


def test_a_whole_book_has_longer_than_an_article() -> None:
    assert page_deadline.deadline_s(PAGE) == page_deadline.DEADLINE_S
    assert page_deadline.deadline_s(Page("", bytes(2_000_000), "text/plain")) == 4 * page_deadline.DEADLINE_S
