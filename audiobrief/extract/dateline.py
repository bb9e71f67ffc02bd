"""The dateline of an opening paragraph: "DUSHANBE --", "PARIS, Nov 22 (Reuters) -", "Berlin (dpa) –".

A dateline is found by its shape: a place, then perhaps a region, a date and an agency, then a dash or a colon, then a
sentence. Capitals, an agency, a date and a region are evidence; names of cities (CLDR, :mod:`.places`) are only asked
where these say too little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from audiobrief.extract.facts.gazetteer import has_town_ending, is_agency, is_city, is_named_agency, is_region
from audiobrief.extract.facts.written_dates import month_number
from audiobrief.model import Dateline

_ACRONYM_LETTERS = 4  # capitals up to so many are more often an acronym than a place
_HEAD_CHARS = 140  # a longer dateline has not been seen
_REST_CHARS = 30  # a sentence, not a title: what must follow where the place is the only evidence
_BREAK = re.compile(
    r"\s*(?:[—–―−‒]+|--+)\s*"  # dashes, set tight or not
    # a hyphen between blanks, after an agency or after capitals
    r"|\s+[-_|]\s+|(?<=[).])\s*\.?-\s*(?=\S)|(?<=[^\W\d_a-z]{3})-\s+"
    r"|\s*:\s+|(?<=\))\s+(?=\S)|\.\s+"
)
_DASHES = frozenset("—–―−‒-_|")
_AGENCY_AT_END = re.compile(r"\s*(?:\(([^()]{2,40})\)|/\s?([^/]{2,30}?)\s?/)\.?$")
_AGENCY_WORD = re.compile(r"[, ]\s?([^\W\d_][\w.]{1,14})$")
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
# Printed in capitals before a dash, yet not places: what the piece is, not where it was written.
_LABELS_TABLE = (
    "a advertisement alert analyse analysis análisis audio background best bonus breaking business caption"
    " chapter clarification column comment commentary correction corrections credit culture day deal deals dear"
    " direct disclaimer dr editor's editorial editors eilmeldung entertainment episode exclusif exclusiva"
    " exclusive exklusiv explained explainer factbox faq full gallery health highlights hora hot image"
    " interview kommentar latest letter letters listen live market markets meinung more new news note notes"
    " obituary opinion part photo photograph photographs photos picture pictures podcast politics poll preview"
    " profile promoted psa q quiz read recap report reports results review roundup science score scores source"
    " sources special spoiler sponsored sport sports stock stocks summary technology text timeline tl top"
    " transcript ultima update updated video videos vidéo vidéos vídeo warning watch weather week world видео"
    " интервью мнение обновлено срочно фото эксклюзив"
)
_LABELS = frozenset(_LABELS_TABLE.split())
_SENTENCE = re.compile(r"[\"'“”„«‘‹(\[¿¡]{0,3}(?:[A-Z\d$€£]|[^\W\d_a-z])")


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the dash, taken apart."""

    places: tuple[str, ...]
    cities: tuple[str, ...]
    regions: tuple[str, ...]
    agency: str | None
    date: str | None


def dateline(paragraph: str) -> Dateline | None:
    """The dateline a paragraph begins with, or null.

    ``end`` counts characters of ``paragraph``; what follows is never blank unless the dateline stands alone.
    """
    start = len(paragraph) - len(paragraph.lstrip())
    opening = paragraph[start : start + _HEAD_CHARS]
    for form in (_agency_first, _east_asian, _with_slashes, _with_stops, _with_break, _alone):
        found = form(opening, len(paragraph) - start)
        if found:
            return Dateline(start + found.end, found.places, found.agency, found.date)
    return None


def _with_break(opening: str, length: int) -> Dateline | None:
    """Most of the world: "CITY, Region, date (AGENCY) — Sentence"."""
    # A full stop ends a sentence more often than a dateline: asked last.
    breaks = sorted(list(_BREAK.finditer(opening))[:5], key=lambda match: match[0].strip() == ".")
    for match in breaks:
        head = _head(opening[: match.start()])
        rest = opening[match.end() :]
        if head is None or not rest:
            continue
        agency = re.match(
            r"(РИА Новости|INTERFAX(?:\.RU)?|ИНТЕРФАКС|ТАСС|[A-Z][A-Z ]{1,18}(?= \|))(?:\.| \|)\s+(?=\S)", rest
        )
        if agency:
            head = replace(head, agency=agency[1])
            rest = rest[agency.end() :]
        if _is_credible(head, rest, match[0].strip()):
            end = match.end() + (agency.end() if agency else 0)
            return Dateline(end, head.places, head.agency, head.date) if end < length else None
    return None


