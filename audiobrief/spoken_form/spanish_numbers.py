"""Spanish number words, made here because num2words 0.5 has no gender and says "veintiuno mil"."""

from __future__ import annotations

import re
from functools import lru_cache

_ONES = [
    "cero",
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiún",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_TENS = ["", "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"][1:]
_HUNDREDS = [
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_SCALES = [
    ("millón", "millones"),
    ("billón", "billones"),
    ("trillón", "trillones"),
    ("cuatrillón", "cuatrillones"),
    ("quintillón", "quintillones"),
]
_ORDINAL_ONES = ["", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"]
_ORDINAL_TENS = [
    "",
    "décimo",
    "vigésimo",
    "trigésimo",
    "cuadragésimo",
    "quincuagésimo",
    "sexagésimo",
    "septuagésimo",
    "octogésimo",
    "nonagésimo",
]
ORDINAL_HUNDREDS = [
    "",
    "centésimo",
    "ducentésimo",
    "tricentésimo",
    "cuadringentésimo",
    "quingentésimo",
    "sexcentésimo",
    "septingentésimo",
    "octingentésimo",
    "noningentésimo",
]


def _below_thousand(value: int, feminine: bool) -> str:
    if value == 100:
        return "cien"
    hundred, rest = divmod(value, 100)
    said = [_HUNDREDS[hundred]] if hundred else []
    if feminine and hundred > 1:
        said[0] = said[0][:-2] + "as"
    if 0 < rest < 30:
        said.append(_ONES[rest])
    elif rest:
        ten, one = divmod(rest, 10)
        said.append(f"{_TENS[ten]} y {_ONES[one]}" if one else _TENS[ten])
    text = " ".join(said)
    if feminine and text.endswith(("un", "ún")):
        text = text[:-2] + "una"
    return text


@lru_cache(maxsize=4096)
def cardinal(value: int, gender: str = "m") -> str:
    """As in "veintiuno"; gender m (before a noun: "veintiún"), f ("veintiuna"), "" (alone: "veintiuno")."""
    if value == 0:
        return "cero"
    said: list[str] = []
    head, rest = divmod(value, 1_000_000)
    scale = 0
    while head:
        head, part = divmod(head, 1_000_000)
        if part:
            said.insert(0, f"{_below_million(part, False)} {_SCALES[scale][part != 1]}")
        scale += 1
    if rest:
        said.append(_below_million(rest, gender == "f"))
    text = " ".join(said)
    if not gender and rest and text.endswith(("un", "ún")):
        text = text[:-2] + "uno"
    return text


def _below_million(value: int, feminine: bool) -> str:
    thousand, rest = divmod(value, 1000)
    said = []
    if thousand:
        said.append("mil" if thousand == 1 else f"{_below_thousand(thousand, feminine)} mil")
    if rest:
        said.append(_below_thousand(rest, feminine))
    return " ".join(said)


def ordinal(value: int, feminine: bool = False, short: bool = False) -> str:
    """As in "vigesimoprimero"; ``short``: "primer", "tercer"."""
    text = _ordinal(value)
    if feminine:
        text = " ".join(word[:-1] + "a" for word in text.split())
        text = re.sub(r"^(decim|vigesim)a", r"\1o", text) if " " not in text and len(text) > 8 else text
    if short and text.endswith(("primero", "tercero")):
        text = text[:-1]
    return text


def _ordinal(value: int) -> str:
    if value >= 1000:
        thousand, rest = divmod(value, 1000)
        if value >= 1_000_000:
            return "millonésimo" if value == 1_000_000 else cardinal(value)
        head = "" if thousand == 1 else cardinal(thousand, "m").replace(" ", "")
        return f"{head}milésimo {_ordinal(rest)}".strip()
    hundred, rest = divmod(value, 100)
    if rest in (11, 12):
        last = "undécimo" if rest == 11 else "duodécimo"
    elif 12 < rest < 30 and rest != 20:
        ten, one = divmod(rest, 10)
        stem = "decimo" if ten == 1 else "vigesimo"
        last = (stem + _ORDINAL_ONES[one]).replace("oo", "o")
        last = last.replace("decimose", "decimosé") if one == 7 and "sé" not in last else last
    else:
        last = " ".join(filter(None, (_ORDINAL_TENS[rest // 10], _ORDINAL_ONES[rest % 10])))
    return " ".join(filter(None, (ORDINAL_HUNDREDS[hundred], last)))
