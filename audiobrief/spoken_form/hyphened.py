"""Ordinals whose ending is printed behind a hyphen: "у 20-му столітті", "90-я гады", "3-то място", "90-тите години"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.tokens import Match, rule

_UKRAINIAN = ["ий", "ого", "ому", "им", "ім", "а", "ої", "у", "ою", "е", "і", "их", "ими", "ій"]
_UKRAINIAN_SOFT = ["ій", "ього", "ьому", "ім", "я", "ьої", "ю", "ьою", "є", "і", "іх", "іми"]
_BELARUSIAN = ["ы", "ага", "аму", "ым", "ая", "ай", "ую", "ае", "ое", "ыя", "ых", "ымі"]
_BELARUSIAN_SOFT = ["і", "яга", "яму", "ім", "яя", "яй", "юю", "яе", "ія", "іх", "імі"]
_BELARUSIAN_BACK = ["і", "ога", "ому", "ім", "ая", "ой", "ую", "ое", "ія", "іх", "імі"]
_BULGARIAN = ["и", "о", "а", "ия", "ият", "ата", "ото", "ите"]
_MACEDONIAN = ["и", "о", "а", "иот", "ата", "ото", "ите", "от"]
_TENS = {
    "bg": ("четиридесет", "петдесет", "шестдесет", "седемдесет", "осемдесет", "деветдесет"),
    "mk": ("четириесетт", "педесетт", "шеесетт", "седумдесетт", "осумдесетт", "деведесетт"),
}
"""Stems of forty to ninety; up to thirty-one the table's days have them."""


def hyphened_rules(grammar: Grammar) -> list[Rule]:
    """The row of Ukrainian, Belarusian, Bulgarian and Macedonian; none for others."""
    if grammar.code not in ("uk", "be", *_TENS):
        return []

    def say(match: Match) -> str:
        ending = match["ending"].lower()
        for form in _forms(grammar, int(match["n"]), ending, bool(match["hour"])):
            if form.endswith(ending):
                return f"{match['hour'] or ''}{form}"
        return match[0]

    hour = r"(?P<hour>(?<!\w)(?i:о|об|а|аб) )?"
    pattern = rf"{hour}(?<![\w.,:/-])(?P<n>[1-9]\d{{0,2}})[-‑–](?P<ending>[^\W\d_]{{1,4}})(?!\w)"
    return [rule("hyphened ordinal", pattern, say, re.compile(r"\d[-‑–]"))]


def _forms(grammar: Grammar, value: int, ending: str, is_hour: bool) -> Iterable[str]:
    """All forms of an ordinal, the likeliest first."""
    if grammar.code in _TENS:
        stem = _south_slavic_stem(grammar, value)
        if grammar.code == "bg" and value % 10 == 0 and value > 10:
            yield f"{stem}те"  # "деветдесетте години"
        elif ending == "те":
            return  # "3-те" counts: "трите"
        endings = _BULGARIAN if grammar.code == "bg" else _MACEDONIAN
    elif grammar.code == "uk":
        said = grammar.ordinal(value)
        stem, endings = said[:-2], _UKRAINIAN_SOFT if said.endswith("ій") else _UKRAINIAN
        if is_hour:
            yield f"{stem}ій"  # "о 9-й (годині)"
    else:
        said = grammar.ordinal(value)
        is_back = said.endswith(("гі", "кі", "хі"))
        stem = said[:-1]
        endings = _BELARUSIAN_BACK if is_back else _BELARUSIAN if said.endswith("ы") else _BELARUSIAN_SOFT
        if ending == "я" and value % 10 == 0 and value > 10:
            yield f"{stem}ыя"  # "90-я гады"
    for one in endings:
        yield stem + one


def _south_slavic_stem(grammar: Grammar, value: int) -> str:
    if value <= len(grammar.days):
        return grammar.days[value - 1][:-1]
    ten, one = divmod(value, 10)
    if not 3 <= ten <= 9:
        return ""
    stems = {3: grammar.days[29][:-1], **dict(enumerate(_TENS[grammar.code], 4))}
    if not one:
        return stems[ten]
    tens = stems[ten].removesuffix("т") if grammar.code == "mk" else stems[ten]
    return f"{tens} и {grammar.days[one - 1][:-1]}"
