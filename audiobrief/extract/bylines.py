"""Names of authors out of bylines: "By Ann Lee and Bo Li in Berlin", "Von …", "Par …", "Автор: …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobrief.extract.dates import fold

# What stands before a name. Longest first, since "written by" begins before "by".
_LEAD = re.compile(
    r"(?:(?:story|text|words|report|reporting|written|posted|published|article|analysis|opinion|review|interview|submitted)"
    r" by|by|von|text von|ein (?:kommentar|gastbeitrag|interview|bericht|essay) von|(?:kommentar|analyse|interview|aus \w+) von"
    r"|par|propos recueillis par|por|texto de|publicado por|escrito por|di|a cura di|de|door|av|af|fra|tekst|text|autor(?:zy|a|in|en"
    r"|es)?|autore|auteur(?:e|s)?|author(?:s)?|author\(s\)|автор(?:ы|и)?|текст|penulis|oleh|reporter|yazar|haber|muhabir|írta|szerző"
    r"|von unser(?:em|er) \w+|przygotował[ai]?|napsal[ai]?|schrijver|redaktör|written by|tác giả|بقلم|كتب|نویسنده|लेखक|文|記者|取材)"
    r"(?:\s*[:：]\s*|\s+(?=[^\W\d_])|(?=[A-ZÄÖÜÉ]))",
    re.I,
)
_CASED_LEAD = re.compile(r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|DI)(?=[A-ZÄÖÜÉ][a-zäöüéè])")
# Between two names.
_SPLIT = re.compile(r"\s*(?:,\s*(?:and|und|et|y|e|en|og|och|i|a|și|ve|и|та|dan)\s+|[,;/|•·、，&]|\s(?:and|und|et|y|och|og|ve|и|та|dan|with|mit|avec|con)\s)\s*")  # fmt: skip
_SHORT_AND = re.compile(r"\s(?:e|i|a|en)\s(?=[A-ZÀ-ŽА-Я])")  # also initials or articles: only between two full names
# "in Berlin", ", Washington": where, not who.
_PLACE = re.compile(
    r"\s(?:in|aus|à|en|em|da|v|w|i|desde|from|reporting from)\s+((?:[A-ZÀ-ŽА-Я][\w'’.-]+)(?:[ ,]+[A-ZÀ-ŽА-Я][\w'’.-]+){0,3})$"
)
_ROLE = re.compile(
    r"\b(?:correspondents?|reporters?|editors?|writers?|journalists?|columnists?|contributors?|producers?|photographers?|critics?"
    r"|director|professor|staff|chief|bureau|desk|analyst|fellow|senior|associate|deputy|redakteur(?:in)?|korrespondent(?:in)?"
    r"|reporter(?:in)?|autor(?:in)?|volont[äa]r(?:in)?|chefredakteur(?:in)?|ressortleiter(?:in)?|leiter(?:in)?|journalist(?:in)?"
    r"|journaliste|correspondante?|rédact(?:eur|rice)|envoyée? spéciale?|periodista|corresponsal|redactor[a]?|giornalista"
    r"|inviat[oa]|jornalista|repórter|redaktor(?:ka)?|dziennikarz|dziennikarka|redaktør|journalistin|medarbeider|журналист(?:ка)?"
    r"|корреспондент|редактор|обозреватель|muhabiri|editör|wartawan)\b",
    re.I,
)
_NOISE = re.compile(
    r"https?://|www\.|@|\.(?:com|org|net|de|php|html)\b|[<>{}\[\]=#]|\d{3,}|\d{1,2}:\d\d|^\W*$|^(?:follow|share|updated?|published"
    r"|posted|view|more|read|see|all|email|contact|tweet|twitter|facebook|linkedin|instagram|x|rss|bio|profile|comments?|subscribe"
    r"|folgen|mehr|alle|artikel|none|null|undefined|unknown|admin|administrator|author|user|guest|nachrichten|news|フォロー|すべて見る"
    r"|developer|webmaster|default|name|copy link|print)\b(?:\s|$|:)",
    re.I,
)
_EDGES = " \t\n\r.,;:|/–—-•·()*’'\""
_MAX_AUTHORS = 12


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it, and where ("By Ann Lee in Berlin"), as printed."""

    names: tuple[str, ...]
    place: str | None = None


def byline(text: str) -> Byline:
    """Takes a printed byline apart; no names when it holds none."""
    text = " ".join(text[:400].split())
    text, place = _without_lead(text), None
    names: list[str] = []
    for part in _parts(text):
        match = _PLACE.search(part)
        if match and len(part[: match.start()].split()) >= 2:
            part, place = part[: match.start()], match[1]
        name = clean_name(part)
        if name and fold(name) not in map(fold, names):
            names.append(name)
    return Byline(tuple(names[:_MAX_AUTHORS]), place)


def clean_name(text: str) -> str | None:
    """A person's, desk's or agency's name without role, address and decoration; null when it is no name."""
    text = re.sub(r"\s*\([^)]*\)?|\s+[<\[].*$", "", _without_lead(" ".join(text.split())))
    text = re.sub(r"\s+(?:für|for|pour|para)\s.*$", "", text).strip(_EDGES)
    if not 1 < len(text) <= 60 or _NOISE.search(text) or not any(map(str.isalpha, text)):
        return None
    words = text.split()
    if len(words) > 6:
        return None
    role = _ROLE.search(text)
    if role:
        before = text[: role.start()].strip(_EDGES)
        # "Sophie Foster Travel News Reporter": a name is the first two words when a role follows at once.
        if not before or len(before.split()) < 2:
            return None
        return " ".join(before.split()[:2])
    return text.title() if text.isupper() and len(text) > 6 and len(words) > 1 else text


def _without_lead(text: str) -> str:
    for _ in range(2):
        match = _CASED_LEAD.match(text) or _LEAD.match(text)
        if not match or (
            match[0].islower() and not match[0].strip().endswith((":", "by", "von", "par", "por", "di", "av"))
        ):
            return text
        text = text[match.end() :]
    return text


def _parts(text: str) -> list[str]:
    parts = _SPLIT.split(text)
    return [piece for part in parts for piece in (_SHORT_AND.split(part) if len(part.split()) >= 5 else [part])]
