"""English, as an international newsreader says it: American dates in figures, "and" before the last two digits."""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.script.spoken.grammar import Grammar, Rule
from audiobrief.script.spoken.numerals import LONGEST, Quantity
from audiobrief.script.spoken.tokens import BREAK, HYPHEN, Match, Parts, rule

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = " ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
_SCALES = " thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion".split(
    " "
)
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()


def _hundreds(value: int, and_: bool) -> str:
    hundred, rest = divmod(value, 100)
    said = [f"{_ONES[hundred]} hundred"] if hundred else []
    if rest:
        if hundred and and_:
            said.append("and")
        said.append(_pair(rest))
    return " ".join(said)


def _pair(value: int) -> str:
    if value < 20:
        return _ONES[value]
    ten, one = divmod(value, 10)
    return f"{_TENS[ten]} {_ONES[one]}" if one else _TENS[ten]


@lru_cache(maxsize=4096)
def cardinal(value: int, and_: bool = True) -> str:
    """ "one thousand and one"; ``and_`` = False leaves the "and" out, as before "hundredths"."""
    if value < 100:
        return _pair(value)
    said: list[str] = []
    scale = 0
    last = value % 1000
    value //= 1000
    while value:
        scale += 1
        value, part = divmod(value, 1000)
        if part:
            said.insert(0, f"{_hundreds(part, False)} {_SCALES[scale]}")
    if last:
        said.append(("and " if and_ and said and last < 100 else "") + _hundreds(last, and_))
    return " ".join(said)


