"""Players and readers of audio: the chapters of every MP3, of an M4B and of an Opus file, in order, and the tags."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.conformance import site
from tests.conformance.tools import NotInstalledError, check, node_json, of_node, of_program, output, plural, program

Chapters = Sequence[tuple[int, str]]
DELAY_MS = 60
"""ffmpeg and what is built on it count from the first sample behind the encoder's own silence (25 ms)."""


@check("ffprobe, MP3", of_program("ffprobe", "-version"))
def ffprobe() -> str:
    return _in_every_episode(ffprobe_chapters)


@check("mpv, MP3", of_program("mpv", "--version"))
def mpv() -> str:
    return _in_every_episode(mpv_chapters)


@check("ffprobe, M4B", of_program("ffprobe", "-version"))
def ffprobe_audiobook() -> str:
    return _in_the_audiobook(ffprobe_chapters(_audiobook()))


@check("mpv, M4B", of_program("mpv", "--version"))
def mpv_audiobook() -> str:
    return _in_the_audiobook(mpv_chapters(_audiobook()))


@check("ffprobe, Opus", of_program("ffprobe", "-version"))
def ffprobe_opus() -> str:
    path = site.AUDIOBOOK / "dam.opus"
    query = ["-v", "error", "-show_entries", "format=bit_rate", "-of", "csv=p=0", str(path)]
    bits = int(output([program("ffprobe"), *query]))
    assert bits < 32_000, bits
    return f"{_in_the_audiobook(ffprobe_chapters(path))}, {bits // 1000} kbit/s"


@check("mpv, Opus", of_program("mpv", "--version"))
def mpv_opus() -> str:
    return _in_the_audiobook(mpv_chapters(site.AUDIOBOOK / "dam.opus"))


@check("music-metadata, MP3", of_node("music-metadata"))
def music_metadata() -> str:
    items = site.items()
    for item, found in zip(items, node_json("music-metadata", *(str(item.audio) for item in items)), strict=True):
        _same([(ms, title) for ms, title in found["chapters"]], item.chapters, 0)
        assert found["title"] == item.title and found["album"] == "audiobrief conformance", found
        assert found["kinds"] == ["ID3v2.3"] and found["pictures"] == 1 and not found["warnings"], found
        assert abs(found["seconds"] - item.seconds) <= 1, (found["seconds"], item.seconds)
    return f"{_count([item.chapters for item in items])}; title, feed, cover, length; 0 warnings"


@check("music-metadata, M4B", of_node("music-metadata"))
def music_metadata_audiobook() -> str:
    (found,) = node_json("music-metadata", str(_audiobook()))
    return _in_the_audiobook([(ms, title) for ms, title in found["chapters"]])


@check("ffprobe, next story", of_program("ffprobe", "-version"))
def ffprobe_stories() -> str:
    return _stories(ffprobe_chapters(site.AUDIOBOOK / "edition.mp3"))


@check("mpv, next story", of_program("mpv", "--version"))
def mpv_stories() -> str:
    return _stories(mpv_chapters(site.AUDIOBOOK / "edition.mp3"))


@check("mp3val", of_program("mp3val", "-v"))
def mp3val() -> str:
    items = site.items()
    text = output([program("mp3val"), *(str(item.audio) for item in items)])
    assert "WARNING" not in text and "ERROR" not in text, text
    frames = [int(count) for count in re.findall(r"(\d+) MPEG frames", text)]
    assert len(frames) == len(items), text
    return f"{plural(len(items), 'MP3')}, {sum(frames)} frames, 0 warnings"


@check("mp3val, USB stick", of_program("mp3val", "-v"))
def mp3val_stick() -> str:
    """What was cut from the episodes: every frame sound, together as long as they are."""
    files = sorted((site.STICK / "envoy").rglob("*.mp3"))
    text = output([program("mp3val"), *map(str, files)])
    wrong = [line for line in text.splitlines() if line.startswith(("WARNING", "ERROR"))]
    assert not wrong, wrong[:3]
    query = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    seconds = sum(float(output([program("ffprobe"), *query, str(path)])) for path in files)
    assert abs(seconds - sum(item.seconds for item in site.items())) < len(files), seconds
    assert len(files) == sum(len(item.chapters) for item in site.items()), files
    return f"{plural(len(files), 'MP3')} in {plural(len(site.items()), 'folder')}, 0 warnings"


def _in_every_episode(read: object) -> str:
    assert callable(read)
    items = site.items()
    for item in items:
        _same(read(item.audio), item.chapters, DELAY_MS)
    return _count([item.chapters for item in items])


def _in_the_audiobook(found: Chapters) -> str:
    (item,) = (item for item in site.items() if "port-sela" in item.url)
    _same(found, item.chapters, DELAY_MS)
    return f"{plural(len(found), 'chapter')} in order"


def _stories(found: Chapters) -> str:
    """Nothing but the headlines and the stories: from each one the next is one press away."""
    stories = [*site.ARTICLES, site.RIGHT_TO_LEFT]
    assert len(found) == 1 + len(stories) and found == sorted(found), found
    return f"an edition of {len(stories)} stories: one press from each to the next"


def _count(lists: Sequence[Chapters]) -> str:
    return f"{plural(sum(map(len, lists)), 'chapter')} of {plural(len(lists), 'episode')}, in order"


def _same(found: Chapters, expected: Chapters, tolerance_ms: int) -> None:
    assert [title for _, title in found] == [title for _, title in expected], (found, expected)
    far = [(got, ms) for (got, _), (ms, _) in zip(found, expected, strict=True) if abs(got - ms) > tolerance_ms]
    assert not far, far


def _audiobook() -> Path:
    path = site.AUDIOBOOK / "dam.m4b"
    if not shutil.which("ffmpeg"):
        raise NotInstalledError("ffmpeg, to make one")
    return path


def ffprobe_chapters(path: Path) -> list[tuple[int, str]]:
    text = output([program("ffprobe"), "-v", "error", "-print_format", "json", "-show_chapters", str(path)])
    return [(round(float(row["start_time"]) * 1000), row["tags"]["title"]) for row in json.loads(text)["chapters"]]


SCRIPT = """
mp.register_event("file-loaded", function()
  print("CHAPTERS " .. require("mp.utils").format_json(mp.get_property_native("chapter-list")))
  mp.command("quit")
end)
"""


def mpv_chapters(path: Path) -> list[tuple[int, str]]:
    site.BUILD.mkdir(parents=True, exist_ok=True)
    script = site.BUILD / "chapters.lua"
    script.write_text(SCRIPT)
    quiet = ["--no-config", "--vid=no", "--audio-display=no", "--ao=null", "--load-scripts=no", "--pause"]
    text = output([program("mpv"), *quiet, f"--script={script}", str(path)])
    rows = json.loads(re.findall(r"CHAPTERS (\[.*\])", text)[0])
    return [(round(row["time"] * 1000), row["title"]) for row in rows]
