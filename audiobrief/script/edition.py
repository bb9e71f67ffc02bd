"""Several scripts as one edition: all headlines first, then each story, its own chapters inside its one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from audiobrief.model import Article, Role, Script, ScriptOptions, Segment
from audiobrief.roles import ROLE_FACTS
from audiobrief.script.write import pauses
from audiobrief.script.write.chapters import reduced_segments
from audiobrief.script.write.cues import cues_for
from audiobrief.script.write.draft import Pen, Piece
from audiobrief.script.write.quote_voices import QuoteVoices
from audiobrief.script.write.reading_order import headline_text

LONG_EDITION = 10
"""Stories; of so many a listener wants to know at which one he is."""


def write_edition(
    scripts: Sequence[Script],
    *,
    title: str,
    language: str,
    published: str | None,
    sections: Sequence[str] = (),
    headlines: bool = True,
    arrival: Sequence[int] = (),
) -> Script:
    """Headline-first: the titles of all stories, then every story in full, in the order given.

    ``sections`` names the section of each story ("" for none); each is announced with the count of its stories, and has
    a chapter of its own. Speakers get their voices in the order of ``arrival``, indexes of stories: those that were
    there before keep theirs.

    ``segment.story`` is the index into ``stories``; a speaker keeps one voice through all stories. One disclosure that
    the voice is synthetic stands for all.
    """
    article = Article(title=title, language=language, published=published)
    cues = cues_for(language)
    pen = Pen(article, ScriptOptions(), cues)
    segments = _opening(pen, title, cues.title("headlines") if headlines else title)
    segments += _digest(pen, scripts) if headlines else []
    voices = QuoteVoices(_most_voices(scripts))
    for script in (scripts[number] for number in arrival):
        _ = [voices.voice(segment.speaker) for segment in script.segments if _is_quote_voice(segment)]
    announced = _announcements(pen, sections)
    said_once = {piece.segment.text for piece in pen.cue(cues.phrase("disclosure"))}
    for number, script in enumerate(scripts):
        segments += announced.get(number, ())
        story = _story(script, number, voices, language, said_once)
        if story and story[0].chapter and (place := cues.title("story")) and len(scripts) >= LONG_EDITION:
            place = place.format(n=number + 1, count=len(scripts))
            story[0] = replace(story[0], chapter=f"{place}: {story[0].chapter}")
        segments += story
    segments += _cues(pen.cue(cues.phrase("end_edition")), pauses.END_MS)
    stories = tuple(replace(script.article, blocks=()) for script in scripts)
    return Script(article=article, segments=tuple(reduced_segments(segments)), stories=stories)


def _opening(pen: Pen, title: str, chapter: str) -> list[Segment]:
    cues = pen.cues
    opening = pen.cue(title, voice=Role.HEADLINE.value)
    segments = _cues(opening, pauses.BEFORE_HEADING_MS)
    if segments:
        segments[0] = replace(segments[0], chapter=chapter or title)
    segments += _cues(pen.cue(cues.phrase("disclosure")), ROLE_FACTS[Role.BODY].pause_ms)
    return segments


def _digest(pen: Pen, scripts: Sequence[Script]) -> list[Segment]:
    cues = pen.cues
    segments = _cues(pen.cue(cues.phrase("headlines")), ROLE_FACTS[Role.HEADLINE].pause_ms)
    for number, script in enumerate(scripts):
        own = script.article.language
        language = own if own != pen.article.language else None
        segments += [
            replace(said, story=number, language=said.language or language, pause_ms=ROLE_FACTS[Role.BODY].pause_ms)
            for said in _headline(script, pen)
        ]
    segments += _cues(pen.cue(cues.phrase("stories")), pauses.STORY_MS)
    return segments


def _headline(script: Script, pen: Pen) -> list[Segment]:
    """A story's headline as its own script says it, in its own language; a cue, since it is not the story yet."""
    printed = [segment for segment in script.segments if segment.role is Role.HEADLINE]
    if printed:
        return [Segment(Role.CUE, one.text, one.written, voice=Role.HEADLINE.value) for one in printed]
    return [piece.segment for piece in pen.cue(headline_text(script.article), voice=Role.HEADLINE.value)]


def _cues(pieces: Sequence[Piece], pause_ms: int) -> list[Segment]:
    return [replace(piece.segment, pause_ms=pause_ms) for piece in pieces]


def _story(script: Script, number: int, voices: QuoteVoices, language: str, said_once: set[str]) -> list[Segment]:
    result: list[Segment] = []
    own = script.article.language
    for segment in script.segments:
        if segment.role is Role.CUE and segment.text in said_once:
            continue
        voice = segment.voice
        if _is_quote_voice(segment):
            voice = voices.voice(segment.speaker)
        spoken_in = segment.language or (own if own != language else None)
        level = 2 if segment.chapter and result else 1
        result.append(replace(segment, story=number, voice=voice, language=spoken_in, chapter_level=level))
    if result:
        result[-1] = replace(result[-1], pause_ms=pauses.STORY_MS)
    return result


def _is_quote_voice(segment: Segment) -> bool:
    return bool(segment.voice and segment.voice.startswith("quote"))


def _announcements(pen: Pen, sections: Sequence[str]) -> dict[int, list[Segment]]:
    """Returns what is said before the first story of each section, by the number of that story."""
    result, first = {}, 0
    for name, members in groupby(sections if any(sections) else ()):
        count = len(list(members))
        shown = name or pen.cues.title("other")
        said = pen.cue(f"{shown}. {pen.cues.counted('stories', count)}".strip()) if shown else []
        segments = _cues(said, pauses.BEFORE_HEADING_MS)
        result[first] = [replace(one, chapter=shown) for one in segments[:1]] + segments[1:]
        first += count
    return result


def story_scripts(edition: Script) -> tuple[Script, ...]:
    """Returns the stories of an edition as scripts of their own: what it was made of, but for the disclosure."""
    count, place = len(edition.stories), cues_for(edition.language).title("story")
    told: list[list[Segment]] = [[] for _ in edition.stories]
    for segment in edition.segments:
        if segment.story is None or (segment.role is Role.CUE and not told[segment.story] and _is_headline(segment)):
            continue
        chapter = (segment.chapter or "").removeprefix(f"{place.format(n=segment.story + 1, count=count)}: ")
        told[segment.story].append(replace(segment, story=None, chapter=chapter or None))
    return tuple(Script(*pair) for pair in zip(edition.stories, map(tuple, told), strict=True))


def _is_headline(segment: Segment) -> bool:
    """Tells one of the digest."""
    return segment.voice == Role.HEADLINE.value and segment.chapter is None


def _most_voices(scripts: Sequence[Script]) -> int:
    used = [
        int(segment.voice[6:])
        for script in scripts
        for segment in script.segments
        if segment.voice and segment.voice.startswith("quote-") and segment.voice[6:].isdecimal()
    ]
    return max([ScriptOptions().quote_voices, *used])
