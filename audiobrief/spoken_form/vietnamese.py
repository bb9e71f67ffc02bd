"""Vietnamese, as it is said in the north. num2words says "lẻ" and has neither "tư" nor words for times and dates."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST
from audiobrief.spoken_form.tokens import BREAK, HYPHEN, Match, Parts, rule

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_MILLIARD = 1_000_000_000
_NAMED_DAYS = "ngày|sáng|trưa|chiều|tối|đêm|nay|qua|mai|hôm|từ|đến|tới|và|trước|sau"
"""What stands before a day and month in figures ("sáng 27/11"); elsewhere "3/4" is a fraction."""


def _below_hundred(value: int, is_last: bool) -> str:
    """``is_last``: something stands before, so a lone digit gets its "linh"."""
    ten, one = divmod(value, 10)
    if not ten:
        return f"linh {_DIGITS[one]}" if is_last else _DIGITS[one]
    if ten == 1:
        return "mười" + (f" {'lăm' if one == 5 else _DIGITS[one]}" if one else "")
    return f"{_DIGITS[ten]} mươi" + (f" {_AFTER_TENS.get(one, _DIGITS[one])}" if one else "")


@lru_cache(maxsize=4096)
def cardinal(value: int) -> str:
    """As in "một triệu năm mươi nghìn linh ba"; a milliard of milliards is counted in milliards again."""
    if value == 0:
        return _DIGITS[0]
    said: list[str] = []
    milliards, rest = divmod(value, _MILLIARD)
    if milliards:
        said.append(f"{cardinal(milliards)} tỷ")
    for power, name in ((1_000_000, " triệu"), (1000, " nghìn"), (1, "")):
        part, rest = divmod(rest, power)
        if not part:
            continue
        hundred, low = divmod(part, 100)
        words = [f"{_DIGITS[hundred]} trăm"] if hundred else []
        if low:
            words.append(_below_hundred(low, bool(hundred) or (power == 1 and bool(said))))
        said.append(" ".join(words) + name)
    return " ".join(said)


class Vietnamese(Grammar):
    """Vietnamese."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        return cardinal(value) if len(str(value)) < LONGEST else self.digits(str(value))

    def digits(self, printed: str) -> str:
        return " ".join(_DIGITS[int(digit)] for digit in printed if digit.isdecimal())

    def fraction(self, top: int, bottom: int) -> str:
        return f"{cardinal(top)} phần {'tư' if bottom == 4 else cardinal(bottom)}"

    def month(self, number: int) -> str:
        return f"tháng {'tư' if number == 4 else cardinal(number)}"

    def date(self, day: int, month: int, year: int | None) -> str:
        return f"ngày {cardinal(day)} {self.month(month)}" + (f" năm {cardinal(year)}" if year is not None else "")

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        parts = [(hour, "giờ"), (minute, "phút"), (second or 0, "giây")]
        said = [f"{cardinal(value)} {name}" for value, name in parts if value]
        return " ".join(said if hour else [f"{_DIGITS[0]} giờ", *said])

    def own_rules(self, parts: Parts) -> list[Rule]:
        """As in "14h30", "30p", "sáng 27/11", "ngày 19/05/2025", "tháng 04/1969", "thứ 4", "2tr5"."""
        return [*self._time_rules(), *self._date_rules(), *self._figure_rules(parts)]

    def _time_rules(self) -> list[Rule]:
        def clock(match: Match) -> str:
            if int(match["hour"]) > 24:
                return match[0]
            return self.time(int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0))

        def between(match: Match) -> str:
            return f"{clock(match)} {self.to} "

        def span(match: Match) -> str:
            minute, second = int(match["minute"]), int(match["second"] or 0)
            return f"{cardinal(minute)} phút" + (f" {cardinal(second)} giây" if second else "")

        start, end = r"(?<![\w.,:/-])", r"(?![\w:]|[.,]\d)"
        hour, minute = r"(?P<hour>\d{1,2})", r"(?P<minute>[0-5]\d)"
        colon = rf"{hour}:{minute}(?::(?P<second>[0-5]\d))?"
        ends = rf"{BREAK}?(?:'|’|phút|ph|p)(?:{BREAK}?(?P<second>[0-5]?\d){BREAK}?(?:s|giây))?"
        letter = rf"{hour}{BREAK}?(?:h|giờ|g(?=[0-5]\d))(?:{BREAK}?{minute}(?:{ends})?)?"
        return [
            rule("time from", rf"{start}{colon}{BREAK}?{HYPHEN}{BREAK}?(?=\d{{1,2}}:[0-5]\d)", between),
            rule("time to", rf"(?<= {self.to} ){colon}{end}", clock),
            rule("time letter", rf"{start}{letter}{end}", clock, re.compile(r"\d[ \u00a0]?[hg]")),
            rule("minutes", rf"{start}(?P<minute>\d{{1,3}})(?:p|ph|')(?:(?P<second>[0-5]?\d)s)?(?!\w)", span),
        ]

    def _date_rules(self) -> list[Rule]:
        def day(match: Match) -> str:
            number, month = int(match["day"]), int(match["month"])
            if not (1 <= number <= 31 and 1 <= month <= 12):
                return match[0]
            low = f"{cardinal(int(match['low']))} {self.to} " if match["low"] else ""
            named = match["lead"].lower().startswith("ngày")
            year = f" năm {cardinal(int(match['year']))}" if match["year"] else ""
            return f"{match['lead']}{'' if named else 'ngày '}{low}{cardinal(number)} {self.month(month)}{year}"

        def month(match: Match) -> str:
            year = f" năm {cardinal(int(match['year']))}" if match["year"] else ""
            return f"{match['word']} {self.month(int(match['month'])).removeprefix('tháng ')}{year}"

        def quarter(match: Match) -> str:
            value = numerals.roman(match[2]) or int(match[2])
            return f"{match[1]} {cardinal(value)} năm {cardinal(int(match[3]))}"

        lead = rf"(?P<lead>(?<!\w)(?i:{_NAMED_DAYS}){BREAK}\(?|\()"
        low = rf"(?:(?P<low>\d\d?){BREAK}?{HYPHEN}{BREAK}?)?"
        figures = r"(?P<day>\d\d?)[/.-](?P<month>\d\d?)(?:[/.-](?P<year>[12]\d{3}))?"
        named = rf"(?<!\w)(?P<word>(?i:tháng)){BREAK}(?P<month>0?[1-9]|1[0-2])"
        return [
            rule("day", rf"{lead}{low}{figures}(?![\w/%]|[.,-]\d)", day, re.compile(r"\d[/.-]\d")),
            rule("month", rf"{named}(?:(?:/|-|{BREAK})(?P<year>[12]\d{{3}}))?(?![\w/]|[.,]\d)", month),
            rule("quarter", rf"(?<!\w)((?i:quý)){BREAK}([1-4]|I{{1,3}}|IV)/([12]\d{{3}})(?!\w|[.,]\d)", quarter),
        ]

    def _figure_rules(self, parts: Parts) -> list[Rule]:
        def fourth(match: Match) -> str:
            return f"{match[1]} {'nhất' if match[2] == '1' else 'tư'}"

        def millions(match: Match) -> str:
            names = ("triệu", "trăm nghìn") if match[2].lower() == "tr" else ("tỷ", "trăm triệu")
            return f"{cardinal(int(match[1]))} {names[0]} {cardinal(int(match[3]))} {names[1]}"

        return [
            rule("weekday", rf"(?<!\w)((?i:thứ)){BREAK}([14])(?!\w|[.,]\d)", fourth),
            rule("millions", r"(?<![\w.,])(\d{1,3})(tr|t|Tr|T)([1-9])(?!\w)", millions, re.compile(r"\d[tT]")),
        ]
