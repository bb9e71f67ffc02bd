"""Transcripts with times: WebVTT, SubRip and the JSON of the podcast namespace, read back as one kind of cue."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape

_TIMES = re.compile(r"((?:\d+:)?\d{2}:\d{2}[.,]\d{3})[ \t]+-->[ \t]+((?:\d+:)?\d{2}:\d{2}[.,]\d{3})(?:[ \t]+\S.*)?")
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)*[ \t]+([^>]+)>")
_TAGS = re.compile(r"</?[^>]*>")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from one moment to another."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str


def read_cues(media_type: str, body: bytes) -> tuple[Cue, ...] | None:
    """The cues of a transcript, none for types without times (HTML, plain text), None when it is damaged."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    kind = media_type.partition(";")[0].strip().lower()
    if kind == "text/vtt":
        return _blocks(text, is_vtt=True)
    if kind in ("application/x-subrip", "application/srt"):
        return _blocks(text, is_vtt=False)
    if kind == "application/json":
        return _json(text)
    return () if text.strip() else None


def _blocks(text: str, *, is_vtt: bool) -> tuple[Cue, ...] | None:
    blocks = re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    if is_vtt and not re.match(r"WEBVTT($|[ \t\n])", blocks.pop(0)):
        return None
    told = [block for block in blocks if not (is_vtt and re.match(r"(NOTE|STYLE|REGION)\b", block))]
    cues = [_cue(block.split("\n"), is_vtt=is_vtt) for block in told]
    return None if None in cues else tuple(cue for cue in cues if cue)


def _cue(lines: list[str], *, is_vtt: bool) -> Cue | None:
    """Returns the cue of one block, or None where its line of times is not as the format wants it."""
    if "-->" not in lines[0]:
        lines = lines[1:]  # the cue's own name or number
    times = _TIMES.fullmatch(lines[0].strip()) if lines else None
    if times is None or ("," if is_vtt else ".") in times[1] + times[2]:
        return None
    shown = "\n".join(lines[1:])
    voice = _VOICE.search(shown)
    words = unescape(_TAGS.sub("", shown)) if is_vtt else shown
    return Cue(_ms(times[1]), _ms(times[2]), " ".join(words.split()), voice[1] if voice else "")


def _json(text: str) -> tuple[Cue, ...] | None:
    try:
        document = json.loads(text)
        return tuple(
            Cue(
                round(float(segment["startTime"]) * 1000),
                round(float(segment["endTime"]) * 1000),
                " ".join(str(segment["body"]).split()),
                str(segment.get("speaker", "")),
            )
            for segment in document["segments"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def _ms(text: str) -> int:
    clock, _, thousandths = text.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(thousandths)
