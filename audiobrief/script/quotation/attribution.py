"""Who a quote is attributed to, as printed: the words around the marks, read with the tables of ``reporting``.

No model. Behind a quote: "according to X", "said X", "X said". Before it: the same, a fronted phrase skipped ("In a
statement, X said"), an apposition skipped ("X, the minister, said"), or a name and a colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audiobrief.languages.tags import CAPITALS
from audiobrief.script.quotation.noun_phrase import pared, trimmed
from audiobrief.script.quotation.paragraph import Paragraph

WORD = re.compile(r"[^\s,;:()\[\]\"“”„‟«»‹›—–]+|[,;:()\[\]\"“”„‟«»‹›—–]")
BREAKS = frozenset(',;:()[]"“”„‟«»‹›—–')
LEAD = re.compile(r"[\s,.;:!?…\"”“’'»)\]–—-]*")
AFTER_STOP = re.compile(r"[;:“„«]|(?<=[\s,])[\"'‘](?=\w)")
CLAUSE = re.compile(r"[,;:—–]|\s-+\s")
PARTICLES = frozenset(
    "von van der den de da di del della la le du dos al el bin ibn ben abu ter zu af av of for".split()  # noqa: SIM905
)
RUN_OF_NAME = re.compile(rf"(?:[{CAPITALS}][\w.’'-]*\s+){{1,5}}")
HYPHENED = re.compile(r"-(?:t-)?(\w+)[.!?…]?$")
HOUSE_NAME = re.compile(rf"(?:V[oa]n|De|Di|Da|Del|Ter|Zu)(?: de[rn]?| la)? [{CAPITALS}][\w-]+")
"""A name that begins as a phrase does, where no other subject stands beside the verb: "Von der Leyen betonte"."""
BY_COLON = 0.7
"""How sure a name is that only a colon makes a speaker."""
LONGEST_SOURCE = 12
"""Words: a longer subject is a clause, not a source."""
LONGEST_APPOSITION = 34
"""Words between a quote and the verb of its attribution."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and where it stands (offset in its paragraph)."""

    source: str
    start: int
    strength: float
    """How sure the form is: 1 would be certain."""
    is_inflected: bool = False
    """A preposition governs it: "prema riječima Horvata" names Horvat, in another case."""


