"""Builds a language's rules: the table's own rows and the shared ones, one for each class of token, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from unicodedata import normalize

from audiobrief.spoken_form.addresses import address_rules
from audiobrief.spoken_form.calendar import date_rules, range_rules, time_rules
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.letters import letter_rules
from audiobrief.spoken_form.numerals import roman
from audiobrief.spoken_form.ordinals import ordinal_rules
from audiobrief.spoken_form.patterns import (
    BREAK,
    HYPHEN,
    SIGN,
    SIGN_AHEAD,
    Match,
    Parts,
    Rule,
    rule,
    sentence_stop,
)
from audiobrief.spoken_form.powers import power_rules
from audiobrief.spoken_form.rows import row_rules, shared_row_rules
from audiobrief.spoken_form.symbols import CURRENCIES, SUPERSCRIPTS, VULGAR
from audiobrief.spoken_form.weekdays import weekday_rules

_NOUN = re.compile(r"[ \u00a0]([^\W\d_]{2,40})")


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Returns the rules of a language in the order in which they are applied."""
    parts = Parts(grammar)
    table = [*address_rules(grammar), *power_rules(grammar, parts), roman_sign_rule(grammar)]
    if grammar.numbers:

        def at(place: str, shared: Callable[[Grammar, Parts], list[Rule]] | None = None) -> list[Rule]:
            rows = [*row_rules(grammar, parts, place), *shared_row_rules(grammar, parts, place)]
            own = [*rows, *grammar.own_rules(parts, place)]
            return own + shared(grammar, parts) if shared and place not in grammar.own_rules_only else own

        table += [
            rule("superscript", "(?<=[A-Z₀-₉])[₀-₉]", lambda m: m[0].translate(SUPERSCRIPTS), re.compile("[₀-₉]")),
            *bracket_rules(grammar),
            *telephone_rules(grammar),
            *weekday_rules(grammar, parts),
            *at("first", ordinal_rules),
            *money_rules(grammar, parts),
            *at("date", date_rules),
            *at("time", time_rules),
            *quantity_rules(grammar, parts),
            *at("range", range_rules),
            *fraction_rules(grammar, parts),
            *at("ordinal"),
            *number_rules(grammar, parts),
        ]
    return (*table, *letter_rules(grammar), *symbol_rules(grammar))


def roman_sign_rule(grammar: Grammar) -> Rule:
    """Returns the rule of Roman numerals that have a sign of their own: "Ⅳ", which are never a word."""

    def say(match: Match) -> str:
        value = roman(normalize("NFKC", match["sign"]).upper())
        return f"{match['word'] or ''}{grammar.numeral(value, (match['word'] or '').strip())}" if value else match[0]

    signs = "[\u2160-\u217f]"
    return rule("roman sign", rf"(?P<word>[^\W\d_]{{2,40}}{BREAK})?(?P<sign>{signs}+)", say, re.compile(signs))


def bracket_rules(grammar: Grammar) -> list[Rule]:
    """Returns the rule of sides in captions: "(l.)", "(SPD, r.)", "(2.v.l.)"."""

    def say(match: Match) -> str:
        side = words[match["side"].replace(" ", "")]
        return f"{grammar.ordinal(int(match['place']))} {side}" if match["place"] else side

    if not grammar.bracketed:
        return []
    words = {side.replace(" ", ""): said for side, said in grammar.bracketed.items()}
    sides = "|".join(" ?".join(map(re.escape, re.findall(r"\w+\.?", side))) for side in grammar.bracketed)
    pattern = rf"(?:(?<=\()|(?<=, ))(?:(?P<place>[1-9])\. ?)?(?P<side>{sides})(?=\))"
    return [rule("side", pattern, say, re.compile(r"\("))]


