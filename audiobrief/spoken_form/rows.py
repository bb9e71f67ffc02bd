"""Makes rules of the rows of a language's table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import msgspec

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import Match, Parts, Rule, rule, sentence_stop
from audiobrief.spoken_form.sayings import Scene, UnsaidError, fill, month_number, value_of
from audiobrief.spoken_form.schema import Row, When

_When = tuple[re.Pattern[str], re.Pattern[str], str]
_UNGOVERNED = "\0"
"""Stands for the ending of an ordinal that nothing governs."""
_TERM = re.compile(r"\{\w*:term:(\w+)")
_REACH = 400
"""Characters before a match in which its governor may stand."""


def row_rules(grammar: Grammar, parts: Parts, place: str) -> list[Rule]:
    """Builds the rules of the rows that stand at a place of the table."""
    return [_rule(grammar, parts, row) for row in grammar.rule if row.place == place]


def shared_row_rules(grammar: Grammar, parts: Parts, place: str) -> list[Rule]:
    """Builds the rules of the rows that all languages share, without those whose name or words the table has not."""
    own = {row.name for row in grammar.rule}
    return [
        _rule(grammar, parts, row)
        for row in _shared()
        if row.place == place and row.name not in own and all(map(grammar.term, _TERM.findall(row.say)))
    ]


@cache
def _shared() -> tuple[Row, ...]:
    found = tomllib.loads(Path(__file__).with_name("service.toml").read_text(encoding="utf-8"))
    return msgspec.convert(found["rule"], tuple[Row, ...])


def _rule(grammar: Grammar, parts: Parts, row: Row) -> Rule:
    whens, governors = cache(lambda: compiled(row.when, parts)), cache(lambda: compiled(grammar.governors, parts))

    def say(match: Match) -> str:
        values = {"": match[0], **match.groupdict()}
        try:
            return fill(said_where(match, whens(), row.say), _Found(grammar, values, grammar, match, row, governors))
        except UnsaidError:
            return match[0]

    return rule(row.name, partial(parts.expand, row.pattern), say, re.compile(row.needs))


def compiled(whens: Sequence[When], parts: Parts) -> list[_When]:
    """Makes the patterns of what governs a saying."""
    return [
        (re.compile(rf"(?:{parts.expand(when.before)})\Z"), re.compile(parts.expand(when.after)), when.say)
        for when in whens
    ]


def said_where(match: Match, whens: Sequence[_When], otherwise: str) -> str:
    """Picks what the first ``when`` says whose neighbours stand around the match."""
    for before, after, say in whens:
        around = match.string[max(0, match.start() - _REACH) : match.start()]
        if before.search(around) and after.match(match.string, match.end()):
            return say
    return otherwise


def _stop_behind(found: _Found) -> str:
    """Returns the point of an abbreviation where the text ends, or a word follows that begins a sentence."""
    match = found.match
    goes_on = not found.grammar.ends_sentence(match.string[match.end() : match.end() + 24])
    return sentence_stop(match, before_capital=False) or ("" if goes_on or match[0][-1] != "." else ".")


def full_year(printed: str) -> int:
    """Completes a year of two digits: "86" is 1986, "06" is 2006."""
    value = int(printed)
    return value if len(printed) > 2 else value + (1900 if value > 40 else 2000)


@dataclass(frozen=True, slots=True)
class _Found(Scene):
    """A match of a row, from which its template is filled."""

    grammar: Grammar
    match: Match
    row: Row
    governors: Callable[[], Sequence[_When]]

    def say(self, form: str, printed: str, argument: str) -> str:
        """Says a value in a form of rows or of any template."""
        own = _FORMS.get(form)
        return own(self, printed, argument) if own else Scene.say(self, form, printed, argument)


def _time(found: _Found, printed: str, argument: str) -> str:
    hour, minute = value_of(printed), found.number("minute") or 0
    if hour > 24 or minute > 59:
        raise UnsaidError(printed)
    return found.grammar.time(hour, minute, found.number("second"), argument)


def _half_day(found: _Found, printed: str, argument: str) -> str:
    hour = value_of(printed)
    return found.grammar.time(hour - 12 if hour > 12 else hour, found.number("minute") or 0, None)


def _date(found: _Found, printed: str, argument: str) -> str:
    month, year = month_number(found.grammar, str(found.values["month"])), found.values["year"]
    return found.grammar.date(value_of(printed), month, None if year is None else full_year(str(year)))


def _ordinal_governed(found: _Found, printed: str, mode: str) -> str:
    """Says an ordinal as the word before it asks; ``mode`` "only": not without one."""
    mark = said_where(found.match, found.governors(), _UNGOVERNED if mode == "only" else "")
    if mark == _UNGOVERNED:
        raise UnsaidError(printed)
    return found.grammar.ordinal(value_of(printed), mark)


def _ordinal_marked(found: _Found, printed: str, group: str) -> str:
    """Says an ordinal with the ending that the row's words give to what a group matched, else with that itself."""
    mark = str(found.values[group]).lower()
    return found.grammar.ordinal(value_of(printed), found.row.words.get(mark, mark))


