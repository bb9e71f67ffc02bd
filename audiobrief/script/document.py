"""A script as JSON: the human-editable hand-off between writing and speaking.

``dump`` writes every key, null where there is nothing; ``load`` takes what a person made of it: keys that it does not
know survive, a wrong one is named by its path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import msgspec

from audiobrief.errors import UsageError
from audiobrief.model import Article, Doubt, Dropped, PageWarning, Reason, Role, Script, Segment

VERSION = 1
MOST_CHARACTERS = 20_000_000
MOST_SEGMENTS = 50_000
MOST_IN_A_SEGMENT = 20_000
"""Characters of one text: a longer one is no sentence of an article."""
LONGEST_PAUSE_MS = 60_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
REMEDY = "Write it again with: audiobrief script SOURCE --json"

ARTICLE_KEYS = (
    "title", "url", "site", "language", "authors", "published", "updated", "image", "licence", "dropped",
)  # fmt: skip
SEGMENT_KEYS = (
    "role", "text", "written", "source", "speaker", "confidence", "language", "voice", "level", "pause_ms", "chapter",
    "block",
)  # fmt: skip


class _Dropped(msgspec.Struct):
    text: str
    reason: Reason


class _Warning(msgspec.Struct):
    doubt: Doubt
    fact: str
    page: int | None = None
    pages: int | None = None
    others: tuple[tuple[int, str], ...] = ()


class _Article(msgspec.Struct):
    title: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None
    updated: str | None = None
    image: str | None = None
    licence: str | None = None
    description: str | None = None
    section: str | None = None
    places: tuple[str, ...] | None = None
    dropped: tuple[_Dropped, ...] | None = None
    warnings: tuple[_Warning, ...] | None = None


class _Segment(msgspec.Struct):
    role: Role
    text: str
    written: str | None = None
    source: str | None = None
    speaker: str | None = None
    confidence: float | None = None
    language: str | None = None
    voice: str | None = None
    level: int | None = None
    pause_ms: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_PAUSE_MS)] | None = None
    chapter: str | None = None
    chapter_level: Annotated[int, msgspec.Meta(ge=1, le=2)] | None = None
    block: Annotated[int, msgspec.Meta(ge=0)] | None = None
    story: Annotated[int, msgspec.Meta(ge=0)] | None = None
    image: str | None = None


class _Document(msgspec.Struct):
    version: int
    article: _Article
    segments: tuple[_Segment, ...]
    stories: tuple[_Article, ...] | None = None


def dump(script: Script) -> str:
    """The script's JSON, indented, ending with a newline."""
    extra = dict(script.extra)
    in_article = extra.pop("article", {})
    in_stories = extra.pop("stories", [{}] * len(script.stories))
    data: dict[str, Any] = {"version": VERSION, "article": _article_json(script.article) | in_article}
    if script.stories:
        told = zip(script.stories, in_stories, strict=True)
        data["stories"] = [_article_json(story) | unknown for story, unknown in told]
    data["segments"] = [_segment_json(segment, bool(script.stories)) for segment in script.segments]
    return json.dumps(data | extra, ensure_ascii=False, indent=1) + "\n"


def load(text: str, subject: str) -> Script:
    """Reads what :func:`dump` wrote, or what a person made of it.

    ``subject`` names the file in errors. Raises :class:`UsageError` with the path of the first wrong key. Unknown keys
    are kept: a segment's in ``Segment.extra``, all others in ``Script.extra``.
    """
    data = _parsed(text, subject)
    try:
        document = msgspec.convert(data, _Document)
    except msgspec.ValidationError as error:
        raise UsageError(subject, _wrong(str(error)), "Correct it, or w" + REMEDY[1:]) from None
    stories = tuple(_article(story) for story in document.stories or ())
    for index, segment in enumerate(document.segments):
        _check(segment, index, len(stories), subject)
    segments = zip(document.segments, data["segments"], strict=True)
    return Script(
        article=_article(document.article),
        segments=tuple(_segment(segment, raw) for segment, raw in segments),
        stories=stories,
        extra=_unknown(data, bool(stories)),
    )


def _article_json(article: Article) -> dict[str, Any]:
    data: dict[str, Any] = {key: getattr(article, key) or None for key in ARTICLE_KEYS}
    data["authors"] = list(article.authors)
    data["dropped"] = [{"text": piece.text, "reason": piece.reason.value} for piece in article.dropped]
    data |= {key: value for key in ("description", "section", "places") if (value := getattr(article, key))}
    if article.warnings:
        data["warnings"] = [{**asdict(warning), "doubt": warning.doubt.value} for warning in article.warnings]
    return data


