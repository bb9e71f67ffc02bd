"""English rows for dates, times of day, decades and eras."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobrief.spoken_form.tokens import BREAK, HYPHEN, Match, rule

if TYPE_CHECKING:
    from audiobrief.spoken_form.english import English
    from audiobrief.spoken_form.grammar import Rule, Say

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHORT = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_NUMBERS = {**_SHORT, **{name.lower(): place for place, name in enumerate(_MONTHS, 1)}}
_ALSO_WORDS = frozenset({"may", "mar", "march", "dec", "sep", "oct", "jan"})
"""In small letters these are a month only with a year."""
_MONTH = r"(?P<month>(?i:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r"))\b\.?"
_SHORT_WITH_POINT = "|".join(sorted((name.title() for name in _SHORT), key=len, reverse=True))
_WEEKDAYS = {
    "Mon.": "Monday", "Tue.": "Tuesday", "Tues.": "Tuesday", "Wed.": "Wednesday", "Thu.": "Thursday",
    "Thur.": "Thursday", "Thurs.": "Thursday", "Fri.": "Friday", "Sat.": "Saturday", "Sun.": "Sunday",
}  # fmt: skip
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>[12]\d{3})"
_NTH = r"(?:(?i:st|nd|rd|th))?"
_ZONE = (
    r"(?P<zone>(?:EST|EDT|ET|CST|CDT|CT|MST|MDT|PST|PDT|PT|GMT|UTC|CET|CEST|EET|MSK|BST|IST"
    r"|est|edt|pst|pdt|gmt|utc|cet|cst|mst|e\.s\.t|p\.s\.t)\b\.?)"
)
_ZONE_PART = rf"(?:{BREAK}?\(?{_ZONE}\)?)?"
_HOUR, _MINUTE = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_START = r"(?<![\w.,:/-])"
_END = r"(?![\w:]|[.,]\d)"
_COLON = re.compile(r"\d:\d")


def date_rules(english: English) -> list[Rule]:
    """Dates: figures first, then named months."""
    return [*_figure_rules(english), *_named_rules(english), *_short_name_rules()]


def _figure_rules(english: English) -> list[Rule]:
    """As in "2006-08-05", "10/06/2005" (American), "15-01-2020", "24.11.2026"."""

    def said(day: int, month: int, year: str, day_first: bool) -> str:
        if len(year) == 4:
            spoken_year = english.year(int(year))
        else:
            spoken_year = english.digits(year) if year[0] == "0" else english.cardinal(int(year))
        name, nth = _MONTHS[month - 1], english.ordinal(day)
        return f"the {nth} of {name} {spoken_year}" if day_first else f"{name} {nth} {spoken_year}"

    def iso(match: Match) -> str:
        return said(int(match["day"]), int(match["number"]), match["year"], False)

    def figures(match: Match) -> str:
        first, second = int(match["a"]), int(match["b"])
        day_first = first > 12 or (match["mark"] == "." and second <= 12)
        day, month = (first, second) if day_first else (second, first)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        return said(day, month, match["year"], day_first)

    end = r"(?![\w/-]|[.,]\d)"
    return [
        rule("date iso", rf"(?<![\w.,/-]){_YEAR}[-/](?P<number>0?[1-9]|1[0-2])[-/]{_DAY}{end}", iso),
        rule(
            "date figures",
            rf"(?<![\w.,/-])(?P<a>\d{{1,2}})(?P<mark>[/.-])(?P<b>\d{{1,2}})(?P=mark)(?P<year>[12]\d{{3}}|\d\d){end}",
            figures,
        ),
    ]


def _named_rules(english: English) -> list[Rule]:
    """As in "Jan. 6, 2021", "the 26th May", "25 July 2012", "May 5-7", "July 1506"."""

    def is_date(match: Match) -> bool:
        name = match["month"]
        return name[0].isupper() or name.lower() not in _ALSO_WORDS or bool(match["year"])

    def name_of(match: Match) -> str:
        return _MONTHS[_NUMBERS[match["month"].lower()] - 1]

    def day_of(match: Match) -> str:
        until = f" to {english.ordinal(int(match['to']))}" if match["to"] else ""
        return english.ordinal(int(match["day"])) + until

    def year_of(match: Match) -> str:
        if match["year"]:
            return f"{match['comma'] or ''} {english.year(int(match['year']))}"
        month = match["month"].lower()
        ends_sentence = match[0].endswith(".") and month not in _SHORT
        return "." if ends_sentence else ""

    def month_day(match: Match) -> str:
        return f"{name_of(match)} {day_of(match)}{year_of(match)}" if is_date(match) else match[0]

    def day_month(match: Match) -> str:
        if not is_date(match):
            return match[0]
        before = match.string[max(0, match.start() - 5) : match.start()].lower()
        article = "" if before.endswith("the ") else "the "
        return f"{article}{day_of(match)} of {name_of(match)}{year_of(match)}"

    def month_year(match: Match) -> str:
        return f"{name_of(match)}{match['comma'] or ''} {english.year(int(match['year']))}"

    to = rf"(?:{_NTH}{HYPHEN}(?P<to>0?[1-9]|[12]\d|3[01]))?"
    year = rf"(?:(?P<comma>,)?(?:{BREAK}|(?<=,)|(?<=\d)-){_YEAR}(?!\w|[.,:]\d))?"
    return [
        rule("day month", rf"{_START}{_DAY}{_NTH}{to}{_NTH}(?:{BREAK}|-| of )(?:of )?{_MONTH}{year}(?!\w)", day_month),
        rule(
            "month day",
            rf"(?<![\w-]){_MONTH}(?:{BREAK}|-){_DAY}{to}{_NTH}{year}(?![\w%]|[.,:/]\d|{HYPHEN}\d)",
            month_day,
        ),
        rule("month year", rf"(?<![\w-]){_MONTH}(?P<comma>,)?{BREAK}{_YEAR}(?!\w|[.,:]\d|-\d)", month_year),
    ]


def _short_name_rules() -> list[Rule]:
    """Shortened months and weekdays without a figure: "Jan. and Feb.", "Tues., May 5"."""
    weekdays = "|".join(map(re.escape, _WEEKDAYS))
    months = "|".join(_MONTHS)
    return [
        rule(
            "month alone",
            rf"(?<![\w.-])({_SHORT_WITH_POINT})\.(?!\w)",
            lambda match: _MONTHS[_SHORT[match[1].lower()] - 1],
            re.compile(r"[a-z]\."),
        ),
        rule(
            "weekday",
            rf"(?<![\w.-])(?:{weekdays})(?=,? (?:{months}|\d|the ))",
            lambda match: _WEEKDAYS[match[0]],
            re.compile(r"[a-z]\.,? "),
        ),
    ]


def time_rules(english: English) -> list[Rule]:
    """Times of day and lengths of time."""

    def clock(hour: str, minute: str | None) -> str:
        value = english.cardinal(int(hour))
        if not minute or minute == "00":
            return value
        return f"{value} {'oh ' if minute[0] == '0' else ''}{english.cardinal(int(minute))}"

    def half(printed: str | None) -> str:
        return " " + english.spelled(re.sub("[^apm]", "", printed.lower()).upper()) if printed else ""

    def zone(match: Match) -> str:
        return " " + english.spelled(match["zone"].replace(".", "").upper()) if match["zone"] else ""

    def hours(hour: str, minute: str) -> str:
        if minute != "00":
            return clock(hour, minute)
        return f"{english.cardinal(int(hour))} o'clock" if int(hour) else "midnight"

    def twelve(match: Match) -> str:
        if int(match["h"]) > 24:
            return match[0]
        hour = "12" if int(match["h"]) == 0 else match["h"]
        low = f"{clock(match['h0'], match['m0'])}{half(match['half0'])} to " if match["h0"] else ""
        return f"{low}{clock(hour, match['m'])}{half(match['half'])}{zone(match)}{_stop(english, match)}"

    def clocks(match: Match) -> str:
        low = f"{hours(match['h0'], match['m0'])} to " if match["h0"] else ""
        return f"{low}{hours(match['h'], match['m'])}{zone(match)}{_stop(english, match)}"

    def military(match: Match) -> str:
        hour, minute = match["h"], match["m"]
        said = ("oh " if hour[0] == "0" else "") + english.cardinal(int(hour))
        rest = "hundred" if minute == "00" else ("oh " if minute[0] == "0" else "") + english.cardinal(int(minute))
        return f"{said} {rest}{zone(match)}{_stop(english, match)}"

    halves = r"(?:[aApP]\.[ \u00a0]?[mM](?:\.(?!\w)|\b)|[aApP][mM]\b)"
    low = rf"(?:(?P<h0>\d{{1,2}})(?:[:.](?P<m0>{_MINUTE}))?{BREAK}?(?P<half0>{halves})?{BREAK}?{HYPHEN}{BREAK}?)?"
    return [
        rule("length of time", rf"{_START}(\d{{1,2}}):({_MINUTE}):({_MINUTE}){_END}", _length(english), _COLON),
        rule(
            "time half",
            rf"{_START}{low}(?P<h>\d{{1,2}})(?:[:.](?P<m>{_MINUTE}))?{BREAK}?(?P<half>{halves}){_ZONE_PART}",
            twelve,
            re.compile(r"\d[ \u00a0\u202f]?[aApP]\.?[ \u00a0]?[mM]"),
        ),
        rule(
            "time",
            rf"{_START}(?:(?P<h0>{_HOUR}):(?P<m0>{_MINUTE}) ?{HYPHEN} ?)?(?P<h>{_HOUR}):(?P<m>{_MINUTE})"
            rf"{_ZONE_PART}{_END}",
            clocks,
            _COLON,
        ),
        rule("military time", rf"{_START}(?P<h>[01]\d|2[0-3])(?P<m>{_MINUTE}){BREAK}{_ZONE}", military),
    ]


def _length(english: English) -> Say:
    def say(match: Match) -> str:
        parts = [(int(match[1]), "hour"), (int(match[2]), "minute"), (int(match[3]), "second")]
        said = [f"{english.cardinal(n)} {unit if n == 1 else unit + 's'}" for n, unit in parts if n or unit == "second"]
        return " ".join([*said[:-1], "and", said[-1]]) if len(said) > 1 else said[0]

    return say


def _stop(english: English, match: Match) -> str:
    """The point of "at 5 p.m." ends a sentence too, where the text ends or "The" follows."""
    if not match[0].endswith("."):
        return ""
    after = match.string[match.end() : match.end() + 24]
    word = re.match(r"[\"”’)]*\s+([A-Z][a-z]*)", after)
    return "." if not after.strip() or (word and word[1] in english.sentence_starters) else ""


def decade_rules(english: English) -> list[Rule]:
    """As in "the 1990s", "'80s", "mid-2000s", "1960s-80s", "in his 50s", "340 A.D.", "2Q22"."""
    from audiobrief.spoken_form.english import plural

    def name(printed: str) -> str:
        year = int(printed)
        if len(printed) == 2:
            return plural(english.cardinal(year)) if year else "two thousands"
        if year % 100:
            return plural(english.year(year))
        return "two thousands" if year == 2000 else f"{english.cardinal(year // 100)} hundreds"

    def decade(match: Match) -> str:
        mid = match["mid"].rstrip("-") + " " if match["mid"] else ""
        low = name(match["low"]) + " to " if match["low"] else ""
        return mid + low + name(match["year"])

    def era(match: Match) -> str:
        value = int(match["year"])
        if 100 < value < 1000 and value % 100:
            rest = value % 100
            said = f"{english.cardinal(value // 100)} {'oh ' if rest < 10 else ''}{english.cardinal(rest)}"
        else:
            said = english.year(value) if value > 999 else english.cardinal(value)
        return f"{said} {english.spelled(re.sub('[^A-Z]', '', match['era']))}"

    def quarter(match: Match) -> str:
        year = int(match["year"])
        said = english.year(year) if year > 99 else english.cardinal(year)
        return f"the {english.ordinal(int(match['q']))} quarter of {said}"

    needs = re.compile(r"0['’ ]?s")
    full = r"1[1-9]\d0|20\d0"
    short = r"(?:(?<=['’‘])|(?<=-)|(?<=the )|(?<=\bin ))\d0"
    return [
        rule(
            "decade",
            rf"(?<![\w.,])(?P<mid>(?i:mid|early|late)-)?(?:(?P<low>{full})s?-)?['’‘]?(?P<year>{full}|{short})(?:['’]?s|"
            rf" s)(?!\w)",
            decade,
            needs,
        ),
        rule("tens", r"(?<![\w.,:/-])([1-9]0)['’]?s(?![\w-])", lambda match: name(match[1]), needs),
        rule("era", rf"(?<![\w.,])(?P<year>\d{{1,4}}){BREAK}(?P<era>A\.?D\.?|B\.?C\.?(?:E\.?)?|C\.?E\.?)(?!\w)", era),
        rule("quarter", r"(?<!\w)(?P<q>[1-4])Q(?P<year>\d{2}|20\d\d)(?!\w)", quarter),
    ]
