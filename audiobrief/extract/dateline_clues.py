"""Is it a dateline? What is printed beside a place, the mark behind it, and what is known of it, as evidence.

"NOTE: …" and "Mehmet Oz — …" have the shape of a dateline. Which clue is enough to believe one stands in
:data:`ENOUGH`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from audiobrief.extract.facts.gazetteer import has_town_ending, is_agency, is_city, is_named_agency, is_region

_ACRONYM_LETTERS = 4  # capitals up to so many are more often an acronym than a place
_REST_CHARS, _LONG_REST_CHARS = 30, 36  # a sentence, not a title, where the place is the only evidence
_DASHES = frozenset("—–―−‒-_|")
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
class Parts:
    """What stands before the dash, taken apart."""

    places: tuple[str, ...]
    """As printed, with their regions."""
    names: tuple[tuple[str, ...], ...]
    """Of every place the city, then its region and country, where they are printed."""
    agency: str | None
    date: str | None

    @property
    def cities(self) -> tuple[str, ...]:
        """Returns the places without their regions."""
        return tuple(city for city, *_ in self.names)

    @property
    def regions(self) -> tuple[str, ...]:
        """Returns what is printed after the cities."""
        return tuple(region for _, *regions in self.names for region in regions)


@dataclass(frozen=True, slots=True)
class Claim:
    """What may be a dateline, with what is known of its cities and how much text follows."""

    parts: Parts
    is_known: bool
    """Whether every city is one that we know."""
    in_capitals: bool
    rest_chars: int

    @property
    def is_likely(self) -> bool:
        """Tells whether the cities look like places or are ones that we know."""
        return self.in_capitals or self.is_known

    @property
    def letters(self) -> int:
        """Counts the letters of the shortest city's name."""
        return min(sum(map(str.isalpha, city)) for city in self.parts.cities)


def is_credible(parts: Parts, rest: str, mark: str) -> bool:
    """Tells whether a clue says that the news was written there; ``mark`` divides the parts from ``rest``."""
    if not _SENTENCE.match(rest):
        return False
    if not parts.cities:
        return True
    is_known = all(map(is_city, parts.cities))
    if not is_known and _is_label(parts):
        return False
    claim = Claim(parts, is_known, all(map(_is_capital, parts.cities)), len(rest))
    return any(clue(claim) for clue in ENOUGH.get((_mark(parts, mark), _evidence(parts)), ()))


def _is_label(parts: Parts) -> bool:
    """Its words say what the piece is: "PHOTOS", "MARKET REPORT (Reuters)"."""
    words = {word for city in parts.cities for word in re.split(r"[^\w']+", city.lower())}
    return not words.isdisjoint(_LABELS) and (not parts.agency or words <= _LABELS)


def _mark(parts: Parts, mark: str) -> str:
    if (mark and mark[0] in _DASHES) or (parts.agency and mark[-1:] == "-"):
        return "dash"
    return {":": "colon", ".": "stop"}.get(mark, "blank")


def _evidence(parts: Parts) -> str:
    """The strongest that is printed beside the place."""
    if parts.agency is not None:
        return "agency"
    if parts.date is not None:
        return "date"
    return "region" if parts.regions else "place"


def _is_capital(city: str) -> bool:
    """In capitals, as Mc and the like allow; letters that know no case are no evidence."""
    letters = re.sub(r"\bMc(?=[A-Z])|[^\W\d_]['’](?=[A-Z])", "", city)
    return letters.upper() == letters and letters.lower() != letters and sum(map(str.isalpha, letters)) > 1


def known_agency(claim: Claim) -> bool:
    """Finds an agency in the list: "Xyz (Reuters) -"."""
    return is_named_agency(claim.parts.agency or "")