class Reader(Paragraph):
    """Reads one paragraph."""

    def after(self, begin: int, end: int) -> Attribution | None:
        """The attribution in ``text[begin:end]``, which follows a quote."""
        text, grammar = self.text, self.grammar
        lead = LEAD.match(text, begin, end)
        start = lead.end() if lead else begin
        stop = self.sentence_end(start, end)
        stop = min((m.start() for m in AFTER_STOP.finditer(text, start, stop)), default=stop)
        match = grammar.according.match(text, start, stop)
        if match:
            return self._governed(self._phrase(match.end(), stop, 0.95))
        post = grammar.after_source.search(text, start, stop)
        if post and len(text[start : post.start()].split()) <= LONGEST_SOURCE:
            return self._governed(self._trimmed(start, post.start(), 0.95))
        verb = grammar.verb.search(text, start, stop)
        while verb:
            between = text[start : verb.start()]
            if len(between.split()) > LONGEST_APPOSITION:
                return None
            found = None
            if between.strip():
                found = self._first_subject(start, verb.start(), 0.95) or self._bare(start, verb.start())
            if found is None and (not between.strip() or self._is_filler(between)):
                found = self._phrase(verb.end(), stop, 0.95)
            if found:
                return found
            verb = grammar.verb.search(text, verb.end(), stop)
        return self._by_shape(begin, start, stop)

    def _by_shape(self, begin: int, start: int, stop: int) -> Attribution | None:
        """Behind a quote, without a verb of the list: a pronoun, a name beside a word that looks like a verb, or
        whoever a quote's last comma leads to.
        """
        text, grammar = self.text, self.grammar
        word = WORD.match(text, start, stop)
        if word and word[0].lower() in grammar.he | grammar.she:
            return self._trimmed(word.start(), word.end(), 0.85)
        verb = grammar.verb_shape.match(text, start, stop)
        if verb:
            return self._phrase(verb.end(), stop, 0.8)
        name = RUN_OF_NAME.match(text, start, stop)
        verb = grammar.verb_shape.match(text, name.end(), stop) if name else None
        if name and verb:
            return self._trimmed(start, name.end(), 0.8)
        known = grammar.articles | grammar.determiners
        leads = "," in text[max(0, begin - 2) : begin + 1] and word is not None and word[0].lower() in known
        return self._leading(start, stop, 0.75) if leads else None

    def before(self, begin: int, end: int, inner: int | None = None) -> Attribution | None:
        """The attribution in ``text[begin:end]``, the part of a sentence that stands before a quote. ``inner``: where
        the quote's words begin; a reporting verb there has its subject outside.
        """
        return None if self._hears(begin, end) else self._told(begin, end, inner) or self._by_colon(begin, end)

    def _hears(self, begin: int, end: int) -> bool:
        """Tells whether the subject is told or asked something, as the last verb says."""
        heard = max((match.end() for match in self.grammar.passive.finditer(self.text, begin, end)), default=None)
        return heard is not None and not self.grammar.verb.search(self.text, heard, end)

    def _told(self, begin: int, end: int, inner: int | None) -> Attribution | None:
        """Returns who is told by a reporting verb or a phrase like "according to"."""
        verbs = list(self.grammar.verb.finditer(self.text, begin, end))
        found = None
        if inner is not None and not verbs and self.grammar.verb.match(self.text, inner):
            found = self._nearest_subject(begin, end, None, 0.85)
        found = (
            found
            or self._paper(begin, end)
            or next((who for at in reversed(range(len(verbs))) if (who := self._teller(verbs, at, begin, end))), None)
        )
        return found or self._by_phrase(begin, end)

    def _teller(self, verbs: Sequence[re.Match[str]], at: int, begin: int, end: int) -> Attribution | None:
        """Returns the subject of a reporting verb: its own, where it is reported itself, "Lund said Katz told her"."""
        inner = self._reported(verbs[at - 1].end(), verbs[at].start()) if at else None
        return inner or self._subject(begin, verbs[at], end, 0.9)

    def _reported(self, begin: int, end: int) -> Attribution | None:
        """Returns the noun phrase that alone stands between two reporting verbs, small words aside."""
        words = list(WORD.finditer(self.text, begin, end))
        lows = [word[0].lower() for word in words]
        grammar = self.grammar
        if not words or lows[-1] in grammar.conjunctions or not BREAKS.isdisjoint(lows):
            return None
        found = self._leading(words[lows[0] in grammar.relative and len(words) > 1].start(), end, 0.9)
        if found is None or found.source.lower() in grammar.articles | grammar.determiners - grammar.pronouns:
            return None
        return found if self._is_filler(self.text[found.start + len(found.source) : end]) else None

    def _by_phrase(self, begin: int, end: int) -> Attribution | None:
        phrases = self.grammar.according.finditer(self.text, begin, end)
        found = next((who for at in phrases if (who := self._governed(self._phrase(at.end(), end, 0.9)))), None)
        post = None if found else self.grammar.after_source.search(self.text, begin, end)
        if post is None:
            return found
        start = max(begin, self._clause_start(begin, post.start()))
        return self._governed(self._trimmed(start, post.start(), 0.9))

    def _paper(self, begin: int, end: int) -> Attribution | None:
        """Returns what is written on: "In der Mitteilung des Verbandes heißt es"."""
        verb, first = self.grammar.impersonal.search(self.text, begin, end), WORD.search(self.text, begin, end)
        if verb is None or first is None or first[0].lower() not in self.grammar.fronting:
            return None
        return self._phrase(first.end(), verb.start(), 0.9)

    def _by_colon(self, begin: int, end: int) -> Attribution | None:
        """Returns who stands before a colon, beside a verb that the tables lack or without one."""
        text, grammar = self.text, self.grammar
        if not grammar.cased and not grammar.row.verbs:
            return None  # no way to tell the name from its verb
        if not text[begin:end].rstrip().endswith(":") or len(text[begin:end].split()) > LONGEST_APPOSITION:
            return None
        first = WORD.search(text, begin, end)
        if first and first[0].lower() in grammar.fronting:
            begin = max((comma.end() for comma in re.finditer(",", text[begin:end])), default=0) + begin
        found = self._named(self._phrase(begin, end, BY_COLON))
        rest = text[found.start + len(found.source) : end].lower() if found else ""
        is_about_another = grammar.unnamed.search(rest) or not (grammar.pronouns - grammar.determiners).isdisjoint(
            rest.rstrip(": ").split()
        )
        return None if is_about_another and rest[:1] != "," else found

    def _named(self, found: Attribution | None) -> Attribution | None:
        """Before a colon, behind a name, stands a verb that the tables lack: "Lars Åberg försvarar beslutet: …"."""
        if found is None:
            return None
        words = list(WORD.finditer(found.source))
        if len(words) > 1 and self.grammar.verb_shape.fullmatch(words[-1][0]):
            return replace(found, source=found.source[: words[-2].end()], strength=0.8)
        last = max((place for place, word in enumerate(words) if word[0][:1].isupper()), default=0)
        if last == 0 or len(words) - last < 3 or self.grammar.row.capital_nouns:
            return found
        return replace(found, source=found.source[: words[last].end()])

    def around(self, begin: int, span_start: int, span_end: int, end: int) -> Attribution | None:
        """As in "X, “…” dedi": the subject before a quote, its verb behind it."""
        if not self.verb_behind(span_end, end):
            return None
        return self._nearest_subject(begin, span_start, None, 0.85)

    def verb_behind(self, begin: int, end: int) -> bool:
        """A reporting verb stands right behind a quote."""
        return self._verb_behind(begin, end) is not None

    def _verb_behind(self, begin: int, end: int) -> re.Match[str] | None:
        lead = LEAD.match(self.text, begin, end)
        return self.grammar.verb.match(self.text, lead.end() if lead else begin, end)

    def says_who(self, begin: int, end: int) -> bool:
        """A reporting verb stands here, and behind it somebody who can be its subject."""
        verb = self.grammar.verb.match(self.text, begin, end)
        return verb is not None and self._phrase(verb.end(), self.sentence_end(verb.end(), end), 0.95) is not None

    def leaves_open(self, begin: int, end: int) -> bool:
        """Behind a quote a reporting verb has a subject that the tables cannot read: then it is nobody's."""
        verb = self._verb_behind(begin, end)
        if verb is None:
            return False
        known = self.grammar.stops | self.grammar.fillers | self.grammar.conjunctions | self.grammar.verb_words
        for place, word in enumerate(WORD.finditer(self.text, verb.end(), self.sentence_end(verb.end(), end))):
            if word[0] in BREAKS or not any(map(str.isalnum, word[0])):
                break
            named = word[0][:1].isupper() and not self.grammar.row.capital_nouns
            if named or (place == 0 and word[0].lower().rstrip(".!?…") not in known):
                return True
        return False

    def opening(self, begin: int, end: int) -> Attribution | None:
        """Who a sentence begins with ("She laughs."), for a quote that follows it without an attribution."""
        found = self._leading(begin, end, 0.8)
        if found is None or found.start > begin + 1:
            return None
        words = found.source.split()
        if words[0].lower() in self.grammar.he | self.grammar.she:
            return self._trimmed(found.start, found.start + len(words[0]), found.strength)
        is_name = len(words) >= 2 and all(word[:1].isupper() for word in words[:2])
        return found if is_name and words[0].lower() not in self.grammar.fronting else None

    def _subject(self, begin: int, verb: re.Match[str], end: int, strength: float) -> Attribution | None:
        """The subject of a reporting verb that stands before the quote."""
        inverted = None
        if self.grammar.inverts and not verb[0].lower().endswith("ing"):
            inverted = self._phrase(verb.end(), end, strength)
        found = self._nearest_subject(begin, verb.start(), inverted, strength) or inverted
        house = None if found else HOUSE_NAME.fullmatch(self.text[begin : verb.start()].strip())
        return self._trimmed(begin, verb.start(), strength) if house else found

    def _nearest_subject(
        self, begin: int, end: int, inverted: Attribution | None, strength: float
    ) -> Attribution | None:
        """The subject nearest before ``end``; "Jane Doe, the minister, said" leads to Jane Doe."""
        clauses = self._clauses(begin, end)
        if self.text[begin:end].rstrip().endswith(",") and len(clauses) > 1:
            clauses.pop()  # the apposition is not the subject
        for start, stop in reversed(clauses):
            words = self.text[start:stop].split()
            if self._is_elsewhere(words):
                continue
            if inverted and start == clauses[0][0] and self._is_object(words, inverted):
                continue
            found = self._leading(start, stop, strength)
            if found:
                return found
        return None

    def _is_elsewhere(self, words: list[str]) -> bool:
        """Tells whether a clause begins, its conjunction aside, with what is no subject."""
        lows = (word.strip("(\"'“„«").lower() for word in words)
        first = next((low for low in lows if low not in self.grammar.conjunctions), "")
        return first in self.grammar.fronting or first in self.grammar.relative

    def _is_object(self, words: list[str], inverted: Attribution) -> bool:
        """As in "Dem Blatt sagte Müller": what stands before the verb is in the dative, a name or pronoun behind it."""
        head = inverted.source.split()[0]
        named = head[:1].isupper() or head.lower() in self.grammar.pronouns
        return named and words[0].lower() in self.grammar.datives

    def _first_subject(self, begin: int, end: int, strength: float) -> Attribution | None:
        """Between a quote and its verb the subject comes first, appositions after it."""
        for start, stop in self._clauses(begin, end):
            words = self.text[start:stop].split()
            first = words[0].strip("(\"'").lower()
            if first in self.grammar.relative | (self.grammar.fronting - self.grammar.pronouns):
                continue
            found = self._leading(start, stop, strength)
            if found:
                return found
        return None

    def _clauses(self, begin: int, end: int) -> list[tuple[int, int]]:
        spans, start = [], begin
        for match in CLAUSE.finditer(self.text, begin, end):
            spans.append((start, match.start()))
            start = match.end()
        spans.append((start, end))
        result: list[tuple[int, int]] = []
        for span in spans:
            result += self._joined(*span)
        return [(a, b) for a, b in result if any(char.isalnum() for char in self.text[a:b])]

    def _joined(self, begin: int, end: int) -> list[tuple[int, int]]:
        """Cuts at "and" and "but" where a clause begins behind it: "Smith left and Jones said"."""
        cut = begin
        for match in self.grammar.conjunction.finditer(self.text, begin, end):
            if len(self.text[begin : match.start()].split()) > 3 and self.text[match.end() : end].strip():
                cut = match.end()
        return [(begin, cut), (cut, end)] if cut > begin else [(begin, end)]

    def _clause_start(self, begin: int, end: int) -> int:
        return max((m.end() for m in CLAUSE.finditer(self.text, begin, end)), default=begin)

    def _hyphened(self, word: re.Match[str], strength: float) -> Attribution | None:
        """The pronoun that hangs on a verb: French "répond-elle", "a-t-il"."""
        match = HYPHENED.search(word[0])
        if not match or match[1].lower() not in self.grammar.pronouns:
            return None
        return Attribution(match[1], word.start() + match.start(1), strength)

    def _leading(self, begin: int, end: int, strength: float) -> Attribution | None:
        """The subject that begins a clause, up to its auxiliary: "The minister has" -> "The minister"."""
        kept: list[re.Match[str]] = []
        for word in WORD.finditer(self.text, begin, end):
            low = word[0].lower().rstrip("!?…").removesuffix(".")
            hung = None if kept else self._hyphened(word, strength)
            if hung:
                return hung
            if not kept and (low in self.grammar.fillers or word[0] in BREAKS or low in self.grammar.conjunctions):
                continue
            if kept and word[0] in BREAKS:
                break
            if kept and self._stops(kept, low):
                break
            kept.append(word)
        return self._nominal(kept, strength)

    def _stops(self, kept: list[re.Match[str]], low: str) -> bool:
        """The source ends before this word; a short one goes on over "and"."""
        if low in self.grammar.conjunctions and len(kept) <= 6:
            return False
        return low in self.grammar.stops and low not in PARTICLES

    def _phrase(self, begin: int, end: int, strength: float) -> Attribution | None:
        """The noun phrase that begins at ``begin``, the verb's small words skipped: "dazu der Sprecher X"."""
        kept: list[re.Match[str]] = []
        for word in WORD.finditer(self.text, begin, end):
            low = word[0].lower().rstrip("!?…").removesuffix(".")
            hung = None if kept else self._hyphened(word, strength)
            if hung:
                return hung
            if not kept:
                if low in self.grammar.fillers and low not in self.grammar.articles:
                    continue
                if word[0] in BREAKS or (low in self.grammar.stops and low not in self.grammar.pronouns):
                    return None
            elif word[0] in BREAKS or self._stops(kept, low):
                break
            kept.append(word)
            if low in self.grammar.pronouns and len(kept) == 1:
                break
        return self._nominal(kept, strength)

    def _nominal(self, kept: list[re.Match[str]], strength: float) -> Attribution | None:
        """The words as a source, if they can speak: a pronoun, a phrase with an article, a name."""
        kept = self._pared(kept)
        if not kept or len(kept) > LONGEST_SOURCE:
            return None
        low = kept[0][0].lower().rstrip(".!?…")
        grammar = self.grammar
        known = low in grammar.pronouns | grammar.articles | grammar.determiners | grammar.groups
        if not known and not any(word[0][:1].isupper() or word[0][:1] in "@#" for word in kept) and grammar.cased:
            return None
        return self._trimmed(kept[0].start(), kept[-1].end(), strength)

    def _pared(self, kept: list[re.Match[str]]) -> list[re.Match[str]]:
        """Leaves out what is no part of a noun phrase, and small words at the end."""
        if self.grammar.row.capital_nouns:
            kept = pared(kept, self.grammar)
        while kept and kept[-1][0].lower() in self.grammar.fillers | PARTICLES | self.grammar.conjunctions:
            kept = kept[:-1]
        return kept

    def _bare(self, begin: int, end: int) -> Attribution | None:
        """A noun without article or capital right behind a quote: "officers announced"."""
        words = self.text[begin:end].split()
        known = self.grammar.stops | self.grammar.fillers | self.grammar.conjunctions | self.grammar.fronting
        if 1 <= len(words) <= 3 and not any(word.lower() in known or not word.isalpha() for word in words):
            return self._trimmed(begin, end, 0.8)
        return None

    def _governed(self, found: Attribution | None) -> Attribution | None:
        return replace(found, is_inflected=self.grammar.row.inflects) if found else None

    def _is_filler(self, text: str) -> bool:
        return all(word.lower().strip(",") in self.grammar.fillers | self.grammar.stops for word in text.split())

    def _trimmed(self, begin: int, end: int, strength: float) -> Attribution | None:
        begin, end = trimmed(self.text, begin, end)
        return Attribution(self.text[begin:end], begin, strength) if end > begin else None