def telephone_rules(grammar: Grammar) -> list[Rule]:
    """Returns the rules of telephone numbers and IP addresses."""

    def phone(match: Match) -> str:
        groups = re.findall(r"\d+", match[0])
        if sum(map(len, groups)) < 7:
            return match[0]
        return grammar.telephone(groups, match[0].startswith("+"))

    def ip(match: Match) -> str:
        if "." in grammar.groups and re.fullmatch(r"\d{1,3}(?:\.\d{3}){3}", match[0]):
            return match[0]
        return f" {grammar.dot} ".join(grammar.digits(part) for part in match[0].split("."))

    return [
        rule("ip address", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)", ip),
        rule("telephone", r"(?<!\w)\+\d{1,14}(?:[ \u00a0./-]{0,2}\(?\d{1,6}\)?){0,7}(?!\w)", phone),
        rule(
            "telephone local",
            r"(?<![\w.,-])\(0?\d{1,4}(?: \d{1,4}){0,3}\)[ \u00a0/-]{0,2}\d{2,8}(?:[ \u00a0-]\d{1,5}){0,4}(?![\w])",
            phone,
        ),
    ]


def per(grammar: Grammar, match: Match) -> str:
    """Says the rate of "$350/yr": " per year"."""
    return f" {grammar.per} {grammar.rates[match['rate']]}" if match["rate"] else ""


def money_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of sums: "€2,5 Mio.", "2,5 Mrd. €", "5 USD", "R$ 1,01", "$150–$250"."""
    number, magnitude = parts.number, parts.magnitude

    def iso(printed: str) -> str:
        known = grammar.currency_words.get(printed) or CURRENCIES.get(printed)
        return known or printed.upper()

    def say(match: Match) -> str:
        found = match.groupdict()
        code = iso(found["sign"])
        if not code or not grammar.currency_name(code, "other"):
            return match[0]
        gap = ", " if found.get("gap") else ""
        quantity = grammar.quantity((found["minus"] or "") + found["n"])
        size = (found["size"] or "").strip()
        said = grammar.money(quantity, size, code) + per(grammar, match)
        said += sentence_stop(match, before_capital=not grammar.capital_nouns)
        if not found.get("low"):
            return gap + said
        first = grammar.quantity(found["low"])
        if first.fraction and not size:
            return f"{gap}{grammar.money(first, '', code)} {grammar.to} {said}"
        return f"{gap}{grammar.number(first, grammar.gender(code))} {grammar.to} {said}"

    size = rf"(?:{BREAK}?(?P<size>{magnitude})(?!\w))?"
    before = rf"{parts.symbol}|(?<!\d[ \u00a0])(?:{parts.currency_word})|{parts.iso_before}"
    after = rf"{parts.currency_word}|{parts.symbol}|{parts.iso_after}"
    low = rf"(?:(?P<low>{number}){BREAK}?{HYPHEN}{BREAK}?(?:(?P=sign){BREAK}?)?)?"
    low_after = rf"(?:(?P<low>(?<![\w.,]){number})(?:{BREAK}?(?:{after}))?{BREAK}?{HYPHEN}{BREAK}?)?"
    rate = rf"(?:/(?P<rate>{parts.rate}))?(?!\w)"
    return [
        rule(
            "money",
            rf"(?:(?<=\d)(?P<gap>[ \u00a0]))?(?<![^\W\d_])(?P<minus>{SIGN_AHEAD})(?P<sign>{before}){BREAK}?{low}"
            rf"(?P<n>{number}){size}{rate}",
            say,
        ),
        rule(
            "money after",
            rf"(?<![\w.,]){low_after}(?P<minus>{SIGN})(?P<n>{number}){size}{BREAK}?(?P<sign>{after}){rate}",
            say,
        ),
    ]


def quantity_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of percentages, degrees, measures, and their ranges."""
    return [*_percent_rules(grammar, parts), *_measure_rules(grammar, parts)]


_BEFORE_QUANTITY = r"(?<![\w.,/])"


