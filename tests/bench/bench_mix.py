"""The mixer alone: how fast it encodes, measures, limits, joins; what a correction costs; memory at ten hours.

``python -m tests.bench.bench_mix``. The speech is the embedded voice's; speaking it is not measured. Ratios are CPU
against LAME alone on the same samples: they are steadier than times where other work runs beside.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader
import lameenc
import numpy as np
import soxr

from audiobrief.cache import Cache
from audiobrief.mix import chunks, limiter, loudness
from audiobrief.mix.arrange import Arrangement, ChunkFacts, arrange
from audiobrief.mix.join import write_mp3
from audiobrief.model import Clip, MixSettings, Role, Segment, Voice, digest
from audiobrief.speech.booth import Booth
from audiobrief.speech.calibration import calibration_text
from audiobrief.speech.casting import cast_for
from tests.bench import edition

RATES_HZ = (44_100, 22_050)
ROLES = (Role.HEADLINE, Role.BODY, Role.BODY, Role.QUOTE, Role.BODY, Role.SUBHEAD, Role.BODY, Role.NOTICE)


@dataclass
class Cost:
    """Medians of several runs."""

    wall_s: float
    cpu_s: float


def cost(work: Callable[[], object], rounds: int) -> Cost:
    """What ``work`` takes."""
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Cost(statistics.median(walls), statistics.median(cpus))


def speech(minutes: float, folder: Path) -> list[Clip]:
    """Paragraphs in the voices of the default cast."""
    random_ = random.Random(1)
    booth, cast = Booth(Cache(folder)), cast_for("espeak", "en-US")
    clips: list[Clip] = []
    while sum(clip.samples / clip.rate_hz for clip in clips) < 60 * minutes:
        segment = Segment(ROLES[len(clips) % len(ROLES)], edition._paragraph(random_, len(clips)))
        clips.append(booth.speak(booth.utterance_for(segment, cast, "en-US")))
    booth.close()
    return clips


def lame_alone(pcm: bytes, settings: MixSettings) -> None:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_quality(5)
    encoder.set_bit_rate(settings.bit_rate_kbps)
    encoder.set_in_sample_rate(settings.rate_hz)
    encoder.set_out_sample_rate(settings.rate_hz)
    encoder.encode(pcm)
    encoder.flush()


def encoding(clips: Sequence[Clip], settings: MixSettings, rounds: int) -> list[chunks.Chunk]:
    """Prints what encoding costs, in all and by part."""
    rate_hz = settings.rate_hz
    sounds = [np.frombuffer(clip.pcm, "<i2").astype(np.float32) / np.float32(32768) for clip in clips]
    source_hz = clips[0].rate_hz
    resampled = [soxr.resample(sound, source_hz, rate_hz) if rate_hz != source_hz else sound for sound in sounds]
    loud = [sound * np.float32(1.3) for sound in resampled]
    pcm = b"".join(np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes() for sound in resampled)
    seconds = len(pcm) / 2 / rate_hz
    gain_db = loudness.voice_gain_db(clips[1], settings)
    made: list[chunks.Chunk] = []

    def alone() -> None:
        made[:] = [chunks.encode(clip, gain_db, settings) for clip in clips]

    def in_threads(count: int) -> None:
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(lambda clip: chunks.encode(clip, gain_db, settings), clips))

    lame = cost(lambda: lame_alone(pcm, settings), rounds)
    rows = {
        "LAME alone, one stream": lame,
        "chunks, 1 thread": cost(alone, rounds),
        "chunks, 2 threads": cost(lambda: in_threads(2), rounds),
        "  resampling": cost(lambda: [soxr.resample(sound, source_hz, rate_hz) for sound in sounds], rounds),
        "  loudness": cost(lambda: [loudness.measure_speech(sound, source_hz) for sound in sounds], rounds),
        "  limiter": cost(
            lambda: [limiter.limited(sound.copy(), rate_hz, settings.ceiling_dbtp) for sound in loud], rounds
        ),
    }
    print(f"\n{rate_hz} Hz, {seconds / 60:.1f} minutes of speech, {len(clips)} clips, {rounds} rounds, medians")
    print(f"{'':26}{'wall s':>8}{'CPU s':>8}{'x LAME (CPU)':>14}{'x realtime':>12}")
    for name, row in rows.items():
        ratio = row.cpu_s / lame.cpu_s
        print(f"{name:26}{row.wall_s:8.2f}{row.cpu_s:8.2f}{ratio:14.2f}{seconds / row.wall_s:12.0f}")
    return made


def arranged(facts: Sequence[ChunkFacts | None], settings: MixSettings) -> Arrangement:
    segments = [
        Segment(Role.BODY, "", pause_ms=450, chapter=f"Chapter {n}" if n % 12 == 0 else None) for n in range(len(facts))
    ]
    return arrange(segments, facts, settings)


def joining(folder: Path, made: Sequence[chunks.Chunk], clip: Clip, settings: MixSettings, rounds: int) -> None:
    """Prints what an hour costs when one of its paragraphs was corrected, and when nothing was."""
    cache = Cache(folder / "frames")
    seconds = sum(chunk.speech_samples for chunk in made) / settings.rate_hz
    count = round(3600 / seconds * len(made))
    keys = [digest([settings.rate_hz, number]) for number in range(count)]
    for number, key in enumerate(keys):
        cache.put(key, made[number % len(made)].pack())

    def read(key: str) -> chunks.Chunk:
        packed = cache.get(key)
        assert packed is not None
        return chunks.Chunk.unpack(packed)

    def join() -> None:
        arrangement = arranged([read(key).facts for key in keys], settings)
        with (folder / "hour.mp3").open("wb") as file:
            write_mp3(file, b"", arrangement, lambda number: read(keys[number]).frames, settings)

    def correct() -> None:
        cache.put(keys[count // 2], chunks.encode(clip, 2.0, settings).pack())
        join()

    for name, work in (("nothing changed", join), ("one clip changed", correct)):
        row = cost(work, rounds)
        print(f"an hour, {count} chunks, {name}: {row.wall_s:.2f} s wall, {row.cpu_s:.2f} s CPU")
    measured = cost(lambda: loudness.measure_file(folder / "hour.mp3"), 1)
    found = loudness.measure_file(folder / "hour.mp3")
    print(f"decoded: {found.lufs:.2f} LUFS, {found.true_peak_dbtp:.2f} dBTP; measuring it took {measured.cpu_s:.2f} s")


def joined_hours(folder: Path, hours: float, rate_hz: int) -> None:
    """In a process of its own: joins so many hours from a cache and prints its peak memory."""
    settings = MixSettings(rate_hz=rate_hz)
    cache = Cache(folder / "frames")
    keys = [digest([rate_hz, number]) for number in range(100)]
    first = [chunks.Chunk.unpack(cache.get(key) or b"") for key in keys]
    facts = [chunk.facts for chunk in first]
    seconds = sum(chunk.speech_samples for chunk in first) / rate_hz + 0.45 * len(first)
    count = round(hours * 3600 / seconds * len(first))
    arrangement = arranged([facts[number % 100] for number in range(count)], settings)
    del first

    def frames(number: int) -> bytes:
        return chunks.Chunk.unpack(cache.get(keys[number % 100]) or b"").frames

    start = time.perf_counter()
    with Path("/dev/null").open("wb") as file:
        written = write_mp3(file, b"", arrangement, frames, settings)
    wall_s = time.perf_counter() - start
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage counts the parent's memory in
    peak_mib = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(f"{written.duration_ms / 3_600_000:.1f} h, {count} chunks: {wall_s:.2f} s wall, peak {peak_mib:.0f} MiB")


def variants(folder: Path, count: int) -> None:
    """Prints how far the decoded loudness of each variant of the embedded voice is from the target."""
    settings = MixSettings()
    random_ = random.Random(2)
    texts = [edition._paragraph(random_, number) for number in range(5)]
    texts += ["Quote.", "End quote.", "End of article.", "A table: three rows."]
    booth = Booth(Cache(folder / "variants"))
    names = sorted(path.name for path in (Path(espeakng_loader.get_data_path()) / "voices/!v").iterdir())
    names = random_.sample(names, min(count, len(names)))
    rows: list[tuple[float, float, str]] = []
    for name in names:
        voice = Voice("espeak", f"en-us+{name}", "en-US")
        gain_db = loudness.voice_gain_db(booth.speak(booth.utterance(calibration_text("en"), voice)), settings)
        made = [chunks.encode(booth.speak(booth.utterance(text, voice)), gain_db, settings) for text in texts]
        arrangement = arranged([chunk.facts for chunk in made], settings)
        path = folder / "variant.mp3"
        with path.open("wb") as file:
            write_mp3(file, b"", arrangement, lambda number: made[number].frames, settings)  # noqa: B023 - used here
        found = loudness.measure_file(path)
        rows.append((found.lufs - settings.loudness_lufs, found.true_peak_dbtp, name))
    booth.close()
    off = [row[0] for row in rows]
    print(f"{len(rows)} variants of the embedded voice, decoded at {settings.rate_hz} Hz:")
    print(f"loudness {statistics.mean(off):+.2f} LU from the target, {min(off):+.2f} to {max(off):+.2f}")
    print(f"highest true peak {max(row[1] for row in rows):.2f} dBTP ({max(rows, key=lambda row: row[1])[2]})")
    print(
        "furthest: " + ", ".join(f"{name} {lu:+.2f}" for lu, _, name in sorted(rows, key=lambda row: -abs(row[0]))[:5])
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--variants", type=int, default=20, help="of the embedded voice, for loudness")
    parser.add_argument("--join-hours", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.join_hours:
        joined_hours(given.folder, given.join_hours, 44_100)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clips = speech(given.minutes, folder)
        for rate_hz in RATES_HZ:
            settings = MixSettings(rate_hz=rate_hz)
            made = encoding(clips, settings, given.rounds)
            joining(folder, made, clips[0], settings, given.rounds)
        for hours in ("1", "10"):
            command = [sys.executable, "-m", "tests.bench.bench_mix", "--join-hours", hours, "--folder", name]
            subprocess.run(command, check=True)
        print()
        variants(folder, given.variants)


if __name__ == "__main__":
    main()
