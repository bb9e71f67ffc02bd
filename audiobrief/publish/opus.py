"""Ogg Opus of 24 kbit/s for slow lines: a third of the MP3, by libsndfile, with chapters in its comments."""

from __future__ import annotations

import io
from collections.abc import Iterator

from audiobrief.errors import OutputError
from audiobrief.formats import AI_CONTENT
from audiobrief.model import Episode
from audiobrief.publish import chapter_lists, clean, printed_dates

_RATE_HZ = 24_000
_BIT_RATE = 24_000
# libsndfile: 256 kbit/s at level 0, 6 at level 1.
_LEVEL = (256_000 - _BIT_RATE) / 250_000
_BLOCK_SAMPLES = 240_000
_SERIAL = 1
"""Of the stream: libsndfile draws one by lot, and the same episode would never come out with the same bytes."""


def opus(episode: Episode, audio: bytes) -> bytes:
    """Returns the episode's MP3 as Opus, encoded again. Raises :class:`OutputError` where libsndfile cannot."""
    import soundfile

    made = io.BytesIO()
    try:
        _encode(audio, made)
    except soundfile.SoundFileError as error:
        fact = f"Opus could not be made ({error})"
        raise OutputError(episode.slug, fact, "Upgrade the package soundfile, or leave opus out.") from error
    _tag(made, episode)
    return b"".join(_renumbered(made))


def _encode(audio: bytes, made: io.BytesIO) -> None:
    import numpy
    import soundfile
    import soxr

    with soundfile.SoundFile(io.BytesIO(audio)) as source:
        resampled = soxr.ResampleStream(source.samplerate, _RATE_HZ, 1, dtype="int16")
        facts = {"format": "OGG", "subtype": "OPUS", "compression_level": _LEVEL}
        with soundfile.SoundFile(made, "w", _RATE_HZ, 1, **facts) as target:
            for block in source.blocks(_BLOCK_SAMPLES, dtype="int16"):
                target.write(resampled.resample_chunk(block))
            target.write(resampled.resample_chunk(numpy.zeros(0, "int16"), last=True))


def _tag(made: io.BytesIO, episode: Episode) -> None:
    from mutagen.oggopus import OggOpus

    made.seek(0)
    tag = OggOpus(made)
    tag["title"] = clean.line(episode.title)
    tag["artist"] = clean.line(episode.script.article.site or "")
    tag["date"] = episode.published[:10]
    tag[AI_CONTENT] = "true"
    for number, chapter in enumerate(chapter_lists.listed(episode)):
        tag[f"chapter{number:03}"] = printed_dates.precise(chapter.start_ms)
        tag[f"chapter{number:03}name"] = chapter_lists.title(chapter)
    made.seek(0)
    tag.save(made, padding=lambda _: 0)


def _renumbered(made: io.BytesIO) -> Iterator[bytes]:
    """Yields each page with our number of the stream, and its checksum."""
    from mutagen.ogg import OggPage

    made.seek(0)
    while True:
        try:
            page = OggPage(made)
        except EOFError:
            return
        page.serial = _SERIAL
        yield page.write()
