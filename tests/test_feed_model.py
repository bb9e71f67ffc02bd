"""A few lives of the model of a feed, and that it finds faults which were there. ``make model`` goes further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from audiobrief.feed import recover, sources, waiting
from audiobrief.identity import Listing
from tests import feed_model


def test_a_few_lives_keep_every_promise() -> None:
    assert feed_model.live(60, seed=20) >= 60


def _forgets(library: object, place: object) -> tuple[int, list[str]]:
    return 0, []


def _hides(source: object, entry: Any) -> tuple[str, ...]:
    return "", entry.url


def _names_nothing(feed: str, name: str = "", *, gave_text: bool = False) -> Listing:
    return Listing(feed, "", gave_text)


def _drops(*_: object) -> None: ...


FAULTS: dict[str, tuple[object, str, Callable[..., object], str]] = {
    "a lost library empties the feed": (recover, "recover", _forgets, "the feed shrank"),
    "one source hides another's articles": (sources, "_passed_over", _hides, "never published|the feed shrank"),
    "names of feeds do not count": (sources, "Listing", _names_nothing, "doubled|the feed shrank|never published"),
    "what is given during a run is dropped": (waiting, "put", _drops, "never published"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_the_model_finds_a_fault_that_is_put_back(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, what, fault, word = FAULTS[name]
    monkeypatch.setattr(owner, what, fault)
    with pytest.raises(AssertionError, match=word):  # the rarest is met once in some 11,000 steps
        feed_model.live(60_000, seed=40)
