"""Speaks English as an international newsreader does: acronyms, codes, scores and votes, which need code."""

from __future__ import annotations

import re
from functools import partial

from audiobrief.spoken_form.calendar import range_rules
from audiobrief.spoken_form.english_adjectives import adjective_rules
from audiobrief.spoken_form.english_times import time_rules
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, HYPHEN, Match, Parts, Rule, rule

_SCORE_CUE = re.compile(
    r"\b(?:w[io]n|wins|winning|lost|los[ei]|loses|losing|beat|beats|beaten|beating|draw|drew|drawn|defeat(?:ed|s)?|victory"
    r"|lead|leads|led|trail(?:ed|s)?|score[ds]?|tied?|down|up|match|halftime|goals?)\b[^.!?]{0,40}$"
)
_SCORE_AFTER = re.compile(
    r"^[ \u00a0](?:w[io]n|victory|defeat|loss|draw|lead|score|scoreline|thrashing|triumph|rout|advantage)\b"
)
_VOTE_CUE = re.compile(r"\b(?:vot(?:e[ds]?|ing)|passed|ruling|ruled|majority|split)\b[^.!?]{0,40}$")


class English(Grammar, frozen=True, dict=True, kw_only=True):
    """English."""

    def spelled(self, letters: str) -> str:
        """Says letter by letter; with points where a lone "A" would be read as the article."""
        return (".").join(letters) if "A" in letters else " ".join(letters)

    def code_number(self, printed: str) -> str:
        """Says a number of a code: "321" three twenty one, "2000" two thousand, "08" zero eight."""
        if printed[0] == "0" or len(printed) > 4:
            return self.digits(printed)
        return self.house_number(printed) if len(printed) == 3 else self.year(int(printed))

    def house_number(self, printed: str) -> str:
        """Says three or four digits in pairs: "three twenty one", "fourteen oh eight"."""
        head, tail = int(printed[:-2] or "0"), int(printed[-2:])
        if not tail or len(printed) not in {3, 4}:
            is_round = bool(head % 10) and len(printed) == 4
            return f"{self.cardinal(head)} hundred" if is_round else self.cardinal(int(printed))
        return f"{self.cardinal(head)} {'oh ' if tail < 10 else ''}{self.cardinal(tail)}"

    def currency_name(self, iso: str, category: str) -> str:
        """Returns a currency's name without the years that CLDR puts behind old ones."""
        return super().currency_name(iso, category).removesuffix(" (1992–2002)")

    def own_rules(self, parts: Parts, place: str) -> list[Rule]:
        """Returns the rules of adjectives, times, ranges, scores and votes."""
        if place == "first":
            return adjective_rules(self, parts)
        if place == "time":
            return time_rules(self)
        if place != "range":
            return []
        needs = re.compile(rf"\d{BREAK}?{HYPHEN}{BREAK}?\d")
        low, high = rf"(?P<low>{parts.number})", rf"(?P<high>{parts.number})"
        pattern = rf"(?<![\w.,/:-]){low}{HYPHEN}{high}(?![\w/:-]|[.,]\d)"
        return [range_rules(self, parts)[0], rule("range", pattern, partial(_range, self), needs)]


def _range(english: English, match: Match) -> str:
    """Says a score ("three one"), a vote or a range ("ten to twenty"); other pairs stay."""
    low, high = english.quantity(match["low"]), english.quantity(match["high"])
    before = match.string[max(0, match.start() - 60) : match.start()]
    after = match.string[match.end() : match.end() + 20]
    is_small = len(match["low"]) <= 2 and len(match["high"]) <= 2
    if is_small and (_SCORE_AFTER.match(after) or _SCORE_CUE.search(before)):
        joint = ", " if max(low.value, high.value) > 20 else " "
        nil = english.terms.get("nil") if max(low.value, high.value) < 6 else None
        return joint.join(nil if nil and not side.value else english.number(side) for side in (low, high))
    if _VOTE_CUE.search(before) or low.count < high.count < low.count * 1000 + 1000:
        return f"{english.number(low)} to {english.number(high)}"
    return match[0]
