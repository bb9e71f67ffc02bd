"""Quotes and their sources: spans between marks, told apart from scare quotes, each with who said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audiobrief.languages.tags import CAPITALS, base
from audiobrief.model import Quote
from audiobrief.script.quotation import dialogue
from audiobrief.script.quotation.attribution import Attribution, Reader
from audiobrief.script.quotation.marks import Span, begins_open, spans
from audiobrief.script.quotation.people import Names
from audiobrief.script.quotation.reporting import Grammar, grammar
from audiobrief.script.quotation.speakers import Said, speaker_of

ALWAYS_PARTIAL = 1_000
"""Words: no fragment has so many."""
REPORTED_SENTENCES = 3
LONG_CLAUSE_WORDS = 12
"""A statement inside a sentence ("noted that “…”") is long enough for a voice of its own from here on."""
LONGEST_PARAGRAPH = 20_000
"""Characters: beyond, a paragraph is not searched for quotes (hostile input)."""


@dataclass(frozen=True, slots=True)
class _Found:
    paragraph: int
    span: Span
    partial: bool
    attribution: Attribution | None
    carried: bool = False
    """From the quote before it."""
    is_led: bool = False
    """By the paragraph before."""


def quotes(paragraphs: list[str], language: str) -> list[Quote]:
    """Direct quotes of an article's paragraphs, in order; ``language`` is BCP 47.

    Scare quotes and titles are left out. ``source`` is the attribution as printed, ``speaker`` the name it stands for
    (null below the threshold of :mod:`audiobrief.script.quotation.speakers`).
    """
    rules = grammar(base(language) or "en")
    searched = [text if len(text) <= LONGEST_PARAGRAPH else "" for text in paragraphs]
    found = _find(searched, rules)
    if not found:
        return []
    inside: list[list[tuple[int, int]]] = [[] for _ in searched]
    for item in found:
        inside[item.paragraph].append((item.span.start, item.span.end))
    names = Names(searched, rules, inside)
    result: list[Quote] = []
    for item in found:
        result.append(_told(item, searched[item.paragraph], names, result[-1] if result else None))
    return result


def _told(item: _Found, text: str, names: Names, last: Quote | None) -> Quote:
    """The quote with its speaker."""
    who = item.attribution
    speaker = confidence = None
    if who and last and item.carried:
        speaker, confidence = last.speaker, last.confidence
    elif who:
        near = last.speaker if last and item.paragraph - last.paragraph <= 2 else None
        here = last is not None and last.paragraph == item.paragraph
        said = Said(who, item.paragraph, item.span.outer_start, text, near, here)
        speaker, confidence = speaker_of(said, names)
    return Quote(
        paragraph=item.paragraph,
        start=item.span.start,
        end=item.span.end,
        source=who.source if who else None,
        source_start=who.start if who and not item.carried and not item.is_led else None,
        speaker=speaker,
        confidence=confidence,
        is_partial=item.partial,
    )


def _find(paragraphs: Sequence[str], rules: Grammar) -> list[_Found]:
    found: list[_Found] = []
    runs = False
    for index, text in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else ""
        reader = Reader(text, rules)
        here = spans(text, rules.said, runs_in=runs, next_opens=begins_open(following))
        here = dialogue.with_marks(dialogue.spoken(reader), here)
        continues = runs
        runs = bool(here) and here[-1].runs_on
        previous = found[-1] if found and found[-1].paragraph == index - 1 else None
        if index and here and begins_open(text):
            previous = _announced(index - 1, paragraphs[index - 1], rules, previous)
        if here:
            found += _judged(index, reader, here, previous, continues)
    return found


def _announced(index: int, before: str, rules: Grammar, previous: _Found | None) -> _Found | None:
    """Who speaks next: the paragraph before ends with a colon ("The mayor wrote:"), or reports what was said."""
    colon = before.rstrip().endswith(":")
    if previous is not None and not colon:
        return previous
    reader = Reader(before, rules)
    who = reader.before(reader.sentence_start(0, len(before)), len(before))
    if who is None:
        return previous
    return _Found(index, Span(0, 0, 0, 0), True, replace(who, strength=0.85 if colon else 0.75), is_led=True)


def _judged(index: int, reader: Reader, here: list[Span], previous: _Found | None, continues: bool) -> list[_Found]:
    """The paragraph's spans that are speech, with their attribution."""
    result: list[_Found] = []
    text = reader.text
    for place, span in enumerate(here):
        begin = here[place - 1].outer_end if place else 0
        end = here[place + 1].outer_start if place + 1 < len(here) else len(text)
        sentence = reader.sentence_start(begin, span.outer_start)
        led = text[sentence : span.outer_start].strip(" \t\u00a0-–—(")
        if result and place and _resumes(reader, here[place - 1], span, result[-1], sentence):
            result.append(replace(result[-1], span=span))
            continue
        who, carried, is_led = _who(reader, span, (begin, sentence, end), led, result), False, False
        if who is None and reader.leaves_open(span.outer_end, end):
            previous = None
        elif who is None and result and (not led or sentence <= here[place - 1].outer_end):
            who, carried, is_led = result[-1].attribution, result[-1].carried, result[-1].is_led
        if who is None and previous and (continues or (not led and place == 0 and sentence == 0)):
            who, carried, is_led = previous.attribution, not previous.is_led, previous.is_led
        partial = not _whole(reader, span, led, who)
        named = reader.grammar.naming.search(text[max(0, span.outer_start - 40) : span.outer_start])
        if partial and (who is None or named):
            continue
        result.append(_Found(index, span, partial, who, carried and who is not None, is_led and who is not None))
    return result


