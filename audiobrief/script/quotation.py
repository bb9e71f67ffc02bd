"""Quotes and their sources: spans between marks, told apart from scare quotes, each with who said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobrief.model import Quote
from audiobrief.script import attribution
from audiobrief.script.attribution import Attribution
from audiobrief.script.marks import Span, begins_open, spans
from audiobrief.script.people import Cast, speaker_of
from audiobrief.script.reporting import Grammar, grammar

LONGEST_PARAGRAPH = 20_000
"""Characters: beyond, a paragraph is not searched for quotes (hostile input)."""
WHOLE_WORDS = 9
"""An attributed fragment from this many words on is a statement of its own for the ear."""


@dataclass(frozen=True, slots=True)
class _Found:
    paragraph: int
    span: Span
    partial: bool
    attribution: Attribution | None
    carried: bool = False


def quotes(paragraphs: list[str], language: str) -> list[Quote]:
    """Direct quotes of an article's paragraphs, in order; ``language`` is BCP 47.

    Scare quotes and titles are left out. ``source`` is the attribution as printed, ``speaker`` the name it stands for
    (null below a confidence of 0.5).
    """
    rules = grammar(re.split(r"[-_]", language or "en", maxsplit=1)[0].lower())
    found = _find(paragraphs, rules)
    cast = Cast(paragraphs, rules)
    result = []
    for item in found:
        source = item.attribution
        speaker, confidence = (
            speaker_of(source, item.paragraph, item.span.outer_start, cast) if source else (None, None)
        )
        result.append(
            Quote(
                paragraph=item.paragraph,
                start=item.span.start,
                end=item.span.end,
                source=source.source if source else None,
                source_start=source.start if source and not item.carried else None,
                speaker=speaker,
                confidence=confidence,
                is_partial=item.partial,
            )
        )
    return result


def _find(paragraphs: Sequence[str], rules: Grammar) -> list[_Found]:
    found: list[_Found] = []
    runs = False
    for index, text in enumerate(paragraphs):
        if len(text) > LONGEST_PARAGRAPH:
            runs = False
            continue
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else ""
        here = spans(text, rules.said, runs_in=runs, next_opens=begins_open(following))
        continues = runs
        runs = bool(here) and here[-1].runs_on
        previous = found[-1] if found and found[-1].paragraph == index - 1 else None
        found += _judged(index, text, here, rules, previous, continues)
    return found


def _judged(
    index: int, text: str, here: list[Span], rules: Grammar, previous: _Found | None, continues: bool
) -> list[_Found]:
    result: list[_Found] = []
    for place, span in enumerate(here):
        begin = here[place - 1].outer_end if place else 0
        end = here[place + 1].outer_start if place + 1 < len(here) else len(text)
        sentence = attribution.sentence_before(text, begin, span.outer_start)
        led = text[sentence : span.outer_start].strip()
        inner = text[span.start : span.end]
        last = result[-1] if result else None
        who = None
        ended = inner.rstrip()[-1:] in ".…"
        if not ended or not led:
            who = attribution.after(text, span.outer_end, end, rules) if not _new_sentence(text, span) else None
        if who is None and led:
            who = attribution.before(text, sentence, span.outer_start, rules)
        carried = False
        if who is None and last is not None and last.attribution and not _new_topic(text, last.span, span):
            who, carried = last.attribution, last.carried
        if who is None and not led and sentence > begin:
            earlier = attribution.sentence_before(text, begin, max(begin, sentence - 2))
            who = attribution.before(text, earlier, sentence, rules)
        if who is None and previous and previous.attribution and (continues or (not led and place == 0)):
            who, carried = previous.attribution, True
        partial = not _whole(text, span, led, inner, who)
        if partial and (who is None or rules.naming.search(text[max(0, span.outer_start - 40) : span.outer_start])):
            continue
        result.append(_Found(index, span, partial, who, carried))
    return result


def _new_sentence(text: str, span: Span) -> bool:
    """The quote ends its sentence: what follows is another."""
    inner = text[: span.end].rstrip()[-1:]
    outside = text[span.outer_end : span.outer_end + 1]
    return outside == "." or (inner == "." and outside != ",")


def _new_topic(text: str, last: Span, span: Span) -> bool:
    return len(text[last.outer_end : span.outer_start].split()) > 40


def _whole(text: str, span: Span, led: str, inner: str, who: Attribution | None) -> bool:
    """The marks enclose a statement, not a fragment of somebody else's sentence."""
    words = inner.split()
    if span.runs_on or span.runs_in:
        return True
    if re.search(r"[.!?…]\s+[A-ZÀ-ÞА-ЯЁ]", inner):
        return True
    starts = inner.lstrip("([…. -–—")[:1]
    begins = starts.isupper() or starts.isdecimal() or not starts.isalpha()
    ends = inner.rstrip()[-1:] in ".,!?…;" or text[span.outer_end : span.outer_end + 1] in {",", "."}
    if not led or led.endswith(":"):
        return begins and len(words) >= 2 and (ends or who is not None)
    if begins and ends and len(words) >= 3 and who is not None:
        return True
    return who is not None and len(words) >= WHOLE_WORDS


def stands_alone(text: str, quote: Quote) -> bool:
    """The quote can be spoken by another voice: it begins its sentence, or follows a colon or a reporting verb."""
    led = text[: quote.start].rstrip("\"“”„«»‘’'( \t")
    first = text[quote.start : quote.end].lstrip("([…. -–—¿¡")[:1]
    if not led or led[-1] in ".!?:…,":
        return True
    return first.isupper()