def _head(text: str) -> _Head | None:
    """Takes "München/London, 22. Nov. (dpa)" apart; null when anything in it cannot be part of a dateline."""
    lead = _CORRESPONDENT.match(text)
    rest = text[lead.end() :] if lead else text
    if (inside := _IN_PARENTHESES.fullmatch(rest)) and is_city(inside[1]):
        rest = inside[1]
    agency = date = None
    for _ in range(4):  # in any order: "(Reuters), Nov 22", "Nov 22, 09:00 (Reuters)"
        if agency is None and (match := _AGENCY_AT_END.search(rest)):
            agency, rest = (match[1] or match[2]).strip(), rest[: match.start()]
        elif date is None and (match := _DATE.search(rest)) and _is_date(match):
            date, rest = match[1], rest[: match.start()]
        elif date is None and (match := _CLOCK_OR_WEEKDAY.search(rest)) and re.search(r"\d", rest):
            rest = rest[: match.start()]
        elif (
            agency is None
            and (match := _AGENCY_WORD.search(rest))
            and (is_named_agency(match[1]) or _SITE.search(match[1]))
        ):
            agency, rest = match[1], rest[: match.start()]
        else:
            break
    if date is None and (match := _DATE_FIRST.match(rest)) and _is_date(match):
        date, rest = match[1], rest[match.end() :]
    rest = rest.strip(" ,/")
    return _places(rest.rstrip(".") if "," not in rest else rest, agency, date)


def _places(text: str, agency: str | None, date: str | None) -> _Head | None:
    if not text:  # "Sept. 28 (UPI) --" names no place
        return _Head((), (), (), agency, date) if agency and date and is_agency(agency) else None
    if text.endswith(")"):
        return None
    parts = [place.strip() for place in re.split(r"\s?/\s?", text)]
    if parts[-1] in _RIVERS:  # "Frankfurt/Main" is one city
        parts = [text]
    places = tuple(parts)
    cities: list[str] = []
    regions: list[str] = []
    for place in places:
        city, *after = (part.strip() for part in place.split(","))
        if not _is_place_shaped(city) or len(after) > 2 or not all(map(_is_place_shaped, after)):
            return None
        cities.append(city)
        regions += after
    return _Head(places, tuple(cities), tuple(regions), agency, date)


def _is_date(match: re.Match[str]) -> bool:
    word = match[2] or match[3] or match[4]
    return word is None or month_number(word.rstrip(".")) is not None


def _is_place_shaped(text: str) -> bool:
    if not _PLACE.fullmatch(text) and text.rpartition("/")[2] not in _RIVERS:
        return False
    words = re.split(r"[ -]", text)
    return all(word[:1] != word[:1].lower() or word.lower() == word.upper() or word in _SMALL_WORDS or "'" in word[:3]
               or "’" in word[:3] or word[:2] == "Mc" for word in words)  # fmt: skip


def _is_credible(head: _Head, rest: str, mark: str) -> bool:
    """Is there enough evidence that this is where the news was written, not "NOTE: …" or "Mehmet Oz — …"?"""
    if not _SENTENCE.match(rest):
        return False
    if not head.cities:
        return True
    known = all(map(is_city, head.cities))
    words = {word for city in head.cities for word in re.split(r"[^\w']+", city.lower())}
    if not known and words & _LABELS and (not head.agency or words <= _LABELS):
        return False
    capitals = all(map(_is_capital, head.cities))
    if (mark and mark[0] in _DASHES) or (head.agency and mark[-1:] == "-"):
        return _is_credible_before_dash(head, rest, capitals, known)
    if mark == ":":
        return _is_credible_before_colon(head, rest, capitals, known)
    if mark == ".":  # "Hamburg. Bei einem Unfall …": German papers; a sentence of one word otherwise
        return (
            known
            and len(head.cities) == 1
            and not head.regions
            and not head.agency
            and not head.date
            and len(rest) >= _REST_CHARS
        )
    return head.agency is not None and is_named_agency(head.agency) and (head.date is not None or known)


def _is_capital(city: str) -> bool:
    """In capitals, as Mc and the like allow; letters that know no case are no evidence."""
    letters = re.sub(r"\bMc(?=[A-Z])|[^\W\d_]['’](?=[A-Z])", "", city)
    return letters.upper() == letters and letters.lower() != letters and sum(map(str.isalpha, letters)) > 1


