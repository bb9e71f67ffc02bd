"""How many presses of "next chapter" lead from one story of an edition to the next, in each client.

``python -m tests.conformance --presses`` prints it for an edition of forty stories, by each client's own rules; ffprobe
and mpv read the MP3 themselves, where they are installed.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import podcastparser
from lxml import html
from mutagen.id3 import ID3

from audiobrief.mix.arrange import ChunkFacts, arrange
from audiobrief.mix.frames import frame_format
from audiobrief.model import Episode, MixSettings
from audiobrief.publish import chapter_lists, daisy, m4b, rss, tags, web
from audiobrief.script.edition import write_edition
from tests import publish_samples as samples
from tests.conformance.tools import NotInstalledError

Read = Callable[[Path], list[tuple[int, str]]]
"""Start in ms and title of each chapter that a program finds in a file."""


def edition(count: int = 40, sections: Sequence[str] = ()) -> Episode:
    """An edition of stories, each with a part, a quote and a correction inside; ``sections`` has a name for each."""
    single = samples.episode()
    scripts = [replace(single.script, article=replace(samples.ARTICLE, title=f"Story {n}")) for n in range(count)]
    script = write_edition(scripts, title="Morning", language="en", published=None, sections=sections)
    sound = ChunkFacts(frame_count=40, byte_count=9_000, speech_start=0, speech_samples=44_100)
    made = arrange(script.segments, [sound] * len(script.segments), MixSettings(), stories=script.stories)
    return replace(single, script=script, timeline=made.timeline, chapters=made.chapters, unspoken=())


def stories(episode: Episode) -> list[int]:
    """When each story begins, in ms."""
    segments = episode.script.segments
    marks = [mark for mark in episode.chapters if mark.level == 1]
    is_story = [segments[mark.segment].story is not None for mark in marks]
    begins = {}
    for before, place in enumerate(range(1, len(marks))):
        if is_story[place]:  # the first one of a section with what announces the section
            is_announced = before > 0 and not is_story[before]
            begins[place] = marks[before if is_announced else place].start_ms
    return list(begins.values())


def stops(episode: Episode) -> dict[str, Sequence[int]]:
    """Where "next" stops in each client, in ms, by what it reads of the published files."""
    feed = samples.feed(episode)
    tag = ID3(io.BytesIO(tags.id3(episode, album="A", artist="B")))
    psc = podcastparser.parse(feed.feed_url, io.BytesIO(rss.feed_xml(feed)))["episodes"][0]["chapters"]
    shown = [row for row in json.loads(chapter_lists.json_chapters(episode))["chapters"] if row.get("toc", True)]
    page = html.document_fromstring(web.episode_page(episode, feed).decode())
    ncc = html.document_fromstring(zipfile.ZipFile(io.BytesIO(daisy.daisy(episode, b"sound"))).read("ncc.html"))
    daisy_titles = [heading.text_content() for heading in ncc.iter("h1")]
    return {
        "AntennaPod, chapter frames in the file's order": [mark.start_time for mark in tag.getall("CHAP")],
        "AntennaPod, chapters.json": [row["startTime"] * 1000 for row in shown],
        "gPodder, psc:chapters": [mark["start"] * 1000 for mark in psc],
        "the page, first level of the list": [
            int(link.get("data-ms")) for link in page.xpath("//*[@id='chapters']/ol/li/a")
        ],
        "M4B players": [int(ms) for ms in re.findall(r"START=(\d+)", m4b.metadata(episode))],
        "DAISY players, headings": [
            mark.start_ms for mark in episode.chapters if mark.title in daisy_titles and mark.level == 1
        ],
    }


def between_stories(episode: Episode, places: Sequence[int]) -> set[int]:
    """How many stops lie between a story and the next: one number where it is the same everywhere."""
    begins = stories(episode)
    near = [min(range(len(places)), key=lambda at: abs(places[at] - begin)) for begin in begins]
    assert all(abs(places[at] - begin) <= 60 for at, begin in zip(near, begins, strict=True)), "a story is no stop"
    return {after - before for before, after in pairwise(near)}


def show(programs: dict[str, Read]) -> int:
    """Prints a row a client; returns 1 when one of them needs more than a press."""
    episode = edition()
    found = dict(stops(episode))
    with tempfile.TemporaryDirectory() as folder:
        audio = Path(folder) / "edition.mp3"
        form = frame_format(MixSettings())
        frames = episode.timeline.samples // form.samples
        audio.write_bytes(tags.id3(episode, album="A", artist="B") + form.silent_frame() * frames)
        for client, read in programs.items():
            try:
                found[client] = [ms for ms, _ in read(audio)]
            except NotInstalledError as missing:
                print(f"{client}: not installed ({missing})")
    counts = {client: between_stories(episode, places) for client, places in found.items()}
    print(f"An edition of {len(stories(episode))} stories, {len(episode.chapters)} chapters on both levels.\n")
    print("| client | presses to the next story |\n|---|---|")
    for client, presses in counts.items():
        print(f"| {client} | {', '.join(map(str, sorted(presses)))} |")
    return int(any(presses != {1} for presses in counts.values()))
