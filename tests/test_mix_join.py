"""The joined file decodes to the timeline, sample for sample."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3, BitrateMode

from audiobrief.errors import OutputError
from audiobrief.mix import chunks
from audiobrief.mix.arrange import Arrangement, ChunkFacts, arrange
from audiobrief.mix.join import Mp3Facts, write_mp3
from audiobrief.model import Clip, MixSettings, Role, Segment
from tests.mix_samples import Floats, babble, clip, lag, snr_db

RATES_HZ = (22_050, 24_000, 44_100, 48_000)


def mixed(clips: Sequence[Clip], settings: MixSettings, tag: bytes = b"") -> tuple[bytes, Arrangement, Mp3Facts]:
    made = [chunks.encode(one, 0.0, settings) for one in clips]
    segments = [
        Segment(Role.BODY, "Words.", pause_ms=(0, 250, 900)[n % 3], chapter=f"{n}" if n % 4 == 0 else None)
        for n in range(len(clips))
    ]
    arrangement = arrange(segments, [chunk.facts for chunk in made], settings)
    file = io.BytesIO()
    facts = write_mp3(file, tag, arrangement, lambda number: made[number].frames, settings)
    return file.getvalue(), arrangement, facts


def decoded(data: bytes) -> Floats:
    samples, _ = soundfile.read(io.BytesIO(data), dtype="float64")
    return np.asarray(samples)


@pytest.mark.parametrize("kbps", [64, pytest.param(40, marks=pytest.mark.long)])
@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_decodes_sample_exact(rate_hz: int, kbps: int) -> None:
    """Length, and no lag in any segment, the last one included: no drift."""
    sounds = [babble(0.3 + 0.37 * (n % 5), rate_hz, seed=n) for n in range(12)]
    settings = MixSettings(rate_hz=rate_hz, bit_rate_kbps=kbps)
    data, arrangement, facts = mixed([clip(sound, rate_hz) for sound in sounds], settings)
    heard = decoded(data)
    assert len(heard) == arrangement.timeline.samples == facts.samples
    for span, sound in zip(arrangement.timeline.spans, sounds, strict=True):
        begin = len(sound) - (span.end - span.start)  # babble starts and ends above the threshold of silence
        part, expected = heard[span.start : span.end], sound[begin // 2 :][: span.end - span.start]
        assert lag(part, expected) == 0
        level = float(part @ expected / (expected @ expected))  # each clip has a gain of its own
        assert snr_db(part, level * expected) > 8
        assert (
            snr_db(part[: rate_hz // 10], level * expected[: rate_hz // 10]) > 6
        )  # the first words have all their bits


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_from_chapter_mark_to_speech_is_silence(rate_hz: int) -> None:
    """All samples of the decoded file, but for the encoder's faint pre-echo in the last granule before the sound."""
    settings = MixSettings(rate_hz=rate_hz)
    clips = [clip(babble(0.4 + 0.5 * (n % 3), rate_hz, 0.5, seed=n), rate_hz) for n in range(9)]
    data, arrangement, _ = mixed(clips, settings)
    heard = decoded(data)
    starts = {span.segment: span.start for span in arrangement.timeline.spans}
    assert len(arrangement.chapters) == 3
    for chapter in arrangement.chapters:
        mark = chapter.start_ms * rate_hz // 1000
        silent_until = starts[chapter.segment] - 576
        assert np.abs(heard[mark:silent_until]).max() < 0.5 / 32768
        assert np.abs(heard[mark : starts[chapter.segment]]).max() < 0.05  # 20 dB below the speech


def test_the_facts_are_those_of_the_file() -> None:
    tag = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10)
    data, arrangement, facts = mixed([clip(babble(1.0))] * 3, MixSettings(), tag)
    assert data.startswith(tag)
    assert facts.bytes == len(data)
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert facts.duration_ms == arrangement.timeline.duration_ms
    info: Any = MP3(io.BytesIO(data)).info
    assert info.length == pytest.approx(facts.samples / 44_100, abs=0.03)
    assert (info.sample_rate, info.channels, info.bitrate_mode) == (44_100, 1, BitrateMode.CBR)
    assert info.bitrate == pytest.approx(64_000, rel=0.01)


def test_the_same_chunks_give_the_same_bytes() -> None:
    clips = [clip(babble(0.7, seed=n)) for n in range(3)]
    assert mixed(clips, MixSettings())[0] == mixed(clips, MixSettings())[0]


def test_a_changed_chunk_leaves_the_others_bytes() -> None:
    clips = [clip(babble(0.7, seed=n)) for n in range(3)]
    one, _, _ = mixed(clips, MixSettings())
    two, _, _ = mixed([clips[0], clip(babble(0.9, seed=7)), clips[2]], MixSettings())
    kept = chunks.encode(clips[2], 0.0, MixSettings()).frames
    assert kept in one
    assert kept in two


def test_the_seek_table_points_at_the_right_bytes() -> None:
    data, arrangement, _ = mixed([clip(babble(2.0, seed=n)) for n in range(8)], MixSettings())
    start = data.index(b"Info") + 16
    table = list(data[start : start + 100])
    assert table == sorted(table)
    assert table[0] == 0
    assert all(abs(table[n] - 256 * n / 100) < 2 for n in range(100))  # constant bit rate
    assert arrangement.bytes < len(data)


def test_a_chunk_that_changed_meanwhile_is_an_error() -> None:
    settings = MixSettings()
    chunk = chunks.encode(clip(babble(0.5)), 0.0, settings)
    arrangement = arrange([Segment(Role.BODY, "Words.")], [chunk.facts], settings)
    with pytest.raises(OutputError, match="chunk 0 has 3 bytes"):
        write_mp3(io.BytesIO(), b"", arrangement, lambda _: b"abc", settings)


def test_an_empty_episode_is_still_a_file() -> None:
    settings = MixSettings()
    arrangement = arrange([Segment(Role.BODY, "Words.")], [None], settings)
    file = io.BytesIO()
    facts = write_mp3(file, b"", arrangement, lambda _: b"", settings)
    assert facts.samples == 0
    assert facts.bytes == len(file.getvalue())


class Nowhere(io.RawIOBase):
    """Takes everything, keeps nothing, cannot seek."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]


def test_ten_hours_need_no_more_memory_than_one() -> None:
    """Chunks are read, written and forgotten; what grows with the episode is its arrangement alone."""
    settings = MixSettings(rate_hz=22_050)
    chunk = chunks.encode(clip(babble(3.0)), 0.0, settings)
    speech: list[ChunkFacts | None] = [chunk.facts] * 200
    segments = [Segment(Role.BODY, "Words.", pause_ms=600_000 if n % 100 == 0 else 300) for n in range(200)]

    def peak(count: int) -> int:
        arrangement = arrange(segments[:count], speech[:count], settings)
        tracemalloc.start()
        write_mp3(Nowhere(), b"", arrangement, lambda _: bytes(bytearray(chunk.frames)), settings)  # type: ignore[arg-type]
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(200) < peak(20) * 1.2 + 50_000
