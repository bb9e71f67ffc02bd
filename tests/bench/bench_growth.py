"""What twice the edition, feed and library cost: ``make bench``; ``python -m tests.shapes`` tells of twice the page.

Processor time of this process and its children, smallest of the rounds, at three sizes, each twice the one before. The
engine is the one that hums, so that speech is next to nothing.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from audiobrief.feed import paths, run, settings_file, upkeep
from audiobrief.library import Library
from audiobrief.model import Article, Block, Role, ScriptOptions
from audiobrief.reading import ReadRequest, read
from tests.bench import edition
from tests.bench.bench_feed import grow, quiet

MOST = 2.3
"""What twice as much may cost."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    print(f"CPU seconds at a size, twice and four times that; ratios (at most {MOST})")
    for what, sizes, cost in (
        ("an edition of stories, cold", (12, 24, 48), an_edition),
        ("one more article in a feed of episodes", (500, 1000, 2000), one_more),
        ("a hundred new articles, looked for in a library of articles", (1000, 2000, 4000), matching),
    ):
        spent = [min(cost(size) for _ in range(rounds)) for size in sizes]
        ratios = ", ".join(f"{later / earlier:.2f}" for earlier, later in pairwise(spent))
        print(f"{what} ({', '.join(map(str, sizes))}): {', '.join(f'{one:.2f}' for one in spent)}; {ratios}")


def an_edition(stories: int) -> float:
    """Returns what it costs to read and join so many stories of two minutes."""
    with tempfile.TemporaryDirectory() as name:
        pages = edition.write(Path(name), 2.0 * stories, stories)
        os.environ["AUDIOBRIEF_CACHE"] = str(Path(name) / "cache")
        request = ReadRequest(
            sources=tuple(map(str, pages)), output=str(Path(name) / "a.mp3"), cast="tone", options=ScriptOptions()
        )
        return spent(lambda: read(request, quiet))


def a_feed(place: Path, episodes: int) -> tuple[Path, list[Path]]:
    """Makes a feed of so many episodes, copies of one; returns its folder, and two pages of which it has the first."""
    folder = place / "feed"
    pages = edition.write(place / "pages", 6, 2)
    settings_file.init(folder, quiet, title="News", base_url=None, language="en", cast="tone")
    run.publish(folder, [str(pages[0])], quiet)
    grow(folder, episodes)
    return folder, pages


def one_more(episodes: int) -> float:
    """Returns what one more article costs in a feed of so many."""
    with tempfile.TemporaryDirectory() as name:
        folder, pages = a_feed(Path(name), episodes)
        run.publish(folder, [], quiet)
        assert (folder / paths.PUBLIC / paths.FEED).is_file()
        return spent(lambda: run.publish(folder, [str(pages[1])], quiet))


def matching(articles: int) -> float:
    """Returns what it costs to look for a hundred articles in a library of so many."""
    with tempfile.TemporaryDirectory() as name:
        folder, _ = a_feed(Path(name), articles)
        with Library(folder / upkeep.MEMORY) as library:
            return spent(lambda: [_identified(library, number) for number in range(100)])


def _identified(library: Library, number: int) -> str:
    url = f"https://elsewhere.example/{number}"
    text = " ".join(f"Sentence {number} {word} of a story that nobody knows." for word in range(40))
    article = Article(url=url, title=f"New {number}", blocks=(Block(Role.BODY, text),))
    return library.identify(article, url, "2026-11-20T08:00:00+00:00").guid


def spent(work: Callable[[], object]) -> float:
    """Returns the processor time of a piece of work in seconds."""
    before = _cpu_s()
    work()
    return _cpu_s() - before


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