def _lower(found: _Found, printed: str, group: str) -> str:
    """Says a number that is less than another group's."""
    low, high = found.grammar.quantity(printed), found.grammar.quantity(str(found.values[group]))
    if low.count >= high.count:
        raise UnsaidError(printed)
    return found.grammar.number(low)


def _month_point(found: _Found, printed: str, mode: str) -> str:
    """Keeps the point behind a month's full name; behind a short one only where it ends the sentence."""
    if not printed.endswith(".") or found.values["year"] is not None:
        return ""
    is_full = len(printed) - 1 == len(found.grammar.month(month_number(found.grammar, printed)))
    return "." if is_full else sentence_stop(found.match, before_capital=mode != "end")


def _kept_month(found: _Found, printed: str, argument: str) -> str:
    plain = printed.rstrip(".")
    is_kept = plain.lower() in found.grammar.kept_months
    return plain if is_kept else found.grammar.month(month_number(found.grammar, printed))


def _word(found: _Found, printed: str, name: str) -> str:
    """Looks a word up in the row's words or in a vocabulary of the table."""
    known, plain = found.grammar.vocabularies[name] if name else found.row.words, printed.strip()
    said = known.get(plain) or known.get(plain.lower()) or known.get(plain.lower().rstrip("."))
    if not said:
        raise UnsaidError(printed)
    return said


def _each(found: _Found, printed: str, form: str) -> str:
    return " ".join(found.say(form, digits, "") for digits in re.findall(r"\d+", printed))


def _codes(found: _Found, printed: str, argument: str) -> str:
    """Says a code that English counts: "F-16s"."""
    return re.sub("ys$", "ies", re.sub("sixs$", "sixes", f"{found.grammar.code_number(printed)}s"))


def _house(found: _Found, printed: str, argument: str) -> str:
    return found.grammar.digits(printed) if re.fullmatch(r"\d0[1-9]", printed) else found.grammar.house_number(printed)


def _coded(found: _Found, printed: str, argument: str) -> str:
    """Says a code letter by letter and digit by digit, a pause between its groups."""
    pieces = [re.findall(r"\d+|\D+", group) for group in re.findall(r"[^\W_]+", printed)]
    grammar = found.grammar
    said = [[grammar.digits(p) if p.isdecimal() else grammar.spelled(p) for p in group] for group in pieces]
    return f"{grammar.comma} ".join(map(" ".join, said))


def _scores(found: _Found, printed: str, argument: str) -> str:
    """Says each pair of "6:4, 3:6" by the word for it, those of sets ("6-4") without one."""

    def pair(match: Match) -> str:
        low, high = (found.say("number", side, "") for side in match.group(1, 3))
        joint = f" {found.grammar.terms.get('score', '')} " if match[2] == ":" else " "
        return f"{low}{re.sub(' +', ' ', joint)}{high}"

    return re.sub(r"(\d+)([:-])(\d{1,3}(?:[.,\u00a0\u202f ]\d{3}(?!\d))+|\d+)", pair, printed)


_FORMS: Mapping[str, Callable[[_Found, str, str], str]] = {
    "time": _time,
    "half_day": _half_day,
    "date": _date,
    "governed": _ordinal_governed,
    "marked": _ordinal_marked,
    "lower": _lower,
    "month_point": _month_point,
    "kept_month": _kept_month,
    "word": _word,
    "each": _each,
    "codes": _codes,
    "coded": _coded,
    "scores": _scores,
    "term": lambda found, _, name: found.grammar.term(name),
    "measure": lambda found, printed, unit: found.grammar.measure(found.grammar.quantity(printed), "", unit),
    "house": _house,
    "full_year": lambda found, printed, _: found.grammar.year(full_year(printed)),
    "degree": lambda found, printed, _: found.grammar.degree(found.grammar.quantity(printed)),
    "code": lambda found, printed, _: found.grammar.code_number(printed),
    "fraction": lambda found, printed, bottom: found.grammar.fraction(value_of(printed), found.number(bottom) or 0),
    "title": lambda found, printed, _: printed.replace("-", " ").title(),
    "loose": lambda found, printed, _: printed.replace("-", " ").strip(),
    "letters": lambda found, printed, _: " ".join(printed),
    "spelled": lambda found, printed, _: found.grammar.spelled("".join(filter(str.isalpha, printed)).upper()),
    "phone": lambda found, printed, _: found.grammar.telephone(re.findall(r"\d+", printed), printed[0] == "+"),
    "stop": lambda found, printed, argument: _stop_behind(found) if argument == "end" else sentence_stop(found.match),
}
"""What a row's slot may ask for besides the forms of every template."""
