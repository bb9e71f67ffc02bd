"""A clip becomes a chunk: levelled, encoded, cut on frames, kept in a cache."""

from __future__ import annotations

import io
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from audiobrief.mix import encoder, loudness
from audiobrief.mix.chunks import Chunk, encode, frame_key, gain_key, silence, voice_gain_db
from audiobrief.mix.frames import LEAD_FRAMES, TAIL_SAMPLES, FrameFormat, frame_format, frame_lengths
from audiobrief.mix.loudness import measure, measure_speech
from audiobrief.model import Clip, Mark, MixSettings
from tests.mix_samples import Floats, babble, clip, db, measure_clip, sine

SETTINGS = MixSettings(rate_hz=22_050)
QUIET = clip(babble(1.0, level=0.05))


def heard(chunk: Chunk, settings: MixSettings = SETTINGS) -> Floats:
    """The chunk decoded, its speech first: without lead, without the codec's delay."""
    frames = chunk.frames + silence(3, settings)
    samples, _ = soundfile.read(io.BytesIO(frames), dtype="float64")
    late = 3 * frame_format(settings).samples + chunk.frame_count * frame_format(settings).samples - len(samples)
    start = 1105 - late + chunk.speech_start
    return np.asarray(samples[start : start + chunk.speech_samples])


@pytest.mark.parametrize("rate_hz", [22_050, 44_100])
@pytest.mark.parametrize("seconds", [0.02, 0.5, 1.7, 4.0])
def test_frames_hold_lead_speech_and_tail(rate_hz: int, seconds: float) -> None:
    settings = MixSettings(rate_hz=rate_hz)
    chunk = encode(clip(babble(seconds)), 0.0, settings)
    samples = frame_format(settings).samples
    assert chunk.speech_start == LEAD_FRAMES * samples
    room = chunk.frame_count * samples - chunk.speech_start - chunk.speech_samples
    assert TAIL_SAMPLES <= room < TAIL_SAMPLES + samples
    assert len(list(frame_lengths(chunk.frames))) == chunk.frame_count
    assert chunk.facts.byte_count == len(chunk.frames)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
def test_the_first_frame_needs_nothing_before_it(rate_hz: int) -> None:
    """Its main data begin in the frame itself, so a chunk may stand behind anything."""
    chunk = encode(clip(babble(1.0)), 0.0, MixSettings(rate_hz=rate_hz))
    reservoir = int.from_bytes(chunk.frames[4:6]) >> 7 if rate_hz >= 32_000 else chunk.frames[4]
    assert reservoir == 0


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
def test_the_length_follows_the_rate(rate_hz: int) -> None:
    chunk = encode(clip(babble(1.5)), 0.0, MixSettings(rate_hz=rate_hz))
    assert chunk.speech_samples / rate_hz == pytest.approx(1.5, abs=0.01)


def test_encoding_turns_nothing_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """LAME alone would: its constant bit rates scale by 0.95 (-0.45 dB). Fails when a new LAME does not."""
    monkeypatch.setattr(encoder, "measure_speech", lambda samples, rate_hz: -math.inf)
    sound = sine(997, 2.0, 22_050, 0.2)
    level = math.sqrt(float(np.mean(heard(encode(clip(sound), 0.0, SETTINGS))[5000:-5000] ** 2)))
    assert db(level / (0.2 / math.sqrt(2))) == pytest.approx(0.0, abs=0.05)


def test_a_word_is_as_loud_as_a_paragraph() -> None:
    """While it sounds: the pauses around it take no part, also where it is shorter than a block of BS.1770."""
    levels = [
        measure_speech(heard(encode(clip(babble(seconds, level=level)), 6.0, SETTINGS)), 22_050)
        for seconds, level in ((0.3, 0.3), (0.6, 0.2), (0.6, 0.3), (6.0, 0.3))
    ]
    assert max(levels) - min(levels) < 0.3


def test_silence_gets_the_gain_of_its_voice() -> None:
    chunk = encode(clip(np.zeros(22_050)), 7.126, SETTINGS)
    assert (chunk.gain_db, chunk.lufs) == (7.13, -math.inf)


@pytest.mark.parametrize(("error_db", "left_lu"), [(0.4, 0.0), (-2.0, 0.0), (2.9, 0.0), (5.0, 0.0), (-5.0, -2.0)])
def test_long_clips_are_brought_to_the_target(error_db: float, left_lu: float) -> None:
    """Raised by 3 dB at most."""
    spoken = clip(babble(6.0, level=0.3))
    gain_db = -19 - measure_clip(spoken).lufs + error_db
    chunk = encode(spoken, gain_db, SETTINGS)
    assert measure(heard(chunk), 22_050).lufs == pytest.approx(-19 + left_lu, abs=0.3)


