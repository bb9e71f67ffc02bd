"""Whose words they are: a printed source ("he", "Lund", "the watchdog") to the name it stands for.

Rules in the order of their certainty; below :data:`THRESHOLD` a speaker is null and the neutral voice reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobrief.script.quotation.attribution import PARTICLES, Attribution
from audiobrief.script.quotation.people import CALENDAR, POSSESSIVE, RUN, Names, Person

THRESHOLD = 0.7
"""A speaker is named from here on."""
OPENING_CHARACTERS = 40
"""A name this near to its paragraph's beginning is what the paragraph is about."""
LONGEST_ORGANISATION = 5
"""Words: longer runs are phrases."""
NEAR_PARAGRAPHS = 2
"""How far back a pronoun or a description reaches."""


@dataclass(frozen=True, slots=True)
class Said:
    """A printed source at its place, with who spoke before."""

    who: Attribution
    paragraph: int
    place: int
    """Offset of the quote."""
    text: str
    before: str | None
    """The speaker of the quote before, when it is near."""
    same_paragraph: bool = False
    """That quote is in the same paragraph."""

    @property
    def who_place(self) -> int:
        """Where the source stands: names before it are candidates."""
        return min(self.who.start, self.place) if self.who.start <= len(self.text) else self.place


def speaker_of(said: Said, names: Names) -> tuple[str | None, float | None]:
    """The speaker's name and the confidence; the name is null below the threshold."""
    name, confidence = _resolve(said, names)
    if name is None or confidence < THRESHOLD:
        return None, round(confidence, 2) if name else None
    return name, round(confidence, 2)


def _resolve(said: Said, names: Names) -> tuple[str | None, float]:
    rules, source = names.rules, said.who.source
    words = source.split()
    low = words[0].lower()
    if said.who.is_inflected:
        return None, 0.0
    if rules.row.capital_nouns and len(words) == 1 and low in rules.determiners:
        return None, 0.0  # "dieser" begins a phrase more often than it stands for somebody
    if len(words) == 1 and low in rules.pronouns:
        return _pronoun(low, said, names)
    people = _named(source, names)
    if people:
        sure = len(people) == 1 and (names.is_credible(people[0]) or _says_it(said.who, people[0], names))
        return (people[0].name, said.who.strength) if sure else (None, 0.0)
    apposed = _apposition(said, names)
    if apposed:
        return apposed, 0.9 * said.who.strength
    small = [word for word in words if not word[:1].isupper() and word.lower() not in PARTICLES]
    if small or low in rules.articles | rules.determiners:
        name, confidence = _described(said, names)
        return name, confidence * min(1.0, said.who.strength / 0.85)
    return (source, 0.85 * said.who.strength) if _is_attested(source, said.who.strength, names) else (None, 0.0)


def _says_it(who: Attribution, person: Person, names: Names) -> bool:
    """The whole source is a full name beside its verb: "Ole Hansen said"."""
    plain = who.source == person.name and len(person.name.split()) in (2, 3) and who.strength >= 0.9
    low = {word.lower() for word in person.name.split()}
    return plain and not names.rules.row.capital_nouns and not low & (names.rules.fronting | names.rules.organisations)


def _is_attested(source: str, strength: float, names: Names) -> bool:
    """A source in capitals that names nobody known: no opening adverb ("Shortly"), day, or plain noun."""
    rules, words = names.rules, source.split()
    low = {word.lower().rstrip(".,") for word in words}
    common = rules.fronting | rules.stops | rules.fillers | rules.pronouns | rules.groups | rules.media
    if len(words) == 1 and (strength < 0.95 or len(source) < 3):
        return False
    if low & common or any(CALENDAR.fullmatch(word) or not word[0].isalpha() for word in words):
        return False
    if rules.row.capital_nouns:
        return names.is_given(words[0]) and len(words) > 1
    return names.is_a_name(source)


