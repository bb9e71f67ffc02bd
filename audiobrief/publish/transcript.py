"""Transcripts: WebVTT, SRT, LRC, the JSON of the podcast namespace, and an HTML page.

All show the text as written, timed by the text as spoken. Cues of the script ("Quote.") are heard, so they are
shown, in square brackets as captions show what is not said by the speaker.
"""

from __future__ import annotations

import json as _json
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from math import ceil
from typing import Any

from lxml.builder import ElementMaker
from lxml.html import builder as tag
from lxml.html import html_parser, tostring

from audiobrief.languages.tags import direction
from audiobrief.model import Episode, Role, Segment, Span
from audiobrief.publish import clean, passages, printed_dates, timing
from audiobrief.roles import HEADINGS
from audiobrief.text.sentences import CLAUSE_END, sentences

MAIN = ElementMaker(makeelement=html_parser.makeelement).main

CUE_MS_MAX = 15_000
LONGEST_NAME = 31
"""Of a speaker, on a row of SRT."""
NARRATOR = "Narrator"

_SOLID = re.compile(r"[^ ]")
_AFTER_COLON = re.compile(r"(?<=:)\s+")
_COLON_INSIDE = re.compile(r"\s*(\S*:\S+)\s*")


@dataclass(frozen=True, slots=True)
class Style:
    """How captions are set."""

    characters: int
    rows: int
    brackets: str = "[]"
    """Around words that audiobrief adds."""
    is_named: bool = False
    """The text itself says who speaks: "Ada Moreno: We have waited"."""


VTT = Style(65, 2)
SRT = Style(32, 2, is_named=True)
LRC = Style(65, 1, "()", is_named=True)


@dataclass(frozen=True, slots=True)
class Caption:
    """What is shown from one moment to another."""

    start_ms: int
    end_ms: int
    rows: tuple[str, ...]
    speaker: str
    words: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    """When each word begins, in ms; empty where the engine does not say it."""

    @property
    def text(self) -> str:
        """Returns its rows, each on a line of its own."""
        return " ".join(self.rows)


def vtt(episode: Episode) -> str:
    """WebVTT with a voice for every cue: the quoted speaker where the script is sure, else the narrator."""
    blocks = ["WEBVTT"]
    for number, caption in enumerate(captions(episode, VTT), 1):
        timing_line = f"{printed_dates.precise(caption.start_ms)} --> {printed_dates.precise(caption.end_ms)}"
        rows = "\n".join(_escaped(row) for row in caption.rows)
        blocks.append(f"{number}\n{timing_line}\n<v {_escaped(caption.speaker)}>{rows}")
    return "\n\n".join(blocks) + "\n"


def srt(episode: Episode) -> str:
    """SubRip, two short lines a cue, with the speaker's name where another one begins.

    Players take what stands before a colon for a speaker, and one drops what follows a second colon: a cue in which a
    colon ends a phrase has its name too, and ends there.
    """
    blocks = []
    for number, caption in enumerate(captions(episode, SRT), 1):
        timing_line = f"{printed_dates.precise(caption.start_ms, ',')} --> {printed_dates.precise(caption.end_ms, ',')}"
        rows = "\n".join(row.replace("-->", "→") for row in caption.rows)
        blocks.append(f"{number}\n{timing_line}\n{rows}\n")
    return "\n".join(blocks)


def lrc(episode: Episode) -> str:
    """Timed lines, as music players show words beside a song."""
    article = episode.script.article
    facts = (
        ("ti", episode.title),
        ("ar", ", ".join(article.authors)),
        ("al", article.site or ""),
        ("la", clean.language(article.language)),
        ("length", _lrc_time(episode.timeline.duration_ms).partition(".")[0]),
    )
    head = [f"[{key}:{value}]" for key, value in ((key, clean.line(value)) for key, value in facts) if value]
    return "\n".join([*head, *(f"[{_lrc_time(one.start_ms)}]{one.text}" for one in captions(episode, LRC))]) + "\n"


def _lrc_time(ms: int) -> str:
    return f"{ms // 60_000:02}:{ms // 1_000 % 60:02}.{ms // 10 % 100:02}"


def json(episode: Episode) -> str:
    """The JSON form of the podcast namespace: segments with speaker, times in seconds, body.

    Where the engine tells when each word is heard, ``words`` has them in the same form.
    """
    segments = []
    for caption in captions(episode, VTT):
        row = {"speaker": caption.speaker} | _json_stretch(caption.start_ms, caption.end_ms, caption.text)
        if caption.words:
            ends = [*(start for start, _ in caption.words[1:]), caption.end_ms]
            row["words"] = [
                _json_stretch(start, end, word) for (start, word), end in zip(caption.words, ends, strict=True)
            ]
        segments.append(_json.dumps(row, ensure_ascii=False))
    return '{"version": "1.0.0", "segments": [\n' + ",\n".join(segments) + "\n]}\n"


def _json_stretch(start_ms: int, end_ms: int, text: str) -> dict[str, Any]:
    return {"startTime": start_ms / 1000, "endTime": end_ms / 1000, "body": text}


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


