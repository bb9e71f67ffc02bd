"""Portuguese, Brazilian scale. Numbers are made here: num2words joins the groups with "e" in the wrong places."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity
from audiobrief.spoken_form.tokens import BREAK, Match, Parts, rule

_ONES = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
]
_TENS = ["", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"]
_HUNDREDS = [
    "",
    "cento",
    "duzentos",
    "trezentos",
    "quatrocentos",
    "quinhentos",
    "seiscentos",
    "setecentos",
    "oitocentos",
    "novecentos",
]
_SCALES = [
    ("", ""), ("mil", "mil"), ("milhão", "milhões"), ("bilhão", "bilhões"), ("trilhão", "trilhões"),
    ("quatrilhão", "quatrilhões"),
    ("quintilhão", "quintilhões"), ("sextilhão", "sextilhões"), ("septilhão", "septilhões"), ("octilhão", "octilhões"),
]  # fmt: skip
_ORDINAL_ONES = ["", "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono"]
_ORDINAL_TENS = [
    "",
    "décimo",
    "vigésimo",
    "trigésimo",
    "quadragésimo",
    "quinquagésimo",
    "sexagésimo",
    "septuagésimo",
    "octogésimo",
    "nonagésimo",
]
_ORDINAL_HUNDREDS = [
    "",
    "centésimo",
    "ducentésimo",
    "trecentésimo",
    "quadringentésimo",
    "quingentésimo",
    "sexcentésimo",
    "septingentésimo",
    "octingentésimo",
    "nongentésimo",
]
_FRACTIONS = {
    2: "meio",
    3: "terço",
    4: "quarto",
    5: "quinto",
    6: "sexto",
    7: "sétimo",
    8: "oitavo",
    9: "nono",
    10: "décimo",
    100: "centésimo",
    1000: "milésimo",
}


def _below_thousand(value: int, feminine: bool) -> str:
    if value == 100:
        return "cem"
    hundred, rest = divmod(value, 100)
    said = [_HUNDREDS[hundred][:-2] + "as" if feminine and hundred > 1 else _HUNDREDS[hundred]] if hundred else []
    if rest < 20:
        said += [_ONES[rest]] if rest else []
    else:
        ten, one = divmod(rest, 10)
        said += [_TENS[ten], *([_ONES[one]] if one else [])]
    if feminine and said and said[-1] in {"um", "dois"}:
        said[-1] = "uma" if said[-1] == "um" else "duas"
    return " e ".join(said)


@lru_cache(maxsize=4096)
def cardinal(value: int, feminine: bool = False) -> str:
    """As in "um milhão dez mil cento e um"."""
    if value == 0:
        return "zero"
    groups: list[tuple[int, str]] = []
    scale = 0
    while value:
        value, part = divmod(value, 1000)
        if part:
            one, many = _SCALES[scale]
            if scale == 1 and part == 1:
                groups.insert(0, (part, "mil"))
            else:
                number = _below_thousand(part, feminine and scale < 2)
                groups.insert(0, (part, f"{number} {one if part == 1 else many}".strip()))
        scale += 1
    last, text = groups[-1]
    head = " ".join(said for _, said in groups[:-1])
    if not head:
        return text
    return f"{head} e {text}" if last < 100 or last % 100 == 0 else f"{head} {text}"


def ordinal(value: int, feminine: bool = False) -> str:
    """As in "centésimo trigésimo quarto"."""
    if value >= 1000:
        thousand, rest = divmod(value, 1000)
        parts = [] if thousand == 1 else [cardinal(thousand)]
        said = " ".join([*parts, "milésimo", *([ordinal(rest)] if rest else [])])
    else:
        said = " ".join(
            filter(None, (_ORDINAL_HUNDREDS[value // 100], _ORDINAL_TENS[value // 10 % 10], _ORDINAL_ONES[value % 10]))
        )
    return " ".join(word[:-1] + "a" if word.endswith("o") else word for word in said.split()) if feminine else said


class Portuguese(Grammar):
    """Portuguese."""

    def cardinal(self, value: int, gender: str = "m") -> str:
        return cardinal(value, gender == "f") if len(str(value)) <= LONGEST else self.digits(str(value))

    def noun_gender(self, noun: str, last_digit: int) -> str:
        """As in "pessoas", "horas" are feminine."""
        feminine = noun.endswith(("as", "ções", "sões", "dades")) and noun not in {
            "dias",
            "problemas",
            "programas",
            "sistemas",
            "mas",
        }
        return "f" if feminine or noun in {"mulheres", "vezes", "hora", "pessoa"} else "m"

    def ordinal(self, value: int, mark: str = "") -> str:
        return ordinal(value, mark in {"ª", "a"})

    def digits(self, printed: str) -> str:
        return " ".join(_ONES[int(digit)] for digit in printed if digit.isdecimal())

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.value < 2 else "other"

    def day(self, value: int) -> str:
        return "primeiro" if value == 1 else cardinal(value)

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if bottom in _FRACTIONS:
            name = _FRACTIONS[bottom]
            return f"{cardinal(top)} {name if top == 1 else name + 's'}"
        return f"{cardinal(top)} {cardinal(bottom)} avos"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        return f"{cardinal(whole)} e {self.fraction(top, bottom) if (top, bottom) != (1, 2) else 'meio'}"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        said = f"{cardinal(hour, True)} {'hora' if hour == 1 else 'horas'}"
        if second is not None:
            minutes = f"{cardinal(minute)} {'minuto' if minute == 1 else 'minutos'}"
            return f"{said} e {minutes} e {cardinal(second)} {'segundo' if second == 1 else 'segundos'}"
        return f"{said} e {cardinal(minute)}" if minute else said

    def numeral(self, value: int, word: str, printed: str) -> str:
        if word in self.regnal and value <= 10:
            return ordinal(value, word in {"Isabel", "Maria", "Catarina", "Elizabeth"})
        if word.lower() in self.counted_after:
            return ordinal(value, word.lower() not in {"congresso", "festival", "fórum"})
        return cardinal(value)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def clock(match: Match) -> str:
            hour, second = int(match["h"]), match["s"]
            if hour > 24:
                return match[0]
            afternoon = match["part"] and "manhã" not in match["part"]
            if afternoon and hour > 12 and not second and match["mark"] == ":":
                hour -= 12
            return self.time(hour, int(match["m"] or 0), int(second) if second else None) + (match["part"] or "")

        def phone(match: Match) -> str:
            return self.telephone(re.findall(r"\d+", match[0]), False)

        no = r"(?<![\w.,:/-])"
        part = r"(?P<part> da (?:manhã|tarde|noite|madrugada))?"
        return [
            rule("telephone local", r"(?<![\w.,-])(?:\(?\d{2}\)? )?\d{4,5}-\d{4}(?![\w-])", phone),
            rule(
                "time h",
                rf"{no}(?P<h>\d{{1,2}})(?P<mark> ?[hH])(?P<m>[0-5]\d)?(?P<s>(?!))?(?:min)?(?!\w){part}",
                clock,
                re.compile(r"\d ?[hH]"),
            ),
            rule(
                "time",
                rf"{no}(?P<h>[01]?\d|2[0-4])(?P<mark>:)(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?!\w|[:]|[.,]\d){part}",
                clock,
            ),
            rule(
                "time point",
                rf"{no}(?P<h>[01]\d|2[0-4])(?P<mark>\.)(?P<m>[0-5]\d)(?P<s>(?!))?(?!\w|[:]|[.,]\d|{BREAK}?[%€$£]|{BREAK}?(?:{parts.size})){part}",
                clock,
            ),
        ]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            return self.ordinal(int("".join(filter(str.isdecimal, match[1]))), match[2])

        return [rule("ordinal", rf"(?<![\w.,])({parts.whole})\.?(º|ª|°(?! ?[CF]))(?!\w)", say)]