def _named(source: str, names: Names) -> list[Person]:
    """The people whom a source can name; whoever stands behind "of" does not speak, but for "Secretary of State X"."""
    owners = list(OWNER.finditer(source))
    owner = owners[0] if owners else None
    head = source[: owner.start()] if owner else source
    last = head.split()[-1].lower() if head.split() else ""
    part = source if owner and len(owners) == 1 and owner[0] in OFFICE_OF and last in names.rules.titles else head
    has_article = source.split(maxsplit=1)[0].lower() in names.rules.articles | names.rules.determiners
    for match in reversed(list(RUN.finditer(part))):
        if part.startswith(("‘s", "’s", "'s"), match.end()) and match.end() + 2 < len(part):
            continue  # "X's mother"
        if has_article and not _is_head(part, match, names):
            continue
        if match[0][-1] in "s'’" and POSSESSIVE.search(match[0]) and match.end() < len(part):
            continue
        found = names.split(match[0])
        people = names.matching(found[1]) if found else []
        if people:
            return people
    return []


def _is_head(part: str, run: re.Match[str], names: Names) -> bool:
    """Behind an article a name is who speaks where nothing follows it ("The Florida fan") and nothing leads to it
    ("The members around Mr. Trump").
    """
    if part[run.end() :].strip(" ,"):
        return False
    before = part[: run.start()].lower().split()
    leads = names.rules.fronting - names.rules.articles - names.rules.conjunctions
    return len(before) <= 4 and not set(before) & leads


OF = ("of", "from", "at", "for", "von", "vom", "der", "des", "de", "del", "di", "da", "du", "из", "от", "with")
OFFICE_OF = frozenset({"of", "de", "des", "der", "di", "da", "do"})
OWNER = re.compile(rf"\b(?:{'|'.join(OF)})\b")


def _apposition(said: Said, names: Names) -> str | None:
    """As in "the group's director, Tomas Vidal": the name behind the source."""
    text = said.text
    start = text.find(said.who.source, said.who.start) if said.who.start < len(text) else -1
    if start != said.who.start:
        return None
    match = re.compile(r",\s+").match(text, start + len(said.who.source))
    run = RUN.match(text, match.end()) if match else None
    found = names.split(run[0]) if run else None
    if not run or not found or found[0]:
        return None
    people = names.matching(found[1])
    if len(people) == 1:
        return people[0].name
    follows = text[run.end() : run.end() + 1]
    return found[1] if len(found[1].split()) > 1 and follows in {",", ".", ""} else None


def _pronoun(low: str, said: Said, names: Names) -> tuple[str | None, float]:
    """He and she: who spoke last, else the only person near who can be meant."""
    rules = names.rules
    if low in rules.they and low not in rules.she | rules.he:
        return _they(said, names)
    wanted = {gender for gender, words in (("m", rules.he), ("f", rules.she)) if low in words}
    if not wanted:
        return None, 0.0
    near = _near(said, names)
    fitting = [person for person in near if not person.gender or person.gender in wanted]
    if not fitting:
        return None, 0.0
    best = fitting[0]
    if not (names.is_credible(best) and names.may_be_she_or_he(best)):
        return None, 0.0
    certain = best.gender in wanted
    others = [person for person in fitting[1:] if person.last != best.last]  # a name spelt in two ways is one person
    rivals = [person for person in others if person.gender in wanted or not certain]
    if not rivals:
        return best.name, 0.9 if certain else 0.6 if rules.row.capital_nouns else 0.8
    opens = any(p == said.paragraph and at <= OPENING_CHARACTERS for p, at in best.places)
    here = [person for person in rivals if any(p == said.paragraph and at < said.place for p, at in person.places)]
    if opens and not here and not said.same_paragraph:
        return best.name, 0.85 if certain else 0.75
    if best.name == said.before:
        return best.name, 0.85 if certain else 0.6
    return best.name, 0.75 if certain and opens else 0.5


def _near(said: Said, names: Names) -> list[Person]:
    """People mentioned shortly before a place, the likeliest first: who opens the paragraph, who spoke last, who is
    nearest.
    """
    ranked = []
    for person in names.people:
        if not person.is_sure:
            continue
        before = [place for place in person.places if place < (said.paragraph, said.who_place)]
        if not before or said.paragraph - before[-1][0] > NEAR_PARAGRAPHS:
            continue
        here = [at for p, at in before if p == said.paragraph]
        spoke = person.name == said.before
        if said.same_paragraph:
            rank = (spoke, bool(here), before[-1])
        else:
            rank = (bool(here), spoke, (-min(here), 0) if here else before[-1])
        ranked.append((rank, person.name, person))
    ranked.sort(key=lambda item: item[:2], reverse=True)
    return [item[2] for item in ranked]