def _resumes(reader: Reader, earlier: Span, span: Span, last: _Found, sentence: int) -> bool:
    """As in "The truth," said X, "is …": one statement around its attribution."""
    text, who = reader.text, last.attribution
    if last.span is not earlier or who is None or last.partial or sentence > earlier.outer_end:
        return False
    between = text[earlier.outer_end : span.outer_start]
    opened = text[earlier.end - 1] in ",—–" or between[:1] in ",—–"
    return opened and between.rstrip().endswith((",", "—", "–")) and not last.carried and earlier.outer_end <= who.start


def _who(
    reader: Reader, span: Span, places: tuple[int, int, int], led: str, earlier: list[_Found]
) -> Attribution | None:
    """The attribution that stands in the quote's own paragraph: in its sentence, or in the sentence before it."""
    begin, sentence, end = places
    who = None
    if not _ends_sentence(reader.text, span):
        who = reader.after(span.outer_end, end)
    if led:
        who = reader.before(sentence, span.outer_start, span.start) or who
        who = who or reader.around(sentence, span.outer_start, span.outer_end, end)
        if who is None and reader.grammar.row.fragment_words < ALWAYS_PARTIAL:
            who = _reported(reader, sentence)
    if who is None and sentence > begin:
        before = reader.sentence_start(begin, max(begin, sentence - 2))
        own = earlier[-1].attribution if earlier else None
        if not (own and begin <= own.start < sentence):
            who = reader.before(before, sentence) or reader.opening(before, sentence)
    return who


def _reported(reader: Reader, sentence: int) -> Attribution | None:
    """Who is reported in the sentences before: German goes on in indirect speech without naming the speaker again."""
    for _ in range(REPORTED_SENTENCES):
        if sentence <= 0:
            return None
        earlier = reader.sentence_start(0, sentence - 1)
        who = reader.before(earlier, sentence)
        if who:
            return replace(who, strength=0.6)
        sentence = earlier
    return None


def _ends_sentence(text: str, span: Span) -> bool:
    """The quote ends its sentence: what follows is another."""
    inside, outside = text[: span.end].rstrip()[-1:], text[span.outer_end : span.outer_end + 1]
    following = text[span.outer_end :].lstrip()[:1]
    return outside == "." or (inside == "." and outside != ",") or (inside == "…" and following.isupper())


def _whole(reader: Reader, span: Span, led: str, who: Attribution | None) -> bool:
    """The marks enclose a statement, not a fragment of somebody else's sentence."""
    text, row = reader.text, reader.grammar.row
    inner = text[span.start : span.end]
    words = len(inner.split())
    if span.runs_on or span.runs_in:
        return True
    if INNER_SENTENCE.search(inner) and (who is not None or not led or led.endswith(":")):
        return True
    first = inner.lstrip("([…. -–—¿¡'‘\"“«")[:1]
    begins = first.isupper() or not first.isalpha() or not reader.grammar.cased
    last = inner.rstrip(" \u00a0\u202f'’‘”\"»")[-1:]
    behind = row.verb_final and reader.verb_behind(span.outer_end, len(text))
    closed = last in ".!?…," or CLOSED.match(text, span.outer_end) is not None or behind
    if not led:
        return begins and closed and (who is not None or words >= 4)
    if led.endswith(":"):
        return (words >= 3 or closed) and (who is not None or (begins and closed and words >= 4))
    if words >= row.fragment_words and first.islower() and span.closed and span.opened:
        return True
    if who is None or not span.closed or not span.opened:
        return False
    follows = behind or _follows_verb(reader, led)
    if begins and follows and (closed or words >= 4):
        return True
    if begins and led.endswith(",") and closed and words >= 3:
        return True
    if reader.grammar.according.match(led) and led.endswith(","):
        follows = True
    return follows and words >= row.clause_words


def _follows_verb(reader: Reader, led: str) -> bool:
    """Nothing but "that" or a few words to whom stands between the reporting verb and the quote."""
    verbs = list(reader.grammar.verb.finditer(led))
    if not verbs:
        return False
    rest = led[verbs[-1].end() :].strip(" ,:").lower().split()
    return not rest or rest[-1] in reader.grammar.relative or (len(rest) <= 3 and led.endswith(","))


CLOSED = re.compile(r"[,.]|\s+[–—-]\s")
INNER_SENTENCE = re.compile(rf"\w[\w)’']+[.!?…]\s+[¿¡\"“]?[{CAPITALS}]")


def stands_alone(text: str, quote: Quote) -> bool:
    """The quote can be spoken by another voice: it begins its sentence, follows a colon, or is a long clause."""
    if len(text[quote.start : quote.end].split()) >= LONG_CLAUSE_WORDS:
        return True
    led = text[: quote.start].rstrip("\"“”„«»‘’'( \t")
    first = text[quote.start : quote.end].lstrip("([…. -–—¿¡")[:1]
    if not led or led[-1] in ".!?:…,":
        return True
    return first.isupper()
