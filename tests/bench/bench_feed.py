"""A feed folder with thousands of episodes: what one new article costs beyond its synthesis. ``make bench``.

The episodes, of four minutes, are copies of a real one, put into the library and hard-linked into ``public/``; those
that the feed itself names are made by the program, so that ``audiobrief check`` has nothing to say against it. More
articles are published, nothing is new, the feed is checked, and the channel is edited.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from audiobrief import config
from audiobrief.check import check
from audiobrief.feed import paths, run, settings_file, upkeep
from audiobrief.library import Library
from audiobrief.model import Article
from tests.bench import edition


def quiet(line: str) -> None: ...


def grow(folder: Path, count: int, newest: int = 0) -> None:
    """Adds copies of the feed's one episode; the next run makes the files of the ``newest``, with their guids."""
    with Library(folder / upkeep.MEMORY) as library:
        (first,) = library.episodes()
        source = folder / paths.PUBLIC / "episodes" / first.slug
        files = library.published_files()[first.slug]
        last = datetime.fromisoformat(first.published)
        library._db._db.execute("PRAGMA synchronous = OFF")
        for number in range(count):
            slug = f"copy-{number:05}"
            published = (last - timedelta(seconds=count - number)).isoformat()  # the day is in the MP3's tag
            article = Article(url=f"https://news.example/{number}", title=f"Copy {number}", published=published)
            known = library.identify(article, article.url, published)
            copy = replace(first, guid=known.guid, slug=slug, published=published)
            library.record(known.guid, article, slug, copy, published)
            names = {path.name: path.name.replace(first.slug, slug) for path in source.iterdir()}
            if number < count - newest:
                derived = {names[name]: noted for name, noted in files.derived.items()}
                library.note_derived(files.facts, {slug: derived})
            place = folder / paths.PUBLIC / "episodes" / slug
            place.mkdir()
            for name, own in names.items():
                os.link(source / name, place / own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=5000)
    count = parser.parse_args().episodes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "feed"
        pages = edition.write(Path(name) / "pages", 12, 4)
        settings_file.init(folder, quiet, title="News", base_url=None, language="en", cast="espeak")
        run.publish(folder, [str(pages[0])], quiet)
        grow(folder, count, newest=2 * config.load(folder).page_size)
        run.publish(folder, [], quiet)
        alone = Path(name) / "alone"
        shutil.copytree(folder / upkeep.MEMORY / "cache", alone / upkeep.MEMORY / "cache")
        settings_file.init(alone, quiet, title="News", base_url=None, language="en", cast="espeak")
        timed(alone, pages[0])
        for what, made in (("one new article", pages[1:]), ("nothing new", pages[2:] * 3)):
            small, large = (statistics.median(timed(one, page) for page in made) for one in (alone, folder))
            print(f"{count} episodes, {what}: {large:.2f} s, {large - small:.2f} s beyond that in an empty feed")
        named = (folder / paths.PUBLIC / paths.FEED).read_bytes().count(b"<item>")
        start = time.perf_counter()
        failed = [finding for finding in check(str(folder)) if not finding.passed]
        took_s = time.perf_counter() - start
        print(f"{count} episodes, {named} of them in the feed itself, checked: {took_s:.0f} s, {len(failed)} findings")
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
