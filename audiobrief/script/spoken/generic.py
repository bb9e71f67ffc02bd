"""Languages that need no grammar of their own: num2words' numbers, CLDR's names, and a row of words each.

A language that num2words cannot count in has a row without it: money, percentages and units get their words, the digits
stay for the engine. A language without a row keeps its digits and signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from audiobrief.script.spoken.grammar import Grammar, Rule
from audiobrief.script.spoken.numerals import Quantity
from audiobrief.script.spoken.tokens import Match, Parts, rule, sentence_stop

_SLAVIC_DAYS = {
    "uk": (("ій", "ього"), ("ий", "ого")),
    "be": (("ці", "цяга"), ("гі", "гога"), ("ы", "ага")),
    "pl": (("gi", "giego"), ("ci", "ciego"), ("y", "ego")),
}
"""Nominative -> genitive ending of the ordinal that counts a day."""
_YEARS: Mapping[str, tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = {
    "uk": (("року|р\\.", "року", _SLAVIC_DAYS["uk"]), ("році", "році", (("ій", "ьому"), ("ий", "ому"))), ("рік", "рік", ())),
    "be": (("года|г\\.", "года", _SLAVIC_DAYS["be"]), ("годзе", "годзе", (("ці", "цім"), ("ы", "ым"))), ("год", "год", ())),
    "pl": (
        ("roku|r\\.(?!\\w)", "roku", _SLAVIC_DAYS["pl"]),
        ("rok", "rok", ()),
    ),
}
"""Nouns behind a year, the noun as said, and the endings its ordinal takes."""
_POLISH_LOCATIVE = (("gi", "gim"), ("ci", "cim"), ("y", "ym"))
_CARDINALS = frozenset({"trzy", "cztery"})
_EVERY_WORD = frozenset({"pl"})
"""In Polish every word of the ordinal takes the ending: "dwudziestego czwartego"."""


class Plain(Grammar):
    """No number words: addresses, dashes and brackets only; digits go to the engine."""


class Generic(Grammar):
    """One of the languages of :data:`ROWS`."""

    zero_decimals_single = False
    groups = ".\u00a0\u202f\u2009 "

    def percentage(self, said: str, quantity: Quantity) -> str:
        return f"{said} {self.form(self.percents, self.category(quantity))}"

    percents: ClassVar[tuple[str, ...]] = ("%",)

    def day(self, value: int) -> str:
        endings = _SLAVIC_DAYS.get(self.code)
        return self._declined(value, endings) if endings else self.cardinal(value)

    def _declined(self, value: int, endings: tuple[tuple[str, str], ...]) -> str:
        """The ordinal of ``value`` with other endings on its last word (Polish: on tens and ones)."""
        words = self.ordinal(value).split()
        first = max(0, len(words) - 2) if self.code in _EVERY_WORD else len(words) - 1
        for place in range(first, len(words)):
            for nominative, other in endings:
                if words[place].endswith(nominative) and words[place] not in _CARDINALS:
                    words[place] = words[place].removesuffix(nominative) + other
                    break
        return " ".join(words)

    def own_rules(self, parts: Parts) -> list[Rule]:
        """Years before their noun, with the day and month before them where there are any."""
        rows = []
        for nouns, noun, endings in _YEARS.get(self.code, ()):

            def year(match: Match, noun: str = noun, endings: tuple[tuple[str, str], ...] = endings) -> str:
                before = match.string[max(0, match.start() - 3) : match.start()].lower()
                at_year = self.code == "pl" and before.endswith(("w ", "o ", "po ")) and noun == "roku"
                used = _POLISH_LOCATIVE if at_year else endings
                return f"{self._declined(int(match[1]), used)} {noun}{sentence_stop(match)}"

            rows.append(rule("year", rf"(?<![\w.,/-])([12]\d{{3}})[ \u00a0](?:{nouns})(?!\w)", year))
        return rows

    def category(self, quantity: Quantity) -> str:
        category = super().category(quantity)
        return "other" if quantity.fraction else category

    def time(self, hour: int, minute: int, second: int | None, after: str = "") -> str:
        said = super().time(hour, minute, second, after)
        return said if minute or second else self.cardinal(hour)


DIGITS_KEPT = "digits"
"""num2words cannot count in this language: figures stay figures."""
_COMMON: dict[str, str] = {"hash": "hashtag"}
_CYRILLIC_UNITS = {
    "км": "length-kilometer", "м": "length-meter", "см": "length-centimeter", "мм": "length-millimeter", "кг": "mass-kilogram",
    "г": "mass-gram", "т": "mass-tonne", "л": "volume-liter", "га": "area-hectare", "км²": "area-square-kilometer", "м²": "area-square-meter",
    "км/год": "speed-kilometer-per-hour", "км/г": "speed-kilometer-per-hour", "км/ч": "speed-kilometer-per-hour", "м/с": "speed-meter-per-second",
}  # fmt: skip

ROWS: Mapping[str, Mapping[str, Any]] = {
    "uk": {
        "numbers": "uk", "point": "кома", "minus": "мінус", "and_": "і", "dot": "крапка", "at": "собака", "plus": "плюс", "to": "–",
        "percents": ("відсоток", "відсотки", "відсотків", "відсотка"), "number_sign": "номер", "degrees": ("градус", "градуси", "градусів", "градуса"),
        "magnitude_words": "тисяча|тисячі|тисяч|мільйони|мільйонів|мільйона|мільйон|мільярди|мільярдів|мільярда|мільярд|трильйонів|трильйон",
        "magnitudes": {
            "млн": ("мільйон", "мільйони", "мільйонів", "мільйона"), "млрд": ("мільярд", "мільярди", "мільярдів", "мільярда"),
            "трлн": ("трильйон", "трильйони", "трильйонів", "трильйона"), "тис.": ("тисяча", "тисячі", "тисяч", "тисячі"),
        },
        "currencies": {
            "USD": ("долар", "долари", "доларів", "долара"), "EUR": ("євро",), "UAH": ("гривня", "гривні", "гривень", "гривні"),
            "RUB": ("рубль", "рублі", "рублів", "рубля"), "GBP": ("фунт", "фунти", "фунтів", "фунта"), "PLN": ("злотий", "злоті", "злотих", "злотого"),
        },
        "currency_words": {"грн": "UAH", "грн.": "UAH", "дол.": "USD", "руб.": "RUB"}, "feminine": frozenset({"UAH"}),
        "units": _CYRILLIC_UNITS, "words": {"тощо": "тощо", "та ін.": "та інші", "т. зв.": "так званий", "і т. д.": "і так далі"},
        "words_before": {"вул.": "вулиця", "ім.": "імені", "ст.": "стаття", "м.": "місто"},
        "acronym_words": frozenset("НАТО ООН ЦВК МАГАТЕ ЮНЕСКО ТАСС СНІД УЄФА ФІФА УПА ОУН ПАРЄ НАБУ САП ЗАЕС ЧАЕС".split()) - {"ЦВК", "ЗАЕС", "ЧАЕС"},
    },
    "be": {
        "numbers": "be", "point": "коска", "minus": "мінус", "and_": "і", "dot": "кропка", "at": "сабака", "plus": "плюс", "to": "–",
        "percents": ("працэнт", "працэнты", "працэнтаў", "працэнта"), "number_sign": "нумар", "degrees": ("градус", "градусы", "градусаў", "градуса"),
        "magnitude_words": "тысяча|тысячы|тысяч|мільёны|мільёнаў|мільёна|мільён|мільярды|мільярдаў|мільярда|мільярд",
        "magnitudes": {
            "млн": ("мільён", "мільёны", "мільёнаў", "мільёна"), "млрд": ("мільярд", "мільярды", "мільярдаў", "мільярда"),
            "тыс.": ("тысяча", "тысячы", "тысяч", "тысячы"),
        },
        "currencies": {
            "USD": ("даляр", "даляры", "даляраў", "даляра"), "EUR": ("эўра",), "BYN": ("рубель", "рублі", "рублёў", "рубля"),
            "RUB": ("рубель", "рублі", "рублёў", "рубля"),
        },
        "units": _CYRILLIC_UNITS, "acronym_words": frozenset("НАТА ААН БРСМ ТАСС МАГАТЭ".split()) - {"БРСМ"},
    },
    "pl": {
        "numbers": "pl", "point": "przecinek", "minus": "minus", "and_": "i", "dot": "kropka", "at": "małpa", "plus": "plus", "to": "–",
        "percents": ("procent", "procent", "procent", "procent"), "number_sign": "numer", "degrees": ("stopień", "stopnie", "stopni", "stopnia"),
        "magnitude_words": "tysiące|tysięcy|tysiąc|miliony|milionów|miliona|milion|miliardy|miliardów|miliarda|miliard|bilionów|bilion",
        "magnitudes": {
            "mln": ("milion", "miliony", "milionów", "miliona"), "mld": ("miliard", "miliardy", "miliardów", "miliarda"),
            "bln": ("bilion", "biliony", "bilionów", "biliona"), "tys.": ("tysiąc", "tysiące", "tysięcy", "tysiąca"),
        },
        "currencies": {
            "USD": ("dolar", "dolary", "dolarów", "dolara"), "EUR": ("euro",), "PLN": ("złoty", "złote", "złotych", "złotego"),
            "GBP": ("funt", "funty", "funtów", "funta"), "RUB": ("rubel", "ruble", "rubli", "rubla"), "UAH": ("hrywna", "hrywny", "hrywien", "hrywny"),
        },
        "cents": {"PLN": ("grosz", "grosze", "groszy"), "EUR": ("cent", "centy", "centów"), "USD": ("cent", "centy", "centów")},
        "currency_words": {"zł": "PLN"}, "feminine": frozenset({"UAH"}), "words": {"m.in.": "między innymi", "itd.": "i tak dalej", "itp.": "i tym podobne", "tzw.": "tak zwany", "np.": "na przykład", "tj.": "to jest", "ok.": "około"},
        "words_before": {"ul.": "ulica", "nr": "numer", "prof.": "profesor", "dr": "doktor", "gen.": "generał", "św.": "świętego", "art.": "artykuł", "płk": "pułkownik", "ks.": "ksiądz", "o godz.": "o godzinie", "godz.": "godzina", "im.": "imienia"},
        "time_words": "(?!)",
        "acronym_words": frozenset("NATO ONZ UNESCO UNICEF OPEC NASA FIFA UEFA COVID ZUS GUS BOR NIK PAP BRICS TASS PIS LOT".split()) - {"ONZ"},
    },
    "cs": {"numbers": "cs", "point": "celá", "minus": "minus", "and_": "a", "dot": "tečka", "at": "zavináč", "percents": ("procento", "procenta", "procent", "procenta"), "magnitude_words": "tisíc|tisíce|miliony|milionů|milionu|milion|miliardy|miliard|miliarda", "magnitudes": {"mil.": ("milion", "miliony", "milionů", "milionu"), "mld.": ("miliarda", "miliardy", "miliard", "miliardy")}, "currency_words": {"Kč": "CZK", "korun": "CZK"}, "feminine": frozenset({"CZK"})},
    "sk": {"numbers": "sk", "point": "celá", "minus": "mínus", "and_": "a", "dot": "bodka", "at": "zavináč", "percents": ("percento", "percentá", "percent", "percenta"), "magnitude_words": "tisíc|milióny|miliónov|milión|miliardy|miliárd|miliarda", "magnitudes": {"mil.": ("milión", "milióny", "miliónov", "milióna"), "mld.": ("miliarda", "miliardy", "miliárd", "miliardy")}},
    "sl": {"numbers": "sl", "point": "vejica", "minus": "minus", "and_": "in", "dot": "pika", "at": "afna", "percents": ("odstotek", "odstotki", "odstotkov", "odstotka"), "magnitude_words": "tisoč|milijonov|milijona|milijone|milijon|milijard|milijarde|milijarda"},
    "sr": {"numbers": "sr", "point": "zarez", "minus": "minus", "and_": "i", "dot": "tačka", "at": "et", "percents": ("odsto",), "magnitude_words": "hiljada|hiljade|miliona|milion|milijardi|milijarde|milijarda|хиљада|хиљаде|милиона|милион|милијарди|милијарде|милијарда", "month_words": {}},
    "bs": {"numbers": "sr", "point": "zarez", "minus": "minus", "and_": "i", "dot": "tačka", "at": "et", "percents": ("posto",), "magnitude_words": "hiljada|hiljade|miliona|milion|milijardi|milijarde|milijarda"},
    "hr": {"numbers": "sr", "point": "zarez", "minus": "minus", "and_": "i", "dot": "točka", "at": "et", "percents": ("posto",), "magnitude_words": "tisuća|tisuće|milijuna|milijun|milijardi|milijarde|milijarda"},
    "ro": {"numbers": "ro", "point": "virgulă", "minus": "minus", "and_": "și", "dot": "punct", "at": "arond", "plus": "plus", "to": "–", "percents": ("la sută",), "of": "de", "magnitude_words": "mii|mie|milioane|milion|miliarde|miliard", "magnitudes": {"mil.": ("milion", "milioane", "milioane"), "mld.": ("miliard", "miliarde", "miliarde")}, "currencies": {"USD": ("dolar", "dolari", "dolari"), "EUR": ("euro",), "RON": ("leu", "lei", "lei"), "MDL": ("leu", "lei", "lei"), "RUB": ("rublă", "ruble", "ruble"), "GBP": ("liră", "lire", "lire")}, "currency_words": {"lei": "RON"}, "words": {"etc.": "et cetera", "ş.a.": "și altele", "de ex.": "de exemplu"}, "words_before": {"dl.": "domnul", "dna.": "doamna", "nr.": "numărul", "art.": "articolul", "str.": "strada", "dr.": "doctor"}, "acronym_words": frozenset("NATO ONU UNESCO UNICEF NASA FIFA UEFA COVID DNA PAS".split()) - {"DNA"}},
    "fa": {"numbers": "fa", "comma": "،", "decimal": ".", "groups": ",٬\u00a0", "point": "ممیز", "minus": "منفی", "and_": "و", "dot": "نقطه", "at": "ات", "percents": ("درصد",), "number_sign": "شماره", "degrees": ("درجه",), "to": "تا", "magnitude_words": "هزار|میلیون|میلیارد|تریلیون", "currencies": {"USD": ("دلار",), "EUR": ("یورو",), "IRR": ("ریال",), "GBP": ("پوند",), "RUB": ("روبل",)}},
    "tg": {"numbers": "tg", "point": "вергул", "minus": "минус", "and_": "ва", "dot": "нуқта", "percents": ("дарсад",), "number_sign": "рақами", "magnitude_words": "ҳазор|миллион|миллиард", "magnitudes": {"млн": ("миллион",), "млрд": ("миллиард",)}, "currencies": {"USD": ("доллар",), "EUR": ("евро",), "TJS": ("сомонӣ",), "RUB": ("рубл",)}, "units": _CYRILLIC_UNITS},
    "nl": {"numbers": "nl", "point": "komma", "minus": "min", "and_": "en", "dot": "punt", "at": "apenstaartje", "plus": "plus", "to": "tot", "percents": ("procent",), "number_sign": "nummer", "degrees": ("graad", "graden"), "magnitude_words": "duizend|miljoen|miljard|biljoen", "magnitudes": {"mln.": ("miljoen",), "mld.": ("miljard",), "mln": ("miljoen",), "mld": ("miljard",)}, "currencies": {"USD": ("dollar",), "EUR": ("euro",), "GBP": ("pond",)}, "cents": {"EUR": ("cent",), "USD": ("cent",)}, "words": {"bijv.": "bijvoorbeeld", "o.a.": "onder andere", "enz.": "enzovoort", "m.b.t.": "met betrekking tot"}},
    "da": {"numbers": "da", "point": "komma", "minus": "minus", "and_": "og", "dot": "punktum", "at": "snabel-a", "to": "til", "percents": ("procent",), "degrees": ("grad", "grader"), "magnitude_words": "tusind|millioner|million|milliarder|milliard", "magnitudes": {"mio.": ("million", "millioner"), "mia.": ("milliard", "milliarder")}, "currency_words": {"kr.": "DKK", "kr": "DKK"}, "currencies": {"DKK": ("krone", "kroner"), "USD": ("dollar",), "EUR": ("euro",)}},
    "no": {"numbers": "no", "point": "komma", "minus": "minus", "and_": "og", "dot": "punktum", "at": "krøllalfa", "to": "til", "percents": ("prosent",), "degrees": ("grad", "grader"), "magnitude_words": "tusen|millioner|million|milliarder|milliard", "magnitudes": {"mill.": ("million", "millioner"), "mrd.": ("milliard", "milliarder")}, "currency_words": {"kr": "NOK"}, "currencies": {"NOK": ("krone", "kroner"), "USD": ("dollar",), "EUR": ("euro",)}},
    "fi": {"numbers": "fi", "point": "pilkku", "minus": "miinus", "and_": "ja", "dot": "piste", "at": "ät", "percents": ("prosentti", "prosenttia"), "degrees": ("aste", "astetta"), "magnitude_words": "tuhatta|tuhat|miljoonaa|miljoona|miljardia|miljardi", "magnitudes": {"milj.": ("miljoona", "miljoonaa"), "mrd.": ("miljardi", "miljardia")}, "currencies": {"EUR": ("euro", "euroa"), "USD": ("dollari", "dollaria")}},
    "lt": {"numbers": "lt", "point": "kablelis", "minus": "minus", "and_": "ir", "dot": "taškas", "percents": ("procentas", "procentai", "procento", "procentų"), "magnitude_words": "tūkstančių|tūkst\\.|milijonai|milijonų|milijonas|milijardai|milijardų", "magnitudes": {"mln.": ("milijonas", "milijonai", "milijono", "milijonų"), "mlrd.": ("milijardas", "milijardai", "milijardo", "milijardų")}},
    "lv": {"numbers": "lv", "point": "komats", "minus": "mīnus", "and_": "un", "dot": "punkts", "percents": ("procents", "procenti"), "magnitude_words": "tūkstoši|tūkstošu|miljoni|miljonu|miljons|miljardi|miljardu"},
    "ca": {"numbers": "ca", "point": "coma", "minus": "menys", "and_": "i", "dot": "punt", "at": "arrova", "percents": ("per cent",), "of": "de", "magnitude_words": "mil milions|milions|milió|bilions"},
    "id": {"numbers": "id", "point": "koma", "minus": "minus", "and_": "dan", "dot": "titik", "at": "et", "percents": ("persen",), "to": "sampai", "magnitude_words": "ribu|juta|miliar|triliun"},
    "he": {"numbers": "he", "decimal": ".", "groups": ",", "point": "נקודה", "minus": "מינוס", "and_": "ו", "dot": "נקודה", "percents": ("אחוז", "אחוזים"), "magnitude_words": "אלף|מיליון|מיליארד"},
    "vi": {"numbers": "vi", "point": "phẩy", "minus": "âm", "and_": "và", "dot": "chấm", "percents": ("phần trăm",), "magnitude_words": "nghìn|triệu|tỷ"},
    "bg": {"numbers": DIGITS_KEPT, "point": "запетая", "minus": "минус", "and_": "и", "dot": "точка", "at": "кльомба", "to": "до", "percents": ("процент", "процента"), "number_sign": "номер", "degrees": ("градус", "градуса"), "magnitude_words": "хиляди|хиляда|милиона|милион|милиарда|милиард", "magnitudes": {"млн.": ("милион", "милиона"), "млн": ("милион", "милиона"), "млрд.": ("милиард", "милиарда"), "млрд": ("милиард", "милиарда"), "хил.": ("хиляда", "хиляди")}, "currencies": {"USD": ("долар", "долара"), "EUR": ("евро",), "BGN": ("лев", "лева"), "RUB": ("рубла", "рубли"), "GBP": ("лира", "лири")}, "currency_words": {"лв.": "BGN", "лв": "BGN"}, "units": {**_CYRILLIC_UNITS, "г": ""}, "words_before": {"ул.": "улица", "бр.": "броя"}},
    "mk": {"numbers": DIGITS_KEPT, "point": "запирка", "minus": "минус", "and_": "и", "dot": "точка", "at": "ет", "to": "до", "percents": ("проценти",), "magnitude_words": "илјади|милиони|милион|милијарди|милијарда", "magnitudes": {"мил.": ("милион", "милиони")}, "currencies": {"USD": ("долар", "долари"), "EUR": ("евро", "евра"), "MKD": ("денар", "денари")}, "units": {**_CYRILLIC_UNITS, "г": ""}},
    "sq": {"numbers": DIGITS_KEPT, "point": "presje", "minus": "minus", "and_": "dhe", "dot": "pikë", "at": "et", "percents": ("për qind",), "magnitude_words": "mijë|milionë|milion|miliardë|miliard", "currencies": {"USD": ("dollar", "dollarë"), "EUR": ("euro",), "ALL": ("lek", "lekë")}},
    "ka": {"numbers": DIGITS_KEPT, "point": "მთელი", "minus": "მინუს", "and_": "და", "dot": "წერტილი", "at": "ეტ", "percents": ("პროცენტი",), "magnitude_words": "ათასი|მილიონი|მილიარდი", "magnitudes": {"მლნ": ("მილიონი",), "მლრდ": ("მილიარდი",)}, "currencies": {"USD": ("დოლარი",), "EUR": ("ევრო",), "GEL": ("ლარი",), "RUB": ("რუბლი",)}},
    "is": {"numbers": "is", "point": "komma", "minus": "mínus", "and_": "og", "dot": "punktur", "percents": ("prósent",)},
}  # fmt: skip


def generic(base: str) -> type[Grammar]:
    """The class of a language with a row, else :class:`Plain`."""
    row = ROWS.get(base)
    if row is None:
        return Plain
    code = "nb" if base == "no" else "sr_Latn" if base in {"sr"} else base
    return type(f"Generic_{base}", (Generic,), {"code": code, **_COMMON, **row})
