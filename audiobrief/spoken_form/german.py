"""German. Number words are written apart ("drei hundert fünf und vierzig"): engines read the long compounds badly."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form import cldr
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import Match, Parts, rule, sentence_stop

_ONES = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_TENS = ["", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_SCALES = [
    ("Million", "Millionen"), ("Milliarde", "Milliarden"), ("Billion", "Billionen"), ("Billiarde", "Billiarden"),
    ("Trillion", "Trillionen"), ("Trilliarde", "Trilliarden"), ("Quadrillion", "Quadrillionen"),
    ("Quadrilliarde", "Quadrilliarden"),
]  # fmt: skip
_ORDINALS = {"eins": "erst", "ein": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}


def _hundreds(value: int) -> list[str]:
    hundred, rest = divmod(value, 100)
    said = [_ONES[hundred], "hundert"] if hundred else []
    if 0 < rest < 20:
        said.append(_ONES[rest])
    elif rest:
        ten, one = divmod(rest, 10)
        said += [_ONES[one], "und", _TENS[ten]] if one else [_TENS[ten]]
    return said


@lru_cache(maxsize=4096)
def cardinal(value: int, one: str = "eins") -> str:
    """As in "ein hundert drei und zwanzig"; ``one`` is the last word of 1, 101, 201."""
    if value == 0:
        return "null"
    said: list[str] = []
    rest, head = value % 1_000_000, value // 1_000_000
    scale = 0
    while head:
        head, part = divmod(head, 1000)
        if part:
            names = _SCALES[scale]
            said[:0] = ["eine", names[0]] if part == 1 else [*_hundreds(part), names[1]]
        scale += 1
    thousand, last = divmod(rest, 1000)
    if thousand:
        said += [*_hundreds(thousand), "tausend"]
    if last:
        said += _hundreds(last)
        if said[-1] == "ein":
            said[-1] = one
    return " ".join(said)


def ordinal(value: int, ending: str = "er") -> str:
    """As in "zwei und zwanzigster"."""
    head, _, last = cardinal(value).rpartition(" ")
    stem = _ORDINALS[last] if last in _ORDINALS else last + ("t" if value % 100 in range(1, 20) or value == 0 else "st")
    return f"{head} {stem}{ending}".strip()


class German(Grammar):
    """German."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        if len(str(value)) > LONGEST or value >= 10**30:
            return self.digits(str(value))
        return cardinal(value, {"f": "eine", "u": "ein"}.get(gender, "eins"))

    def digits(self, printed: str) -> str:
        return " ".join(cardinal(int(digit)) for digit in printed if digit.isdecimal())

    def gender(self, name: str) -> str:
        return "f" if name in self.feminine else "u"

    def ordinal(self, value: int, mark: str = "") -> str:
        return ordinal(value, mark or "er")

    def year(self, value: int) -> str:
        """As in "neunzehn hundert achtzig"; from 1200 on, as nobody counts older years so."""
        if 1200 <= value < 2000 and value % 100:
            century, rest = divmod(value, 100)
            return f"{cardinal(century)} hundert {cardinal(rest)}"
        return f"{cardinal(value // 100)} hundert" if 1200 <= value < 2000 else cardinal(value)

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.is_one else "other"

    def counted_magnitude(self, quantity: Quantity, printed: str) -> str:
        thousand = printed.lower() in {"tausend", "tsd."}
        return f"{self.number(quantity, 'u' if thousand else 'f')} {self.magnitude(printed, quantity)}"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if bottom == 2:
            return "ein halb" if top == 1 else f"{cardinal(top)} halbe"
        return f"{cardinal(top, 'ein')} {ordinal(bottom, 'el')}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        if (top, bottom) == (1, 2):
            return "ein ein halb" if whole == 1 else f"{cardinal(whole, 'ein')} ein halb"
        return f"{cardinal(whole)} {self.fraction(top, bottom)}"

    def date(self, day: int, month: int, year: int | None) -> str:
        said = f"{ordinal(day)} {cldr.month_names('de')[month - 1]}"
        return said if year is None else f"{said} {self.year(year) if year != 2000 else cardinal(year)}"

    def day(self, value: int) -> str:
        return ordinal(value)

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        said = [cardinal(hour, "ein"), "Uhr"]
        if second is not None:
            minutes = "eine Minute" if minute == 1 else f"{cardinal(minute)} Minuten"
            seconds = "eine Sekunde" if second == 1 else f"{cardinal(second)} Sekunden"
            return " ".join([*said, minutes, seconds])
        return " ".join([*said, *([cardinal(minute)] if minute else [])])

    def telephone(self, groups: list[str], plus: bool) -> str:
        if plus:
            return f"plus {cardinal(int(groups[0]))} " + ", ".join(self.digits(group) for group in groups[1:])
        return super().telephone(groups, plus)

    def numeral(self, value: int, word: str, printed: str) -> str:
        return f"der {ordinal(value, 'e')}" if word in self.regnal else cardinal(value)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def roman_war(match: Match) -> str:
            return ordinal({"I": 1, "II": 2}[match[1]], "er" if match[2] else "e") + " Weltkrieg"

        def decade(match: Match) -> str:
            value = int(match[1])
            said = self.year(value) if value > 99 else cardinal(value)
            return f"{said}er " if match[0][-1] == "-" else f"{said}er"

        def dimension(match: Match) -> str:
            return f"{cardinal(int(match[1]))}-D"

        return [
            rule(
                "world war",
                r"(?<!\w)(I|II)\. Weltkrieg(?P<own>(?!s))?",
                lambda m: ordinal(len(m[1]), "e") + " Weltkrieg",
                re.compile("I\\. W"),
            ),
            rule(
                "decade",
                r"(?<![\w.,])((?:1[1-9]|20)?\d0)er(?:-(?=Jahr)|(?!\w))",
                decade,
            ),
            rule("dimension", r"(?<!\w)([234])D(?=-|\b)", dimension),
        ]

    def date_rules(self, parts: Parts) -> list[Rule]:
        """Figures first: "2025-11-27", "27.11.2025", "27.11.", "am 3.10."; then "27. November"."""
        return [*self._figure_date_rules(), self._named_date_rule(parts)]

    def _figure_date_rules(self) -> list[Rule]:
        def figures(match: Match) -> str:
            day, month = int(match["day"]), int(match["month"])
            if not (1 <= day <= 31 and 1 <= month <= 12):
                return match[0]
            said = f"{ordinal(day, _ending(match))} {cldr.month_names('de')[month - 1]}"
            if not match["year"]:
                return said + sentence_stop(match, before_capital=False)
            return f"{said} {self.year(_full_year(match['year']))}"

        def led(match: Match) -> str:
            return figures(match) if _LEADS_TO_DATE.search(match.string, 0, match.start()) else match[0]

        def iso(match: Match) -> str:
            day = f"{ordinal(int(match['day']), _ending(match))} " if match["day"] else ""
            return f"{day}{cldr.month_names('de')[int(match['month']) - 1]} {self.year(int(match['year']))}"

        day, month = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
        return [
            rule(
                "date iso",
                rf"(?<![\w.,/-])(?P<year>[12]\d{{3}})-(?P<month>0[1-9]|1[0-2])(?:-{day})?(?![\w/-]|[.,]\d)",
                iso,
            ),
            rule(
                "date figures",
                rf"(?<![\w,/-])(?<!\d\.){day}\. ?{month}\. ?(?P<year>[12]\d{{3}}|\d\d)(?!\w|[.,:]\d|\.\w)",
                figures,
            ),
            rule(
                "date short",
                r"(?<![\w,/-])(?<!\d\.)(?P<day>0[1-9]|[12]\d|3[01])\.(?P<month>0[1-9]|1[0-2])(?P<year>(?!))?(?:\.(?!\d)|"
                r"(?![\w.]| Uhr|,\d))",
                figures,
            ),
            rule("date led", rf"(?<![\w,/-])(?<!\d\.){day}\. ?{month}\.(?P<year>(?!))?(?![\w.]| ?\d)", led),
        ]

    def _named_date_rule(self, parts: Parts) -> Rule:
        def named(match: Match) -> str:
            name = match["month"].lower().rstrip(".")
            month = match["month"] if name in self.kept_months else cldr.month_names("de")[parts.months[name] - 1]
            year = f" {self.year(int(match['year']))}" if match["year"] else ""
            if match["month"].endswith(".") and not year:
                year = "." if len(name) == len(month) else sentence_stop(match, before_capital=False)
            low = ""
            if match["low"]:
                joint = _DATE_JOINTS.get(match["joint"].strip(), match["joint"].strip())
                low = f"{ordinal(int(match['low']), _ending(match))} {joint} "
            return f"{low}{ordinal(int(match['day']), _ending(match))} {month}{year}"

        low = r"(?:(?P<low>0?[1-9]|[12]\d|3[01])\.(?P<joint> und | bis |/| ?[–-] ?))?"
        day, month = r"(?P<day>0?[1-9]|[12]\d|3[01])\.?", rf"(?P<month>(?i:{parts.month})\b\.?)"
        year = r"(?: (?P<year>[12]\d{3}))?"
        return rule("date named", rf"(?<![\w,/-])(?<!\d\.){low}{day} {month}{year}(?!\w|\.\w)", named)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            value = int(re.sub(r"\D", "", match[1]))
            word = _word_before(match)
            after = match.string[match.end() :].strip()
            if not after and match.string[: match.start()].strip() and not (word in _DATIVE or word in _ARTICLES):
                return match[0]
            if after and not re.match(r"\s[a-zäöüA-ZÄÖÜ]", match.string[match.end() : match.end() + 2]):
                return match[0]
            if word and not (word in _DATIVE or word in _ARTICLES):
                return match[0] if not after or (after[0].isupper() and word not in _BEFORE_ORDINAL) else ordinal(value)
            return ordinal(value, "en" if word in _DATIVE else "e" if word in _ARTICLES else "er")

        return [rule("ordinal", rf"(?<![\w.,:-])({parts.whole})\.(?![\w.])", say, re.compile(r"\d\."))]