def _segment_json(segment: Segment, edition: bool) -> dict[str, Any]:
    data: dict[str, Any] = {key: getattr(segment, key) for key in SEGMENT_KEYS}
    data["role"] = segment.role.value
    if edition:
        data["story"] = segment.story
    if segment.chapter and segment.chapter_level != 1:
        data["chapter_level"] = segment.chapter_level
    if segment.image:
        data["image"] = segment.image
    return data | dict(segment.extra)


def _parsed(text: str, subject: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise UsageError(subject, f"is larger than {MOST_CHARACTERS:,} characters", "Split it into several articles")
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        place = re.search(r"line \d+ column \d+", str(error))
        raise UsageError(subject, f"is not JSON ({place[0] if place else 'unreadable'})", REMEDY) from None
    except RecursionError:
        raise UsageError(subject, "is nested too deeply for a script", REMEDY) from None
    if not isinstance(data, dict) or "segments" not in data or "version" not in data:
        raise UsageError(subject, 'is JSON, but not a script ("version" and "segments" are missing)', REMEDY)
    if data["version"] != VERSION:
        fact = f"is a script of version {str(data['version'])[:20]}; this program reads version {VERSION}"
        raise UsageError(subject, fact, REMEDY)
    if isinstance(data["segments"], list) and len(data["segments"]) > MOST_SEGMENTS:
        raise UsageError(subject, f"has more than {MOST_SEGMENTS:,} segments", "Split it into several articles")
    return data


def _wrong(message: str) -> str:
    """Msgspec says "Expected `str`, got `int` - at `$.segments[3].text`": the place first, as a person looks for it."""
    what, _, where = message.partition(" - at ")
    path = where.strip("`").removeprefix("$.") or "the file"
    return f"{path}: {what[:1].lower()}{what[1:]}".replace("`", "")


def _check(segment: _Segment, index: int, stories: int, subject: str) -> None:
    """What types alone cannot say."""
    fact = ""
    if not segment.text.strip():
        fact = "text: is empty"
    elif max(len(segment.text), len(segment.written or "")) > MOST_IN_A_SEGMENT:
        fact = f"text: is longer than {MOST_IN_A_SEGMENT:,} characters"
    elif CONTROL.search(segment.text):
        fact = "text: holds a control character"
    elif segment.story is not None and segment.story >= stories:
        fact = f"story: there is no story {segment.story}"
    if fact:
        raise UsageError(subject, f"segments[{index}].{fact}", "Correct it, or w" + REMEDY[1:])


def _article(data: _Article) -> Article:
    return Article(
        url=data.url or "",
        title=data.title or "",
        site=data.site,
        language=data.language,
        authors=data.authors or (),
        published=data.published,
        updated=data.updated,
        image=data.image,
        licence=data.licence,
        description=data.description,
        section=data.section,
        places=data.places or (),
        dropped=tuple(Dropped(piece.text, piece.reason) for piece in data.dropped or ()),
        warnings=tuple(
            PageWarning(one.doubt, one.fact, one.page, one.pages, one.others) for one in data.warnings or ()
        ),
    )


def _segment(data: _Segment, raw: Mapping[str, Any]) -> Segment:
    return Segment(
        role=data.role,
        text=data.text,
        written=data.written or "",
        source=data.source,
        speaker=data.speaker,
        confidence=data.confidence,
        language=data.language,
        voice=data.voice,
        level=data.level,
        pause_ms=data.pause_ms or 0,
        chapter=data.chapter,
        chapter_level=(data.chapter and data.chapter_level) or 1,
        block=data.block,
        story=data.story,
        image=data.image,
        extra=_others(raw, (*SEGMENT_KEYS, "chapter_level", "story", "image")),
    )


def _unknown(data: Mapping[str, Any], edition: bool) -> dict[str, Any]:
    """Keys of the document, its article and its stories that this version does not know."""
    known = (*ARTICLE_KEYS, "description", "section", "places", "warnings")
    extra = _others(data, ("version", "article", "segments", "stories"))
    if in_article := _others(data["article"], known):
        extra["article"] = in_article
    if edition and any(in_stories := [_others(story, known) for story in data["stories"]]):
        extra["stories"] = in_stories
    return extra


def _others(data: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in known}
