"""English rows for telephone numbers, addresses, models, temperatures, sizes and sums."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobrief.spoken_form.tokens import BREAK, HYPHEN, SIGN, Match, Parts, rule, sentence_stop

if TYPE_CHECKING:
    from audiobrief.spoken_form.english import English
    from audiobrief.spoken_form.grammar import Rule

_LENGTH_NOUNS = frozenset(["meters", "metres", "hurdles"])
_CROWDS = frozenset(["people", "children", "women", "men", "in", "more"])
"""What "12m" counts, but for plurals in -s."""
_STREETS = {
    "st": "Street", "ave": "Avenue", "blvd": "Boulevard", "rd": "Road", "hwy": "Highway", "ct": "Court", "dr": "Drive",
    "ln": "Lane", "pl": "Place", "sq": "Square", "pkwy": "Parkway",
}  # fmt: skip
_COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_MODELS = "Boeing|Airbus|Embraer|Bombardier|Peugeot|Porsche|Ilyushin|Tupolev|Antonov|Route|Highway|Flight|Room"
_SLASH = re.compile("/")


def figure_rules(english: English, parts: Parts) -> list[Rule]:
    """All rows of this module."""
    return [
        *_span_rules(english, parts),
        *_telephone_rules(english),
        *_code_rules(english),
        *_size_rules(english, parts),
        *_street_rules(english),
        *_sum_rules(english, parts),
    ]


def _telephone_rules(english: English) -> list[Rule]:
    """As in "123-123-5678", "1-800-GO-U-HAUL", "111-11-1111"."""

    def phone(match: Match) -> str:
        return english.telephone(re.findall(r"\d+", match[0]), match[0].startswith("+"))

    def with_letters(match: Match) -> str:
        groups = [*(["1"] if match["one"] else []), match["area"]]
        return f"{english.telephone(groups, False)}, {match['name'].replace('-', ' ').title()}"

    return [
        rule(
            "telephone us",
            r"(?<![\w.,])(?:\+?1[-. ])?(?:\(\d{3}\)[ -]?|\d{3}[-. ])\d{3}[-.]\d{4}(?:-\d{4})?(?![\w-])",
            phone,
        ),
        rule("telephone local", r"(?<![\w.,$€£-])\d{3}-\d{4}(?![\w-])", phone),
        rule("social number", r"(?<![\w.,-])\d{3}-\d{2}-\d{4}(?![\w-])", phone),
        rule(
            "telephone letters",
            r"(?<![\w.,-])(?:(?P<one>1)-)?(?P<area>[2-9]\d\d)-(?P<name>[A-Z]{1,8}(?:-[A-Z]{1,8}){0,3})(?![\w-])",
            with_letters,
        ),
    ]


def _code_rules(english: English) -> list[Rule]:
    """As in "No. 5", "#5", "F-16s", "Boeing 737-800", "24/7", "9/11"."""
    from audiobrief.spoken_form.english import cardinal, plural

    def numbered(match: Match) -> str:
        return f"{match['n']}umber{match['s'] or ''} "

    def model(match: Match) -> str:
        return match[1] + " ".join(english.code_number(piece) for piece in re.findall(r"\d+", match[2]))

    return [
        rule(
            "numbered",
            rf"(?<![\w.])(?P<n>N|(?<=the )n|n(?=os?\.{BREAK}?\d+(?![\d,.]*{BREAK}[a-z])))o(?P<s>s)?\.{BREAK}?(?=#?\d)",
            numbered,
        ),
        rule("hash number", r"(?<![\w#])#(?=\d)", lambda match: "number "),
        rule("model", rf"(?<!\w)((?:{_MODELS})[ -](?:[A-Z]{{1,2}}-?)?)(\d{{2,4}}(?:-\d{{1,4}})?)(?![\w,])", model),
        rule(
            "codes",
            r"(?<!\ds-)(?<=[A-Za-z]-)(\d{1,4})s(?!\w)",
            lambda match: plural(english.code_number(match[1])),
            re.compile(r"-\d+s"),
        ),
        rule(
            "hyphened",
            r"(?<![\w.,-])\d{1,9}(?=-[A-Z]{1,4}\b)",
            lambda match: cardinal(int(match[0]), and_=False),
            re.compile(r"\d-[A-Z]"),
        ),
        rule("always", r"(?<![\w/])24/7(?![\w/])", lambda match: "twenty four seven", _SLASH),
        rule("fifty fifty", r"(?<![\w/])50[/-]50(?![\w/])", lambda match: "fifty-fifty", re.compile("50[/-]50")),
        rule(
            "times as much",
            r"(?<![\w.,])(\d{1,3})x(?= (?:more|less|as|\w{2,9}er)\b)",
            lambda match: f"{english.cardinal(int(match[1]))} times",
            re.compile(r"\dx"),
        ),
        rule("nine eleven", r"(?<![\w/.,])9/11(?![\w/]|[.,]\d)", lambda match: "nine eleven", _SLASH),
    ]


def _size_rules(english: English, parts: Parts) -> list[Rule]:
    """Degrees, crowds, heights: "1.5C", "12m people", "5k run", five foot ten."""

    def temperature(match: Match) -> str:
        scale = "Celsius" if match["scale"] == "C" else "Fahrenheit"
        return f"{english.degree(english.quantity(match['n']))} {scale}"

    def million(match: Match) -> str:
        said, noun = english.number(english.quantity(match["n"])), match["after"]
        if match["m"] in "kK":
            return f"{said} K"
        counts = noun is not None and noun not in _LENGTH_NOUNS and (noun.endswith("s") or noun in _CROWDS)
        return f"{said} million" if counts or match["m"] == "M" else match[0]

    def feet(match: Match) -> str:
        return f"{english.cardinal(int(match[1]))} foot {english.cardinal(int(match[2]))}"

    def inches(match: Match) -> str:
        is_quote = match.string.count('"', max(0, match.start() - 400), match.start()) % 2 == 1
        return match[0] if is_quote else f"{english.number(english.quantity(match['n']))} inches"

    number = parts.number
    return [
        rule(
            "temperature",
            rf"(?<![\w.,/])(?P<n>{SIGN}{number}){BREAK}?(?P<scale>[CF])(?![\w'’&+/-]|\.\w)",
            temperature,
            re.compile("[CF]"),
        ),
        rule(
            "millions",
            rf"(?<![\w.,/$€£-])(?P<n>{number})(?P<m>[mMkK])(?![\w/])(?:(?={BREAK}(?P<after>[a-z]+))|)",
            million,
        ),
        rule("feet", r"(?<![\w.,])(\d{1,3})['′’] ?(\d{1,2})[\"″”]", feet),
        rule("inches", rf"(?<![\w.,])(?P<n>{number})[\"″]", inches, re.compile(r"\d[\"″]")),
    ]


def _street_rules(english: English) -> list[Rule]:
    """As in "1428 Elm St.", "708 N 1st St"."""

    def address(match: Match) -> str:
        number = match["number"]
        tail = int(number[-2:])
        if len(number) == 3 and tail < 10:
            said = english.digits(number)
        elif len(number) in {3, 4} and tail:
            said = f"{english.cardinal(int(number[:-2]))} {'oh ' if tail < 10 else ''}{english.cardinal(tail)}"
        else:
            said = english.cardinal(int(number))
        side = f"{_COMPASS[match['side'][0]]} " if match["side"] else ""
        kind = _STREETS[match["kind"].rstrip(".").lower()]
        return f"{said} {side}{match['name']}{kind}{sentence_stop(match)}"

    kinds = "|".join(_STREETS)
    name = rf"(?:[A-Z][a-z]{{1,30}}{BREAK}|\d{{1,3}}(?:st|nd|rd|th){BREAK}){{1,3}}"
    return [
        rule(
            "street",
            rf"(?<![\w.,])(?P<number>\d{{1,5}}){BREAK}(?:(?P<side>[NSEW]\.?){BREAK})?(?P<name>{name})"
            rf"(?P<kind>(?i:{kinds})\b\.?)(?!\w)",
            address,
        )
    ]


def _span_rules(english: English, parts: Parts) -> list[Rule]:
    """As in "$1.5 million–$2 million"; "1/3rd"."""

    def money_span(match: Match) -> str:
        return f"{match['low']} to "

    return [
        rule(
            "money span",
            rf"(?P<low>[$€£¥]{parts.number}{BREAK}?{parts.magnitude})\b{BREAK}?{HYPHEN}{BREAK}?(?=[$€£¥]\d)",
            money_span,
        ),
        rule(
            "fraction ordinal",
            r"(?<![\w/.,])(\d{1,4})/([2-9]\d{0,3})(?i:st|nd|rd|th)s?(?!\w)",
            lambda match: english.fraction(int(match[1]), int(match[2])),
            _SLASH,
        ),
    ]


def _sum_rules(english: English, parts: Parts) -> list[Rule]:
    """As in "25 x 7 m", "1 - 2 = 5", "3 × 4"."""
    return [
        rule(
            "by",
            rf"(?<![\w.,])({parts.number}){BREAK}[x×]{BREAK}(?={parts.number})",
            lambda match: f"{english.number(english.quantity(match[1]))} by ",
        ),
        rule(
            "minus", r"(?<=[\dxyz])\s?[-−]\s(?=\d{1,9} ?[=+])", lambda match: " minus ", re.compile(r"[-−] \d+ ?[=+]")
        ),
        rule(
            "times",
            r"(?<=\d) ?([×÷]) ?(?=\d)",
            lambda match: " times " if match[1] == "×" else " divided by ",
            re.compile("[×÷]"),
        ),
    ]
