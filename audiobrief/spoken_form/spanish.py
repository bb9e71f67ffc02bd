"""Spanish: gender and short forms before nouns, half hours, ordinals."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar, Rule
from audiobrief.spoken_form.numerals import LONGEST, Quantity, roman
from audiobrief.spoken_form.spanish_numbers import ORDINAL_HUNDREDS, cardinal, ordinal
from audiobrief.spoken_form.tokens import BREAK, Match, Parts, rule

_FRACTIONS = {
    2: "medio",
    3: "tercio",
    4: "cuarto",
    5: "quinto",
    6: "sexto",
    7: "séptimo",
    8: "octavo",
    9: "noveno",
    10: "décimo",
}


_NO_NOUN = frozenset(
    [
        "de",
        "del",
        "en",
        "por",
        "para",
        "con",
        "que",
        "se",
        "es",
        "fue",
        "son",
        "han",
        "ha",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "al",
        "su",
        "sus",
        "como",
        "más",
        "menos",
        "desde",
        "hasta",
        "sobre",
        "entre",
        "tras",
        "contra",
        "sin",
        "pero",
    ]
)
_MASCULINE = frozenset(
    [
        "días",
        "problemas",
        "programas",
        "sistemas",
        "temas",
        "kilogramas",
        "gramas",
        "planetas",
        "mapas",
        "guardias",
        "policías",
        "más",
    ]
)
_FEMININE_UNITS = frozenset({"milla", "hora", "tonelada", "libra"})


class Spanish(Grammar):
    """Spanish."""

    def cardinal(self, value: int, gender: str = "") -> str:
        return cardinal(value, gender) if len(str(value)) <= LONGEST else self.digits(str(value))

    def number(self, quantity: Quantity, gender: str = "") -> str:
        return super().number(quantity, gender)

    def decimal_number(self, quantity: Quantity, gender: str = "") -> str:
        """Two digits as a number, more in pairs: "tres coma catorce quince"."""
        whole = cardinal(int(quantity.whole or "0"), gender)
        digits = quantity.fraction
        if len(digits) == 3 and digits[0] != "0":
            pieces = [digits]
        else:
            step = 2 if len(digits) != 3 else 1
            pieces = [digits[at : at + step] for at in range(0, len(digits), step)]
        said = []
        for piece in pieces:
            if piece[0] == "0":
                said += [
                    cardinal(int(digit), gender if digit is piece[-1] and piece is pieces[-1] else "")
                    for digit in piece
                ]
            else:
                said.append(cardinal(int(piece), gender))
        return " ".join([whole, self.point, *said])

    def counted_magnitude(self, quantity: Quantity, printed: str) -> str:
        whole = not quantity.fraction or len(quantity.fraction) > 2
        return f"{self.number(quantity, 'm' if whole else '')} {self.magnitude(printed, quantity)}"

    def noun_gender(self, noun: str, last_digit: int) -> str:
        """As in "personas", "horas" are feminine, other nouns masculine; a preposition or a capital is no noun."""
        if noun in _NO_NOUN or not noun.islower():
            return ""
        feminine = (noun.endswith(("as", "ciones", "siones", "dades")) and noun not in _MASCULINE) or noun in {
            "mujeres",
            "veces",
            "hora",
            "persona",
        }
        return "f" if feminine else "m"

    def gender(self, name: str) -> str:
        return "f" if name in self.feminine else "m"

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.is_one else "other"

    def digits(self, printed: str) -> str:
        return " ".join(cardinal(int(digit), "") for digit in printed if digit.isdecimal())

    def year(self, value: int) -> str:
        return cardinal(value, "")

    def day(self, value: int) -> str:
        return "primero" if value == 1 else cardinal(value, "")

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        number = cardinal(top, "m")
        if bottom == 2 and top == 1:
            return "medio"
        name = _FRACTIONS.get(bottom, "")
        if not name and bottom < 100:
            name = (
                re.sub(" y ", "i", cardinal(bottom, "m"))
                .replace("ún", "un")
                .replace("é", "e")
                .replace("ó", "o")
                .replace(" ", "")
                + "avo"
            )
            name = name.replace("veinteavo", "veinteavo").replace("aavo", "avo")
        elif bottom in {100, 200, 300, 400, 500, 600, 700, 800, 900}:
            name = ORDINAL_HUNDREDS[bottom // 100]
        elif not name and bottom % 1000 == 0:
            head = (
                ""
                if bottom in (1000, 1_000_000)
                else cardinal(bottom // (1_000_000 if bottom % 1_000_000 == 0 else 1000), "m").replace(" ", "")
            )
            name = head + ("millonésimo" if bottom % 1_000_000 == 0 else "milésimo")
        if not name:
            return f"{cardinal(top, '')} sobre {cardinal(bottom, '')}"
        return f"{number} {name if top == 1 else name + 's'}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        part = "medio" if (top, bottom) == (1, 2) else self.fraction(top, bottom)
        return f"{cardinal(whole, '')} y {part}"

    def fraction_of(self, said: str, pattern: str, is_mixed: bool) -> str:
        if said.endswith("y medio"):
            feminine = pattern.split()[1] in _FEMININE_UNITS
            return pattern.replace(
                "{0}", re.sub("^uno", "una", said[:-1] + "a") if feminine else re.sub("^uno", "un", said)
            )
        if pattern.split()[1] in _FEMININE_UNITS:
            said = re.sub("^uno ", "una ", said)
        return pattern.replace("{0}", f"{said} de")

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        if second is not None:
            hours = f"{cardinal(hour, 'f')} {'hora' if hour == 1 else 'horas'}"
            minutes = f"{cardinal(minute, 'm')} {'minuto' if minute == 1 else 'minutos'}"
            return f"{hours} {minutes} y {cardinal(second, 'm')} {'segundo' if second == 1 else 'segundos'}"
        said = cardinal(hour, "f")
        if minute:
            said += " y " + {15: "cuarto", 30: "media"}.get(minute, cardinal(minute, ""))
        return said

    def telephone(self, groups: list[str], plus: bool) -> str:
        first = cardinal(int(groups[0]), "") if plus and len(groups[0]) < 4 else self.digits(groups[0])
        said = ", ".join([first, *(self.digits(group) for group in groups[1:])])
        return f"más {said}" if plus else said

    def numeral(self, value: int, word: str, printed: str) -> str:
        if word in self.regnal:
            return ordinal(value) if value <= 10 else cardinal(value, "")
        if word.lower() in self.counted_after and word.lower() not in {"siglo"}:
            return (
                ordinal(value, feminine=word.lower() not in {"congreso", "apóstol", "festival", "foro", "aniversario"})
                if value < 22
                else cardinal(value, "")
            )
        return cardinal(value, "")

    def own_rules(self, parts: Parts) -> list[Rule]:
        def old_year(match: Match) -> str:
            value = roman(match[2].upper())
            return f"{match[1]} {cardinal(value, '')}" if value else match[0]

        def plus_sum(match: Match) -> str:
            return f" {'menos' if match[0].strip() in '-−' else 'más'} "

        def local_phone(match: Match) -> str:
            groups = re.findall(r"\d+", match[0])
            return ", ".join(["ochocientos" if group == "800" else self.digits(group) for group in groups])

        return [
            rule("old year", r"(?i)(?<!\w)(año) ([mdclxvi]{2,12})(?!\w)", old_year, re.compile("año", re.I)),
            rule("sum", r"(?<=\d) [-−+] (?=\d+ ?[=+-])", plus_sum, re.compile("=")),
            rule("telephone local", r"(?<![\w.,-])\d{3}-\d{3}-\d{3,4}(?![\w-])", local_phone),
            *self._clock_rules(parts),
        ]

    def _clock_rules(self, parts: Parts) -> list[Rule]:
        def half_day(match: Match) -> str:
            hour, minute = int(match["h"]), int(match["m"] or 0)
            if hour > 12:
                return match[0]
            if match["half"][0] in "aA":
                part = "de la mañana"
            else:
                part = "del mediodía" if hour == 12 else "de la noche" if hour > 7 else "de la tarde"
            return f"{self.time(hour, minute, None)} {part}{zone(match)}"

        def zone(match: Match) -> str:
            printed = match["zone"]
            return f" {' '.join(printed.lower() if printed.islower() else printed)}" if printed else ""

        def with_h(match: Match) -> str:
            hour = int(match["h"])
            if hour > 24:
                return match[0]
            if not match["m"] and len(match["h"]) == 1 and not match["zone"]:
                return f"{cardinal(hour, 'f')} {'hora' if hour == 1 else 'horas'}"
            return self.time(hour, int(match["m"] or 0), None) + zone(match)

        def clock(match: Match) -> str:
            if int(match["h"]) > 24:
                return match[0]
            second = match["s"]
            said = self.time(int(match["h"]), int(match["m"]), int(second) if second else None)
            return said + zone(match) + (f" {match['word'].strip()}" if match["word"] else "")

        zones = r"(?:[ ]?(?P<zone>(?i:est|edt|pst|cst|gmt|utc|cet)))?(?!\w)"
        no = r"(?<![\w.,:/$€£-])"
        return [
            rule(
                "time half",
                rf"{no}(?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?{BREAK}?(?P<half>[aApP]\.?{BREAK}?[mM])\b\.?{zones}",
                half_day,
            ),
            rule(
                "time h",
                rf"{no}(?P<h>\d{{1,2}})(?:[:.](?P<m>[0-5]\d))?{BREAK}?h(?:rs|s)?\b\.?{zones}",
                with_h,
                re.compile(r"\d\s?h"),
            ),
            rule(
                "time",
                rf"{no}(?P<h>[01]?\d|2[0-4])(?::(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?|\.(?P<m2>(?!)))(?P<word> horas)"
                rf"?{zones}(?![:]|[.,]\d)",
                clock,
            ),
            rule(
                "time point",
                rf"{no}(?P<h>[01]?\d|2[0-4])\.(?P<m>[0-5]\d)(?P<s>(?!))?(?P<word> horas)?{zones}(?![:]|[.,]\d| ?[%€$£])"
                rf"(?!{BREAK}?(?:{parts.size})(?!\w))",
                clock,
            ),
        ]

    def date_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.spoken_form.calendar import date_rules

        def month_first(match: Match) -> str:
            name = parts.months[match["month"].lower().rstrip(".")]
            year = f" de {self.year(int(match['year']))}" if match["year"] else ""
            return f"{self.day(int(match['day']))} de {self.month(name)}{year}"

        return [
            *date_rules(self, parts),
            rule(
                "month first",
                rf"(?<![\w-])(?P<month>(?i:{parts.month})\b\.?) (?P<day>0?[1-9]|[12]\d|3[01])"
                rf"(?:,? (?P<year>[12]\d{{3}}))"
                rf"?(?![\w%]|[.,:/-]\d| de )",
                month_first,
            ),
        ]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            mark = match[2].lower()
            value = int("".join(filter(str.isdecimal, match[1])))
            return ordinal(value, feminine=mark[-1] in "ªa", short=mark in {"er", "ᵉʳ", "ᵉr"})

        return [
            rule(
                "ordinal",
                rf"(?<![\w.,])({parts.whole})\.?(º|ª|°(?!\s?[CF])|ᵉʳ|er|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na)(?!\w)",
                say,
            )
        ]