def newspaper_after_place(claim: Claim) -> bool:
    """Finds two or three capitalised words, as newspapers are called, after a place: "ALMATY (Kursiv Media) –"."""
    words = (claim.parts.agency or "").split()
    is_place = claim.in_capitals and (claim.is_known or claim.letters > _ACRONYM_LETTERS)
    return is_place and len(words) in (2, 3) and all(map(_is_name, words)) and not _stands_for(claim.parts)


def _is_name(word: str) -> bool:
    return word.isalpha() and word[0].isupper()


def _stands_for(parts: Parts) -> bool:
    """What is in parentheses are the words of an acronym: "WTO (World Trade Organization)"."""
    initials = {word[0] for word in (parts.agency or "").split()}
    return any(len(city) <= 5 and set(city) <= initials for city in parts.cities)


def agency_shape_after_place(claim: Claim) -> bool:
    """Finds a call sign or a site's name after a likely place: "OMAHA, Neb. (WOWT) -"."""
    return (claim.is_likely or known_region(claim)) and is_agency(claim.parts.agency or "")


def known_agency_after_place(claim: Claim) -> bool:
    """Finds an agency in the list after a likely place."""
    return claim.is_likely and known_agency(claim)


def known_agency_with_more(claim: Claim) -> bool:
    """Finds an agency in the list, and a date or a city that we know."""
    return known_agency(claim) and (claim.parts.date is not None or claim.is_known)


def capitals(claim: Claim) -> bool:
    """Finds every city in capitals."""
    return claim.in_capitals


def known_city(claim: Claim) -> bool:
    """Finds every city in the gazetteer."""
    return claim.is_known


def known_region(claim: Claim) -> bool:
    """Finds a country or state that we know after a city."""
    return any(map(is_region, claim.parts.regions))


def capitals_in_known_region(claim: Claim) -> bool:
    """Finds a city in capitals with a country or state that we know."""
    return claim.in_capitals and known_region(claim)


def city_in_known_region(claim: Claim) -> bool:
    """Finds a country or state that we know after what is no country itself, or is a city that we know."""
    return known_region(claim) and (claim.is_likely or not any(map(is_region, claim.parts.cities)))


def town_by_ending(claim: Claim) -> bool:
    """Finds one word that ends as towns do, before a sentence: "Gundremmingen -"."""
    cities = claim.parts.cities
    return len(cities) == 1 and has_town_ending(cities[0]) and claim.rest_chars >= _LONG_REST_CHARS


def long_capitals(claim: Claim) -> bool:
    """Finds capitals that are no acronym and no title, before a sentence."""
    is_place = claim.letters > _ACRONYM_LETTERS and max(len(city.split()) for city in claim.parts.cities) <= 4
    return claim.in_capitals and is_place and claim.rest_chars >= _REST_CHARS


def known_city_before_sentence(claim: Claim) -> bool:
    """Finds cities that we know, without a region that we know, before a long sentence."""
    return claim.is_known and not known_region(claim) and claim.rest_chars >= _LONG_REST_CHARS


def one_known_city(claim: Claim) -> bool:
    """Finds a single city that we know: "Hamburg. Bei einem Unfall …", as German papers print it."""
    return claim.is_known and len(claim.parts.cities) == 1 and claim.rest_chars >= _REST_CHARS


Clue = Callable[[Claim], bool]
ENOUGH: dict[tuple[str, str], tuple[Clue, ...]] = {
    ("dash", "agency"): (known_agency, newspaper_after_place, agency_shape_after_place),
    ("dash", "date"): (capitals, known_city, known_region),
    ("dash", "region"): (capitals, city_in_known_region),
    ("dash", "place"): (known_city, town_by_ending, long_capitals),
    ("colon", "agency"): (known_agency_after_place,),
    ("colon", "date"): (capitals, known_city),
    ("colon", "region"): (capitals_in_known_region, known_city_before_sentence),
    ("colon", "place"): (known_city_before_sentence,),
    ("stop", "place"): (one_known_city,),
    ("blank", "agency"): (known_agency_with_more,),
}
"""By the mark after it and the strongest evidence printed beside the place: clues of which one is enough."""
