"""Abbreviations, Roman numerals, initials, acronyms and words printed in capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobrief.script.spoken import numerals

if TYPE_CHECKING:
    from audiobrief.script.spoken.grammar import Grammar, Rule

Match = re.Match[str]

_CAPITAL = re.compile(r"[^\W\d_a-zà-öø-ÿα-ωа-яё]")
_CAPITALS = re.compile(r"(?<![\w'’-])[^\W\d_]{2,40}(?:[-/&][^\W\d_]{1,40}){0,4}(?:['’]?s)?(?![\w])")
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,7}(?:[^\W\d_](?![\w'’]))?")
_INITIALS = re.compile(r"(?<![\w.'’-])((?:[^\W\d_]\. ){0,3}[^\W\d_])\. (?=[^\W\d_][^\W\d_])")
_ROMAN = re.compile(r"(?<![\w.'’-])(?P<before>[^\W\d_]{2,40})(?P<gap>[ \u00a0])(?P<roman>[IVXLCDM]{1,9})(?![\w'’]|\.\w|-\w)")
_ROMAN_FIRST = re.compile(r"(?<![\w.'’-])(?P<roman>[IVXLCDM]{1,9})(?P<gap>\.?[ \u00a0])(?P<after>[^\W\d_]{2,40})")
_VOWELS = frozenset("AEIOUYÄÖÜÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÃÕÅÆØŐŰІЇЄАЕЁИОУЫЭЮЯӘӨҮҰΑΕΗΙΟΥΩ")
_SHOUTED = 4
"""Capitalised words from this length on are words when they can be said; shorter ones are letters."""


def letter_rules(grammar: Grammar) -> list[Rule]:
    """The rows for letters, in order."""
    from audiobrief.script.spoken.grammar import Rule

    rows: list[Rule] = []
    for name, table, before in (
        ("abbreviation", grammar.words, ""),
        ("abbreviation before", grammar.words_before, r"(?=[ \u00a0]?(?:\d|[^\W\d_]))"),
    ):
        if table:
            rows.append(_table_rule(name, table, before))
    if grammar.regnal or grammar.counted:
        rows += _roman_rules(grammar)
    dotted = _dotted(grammar)
    rows += [
        Rule("dotted", re.compile(r"\w\.\w"), _DOTTED, dotted),
        Rule("initials", re.compile(r"\w\. "), _INITIALS, _initials),
        Rule("capitals", re.compile(r"[^\W\d_a-z][^\W\d_a-z]"), _CAPITALS, _capitals(grammar)),
    ]
    return rows


def _table_rule(name: str, table: object, before: str) -> Rule:
    from audiobrief.script.spoken.grammar import Rule

    words = dict(table)  # type: ignore[call-overload]
    listed = "|".join(re.escape(word).replace(r"\ ", "[ \u00a0]?") for word in sorted(words, key=len, reverse=True))
    plain = {re.sub("[ \u00a0]", "", word): said for word, said in words.items()}

    def say(match: Match) -> str:
        said: str = plain[re.sub("[ \u00a0]", "", match[0])]
        after = match.string[match.end() : match.end() + 1]
        ends_text = match[0].endswith(".") and (not after or after == "\n") and not before
        if after.isalnum():
            return said + " "
        return f"{said}." if ends_text else said

    needs = re.compile("|".join(sorted({re.escape(word[0]) + re.escape(word[1:2]) for word in words})))
    tail = r"(?!\w)" if not before else before
    pattern = re.compile(rf"(?<![\w.'’-])(?:{listed})(?:(?<=\.)|(?![\w'’])){tail if before else ''}")
    return Rule(name, needs, pattern, say)


def _roman_rules(grammar: Grammar) -> list[Rule]:
    from audiobrief.script.spoken.grammar import Rule

    def after_word(match: Match) -> str:
        value, word, printed = numerals.roman(match["roman"]), match["before"], match["roman"]
        known = word in grammar.regnal or word.lower() in grammar.counted
        if not value or value > 3999 or not known or (printed == "I" and word not in grammar.regnal and not _stops(match)):
            return match[0]
        if printed == "I" and not _stops(match) and word in grammar.regnal and not _regnal_one(match):
            return match[0]
        return f"{word}{match['gap']}{grammar.numeral(value, word, printed)}"

    def before_word(match: Match) -> str:
        value = numerals.roman(match["roman"])
        if not value or match["after"].lower() not in grammar.counted_after:
            return match[0]
        return f"{grammar.numeral(value, match['after'], match['roman'])} {match['after']}"

    needs = re.compile("[IVXLCDM]")
    rows = [Rule("roman", needs, _ROMAN, after_word)]
    if grammar.counted_after:
        rows.append(Rule("roman before", needs, _ROMAN_FIRST, before_word))
    return rows


def _stops(match: Match) -> bool:
    """Nothing that "I" could be the subject of follows."""
    return not re.match(r"[ \u00a0]+[^\W\d_]", match.string[match.end() : match.end() + 3])


def _regnal_one(match: Match) -> bool:
    """"Francis I of France", "Elizabeth I was": a name and a verb that "I" (the speaker) does not take."""
    following = re.match(r"[ \u00a0]+([^\W\d_]+)", match.string[match.end() : match.end() + 24])
    return following is None or following[1] in {"of", "was", "is", "had", "and", "who", "in", "died", "ruled", "became"}


def _dotted(grammar: Grammar) -> object:
    def say(match: Match) -> str:
        letters = match[0].replace(".", "")
        if not letters.isupper() and letters.lower() not in grammar.dotted_small:
            return match[0]
        after = match.string[match.end() :]
        ends = match[0].endswith(".") and (not after.strip() or re.match(r"[\"'”’)]*\s+[\"“‘(]?[^\W\d_a-zа-яё][^\W\d_]", after[:8]))
        stop = "." if ends and (not after.strip() or _starts_sentence(after)) else ""
        return grammar.acronym(letters.upper() if letters.lower() in grammar.dotted_small else letters) + stop

    return say


def _starts_sentence(after: str) -> bool:
    """Whether what follows "U.S." is likely a new sentence: a function word in a capital."""
    word = re.match(r"[\"'”’)]*\s+[\"“‘(]?([^\W\d_]+)", after[:40])
    return word is not None and word[1] in _STARTERS


_STARTERS = frozenset(
    "The A An He She It They We You I In On At But And This That These Those There When While After Before His Her Its"
    " Their If As For From Since Some Many Most Both Such However Now Then What Who Why How Yet So Not No".split()
)


def _initials(match: Match) -> str:
    """"J. K. Rowling" -> "J K Rowling": the point would end a sentence."""
    return match[1].replace(".", "") + " "


def _capitals(grammar: Grammar) -> object:
    def say(match: Match) -> str:
        printed = match[0]
        if printed.upper() != printed and not re.fullmatch(r".*[^\W\d_a-z]['’]?s", printed):
            return printed
        shouting = None
        said = []
        for piece in re.split(r"([-/&]|['’]?s$)", printed):
            if len(piece) < 2 or not piece.isupper():
                said.append({"/": " ", "&": f" {grammar.and_} "}.get(piece, piece))
                continue
            if shouting is None:
                shouting = _is_shouted(match)
            said.append(_capitalised(grammar, piece, shouting))
        return "".join(said)

    return say


def _capitalised(grammar: Grammar, word: str, shouting: bool) -> str:
    if word in grammar.acronym_words:
        return word
    if shouting and word.lower() in grammar.small_words:
        return word.lower()
    if word in grammar.spelled_acronyms:
        return grammar.acronym(word)
    if (shouting and len(word) >= _SHOUTED) or (len(word) > 5 and _VOWELS & set(word)) or _is_dateline_word(word, shouting):
        return word[0] + word[1:].lower() if _VOWELS & set(word) else grammar.acronym(word)
    if numerals.roman(word) and len(word) > 1:
        return word
    return grammar.acronym(word)


def _is_dateline_word(word: str, shouting: bool) -> bool:
    return shouting and len(word) > 2


def _is_shouted(match: Match) -> bool:
    """Capitals are the style of this place: a dateline at the start, or most letters around are capitals."""
    text = match.string
    rest = text[match.end() : match.end() + 60]
    if not text[: match.start()].strip(" \"'“‘«") and re.match(r"(?:, [^—–-]{0,40}| \([A-Za-z /]{2,30}\))?\s?(?:--|[—–]|- )", rest):
        return True
    around = re.findall(r"[^\W\d_]{2,}", text[max(0, match.start() - 60) : match.end() + 60])
    capitals = sum(word.isupper() for word in around)
    return capitals >= 3 and capitals * 4 >= len(around) * 3
