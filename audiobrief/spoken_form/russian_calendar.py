"""Russian rows for years, centuries and dates: the noun or the preposition beside a year gives its case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.calendar import full_year
from audiobrief.spoken_form.tokens import BREAK, Match, Parts, rule, sentence_stop

if TYPE_CHECKING:
    from audiobrief.spoken_form.grammar import Rule
    from audiobrief.spoken_form.russian import Russian

_YEAR_CASES = {"год": "n", "года": "g", "году": "p", "годом": "i", "годе": "p", "г": "g"}
_YEARS_CASES = {"годы": ("n", "n"), "годах": ("p", "p"), "годов": ("g", "g"), "годам": ("n", "d"), "гг": ("p", "p")}
_CENTURY_CASES = {"век": "n", "века": "g", "веке": "p", "веку": "d", "веком": "i", "в": "g"}
_MONTHS = (
    "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь"
    "|январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре"
)
_KOPECKS = ("копейка", "копейки", "копеек", "копейки")


def _nth(value: str, case: str) -> str:
    return numerals.words("ru", int(value), "ordinal", case=case)


def year_rules() -> list[Rule]:
    """As in "в 1996 году", "2019–2021 гг.", "с 1996 по 2003 год", "XX век", "март 2024"."""

    def year_noun(match: Match) -> str:
        noun = match["word"].rstrip(".")
        case = _YEAR_CASES[noun]
        before = match.string[max(0, match.start() - 4) : match.start()]
        if noun == "г":
            in_year = re.search(r"(?i)(?<!\w)во?\s$", before)
            case, noun = ("p", "году") if in_year else ("g", "года")
        elif noun == "году" and re.search(r"(?i)(?<!\w)к\s$", before):
            case = "d"
        low = f"{_nth(match['low'], case)}{match['joint']}" if match["low"] else ""
        return f"{low}{_nth(match['year'], case)} {noun}"

    def years_noun(match: Match) -> str:
        noun = match["word"].rstrip(".")
        first, last = _YEARS_CASES[noun]
        return f"{_nth(match['low'], first)} – {_nth(match['year'], last)} {'годах' if noun == 'гг' else noun}"

    def year_alone(match: Match) -> str:
        return f"{match[1]} {_nth(match[2], 'p' if match[1].lower() in {'в', 'во'} else 'g')}"

    def month_year(match: Match) -> str:
        return f"{match[1]} {_nth(match[2], 'g')} года"

    year, nouns = r"[12]\d{3}", r"года|году|годом|годе|год|г\."
    return [
        rule("month year", rf"(?<![\w-])(?<!\d )((?i:{_MONTHS})) ({year})(?: года| г\.)?(?!\w)", month_year),
        rule(
            "years",
            rf"(?<![\w.,-])(?P<low>{year}) ?[-–—] ?(?P<year>{year}) ?(?P<word>годы|годах|годов|годам|гг\.?)(?!\w)",
            years_noun,
        ),
        rule(
            "year alone",
            r"(?i)(?<!\w)(во?|с|до|после|от|около)[ \u00a0]((?:1[6-9]|20)\d\d)"
            r"(?=[ \u00a0](?:по|до)[ \u00a0]\d|[).;]|$)",
            year_alone,
        ),
        rule(
            "year",
            rf"(?<![\w.,/])(?<![а-я] [0-3]\d )(?:(?P<low>{year})(?P<joint> и | или ))?(?P<year>{year})"
            rf"{BREAK}?(?P<word>{nouns})(?!\w)",
            year_noun,
        ),
        _century_rule(),
    ]


def _century_rule() -> Rule:
    """As in "XX век", "в XIX в."."""

    def century(match: Match) -> str:
        value, noun = numerals.roman(match[1]), match[2].rstrip(".")
        case = _CENTURY_CASES[noun]
        if noun == "в":
            in_century = re.search(r"(?i)(?<!\w)во?\s$", match.string[max(0, match.start() - 4) : match.start()])
            case, noun = ("p", "веке") if in_century else ("g", "века")
        return f"{numerals.words('ru', value, 'ordinal', case=case)} {noun}" if value else match[0]

    return rule(
        "century",
        rf"(?<!\w)([IVX]{{1,5}}){BREAK}(века|веке|веку|веком|век|в\.)(?!\w)",
        century,
        re.compile("[IVX]"),
    )


def kopeck_rules(russian: Russian, parts: Parts) -> list[Rule]:
    """As in "10-20 кг", "6 рублей 35 коп."."""

    def span(match: Match) -> str:
        low, high = russian.quantity(match["low"]), russian.quantity(match["high"])
        return f"{russian.number(low)} – {match['high']}" if low.count < high.count else match[0]

    def kopecks(match: Match) -> str:
        quantity = russian.quantity(match[2])
        return f"{match[1]} {russian.number(quantity, 'f')} {russian.form(_KOPECKS, russian.category(quantity))}"

    number = parts.number
    return [
        rule(
            "range",
            rf"(?<![\w.,/:-])(?P<low>{number}) ?[-–—] ?(?P<high>{number})(?= ?(?:%|{parts.unit}|{parts.size})(?!\w))",
            span,
        ),
        rule("kopecks", r"(рубл(?:ь|я|ей)) (\d{1,2}) коп(?:\.|еек|ейки|ейка)", kopecks),
    ]


def date_rules(russian: Russian, parts: Parts) -> list[Rule]:
    """As in "24 ноября 2026 г.", "3-5 марта", "01.01.1986", "2026-11-24"."""

    def named(match: Match) -> str:
        name = match["month"].lower().rstrip(".")
        said = russian.day(int(match["day"]))
        if match["low"]:
            said = f"{russian.day(int(match['low']))} {match['joint'].strip().replace('-', '–')} {said}"
        month = russian.month(parts.months[name])
        if match["year"]:
            year = russian.ordinal(int(match["year"]), "го")
            return f"{said} {month} {year} года"
        if match["month"].endswith("."):
            month += "." if len(month) == len(name) else sentence_stop(match)
        return f"{said} {month}"

    def figures(match: Match) -> str:
        day, month = int(match["day"]), int(match["month"])
        return russian.date(day, month, full_year(match["year"]))

    day, month = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
    year = r"(?P<year>[12]\d{3}|\d\d)"
    return [
        rule(
            "date named",
            rf"(?<![\w.,/-])(?:(?P<low>[12]?\d|3[01])(?P<joint> и | или | ?[-–—] ?))?{day}(?:-го)?{BREAK}"
            rf"(?P<month>(?i:{parts.month})\b\.?)(?:{BREAK}(?P<year>[12]\d{{3}})(?:{BREAK}?(?:года|г\.))?)?(?!\w)",
            named,
        ),
        rule(
            "date figures",
            rf"(?<![\w,/-])(?<!\d\.){day}(?P<s>[./-]){month}(?P=s){year}(?: ?г(?:\.|ода))?(?![\w/-]|[.,]\d)",
            figures,
        ),
        rule("date iso", rf"(?<![\w.,/-])(?P<year>[12]\d{{3}})-{month}-{day}(?![\w/-])", figures),
    ]
