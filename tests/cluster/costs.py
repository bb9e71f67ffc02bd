"""What one article costs, and one more in a feed of a hundred thousand: the figures behind docs/scale.md.

CPU seconds are those of all processes that a run started. What only the coordinator does is what is left when every
clip and frame is in the cache already; the rest is what workers do.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from audiobrief.feed import run, settings_file, site, upkeep
from audiobrief.library import Library
from audiobrief.model import Article, digest
from tests.bench import edition


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=4, help="of audio in an article")
    parser.add_argument("--episodes", type=int, default=100_000, help="in the long feed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        pages = edition.write(place / "pages", given.minutes * given.articles, given.articles)
        for engine in ("espeak", "piper"):
            if engine == "espeak" or importlib.util.find_spec(engine):
                article(place / engine, pages, engine)
        long_feed(place / "long", pages, given.episodes)


def article(place: Path, pages: Sequence[Path], engine: str) -> None:
    """CPU and bytes of an article, by who has them."""
    one, two = new_feed(place / "one", engine), new_feed(place / "two", engine)
    nothing = cpu_s(two)
    cold = cpu_s(one, *pages)
    shutil.copytree(one / ".audiobrief" / "cache", two / ".audiobrief" / "cache", dirs_exist_ok=True)
    kept = cpu_s(two, *pages)
    with Library(one / upkeep.MEMORY) as library:
        minutes = sum(episode.timeline.duration_ms for episode in library.episodes()) / 60_000
    per = len(pages)
    print(f"{engine}: {per} articles, {minutes / per:.1f} minutes each")
    print(f"  coordinator, CPU s an article        {(kept - nothing) / per:8.2f}")
    print(f"  workers, CPU s an article            {(cold - kept) / per:8.2f}")
    print(f"  workers, CPU s a minute of audio     {(cold - kept) / minutes:8.2f}")
    print(
        f"  largest process, MiB                 {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:8.0f}"
    )
    sizes = Counter[str]()
    for path in (one / "public" / "episodes").rglob("*.*"):
        sizes[path.suffix] += path.stat().st_size
    for suffix, size in sizes.most_common():
        print(f"  {suffix:6} kB an article                {size / per / 1000:8.1f}")
    print(f"  cache, kB an article                 {folder_bytes(one / '.audiobrief' / 'cache') / per / 1000:8.1f}")
    xml = (one / "public" / "feed.xml").read_bytes()
    plain, small = len(xml) / per / 1000, len(gzip.compress(xml)) / per / 1000
    print(f"  feed, kB an article: plain, gzip     {plain:8.1f} {small:.1f}")


def long_feed(folder: Path, pages: Sequence[Path], count: int) -> None:
    """One more article in a feed that has very many, published to a place where a look costs a request."""
    new_feed(folder, "tone", public="memory://long")
    run.publish(folder, [str(pages[0])], quiet)
    with Library(folder / upkeep.MEMORY) as library:
        grow(library, folder, count)
        slugs = library.slugs()
    size = 100
    stamp = json.loads((folder / site.STAMP).read_bytes())
    stamp |= {name: digest(list(members)) for name, members in site._archives(slugs, size)}
    (folder / site.STAMP).write_text(json.dumps(stamp))
    seconds = []
    for page in (pages[1], pages[1]):
        start_s = time.perf_counter()
        assert not run.publish(folder, [str(page)], quiet).failed
        seconds.append(time.perf_counter() - start_s)
    library_mb = (folder / upkeep.MEMORY / "library.sqlite3").stat().st_size / 1e6
    print(
        f"a feed of {count} episodes: library {library_mb:.0f} MB; a run with one new article {seconds[0]:.2f} s, ",
        end="",
    )
    print(f"with nothing new {seconds[1]:.2f} s")


def grow(library: Library, folder: Path, count: int) -> None:
    """Copies of the one episode, as if each had been published. One transaction: it is not what is measured."""
    (first,) = library.episodes()
    facts = library.published_files()[first.slug].facts
    start = datetime.fromisoformat(first.published) - timedelta(days=400)
    db = library._db._db
    db.execute("PRAGMA synchronous = OFF")
    for number in range(count):
        published = (start + timedelta(minutes=number / 10)).isoformat()
        item = Article(url=f"https://news.example/{number}", title=f"Copy {number}", published=published)
        known = library.identify(item, item.url, published)
        slug = f"copy-{number:06}"
        library.record(
            known.guid, item, slug, replace(first, guid=known.guid, slug=slug, published=published), published
        )
        library.note_derived(facts, {slug: {}})
    db.execute("PRAGMA synchronous = FULL")


def new_feed(folder: Path, cast: str, public: str = "public") -> Path:
    settings_file.init(folder, quiet, title="News", base_url=None, language="en", cast=cast)
    path = folder / "audiobrief.toml"
    path.write_text(f'public = "{public}"\n{path.read_text(encoding="utf-8")}', encoding="utf-8")
    return folder


def cpu_s(folder: Path, *pages: Path) -> float:
    """CPU seconds of a run and all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "audiobrief", "feed", "update", folder, *pages], check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def quiet(line: str) -> None: ...


if __name__ == "__main__":
    main()
