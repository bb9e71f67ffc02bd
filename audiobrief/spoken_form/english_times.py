"""Finds English times of day and lengths of time."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, HYPHEN, Match, Rule, rule

_ZONE = (
    r"(?P<zone>(?:EST|EDT|ET|CST|CDT|CT|MST|MDT|PST|PDT|PT|GMT|UTC|CET|CEST|EET|MSK|BST|IST"
    r"|est|edt|pst|pdt|gmt|utc|cet|cst|mst|e\.s\.t|p\.s\.t)\b\.?)"
)
_ZONE_PART = rf"(?:{BREAK}?\(?{_ZONE}\)?)?"
_HOUR, _MINUTE = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_START, _END = r"(?<![\w.,:/-])", r"(?![\w:]|[.,]\d)"
_COLON = re.compile(r"\d:\d")


def time_rules(english: Grammar) -> list[Rule]:
    """Returns the rules of times: "1:04:20", "4:30 p.m. EST", "22:00", "0930 GMT"."""

    def minutes(printed: str) -> str:
        return f"{'oh ' if printed[0] == '0' else ''}{english.cardinal(int(printed))}"

    def clock(hour: str, minute: str | None) -> str:
        value = english.cardinal(int(hour))
        return value if not minute or minute == "00" else f"{value} {minutes(minute)}"

    def half(printed: str | None) -> str:
        return " " + english.spelled(re.sub("[^apm]", "", printed.lower()).upper()) if printed else ""

    def end(match: Match) -> str:
        zone = " " + english.spelled(match["zone"].replace(".", "").upper()) if match["zone"] else ""
        after = match.string[match.end() : match.end() + 24]
        return zone + ("." if match[0].endswith(".") and english.ends_sentence(after, is_time=True) else "")

    def hours(hour: str, minute: str) -> str:
        if minute != "00":
            return clock(hour, minute)
        return f"{english.cardinal(int(hour))} o'clock" if int(hour) else "midnight"

    def twelve(match: Match) -> str:
        if int(match["h"]) > 24:
            return match[0]
        hour = "12" if int(match["h"]) == 0 else match["h"]
        low = f"{clock(match['h0'], match['m0'])}{half(match['half0'])} to " if match["h0"] else ""
        return f"{low}{clock(hour, match['m'])}{half(match['half'])}{end(match)}"

    def clocks(match: Match) -> str:
        low = f"{hours(match['h0'], match['m0'])} to " if match["h0"] else ""
        return f"{low}{hours(match['h'], match['m'])}{end(match)}"

    def military(match: Match) -> str:
        return f"{minutes(match['h'])} {'hundred' if match['m'] == '00' else minutes(match['m'])}{end(match)}"

    def length(match: Match) -> str:
        parts = [(int(number), unit) for number, unit in zip(match.groups(), ("hour", "minute", "second"), strict=True)]
        said = [f"{english.cardinal(n)} {unit if n == 1 else unit + 's'}" for n, unit in parts if n or unit == "second"]
        return " ".join([*said[:-1], "and", said[-1]]) if len(said) > 1 else said[0]

    halves = r"(?:[aApP]\.[ \u00a0]?[mM](?:\.(?!\w)|\b)|[aApP][mM]\b)"
    low = rf"(?:(?P<h0>\d{{1,2}})(?:[:.](?P<m0>{_MINUTE}))?{BREAK}?(?P<half0>{halves})?{BREAK}?{HYPHEN}{BREAK}?)?"
    high = rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>{_MINUTE}))?{BREAK}?(?P<half>{halves})"
    from_ = rf"(?:(?P<h0>{_HOUR}):(?P<m0>{_MINUTE}) ?{HYPHEN} ?)?"
    needs = re.compile(r"\d[ \u00a0\u202f]?[aApP]\.?[ \u00a0]?[mM]")
    return [
        rule("length of time", rf"{_START}(\d{{1,2}}):({_MINUTE}):({_MINUTE}){_END}", length, _COLON),
        rule("time half", rf"{_START}{low}{high}{_ZONE_PART}", twelve, needs),
        rule("time", rf"{_START}{from_}(?P<h>{_HOUR}):(?P<m>{_MINUTE}){_ZONE_PART}{_END}", clocks, _COLON),
        rule("military time", rf"{_START}(?P<h>[01]\d|2[0-3])(?P<m>{_MINUTE}){BREAK}{_ZONE}", military),
    ]