def _percent_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Finds "25-30%", "5‰", "-40°"."""

    def percent(match: Match) -> str:
        quantity = grammar.quantity(match["n"])
        gender = grammar.gender("percent") if grammar.percents else None
        said = grammar.number(quantity, gender)
        if match["low"]:
            said = f"{grammar.number(grammar.quantity(match['low']), gender)} {grammar.to} {said}"
        word = grammar.percent if match["sign"] == "%" else grammar.permille
        return grammar.percentage(said, quantity) if match["sign"] == "%" else f"{said} {word}"

    def degree(match: Match) -> str:
        return grammar.degree(grammar.quantity(match["n"]))

    number, start = parts.number, _BEFORE_QUANTITY
    low = rf"(?:(?P<low>(?<![\w.,]){number})(?:{BREAK}?%)?{BREAK}?{HYPHEN}{BREAK}?)?"
    return [
        rule(
            "percent",
            rf"{start}{low}(?P<n>{SIGN}{number}){BREAK}?(?P<sign>[%‰٪])",
            percent,
            re.compile(r"[%‰٪]"),
        ),
        rule(
            "degrees",
            rf"{start}(?P<n>{SIGN}{number}){BREAK}?[{grammar.degree_signs}](?!\w)",
            degree,
            re.compile("[°º]"),
        ),
    ]


def _measure_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Finds "5-10 km", "3,5 Mio. t", "350 g/l", "4 1/2 lbs"."""

    def measure(match: Match) -> str:
        printed = match["unit"]
        name = parts.units.get(printed) or parts.units.get(printed.lower(), "")
        quantity = grammar.quantity(match["n"])
        said = grammar.measure(quantity, (match["size"] or "").strip(), name)
        if not said:
            return match[0]
        if match["low"]:
            said = f"{grammar.number(grammar.quantity(match['low']), grammar.gender(name))} {grammar.to} {said}"
        return said + per(grammar, match) + sentence_stop(match, before_capital=not grammar.capital_nouns)

    def fraction_measure(match: Match) -> str:
        top, bottom, whole = int(match["top"]), int(match["bottom"]), match["whole"]
        said = (grammar.mixed(int(whole), top, bottom) if whole else grammar.fraction(top, bottom)) if bottom else ""
        name = parts.units.get(match["unit"], "")
        pattern = grammar.unit_pattern(name, grammar.mixed_category if whole else "one")
        return grammar.fraction_of(said, pattern) if said and pattern else match[0]

    def rate(match: Match) -> str:
        return grammar.number(grammar.quantity(match["n"])) + per(grammar, match)

    number, start = parts.number, _BEFORE_QUANTITY
    low = rf"(?:(?P<low>(?<![\w.,]){number})(?:{BREAK}?(?:{parts.unit}))?{BREAK}?{HYPHEN}{BREAK}?)?"
    size = rf"(?:{BREAK}?(?P<size>{parts.size})(?!\w))?"
    return [
        rule(
            "measure",
            rf"{start}{low}(?P<n>{SIGN}{number}){size}{BREAK}?(?P<unit>{parts.unit})(?:/(?P<rate>{parts.rate}))?(?![\w²³/&])",
            measure,
            re.compile(rf"\d{BREAK}?(?:{parts.size}{BREAK}?)?(?:{parts.unit})(?!\w)"),
        ),
        rule("rate", rf"{start}(?P<n>{SIGN}{number}){BREAK}?/(?P<rate>{parts.rate})(?!\w)", rate, re.compile("/")),
        rule(
            "measure fraction",
            rf"(?<![\w.,/])(?:(?P<whole>\d{{1,6}}){BREAK})?(?P<top>\d{{1,4}})/(?P<bottom>\d{{1,4}}){BREAK}?(?P<unit>{parts.unit})(?![\w²³/&])",
            fraction_measure,
            re.compile("/"),
        ),
    ]


