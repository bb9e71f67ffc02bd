"""Transcripts: WebVTT, SRT, the JSON of the podcast namespace, and an HTML page.

All show the text as written, timed by the text as spoken. Cues of the script ("Quote.") are heard, so they are
shown, in square brackets as captions show what is not said by the speaker.
"""

from __future__ import annotations

import json as _json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from lxml.builder import ElementMaker
from lxml.html import builder as tag
from lxml.html import html_parser, tostring

from audiobrief.languages.tags import direction
from audiobrief.model import Episode, Role, Segment, Span, Timeline
from audiobrief.publish import clean, passages, printed_dates, timing
from audiobrief.roles import HEADINGS
from audiobrief.text.sentences import CLAUSE_END, sentences

MAIN = ElementMaker(makeelement=html_parser.makeelement).main

CUE_MS_MAX = 15_000
VTT_CHARACTERS, VTT_LINES = 65, 2
SRT_CHARACTERS, SRT_LINES = 32, 2
NARRATOR = "Narrator"


@dataclass(frozen=True, slots=True)
class Caption:
    """What is shown from one moment to another."""

    start_ms: int
    end_ms: int
    rows: tuple[str, ...]
    speaker: str

    @property
    def text(self) -> str:
        """Returns its rows, each on a line of its own."""
        return " ".join(self.rows)


def vtt(episode: Episode) -> str:
    """WebVTT with a voice for every cue: the quoted speaker where the script is sure, else the narrator."""
    blocks = ["WEBVTT"]
    for number, caption in enumerate(captions(episode, VTT_CHARACTERS, VTT_LINES), 1):
        timing_line = f"{printed_dates.precise(caption.start_ms)} --> {printed_dates.precise(caption.end_ms)}"
        rows = "\n".join(_escaped(row) for row in caption.rows)
        blocks.append(f"{number}\n{timing_line}\n<v {_escaped(caption.speaker)}>{rows}")
    return "\n\n".join(blocks) + "\n"


def srt(episode: Episode) -> str:
    """SubRip, two short lines a cue."""
    blocks = []
    for number, caption in enumerate(captions(episode, SRT_CHARACTERS, SRT_LINES), 1):
        timing_line = f"{printed_dates.precise(caption.start_ms, ',')} --> {printed_dates.precise(caption.end_ms, ',')}"
        rows = "\n".join(row.replace("-->", "→") for row in caption.rows)
        blocks.append(f"{number}\n{timing_line}\n{rows}\n")
    return "\n".join(blocks)


def json(episode: Episode) -> str:
    """The JSON form of the podcast namespace: segments with speaker, times in seconds, body."""
    segments = [
        {
            "speaker": caption.speaker,
            "startTime": caption.start_ms / 1000,
            "endTime": caption.end_ms / 1000,
            "body": caption.text,
        }
        for caption in captions(episode, VTT_CHARACTERS, VTT_LINES)
    ]
    return _json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def html(episode: Episode) -> str:
    """A page of its own, without script or style: headings, then who, when and what for every passage."""
    language = clean.language(episode.script.article.language)
    title = clean.line(episode.title)
    body = [tag.H1(title)]
    for passage in passages.passages(episode):
        if passage.start_ms is not None:
            speaker = f"{_speaker(passage.lines[0].speaker)}:"
            time = tag.TIME(printed_dates.clock(passage.start_ms), datetime=f"PT{passage.start_ms / 1000}S")
            who = tag.CITE(speaker)
            who.tail = " "
            body += [who, time]
        element = tag.H2 if passage.role in HEADINGS else tag.P
        body.append(element(_text(passage)))
    page = tag.HTML(
        tag.HEAD(
            tag.META(charset="utf-8"),
            tag.META(name="viewport", content="width=device-width, initial-scale=1"),
            tag.META(name="color-scheme", content="light dark"),
            tag.TITLE(title),
            tag.LINK(rel="icon", href="cover.jpg", type="image/jpeg"),
        ),
        tag.BODY(MAIN(*body)),
        lang=language,
        dir=direction(language),
    )
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode") + "\n"


