"""Says Hungarian dates, whose day takes the ending of its case: "május 5-én", "3-áig"."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import Match, Parts, Rule, rule
from audiobrief.spoken_form.sayings import month_number


class Hungarian(Grammar, frozen=True, dict=True, kw_only=True):
    """Hungarian."""

    def own_rules(self, parts: Parts, place: str) -> list[Rule]:
        """Returns the rule of dates: "2024. május 5-én", "05. 03."."""
        if place != "date":
            return []

        def say(match: Match) -> str:
            year = int(match["year"]) if match["year"] else None
            said = self.date(int(match["day"]), month_number(self, match["month"] or match["short"]), year)
            ending = match["ending"]
            if ending == "i":
                return f"{said[:-1]}i"
            if not ending or ending in {"je", "a", "e"}:
                return said
            return re.sub("a$", "á", re.sub("e$", "é", said)) + re.sub("^j?[áé]?", "", ending)

        ending = r"(?:-(?P<ending>je|jén|jéig|jétől|én|án|e|a|i|ig|étől|ától|ére|ára)|\.|(?=\.))"
        month, day = rf"(?P<month>(?i:{parts.month})\b\.?|(?:0[1-9]|1[0-2])\.)", rf"(?P<day>{parts.day})"
        year = rf"(?:(?P<year>{parts.year})\.? ?{month} ?|{month.replace('month', 'short')} )"
        return [rule("date", rf"(?<![\w.,/-]){year}{day}{ending}(?!\w)", say)]
