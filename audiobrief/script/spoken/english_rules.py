"""English rows for telephone numbers, dates, times, decades: the parts of English that no other language shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobrief.script.spoken.tokens import BREAK, HYPHEN, SIGN, Match, Parts, rule

if TYPE_CHECKING:
    from audiobrief.script.spoken.english import English
    from audiobrief.script.spoken.grammar import Rule

_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_NUMBERS = {**_SHORT, **{name.lower(): place for place, name in enumerate(_MONTHS, 1)}}
_MONTH = r"(?P<month>(?i:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r"))\b\.?"
_SHORT_WITH_POINT = "|".join(sorted((name.title() for name in _SHORT), key=len, reverse=True))
_WEEKDAYS = {
    "Mon.": "Monday", "Tue.": "Tuesday", "Tues.": "Tuesday", "Wed.": "Wednesday", "Thu.": "Thursday", "Thur.": "Thursday",
    "Thurs.": "Thursday", "Fri.": "Friday", "Sat.": "Saturday", "Sun.": "Sunday",
}  # fmt: skip
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>[12]\d{3})"
_ZONES = "EST|EDT|ET|CST|CDT|CT|MST|MDT|PST|PDT|PT|GMT|UTC|CET|CEST|EET|MSK|BST|IST|est|edt|pst|pdt|gmt|utc|cet|cst|mst|e\\.s\\.t|p\\.s\\.t"
_QUARTERS = "first second third fourth".split()

_DATELESS = re.compile(r"(?<![\w.,])(?P<a>1?\d|2\d|3[01])/(?P<b>1?\d|2\d|3[01])(?![\w/]|[.,]\d)")


def own_rules(english: English, parts: Parts) -> list[Rule]:
    """Telephone numbers, "No. 5", quarters, decades, eras, products and sums."""

    def phone(match: Match) -> str:
        return english.telephone(re.findall(r"\d+", match[0]), match[0].startswith("+"))

    def letters_phone(match: Match) -> str:
        prefix = english.digits(match["one"]) + ", " if match["one"] else ""
        area = "eight hundred" if match["area"] == "800" else english.digits(match["area"])
        return f"{prefix}{area}, {match['name'].replace('-', ' ')}"

    def decade(match: Match) -> str:
        from audiobrief.script.spoken.english import plural

        year = int(match["year"])
        if len(match["year"]) == 4:
            century, rest = divmod(year, 100)
            said = (
                plural(english.year(year))
                if rest
                else ("two thousands" if year == 2000 else f"{english.cardinal(century)} hundreds")
            )
        else:
            said = plural(english.cardinal(year)) if year else "two thousands"
        before = match["mid"].rstrip("-") + " " if match["mid"] else ""
        if match["low"]:
            before += decade_name(int(match["low"])) + " to "
        return before + said

    def decade_name(year: int) -> str:
        from audiobrief.script.spoken.english import plural

        return plural(english.year(year)) if year % 100 else "two thousands"

    def numbered(match: Match) -> str:
        plural = "s" if match["s"] else ""
        return f"{'Number' if match['n'] == 'N' else 'number'}{plural} "

    def quarter(match: Match) -> str:
        year = match["year"]
        said = english.cardinal(int(year)) if len(year) == 2 else english.year(int(year))
        return f"the {_QUARTERS[int(match['q']) - 1]} quarter of {said}"

    def era(match: Match) -> str:
        letters = match["era"].replace(".", "").replace(" ", "").upper()
        value = int(match["year"])
        number = (
            f"{english.cardinal(value // 100)} {'oh ' if 0 < value % 100 < 10 else ''}{english.cardinal(value % 100)}"
        )
        said = (
            number
            if 100 < value < 1000 and value % 100
            else english.year(value)
            if value > 999
            else english.cardinal(value)
        )
        return f"{said} {english.spelled(letters)}"

    def by(match: Match) -> str:
        return f"{english.number(english.quantity(match['a']))} by {match['b']}"

    def sum_sign(match: Match) -> str:
        word = {"+": "plus", "=": "equals", "×": "times", "÷": "divided by", "<": "less than", ">": "more than"}.get(
            match["sign"], "minus"
        )
        return f" {word} "

    def inches(match: Match) -> str:
        return (
            f"{english.number(english.quantity(match['n']))} inches"
            if match.string.count('"', 0, match.start()) % 2 == 0
            else match[0]
        )

    def all_day(match: Match) -> str:
        return f"{match[1]} {match[2]}"

    def address(match: Match) -> str:
        number = match["number"]
        if len(number) == 3 or len(number) == 4:
            head, tail = number[:-2], int(number[-2:])
            said = (
                english.digits(number)
                if tail < 10 and len(number) == 3
                else f"{english.cardinal(int(head))} {english.cardinal(tail) if tail > 9 else 'hundred' if not tail else 'oh ' + english.cardinal(tail)}"
            )
        else:
            said = english.number(english.quantity(number))
        return f"{said} {match['name']}{_STREETS[match['kind'].rstrip('.').lower()]}{_stop(match, 'kind')}"

    def plural_code(match: Match) -> str:
        from audiobrief.script.spoken.english import plural

        return plural(english.code_number(match[1]))

    def hyphened(match: Match) -> str:
        from audiobrief.script.spoken.english import cardinal

        return cardinal(int(match[0]), and_=False)

    def tens(match: Match) -> str:
        from audiobrief.script.spoken.english import plural

        return plural(english.cardinal(int(match[1])))

    def model(match: Match) -> str:
        return match[1] + " ".join(english.code_number(piece) for piece in re.findall(r"\d+", match[2]))

    def celsius(match: Match) -> str:
        return f"{english.degree(english.quantity(match['n']))} {'Celsius' if match['scale'] == 'C' else 'Fahrenheit'}"

    def million(match: Match) -> str:
        after = match["after"]
        if match["m"] in "kK":
            return f"{english.number(english.quantity(match['n']))} K"
        is_length = after is None or after in _LENGTH_NOUNS or not (after.endswith("s") or after in _CROWDS)
        if is_length and match["m"] == "m":
            return match[0]
        return f"{english.number(english.quantity(match['n']))} million"

    def feet(match: Match) -> str:
        return f"{english.cardinal(int(match['ft']))} foot {english.cardinal(int(match['in']))}"

    def military(match: Match) -> str:
        hour, minute = match["h"], match["m"]
        said = ("oh " if hour[0] == "0" else "") + english.cardinal(int(hour))
        rest = "hundred" if minute == "00" else ("oh " if minute[0] == "0" else "") + english.cardinal(int(minute))
        return f"{said} {rest} {english.spelled(match['zone'].replace('.', '').upper())}"

    def ordinal_fraction(match: Match) -> str:
        return english.fraction(int(match["top"]), int(match["bottom"]))

    def money_span(match: Match) -> str:
        start, end = match.start("dash") - match.start(), match.end("dash") - match.start()
        return f"{match[0][:start].rstrip()} to {match[0][end:].lstrip()}"

    number = parts.number
    size = parts.magnitude
    from audiobrief.script.spoken.english_places import place_rules

    return [
        *place_rules(english),
        rule(
            "money span",
            rf"[$€£¥]{number}{BREAK}?{size}\b(?P<dash>{BREAK}?{HYPHEN}{BREAK}?)(?=[$€£¥]\d)",
            money_span,
        ),
        rule(
            "military time",
            rf"(?<![\w.,:/-])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d){BREAK}(?P<zone>{_ZONES})\b",
            military,
        ),
        rule(
            "fraction ordinal",
            r"(?<![\w/.,])(?P<top>\d{1,4})/(?P<bottom>[2-9]\d{0,3})(?i:st|nd|rd|th)s?(?!\w)",
            ordinal_fraction,
            re.compile("/"),
        ),
        rule(
            "feet",
            r"(?<![\w.,])(?P<ft>\d{1,3})['′’] ?(?P<in>\d{1,2})[\"″”]",
            feet,
        ),
        rule(
            "model",
            r"(?<!\w)((?:Boeing|Airbus|Embraer|Bombardier|Peugeot|Porsche|Ilyushin|Tupolev|Antonov|Route|Highway|Flight|Room)"
            r"[ -](?:[A-Z]{1,2}-?)?)(\d{2,4}(?:-\d{1,4})?)(?![\w,])",
            model,
        ),
        rule("codes", r"(?<!\ds-)(?<=[A-Za-z]-)(\d{1,4})s(?!\w)", plural_code, re.compile(r"-\d+s")),
        rule("hyphened", r"(?<![\w.,-])\d{1,9}(?=-[A-Z]{1,4}\b)", hyphened, re.compile(r"\d-[A-Z]")),
        rule(
            "temperature",
            rf"(?<![\w.,/])(?P<n>{SIGN}{number}){BREAK}?(?P<scale>[CF])(?![\w'’&+/-]|\.\w)",
            celsius,
            re.compile("[CF]"),
        ),
        rule(
            "millions",
            rf"(?<![\w.,/$€£-])(?P<n>{number})(?P<m>[mMkK])(?![\w/])(?:(?={BREAK}(?P<after>[a-z]+))|)",
            million,
        ),
        rule(
            "telephone us",
            r"(?<![\w.,])(?:\+?1[-. ])?(?:\(\d{3}\)[ -]?|\d{3}[-. ])\d{3}[-.]\d{4}(?:-\d{4})?(?![\w-])",
            phone,
        ),
        rule("social number", r"(?<![\w.,-])\d{3}-\d{2}-\d{4}(?![\w-])", phone),
        rule(
            "telephone letters",
            r"(?<![\w.,-])(?:(?P<one>1)-)?(?P<area>[2-9]\d\d)-(?P<name>[A-Z]{1,8}(?:-[A-Z]{1,8}){0,3})(?![\w-])",
            letters_phone,
        ),
        rule("numbered", rf"(?<![\w.])(?P<n>[Nn])o(?P<s>s)?\.{BREAK}?(?=#?\d)", numbered),
        rule("hash number", r"(?<![\w#])#(?=\d)", lambda m: "number "),
        rule(
            "street",
            rf"(?<![\w.,])(?P<number>\d{{1,5}}){BREAK}(?P<name>(?:[NSEW]\.?{BREAK})?(?:[A-Z][a-z]+{BREAK}|\d{{1,3}}(?:st|nd|rd|th){BREAK}){{1,3}})(?P<kind>(?i:st|ave|blvd|rd|hwy|ct|dr|ln|pl|sq|pkwy)\b\.?)(?!\w)",
            address,
        ),
        rule("quarter", r"(?<!\w)(?:(?P<q>[1-4])Q|Q(?P<q2>(?!)))(?P<year>\d{2}|20\d\d)(?!\w)", quarter),
        rule(
            "decade",
            r"(?<![\w.,])(?P<mid>(?i:mid|early|late)-)?(?:(?P<low>1[1-9]\d0|20\d0)s?-)?['’‘]?(?P<year>1[1-9]\d0|20\d0|(?:(?<=['’‘])|(?<=-)|(?<=the )|(?<=\bin )|(?<=\bhis )|(?<=\bher ))[0-9]0)(?:['’]?s| s)(?!\w)",
            decade,
            re.compile(r"0['’ ]?s"),
        ),
        rule("tens", r"(?<![\w.,:/-])([1-9]0)['’]?s(?![\w-])", tens, re.compile(r"0['’]?s")),
        rule("era", rf"(?<![\w.,])(?P<year>\d{{1,4}}){BREAK}(?P<era>A\.?D\.?|B\.?C\.?(?:E\.?)?|C\.?E\.?)(?!\w)", era),
        rule("by", rf"(?<![\w.,])(?P<a>{number}){BREAK}[x×]{BREAK}(?P<b>(?={number}))", by),
        rule(
            "sum",
            r"(?<=[\dxyz])\s?(?P<sign>-|−)\s(?=\d+ ?[=+])|(?<=[\dxyz ])\s?(?P<sign2>(?!))",
            sum_sign,
            re.compile(r"[-−] \d+ ?[=+]"),
        ),
        rule("times sign", r"(?<=\d) ?(?P<sign>[×÷]) ?(?=\d)", sum_sign, re.compile("[×÷]")),
        rule("inches", rf"(?<![\w.,])(?P<n>{number})[\"″]", inches, re.compile(r"\d[\"″]")),
        rule("always", r"(?<!\w)(24)/(7)(?!\w)", lambda m: "twenty four seven"),
        rule("nine eleven", r"(?<![\w/.,])9/11(?![\w/]|[.,]\d)", lambda m: "nine eleven"),
    ]


_LENGTH_NOUNS = frozenset("meters metres hurdles".split())
_CROWDS = frozenset("people children women men refugee users viewers homes jobs barrels doses tonnes tons in more".split())
_STREETS = {
    "st": "Street", "ave": "Avenue", "blvd": "Boulevard", "rd": "Road", "hwy": "Highway", "ct": "Court", "dr": "Drive",
    "ln": "Lane", "pl": "Place", "sq": "Square", "pkwy": "Parkway",
}  # fmt: skip


def _stop(match: Match, group: str) -> str:
    """The point of an abbreviation that also ends its sentence."""
    if not match[group].endswith("."):
        return ""
    after = match.string[match.end() : match.end() + 3]
    return "." if not after.strip() or (after[:1] == " " and after[1:2].isupper()) else ""


def date_rules(english: English, parts: Parts) -> list[Rule]:
    """Day and month in either order, ISO and American figures, shortened months and weekdays."""

    def said(day: int, month: int, year: str | None, comma: str, day_first: bool) -> str:
        when = (
            f"the {english.ordinal(day)} of {_MONTHS[month - 1]}"
            if day_first
            else f"{_MONTHS[month - 1]} {english.ordinal(day)}"
        )
        return (
            when
            if year is None
            else f"{when}{comma} {english.year(int(year)) if len(year) == 4 else english.digits(year) if year[0] == '0' else english.cardinal(int(year))}"
        )

    def month_of(match: Match) -> int:
        return _NUMBERS[match["month"].lower()]

    def sensible(match: Match) -> bool:
        """ "may 5", "mar 3": a small letter is a verb unless a year or a full name says otherwise."""
        name = match["month"]
        return (
            name[0].isupper()
            or name.lower() not in {"may", "mar", "march", "dec", "sep", "oct", "jan"}
            or bool(match["year"])
        )

    def month_day(match: Match) -> str:
        if not sensible(match):
            return match[0]
        comma = "," if match["comma"] else ""
        end = _until(match)
        text = said(int(match["day"]), month_of(match), None, "", False) + end
        return text + (f"{comma} {english.year(int(match['year']))}" if match["year"] else "")

    def _until(match: Match) -> str:
        return f" to {english.ordinal(int(match['to']))}" if match["to"] else ""

    def day_month(match: Match) -> str:
        if not sensible(match):
            return match[0]
        comma = "," if match["comma"] else ""
        article = "" if re.search(r"\b[Tt]he\s$", match.string[max(0, match.start() - 5) : match.start()]) else "the "
        of = f"{article}{english.ordinal(int(match['day']))}{_until(match)} of {_MONTHS[month_of(match) - 1]}"
        return of + (f"{comma} {english.year(int(match['year']))}" if match["year"] else "")

    def month_year(match: Match) -> str:
        return f"{_MONTHS[month_of(match) - 1]}{match['comma'] or ''} {english.year(int(match['year']))}"

    def month_alone(match: Match) -> str:
        return _MONTHS[_SHORT[match[1].lower()] - 1]

    def iso(match: Match) -> str:
        return said(int(match["day"]), int(match["month"]), match["year"], "", False)

    def figures(match: Match) -> str:
        first, second, mark = int(match["a"]), int(match["b"]), match["mark"]
        day_first = first > 12 or (mark == "." and second <= 12) or (mark == "-" and first > 12)
        day, month = (first, second) if day_first else (second, first)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        return said(day, month, match["year"], "", day_first)

    def weekday(match: Match) -> str:
        return _WEEKDAYS[match[0]] + ("" if match.string[match.end() : match.end() + 1] else "")

    to = rf"(?:(?:st|nd|rd|th)?{HYPHEN}(?P<to>0?[1-9]|[12]\d|3[01]))?"
    nth = r"(?:(?i:st|nd|rd|th))?"
    year = rf"(?:(?P<comma>,)?(?:{BREAK}|(?<=,)|(?<=\d)-){_YEAR}(?![\w]|[.,:]\d))?"
    month_needs = re.compile(r"\d")
    return [
        rule("date iso", rf"(?<![\w.,/-]){_YEAR}[-/](?P<month>0?[1-9]|1[0-2])[-/]{_DAY}(?![\w/-]|[.,]\d)", iso),
        rule(
            "date figures",
            r"(?<![\w.,/-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<year>[12]\d{3}|\d\d)(?![\w/-]|[.,]\d)",
            figures,
        ),
        rule(
            "day month",
            rf"(?<![\w.,/:-]){_DAY}{nth}{to}{nth}(?:{BREAK}|-| of )(?:of )?{_MONTH}{year}(?![\w])",
            day_month,
            month_needs,
        ),
        rule(
            "month day",
            rf"(?<![\w-]){_MONTH}(?:{BREAK}|-){_DAY}{to}{nth}{year}(?![\w%]|[.,:/]\d|{HYPHEN}\d)",
            month_day,
            month_needs,
        ),
        rule(
            "month year", rf"(?<![\w-]){_MONTH}(?P<comma>,)?{BREAK}{_YEAR}(?![\w]|[.,:]\d|-\d)", month_year, month_needs
        ),
        rule("month alone", rf"(?<![\w.-])({_SHORT_WITH_POINT})\.(?!\w)", month_alone, re.compile(r"[a-z]\.")),
        rule(
            "weekday",
            rf"(?<![\w.-])(?:{'|'.join(map(re.escape, _WEEKDAYS))})(?=,? (?:{'|'.join(_MONTHS)}|\d|the ))",
            weekday,
            re.compile(r"[a-z]\.,? "),
        ),
    ]


def time_rules(english: English, parts: Parts) -> list[Rule]:
    """ "4:30 p.m. EST", "23:00", "1:02:03", "2pm-5pm", "9 a.m. to 5 p.m."."""

    def clock(hour: str, minute: str | None) -> str:
        value = english.cardinal(int(hour))
        if not minute or minute == "00":
            return value
        return f"{value} {'oh ' if minute[0] == '0' else ''}{english.cardinal(int(minute))}"

    def half(printed: str) -> str:
        return english.spelled(printed.replace(".", "").replace(" ", "").upper())

    def twelve(match: Match) -> str:
        if int(match["h"]) > 24:
            return match[0]
        said = ""
        if match["h0"]:
            said = clock(match["h0"], match["m0"]) + (f" {half(match['half0'])}" if match["half0"] else "") + " to "
        said += f"{clock(match['h'], match['m'])} {half(match['half'])}"
        return f"{said}{zone(match)}{_sentence_stop(match)}"

    def zone(match: Match) -> str:
        return f" {english.spelled(match['zone'].replace('.', '').upper())}" if match["zone"] else ""

    def twenty_four(match: Match) -> str:
        hour, minute = int(match["h"]), match["m"]
        if hour > 24:
            return match[0]
        return hours(hour, minute) + zone(match)

    def hours(hour: int, minute: str) -> str:
        if minute != "00":
            return clock(str(hour), minute)
        return "midnight" if hour == 0 else f"{english.cardinal(hour)} o'clock"

    def clocks(match: Match) -> str:
        return f"{hours(int(match['h0']), match['m0'])} to {hours(int(match['h']), match['m'])}{zone(match)}"

    def length(match: Match) -> str:
        parts = [(int(match["h"]), "hour"), (int(match["m"]), "minute"), (int(match["s"]), "second")]
        said = [f"{english.cardinal(n)} {unit if n == 1 else unit + 's'}" for n, unit in parts if n or unit == "second"]
        return " ".join(said[:-1] + ["and", said[-1]]) if len(said) > 1 else said[0]

    zone_part = rf"(?:{BREAK}?\(?(?P<zone>{_ZONES})\b\.?\)?)?"
    halves = r"(?:[aApP]\.{BREAK}?[mM](?:\.(?!\w)|\b)|[aApP][mM]\b)".replace("{BREAK}", BREAK)
    no = r"(?<![\w.,:/-])"
    return [
        rule(
            "length of time",
            rf"{no}(?P<h>\d{{1,2}}):(?P<m>[0-5]\d):(?P<s>[0-5]\d)(?![\w:]|[.,]\d)",
            length,
            re.compile(r"\d:\d"),
        ),
        rule(
            "time half",
            rf"{no}(?:(?P<h0>\d{{1,2}})(?:[:.](?P<m0>[0-5]\d))?{BREAK}?(?P<half0>{halves})?{BREAK}?{HYPHEN}{BREAK}?)?"
            rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?{BREAK}?(?P<half>{halves}){zone_part}",
            twelve,
            re.compile(r"\d ?[aApP]\.?[  ]?[mM]"),
        ),
        rule(
            "times",
            rf"{no}(?P<h0>[01]?\d|2[0-4]):(?P<m0>[0-5]\d) ?{HYPHEN} ?(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d){zone_part}(?![\w:]|[.,]\d)",
            clocks,
            re.compile(r"\d:\d"),
        ),
        rule(
            "time",
            rf"{no}(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d){zone_part}(?![\w:]|[.,]\d)",
            twenty_four,
            re.compile(r"\d:\d"),
        ),
    ]


def _sentence_stop(match: Match) -> str:
    """ "at 5 p.m. The" ends a sentence, "at 5 p.m. Tuesday" does not."""
    if not match[0].endswith("."):
        return ""
    after = match.string[match.end() : match.end() + 24]
    word = re.match(r"[\"”’)]*\s+([A-Z][a-z]*)", after)
    if not after.strip():
        return "."
    return (
        "."
        if word
        and word[1]
        in {
            "The",
            "A",
            "An",
            "He",
            "She",
            "It",
            "They",
            "We",
            "I",
            "In",
            "On",
            "At",
            "But",
            "And",
            "This",
            "That",
            "His",
            "Her",
        }
        else ""
    )
