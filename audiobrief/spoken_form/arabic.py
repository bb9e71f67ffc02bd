"""Arabic: num2words' numbers with the hundreds apart and "و" attached, as they are written and read today."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import Quantity
from audiobrief.spoken_form.tokens import Match, Parts, rule

_ONES = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_TEENS = ["عشرة أحد", "اثنا", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
_TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_HUNDREDS = ["", "مئة", "مئتان", "ثلاث مئة", "أربع مئة", "خمس مئة", "ست مئة", "سبع مئة", "ثمان مئة", "تسع مئة"]
_SCALES = [
    ("ألف", "ألفان", "آلاف", "ألف"),
    ("مليون", "مليونان", "ملايين", "مليون"),
    ("مليار", "ملياران", "مليارات", "مليار"),
    ("تريليون", "تريليونان", "تريليونات", "تريليون"),
]
_PARTS = {3: "ثلث", 4: "ربع", 5: "خمس", 6: "سدس", 7: "سبع", 8: "ثمن", 9: "تسع", 10: "عشر", 2: "نصف"}
_PARTS_MANY = {
    3: "أثلاث",
    4: "أرباع",
    5: "أخماس",
    6: "أسداس",
    7: "أسباع",
    8: "أثمان",
    9: "أتساع",
    10: "أعشار",
    2: "أنصاف",
}
_OUT_OF = {1: "عشرة", 2: "مئة", 3: "ألف", 4: "عشرة آلاف"}


def _below_thousand(value: int) -> list[str]:
    hundred, rest = divmod(value, 100)
    said = [_HUNDREDS[hundred]] if hundred else []
    if 0 < rest <= 10:
        said.append(_ONES[rest])
    elif 10 < rest < 20:
        first = {11: "أحد", 12: "اثنا"}.get(rest, _ONES[rest - 10])
        said.append(f"{first} عشر")
    elif rest:
        ten, one = divmod(rest, 10)
        said += [_ONES[one], _TENS[ten]] if one else [_TENS[ten]]
    return said


@lru_cache(maxsize=4096)
def cardinal(value: int) -> str:
    """As in "ألف وسبعة وسبعون"."""
    if value == 0:
        return _ONES[0]
    groups: list[list[str]] = []
    scale = -1
    while value:
        value, part = divmod(value, 1000)
        if part:
            if scale < 0:
                groups.insert(0, _below_thousand(part))
            else:
                one, two, few, many = _SCALES[scale]
                if part < 3:
                    groups.insert(0, [one if part == 1 else two])
                else:
                    said = " و".join(_below_thousand(part))
                    groups.insert(0, [f"{said} {few if 3 <= part % 100 <= 10 else many}"])
        scale += 1
    return " و".join(word for group in groups for word in group)


class Arabic(Grammar):
    """Arabic."""

    def quantity(self, printed: str) -> Quantity:
        """Both marks are decimal marks; groups of three behind a comma are not told apart from them."""
        negative = printed[:1] in "-−–"
        whole, _, fraction = re.sub("[,٫]", ".", printed.lstrip("-−–+ ")).partition(".")
        return Quantity(
            "".join(str(int(d)) for d in whole if d.isdecimal()),
            "".join(str(int(d)) for d in fraction if d.isdecimal()),
            negative,
        )

    def cardinal(self, value: int, gender: str = "m") -> str:
        return cardinal(value) if value < 10**15 else self.digits(str(value))

    def digits(self, printed: str) -> str:
        return " ".join(_ONES[int(digit)] for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        return numerals.words("ar", value, "ordinal") or cardinal(value)

    def decimal_number(self, quantity: Quantity, gender: str = "m") -> str:
        """As in "سبعة وتسعة من عشرة"."""
        if len(quantity.fraction) > 4:
            return f"{cardinal(quantity.value)} فاصلة {self.digits(quantity.fraction)}"
        return f"{cardinal(quantity.value)} و{cardinal(int(quantity.fraction))} من {_OUT_OF[len(quantity.fraction)]}"

    def category(self, quantity: Quantity) -> str:
        return "other"

    def money(self, quantity: Quantity, magnitude: str, iso: str) -> str:
        if (not magnitude and quantity.is_one) or (quantity.value == 1 and not quantity.fraction.strip("0")):
            return f"{self.currency_name(iso, 'one')} واحد"
        return super().money(quantity, magnitude, iso)

    def small_money(self, quantity: Quantity, cents: int, iso: str) -> str:
        one, many = self.cents[iso]
        small = f"{cardinal(cents)} {many if 3 <= cents <= 10 else one}" if cents else ""
        whole = (
            f"{self.cardinal(quantity.value)} {self.currency_name(iso, 'other')}" if quantity.value or not cents else ""
        )
        return " و".join(filter(None, (whole, small)))

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if bottom in _PARTS:
            if top == 1:
                return _PARTS[bottom]
            return _PARTS[bottom] + "ين" if top == 2 else f"{cardinal(top)} {_PARTS_MANY[bottom]}"
        return f"{cardinal(top)} على {cardinal(bottom)}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        return f"{cardinal(whole)} و {self.fraction(top, bottom)}"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        return f"{cardinal(hour)} و{cardinal(minute)} دقيقة" if minute else cardinal(hour)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def percent(match: Match) -> str:
            return f"{self.number(self.quantity(match['n']))} {self.percent}"

        def fahrenheit(match: Match) -> str:
            return f"{self.number(self.quantity(match[1]))} فهرنهايت"

        number = r"\d+(?:[.,٫]\d+)?"
        return [
            rule("percent before", rf"[%٪](?P<n>{number})(?!\w)", percent, re.compile("[%٪]")),
            rule("fahrenheit", rf"(?<!\w)[fF]({number})(?!\w)", fahrenheit, re.compile("[fF]")),
            rule("decimal", r"(?<![\w.,])\d+[,٫]\d+(?![\w.,%٪]| ?[$€£])", lambda m: self.number(self.quantity(m[0]))),
        ]