def test_a_voice_may_be_louder_on_purpose() -> None:
    spoken = clip(babble(6.0, level=0.3))
    gain_db = -19 - measure_clip(spoken).lufs
    chunk = encode(spoken, gain_db - 4.0, SETTINGS, offset_db=-4.0)
    assert measure(heard(chunk), 22_050).lufs == pytest.approx(-23, abs=0.3)


def test_peaks_stay_under_the_ceiling_after_encoding() -> None:
    crackle = babble(6.0, level=0.15)
    crackle[:: 22_050 // 7] = 1.0
    for spoken in (clip(crackle), clip(babble(2.0, level=1.0)), clip(sine(200, 4.0, 22_050, 1.0))):
        decoded = heard(encode(spoken, 6.0, SETTINGS))
        assert measure(decoded, 22_050).true_peak_dbtp < -1.0


def test_what_coding_adds_to_a_peak_is_taken_off_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoded peaks of loud noise, which leaves the coder too few bits, lie far above the limiter's ceiling."""
    noise = clip(np.random.default_rng(1).standard_normal(3 * 44_100) * 0.5, 44_100)
    settings = MixSettings(loudness_lufs=-3.0)  # else it is turned down
    assert measure(heard(encode(noise, 0.0, settings), settings), 44_100).true_peak_dbtp < -1.0
    monkeypatch.setattr(encoder, "_DECODED_AT_MOST_DBTP", 20.0)
    assert measure(heard(encode(noise, 0.0, settings), settings), 44_100).true_peak_dbtp > -1.0


@pytest.mark.parametrize("rate_hz", [22_050, 44_100])
def test_of_speech_only_the_start_is_decoded(monkeypatch: pytest.MonkeyPatch, rate_hz: int) -> None:
    """It tells how far coding moves a sample. Where that is much, as in noise, and of other sounds, all is decoded."""
    settings = MixSettings(rate_hz=rate_hz)
    decoded: list[int] = []
    plain = encoder._decoded

    def counted(frames: bytes) -> npt.NDArray[np.float32]:
        decoded.append(len(frames))
        return plain(frames)

    monkeypatch.setattr(encoder, "_decoded", counted)
    noise = clip(np.random.default_rng(1).standard_normal(9 * 44_100) * 0.5, 44_100)
    spoken = clip(sine(240, 20.0, 22_050, 0.4))
    for sound, is_speech, whole in ((spoken, True, False), (spoken, False, True), (noise, True, True)):
        decoded.clear()
        chunk = encode(sound, 6.0, settings, is_speech=is_speech)
        assert (len(chunk.frames) in decoded) == whole
        assert measure(heard(chunk, settings), rate_hz).true_peak_dbtp < -1.0
        assert whole or sum(decoded) < 2.6 * 8000


@trying(max_examples=30)
@given(st.floats(0.01, 3.0))
def test_speech_may_end_where_the_look_at_its_start_does(seconds: float) -> None:
    chunk = encode(clip(babble(seconds, level=0.3)), 6.0, SETTINGS)
    assert not chunk.speech_samples or measure(heard(chunk), 22_050).true_peak_dbtp < -1.0


def test_silence_around_the_clip_goes() -> None:
    """Pauses are the script's: engines put 0.3 s after a sentence. Marks move along."""
    sound = np.concatenate([np.zeros(2000), babble(1.0, level=0.5), np.zeros(7000)])
    marks = (Mark("word", 0, 0, 3), Mark("word", 2000 + 11_025, 4, 3), Mark("word", len(sound), 8, 2))
    chunk = encode(clip(sound, marks=marks), 0.0, MixSettings(rate_hz=44_100))
    assert chunk.speech_samples / 44_100 == pytest.approx(1.01, abs=0.006)
    first, second, third = chunk.marks
    assert first == Mark("word", 0, 0, 3)
    assert second.sample == pytest.approx(44_100 * 0.505, abs=20)
    assert third == Mark("word", chunk.speech_samples, 8, 2)


def test_a_silent_clip_keeps_its_length() -> None:
    """The silent engine stands in for a voice: its pauses are to be heard as long as the words would take."""
    chunk = encode(Clip(bytes(2 * 22_050 * 5), 22_050), 0.0, SETTINGS)
    assert chunk.speech_samples == 22_050 * 5
    assert not heard(chunk).any()
    assert encode(Clip(b"", 22_050), 0.0, SETTINGS).speech_samples == 0


def test_an_odd_byte_is_no_sample() -> None:
    assert encode(replace(QUIET, pcm=QUIET.pcm + b"\0"), 0.0, SETTINGS).frames == encode(QUIET, 0.0, SETTINGS).frames


def test_equal_clips_give_equal_chunks_in_any_thread() -> None:
    clips = [clip(babble(1.0 + n % 3, seed=n % 3)) for n in range(12)]
    alone = [encode(one, 3.0, SETTINGS) for one in clips]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: encode(one, 3.0, SETTINGS), clips))
    assert together == alone