def _they(said: Said, names: Names) -> tuple[str | None, float]:
    """They: the group that the text spoke of last."""
    groups = [group for group in names.groups if (group.paragraph, group.start) < (said.paragraph, said.who_place)]
    near = [group for group in groups if said.paragraph - group.paragraph <= NEAR_PARAGRAPHS]
    if not near:
        return None, 0.0
    last = near[-1]
    opens = last.start <= 1 or len({group.name for group in near}) == 1
    return last.name, 0.85 if opens else 0.6


def _described(said: Said, names: Names) -> tuple[str | None, float]:
    """As in "the president" or "the watchdog": a person by role, an organisation, or the group itself."""
    rules, source = names.rules, said.who.source
    words = [word for word in re.findall(r"\w[\w’'-]*", source.lower()) if word not in rules.articles]
    if not words:
        return None, 0.0
    definite = source.split()[0].lower() in rules.articles - rules.indefinite
    head = _head(words, names)
    if rules.row.capital_nouns and source.split()[0].lower() not in rules.articles | rules.determiners | rules.groups:
        return None, 0.0  # "schimpft der Chef": a verb that the table lacks
    if _goes_on(words, head):
        return None, 0.0
    if definite:
        offices = rules.titles | rules.men | rules.women
        people = [
            person for person in names.people if head in offices and head in person.roles and names.is_credible(person)
        ]
        if len(people) == 1:
            return people[0].name, 0.85
        if people:
            return None, 0.0
        organisation = _organisation(words, head, said, names)
        if organisation:
            return organisation
    whole = lowered(source, names)
    if head in rules.groups:
        return whole, 0.8
    named = any(names.split(run[0]) and run[0].lower() not in rules.articles for run in RUN.finditer(whole[1:]))
    nameless = rules.anaphoric | (rules.organisations if rules.row.capital_nouns else frozenset())
    if definite and words == [head] and head in nameless - rules.groups:
        return None, 0.0  # somebody named before, but nobody can be told
    if head in rules.organisations or head in rules.media or set(words) & rules.media:
        return (whole, 0.8) if definite or named else (None, 0.0)
    known = not rules.row.capital_nouns or names.is_office(head)
    if named and not definite and known and not whole.isupper():
        return whole, 0.75
    return None, 0.0


def _goes_on(words: list[str], head: str) -> bool:
    """The phrase is a sentence, not a source: "the book focuses almost exclusively"."""
    place = words.index(head)
    return place + 1 < len(words) and words[place + 1] not in OF and not words[place + 1].endswith(("'s", "’s"))


def _head(words: list[str], names: Names) -> str:
    """The noun that says what a source is: the first word of a known kind, else the last."""
    rules = names.rules
    kinds = rules.groups | rules.organisations | rules.media | rules.titles
    cut = next((place for place, word in enumerate(words) if place and word in OF), len(words))
    known = [word for word in words[:cut] if word in kinds]
    return known[-1] if known else words[cut - 1]


def _organisation(words: list[str], head: str, said: Said, names: Names) -> tuple[str, float] | None:
    """An organisation named before: by a word of its name, or as the only one near."""
    before = [org for org in names.organisations if (org.paragraph, org.start) < (said.paragraph, said.who_place)]
    cut = next((place for place, word in enumerate(words) if place and word in OF), len(words))
    told = {word for word in words[:cut] if len(word) > 3}
    before = [org for org in before if len(org.name.split()) <= LONGEST_ORGANISATION]
    for org in reversed(before):
        shared = told & {word.lower() for word in org.name.split()}
        if shared and (len(shared) > 1 or head in shared or head in names.rules.organisations):
            return org.name, 0.9
    if head not in names.rules.organisations:
        return None
    near = {org.name for org in before if said.paragraph - org.paragraph <= NEAR_PARAGRAPHS}
    return (near.pop(), 0.75) if len(near) == 1 else None


def lowered(source: str, names: Names) -> str:
    """A phrase as it stands inside a sentence: "The participants" -> "the participants"."""
    first, _, rest = source.partition(" ")
    known = names.rules.articles | names.rules.determiners
    return f"{first.lower()} {rest}" if rest and first.lower() in known else source
