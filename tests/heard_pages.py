"""Counts what ``check --heard`` names in episodes without a fault: ``python -m tests.heard_pages FOLDER [--half dev]``.

FOLDER holds saved news pages (``*.html``, ``*.html.gz``), which are measured on and stay where they are. Each page that
says English is read into an MP3 and a transcript as a user reads it, cues, quotes, lists and notices with their voices,
and heard. Whatever is named is a false alarm, unless a look at it (``--show``) tells that it is right. Pages are parted
by their names. What was spoken and heard is kept in ``build/heard``, so that a run that was cut goes on.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from audiobrief.check.by_ear import passages, samples
from audiobrief.check.heard import RATE_HZ, is_fault
from audiobrief.check.timed_text import read_cues
from audiobrief.cli import cli
from tests.heard import KEPT, Keeper, weights

LEAST_BYTES = 200_000
"""Of an MP3: shorter ones are teasers."""


def spoken_pages(folder: Path, half: str, voice: list[str]) -> Iterator[Path]:
    """Yields the MP3 of each page of a half, its transcript beside it."""
    for page in sorted(folder.rglob("*.html*")):
        name = hashlib.sha256(page.name.encode()).hexdigest()
        if ("dev", "test")[int(name, 16) % 2] != half:
            continue
        out = KEPT / "pages" / "-".join([*voice, name[:12]]).replace("--", "") / "a.mp3"
        if not out.parent.exists():
            read(page, out, voice)
        if out.exists() and out.stat().st_size >= LEAST_BYTES:
            yield out


def read(page: Path, out: Path, voice: list[str]) -> None:
    """Reads a page into an MP3; leaves its folder empty where that page is not English or has no text."""
    data = page.read_bytes()
    html = gzip.decompress(data) if page.suffix == ".gz" else data
    out.parent.mkdir(parents=True)
    if b'lang="en' not in html[:5_000]:
        return
    source = out.with_name("page.html")
    source.write_bytes(html)
    told = CliRunner().invoke(cli, ["read", str(source), "-o", str(out), "--transcript", *voice])
    source.unlink()
    if told.exit_code:
        print(f"{page.name}: {told.output.strip()[-200:]}", flush=True)


def main() -> None:
    """Prints how many passages of a half are named, an hour of sound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["dev", "test"], default="dev")
    parser.add_argument("--minutes", type=int, default=60, help="how much is heard, default 60")
    parser.add_argument("--voice", nargs="*", default=["--cast", "piper"], help="how it is read, default --cast piper")
    parser.add_argument("--weights", type=Path, help="a Whisper model in the form of faster-whisper")
    parser.add_argument("--show", action="store_true", help="print what is named")
    arguments = parser.parse_args()
    keeper = Keeper(weights(arguments.weights))
    seconds, named, pages = 0.0, 0, 0
    for mp3 in spoken_pages(arguments.folder, arguments.half, arguments.voice):
        if seconds >= arguments.minutes * 60:
            break
        sound = samples(mp3.read_bytes())
        cues = read_cues("text/vtt", mp3.with_suffix(".vtt").read_bytes())
        told = [one for one in keeper.doubts(sound, passages(cues or ()), "en") if is_fault(one)]
        for one in told if arguments.show else ():
            print(f"{mp3.parent.name} {one.passage.start_ms / 1000:.0f} s: {one.written!r} heard {one.heard!r}, "
                  f"{one.letters}, {one.likelier:.1f}, {one.gap_ms}", flush=True)  # fmt: skip
        seconds, named, pages = seconds + len(sound) / RATE_HZ, named + len({one.passage for one in told}), pages + 1
    an_hour = named * 3600 / max(seconds, 1)
    print(f"{arguments.half}: {named} named in {seconds / 60:.0f} min of {pages} pages, {an_hour:.1f} an hour")


if __name__ == "__main__":
    main()
