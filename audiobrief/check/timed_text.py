"""Transcripts with times: WebVTT, SubRip, JSON and HTML of the podcast namespace, read back as one kind of cue."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from html import unescape

from audiobrief.errors import UNREADABLE

_TIMES = re.compile(r"((?:\d+:)?\d{2}:\d{2}[.,]\d{3})[ \t]+-->[ \t]+((?:\d+:)?\d{2}:\d{2}[.,]\d{3})(?:[ \t]+\S.*)?")
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
_DURATION = re.compile(r"PT([0-9.]+)S")
_LYRIC = re.compile(r"\[(\d+):(\d{1,2}(?:\.\d+)?)\]([^\[\r\n]*)")
_LAST_MS = 10_000
_TAGS = re.compile(r"</?[^>]*>")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from one moment to another."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str


def read_cues(media_type: str, body: bytes) -> tuple[Cue, ...] | None:
    """The cues of a transcript, none for plain text, None when it is damaged. Those of HTML end where they start."""
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
    if kind == "text/html":
        return _html(body)
    return () if text.strip() else None


def lyric_cues(text: str) -> tuple[Cue, ...]:
    """Returns the cues of LRC, where each ends where the next one starts; none for plain text."""
    rows = [(round((int(one[1]) * 60 + float(one[2])) * 1000), one[3].strip()) for one in _LYRIC.finditer(text)]
    ends = [*(start_ms for start_ms, _ in rows[1:]), rows[-1][0] + _LAST_MS] if rows else []
    return tuple(Cue(start_ms, end_ms, said, "") for (start_ms, said), end_ms in zip(rows, ends, strict=True) if said)


def _html(body: bytes) -> tuple[Cue, ...] | None:
    """A ``cite`` and a ``time`` before each passage; headings, lists and paragraphs are its text."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
    cues: list[Cue] = []
    speaker = ""
    for element in root.xpath(
        "//body//cite | //body//time | //body//text()[not(ancestor::cite | ancestor::time | ancestor::h1)]"
    ):
        if not hasattr(element, "tag"):
            if cues and element.strip():
                cues[-1] = replace(cues[-1], text=f"{cues[-1].text} {element.strip()}".strip())
        elif element.tag == "cite":
            speaker = element.text_content().strip().removesuffix(":")
        else:
            moment = _DURATION.fullmatch(element.get("datetime") or "")
            if moment is None:
                return None
            start_ms = round(float(moment[1]) * 1000)
            cues.append(Cue(start_ms, start_ms, "", speaker))
    return tuple(cues) or None


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
    except (*UNREADABLE, AttributeError):
        return None


def _ms(text: str) -> int:
    clock, _, thousandths = text.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(thousandths)