def ordinal(value: int) -> str:
    """ "twenty first"."""
    head, _, last = cardinal(value, and_=False).rpartition(" ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return f"{head} {last}" if head else last


def year(value: int) -> str:
    """ "nineteen ninety four", "fifteen oh six", "two thousand six", "twenty twelve"."""
    century, rest = divmod(value, 100)
    if value % 1000 < 10 or not 1000 <= value <= 9999:
        return cardinal(value, and_=False)
    if not rest:
        return f"{_pair(century)} hundred"
    return f"{_pair(century)} {'oh ' + _ONES[rest] if rest < 10 else _pair(rest)}"


def plural(word: str) -> str:
    """ "nineties", "twelfths"."""
    return word[:-1] + "ies" if word.endswith("y") else word + "es" if word.endswith("six") else word + "s"


_SCORE_CUE = re.compile(
    r"\b(?:w[io]n|wins|winning|lost|los[ei]|loses|losing|beat|beats|beaten|beating|draw|drew|drawn|defeat(?:ed|s)?|victory"
    r"|lead|leads|led|trail(?:ed|s)?|score[ds]?|tied?|down|up|match|halftime|goals?)\b[^.!?]{0,40}$"
)
_SCORE_AFTER = re.compile(
    r"^[ \u00a0](?:w[io]n|victory|defeat|loss|draw|lead|score|scoreline|thrashing|triumph|rout|advantage)\b"
)
_VOTE_CUE = re.compile(r"\b(?:vot(?:e[ds]?|ing)|passed|ruling|ruled|majority|split)\b[^.!?]{0,40}$")


class English(Grammar):
    """English."""

    code = "en"
    numbers = "en"
    groups = ",\u202f\u2009"
    decimal = "."
    point = "point"
    minus = "minus"
    to = "to"
    and_ = "and"
    dot = "dot"
    at = "at"
    hash = "hashtag"
    slash = "slash"
    dash = "dash"
    underscore = "underscore"
    plus = "plus"
    equals = "equals"
    percent = "percent"
    permille = "per mille"
    degrees = ("degree", "degrees")
    section = "section"
    number_sign = "number"
    per = "per"
    rates = {
        "yr": "year", "y": "year", "year": "year", "mo": "month", "month": "month", "wk": "week", "week": "week", "d": "day",
        "day": "day", "hr": "hour", "h": "hour", "hour": "hour", "min": "minute", "s": "second", "kg": "kilogram", "lb": "pound",
        "t": "ton", "ton": "ton", "bbl": "barrel", "oz": "ounce", "l": "liter", "L": "liter", "m²": "square meter", "kWh": "kilowatt hour",
    }  # fmt: skip
    bare_decimals = True
    short_labels = 0
    ascii_acronyms = True
    sentence_starters = frozenset(
        """The A An He She It They We You I In On At But And This That These Those There When While After Before His Her Its
        Their If As For From Since Some Many Most Both Such However Now Then What Who Why How Yet So Not""".split()
    )
    magnitude_words = "thousand|hundred thousand|million|billion|trillion|quadrillion|hundred"
    money_magnitudes = {"m": ("million",), "b": ("billion",), "k": ("thousand",), "t": ("trillion",)}
    magnitudes = {
        "mn": ("million",), "mln": ("million",), "mio": ("million",), "bn": ("billion",),
        "bln": ("billion",), "tn": ("trillion",), "trn": ("trillion",),
    }  # fmt: skip
    currencies = {
        "USD": ("dollar", "dollars"), "EUR": ("euro", "euros"), "GBP": ("pound", "pounds"), "JPY": ("yen", "yen"),
        "RUB": ("ruble", "rubles"), "UAH": ("hryvnia", "hryvnias"), "KZT": ("tenge", "tenge"), "TRY": ("lira", "lira"),
        "AZN": ("manat", "manats"), "INR": ("rupee", "rupees"), "KRW": ("won", "won"), "ILS": ("shekel", "shekels"),
        "GEL": ("lari", "lari"), "AMD": ("dram", "drams"), "CNY": ("yuan", "yuan"), "CHF": ("Swiss franc", "Swiss francs"),
        "BTC": ("bitcoin", "bitcoins"), "AUD": ("Australian dollar", "Australian dollars"), "BYN": ("Belarusian ruble", "Belarusian rubles"),
        "BRL": ("real", "reais"), "PLN": ("zloty", "zlotys"), "HUF": ("forint", "forints"), "CZK": ("koruna", "korunas"),
        "KGS": ("som", "soms"), "TJS": ("somoni", "somoni"), "UZS": ("soum", "soums"), "IRR": ("rial", "rials"),
    }  # fmt: skip
    cents = {
        **dict.fromkeys(("USD", "EUR", "AUD", "CAD", "NZD", "HKD", "SGD"), ("cent", "cents")),
        "GBP": ("penny", "pence"), "RUB": ("kopeck", "kopecks"), "UAH": ("kopeck", "kopecks"), "INR": ("paisa", "paise"),
    }  # fmt: skip
    unit_forms = {
        "length-foot": ("foot", "feet"), "electric-kilovolt": ("kilovolt", "kilovolts"), "sound-decibel": ("decibel", "decibels"),
        "mass-tonne": ("ton", "tons"), "duration-second": ("second", "seconds"), "rate-megabit": ("megabit per second", "megabits per second"),
        "rate-gigabit": ("gigabit per second", "gigabits per second"), "rate-kilobit": ("kilobit per second", "kilobits per second"),
    }  # fmt: skip
    units = {
        "mbps": "rate-megabit", "Mbps": "rate-megabit", "Mbit/s": "rate-megabit", "gbps": "rate-gigabit", "Gbps": "rate-gigabit",
        "kbps": "rate-kilobit", "sq km": "area-square-kilometer", "sq. km": "area-square-kilometer", "sq mi": "area-square-mile",
        "sq ft": "area-square-foot", "sq. ft.": "area-square-foot", "ft.": "length-foot", "lbs.": "mass-pound", "mi.": "length-mile",
        "oz.": "mass-ounce", "cc": "volume-cubic-centimeter", "hrs": "duration-hour", "hr": "duration-hour", "mins": "duration-minute",
        "s": "", "h": "", "A": "", "J": "", "V": "", "d": "", "secs": "duration-second", "sec": "duration-second", "yds": "length-yard", "KG": "mass-kilogram", "KM": "length-kilometer",
    }  # fmt: skip
    month_words = {"sept": 9}
    words = {
        "e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "vs.": "versus", "vs": "versus", "w/o": "without",
        "Jr.": "Junior", "Sr.": "Senior", "Inc.": "Incorporated", "Corp.": "Corporation", "Ltd.": "Limited", "Bros.": "Brothers",
        "approx.": "approximately", "est.": "established", "dept.": "department", "Dept.": "Department", "govt.": "government",
        "Univ.": "University", "a.k.a.": "also known as", "aka": "also known as",
    }  # fmt: skip
    words_before = {
        "Sec.": "Section", "Art.": "Article", "Ch.": "Chapter", "Fig.": "Figure", "Vol.": "Volume", "Nos.": "numbers",
        "Mr.": "Mister", "Mrs.": "Misses", "Ms.": "Miz", "Messrs.": "Messieurs", "Dr.": "Doctor", "Prof.": "Professor",
        "Gov.": "Governor", "Sen.": "Senator", "Sens.": "Senators", "Rep.": "Representative", "Reps.": "Representatives",
        "Gen.": "General", "Lt.": "Lieutenant", "Col.": "Colonel", "Capt.": "Captain", "Sgt.": "Sergeant", "Maj.": "Major",
        "Cmdr.": "Commander", "Adm.": "Admiral", "Cpl.": "Corporal", "Pvt.": "Private", "Rev.": "Reverend", "Hon.": "Honorable",
        "Pres.": "President", "St.": "Saint", "Ft.": "Fort", "Mt.": "Mount", "Mr": "Mister", "Mrs": "Misses", "Dr": "Doctor",
        "Lt. Gov.": "Lieutenant Governor", "Lt. Gen.": "Lieutenant General", "Lt. Col.": "Lieutenant Colonel",
        "Maj. Gen.": "Major General", "Brig. Gen.": "Brigadier General", "Det.": "Detective", "Supt.": "Superintendent",
    }  # fmt: skip
    acronym_words = frozenset(
        """NATO UNESCO UNICEF OPEC ASEAN AIDS NASA FIFA UEFA ISIS COVID COVAX BRICS MERCOSUR FRONTEX EUFOR KFOR SFOR INTERPOL
        EUROPOL HAMAS FATAH SWIFT DAESH HAARP RADAR LASER SARS MERS NAFTA CITES ECOWAS SADC IGAD TASS ITAR OFAC SWAPO UNITA
        NORAD CERN ESA SIM PIN GIF JPEG RAM ZIP SCOTUS POTUS FLOTUS OPCW SCUBA SIPRI UNRWA UNHCR ANSA AMBER FEMA OSHA PETA
        VISA IKEA NIKE FIAT SAAB SEAT SONY ASCII BASIC COBOL COP CAR CARICOM OAPEC AWACS HIMARS ATACMS THAAD SAM JAG SEAL
        SEALS WASP NIMBY YIMBY LGBTI MAGA DACA START SALT INSTEX PESCO GUAM BAFTA TED OK""".split()
    ) - frozenset("UNHCR OPCW ESA SIPRI LGBTI JPEG COP CAR SAM ITAR VISA SEAT TED FEMA START".split()) | frozenset(
        "FEMA".split()
    )
    spelled_acronyms = frozenset("IAEA OSCE USAID AFP UAE UAW IOC USA EBRD ECHR AU IOM IEA OECD CIA".split()) - {
        "USAID"
    }
    small_words = frozenset(
        """a an and are as at be but by can do for from get go had has have he her him his how if in into is it its may me
        my new no nor not now of off on one or our out over own say she so than that the them then they this to too two under
        up was we were what when who why will with you your""".split()
    )
    dotted_small = frozenset({"am", "pm"})
    regnal = frozenset(
        """Charles Elizabeth Henry George William Edward James Richard Louis Philip Philippe Francis Frederick Friedrich Wilhelm
        Nicholas Alexander Catherine Peter Paul Pius Benedict Gregory Clement Innocent Leo John Juan Carlos Felipe Ivan Mary
        Napoleon Ferdinand Leopold Albert Baudouin Gustaf Gustav Carl Karl Haakon Harald Olav Christian Margrethe Frederik
        Abdullah Hussein Mohammed Hassan Faisal Ramses Darius Cyrus Xerxes Constantine Justinian Theodosius Urban Boniface
        Tawadros Bartholomew Kirill Ilia Karekin Franz Josef Joseph Umberto Victor Vittorio Emmanuel Alfonso Isabella Maria
        Sigismund Casimir Stephen Bela Boris Simeon Michael Carol Zog Mehmed Selim Murad Suleiman Abdulhamid Rama Pedro Otto
        Ludwig Maximilian Rudolf Robert Malcolm David Shenouda Pope King Queen""".split()
    )
    counted = frozenset(
        """war chapter part act volume book phase stage type class title article section appendix figure table schedule level
        grade group division tier category episode season round scene verse psalm canto apollo saturn vatican bowl
        wrestlemania rocky schengen minsk start salt mark annex protocol""".split()
    )

    def cardinal(self, value: int, gender: str = "m") -> str:
        return cardinal(value) if len(str(value)) <= LONGEST else self.digits(str(value))

    def ordinal(self, value: int, mark: str = "") -> str:
        return ordinal(value)

    def year(self, value: int) -> str:
        return year(value)

    def digits(self, printed: str) -> str:
        return " ".join(_ONES[int(digit)] for digit in printed if digit.isdecimal())

    def category(self, quantity: Quantity) -> str:
        return "one" if quantity.is_one else "other"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return f"{cardinal(top)} over one"
        if bottom == 2:
            return "one half" if top == 1 else f"{cardinal(top)} halves"
        name = "quarter" if bottom == 4 else ordinal(bottom)
        return f"{cardinal(top, and_=False)} {name if top == 1 else name + 's'}"

    def mixed(self, whole: int, top: int, bottom: int) -> str:
        if (top, bottom) in {(1, 2), (1, 4)}:
            return f"{cardinal(whole)} and a {'half' if bottom == 2 else 'quarter'}"
        return f"{cardinal(whole)} and {self.fraction(top, bottom)}"

    def vulgar(self, sign: str) -> str:
        return "half" if sign == "½" else super().vulgar(sign)

    def spelled(self, letters: str) -> str:
        """Letters apart; with points where a lone "A" would be read as the article."""
        return (
            (".".join(letters) if "A" in letters[:-1] or letters == "A" else " ".join(letters))
            if not letters.endswith("A")
            else ".".join(letters)
        )

    def telephone(self, groups: list[str], plus: bool) -> str:
        said = ", ".join(
            "eight hundred" if group == "800" and place else self.digits(group) for place, group in enumerate(groups)
        )
        return f"plus {said}" if plus else said

    def numeral(self, value: int, word: str, printed: str) -> str:
        return f"the {ordinal(value)}" if word in self.regnal else cardinal(value)

    def code_number(self, printed: str) -> str:
        """ "A321" -> three twenty one; "t2000" -> two thousand; "08" -> zero eight."""
        if printed[0] == "0" or len(printed) > 4:
            return self.digits(printed)
        value = int(printed)
        if len(printed) == 3 and value % 100:
            rest = value % 100
            return f"{_ONES[value // 100]} {'oh ' + _ONES[rest] if rest < 10 else _pair(rest)}"
        return year(value) if len(printed) == 4 else cardinal(value)

    def currency_name(self, iso: str, category: str) -> str:
        return super().currency_name(iso, category).removesuffix(" (1992–2002)")

    def own_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.script.spoken import english_rules

        return english_rules.own_rules(self, parts)

    def date_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.script.spoken import english_rules

        return english_rules.date_rules(self, parts)

    def time_rules(self, parts: Parts) -> list[Rule]:
        from audiobrief.script.spoken import english_rules

        return english_rules.time_rules(self, parts)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            value = int(re.sub(r"\D", "", match[1]))
            last = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
            if match[2].lower() != last:
                return f"{cardinal(value)} {match[2]}"
            return ordinal(value)

        return [rule("ordinal", rf"(?<![\w.,])({parts.whole})(st|nd|rd|th|ST|ND|RD|TH)(?![\w])", say)]

    def range_rules(self, parts: Parts) -> list[Rule]:
        def plain(match: Match) -> str:
            low, high = self.quantity(match["low"]), self.quantity(match["high"])
            before, after = (
                match.string[max(0, match.start() - 60) : match.start()],
                match.string[match.end() : match.end() + 20],
            )
            small = len(match["low"]) <= 2 and len(match["high"]) <= 2
            if small and (_SCORE_AFTER.match(after) or _SCORE_CUE.search(before)):
                return (
                    f"{self.number(low)}, {self.number(high)}"
                    if max(low.value, high.value) > 20
                    else f"{self.number(low)} {self.number(high)}"
                )
            if _VOTE_CUE.search(before) or low.count < high.count < low.count * 1000 + 1000:
                return f"{self.number(low)} to {self.number(high)}"
            return match[0]

        from audiobrief.script.spoken.calendar import range_rules

        number = parts.number
        needs = re.compile(rf"\d{BREAK}?{HYPHEN}{BREAK}?\d")
        return [
            range_rules(self, parts)[0],
            rule(
                "range", rf"(?<![\w.,/:-])(?P<low>{number}){HYPHEN}(?P<high>{number})(?![\w/:-]|[.,]\d)", plain, needs
            ),
        ]
