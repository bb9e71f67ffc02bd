"""Finds sums and measures that describe a noun, which English says in the singular: "a $20 bill", "two 9mm pistols"."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, HYPHEN, Match, Parts, Rule, rule
from audiobrief.spoken_form.symbols import CURRENCIES

_REACH = 40
"""Characters before a sum in which what governs it may stand."""
_BEHIND = re.compile(
    r"(?: (?:an?|per) [a-z]{3,10}(?= [a-z]))?[ \u00a0]"
    r"(?:(?:long|tall|high|wide|deep|thick|old|square|strong) (?=[a-z]))?"
    r"(?P<word>[^\W\d_][\w’'-]*)(?: (?P<next>[a-z]+))?"
)
"""What stands behind a sum that may describe it: "a 5ft high wall", "a £5 a head charge"."""
_NO_NOUN = frozenset(
    """
    a about above across according after ago ahead alone already also altogether am amid among an and annually apart are
    around as ashore at available away back be because been before behind below between beyond but by can could deep did
    do does down due during each earlier east either even every extra for from had has have he her here high his i if in
    inland inside instead into is it its itself just last later left less long may might missing more must my near next
    no north northeast northwest not now of off offshore old on only onto or our out outside over overall past per plus
    shall she short should since so south southeast southwest still tall than that the their them themselves then there
    these they this those through throughout till to today together tomorrow too toward towards under until up upstream
    via was we were west when where which while who wide will with within without worth would yesterday yet you your
    """.split()  # noqa: SIM905
)
_VERB = re.compile(
    r"\w+ed|(?!(?:month|week|dai|year|hour|night)ly)\w{3,}ly|spent|paid|lost|made|given|won|sent|set|goes|comes|covers|buys|makes|includes|remains|means|pays"
    r"|helps|takes|gets|needs|brings|allows|represents|equals|held|found|kept|put"
)
"""What is no noun behind "the $20": "the $20m spent"."""
_ONE = re.compile(
    r"(?i)(?<![\w-])(?:(?P<a>an?)|the|this|that|each|every|another|its|his|her|their|our|my|your|\w+['’]s)"
    r"(?:(?: [a-z]+)?(?: \w+(?:-\w+)+,?){0,3}| (?:[a-z]+ ){1,6}by)? \Z"
)
_SEVERAL = re.compile(
    r"(?i)(?<![\w-])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|several|many|few|both|more"
    r"|dozens? of|dozen|hundreds of|thousands of|[2-9]|\d\d|in|of|with|using) \Z"
)
_ALONE = re.compile(r"(?i)(?<![\w-])(?:at|by|for|from|to) \Z")
_OF_THINGS = frozenset(["ft", "ft.", "cm", "mm", "km", "mph", "km/h", "kph", "kmh", "MW", "GW", "kW", "W"])
"""Units in which no stuff is measured out."""
_PLURAL = re.compile(r"[a-z]+[^s\W]s|people|men|women|children|feet|cash")


def adjective_rules(english: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of sums and measures before a noun, or joined to what follows by hyphens."""

    def lower(match: Match) -> str:
        return f"{english.number(english.quantity(match['low']))} {english.to} " if match["low"] else ""

    def money(match: Match) -> str:
        code, size = CURRENCIES[match["sign"]], match["size"] or ""
        if not match["tail"] and not _describes(match):
            return match[0].replace(f"-{size}", f" {size}") if size else match[0]
        names = [(english.currency_name(code, "other"), english.currency_name(code, "one")), ("cents", "cent")]
        said = english.money(english.quantity(match["n"]), size, code)
        for several, one in names:
            said = re.sub(rf"\b{several}\b", one, said)
        return lower(match) + said.removesuffix(" pence") + tail(match)

    def measure(match: Match) -> str:
        pattern = english.unit_pattern(parts.units[match["unit"]], "one")
        if not pattern or not (match["hyphen"] or match["tail"] or _describes(match)):
            return match[0]
        return lower(match) + pattern.replace("{0}", english.number(english.quantity(match["n"]))) + tail(match)

    def tail(match: Match) -> str:
        return re.sub(HYPHEN, " ", match["tail"] or "")

    low = rf"(?:(?P<low>{parts.number})(?:{HYPHEN}| to )"
    count = rf"(?P<n>{parts.number})"
    return [
        rule(
            "sum of an adjective",
            rf"(?<!\w)(?P<sign>{parts.symbol}){low}(?P=sign)?)?{count}(?:(?:{BREAK}|-)?(?P<size>{parts.magnitude}))?"
            rf"(?P<tail>-(?:an?|per)-\w+|-(?:[a-z]+ed|plus|strong))?(?![\w/])",
            money,
            re.compile(parts.symbol),
        ),
        rule(
            "measure of an adjective",
            rf"(?<![\w.,/-]){low})?{count}(?:(?P<hyphen>-)|{BREAK})?(?P<unit>{parts.unit})"
            rf"(?P<tail>-(?:long|tall|high|wide|deep|thick|old|plus))?(?![\w/²³]|-\d)",
            measure,
            re.compile(rf"\d(?:-(?:{parts.unit})\b|{BREAK}?(?:{parts.unit})(?:-|[ \u00a0][a-zA-Z]))"),
        ),
    ]


def _describes(match: Match) -> bool:
    """Tells whether a sum describes what stands behind it: by its article, else by what governs a plural noun."""
    behind = _BEHIND.match(match.string, match.end())
    if not behind or behind["word"].lower() in _NO_NOUN:
        return False
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    if one := _ONE.search(before):
        return bool(one["a"] or not _VERB.fullmatch(behind["word"]))
    return _is_plural(behind) and bool(_SEVERAL.search(before) or _stands_free(match, behind, before))


def _is_plural(behind: Match) -> bool:
    return any(word and _PLURAL.fullmatch(word) for word in behind.group("word", "next"))


def _stands_free(match: Match, behind: Match, before: str) -> bool:
    """Tells "$5 tickets" and "6ft walls" from "$5 buys", "for $5 visitors get in" and "200g nuts"."""
    if match.groupdict().get("unit", "ft") not in _OF_THINGS:
        return False
    return not (_ALONE.search(before) or _VERB.fullmatch(behind["word"]))