@given(
    st.binary(max_size=50),
    st.integers(0, 2**31),
    st.floats(-80, 0) | st.just(-math.inf),
    st.lists(st.builds(Mark, st.sampled_from(["word", "sentence"]), *[st.integers(0, 2**31)] * 3), max_size=5),
)
def test_packing_keeps_everything(frames: bytes, count: int, lufs: float, marks: list[Mark]) -> None:
    chunk = Chunk(frames, count, 1152, 4711, tuple(marks), lufs, -3.25)
    assert Chunk.unpack(chunk.pack()) == chunk


@pytest.mark.parametrize(
    "data", [b"", b"abf1", b"abf1\0\0\0\2[]", b"abf1\0\0\0\2{}x", b"ABCD" + QUIET.pcm[:40], b"abf1\xff\xff\xff\xff[1]"]
)
def test_unpacking_anything_else_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        Chunk.unpack(data)


def test_foreign_magic_is_no_chunk() -> None:
    with pytest.raises(ValueError, match="no chunk"):
        Chunk.unpack(b"XXXX" + encode(QUIET, 0.0, SETTINGS).pack()[4:])


def test_a_voice_is_calibrated_without_loading_more_than_needed() -> None:
    spoken = clip(babble(4.0))
    assert voice_gain_db(spoken, SETTINGS) == loudness.voice_gain_db(spoken, SETTINGS)
    keys = {gain_key("a", one) for one in (SETTINGS, replace(SETTINGS, loudness_lufs=-16))} | {gain_key("b", SETTINGS)}
    assert len(keys) == 3
    code = (
        "import sys\nfrom audiobrief.mix import arrange, chunks, earcons, join\n"
        "from audiobrief.model import MixSettings\n"
        "chunks.frame_key('a', 1.0, MixSettings())\nchunks.gain_key('a', MixSettings())\n"
        "earcons.SoundFile.at(earcons.sound_path('notice')).key\n"
        "sys.exit(repr({'numpy', 'lameenc', 'soxr', 'pydub', 'soundfile'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "set()"  # a run that finds all in its cache loads none of these


def test_keys_tell_apart_what_sounds_different() -> None:
    keys = {
        frame_key("a", 1.0, SETTINGS),
        frame_key("b", 1.0, SETTINGS),
        frame_key("a", 1.5, SETTINGS),
        frame_key("a", 1.0, SETTINGS, offset_db=1.0),
        frame_key("a", 1.0, SETTINGS, sound="earcon"),
        frame_key("a", 1.0, MixSettings()),
        frame_key("a", 1.0, replace(SETTINGS, bit_rate_kbps=48)),
        frame_key("a", 1.0, replace(SETTINGS, loudness_lufs=-16)),
        frame_key("a", 1.0, replace(SETTINGS, ceiling_dbtp=-1)),
    }
    assert len(keys) == 9
    assert frame_key("a", 1.0, SETTINGS) == frame_key("a", 1.0000001, SETTINGS)
    assert all(len(key) == 64 for key in keys)


@pytest.mark.parametrize(
    ("rate_hz", "to_hz", "is_speech", "quality"),
    [(22_050, 22_050, True, 7), (22_050, 44_100, True, 7), (44_100, 44_100, True, 5), (22_050, 22_050, False, 5)],
)
def test_noise_is_shaped_where_bits_are_few(
    monkeypatch: pytest.MonkeyPatch, rate_hz: int, to_hz: int, is_speech: bool, quality: int
) -> None:
    asked: list[int] = []
    encoded = encoder._encoded

    def noted(
        speech: np.ndarray[tuple[int], np.dtype[np.float32]], form: FrameFormat, quality: int
    ) -> tuple[bytes, int]:
        asked.append(quality)
        return encoded(speech, form, quality)

    monkeypatch.setattr(encoder, "_encoded", noted)
    encode(clip(babble(1.0, level=0.3), rate_hz), 0.0, MixSettings(rate_hz=to_hz), is_speech=is_speech)
    assert asked == [quality]
