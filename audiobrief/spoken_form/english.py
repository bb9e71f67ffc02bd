"""English, as an international newsreader says it: American dates in figures, "and" before the last two digits."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import BREAK, HYPHEN, Match, Parts, rule

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = [
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
    "sextillion",
    "septillion",
    "octillion",
    "nonillion",
]
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _hundreds(value: int, and_: bool) -> str:
    hundred, rest = divmod(value, 100)
    said = [f"{_ONES[hundred]} hundred"] if hundred else []
    if rest:
        if hundred and and_:
            said.append("and")
        said.append(_pair(rest))
    return " ".join(said)


def _pair(value: int) -> str:
    if value < 20:
        return _ONES[value]
    ten, one = divmod(value, 10)
    return f"{_TENS[ten]} {_ONES[one]}" if one else _TENS[ten]


@lru_cache(maxsize=4096)
def cardinal(value: int, and_: bool = True) -> str:
    """As in "one thousand and one"; ``and_`` = False leaves the "and" out, as before "hundredths"."""
    if value < 100:
        return _pair(value)
    said: list[str] = []
    scale = 0
    last = value % 1000
    value //= 1000
    while value:
        scale += 1
        value, part = divmod(value, 1000)
        if part:
            said.insert(0, f"{_hundreds(part, False)} {_SCALES[scale]}")
    if last:
        said.append(("and " if and_ and said and last < 100 else "") + _hundreds(last, and_))
    return " ".join(said)


def ordinal(value: int) -> str:
    """As in "twenty first"."""
    head, _, last = cardinal(value, and_=False).rpartition(" ")
    last = _ORDINALS[last] if last in _ORDINALS else last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return f"{head} {last}" if head else last


def year(value: int) -> str:
    """As in "nineteen ninety four", "fifteen oh six", "two thousand six", "twenty twelve"."""
    century, rest = divmod(value, 100)
    if value % 1000 < 10 or not 1000 <= value <= 9999:
        return cardinal(value, and_=False)
    if not rest:
        return f"{_pair(century)} hundred"
    return f"{_pair(century)} {'oh ' + _ONES[rest] if rest < 10 else _pair(rest)}"


def plural(word: str) -> str:
    """As in "nineties", "twelfths"."""
    return word[:-1] + "ies" if word.endswith("y") else word + "es" if word.endswith("six") else word + "s"


_SCORE_CUE = re.compile(
    r"\b(?:w[io]n|wins|winning|lost|los[ei]|loses|losing|beat|beats|beaten|beating|draw|drew|drawn|defeat(?:ed|s)?|victory"
    r"|lead|leads|led|trail(?:ed|s)?|score[ds]?|tied?|down|up|match|halftime|goals?)\b[^.!?]{0,40}$"
)
_SCORE_AFTER = re.compile(
    r"^[ \u00a0](?:w[io]n|victory|defeat|loss|draw|lead|score|scoreline|thrashing|triumph|rout|advantage)\b"
)
_VOTE_CUE = re.compile(r"\b(?:vot(?:e[ds]?|ing)|passed|ruling|ruled|majority|split)\b[^.!?]{0,40}$")


class English(Grammar):
    """English."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        return cardinal(value) if len(str(value)) <= LONGEST else self.digits(str(value))

    def ordinal(self, value: int, mark: str = "") -> str:
        return ordinal(value)

    def year(self, value: int) -> str:
        return year(value)

    def digits(self, printed: str) -> str:
        return " ".join(_ONES[int(digit)] for digit in printed if digit.isdecimal())

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.is_one else "other"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return f"{cardinal(top, and_=False)} over one"
        if bottom == 2:
            return "one half" if top == 1 else f"{cardinal(top)} halves"
        name = "quarter" if bottom == 4 else ordinal(bottom)
        return f"{cardinal(top, and_=False)} {name if top == 1 else name + 's'}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        if (top, bottom) in {(1, 2), (1, 4)}:
            return f"{cardinal(whole)} and a {'half' if bottom == 2 else 'quarter'}"
        return f"{cardinal(whole)} and {self.fraction(top, bottom)}"

    def vulgar(self, sign: str) -> str:
        return "half" if sign == "½" else super().vulgar(sign)

    def spelled(self, letters: str) -> str:
        """Letters apart; with points where a lone "A" would be read as the article."""
        return (
            (".".join(letters) if "A" in letters[:-1] or letters == "A" else " ".join(letters))
            if not letters.endswith("A")
            else ".".join(letters)
        )

    def telephone(self, groups: list[str], plus: bool) -> str:
        said = ", ".join(
            "eight hundred" if group == "800" and place else self.digits(group) for place, group in enumerate(groups)
        )
        return f"plus {said}" if plus else said

    def numeral(self, value: int, word: str, printed: str) -> str:
        return f"the {ordinal(value)}" if word in self.regnal else cardinal(value)

    def code_number(self, printed: str) -> str:
        """As in "A321" -> three twenty one; "t2000" -> two thousand; "08" -> zero eight."""
        if printed[0] == "0" or len(printed) > 4:
            return self.digits(printed)
        value = int(printed)
        if len(printed) == 3 and value % 100:
            rest = value % 100
            return f"{_ONES[value // 100]} {'oh ' + _ONES[rest] if rest < 10 else _pair(rest)}"
        return year(value) if len(printed) == 4 else cardinal(value)

    def currency_name(self, iso: str, category: str) -> str:
        return super().currency_name(iso, category).removesuffix(" (1992–2002)")

    def own_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.spoken_form.english_calendar import decade_rules
        from audiobrief.spoken_form.english_figures import figure_rules
        from audiobrief.spoken_form.english_places import place_rules

        return [*place_rules(self), *figure_rules(self, parts), *decade_rules(self)]

    def date_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.spoken_form.english_calendar import date_rules

        return date_rules(self)

    def time_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.spoken_form.english_calendar import time_rules

        return time_rules(self)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            value = int(re.sub(r"\D", "", match[1]))
            last = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
            if match[2].lower() != last:
                return f"{cardinal(value)} {match[2]}"
            return ordinal(value)

        return [rule("ordinal", rf"(?<![\w.,])({parts.whole})(st|nd|rd|th|ST|ND|RD|TH)(?![\w])", say)]

    def range_rules(self, parts: Parts) -> list[Rule]:
        def plain(match: Match) -> str:
            low, high = self.quantity(match["low"]), self.quantity(match["high"])
            before, after = (
                match.string[max(0, match.start() - 60) : match.start()],
                match.string[match.end() : match.end() + 20],
            )
            small = len(match["low"]) <= 2 and len(match["high"]) <= 2
            if small and (_SCORE_AFTER.match(after) or _SCORE_CUE.search(before)):
                return (
                    f"{self.number(low)}, {self.number(high)}"
                    if max(low.value, high.value) > 20
                    else f"{self.number(low)} {self.number(high)}"
                )
            if _VOTE_CUE.search(before) or low.count < high.count < low.count * 1000 + 1000:
                return f"{self.number(low)} to {self.number(high)}"
            return match[0]

        from audiobrief.spoken_form.calendar import range_rules

        number = parts.number
        needs = re.compile(rf"\d{BREAK}?{HYPHEN}{BREAK}?\d")
        return [
            range_rules(self, parts)[0],
            rule(
                "range", rf"(?<![\w.,/:-])(?P<low>{number}){HYPHEN}(?P<high>{number})(?![\w/:-]|[.,]\d)", plain, needs
            ),
        ]
