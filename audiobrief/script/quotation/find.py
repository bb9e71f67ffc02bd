"""Finds quotes and their sources: spans between marks, told apart from scare quotes, each with who said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audiobrief.languages.tags import base
from audiobrief.model import Quote
from audiobrief.script.quotation import dialogue
from audiobrief.script.quotation.attribution import BY_COLON, Attribution, Reader
from audiobrief.script.quotation.marks import Span, begins_open, spans
from audiobrief.script.quotation.people import ArticleNames
from audiobrief.script.quotation.reporting import Grammar, grammar
from audiobrief.script.quotation.sources import NEAR_PARAGRAPHS, PrintedSource
from audiobrief.script.quotation.speakers import can_speak, speaker_of
from audiobrief.script.quotation.whole import QuoteClues, is_whole

ALWAYS_PARTIAL = 1_000
"""Words: no fragment has so many."""
REPORTED_SENTENCES = 3
NAMING_CHARACTERS = 40
"""Where "the film" or "called" can stand before a title in marks."""
LONGEST_PARAGRAPH = 20_000
"""Characters: beyond, a paragraph is not searched for quotes (hostile input)."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose words a quote is, and where that is told if not around the quote itself."""

    who: Attribution
    is_carried: bool = False
    """Told at the quote before."""
    is_led: bool = False
    """Told in the paragraph before."""

    def carried(self) -> Credit:
        """Returns the credit as the next paragraph's first quote takes it over."""
        return replace(self, is_carried=not self.is_led)


