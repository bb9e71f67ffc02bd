"""A good feed folder, made by the real publishers and the real mixer; its voice is a tone."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from pathlib import Path

from audiobrief import atomic
from audiobrief.mix import chunks
from audiobrief.mix.arrange import arrange
from audiobrief.mix.join import write_mp3
from audiobrief.model import Clip, Episode, Feed, MixSettings, Segment
from audiobrief.publish import chapter_lists, cover, rss, tags, transcript, web
from tests import publish_samples as samples

SETTINGS = MixSettings(loudness_lufs=-17.7)
"""With the pauses between segments as short as these: -19 LUFS."""
NOW = "2026-11-24T12:00:00+00:00"
_LEVEL = 10 ** (-14.5 / 20)


def voice(seconds: float) -> Clip:
    """A tone as loud as speech is mixed."""
    rate_hz = SETTINGS.rate_hz
    wave = (_LEVEL * math.sin(2 * math.pi * 997 * at / rate_hz) for at in range(round(seconds * rate_hz)))
    return Clip(array("h", (round(32767 * sample) for sample in wave)).tobytes(), rate_hz)


def write_episode(path: Path, episode: Episode, album: str) -> Episode:
    """Writes the MP3 of an episode; gives the episode with its real times."""
    segments: tuple[Segment, ...] = episode.script.segments
    spoken = [chunks.encode(voice(0.6 + len(segment.text) / 120), 0.0, SETTINGS) for segment in segments]
    arranged = arrange(segments, [chunk.facts for chunk in spoken], SETTINGS, stories=episode.script.stories)
    made = replace(episode, timeline=arranged.timeline, chapters=arranged.chapters)
    picture = cover.draw(episode.title, album, size_px=cover.SMALL_PX)
    tag = tags.id3(made, album=album, artist="Westhaven Library", cover=picture, cover_alt="Cover")
    with atomic.replacing(path) as file:
        facts = write_mp3(file, tag, arranged, lambda number: spoken[number].frames, SETTINGS)
    return replace(made, audio_bytes=facts.bytes, audio_sha256=facts.sha256)


def write_feed(folder: Path, *, base_url: str = samples.BASE_URL) -> Feed:
    """Writes ``folder/public`` with two episodes."""
    public = folder / "public"
    feed = replace(samples.feed(), base_url=base_url, episodes=())
    episodes = []
    for one in (samples.episode(), samples.edition()):
        episodes.append(write_episode(public / "episodes" / one.slug / "episode.mp3", one, feed.title))
    feed = replace(feed, episodes=tuple(episodes))
    for episode in episodes:
        place = public / "episodes" / episode.slug
        files = {
            "chapters.json": chapter_lists.json_chapters(episode, feed),
            "transcript.vtt": transcript.vtt(episode).encode(),
            "transcript.srt": transcript.srt(episode).encode(),
            "transcript.json": transcript.json(episode).encode(),
            "transcript.html": transcript.html(episode).encode(),
            "cover.jpg": cover.draw(episode.title, feed.title),
            "index.html": web.episode_page(episode, feed),
        }
        for name, data in files.items():
            atomic.write(place / name, data)
    site = {"cover.jpg": cover.draw(feed.title), "index.html": web.feed_page(feed), "feed.xml": rss.feed_xml(feed)}
    for name, data in (*web.static_files().items(), *site.items()):
        atomic.write(public / name, data)
    return feed
