"""Second reading of the blocks: repeats, pull quotes, interviews, transcripts, notices that go on."""

from __future__ import annotations

import re
from dataclasses import replace

from audiobrief.extract.html.article_area import words
from audiobrief.extract.language_guess import guess_language, passage_language
from audiobrief.model import Block
from audiobrief.roles import OWN_TEXT, PROSE, Reason, Role

_ASKED = re.compile(r"^(?:q|question|frage|pregunta|domanda|вопрос|f)\s*[:.]\s+\S", re.IGNORECASE)
_CAPITALS = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.’'-])*"
_SPEAKER = re.compile(rf"^(?P<who>{_CAPITALS}(?: {_CAPITALS}){{0,3}})(?: \([^)]{{1,30}}\))?\s?:\s+\S")
_CONTINUES = re.compile(
    r"^(?:to (?:find out|learn|read) more|for more|click here|if you are in|learn more|read more)\b", re.IGNORECASE
)

_OWN_PROSE = OWN_TEXT & PROSE
_ENOUGH_WORDS = 60
"""Of a whole article, to hold against what its page states."""
Left = tuple[str, Reason]


def refine(blocks: list[Block]) -> tuple[list[Block], list[Left]]:
    """The blocks, typed further, and the texts that are left out after all."""
    blocks, left = without_repeats(blocks)
    blocks = continued_notices(blocks)
    return transcript(interview(blocks)), left


def without_repeats(blocks: list[Block]) -> tuple[list[Block], list[Left]]:
    """Drops pull quotes (the body's own words set again) and paragraphs printed twice."""
    text = "\n".join(" ".join(words(block.text)) for block in blocks if block.role is Role.BODY)
    kept: list[Block] = []
    left: list[Left] = []
    seen: list[str] = []
    for block in blocks:
        own = " ".join(words(block.text))
        if block.role is Role.QUOTE and len(own) > 20 and own in text:
            left.append((block.text if block.source is None else f"{block.text} {block.source}", Reason.PULL_QUOTE))
        elif block.role in {Role.BODY, Role.NOTICE, Role.CREDIT} and own in seen[-3:] and len(own) > 20:
            left.append((block.text, Reason.DUPLICATE))
        else:
            seen.append(own)
            kept.append(block)
    return kept, left


def in_own_languages(blocks: list[Block], stated: str | None) -> tuple[list[Block], str | None]:
    """The blocks, each that is clearly of another language marked so, and the article's language: as the page states
    it, unless all its words are clearly another's.
    """
    text = "\n".join(block.text for block in blocks if block.role in _OWN_PROSE)
    clear = passage_language(text, stated) if len(text.split()) >= _ENOUGH_WORDS else None
    language = clear or stated or guess_language(text)
    lies = {
        block.language
        for block in blocks
        if block.language and passage_language(block.text, block.language) == (language or "").split("-")[0]
    }
    out: list[Block] = []
    for block in blocks:
        own = None if block.language in lies else block.language
        if own is None and block.role in _OWN_PROSE:
            own = passage_language(block.text, language)
        out.append(block if own == block.language else replace(block, language=own))
    return out, language


def continued_notices(blocks: list[Block]) -> list[Block]:
    """A line like "To find out more, click here." after a notice is part of it."""
    out: list[Block] = []
    for block in blocks:
        after = bool(out) and out[-1].role is Role.NOTICE
        goes_on = (
            after and block.role is Role.BODY and len(block.text) < 120 and _CONTINUES.match(block.text) is not None
        )
        out.append(replace(block, role=Role.NOTICE) if goes_on else block)
    return out


def transcript(blocks: list[Block]) -> list[Block]:
    """Speakers ("WALLACE: Good morning.") in four paragraphs, by two who speak again, makes a transcript."""
    found = [_SPEAKER.match(block.text) if block.role is Role.BODY else None for block in blocks]
    speakers = [match.group("who") for match in found if match]
    if len(speakers) < 4 or len(set(speakers)) < 2 or len(set(speakers)) > len(speakers) * 0.7:
        return blocks
    out: list[Block] = []
    who: str | None = None
    for block, match in zip(blocks, found, strict=True):
        who = match.group("who") if match else who
        speaks = block.role is Role.BODY and who is not None
        out.append(replace(block, role=Role.ANSWER, source=who) if speaks else block)
    return out


def interview(blocks: list[Block]) -> list[Block]:
    """Questions and answers: bold questions, or paragraphs marked "Q:" and "A:", at least three times."""
    asked = [
        block.role is Role.QUESTION or (block.role is Role.BODY and _ASKED.match(block.text) is not None)
        for block in blocks
    ]
    if sum(asked) < 3:
        return [
            replace(block, role=Role.SUBHEAD, level=3) if block.role is Role.QUESTION else block for block in blocks
        ]
    out: list[Block] = []
    answering = False
    for block, is_question in zip(blocks, asked, strict=True):
        if is_question:
            out.append(replace(block, role=Role.QUESTION))
            answering = True
        elif block.role is Role.BODY and answering:
            out.append(replace(block, role=Role.ANSWER))
        else:
            answering = answering and block.role is not Role.SUBHEAD
            out.append(block)
    return out