def _letters(head: _Head) -> int:
    """Of the shortest city's name."""
    return min(sum(map(str.isalpha, city)) for city in head.cities)


def _is_title(text: str) -> bool:
    """Two or three words in capitals, as newspapers are called: "Rannikon Sanomat"."""
    words = text.split()
    return len(words) in (2, 3) and all(word.isalpha() and word[0].isupper() for word in words)


def _stands_for(head: _Head) -> bool:
    """What is in parentheses are the words of an acronym: "WTO (World Trade Organization)"."""
    initials = {word[0] for word in (head.agency or "").split()}
    return any(len(city) <= 5 and set(city) <= initials for city in head.cities)


def _is_credible_before_dash(head: _Head, rest: str, capitals: bool, known: bool) -> bool:
    regional = any(map(is_region, head.regions))
    if head.agency is not None:
        is_place = capitals and (known or _letters(head) > _ACRONYM_LETTERS)
        if is_named_agency(head.agency) or (is_place and _is_title(head.agency) and not _stands_for(head)):
            return True
        return (capitals or known or regional) and is_agency(head.agency)
    if head.date is not None:
        return capitals or known or regional
    if head.regions:
        return (regional and (capitals or known or not any(map(is_region, head.cities)))) or capitals
    if known or (len(head.cities) == 1 and has_town_ending(head.cities[0]) and len(rest) >= _REST_CHARS + 6):
        return True
    # Capitals alone: a title is shorter than a sentence.
    return (
        capitals
        and _letters(head) > _ACRONYM_LETTERS
        and max(len(city.split()) for city in head.cities) <= 4
        and len(rest) >= _REST_CHARS
    )


def _is_credible_before_colon(head: _Head, rest: str, capitals: bool, known: bool) -> bool:
    if head.agency is not None:
        return is_named_agency(head.agency) and (capitals or known)
    if head.date is not None or any(map(is_region, head.regions)):
        return capitals or (known and head.date is not None)
    return known and len(rest) >= _REST_CHARS + 6


_SLASHED = re.compile(rf"([^/]{{3,60}}?) / ([A-Z][\w ]{{2,20}}) / ({_WORD} {_DAY}, {_YEAR}) / (?=\S)")


def _with_slashes(opening: str, length: int) -> Dateline | None:
    """Press releases: "NEW YORK, NY / ACCESSWIRE / November 22, 2021 / Acme …"."""
    match = _SLASHED.match(opening)
    head = _places(match[1], match[2], match[3]) if match and match.end() < length else None
    return Dateline(match.end(), head.places, match[2], match[3]) if match and head else None


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
    re.compile(r"(?P<agency>新华社|中新社|中新网|央视网|人民网)(?P<place>[\u4e00-\u9fff]{2,6}?)(?P<date>\d{1,2}月\d{1,2}日)电\s*"
               r"(?:（[^）]{1,40}）|\([^)]{1,40}\))?\s*"),
    # （中央社記者…台北22日電）
    re.compile(r"[（(](?P<agency>中央社)(?:記者[\u4e00-\u9fff]{2,4})?(?P<place>[\u4e00-\u9fff]{2,3})(?P<date>\d{1,2}日)[^）)]{0,12}[）)]\s*"),
    # [ソウル 22日 ロイター] -
    re.compile(r"[［\[](?P<place>[\u30a0-\u30ff\u4e00-\u9fff・／/]{2,20})\s?(?P<date>\d{1,2}日)\s?"
               r"(?P<agency>ロイター|共同|時事|AP|AFP時事)[］\]]\s*[-－—]?\s*"),
    # 【ワシントン＝記者名】
    re.compile(r"【(?P<place>[\u30a0-\u30ff\u4e00-\u9fff・]{2,12})(?P<agency>(?=[＝=時]))[^】]{0,24}】\s*"),
    # (서울=연합뉴스) 홍길동 기자 =
    re.compile(r"[(\[](?P<place>[\uac00-\ud7a3·]{2,10})=(?P<agency>연합뉴스|뉴시스|뉴스1|[^)\]]{2,8}통신)[)\]]\s*"
               r"(?:[\uac00-\ud7a3 ·]{2,24}(?:기자|특파원)\s*=\s*)?"),
)  # fmt: skip


def _east_asian(opening: str, length: int) -> Dateline | None:
    for pattern in _EAST_ASIAN_FORMS:
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
    head = _head(opening.rstrip())
    if head is None or not head.regions or not all(city.upper() == city for city in head.cities):
        return None
    return Dateline(length, head.places, head.agency, head.date) if is_region(head.regions[-1]) else None
