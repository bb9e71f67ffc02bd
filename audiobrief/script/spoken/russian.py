"""Russian: cases from the words around (the year's noun, the month, the printed ending), numbers by num2words."""

from __future__ import annotations

import re
from typing import Any

from audiobrief.script.spoken import cldr, numerals
from audiobrief.script.spoken.grammar import Grammar, Rule
from audiobrief.script.spoken.numerals import LONGEST, Quantity, roman
from audiobrief.script.spoken.tokens import BREAK, Match, Parts, rule, sentence_stop

_TENTHS = ["десят", "сот", "тысячн", "десятитысячн", "стотысячн", "миллионн"]
_ENDINGS: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("го", "ого", "его"), {"case": "g"}), **dict.fromkeys(("му", "ому", "ему"), {"case": "d"}),
    **dict.fromkeys(("м", "ом", "ем"), {"case": "p"}), **dict.fromkeys(("й", "ый", "ий", "ой"), {"case": "n"}),
    **dict.fromkeys(("я", "ая", "ья"), {"case": "n", "gender": "f"}), **dict.fromkeys(("ю", "ую", "ью"), {"case": "a", "gender": "f"}),
    **dict.fromkeys(("е", "ое", "ье"), {"case": "n", "gender": "n"}), **dict.fromkeys(("ые", "ие", "ьи"), {"case": "n", "plural": True}),
    **dict.fromkeys(("х", "ых", "их"), {"case": "g", "plural": True}), **dict.fromkeys(("ми", "ыми"), {"case": "i", "plural": True}),
    **dict.fromkeys(("ым", "им"), {"case": "i"}),
}  # fmt: skip
_YEAR_CASES = {"год": "n", "года": "g", "году": "p", "годом": "i", "годе": "p", "г": "g"}
_CENTURY = {"век": "n", "века": "g", "веке": "p", "веку": "d", "веком": "i", "в": "g"}
_LETTERS = dict(
    zip(
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
        [
            "а",
            "бэ",
            "вэ",
            "гэ",
            "дэ",
            "е",
            "ё",
            "жэ",
            "зэ",
            "и",
            "ий",
            "ка",
            "эль",
            "эм",
            "эн",
            "о",
            "пэ",
            "эр",
            "эс",
            "тэ",
            "у",
            "эф",
            "ха",
            "цэ",
            "че",
            "ша",
            "ща",
            "ы",
            "э",
            "ю",
            "я",
        ],
        strict=True,
    )
)
_VOWELS = frozenset("АЕЁИОУЫЭЮЯ")


