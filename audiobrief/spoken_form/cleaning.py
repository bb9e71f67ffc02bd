"""Cleans what no language says: markup and control characters; dashes and brackets become pauses."""

from __future__ import annotations

import re
import unicodedata

_UNSAYABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\u20e3\u00a9\u00ae\u2122"
    "\U0001f000-\U0001faff]+(?:\u200d[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]+)*"
)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,300}>")
_PHONEME_BRACKETS = re.compile(r"\[{2,}|\]{2,}")

_ORNAMENT = re.compile(
    r"(?:(?<!\S)(?:[+*=~#_•·▪‣◦|]{2,}|[*•▪‣◦](?=\s))|(?<=\S\s)[+*=~#_]{2,})(?!\S)[ \t]*|"
    r"(?<![ \t])[ \t]+[+*=~#_]{2,}[ \t]*(?=\n|\Z)"
)
_DRESSED = re.compile("[\U0001d400-\U0001d7ff\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
"""Bold and wide letters and digits, which are plain ones in another dress."""
_PLAIN_SIGNS = str.maketrans({"\N{FRACTION SLASH}": "/", "\N{ARABIC PERCENT SIGN}": "%"})

_DOTS_BRACKETED = re.compile(r"[\[(]\s?(?:\.{3}|…)\s?[\])]")
_DOTS_MANY = re.compile(r"(?<!\.)(?:\.{4,}|\.(?: \.){2,})|…{2,}")
_OPTIONAL_ENDING = re.compile(r"(?<=[^\W\d_])\((s|es|n|e|en|in|innen|er|ren|d|ed|as|os|x)\)(?![^\W\d_])")
_DASH = re.compile(
    r"(?:(?<![ \t\u00a0\u2009\u202f])[ \t\u00a0\u2009\u202f]+)?"
    r"(?:(?<=[\s\u00a0])-{1,3}(?=[\s\u00a0])|(?<!-)-{2,3}(?!-)|[—–―⸺⸻]+)"
    r"[ \t\u00a0\u2009\u202f]*"
)
_ROUND = re.compile(r"[ \t\u00a0]{0,9}[)）]{0,9}[ \t\u00a0]{0,9}[(（]{1,9}[ \t\u00a0]{0,9}|[ \t\u00a0]{0,9}[)）]{1,9}")
_SQUARE = re.compile(r"[\[\]{}]")

_ENDS_CLAUSE = ".,;:!?…،؛؟。，、"
_OPENS = "\"'“„«‹‘‚¿¡(["
_STOPS = f"{_ENDS_CLAUSE}\"'”’»›)）".translate({ord(mark): None for mark in _OPENS})


def without_markup(text: str) -> str:
    """Removes control and private-use characters, tags, ``[[``, emoji, ornaments; bold letters become plain ones."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "[[" in text or "]]" in text:
        text = _PHONEME_BRACKETS.sub(" ", text)
    if not text.isascii():
        text = _EMOJI.sub("", text).translate(_PLAIN_SIGNS)
        text = _DRESSED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _ORNAMENT.sub("", _UNSAYABLE.sub("", text))


def with_pauses(text: str, comma: str = ",") -> str:
    """Writes dashes and round brackets as commas, removes square brackets, tames dots."""
    if "(" in text or "[" in text:
        text = _DOTS_BRACKETED.sub("…", text)
    text = _DOTS_MANY.sub("...", text)
    if "(" in text:
        text = _OPTIONAL_ENDING.sub(r"\1", text)
    text = _replaced_by_comma(_DASH, text, comma)
    text = _replaced_by_comma(_ROUND, text, comma)
    return _SQUARE.sub("", text)


def _replaced_by_comma(pattern: re.Pattern[str], text: str, comma: str) -> str:
    """Writes a comma for each match; none where a clause ends or begins anyway."""
    pieces: list[str] = []
    last, written = 0, ""
    for match in pattern.finditer(text):
        before = text[last : match.start()]
        written = before.rstrip() or written
        if before:
            pieces.append(before)
        last = match.end()
        if any(map(str.strip, pieces[-3:])) and written[-1:] not in _OPENS:
            gap = _gap(written[-1:], text[last : last + 1], comma)
            written = "," if gap.strip() else written
            pieces.append(gap)
    return "".join([*pieces, text[last:]]) if last else text


def _gap(before: str, after: str, comma: str) -> str:
    """Returns what stands between two characters for a dash or bracket; "" before the end of a clause or text."""
    if after in _STOPS:
        return ""
    mark = "" if before in _ENDS_CLAUSE else comma
    return mark if after.isspace() else f"{mark} "
