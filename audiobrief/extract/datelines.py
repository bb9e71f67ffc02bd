"""The dateline of an opening paragraph: "DUSHANBE --", "PARIS, Nov 22 (Reuters) -", "Berlin (dpa) –".

A dateline is found by its shape: a place, then perhaps a region, a date and an agency, then a dash or a colon, then a
sentence. Whether the evidence is enough is :mod:`.dateline_clues`' to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from audiobrief.extract.dateline_clues import Parts, is_credible
from audiobrief.extract.facts.gazetteer import is_agency, is_city, is_named_agency, is_region
from audiobrief.extract.facts.written_dates import month_number
from audiobrief.model import Block, Dateline
from audiobrief.text.later import later

_HEAD_CHARS = 140  # a longer dateline has not been seen
_BREAK = re.compile(
    r"\s*(?:[—–―−‒]+|--+)\s*"  # dashes, set tight or not
    # a hyphen between blanks, after an agency or after capitals
    r"|\s+[-_|]\s+|(?<=[).])\s*\.?-\s*(?=\S)|(?<=[^\W\d_a-z]{3})-\s+"
    r"|\s*:\s+|(?<=\))\s+(?=\S)|\.\s+"
)
_AGENCY_AT_END = re.compile(r"\s*(?:\(([^()]{2,40})\)|/\s?([^/]{2,30}?)\s?/)\.?$")
_AGENCY_WORD = re.compile(r"[, ]\s?([^\W\d_][\w.]{1,14})$")
_AGENCY_AFTER = re.compile(
    r"(РИА Новости|INTERFAX(?:\.RU)?|ИНТЕРФАКС|ТАСС|[A-Z][A-Z ]{1,18}(?= \|))(?:\.| \|)\s+(?=\S)"
)
_SITE = re.compile(r"\w\.(?:com|net|org|ru|id|tv)$", re.I)
_RIVERS = frozenset(
    {"Main", "Oder", "Saale", "Rhein", "Donau", "Lahn", "Neckar", "Ruhr", "Weser", "Elbe", "Spree", "Inn"}
)
_DAY = r"\d{1,2}(?:\.|º|er|st|nd|rd|th)?"
_WORD = r"[^\W\d_]{3,12}\.?"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?:^|[,./(]\s*(?:(?:le|den|am|el)\s)?|\s)((?:{_DAY}\s(?:de\s)?({_WORD})|({_WORD})\s{_DAY})(?:,?\s(?:de\s)?{_YEAR})?"
    rf"|{_YEAR}\.?\s({_WORD})\s{_DAY}|\d{{1,2}}[./]\s?\d{{1,2}}[./]?(?:\s?\d{{2,4}})?)[.,]?$",
    re.I,
)
_DATE_FIRST = re.compile(rf"((?:{_DAY}\s({_WORD})|({_WORD})\s{_DAY})(?:,?\s{_YEAR})?)()?,\s(?=\S)", re.I)
_IN_PARENTHESES = re.compile(r"\(([^\W\d_a-z][^()]{2,40})\)")
_CLOCK_OR_WEEKDAY = re.compile(
    r"\s*[/,]\s*(?:\d{1,2}[:.]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s[A-Z]{2,4})?|[^\W\d_A-Z]{4,14})$"
)
_CORRESPONDENT = re.compile(
    r"(?:dal(?:la)? nostr[oa] (?:corrispondente|inviat[oa])\s?|de nuestr[oa] (?:corresponsal|enviad[oa]) (?:en )?"
    r"|von unser(?:em|er) (?:korrespondent(?:en|in)?) (?:in |aus )?|de notre (?:correspondante?|envoyée? spéciale?)"
    r" (?:à )?"
    r"|from our (?:own )?correspondent (?:in )?)",
    re.I,
)
_PLACE_WORD = r"(?:[^\W\d_][^\W\d_]*(?:[’'`.-][^\W\d_]+)*\.?)"
_PLACE = re.compile(rf"{_PLACE_WORD}(?:[ -]{_PLACE_WORD}){{0,5}}")
_SMALL_WORDS_TABLE = (
    "aan al am an and auf bei by da das de del della den der des di do dos du e el en et im in la las le les"
    " los ob of on op sous sur the und upon y"
)
_SMALL_WORDS = frozenset(_SMALL_WORDS_TABLE.split())


def dateline(paragraph: str) -> Dateline | None:
    """Finds the dateline that a paragraph begins with, or None.

    ``end`` counts characters of ``paragraph``; what follows is never blank unless the dateline stands alone.
    """
    start = len(paragraph) - len(paragraph.lstrip())
    opening = paragraph[start : start + _HEAD_CHARS]
    for form in (_agency_first, _east_asian, _with_slashes, _with_stops, _with_break, _alone):
        found = form(opening, len(paragraph) - start)
        if found:
            return replace(found, end=start + found.end)
    return None


def _with_break(opening: str, length: int) -> Dateline | None:
    """Most of the world: "CITY, Region, date (AGENCY) — Sentence"."""
    # A full stop ends a sentence more often than a dateline: asked last.
    breaks = sorted(list(_BREAK.finditer(opening))[:5], key=lambda match: match[0].strip() == ".")
    for match in breaks:
        parts, end = _parts(opening[: match.start()]), match.end()
        if parts is None or end == len(opening):
            continue
        if agency := _AGENCY_AFTER.match(opening, end):
            parts, end = replace(parts, agency=agency[1]), agency.end()
        if is_credible(parts, opening[end:], match[0].strip()):
            return Dateline(end, parts.places, parts.agency, parts.date) if end < length else None
    return None


def _parts(text: str) -> Parts | None:
    """Takes "München/London, 22. Nov. (dpa)" apart; None when anything in it cannot be part of a dateline."""
    lead = _CORRESPONDENT.match(text)
    rest = text[lead.end() :] if lead else text
    if (inside := _IN_PARENTHESES.fullmatch(rest)) and is_city(inside[1]):
        rest = inside[1]
    agency, date, rest = _ends(rest)
    if date is None and (match := _DATE_FIRST.match(rest)) and _is_date(match):
        date, rest = match[1], rest[match.end() :]
    rest = rest.strip(" ,/")
    return _places(rest.rstrip(".") if "," not in rest else rest, agency, date)


def _ends(rest: str) -> tuple[str | None, str | None, str]:
    """Agency and date that close an opening in any order ("(Reuters), Nov 22"), and what stands before them."""
    read: dict[str, str | None] = {"agency": None, "date": None}
    for _ in range(4):
        found = ((name, ending(rest)) for name, ending in _ENDINGS if read[name] is None)
        name, end = next((pair for pair in found if pair[1]), ("", None))
        if end is None:
            break
        read[name], rest = end[0], rest[: end[1]]
    return read["agency"], read["date"], rest


_End = tuple[str | None, int]
"""What the end of an opening says, and where it begins."""


def _bracketed_agency(rest: str) -> _End | None:
    match = _AGENCY_AT_END.search(rest)
    return ((match[1] or match[2]).strip(), match.start()) if match else None


def _date_at_end(rest: str) -> _End | None:
    match = _DATE.search(rest)
    return (match[1], match.start()) if match and _is_date(match) else None


def _clock_or_weekday(rest: str) -> _End | None:
    """Beside a date, which is still to be read."""
    match = _CLOCK_OR_WEEKDAY.search(rest)
    return (None, match.start()) if match and re.search(r"\d", rest) else None


def _bare_agency(rest: str) -> _End | None:
    match = _AGENCY_WORD.search(rest)
    return (match[1], match.start()) if match and (is_named_agency(match[1]) or _SITE.search(match[1])) else None


_ENDINGS: tuple[tuple[str, Callable[[str], _End | None]], ...] = (
    ("agency", _bracketed_agency),
    ("date", _date_at_end),
    ("date", _clock_or_weekday),
    ("agency", _bare_agency),
)
"""What may close an opening, with the part of the dateline that it gives."""


def _places(text: str, agency: str | None, date: str | None) -> Parts | None:
    if not text:  # "Sept. 28 (UPI) --" names no place
        return Parts((), (), agency, date) if agency and date and is_agency(agency) else None
    places = tuple(map(str.strip, re.split(r"\s?/\s?", text)))
    if places[-1] in _RIVERS:  # "Frankfurt/Main" is one city
        places = (text,)
    names = tuple(tuple(map(str.strip, place.split(","))) for place in places)
    is_shaped = not text.endswith(")") and all(map(_is_place, names))
    return Parts(places, names, agency, date) if is_shaped else None


def _is_place(parts: tuple[str, ...]) -> bool:
    return len(parts) <= 3 and all(map(_is_place_shaped, parts))


def _is_date(match: re.Match[str]) -> bool:
    word = match[2] or match[3] or match[4]
    return word is None or month_number(word.rstrip(".")) is not None


def _is_place_shaped(text: str) -> bool:
    if not _PLACE.fullmatch(text) and text.rpartition("/")[2] not in _RIVERS:
        return False
    return all(map(_may_be_in_place, re.split(r"[ -]", text)))


def _may_be_in_place(word: str) -> bool:
    """With a capital, in a script without capitals, small ("am"), or as "d'Ivoire", "McAllen"."""
    is_capitalised = word[:1] != word[:1].lower() or word.lower() == word.upper()
    return is_capitalised or word in _SMALL_WORDS or "'" in word[:3] or "’" in word[:3] or word[:2] == "Mc"


_SLASHED = re.compile(rf"([^/]{{3,60}}?) / ([A-Z][\w ]{{2,20}}) / ({_WORD} {_DAY}, {_YEAR}) / (?=\S)")


def _with_slashes(opening: str, length: int) -> Dateline | None:
    """Press releases: "NEW YORK, NY / ACCESSWIRE / November 22, 2021 / Acme …"."""
    match = _SLASHED.match(opening)
    parts = _places(match[1], match[2], match[3]) if match and match.end() < length else None
    return Dateline(match.end(), parts.places, match[2], match[3]) if match and parts else None


_FIRST = re.compile(r"\(([A-Z][\w. ]{1,15})\)\s*\.?[-–—]\s*")


def _agency_first(opening: str, length: int) -> Dateline | None:
    """Italian agencies: "(ANSA) - ROMA, 22 NOV - Sentence"."""
    match = _FIRST.match(opening)
    if not match or not is_named_agency(match[1]):
        return None
    found = _with_break(opening[match.end() :], length - match.end())
    if not found or found.agency:
        return None
    return Dateline(match.end() + found.end, found.places, match[1], found.date)


_EAST_ASIAN_FORMS = (
    # 新华社北京11月22日电（记者…）
    later(r"(?P<agency>新华社|中新社|中新网|央视网|人民网)(?P<place>[\u4e00-\u9fff]{2,6}?)(?P<date>\d{1,2}月\d{1,2}日)电\s*"
               r"(?:（[^）]{1,40}）|\([^)]{1,40}\))?\s*"),
    # （中央社記者…台北22日電）
    later(r"[（(](?P<agency>中央社)(?:記者[\u4e00-\u9fff]{2,4})?(?P<place>[\u4e00-\u9fff]{2,3})(?P<date>\d{1,2}日)[^）)]{0,12}[）)]\s*"),
    # [ソウル 22日 ロイター] -
    later(r"[［\[](?P<place>[\u30a0-\u30ff\u4e00-\u9fff・／/]{2,20})\s?(?P<date>\d{1,2}日)\s?"
               r"(?P<agency>ロイター|共同|時事|AP|AFP時事)[］\]]\s*[-－—]?\s*"),
    # 【ワシントン＝記者名】
    later(r"【(?P<place>[\u30a0-\u30ff\u4e00-\u9fff・]{2,12})(?P<agency>(?=[＝=時]))[^】]{0,24}】\s*"),
    # (서울=연합뉴스) 홍길동 기자 =
    later(r"[(\[](?P<place>[\uac00-\ud7a3·]{2,10})=(?P<agency>연합뉴스|뉴시스|뉴스1|[^)\]]{2,8}통신)[)\]]\s*"
               r"(?:[\uac00-\ud7a3 ·]{2,24}(?:기자|특파원)\s*=\s*)?"),
)  # fmt: skip


def _east_asian(opening: str, length: int) -> Dateline | None:
    for pattern in _EAST_ASIAN_FORMS if not opening.isascii() else ():
        match = pattern.match(opening)
        if match and match.end() < length:
            part = match.groupdict()
            places = tuple(re.split("[・／/·]", part["place"]))
            return Dateline(match.end(), places, part["agency"] or None, part.get("date"))
    return None


_STOPS = re.compile(
    r"(?P<place>[^\W\d_][^\W\d_-]+(?:[ -][^\W\d_]+){0,2})[.,]\s"
    r"(?P<date>\d{1,2}\s[^\W\d_]{3,10}|[^\W\d_]{3,10}\s\d{1,2})[.,]?\s"
    r"/?(?P<agency>[^\W\d_][\w. ]{2,18}?)(?:/\.?|\.|\s[-–—])\s+(?=\S)"
)


def _with_stops(opening: str, length: int) -> Dateline | None:
    """Agencies of Eastern Europe: "МОСКВА, 22 ноября. /ТАСС/. Sentence"."""
    match = _STOPS.match(opening)
    if not match or match.end() >= length or not is_named_agency(match["agency"]):
        return None
    month = next(filter(None, map(month_number, re.findall(r"[^\W\d_]+", match["date"]))), None)
    return Dateline(match.end(), (match["place"],), match["agency"], match["date"]) if month else None


def _alone(opening: str, length: int) -> Dateline | None:
    """In an element of its own: "BAAR, SWITZERLAND"."""
    if length > 60 or "," not in opening:
        return None
    parts = _parts(opening.rstrip())
    if parts is None or not parts.regions or not all(city.upper() == city for city in parts.cities):
        return None
    return Dateline(length, parts.places, parts.agency, parts.date) if is_region(parts.regions[-1]) else None


def after_dateline(block: Block, opening: Dateline) -> Block:
    """Returns a paragraph without the dateline that opens it."""
    rest = block.text[opening.end :]
    start = opening.end + len(rest) - len(rest.lstrip())
    moved = (replace(one, start=max(one.start - start, 0), end=one.end - start) for one in block.inlines)
    return replace(block, text=rest.strip(), inlines=tuple(one for one in moved if one.end > 0))
