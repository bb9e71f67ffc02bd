"""Builds a podcast feed from the articles beside this file, and says how to hear it.

    python examples/demo.py [FOLDER]

FOLDER is build/demo-feed when not given. Run it twice: nothing is spoken again, and no byte changes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ARTICLES = Path(__file__).resolve().parent / "articles"


def audiobrief(*arguments: str | Path) -> None:
    """The command line, as a person would type it."""
    subprocess.run([sys.executable, "-m", "audiobrief", *map(str, arguments)], check=True)


def main() -> None:
    feed = Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo-feed")
    if not (feed / "audiobrief.toml").exists():
        audiobrief("feed", "init", feed, "--title", "audiobrief demo")
    audiobrief("feed", "update", feed, *sorted(ARTICLES.iterdir()))
    print(f"\nFeed:  {feed}/public/feed.xml")
    print(f"Page:  {feed}/public/index.html")
    for episode in sorted(feed.glob("public/episodes/*/*.mp3")):
        print(f"MP3:   {episode}")
    program = Path(sys.executable).with_name("audiobrief")
    print(f"\nTo listen, run:  {program} serve {feed}\nand open http://127.0.0.1:8321/")
    print(f"On a phone:  {program} listen --feed {feed}")
    print(f'\nA natural voice:  {program} voices install\nand cast = "piper" in {feed}/audiobrief.toml')


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
