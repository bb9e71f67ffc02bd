"""Reads a feed with one Python library and prints what it found as JSON: readers.py LIBRARY FEED_URL."""

from __future__ import annotations

import json
import sys
import urllib.request
from typing import Any


def podcastparser(url: str) -> dict[str, Any]:
    import podcastparser as library

    with urllib.request.urlopen(url) as stream:
        feed = library.parse(url, stream)
    rows = [
        {
            "title": row["title"],
            "url": row["enclosures"][0]["url"],
            "bytes": row["enclosures"][0]["file_size"],
            "seconds": row["total_time"],
            "chapters": [(round(mark["start"] * 1000), mark["title"]) for mark in row["chapters"]],
        }
        for row in feed["episodes"]
    ]
    return {"title": feed["title"], "items": rows}


def feedparser(url: str) -> dict[str, Any]:
    import feedparser as library

    feed = library.parse(url)
    rows = [
        {
            "title": row.title,
            "url": row.enclosures[0].href,
            "bytes": int(row.enclosures[0].length),
            "seconds": int(row.itunes_duration),
        }
        for row in feed.entries
    ]
    return {"title": feed.feed.title, "items": rows, "complaint": str(feed.get("bozo_exception", ""))}


def webvtt(*paths: str) -> dict[str, Any]:
    import webvtt as library

    return {"cues": [[(cue.start, cue.end, cue.voice) for cue in library.read(path)] for path in paths]}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
