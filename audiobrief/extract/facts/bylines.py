"""Names of authors out of bylines: "By Ann Lee and Bo Li in Berlin", "Von …", "Par …", "Автор: …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from audiobrief.extract.facts.gazetteer import is_named_agency
from audiobrief.extract.facts.written_dates import fold
from audiobrief.languages import printed
from audiobrief.text.later import later

_LEAD = later(rf"(?:{printed.byline_leads()})(?:\s*[:：・／｜|]\s*|\s+)", re.I)
_GLUED_LEAD = re.compile(r"(?:By|BY|Von|Par|Por)(?=[A-ZÄÖÜÉ][a-zäöüéè])")
_SPLIT = later(
    rf"\s*[;|•·⋅‧∙・、，&]\s*|\s/\s|\s*,\s*(?:(?:{printed.ands()})\s)?\s*"
    rf"|\s(?:{printed.joints()})\s|\s(?:{printed.ands()})\s(?=[^\W\d_a-zа-я])"
)
"""What stands between two names."""
_PLACE = later(rf"\s(?:{printed.byline_places()})\s+([^\W\d_a-z][\w'’.-]+(?:[ ,]+[^\W\d_a-z][\w'’.-]+){{0,3}})$")
_STOP = later(
    r"\s*(?:[·|•–—]\s|,\s(?:in|on|at|am|für|for|le|el|den)\s|\s(?:für|for|pour|para)\s|\s-\s|\(|<|\["
    r"|\bupdated\b|\bpublished\b).*$",
    re.I,
)
_SMALL = later(rf"(?:{printed.ands()}|{printed.joints()}|{printed.byline_places()})")
_ROLE = printed.byline_role()
_NO_CAPITALS_ROLE = later(rf"^(?:{printed.byline_roles()})[\s:：]+|[\s（(]*(?:{printed.byline_roles()})[)）]?$", re.I)
_GLUED_ROLE = later(rf"^(?:{printed.byline_roles()})([\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{{2,4}})$", re.I)
_DESK = later(r"\b(?:service|team|newsroom|desk|bureau|staff|redaktion|redazione|redacción|rédaction|редакция)$", re.I)
"""How the names of those end that sign together."""
_PLACES_FIRST = re.compile(r"^[^=]{1,40}=\s*(?=\S)")
"""Korean bylines: "Suncheon=Kim Haneul"."""
_NOISE = later(
    r"https?:|www\.|@|\.(?:com|org|net|de|php|html|jpg)\b|[<>{}\[\]=#%:]|\d"
    r"|^(?:e-?mail|contact|follow|share|updated?|published|posted|view|read|see|watch|listen|get|sign|join|show|load|click|add|save"
    r"|send|copyright|ap photo)\b"
    r"|\badmin(?:istrator)?\b|\bcopied\b|!$|^about\b|^copy\b"
    r"|^(?:more|all|email|contact|tweet|twitter|facebook|linkedin|instagram|x|rss|bio|comments?|subscribe|folgen|mehr"
    r"|alle|artikel|none|null|undefined|unknown|user|guest|red|フォロー|すべて見る|developer|webmaster|default|name"
    r"|google scholar|learn more|head office|author information|by the|agencies|abbrechen|abbruch|cancel"
    r"|copy link|print|advertisement|getty images|image|photo|foto|credit|source|the)$",
    re.I,
)
_PARTICLES_TABLE = (
    "abu af al av bin bint d da das de del della den der di do dos du e el i ibn la le mac san ten ter van von y zu zur"
)
_PARTICLES = frozenset(_PARTICLES_TABLE.split())
_ADDRESS = re.compile(r"https?:\S*|\S+@\S+")
_EDGES = " \t\n\r.,;:|/–—-•·()*’'\"“”„"
_MAX_NAMES = 12
_MAX_CHARS = 400


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it, and where ("By Ann Lee in Berlin"), as printed."""

    names: tuple[str, ...] = ()
    place: str | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Returns the names that look like a person's, not a desk's or an agency's."""
        return tuple(filter(is_person, self.names))


def byline(text: str) -> Byline:
    """Takes a printed byline apart; no names when it holds none."""
    text = _PLACES_FIRST.sub("", " ".join(_ADDRESS.sub(" ", text[:_MAX_CHARS]).split()))
    text = _without_end(_before_other_makers(without_lead(text)))
    place = None
    names: list[str] = []
    for part in filter(None, chain.from_iterable(map(_slashed, _SPLIT.split(text)))):
        match = _PLACE.search(part)
        if match and len(part[: match.start()].split()) >= 2:
            part, place = part[: match.start()], match[1]  # noqa: PLW2901
        if name := clean_name(part):
            names.append(name)
    return Byline(unique(names), place)


def is_of_others(run: str) -> bool:
    """Tells whether a run of text begins what names those who did not write: "Reviewed by"."""
    return printed.other_makers().match(run.strip(_EDGES)) is not None


def _before_other_makers(text: str) -> str:
    """The part of a byline before "reviewed by"."""
    return printed.other_makers().split(text, maxsplit=1)[0]


def _without_end(text: str) -> str:
    """Cuts what stands behind the names: a place, a date, for whom. A single word before it is no name."""
    end = _STOP.search(text)
    if end is None or ((end[0].strip() + " ")[0] not in "·|•–—-,<[" and " " not in text[: end.start()].strip()):
        return text
    return text[: end.start()]


def _slashed(part: str) -> list[str]:
    """Parts two names at a slash: "Ann Lee/Bo Lind", "dpa/afp"; one of "KBC/RK's Service" is none."""
    pieces = part.split("/")
    names = [clean_name(piece) for piece in pieces]
    are_names = all(name is not None and (is_person(name) or is_named_agency(name)) for name in names)
    return pieces if are_names else [part]