def captions(episode: Episode, characters: int, rows: int) -> list[Caption]:
    """The whole episode in captions of at most ``rows`` of ``characters``, ordered, without overlap, inside the audio.

    A word longer than a row is broken.
    """
    timeline = episode.timeline
    found: list[Caption] = []
    for span in timeline.spans:
        segment = episode.script.segments[span.segment]
        for start, end, lines in _pieces(segment, span, episode, characters, rows):
            begin = max(start, found[-1].end_ms if found else 0)
            stop = min(max(end, begin + 1), begin + CUE_MS_MAX, max(timeline.duration_ms, begin + 1))
            found.append(Caption(begin, stop, lines, _speaker(segment.speaker)))
    return found


def _pieces(
    segment: Segment, span: Span, episode: Episode, characters: int, rows: int
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Start, end and rows of each caption of a segment."""
    text = passages.shown_line(segment)
    if not text:
        return
    if segment.role is Role.CUE:
        characters -= 2  # the brackets
    timeline, language = episode.timeline, segment.language or episode.script.article.language
    clock = timing.Clock(text, segment, span)
    solid = [at for at, character in enumerate(text) if character != " "]
    seen = 0
    begin = span.start
    for group in _groups(text, characters, rows, _room(text, span, timeline, characters * rows), language):
        seen += sum(len(row) - row.count(" ") for row in group)
        end = clock.sample(solid[seen]) if seen < len(solid) else span.end
        yield timeline.ms(begin), timeline.ms(end), _bracketed(group) if segment.role is Role.CUE else group
        begin = end


def _bracketed(rows: tuple[str, ...]) -> tuple[str, ...]:
    """The rows of a cue that audiobrief adds, in the brackets that captions use for such."""
    first, last = f"[{rows[0]}", f"{rows[-1]}]"
    return (f"{first}]",) if len(rows) == 1 else (first, *rows[1:-1], last)


def _room(text: str, span: Span, timeline: Timeline, characters: int) -> int:
    """How many characters a caption may hold so that none is shown for too long: a slow voice says less in 15 s."""
    duration_ms = timeline.ms(span.end - span.start)
    if duration_ms <= CUE_MS_MAX:
        return characters
    return max(8, min(characters, len(text) * (CUE_MS_MAX * 4 // 5) // duration_ms))


def _groups(text: str, characters: int, rows: int, room: int, language: str | None) -> Iterator[tuple[str, ...]]:
    """Yields groups of rows, about equally long. A sentence starts a new group: captions break with the voice.

    A sentence that is too long for one is broken behind a comma, or a like mark, where one stands near.
    """
    for start, end in sentences(text, language):
        sentence = text[start:end].rstrip()
        count = ceil(len(sentence) / room)
        while True:
            width = max(min(room, characters), min(room, len(sentence) // count + 10))
            groups = [_wrap(part, characters) for part in _at_clauses(sentence, width)]
            if all(len(group) <= rows for group in groups):
                break
            count += 1 + count // 16  # of a text without an end, not every count is tried
        yield from groups


def _wrap(text: str, width: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width, break_on_hyphens=False))


def _at_clauses(sentence: str, width: int) -> Iterator[str]:
    """Yields parts of at most ``width`` characters: up to the last clause that ends in their second half, if any."""
    while len(sentence) > width:
        ends = [mark.end() for mark in CLAUSE_END.finditer(sentence, width // 2, width + 1)]
        part = sentence[: ends[-1]] if ends else _wrap(sentence[: 3 * width], width)[0]
        yield part.rstrip()
        sentence = sentence[len(part) :].lstrip()
    if sentence:
        yield sentence


def _text(passage: passages.Passage) -> str:
    texts = (line.text.replace("\t", "; ") for line in passage.lines)
    return " ".join(
        f"[{text}]" if line.role is Role.CUE else text for line, text in zip(passage.lines, texts, strict=True)
    )


def _speaker(name: str | None) -> str:
    return clean.line(name or "") or NARRATOR


def _escaped(row: str) -> str:
    return row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
