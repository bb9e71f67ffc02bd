"""pydub's part: sounds before speech, the listener's own intro; sample-exact, silent on stderr."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audiobrief.assets import voices_folder
from audiobrief.errors import UsageError
from audiobrief.mix import earcons
from audiobrief.mix.earcons import SoundFile, sound_path, with_earcon
from audiobrief.model import Clip, Mark
from tests.mix_samples import clip, measure_clip, sine

NAMES = ("caption", "chapter", "list", "notice", "quote-close", "quote-open")
RAMP = Clip(np.arange(1, 22_051, dtype="<i2").tobytes(), 22_050, (Mark("word", 100, 0, 4),))


def samples(one: Clip) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.frombuffer(one.pcm, "<i2")


@pytest.mark.parametrize("name", NAMES)
def test_our_own_earcons(name: str) -> None:
    """Short, about as loud as speech, and nothing above 1 dB under full scale; silent at both ends: no click."""
    sound = SoundFile.at(sound_path(name)).clip()
    assert 0.1 < sound.samples / sound.rate_hz < 0.6
    assert measure_clip(sound).true_peak_dbtp < -6
    assert np.abs(samples(sound)[[0, -1]]).max() < 200
    heard = measure_clip(Clip(sound.pcm * 5, sound.rate_hz)).lufs
    assert -27 < heard < -15


def test_the_earcons_are_what_their_script_makes() -> None:
    made = runpy.run_path(str(voices_folder() / "earcons" / "make_earcons.py"))
    assert sorted(made["EARCONS"]) == sorted(NAMES)
    for name, notes in made["EARCONS"].items():
        stored = samples(SoundFile.at(sound_path(name)).clip()).astype(int)
        again = np.frombuffer(made["earcon"](notes), "<i2").astype(int)
        assert np.abs(stored - again).max() <= 1  # another machine's sine may round otherwise


def test_a_sound_is_found_by_name_or_path(tmp_path: Path) -> None:
    own = tmp_path / "gong.wav"
    shutil.copy(sound_path("notice"), own)
    assert sound_path(str(own)) == own
    assert SoundFile.at(own).key == SoundFile.at(sound_path("notice")).key != SoundFile.at(sound_path("caption")).key
    with pytest.raises(UsageError, match=r"neither an earcon nor a sound file.* Earcons are caption, chapter"):
        sound_path("gong")
    with pytest.raises(UsageError):
        sound_path("../earcons/notice.wav")


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100])
def test_the_earcon_comes_first_and_marks_move(rate_hz: int) -> None:
    earcon = clip(sine(500, 0.2, 22_050, 0.1))
    speech = Clip(RAMP.pcm, rate_hz, RAMP.marks)
    mixed = with_earcon(speech, earcon)
    start = mixed.samples - speech.samples
    assert start == pytest.approx(0.32 * rate_hz, abs=2)
    assert np.array_equal(samples(mixed)[start:], samples(speech))
    assert mixed.marks == (Mark("word", 100 + start, 0, 4),)
    assert mixed.rate_hz == rate_hz


def test_the_earcon_has_its_own_level_whatever_the_voice_gets() -> None:
    earcon = clip(sine(500, 0.2, 22_050, 0.1))
    louder, quieter = (with_earcon(RAMP, earcon, gain_db=gain_db) for gain_db in (-6.0206, 6.0206))
    first, second = np.abs(samples(louder)[:4000]).max(), np.abs(samples(quieter)[:4000]).max()
    assert first / second == pytest.approx(4.0, rel=0.01)


def test_a_closing_sound_comes_after() -> None:
    earcon, closing = clip(np.full(1000, 0.1)), clip(np.full(2000, 0.2))
    alone, both = with_earcon(RAMP, earcon), with_earcon(RAMP, earcon, closing=closing, gain_db=0.0)
    assert both.pcm.startswith(alone.pcm)
    assert both.pcm.endswith(closing.pcm)
    assert both.samples == alone.samples + 22_050 * 120 // 1000 + 2000
    assert both.marks == alone.marks


@pytest.mark.parametrize("overlap_ms", [1, 37, 100, 150])
def test_an_earcon_may_fade_under_the_speech(overlap_ms: int) -> None:
    earcon = clip(np.full(4410, 0.1))
    mixed = with_earcon(RAMP, earcon, overlap_ms=overlap_ms)
    overlap = 22_050 * overlap_ms // 1000
    assert mixed.samples == 4410 + RAMP.samples - overlap
    start = 4410 - overlap
    added = samples(mixed)[start : start + overlap].astype(int) - samples(RAMP)[:overlap].astype(int)
    assert np.abs(np.diff(added)).max() <= 3300 // min(overlap, overlap_ms) + 3  # it fades, in steps of 1 ms at most
    assert np.array_equal(samples(mixed)[4410:], samples(RAMP)[overlap:])
    assert mixed.marks[0].sample == 100 + start


def test_an_overlap_longer_than_the_sounds_is_cut() -> None:
    earcon = clip(np.full(1000, 0.1))
    assert with_earcon(RAMP, earcon, overlap_ms=5000).samples == RAMP.samples


@pytest.mark.parametrize(
    ("name", "subtype"),
    [("a.wav", "PCM_24"), ("a.wav", "FLOAT"), ("a.wav", "PCM_U8"), ("a.flac", "PCM_16"), ("a.ogg", "VORBIS")],
)
def test_sounds_of_other_formats(tmp_path: Path, name: str, subtype: str) -> None:
    path = tmp_path / name
    stereo = np.stack([sine(440, 0.1, 48_000, 0.5)] * 2, axis=1)
    soundfile.write(path, stereo, 48_000, subtype=subtype)
    sound = SoundFile.at(path).clip()
    assert (sound.rate_hz, sound.samples) == (48_000, 4800)
    assert np.abs(samples(sound)).max() / 32768 == pytest.approx(0.5, abs=0.02)


@pytest.mark.full
@pytest.mark.parametrize("name", ["a.m4a", "a.mka"])
def test_foreign_sounds_with_ffmpeg(tmp_path: Path, name: str) -> None:
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    path = tmp_path / name
    subprocess.run(["ffmpeg", "-v", "error", "-i", sound_path("notice"), path], check=True)
    sound = SoundFile.at(path).clip()
    assert sound.samples / sound.rate_hz == pytest.approx(0.44, abs=0.05)
    assert 0.3 < np.abs(samples(sound)).max() / 32768 < 0.5


@pytest.mark.filterwarnings("ignore:.*ffprobe")
def test_sounds_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        SoundFile.at(tmp_path / "missing.wav").clip()
    long = tmp_path / "long.wav"
    soundfile.write(long, np.zeros(8000 * 121), 8000)
    with pytest.raises(UsageError, match="longer than 120 seconds"):
        SoundFile.at(long).clip()
    page = tmp_path / "page.wav"
    page.write_bytes(b"<p>Words.</p>")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="cannot be read without ffmpeg"):
        SoundFile.at(page).clip()
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="no sound that can be read"):
        SoundFile.at(page).clip()


def test_pydub_is_silent_on_an_empty_path(tmp_path: Path) -> None:
    """It warns of a missing ffmpeg, and its source of invalid escapes whenever it is compiled."""
    code = (
        "from audiobrief.mix.earcons import SoundFile, sound_path, with_earcon\n"
        "sound = SoundFile.at(sound_path('notice')).clip()\n"
        "with_earcon(sound, sound)\n"
    )
    environment = {"PATH": "", "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_earcons_are_pydubs(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one voice in a clip is pydub's work: without it there is none."""
    earcons._audio_segment.cache_clear()
    monkeypatch.setitem(sys.modules, "pydub", None)
    try:
        with pytest.raises(ImportError):
            with_earcon(RAMP, RAMP)
    finally:
        earcons._audio_segment.cache_clear()