def runs_byline(runs: Iterable[str]) -> Byline:
    """Takes an element's runs of text apart in the same way: a role or a date after a name ends the names."""
    names: list[str] = []
    place = None
    for run in runs:
        if is_of_others(run):
            break
        if _is_between_names(run.strip(_EDGES)):
            continue
        line = byline(run)
        people = line.people
        if names and not people:
            break
        names += people or line.names
        place = place or line.place
    return Byline(unique(names), place)


def _is_between_names(bare: str) -> bool:
    return len(bare) < 2 or _is_lead(bare) or _SPLIT.fullmatch(f" {bare} ") is not None


def clean_name(text: str) -> str | None:
    """Reads a person's, desk's or agency's name without lead and decoration; None when it is no name."""
    text = without_lead(" ".join(text.split()))
    text = _without_brackets(text).strip(_EDGES)
    if any(clue(text) for clue in NO_NAME):
        return None
    if text.lower() == text.upper():
        return _without_role(text)
    words = text.split()
    if _ROLE.fullmatch(text) and not _DESK.search(text):
        return None
    role = _ROLE.search(text)
    if role and len(text[: role.start()].split()) >= 2 and not _is_desk(text, words):
        # "Sophie Foster Travel News Reporter": a name is the first two words when a role follows.
        return " ".join(words[:2]) if words[1][:1].isupper() else None
    return _capitalised(text)


def _capitalised(text: str) -> str:
    return text.title() if text.isupper() and len(text) > 6 and " " in text else text


def _without_brackets(text: str) -> str:
    """Cuts a bracket and what follows; inside of a name only the bracket."""
    before, *_ = re.split(r"\s*[(<\[]", text, maxsplit=1)
    return (
        before
        if len(before.split()) > 1 or not text.strip().split(")")[-1].split()
        else re.sub(r"\s*[(<\[][^)>\]]*[)>\]]?\s*", " ", text)
    )


def _is_desk(text: str, words: list[str]) -> bool:
    """A body signs, not somebody of it: its name ends so, and begins with no first and last name."""
    return _DESK.search(text) is not None and (len(words) < 4 or any(map(_is_of_a_body, words[:2])))


def _is_of_a_body(word: str) -> bool:
    return word.endswith(("'s", "’s")) or "/" in word or (word.isupper() and len(word) > 1)


def _without_role(text: str) -> str | None:
    """A name in a script without capitals, without "reporter" before or behind it."""
    bare = _NO_CAPITALS_ROLE.sub("", text).strip(_EDGES)
    glued = _GLUED_ROLE.match(bare)
    bare = glued[1] if glued else bare
    return bare if len(bare) > 1 else None


def has_role(text: str) -> bool:
    """Tells whether a text names a role of the newsroom, before or behind a name or among its words."""
    text = text.strip(_EDGES)
    return any(pattern.search(text) is not None for pattern in (_ROLE, _NO_CAPITALS_ROLE, _GLUED_ROLE))


def _is_lead(text: str) -> bool:
    """Nothing but "Written by"."""
    return _LEAD.fullmatch(f"{text} ") is not None


def _has_no_names_length(text: str) -> bool:
    return not 1 < len(text) <= 60 or len(text.split()) > 6


def _is_noise(text: str) -> bool:
    """Words of a page's buttons, an address, a number."""
    return _NOISE.search(text) is not None


def _has_no_letter(text: str) -> bool:
    return not any(map(str.isalpha, text))


def _has_small_words(text: str) -> bool:
    """Words without a capital that names do not have, unless a role says that a name stands before it."""
    words = text.split()
    if len(words) == 1:
        return _SMALL.fullmatch(text) is not None
    if all(map(_may_be_in_name, words)):
        return False
    role = _ROLE.search(text)
    return role is None or role.start() <= 3


def _may_be_in_name(word: str) -> bool:
    return not word[0].islower() or word in _PARTICLES


NO_NAME = (_is_lead, _has_no_names_length, _is_noise, _has_no_letter, _has_small_words)
"""Clues of which one is enough to see that a text is no name."""


def is_person(name: str) -> bool:
    """Tells a person's name by two to five capitalised words without a role among them.

    In scripts without capitals it has two to eight letters, or two to four words.
    """
    words = name.split()
    if name.lower() == name.upper():
        return 2 <= len(words) <= 4 or (2 <= len(name) <= 8 and min(name) > "\u2e80")
    return (
        _is_person_shaped(name, words)
        and words[0] != "The"
        and not _is_agency(name, words[0])
        and not _ROLE.search(name)
    )


def _is_person_shaped(name: str, words: list[str]) -> bool:
    return 2 <= len(words) <= 5 and not words[-1][0].islower() and (not name.isupper() or len(name) > 8)


def _is_agency(name: str, first: str) -> bool:
    return is_named_agency(name) or (first.isupper() and is_named_agency(first))


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Keeps each name once, as first spelt."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(fold(name), name)
    return tuple(seen.values())[:_MAX_NAMES]


def has_lead(text: str) -> bool:
    """Tells whether a text begins as a byline does: "By …", "Von …", "Автор: …"."""
    return without_lead(text) != text


def without_lead(text: str) -> str:
    """Takes off the "By" before the names. A lead needs a capital or a colon: "de" and "di" also begin names."""
    for _ in range(2):
        match = _GLUED_LEAD.match(text) or _LEAD.match(text)
        if not match:
            break
        lead, rest = match[0].strip(), text[match.end() :]
        # "De" and "text" also begin names and sentences: without a colon, two more words must follow.
        is_weak = lead.lower() in printed.weak_words() and " " not in rest
        if lead[-1] not in ":：・／｜|" and (is_weak or not rest or rest[0].islower()):
            break
        text = rest
    return text