@dataclass(frozen=True, slots=True)
class Statement:
    """A span that is somebody's words."""

    paragraph: int
    span: Span
    is_partial: bool
    credit: Credit | None

    @property
    def may_go_on(self) -> bool:
        """Tells whether its own words may go on behind its attribution."""
        if self.credit is None or self.credit.is_carried or self.is_partial:
            return False
        return self.span.outer_end <= self.credit.who.start


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a span in its paragraph, as offsets."""

    span: Span
    begin: int
    """Where the span before it ends."""
    sentence: int
    """Where its sentence begins, not before ``begin``."""
    end: int
    """Where the next span begins."""
    led: str
    """The words of its sentence before it."""


def quotes(paragraphs: list[str], language: str) -> list[Quote]:
    """Finds the direct quotes of an article's paragraphs, in order; ``language`` is BCP 47.

    Scare quotes and titles are left out. ``source`` is the attribution as printed, ``speaker`` the name it stands for
    (None below the threshold of :mod:`audiobrief.script.quotation.speakers`).
    """
    rules = grammar(base(language) or "en")
    searched = [text if len(text) <= LONGEST_PARAGRAPH else "" for text in paragraphs]
    found = _statements(searched, rules)
    if not found:
        return []
    names = ArticleNames(searched, rules, [(item.paragraph, item.span.start, item.span.end) for item in found])
    result: list[Quote] = []
    last: Quote | None = None
    for statement in found:
        is_told = statement.credit is not None and can_speak(statement.credit.who, names)
        item = statement if is_told else replace(statement, credit=None)
        last = _quote(item, *_speaker(item, searched[item.paragraph], names, last))
        result.append(last)
    return result


def _quote(item: Statement, speaker: str | None, confidence: float | None) -> Quote:
    quote = Quote(item.paragraph, item.span.start, item.span.end, is_partial=item.is_partial)
    if item.credit is None:
        return quote
    who, is_elsewhere = item.credit.who, item.credit.is_carried or item.credit.is_led
    start = None if is_elsewhere else who.start
    return replace(quote, source=who.source, source_start=start, speaker=speaker, confidence=confidence)


def _speaker(item: Statement, text: str, names: ArticleNames, last: Quote | None) -> tuple[str | None, float | None]:
    """Returns who speaks and the confidence; ``last`` is the quote before, whose speaker may go on."""
    if item.credit is None:
        return None, None
    if last is None:
        return speaker_of(PrintedSource(item.credit.who, item.paragraph, item.span.outer_start, text, None), names)
    if item.credit.is_carried:
        return last.speaker, last.confidence
    distance = item.paragraph - last.paragraph
    near = last.speaker if distance <= NEAR_PARAGRAPHS else None
    end = last.end if last.source_start is None else max(last.end, last.source_start + len(last.source or ""))
    place = item.span.outer_start
    said = PrintedSource(item.credit.who, item.paragraph, place, text, near, (last.paragraph, end))
    return speaker_of(said, names)


def _statements(paragraphs: Sequence[str], rules: Grammar) -> list[Statement]:
    found: list[Statement] = []
    runs_in = False
    for index, (text, following) in enumerate(zip(paragraphs, [*paragraphs[1:], ""], strict=False)):
        reader = Reader(text, rules)
        marked = spans(text, rules.said, runs_in=runs_in, next_opens=begins_open(following))
        here = dialogue.with_marks(dialogue.spoken(reader), marked)
        if here:
            previous = _previous(index, paragraphs, rules, found)
            found += ParagraphJudge(index, reader, here, previous, runs_in).statements()
        runs_in = bool(here) and here[-1].runs_on
    return found


def _previous(index: int, paragraphs: Sequence[str], rules: Grammar, found: Sequence[Statement]) -> Credit | None:
    """Returns whose words the paragraph before leads to, by what it announces or by its last quote."""
    last = found[-1] if found and found[-1].paragraph == index - 1 else None
    announced = None
    if index and begins_open(paragraphs[index]):
        announced = _announced(paragraphs[index - 1], rules, quotes=last is not None)
    return announced or (last.credit if last else None)


def _announced(before: str, rules: Grammar, *, quotes: bool) -> Credit | None:
    """Returns who speaks next: the paragraph before ends with a colon ("The mayor wrote:"), or it ``quotes`` nobody and
    reports what was said.
    """
    colon = before.rstrip().endswith(":")
    if quotes and not colon:
        return None
    reader = Reader(before, rules)
    who = reader.before(reader.sentence_start(0, len(before)), len(before))
    return Credit(replace(who, strength=0.85 if colon else 0.75), is_led=True) if who else None


class ParagraphJudge:
    """Tells which spans of one paragraph are somebody's words, and whose."""

    def __init__(self, index: int, reader: Reader, spans: list[Span], previous: Credit | None, runs_in: bool) -> None:
        """Takes the paragraph's spans in order; ``previous`` is whose words the paragraph before leads to, and
        ``runs_in`` tells that its last quote goes on here.
        """
        self._index, self._reader, self._text = index, reader, reader.text
        self._spans, self._previous, self._runs_in = spans, previous, runs_in
        self._found: list[Statement] = []

    def statements(self) -> list[Statement]:
        """Returns the spans that are speech, with their attribution; call it once."""
        for place, span in enumerate(self._spans):
            setting = self._setting(place, span)
            if self._resumes(setting):
                self._found.append(replace(self._found[-1], span=span))
                continue
            credit = self._credit(setting)
            partial = not is_whole(QuoteClues(self._reader, span, setting.led, credit is not None))
            if not partial or (credit and not self._is_named(span)):
                self._found.append(Statement(self._index, span, partial, credit))
        return self._found

    def _setting(self, place: int, span: Span) -> Setting:
        begin = self._spans[place - 1].outer_end if place else 0
        end = self._spans[place + 1].outer_start if place + 1 < len(self._spans) else len(self._text)
        sentence = self._reader.sentence_start(begin, span.outer_start)
        return Setting(span, begin, sentence, end, self._text[sentence : span.outer_start].strip(" \t\u00a0-–—("))

    def _is_named(self, span: Span) -> bool:
        """Tells whether "the film" or "called" makes the words a title."""
        before = self._text[max(0, span.outer_start - NAMING_CHARACTERS) : span.outer_start]
        return self._reader.grammar.naming.search(before) is not None

    def _resumes(self, at: Setting) -> bool:
        """Tells whether the words go on around their attribution: "The truth," said X, "is …"."""
        last = self._found[-1] if self._found else None
        if last is None or not last.may_go_on or not last.span.outer_end == at.begin == at.sentence:
            return False
        between = self._text[at.begin : at.span.outer_start]
        opened = self._text[last.span.end - 1] in ",—–" or between[:1] in ",—–"
        return opened and between.rstrip().endswith((",", "—", "–"))

    def _credit(self, at: Setting) -> Credit | None:
        """Returns whose words a span is: told near it, else at the quote before it, else in the paragraph before."""
        who = self._told_near(at)
        if who:
            return Credit(who)
        if self._reader.leaves_open(at.span.outer_end, at.end):
            self._previous = None
            return None
        return self._continued(at) or self._carried(at)

    def _told_near(self, at: Setting) -> Attribution | None:
        """Returns who is told before the span, behind it or around it; a verb behind it is surer than a colon alone."""
        before = self._before(at)
        if before and before.strength > BY_COLON:
            return before
        near = self._behind(at) or before or self._around(at)
        if near or at.led.endswith(":"):
            return near
        return self._reported(at) or self._sentence_before(at)

    def _before(self, at: Setting) -> Attribution | None:
        return self._reader.before(at.sentence, at.span.outer_start, at.span.start) if at.led else None

    def _behind(self, at: Setting) -> Attribution | None:
        """Returns who is named behind a span that does not end its sentence."""
        if _ends_sentence(self._text, at.span):
            return None
        return self._reader.after(at.span.outer_end, at.end)

    def _around(self, at: Setting) -> Attribution | None:
        if not at.led:
            return None
        return self._reader.around(at.sentence, at.span.outer_start, at.span.outer_end, at.end)

    def _reported(self, at: Setting) -> Attribution | None:
        """Returns who is reported in the sentences before: German goes on in indirect speech without naming the speaker
        again.
        """
        if not at.led or self._reader.grammar.row.fragment_words >= ALWAYS_PARTIAL:
            return None
        around = f"{at.led} {self._text[at.span.outer_end : self._reader.sentence_end(at.span.outer_end, at.end)]}"
        is_reported = not self._reader.grammar.reported.isdisjoint(re.findall(r"\w+", around.lower()))
        sentence = at.sentence
        for _ in range(REPORTED_SENTENCES):
            if sentence <= 0:
                return None
            earlier = self._reader.sentence_start(0, sentence - 1)
            who = self._reader.before(earlier, sentence)
            if who:
                return replace(who, strength=0.75 if is_reported else 0.6)
            sentence = earlier
        return None

    def _sentence_before(self, at: Setting) -> Attribution | None:
        """Returns who is named in the sentence before, unless the quote before has taken that."""
        if at.sentence <= at.begin:
            return None
        taken = self._found[-1].credit if self._found else None
        if taken and at.begin <= taken.who.start < at.sentence:
            return None
        before = self._reader.sentence_start(at.begin, max(at.begin, at.sentence - 2))
        return self._reader.before(before, at.sentence) or self._reader.opening(before, at.sentence)

    def _continued(self, at: Setting) -> Credit | None:
        """Returns the credit of the quote before in this paragraph, where nothing new begins between them."""
        adds = at.led.rstrip(":").lower() in self._reader.grammar.conjunctions  # "And: “…”"
        is_new = not adds and (at.led.endswith(":") or (at.led and at.sentence > at.begin))
        return self._found[-1].credit if self._found and not is_new else None

    def _carried(self, at: Setting) -> Credit | None:
        """Returns the credit of the paragraph before for a quote that goes on from there or opens this one."""
        opens = not at.led and at.begin == at.sentence == 0
        return self._previous.carried() if self._previous and (self._runs_in or opens) else None


def _ends_sentence(text: str, span: Span) -> bool:
    """Tells whether what follows a quote is another sentence."""
    inside, outside = text[: span.end].rstrip()[-1:], text[span.outer_end : span.outer_end + 1]
    following = text[span.outer_end :].lstrip()[:1]
    return outside == "." or (inside == "." and outside != ",") or (inside == "…" and following.isupper())