def _ending(match: Match) -> str:
    """Of an ordinal, by the word before it."""
    word = _word_before(match)
    return "en" if word in _DATIVE else "e" if word in _ARTICLES else "er"


def _word_before(match: Match) -> str:
    """The word before a match, in small letters; "einer" for a "der" behind a preposition: it is a dative."""
    before = re.search(r"(?:([^\W\d_]+)\s+)?([^\W\d_]+)\s+$", match.string[max(0, match.start() - 40) : match.start()])
    if before is None:
        return ""
    word = before[2].lower()
    return "einer" if word == "der" and before[1] and before[1].lower() in _PREPOSITIONS else word


_LEADS_TO_DATE = re.compile(
    r"\b(?i:am|vom|bis|zum|seit|ab|den|dem|beim|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?)"
    r",?(?: de[nm])? \(?\Z"
)
_PREPOSITIONS = frozenset(
    ["in", "auf", "mit", "seit", "bei", "zu", "von", "an", "nach", "aus", "vor", "während", "unter"]
)
_DATE_JOINTS = {"-": "bis", "–": "bis", "/": "auf"}
_DATIVE = frozenset(
    [
        "am",
        "vom",
        "zum",
        "dem",
        "den",
        "beim",
        "im",
        "des",
        "seit",
        "bis",
        "ab",
        "einem",
        "einer",
        "eines",
        "ihrem",
        "seinem",
        "zur",
        "ihrer",
        "seiner",
        "jedem",
        "nach",
    ]
)
_ARTICLES = frozenset(["der", "die", "das", "diese", "dieser", "jede", "ihre", "seine", "eine", "ein", "erste"])
_BEFORE_ORDINAL = frozenset(["sein", "ihr", "kein", "als", "zum", "mit", "und", "oder"])


def _full_year(printed: str) -> int:
    value = int(printed)
    return value if len(printed) > 2 else value + (1900 if value > 40 else 2000)
