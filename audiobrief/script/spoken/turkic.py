"""Turkish, Kazakh, Kyrgyz, Uzbek, Tatar, Bashkir, Turkmen, Azerbaijani: one regular system of numbers, one word each.

num2words has three of them, writes Turkish in one word and has no ordinals for Kazakh. Kazakh, Kyrgyz, Uzbek, Tatar and
Bashkir count days and years with ordinals ("2024 жылы"); the others with cardinals or print the ending.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from audiobrief.script.spoken.grammar import Grammar, Rule
from audiobrief.script.spoken.numerals import LONGEST, Quantity
from audiobrief.script.spoken.tokens import BREAK, Match, Parts, rule


class Turkic(Grammar):
    """What the languages share; a subclass gives words and endings."""

    groups = ".\u00a0\u202f\u2009 "
    zero_decimals_single = False
    number_words: ClassVar[str] = ""
    """Twenty-four words: 0-9, 10-90, 100, 1000, million, milliard, trillion."""
    ordinals: ClassVar[Mapping[str, str]] = {}
    """Last word of a number -> its ordinal."""
    year_nouns: ClassVar[str] = "(?!)"
    """Words behind a year that make it an ordinal."""
    one_thousand: ClassVar[bool] = False
    """1000 is "one thousand", not "thousand"."""

    def __init__(self) -> None:
        self._words = self.number_words.split()
        super().__init__()

    def cardinal(self, value: int, gender: str = "m") -> str:
        if len(str(value)) > 15:
            return self.digits(str(value))
        if not value:
            return self._words[0]
        said: list[str] = []
        for power, word in ((12, 23), (9, 22), (6, 21), (3, 20)):
            part, value = divmod(value, 10**power)
            if part:
                said += self._below_thousand(part) if part > 1 or power > 3 or self.one_thousand else []
                said.append(self._words[word])
        return " ".join(said + self._below_thousand(value))

    def _below_thousand(self, value: int) -> list[str]:
        hundred, rest = divmod(value, 100)
        said = [*([self._words[hundred]] if hundred > 1 else []), self._words[19]] if hundred else []
        ten, one = divmod(rest, 10)
        return said + ([self._words[9 + ten]] if ten else []) + ([self._words[one]] if one else [])

    def digits(self, printed: str) -> str:
        return " ".join(self._words[int(digit)] for digit in printed if digit.isdecimal())

    def ordinal(self, value: int, mark: str = "") -> str:
        head, _, last = self.cardinal(value).rpartition(" ")
        return f"{head} {self.ordinals.get(last, last)}".strip()

    def category(self, quantity: Quantity) -> str:
        return "other"

    def day(self, value: int) -> str:
        return self.ordinal(value) if self.ordinals else self.cardinal(value)

    def own_rules(self, parts: Parts) -> list[Rule]:
        def year(match: Match) -> str:
            return f"{self.ordinal(int(match[1]))} "

        return [rule("year", rf"(?<![\w.,-])((?:1[0-9]|20)\d\d)(?:-?{BREAK}|-)(?=(?:{self.year_nouns}))", year)]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            return self.ordinal(int(match[1]))

        if not self.ordinals:
            return []
        return [rule("ordinal", r"(?<![\w.,])(\d{1,6})-(?:ші|шы|інші|ыншы|чи|чы|чу|чү|нчи|нчы|inchi|нче|енче|се|сы|сө|нсе|нсы)(?!\w)", say, re.compile(r"\d-"))]


class Turkish(Turkic):
    """Turkish: the percent sign stands before the number and is said so."""

    code = "tr"
    numbers = "tr"
    number_words = "sıfır bir iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin milyon milyar trilyon"
    point = "virgül"
    minus = "eksi"
    to = "ila"
    and_ = "ve"
    dot = "nokta"
    at = "et"
    hash = "hashtag"
    slash = "eğik çizgi"
    dash = "tire"
    plus = "artı"
    equals = "eşittir"
    percent = "yüzde"
    permille = "binde"
    degrees = ("derece",)
    number_sign = "numara"
    magnitude_words = "bin|milyon|milyar|trilyon"
    currencies = {"USD": ("dolar",), "EUR": ("euro",), "TRY": ("lira",), "GBP": ("sterlin",), "RUB": ("ruble",), "JPY": ("yen",)}
    cents = {"USD": ("sent",), "EUR": ("sent",), "TRY": ("kuruş",)}
    currency_words = {"TL": "TRY"}
    words_before = {"Dr.": "doktor", "Prof.": "profesör", "Av.": "avukat", "No.": "numara", "Sn.": "sayın"}
    words = {"vb.": "ve benzeri", "vs.": "vesaire", "örn.": "örneğin"}
    acronym_words = frozenset("NATO UNESCO UNICEF OPEC NASA FIFA UEFA COVID TÜİK TİKA ASELSAN TOGG MASAK AFAD YÖK".split())
    acronyms_ascii_only = False

    def percentage(self, said: str, quantity: Quantity) -> str:
        return f"yüzde {said}"

    def fraction(self, top: int, bottom: int) -> str:
        if bottom == 1:
            return ""
        if (top, bottom) == (1, 2):
            return "yarım"
        endings = {2: "ikide", 3: "üçte", 4: "dörtte", 5: "beşte", 6: "altıda", 7: "yedide", 8: "sekizde", 9: "dokuzda", 10: "onda", 100: "yüzde"}
        return f"{endings[bottom]} {self.cardinal(top)}" if bottom in endings else f"{self.cardinal(top)} bölü {self.cardinal(bottom)}"

    def own_rules(self, parts: Parts) -> list[Rule]:
        def percent(match: Match) -> str:
            high = f" {self.to} {self.number(self.quantity(match['high']))}" if match["high"] else ""
            return f"yüzde {self.number(self.quantity(match['n']))}{high}"

        return [rule("percent", rf"(?<!\w)% ?(?P<n>{parts.number})(?:[-–](?P<high>{parts.number}))?", percent, re.compile("%"))]

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        endings = {"ı": "ıncı", "i": "inci", "u": "uncu", "ü": "üncü"}

        def say(match: Match) -> str:
            head, _, last = self.cardinal(int(match[1])).rpartition(" ")
            vowel = re.findall("[aıoueiöü]", last)[-1]
            harmony = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[vowel]
            ending = endings[harmony]
            if last == "dört":
                last = "dörd"
            return f"{head} {last}{ending[1:] if last[-1] in 'aıoueiöü' else ending}".strip()

        return [rule("ordinal", r"(?<![\w.,])(\d{1,6})['’]?(?:inci|ıncı|uncu|üncü|nci|ncı|\.(?= (?:yüzyıl|kez|sıra|gün|yıl|kat|madde|dünya|dönem)))(?!\w)", say)]


class Azerbaijani(Turkic):
    """Azerbaijani: ordinals carry their printed ending ("2024-cü il")."""

    code = "az"
    numbers = "az"
    number_words = "sıfır bir iki üç dörd beş altı yeddi səkkiz doqquz on iyirmi otuz qırx əlli altmış yetmiş səksən doxsan yüz min milyon milyard trilyon"
    ordinals = {
        "sıfır": "sıfırıncı", "bir": "birinci", "iki": "ikinci", "üç": "üçüncü", "dörd": "dördüncü", "beş": "beşinci", "altı": "altıncı",
        "yeddi": "yeddinci", "səkkiz": "səkkizinci", "doqquz": "doqquzuncu", "on": "onuncu", "iyirmi": "iyirminci", "otuz": "otuzuncu",
        "qırx": "qırxıncı", "əlli": "əllinci", "altmış": "altmışıncı", "yetmiş": "yetmişinci", "səksən": "səksəninci", "doxsan": "doxsanıncı",
        "yüz": "yüzüncü", "min": "mininci", "milyon": "milyonuncu", "milyard": "milyardıncı",
    }  # fmt: skip
    point = "vergül"
    minus = "mənfi"
    and_ = "və"
    dot = "nöqtə"
    at = "et"
    percent = "faiz"
    degrees = ("dərəcə",)
    number_sign = "nömrə"
    magnitude_words = "min|milyon|milyard|trilyon"
    magnitudes = {"mln.": ("milyon",), "mlrd.": ("milyard",), "mln": ("milyon",), "mlrd": ("milyard",)}
    currencies = {"USD": ("dollar",), "EUR": ("avro",), "AZN": ("manat",), "RUB": ("rubl",), "GBP": ("funt",), "TRY": ("lirə",)}
    cents = {"AZN": ("qəpik",), "USD": ("sent",), "EUR": ("sent",)}

    def day(self, value: int) -> str:
        return self.cardinal(value)

    def ordinal_rules(self, parts: Parts) -> list[Rule]:
        def say(match: Match) -> str:
            return self.ordinal(int(match[1]))

        return [rule("ordinal", r"(?<![\w.,])(\d{1,6})-(?:cı|ci|cu|cü)(?!\w)", say, re.compile(r"\d-c"))]


class Kazakh(Turkic):
    """Kazakh."""

    code = "kk"
    numbers = "kz"
    number_words = "нөл бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан жүз мың миллион миллиард триллион"
    ordinals = {
        "нөл": "нөлінші", "бір": "бірінші", "екі": "екінші", "үш": "үшінші", "төрт": "төртінші", "бес": "бесінші", "алты": "алтыншы",
        "жеті": "жетінші", "сегіз": "сегізінші", "тоғыз": "тоғызыншы", "он": "оныншы", "жиырма": "жиырмасыншы", "отыз": "отызыншы",
        "қырық": "қырқыншы", "елу": "елуінші", "алпыс": "алпысыншы", "жетпіс": "жетпісінші", "сексен": "сексенінші", "тоқсан": "тоқсаныншы",
        "жүз": "жүзінші", "мың": "мыңыншы", "миллион": "миллионыншы", "миллиард": "миллиардыншы",
    }  # fmt: skip
    year_nouns = "жыл"
    point = "үтір"
    minus = "минус"
    and_ = "және"
    dot = "нүкте"
    at = "ат"
    percent = "пайыз"
    degrees = ("градус",)
    number_sign = "нөмір"
    magnitude_words = "мың|миллион|миллиард|триллион"
    magnitudes = {"млн": ("миллион",), "млрд": ("миллиард",), "трлн": ("триллион",), "мың": ("мың",)}
    currencies = {"USD": ("доллар",), "EUR": ("еуро",), "KZT": ("теңге",), "RUB": ("рубль",), "GBP": ("фунт",), "CNY": ("юань",)}
    cents = {"KZT": ("тиын",), "USD": ("цент",), "EUR": ("цент",)}
    units = {"км": "length-kilometer", "м": "length-meter", "кг": "mass-kilogram", "га": "area-hectare", "л": "volume-liter"}


class Kyrgyz(Turkic):
    """Kyrgyz."""

    code = "ky"
    numbers = "ky"
    number_words = "нөл бир эки үч төрт беш алты жети сегиз тогуз он жыйырма отуз кырк элүү алтымыш жетимиш сексен токсон жүз миң миллион миллиард триллион"
    ordinals = {
        "нөл": "нөлүнчү", "бир": "биринчи", "эки": "экинчи", "үч": "үчүнчү", "төрт": "төртүнчү", "беш": "бешинчи", "алты": "алтынчы",
        "жети": "жетинчи", "сегиз": "сегизинчи", "тогуз": "тогузунчу", "он": "онунчу", "жыйырма": "жыйырманчы", "отуз": "отузунчу",
        "кырк": "кыркынчы", "элүү": "элүүнчү", "алтымыш": "алтымышынчы", "жетимиш": "жетимишинчи", "сексен": "сексенинчи",
        "токсон": "токсонунчу", "жүз": "жүзүнчү", "миң": "миңинчи", "миллион": "миллионунчу", "миллиард": "миллиардынчы",
    }  # fmt: skip
    year_nouns = "жыл"
    point = "үтүр"
    minus = "минус"
    and_ = "жана"
    dot = "чекит"
    percent = "пайыз"
    degrees = ("градус",)
    magnitude_words = "миң|миллион|миллиард"
    magnitudes = {"млн": ("миллион",), "млрд": ("миллиард",)}
    currencies = {"USD": ("доллар",), "EUR": ("евро",), "KGS": ("сом",), "RUB": ("рубль",), "KZT": ("теңге",)}
    cents = {"KGS": ("тыйын",), "USD": ("цент",)}
    units = {"км": "length-kilometer", "м": "length-meter", "кг": "mass-kilogram", "га": "area-hectare"}


class Uzbek(Turkic):
    """Uzbek in Latin letters; its Cyrillic text keeps its digits."""

    code = "uz"
    numbers = "uz"
    number_words = "nol bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn yigirma oʻttiz qirq ellik oltmish yetmish sakson toʻqson yuz ming million milliard trillion"
    ordinals = {
        word: word + ("nchi" if word[-1] in "aiou" else "inchi")
        for word in "nol bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn yigirma oʻttiz qirq ellik oltmish yetmish sakson toʻqson yuz ming million milliard".split()
    }
    year_nouns = "yil"
    point = "butun"
    minus = "minus"
    and_ = "va"
    dot = "nuqta"
    percent = "foiz"
    degrees = ("daraja",)
    magnitude_words = "ming|million|milliard|trillion"
    magnitudes = {"mln": ("million",), "mlrd": ("milliard",), "mln.": ("million",), "mlrd.": ("milliard",)}
    currencies = {"USD": ("dollar",), "EUR": ("yevro",), "UZS": ("soʻm",), "RUB": ("rubl",)}
    cents = {"UZS": ("tiyin",), "USD": ("sent",)}

    def own_rules(self, parts: Parts) -> list[Rule]:
        def hyphen(match: Match) -> str:
            return self.ordinal(int(match[1])) + " "

        return [rule("hyphen", r"(?<![\w.,-])(\d{1,4})-(?=[a-z‘ʻ']{2,})", hyphen, re.compile(r"\d-")), *super().own_rules(parts)]


class Tatar(Turkic):
    """Tatar."""

    code = "tt"
    numbers = "tt"
    number_words = "нуль бер ике өч дүрт биш алты җиде сигез тугыз ун егерме утыз кырык илле алтмыш җитмеш сиксән туксан йөз мең миллион миллиард триллион"
    ordinals = {
        "нуль": "нуленче", "бер": "беренче", "ике": "икенче", "өч": "өченче", "дүрт": "дүртенче", "биш": "бишенче", "алты": "алтынчы",
        "җиде": "җиденче", "сигез": "сигезенче", "тугыз": "тугызынчы", "ун": "унынчы", "егерме": "егерменче", "утыз": "утызынчы",
        "кырык": "кырыгынчы", "илле": "илленче", "алтмыш": "алтмышынчы", "җитмеш": "җитмешенче", "сиксән": "сиксәненче",
        "туксан": "туксанынчы", "йөз": "йөзенче", "мең": "меңенче", "миллион": "миллионынчы", "миллиард": "миллиардынчы",
    }  # fmt: skip
    year_nouns = "ел"
    point = "өтер"
    minus = "минус"
    and_ = "һәм"
    dot = "нокта"
    percent = "процент"
    degrees = ("градус",)
    magnitude_words = "мең|миллион|миллиард"
    magnitudes = {"млн": ("миллион",), "млрд": ("миллиард",)}
    currencies = {"USD": ("доллар",), "EUR": ("евро",), "RUB": ("сум",)}
    currency_words = {"руб.": "RUB"}
    unit_forms = {"length-kilometer": ("километр",), "length-meter": ("метр",), "mass-kilogram": ("килограмм",), "area-hectare": ("гектар",)}
    units = {"км": "length-kilometer", "м": "length-meter", "кг": "mass-kilogram", "га": "area-hectare"}


class Bashkir(Turkic):
    """Bashkir; CLDR has no names for it, so dates in figures take the months from here."""

    code = "ba"
    numbers = "ba"
    number_words = "нуль бер ике өс дүрт биш алты ете һигеҙ туғыҙ ун егерме утыҙ ҡырҡ илле алтмыш етмеш һикһән туҡһан йөҙ мең миллион миллиард триллион"
    ordinals = {
        "нуль": "нуленсе", "бер": "беренсе", "ике": "икенсе", "өс": "өсөнсө", "дүрт": "дүртенсе", "биш": "бишенсе", "алты": "алтынсы",
        "ете": "етенсе", "һигеҙ": "һигеҙенсе", "туғыҙ": "туғыҙынсы", "ун": "унынсы", "егерме": "егерменсе", "утыҙ": "утыҙынсы",
        "ҡырҡ": "ҡырҡынсы", "илле": "илленсе", "алтмыш": "алтмышынсы", "етмеш": "етмешенсе", "һикһән": "һикһәненсе", "туҡһан": "туҡһанынсы",
        "йөҙ": "йөҙөнсө", "мең": "меңенсе", "миллион": "миллионынсы", "миллиард": "миллиардынсы",
    }  # fmt: skip
    year_nouns = "йыл"
    _month_names = "ғинуар февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()
    month_words = {name: number for number, name in enumerate(_month_names, 1)}
    point = "өтөр"
    minus = "минус"
    and_ = "һәм"
    dot = "нөктә"
    percent = "процент"
    degrees = ("градус",)
    magnitude_words = "мең|миллион|миллиард"
    magnitudes = {"млн": ("миллион",), "млрд": ("миллиард",)}
    currencies = {"USD": ("доллар",), "EUR": ("евро",), "RUB": ("һум",)}
    unit_forms = {"length-kilometer": ("километр",), "length-meter": ("метр",), "mass-kilogram": ("килограмм",), "area-hectare": ("гектар",)}
    units = {"км": "length-kilometer", "м": "length-meter", "кг": "mass-kilogram", "га": "area-hectare"}

    def month(self, number: int) -> str:
        return self._month_names[number - 1]