class Russian(Grammar):
    """Russian."""

    _feminine_names = frozenset({"Екатерина", "Елизавета", "Мария", "Анна", "Маргарита"})

    def cardinal(self, value: int, gender: str = "m") -> str:
        if len(str(value)) > LONGEST:
            return self.digits(str(value))
        said = numerals.words("ru", value, gender=gender)
        return said.removeprefix("одна ") if 1000 <= value < 2000 else said

    def noun_gender(self, noun: str, last_digit: int) -> str:
        """As in "2 страны", "1 страна": the noun's ending tells."""
        if last_digit == 2 and noun[-1] in "ыи":
            return "f"
        return "f" if last_digit == 1 and noun[-1] in "ая" and noun not in {"на", "за", "года"} else "m"

    def genitive(self, value: int) -> str:
        """As in "двух"."""
        return (
            numerals.words("ru", value, case="g").removeprefix("одной ")
            if value < 2000
            else numerals.words("ru", value, case="g")
        )

    def digits(self, printed: str) -> str:
        return " ".join(numerals.words("ru", int(digit)) for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        return numerals.words("ru", value, "ordinal", **_ENDINGS.get(mark, {}))

    def decimal_number(self, quantity: Quantity, gender: str = "m") -> str:
        """As in "две целых три сотых"."""
        digits = quantity.fraction
        if len(digits) > len(_TENTHS):
            return f"{self.cardinal(quantity.value, 'f')} целых {self.digits(digits)}"
        whole, part = quantity.value, int(digits)
        one = whole % 10 == 1 and whole % 100 != 11
        last = "ая" if part % 10 == 1 and part % 100 != 11 else "ых"
        return f"{self.cardinal(whole, 'f')} {'целая' if one else 'целых'} {self.cardinal(part, 'f')} {_TENTHS[len(digits) - 1]}{last}"

    def category(self, quantity: Quantity) -> str:
        return "other" if quantity.fraction else cldr.plural("ru", quantity.value)

    def percentage(self, said: str, quantity: Quantity) -> str:
        return f"{said} {self.form(('процент', 'процента', 'процентов', 'процента'), self.category(quantity))}"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if bottom == 2 and top == 1:
            return "одна вторая"
        names = {3: ("треть", "трети", "третьих"), 4: ("четверть", "четверти", "четвёртых")}
        one = top % 10 == 1 and top % 100 != 11
        if bottom in names:
            word = names[bottom][0 if one else 1 if top % 10 in (2, 3, 4) and top % 100 not in (12, 13, 14) else 2]
        else:
            word = (
                numerals.words("ru", bottom, "ordinal", gender="f")
                if one
                else numerals.words("ru", bottom, "ordinal", case="g", plural=True)
            )
        return f"{self.cardinal(top, 'f')} {word}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        return (
            f"{self.cardinal(whole)} с половиной"
            if (top, bottom) == (1, 2)
            else f"{self.cardinal(whole)} и {self.fraction(top, bottom)}"
        )

    def vulgar(self, sign: str) -> str:
        return "половина" if sign == "½" else super().vulgar(sign)

    def day(self, value: int) -> str:
        return self.ordinal(value, "го")

    def year(self, value: int) -> str:
        return self.cardinal(value)

    def date(self, day: int, month: int, year: int | None) -> str:
        said = f"{self.day(day)} {self.month(month)}"
        return said if year is None else f"{said} {self.ordinal(year, 'го')} года"

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        units = [(hour, "m", ("час", "часа", "часов")), (minute, "f", ("минута", "минуты", "минут"))]
        if second:
            units.append((second, "f", ("секунда", "секунды", "секунд")))
        said = [
            f"{self.cardinal(n, g)} {self.form(forms, cldr.plural('ru', n))}" for n, g, forms in units if n or g == "m"
        ]
        return " ".join(said)

    def spelled(self, letters: str) -> str:
        if letters == "США":
            return "сэ ша а"
        return " ".join(_LETTERS.get(letter, letter) for letter in letters)

    def acronym(self, letters: str) -> str:
        """Words where they can be said (МИД); letters otherwise (ФСБ)."""
        if letters in self.acronym_words:
            return letters
        return super().acronym(letters)

    def numeral(self, value: int, word: str, printed: str) -> str:
        feminine = word in self._feminine_names
        ending = "ая" if feminine else "го" if word.endswith(("а", "я")) and not feminine else "й"
        return self.ordinal(value, "ой" if word in {"Екатерины", "Елизаветы"} else ending)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def year_noun(match: Match) -> str:
            word = match["word"].rstrip(".")
            case = _YEAR_CASES[word]
            before = match.string[max(0, match.start() - 4) : match.start()]
            at_year = re.search(r"(?i)(?<!\w)во?\s$", before) is not None
            noun = word
            if word == "г":
                case, noun = ("p", "году") if at_year else ("g", "года")
            elif word == "году" and not at_year and re.search(r"(?i)(?<!\w)к\s$", before):
                case = "d"
            low = (
                f"{numerals.words('ru', int(match['low']), 'ordinal', case=case)} {match['joint'].strip().replace('–', 'и').replace('-', 'и')} "
                if match["low"]
                else ""
            )
            return f"{low}{numerals.words('ru', int(match['year']), 'ordinal', case=case)} {noun}"

        def years_noun(match: Match) -> str:
            words = {"годы": "n", "годах": "p", "годов": "g", "годам": "d", "гг": "p"}
            noun = match["word"].rstrip(".")
            first = numerals.words(
                "ru",
                int(match["low"]),
                "ordinal",
                case="p" if noun in {"годах", "гг"} else "g" if noun == "годов" else "n",
            )
            last = numerals.words("ru", int(match["year"]), "ordinal", case=words[noun])
            return f"{first} – {last} {'годах' if noun == 'гг' else noun}"

        def century(match: Match) -> str:
            value = roman(match[1])
            word = match[2].rstrip(".")
            case = _CENTURY[word]
            if word == "в":
                word = "века"
            return f"{numerals.words('ru', value, 'ordinal', case=case)} {word}" if value else match[0]

        def month_year(match: Match) -> str:
            return f"{match[1]} {numerals.words('ru', int(match[2]), 'ordinal', case='g')} {'года' if not match[3] else match[3].strip().replace('г.', 'года')}"

        def signed_range(match: Match) -> str:
            low, high = self.quantity(match["low"]), self.quantity(match["high"])
            return f"{self.number(low)} – {match['high']}" if low.count < high.count else match[0]

        def rubles(match: Match) -> str:
            return f"{match[1]} {self.number(self.quantity(match[2]), 'f')} {self.form(('копейка', 'копейки', 'копеек', 'копейки'), self.category(self.quantity(match[2])))}"

        def year_alone(match: Match) -> str:
            case = "p" if match[1].lower() in {"в", "во"} else "g"
            return f"{match[1]} {numerals.words('ru', int(match[2]), 'ordinal', case=case)}"

        nouns = "года|году|годом|годе|год|г\\."
        return [
            rule(
                "month year",
                r"(?<![\w-])(?<!\d )((?i:январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре)) ([12]\d{3})( года| г\.)?(?!\w)",
                month_year,
            ),
            rule(
                "years",
                r"(?<![\w.,-])(?P<low>[12]\d{3}) ?[-–—] ?(?P<year>[12]\d{3}) ?(?P<word>годы|годах|годов|годам|гг\.?)(?!\w)",
                years_noun,
            ),
            rule(
                "year alone",
                r"(?i)(?<!\w)(во?|с|до|после|от|около)[ \u00a0]((?:1[6-9]|20)\d\d)(?=[ \u00a0](?:по|до)[ \u00a0]\d|[).;]|$)",
                year_alone,
            ),
            rule(
                "year",
                rf"(?<![\w.,/])(?<![а-я] [0-3]\d )(?:(?P<low>[12]\d{{3}})(?P<joint> и | или ))?(?P<year>[12]\d{{3}}){BREAK}?(?P<word>{nouns})(?!\w)",
                year_noun,
            ),
            rule(
                "century",
                rf"(?<!\w)([IVXХ]{{1,5}}){BREAK}(века|веке|веку|веком|век|в\.)(?!\w)",
                century,
                re.compile("[IVX]"),
            ),
            rule(
                "range",
                rf"(?<![\w.,/:-])(?P<low>{parts.number}) ?[-–—] ?(?P<high>{parts.number})(?= ?(?:%|{parts.unit}|{parts.size})(?!\w))",
                signed_range,
            ),
            rule("kopecks", r"(рубл(?:ь|я|ей)) (\d{1,2}) коп(?:\.|еек|ейки|ейка)", rubles),
        ]

    def date_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.script.spoken.calendar import full_year

        def named(match: Match) -> str:
            name = match["month"].lower().rstrip(".")
            said = self.day(int(match["day"]))
            if match["low"]:
                said = f"{self.day(int(match['low']))} {match['joint'].strip().replace('-', '–')} {said}"
            month = self.month(parts.months[name])
            said += f" {month}"
            if match["month"].endswith(".") and not match["year"]:
                return said + ("." if len(month) == len(name) else sentence_stop(match))
            if match["year"]:
                noun = (match["noun"] or " года").replace("г.", "года")
                said += f" {self.ordinal(int(match['year']), 'го')}{noun if noun[0] == ' ' else ' ' + noun}"
            return said

        def figures(match: Match) -> str:
            day, month = int(match["day"]), int(match["month"])
            return self.date(day, month, full_year(match["year"])) if 1 <= day <= 31 and 1 <= month <= 12 else match[0]

        return [
            rule(
                "date named",
                rf"(?<![\w.,/-])(?:(?P<low>[12]?\d|3[01])(?P<joint> и | или | ?[-–—] ?))?(?P<day>0?[1-9]|[12]\d|3[01])(?:-го)?{BREAK}(?P<month>(?i:{parts.month})\b\.?)"
                rf"(?:{BREAK}(?P<year>[12]\d{{3}})(?P<noun>{BREAK}?(?:года|г\.))?)?(?!\w)",
                named,
            ),
            rule(
                "date figures",
                r"(?<![\w,/-])(?<!\d\.)(?P<day>0?[1-9]|[12]\d|3[01])(?P<s>[./-])(?P<month>0?[1-9]|1[0-2])(?P=s)(?P<year>[12]\d{3}|\d\d)(?: ?г(?:\.|ода))?(?![\w/-]|[.,]\d)",
                figures,
            ),
            rule(
                "date iso",
                r"(?<![\w.,/-])(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\w/-])",
                figures,
            ),
        ]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            value = int(match[1])
            mark = match[2]
            if mark == "е" and (match[1][-1] == "0" and value > 10):
                mark = "ые"
            if mark == "х" and value < 20 and match.string[match.end() : match.end() + 1] == " ":
                return self.genitive(value)
            if mark in {"ти", "ми", "ух", "ех"}:
                return self.genitive(value)
            return self.ordinal(value, mark)

        def joined(match: Match) -> str:
            quantity = self.quantity(match[1])
            if quantity.fraction or quantity.value > 9999:
                return f"{self.number(quantity)} "
            said = (
                self.genitive(quantity.value).replace(" ", "").replace("одного", "одно").replace("ста", "сто")
                if quantity.value not in (100, 1000)
                else {100: "сто", 1000: "тысяче"}[quantity.value]
            )
            return said if not match[2].startswith("е") else said

        marks = "|".join(sorted({*_ENDINGS, "ти", "ми", "ух", "ех"}, key=len, reverse=True))
        return [
            rule("ordinal", rf"(?<![\w.,])(\d{{1,6}})-({marks})(?!\w)", say, re.compile(r"\d-")),
            rule(
                "compound",
                r"(?<![\w.,])(\d{1,4}(?:,\d+)?)-(?=(летн|процентн|градусн|килограмм|километр|метров|тонн|этажн|дневн|часов|минутн|месячн|миллион|тысячн|миллиметр))",
                joined,
                re.compile(r"\d-"),
            ),
        ]
