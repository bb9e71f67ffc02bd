"""What an MP3 must be, whether it stands alone or in a feed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from audiobrief.check.finding import Faults, Rule
from audiobrief.check.sound import Sound
from audiobrief.model import MOST_CHAPTERS

_RATES_HZ = (22_050, 24_000, 44_100, 48_000)
_TARGET_LUFS = -19.0
_TOLERANCE_LU = 1.0
_CEILING_DBTP = -1.0
_COVER_BYTES = 100_000
_TAG_FRAMES = (
    ("TIT2", "title"),
    ("TALB", "album"),
)


def _frames(sound: Sound) -> Faults:
    if not sound.stream.frames:
        yield sound.subject, "holds no MP3 frames"
    elif sound.stream.junk_bytes:
        yield sound.subject, f"{sound.stream.junk_bytes} bytes between its frames are none"


def _format(sound: Sound) -> Faults:
    stream = sound.stream
    if not stream.frames:
        return
    if stream.channels != {1}:
        yield sound.subject, "is not mono"
    if len(stream.rates_hz) > 1 or not stream.rates_hz <= set(_RATES_HZ):
        yield sound.subject, f"has a sample rate of {_numbers(stream.rates_hz)} Hz"
    if len(stream.bit_rates_kbps) > 1:
        yield sound.subject, "has no constant bit rate"
    elif min(stream.bit_rates_kbps) < 32:
        yield sound.subject, f"has only {_numbers(stream.bit_rates_kbps)} kbit/s"


def _info(sound: Sound) -> Faults:
    stream = sound.stream
    if stream.info is None:
        if stream.frames:
            yield sound.subject, "has no Info frame"
        return
    if stream.info.frames != stream.frames:
        yield sound.subject, f"its Info frame says {stream.info.frames} frames, there are {stream.frames}"
    if stream.info.bytes not in (stream.bytes, stream.bytes + stream.info_bytes):
        yield sound.subject, f"its Info frame says {stream.info.bytes} bytes, there are {stream.bytes}"
    if not stream.info.has_seek_table:
        yield sound.subject, "its Info frame has no seek table"
    if stream.info.delay is None:
        yield sound.subject, "its Info frame does not say what the encoder added"


def _decodes(sound: Sound) -> Faults:
    if sound.decoded is None:
        yield sound.subject, "cannot be decoded"
    elif abs(sound.decoded.samples - sound.stream.sounding_samples) > 2 * 1152:
        yield sound.subject, f"{sound.decoded.samples} of {sound.stream.sounding_samples} samples can be decoded"


def _loudness(sound: Sound) -> Faults:
    if sound.decoded and not abs(sound.decoded.lufs - _TARGET_LUFS) <= _TOLERANCE_LU:
        yield sound.subject, f"its loudness is {sound.decoded.lufs:.1f} LUFS"


def _peak(sound: Sound) -> Faults:
    if sound.decoded and sound.decoded.true_peak_dbtp > _CEILING_DBTP:
        yield sound.subject, f"its true peak is {sound.decoded.true_peak_dbtp:.1f} dBTP"


def _tag(sound: Sound) -> Faults:
    if sound.tag is None:
        yield sound.subject, "has no ID3 tag"
    elif sound.tag_version != (2, 3):
        yield sound.subject, f"its tag is ID3v2.{sound.tag_version[1] if sound.tag_version else '?'}"
    elif sound.tag_padding:
        yield sound.subject, f"its tag is padded with {sound.tag_padding} bytes"


def _facts(sound: Sound) -> Faults:
    if sound.tag is not None:
        for frame, name in _TAG_FRAMES:
            if not sound.texts(frame):
                yield sound.subject, f"its tag has no {name} ({frame})"


def _cover(sound: Sound) -> Faults:
    from PIL import Image, UnidentifiedImageError

    if sound.tag is None:
        return
    pictures = sound.tag.getall("APIC")
    if not pictures:
        yield sound.subject, "its tag has no cover (APIC)"
    for picture in pictures:
        if len(picture.data) > _COVER_BYTES:
            yield sound.subject, f"its cover has {len(picture.data)} bytes"
        try:
            with Image.open(io.BytesIO(picture.data)) as image:
                if image.width != image.height:
                    yield sound.subject, f"its cover is {image.width} by {image.height} pixels, not square"
                if Image.MIME.get(image.format or "") != picture.mime:
                    yield sound.subject, f"its cover is {image.format}, but is called {picture.mime}"
        except (UnidentifiedImageError, OSError, ValueError):
            yield sound.subject, "its cover is no image"


def _contents(sound: Sound) -> Faults:
    if sound.tag is None:
        return
    tables = sound.tag.getall("CTOC")
    names = [chapter.element_id for chapter in sound.tag.getall("CHAP")]
    top = [table for table in tables if int(table.flags) & 2]
    if len(top if len(tables) > 1 else tables) != 1:
        yield sound.subject, f"its tag has {len(top)} top-level tables of contents (CTOC), players expect one"
        return
    if any(int(table.flags) & 1 == 0 for table in tables) or not top:
        yield sound.subject, "its table of contents is not top-level and ordered"
    if _entries((top or tables)[0], {table.element_id: table for table in tables}) != names:
        yield sound.subject, "its table of contents and its chapters name other things"
    if len(names) > MOST_CHAPTERS:
        yield sound.subject, f"it has {len(names)} chapters"


def _entries(table: Any, tables: Mapping[str, Any]) -> list[str]:
    """Returns the chapters that a table names, itself or by a table inside it, which holds none."""
    found: list[str] = []
    for name in table.child_element_ids:
        found += tables[name].child_element_ids if name in tables and name != table.element_id else [name]
    return found


def _order(sound: Sound) -> Faults:
    marks = sound.marks
    if not marks:
        return
    if marks[0].start_ms != 0:
        yield sound.subject, f"its first chapter starts at {marks[0].start_ms} ms, not at 0"
    for before, after in pairwise(marks):
        if after.start_ms <= before.start_ms:
            yield sound.subject, f'chapter "{after.title}" stands after a later one in the file'
        elif before.end_ms != after.start_ms:
            yield sound.subject, f'chapter "{before.title}" does not end where the next one starts'
    if sound.decoded and abs((marks[-1].end_ms or 0) - sound.duration_ms) > 100:
        yield sound.subject, f"its last chapter ends at {marks[-1].end_ms} ms, the audio at {sound.duration_ms} ms"


def _titles(sound: Sound) -> Faults:
    for mark in sound.marks:
        if not mark.title.strip():
            yield sound.subject, f"the chapter at {mark.start_ms} ms has no title"
        if mark.has_offsets:
            yield sound.subject, f'chapter "{mark.title}" points at bytes'


def _seconds(sound: Sound) -> Faults:
    for mark in sound.marks:
        if mark.start_ms % 1000:
            yield sound.subject, f'chapter "{mark.title}" starts at {mark.start_ms} ms'


def _silence(sound: Sound) -> Faults:
    for start_ms in sound.decoded.loud_starts_ms if sound.decoded else ():
        yield sound.subject, f"a jump to {start_ms} ms lands in the middle of a sound"


def _enough(sound: Sound) -> Faults:
    wanted = 3 if sound.duration_ms > 600_000 else 1
    if sound.tag is not None and len(sound.marks) < wanted:
        yield sound.subject, f"it has {len(sound.marks)} chapters in {sound.duration_ms // 1000} s"


def _numbers(values: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(values)))


_MAKE_AGAIN = "Make the file again with audiobrief"
RULES: tuple[Rule[Sound], ...] = (
    Rule(
        "mp3-frames",
        "MPEG Layer III frames from the tag to the end, nothing between them",
        "ISO/IEC 11172-3",
        "The file is damaged: copy it again or make it again",
        _frames,
    ),
    Rule(
        "mp3-format",
        "mono, constant bit rate of at least 32 kbit/s, 44.1 or 48 kHz (22.05 or 24 for small files)",
        "Apple Podcasts for Creators, article 893",
        "Set rate_hz = 44100 and bit_rate_kbps = 64 under [mix] in audiobrief.toml and make it again",
        _format,
    ),
    Rule(
        "mp3-info",
        "an Info frame that counts frames and bytes rightly, with seek table and encoder delay",
        "the Xing/LAME tag; without it players show a wrong length and miss when they seek",
        _MAKE_AGAIN,
        _info,
    ),
    Rule("mp3-decodes", "it decodes to the end", "ISO/IEC 11172-3", _MAKE_AGAIN, _decodes),
    Rule(
        "loudness",
        "-19 LUFS, 1 LU more or less, integrated, measured on the decoded file",
        "ITU-R BS.1770; AES TD1008; -16 for stereo is -19 for mono",
        "Set loudness_lufs = -19 under [mix] in audiobrief.toml and make it again",
        _loudness,
    ),
    Rule(
        "true-peak",
        "at most -1 dBTP, measured on the decoded file",
        "AES TD1008; Apple Podcasts for Creators, article 893",
        "Make it again with audiobrief, whose limiter leaves room for the encoder",
        _peak,
    ),
    Rule("id3-version", "an ID3v2.3 tag without padding", "the oldest players read no later one", _MAKE_AGAIN, _tag),
    Rule(
        "id3-facts",
        "title and album in the tag; artist, year and language where they are known",
        "ID3v2.3, 4.2.1",
        "Give the article a title, the feed too",
        _facts,
    ),
    Rule(
        "id3-cover",
        "a square cover of at most 100 kB in the tag, its type named rightly",
        "ID3v2.3, 4.15",
        _MAKE_AGAIN,
        _cover,
    ),
    Rule(
        "id3-contents",
        "one table of contents, top-level and ordered, that names every chapter, or one inside it does, at most 255",
        "ID3v2 Chapter Frame Addendum 1.0, 3.2",
        _MAKE_AGAIN,
        _contents,
    ),
    Rule(
        "chapters-order",
        "chapters in time order in the file, without gaps, from 0 to the end",
        "ID3v2 Chapter Frame Addendum 1.0; several players do not sort",
        _MAKE_AGAIN,
        _order,
    ),
    Rule(
        "chapters-titles",
        "a title for every chapter, and times instead of byte offsets",
        "ID3v2 Chapter Frame Addendum 1.0, 3.1",
        "Give the chapter a title in the script",
        _titles,
    ),
    Rule(
        "chapters-seconds",
        "every chapter starts on a whole second",
        "two common apps cut the fraction off: the end of what came before is heard",
        _MAKE_AGAIN,
        _seconds,
    ),
    Rule(
        "chapters-silence",
        "a jump to a chapter lands in silence",
        "the mark lies in the pause before its first word",
        _MAKE_AGAIN,
        _silence,
    ),
    Rule(
        "chapters-enough",
        "three chapters or more, one in audio of up to ten minutes",
        "Apple Podcasts for Creators, article 5482",
        "Add subheads or chapter titles to the script",
        _enough,
    ),
)