def fraction_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of fractions: "½", "2 ½", "3/4", "2 1/2"."""

    def vulgar(match: Match) -> str:
        part = grammar.vulgar(match["sign"])
        if not part:
            return match[0]
        if match["whole"]:
            return grammar.mixed(int(match["whole"]), *VULGAR[match["sign"]]) or match[0]
        return part

    def plain(match: Match) -> str:
        top, bottom = grammar.quantity(match["top"]).value, grammar.quantity(match["bottom"]).value
        if not bottom or len(match[0]) > 24:
            return match[0]
        if not match["whole"] and 6 < bottom < min(top, 100):  # "24/7", "file 45/23"
            return f"{grammar.cardinal(top)} {grammar.cardinal(bottom)}"
        sign = f"{grammar.minus} " if match["minus"] else ""
        said = grammar.mixed(int(match["whole"]), top, bottom) if match["whole"] else grammar.fraction(top, bottom)
        return sign + said if said else match[0]

    signs = "".join(VULGAR)
    whole = parts.whole
    return [
        rule(
            "fraction sign",
            rf"(?:(?<!\w)(?P<whole>\d{{1,6}}){BREAK}?)?(?P<sign>[{signs}])",
            vulgar,
            re.compile(f"[{signs}]"),
        ),
        rule(
            "fraction",
            rf"(?<![\w/.,])(?P<minus>{SIGN})(?:(?P<whole>\d{{1,6}}){BREAK})?(?P<top>\d{{1,9}}){BREAK}?/{BREAK}?"
            rf"(?P<bottom>{whole})(?![\w/]|[.,]\d)",
            plain,
            re.compile("/"),
        ),
    ]


def number_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of what is left: magnitudes, letters with digits, years, plain numbers."""
    number = parts.number

    def counted(match: Match) -> str:
        return grammar.counted_magnitude(grammar.quantity(match["n"]), match["size"]) + sentence_stop(
            match, before_capital=False
        )

    def lower(match: Match) -> str:
        return f"{grammar.counted_magnitude(grammar.quantity(match['n']), match['size'])} {grammar.to} "

    def dotted(match: Match) -> str:
        if "." in grammar.groups and all(len(part) == 3 for part in match[0].split(".")[1:]):
            return match[0]
        return f" {grammar.dot} ".join(
            grammar.cardinal(int(p)) if len(p) < 9 else grammar.digits(p) for p in match[0].split(".")
        )

    def year(match: Match) -> str:
        return grammar.year(int(match[0]))

    def plain(match: Match) -> str:
        following = _NOUN.match(match.string, match.end())
        gender = grammar.noun_gender(following[1], match[0]) if following else grammar.lone_gender
        return grammar.number(grammar.quantity(match[0]), gender)

    def mixed(match: Match) -> str:
        return grammar.letters_and_digits(match[0])

    def rest(match: Match) -> str:
        digits = match[0]
        long = len(digits) > 15 or (len(digits) > 1 and int(digits[0]) == 0)
        return f" {grammar.digits(digits) if long else grammar.cardinal(int(digits))} "

    counting = rf"(?<![\w.,])(?P<n>{SIGN}{number}){BREAK}?(?P<size>{parts.size})"
    return [
        rule("magnitude low", rf"{counting}{BREAK}?{HYPHEN}{BREAK}?(?=\d)", lower),
        rule("magnitude", rf"{counting}(?!\w)", counted),
        rule("section number", r"(?<![\w.,])\d{1,8}(?:\.\d{1,8}){2,6}(?![\w]|\.\d)", dotted),
        rule("year", r"(?<![\w.,/$-])(?:1[1-9]\d\d|20\d\d|(?<=\b[Ii]n )10\d\d)(?![\w/]|[.,:]\d)", year),
        rule("number", rf"(?<!\w){SIGN}(?:{number}|(?<![\d.]){re.escape(grammar.decimal)}\d+)(?!\w)", plain),
        rule("letters and digits", r"(?<!\w)(?=[^\W_]{0,40}\d)[^\W_]{1,40}(?!\w)", mixed),
        rule("digits", r"\d+", rest),
    ]


def symbol_rules(grammar: Grammar) -> list[Rule]:
    """Returns the rule of signs between or after words."""
    table: Mapping[str, str] = {
        "&": grammar.and_, "§": grammar.section, "№": grammar.number_sign, "%": grammar.percent, "+": grammar.plus,
        "=": grammar.equals, "°": grammar.degrees[0], "‰": grammar.permille,
    }  # fmt: skip
    signs = {sign: word for sign, word in table.items() if word != sign}

    def say(match: Match) -> str:
        text, word = match.string, signs[match[0].strip()]
        before = "" if match.start() == 0 or text[match.start() - 1].isspace() else " "
        after = "" if match.end() == len(text) or not text[match.end()].isalnum() else " "
        return f"{before}{word}{after}"

    if not signs:
        return []
    anywhere = f"[{re.escape(''.join(signs))}]"
    return [rule("sign", anywhere, say, re.compile(anywhere))]
