"""Finds abbreviations, Roman numerals, initials and letters with points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audiobrief.spoken_form import numerals
from audiobrief.spoken_form.capitals import capital_rule
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import Match, Rule

_DOTTED = r"(?<![\w.])(?:[^\W\d_]\.){2,7}(?:[^\W\d_](?![\w'’]))?"
_INITIALS = r"(?<![\w.'’-])(?<!\b[^\W\d_] )((?:[^\W\d_]\. ){0,3}[^\W\d_])\. (?=[^\W\d_][^\W\d_])"
_ROMAN = (
    r"(?<![\w.])(?P<before>[^\W\d_]{2,40})(?P<gap>[ \u00a0])(?P<roman>[IVXLCDM]{1,9})"
    r"(?P<point>(?:\.(?=[,;:)]|[ \u00a0][a-zäöü]))?)(?!\w|['’](?!s\b)|\.\w|-\w)"
    r"(?P<more>(?:(?:, |,? [a-zà-ÿ]{1,5} |[-–])[IVX]{1,6}(?![\w'’-]|\.\w))*)"
)
_ROMAN_FIRST = r"(?<![\w.'’-])(?P<roman>[IVXLCDMХІ]{1,9})(?P<gap>\.?[ \u00a0])(?P<after>[^\W\d_]{2,40})"
_MANY = re.compile("[IVX]{2,}")
_NUMERAL = re.compile("[IVX]+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def letter_rules(grammar: Grammar) -> list[Rule]:
    """Returns the rules for letters, in order."""
    rows: list[Rule] = []
    for name, table, before in (
        ("abbreviation", grammar.words, ""),
        ("abbreviation before", grammar.words_before, r"(?=[ \u00a0]?(?:\d|[^\W\d_]))"),
    ):
        if table:
            rows.append(_table_rule(grammar, name, table, before))
    if grammar.regnal or grammar.counted or grammar.counted_after:
        rows += _roman_rules(grammar)
    dotted = _dotted(grammar)
    rows += [
        Rule("initials", re.compile(r"\w\. "), _INITIALS, _initials(grammar)),
        Rule("dotted", re.compile(r"\w\.\w"), _DOTTED, dotted),
        capital_rule(grammar),
    ]
    return rows


def _table_rule(grammar: Grammar, name: str, table: Mapping[str, str], before: str) -> Rule:
    words = dict(table)
    listed = "|".join(re.escape(word).replace(r"\ ", "[ \u00a0]?") for word in sorted(words, key=len, reverse=True))
    plain = {re.sub("[ \u00a0]", "", word): said for word, said in words.items()}

    def say(match: Match) -> str:
        said = plain[re.sub("[ \u00a0]", "", match[0])]
        after = match.string[match.end() : match.end() + 1]
        if after.isalnum():
            return said + " "
        ends = match[0].endswith(".") and not before
        return (
            f"{said}." if ends and (after == "\n" or grammar.ends_sentence(match.string[match.end() :][:40])) else said
        )

    needs = re.compile(f"(?:{listed})")
    pattern = rf"(?<![\w.'’-])(?<!{re.escape(grammar.hash)} )(?:{listed})(?:(?<=\.)|(?![\w'’-])){before}"
    return Rule(name, needs, pattern, say)


def _roman_rules(grammar: Grammar) -> list[Rule]:
    def after_word(match: Match) -> str:
        value, word = numerals.roman(match["roman"]), match["before"]
        if not value or not _is_counted(grammar, match):
            return match[0]
        said = f"{word}{match['gap']}{grammar.numeral(value, word)}"
        more = _NUMERAL.sub(lambda one: grammar.numeral(numerals.roman(one[0]), word) or one[0], match["more"])
        return said + ("" if grammar.roman_point else match["point"]) + more

    def before_word(match: Match) -> str:
        value, after = numerals.roman(match["roman"]), match["after"].lower()
        is_counted = after in grammar.counted_after or after.startswith(stems)
        if not value or not (is_counted or (after.endswith(ends) and _is_sure_before(grammar, match))):
            return match[0]
        return f"{grammar.numeral(value, match['after'])} {match['after']}"

    needs = re.compile("[IVXLCDMХІ]")
    stems = tuple(word.rstrip("*") for word in grammar.counted_after if word.endswith("*"))
    ends = tuple(word.lstrip("*") for word in grammar.counted_after if word.startswith("*"))
    before = [Rule("roman before", needs, _ROMAN_FIRST, before_word)] if grammar.counted_after else []
    return [*before, Rule("roman", needs, _ROMAN, after_word)]


def _is_sure_before(grammar: Grammar, match: Match) -> bool:
    """Tells whether a point between a numeral and a capital can be the numeral's own, not the end of a sentence."""
    if "." not in match["gap"] or match["after"].islower():
        return "*" not in grammar.counted_after
    return "*" in grammar.counted_after and bool(_MANY.fullmatch(match["roman"]))


_NOT_SPEAKER = frozenset("of was is had and who in died ruled became".split())  # noqa: SIM905


def _is_counted(grammar: Grammar, match: Match) -> bool:
    """Tells whether a Roman numeral counts the word before it; "I" only where it cannot be the speaker."""
    name = match["before"]
    is_many = name.istitle() and bool(_MANY.fullmatch(match["roman"]))
    is_regnal = grammar.is_monarch(name) if is_many else name in grammar.regnal
    if match["roman"] in grammar.pronouns and not (_stops(match) or (is_regnal and _regnal_one(match))):
        return False
    return is_regnal or match["before"].lower() in grammar.counted


def _stops(match: Match) -> bool:
    """Tells whether nothing follows that "I" could be the subject of."""
    return not re.match(r"[ \u00a0]+[^\W\d_]", match.string[match.end() : match.end() + 3])


def _regnal_one(match: Match) -> bool:
    """Tells "Francis I of France", "Elizabeth I was" by what the speaker, "I", does not take."""
    following = re.match(r"[ \u00a0]+([^\W\d_]+)", match.string[match.end() : match.end() + 24])
    return following is None or following[1] in _NOT_SPEAKER


def _dotted(grammar: Grammar) -> Callable[[Match], str]:
    def say(match: Match) -> str:
        letters = match[0].replace(".", "")
        if not letters.isupper() and letters.lower() not in grammar.dotted_small:
            return match[0]
        after = match.string[match.end() : match.end() + 40]
        is_time = letters.lower() in grammar.dotted_small
        ends = match[0].endswith(".") and grammar.ends_sentence(after, is_time=is_time)
        return grammar.acronym(letters.upper()) + ("." if ends else "")

    return say


def _initials(grammar: Grammar) -> Callable[[Match], str]:
    """Takes the points out of "J. K. Rowling": they would end a sentence."""

    def say(match: Match) -> str:
        letters = match[1].replace(".", "")
        following = _FIRST_WORD.match(match.string, match.end())
        ends = letters == "I" or (following is not None and following[0] in grammar.sentence_starters)
        return match[0] if ends or not letters.isupper() else letters + " "

    return say