def captions(episode: Episode, style: Style) -> list[Caption]:
    """The whole episode in captions, ordered, without overlap, inside the audio. A word longer than a row is broken."""
    timeline = episode.timeline
    found: list[Caption] = []
    for span in timeline.spans:
        segment = episode.script.segments[span.segment]
        is_new = not found or found[-1].speaker != _speaker(segment.speaker)
        for piece in _pieces(segment, span, episode, _Setting.of(segment, span, episode, style, is_new=is_new)):
            begin = max(piece.start_ms, found[-1].end_ms if found else 0)
            stop = min(max(piece.end_ms, begin + 1), begin + CUE_MS_MAX, max(timeline.duration_ms, begin + 1))
            words = tuple((min(max(start, begin), stop), word) for start, word in piece.words)
            found.append(replace(piece, start_ms=begin, end_ms=stop, words=words))
    return found


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the captions of one segment are set."""

    style: Style
    room: int
    """Characters that a caption may hold."""
    label: str
    """The speaker's name as the text says it; "" where it does not."""
    is_new: bool
    """Another one spoke before."""
    brackets: tuple[str, str]
    has_words: bool
    """The engine tells when each word is heard."""
    language: str | None

    @classmethod
    def of(cls, segment: Segment, span: Span, episode: Episode, style: Style, *, is_new: bool) -> _Setting:
        text, timeline = passages.shown_line(segment), episode.timeline
        room = style.characters * style.rows
        duration_ms = timeline.ms(span.end - span.start)
        if duration_ms > CUE_MS_MAX:  # a slow voice says less in the time that a caption may be shown
            room = max(8, min(room, len(text) * (CUE_MS_MAX * 4 // 5) // duration_ms))
        name = _wrap(clean.line(_speaker(segment.speaker).replace(":", " ")), LONGEST_NAME) or [NARRATOR]
        brackets = (style.brackets[0], style.brackets[1]) if segment.role is Role.CUE else ("", "")
        has_words = any(mark.kind == "word" for mark in span.marks)
        language = segment.language or episode.script.article.language
        return cls(style, room, f"{name[0]}: " if style.is_named else "", is_new, brackets, has_words, language)

    def rows(self, part: str, label: str) -> tuple[str, ...]:
        """Returns a caption's text in rows. What a colon ends without a name before it is not to be taken for one."""
        opening, closing = self.brackets
        is_bare = self.style.is_named and not label
        rows = _wrap(f"{label}{opening}{part}{closing}", self.style.characters - is_bare)
        return tuple(f"{row}\u00a0" if is_bare and row.endswith(":") else row for row in rows)


def _pieces(segment: Segment, span: Span, episode: Episode, setting: _Setting) -> Iterator[Caption]:
    """Yields the captions of a segment."""
    text, ms, speaker = passages.shown_line(segment), episode.timeline.ms, _speaker(segment.speaker)
    clock = timing.Clock(text, segment, span)
    solid = [*(letter.start() for letter in _SOLID.finditer(text)), len(text)]
    seen, begin = 0, span.start
    for part, rows in chain.from_iterable(_grouped(*unit, setting) for unit in _units(text, setting)):
        words = part.split()
        places = [solid[at] for at in accumulate(map(len, words), initial=seen)]
        seen, end = seen + sum(map(len, words)), clock.sample(places[-1])
        told = [(ms(clock.sample(at)), word) for at, word in zip(places, words, strict=False) if setting.has_words]
        yield Caption(ms(begin), ms(end), rows, speaker, tuple(told))
        begin = end


def _units(text: str, setting: _Setting) -> Iterator[tuple[str, str, str]]:
    """Yields what starts a new caption, and what begins its first and its last one.

    A sentence does: captions break with the voice. Where names are told, so does what follows a colon.
    """
    is_new = setting.is_new
    whole = (text[start:end].rstrip() for start, end in sentences(text, setting.language))
    for part in _around_colons(whole, is_new=is_new) if setting.label else whole:
        is_open = not _COLON_INSIDE.search(part)
        label = setting.label * is_open
        yield part, label * is_new, label * part.endswith(":")
        is_new &= not is_open


def _around_colons(whole: Iterable[str], *, is_new: bool) -> Iterator[str]:
    """Yields sentences in parts that a colon ends; one that is to have a name has no other colon inside."""
    for part in chain.from_iterable(map(_AFTER_COLON.split, whole)):
        is_named = is_new or part.endswith(":")
        yield from filter(None, _COLON_INSIDE.split(part)) if is_named else (part,)
        is_new = False


def _grouped(part: str, first: str, last: str, setting: _Setting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields a part in captions, about equally long; where it is too long for one, it is broken behind a comma, or a
    like mark, where one stands near. ``first`` and ``last`` begin the first and the last one.
    """
    taken = len(first or last) + len("".join(setting.brackets)) + setting.style.is_named
    room = max(8, setting.room - taken)
    count = ceil(len(part) / room)
    while True:
        width = max(min(room, setting.style.characters - taken), min(room, len(part) // count + 10))
        texts = list(_at_clauses(part, width))
        labels = [first, *[""] * (len(texts) - 2), last] if len(texts) > 1 else [first or last]
        groups = [setting.rows(text, label) for text, label in zip(texts, labels, strict=True)]
        if max(map(len, groups)) <= setting.style.rows:
            break
        count += 1 + count // 16  # of a text without an end, not every count is tried
    yield from zip(texts, groups, strict=True)


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


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
