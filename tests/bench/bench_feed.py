"""A feed folder with thousands of episodes: what one new article costs beyond its synthesis. ``make bench``.

The episodes are copies of a real one, put into the library and hard-linked into ``public/``; the feed's page is made
once, then one more article is published with the silent engine, once more nothing is new, and the channel is edited.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from audiobrief.check import check
from audiobrief.feed import paths, run, settings_file, upkeep
from audiobrief.library import Library
from audiobrief.model import Article
from tests.bench import edition


def quiet(line: str) -> None: ...


def grow(folder: Path, count: int) -> None:
    """Adds copies of the feed's one episode."""
    with Library(folder / upkeep.MEMORY) as library:
        (first,) = library.episodes()
        source = folder / paths.PUBLIC / "episodes" / first.slug
        files = library.published_files()[first.slug]
        start = datetime.fromisoformat(first.published) - timedelta(days=400)
        library._db._db.execute("PRAGMA synchronous = OFF")
        for number in range(count):
            slug = f"copy-{number:05}"
            published = (start + timedelta(hours=number / 24)).isoformat()
            article = Article(url=f"https://news.example/{number}", title=f"Copy {number}", published=published)
            known = library.identify(article, article.url, published)
            copy = replace(first, guid=known.guid, slug=slug, published=published)
            library.record(known.guid, article, slug, copy, published)
            library.note_derived(files.facts, {slug: files.derived})
            place = folder / paths.PUBLIC / "episodes" / slug
            place.mkdir()
            for path in source.iterdir():
                os.link(path, place / path.name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=5000)
    count = parser.parse_args().episodes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "feed"
        pages = edition.write(Path(name) / "pages", 9, 3)
        settings_file.init(folder, quiet, title="News", base_url=None, language="en", cast="tone")
        run.publish(folder, [str(pages[0])], quiet)
        grow(folder, count)
        run.publish(folder, [], quiet)
        alone = Path(name) / "alone"
        shutil.copytree(folder / upkeep.MEMORY / "cache", alone / upkeep.MEMORY / "cache")
        settings_file.init(alone, quiet, title="News", base_url=None, language="en", cast="tone")
        small = timed(alone, pages[1])
        large = timed(folder, pages[1])
        again = timed(folder, pages[1])
        print(f"{count} episodes, one new article: {large:.2f} s; in an empty feed {small:.2f} s")
        print(f"{count} episodes, nothing new: {again:.2f} s")
        start = time.perf_counter()
        failed = [finding for finding in check(str(folder)) if not finding.passed]
        print(f"{count} episodes, all checked: {time.perf_counter() - start:.0f} s, {len(failed)} findings")
        for key, value in (("title", "Other news"), ("author", "Ann"), ("description", "Of the day")):
            edited(folder, key, value, count)


def edited(folder: Path, key: str, value: str, count: int) -> None:
    """Prints what an edit of the channel costs, and after how long the feed itself is right."""
    config = folder / "audiobrief.toml"
    config.write_text(re.sub(rf"^{key} = .*$", f'{key} = "{value}"', config.read_text(), count=1, flags=re.MULTILINE))
    began, start = time.time(), time.perf_counter()
    run.publish(folder, [], quiet)
    took_s = time.perf_counter() - start
    feed_s = (folder / paths.PUBLIC / paths.FEED).stat().st_mtime - began
    print(f"{count} episodes, {key} edited: the feed after {feed_s:.1f} s, everything after {took_s:.1f} s")


def timed(folder: Path, page: Path) -> float:
    start = time.perf_counter()
    done = run.publish(folder, [str(page)], quiet)
    assert not done.failed, done.failed
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
