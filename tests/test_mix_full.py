"""The written file under other people's tools: mp3val, ffmpeg, ffprobe. Skipped where they are not installed."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audiobrief.mix import chunks
from audiobrief.mix.arrange import Arrangement, arrange
from audiobrief.mix.join import Mp3Facts, write_mp3
from audiobrief.mix.loudness import measure_file
from audiobrief.model import Article, Episode, MixSettings, Role, Script, Segment
from audiobrief.publish.tags import id3
from tests.mix_samples import babble, clip

pytestmark = pytest.mark.full
RATES = [(22_050, 64), (24_000, 48), (44_100, 64), (44_100, 32), (48_000, 96)]


def needed(*programs: str) -> None:
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")


def episode(folder: Path, rate_hz: int, kbps: int, count: int = 30) -> tuple[Path, Arrangement, Mp3Facts]:
    settings = MixSettings(rate_hz=rate_hz, bit_rate_kbps=kbps)
    made = [chunks.encode(clip(babble(0.5 + n % 4, level=0.3, seed=n)), 3.0, settings) for n in range(count)]
    segments = [
        Segment(Role.BODY, "Words.", pause_ms=(0, 150, 700)[n % 3], chapter=f"Part {n} " + "x" * (90 - 3 * n))
        for n in range(count)
    ]
    arrangement = arrange(segments, [chunk.facts for chunk in made], settings)
    told = Episode(
        guid="g",
        slug="s",
        script=Script(Article(title="Dam repaired", language="en")),
        timeline=arrangement.timeline,
        chapters=arrangement.chapters,
        audio_bytes=0,
        audio_sha256="",
        published="2026-11-24T09:00:00+00:00",
    )
    path = folder / "episode.mp3"
    with path.open("wb") as file:
        tag = id3(told, album="Bulletin", artist="Radio")
        facts = write_mp3(file, tag, arrangement, lambda number: made[number].frames, settings)
    return path, arrangement, facts


@pytest.mark.parametrize(("rate_hz", "kbps"), RATES)
def test_mp3val_finds_nothing(tmp_path: Path, rate_hz: int, kbps: int) -> None:
    needed("mp3val")
    path, _, facts = episode(tmp_path, rate_hz, kbps)
    report = subprocess.run(["mp3val", path], capture_output=True, text=True, check=True).stdout
    assert not re.search("WARNING|ERROR|PROBLEM", report), report
    assert f"{facts.frames + 1} MPEG frames" in report


@pytest.mark.parametrize(("rate_hz", "kbps"), RATES)
def test_ffmpeg_decodes_the_same_samples(tmp_path: Path, rate_hz: int, kbps: int) -> None:
    needed("ffmpeg")
    path, arrangement, _ = episode(tmp_path, rate_hz, kbps)
    command = ["ffmpeg", "-v", "warning", "-i", str(path), "-f", "f32le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    theirs = np.frombuffer(done.stdout, "<f4")
    ours, _ = soundfile.read(io.BytesIO(path.read_bytes()), dtype="float32")
    assert len(theirs) == len(ours) == arrangement.timeline.samples
    # ffmpeg and mpg123 disagree a little on 24 kHz, also about LAME's own files
    assert np.abs(theirs - ours).max() < (0.02 if rate_hz == 24_000 else 1e-4)


@pytest.mark.parametrize(("rate_hz", "kbps"), RATES)
def test_ffprobe_reads_length_and_chapters(tmp_path: Path, rate_hz: int, kbps: int) -> None:
    needed("ffprobe")
    path, arrangement, facts = episode(tmp_path, rate_hz, kbps)
    command = ["ffprobe", "-v", "warning", "-of", "json", "-show_chapters", "-show_format", "-show_streams", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    told = json.loads(done.stdout)
    delay_s = 0.06  # ffprobe counts what the decoder cuts off
    assert float(told["format"]["duration"]) == pytest.approx(facts.samples / rate_hz, abs=delay_s)
    assert int(told["streams"][0]["bit_rate"]) == pytest.approx(kbps * 1000, rel=0.01)
    found = [(round(float(one["start_time"]) * 1000), one["tags"]["title"]) for one in told["chapters"]]
    assert found == [(chapter.start_ms, chapter.title) for chapter in arrangement.chapters]


@pytest.mark.parametrize("at", [0.31, 0.77])
def test_a_jump_lands_where_the_chapter_is(tmp_path: Path, at: float) -> None:
    """ffmpeg seeks by the table and the frames; what it gives then is what a straight decode has there."""
    needed("ffmpeg")
    path, arrangement, _ = episode(tmp_path, 44_100, 64)
    chapter = arrangement.chapters[int(len(arrangement.chapters) * at)]
    start = ["-ss", f"{chapter.start_ms / 1000}"]
    command = ["ffmpeg", "-v", "error", *start, "-i", str(path), "-t", "1", "-f", "f32le", "-"]
    theirs = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<f4")
    whole, _ = soundfile.read(io.BytesIO(path.read_bytes()), dtype="float32")
    sample = chapter.start_ms * 44_100 // 1000
    assert np.abs(theirs - whole[sample : sample + len(theirs)]).max() < 0.01


@pytest.mark.parametrize("rate_hz", [22_050, 44_100])
def test_ffmpeg_measures_the_same_loudness(tmp_path: Path, rate_hz: int) -> None:
    needed("ffmpeg")
    path, _, _ = episode(tmp_path, rate_hz, 64)
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    lufs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", report)[-1])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", report)[-1])
    ours = measure_file(path)
    assert ours.lufs == pytest.approx(lufs, abs=0.1)
    assert ours.true_peak_dbtp == pytest.approx(peak, abs=0.3)
