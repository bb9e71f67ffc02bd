"""Finds URLs (the domain alone is said), e-mail addresses, handles and hashtags, alike in every language."""

from __future__ import annotations

import re

from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import UNSPACED, Match, Rule

_SPOKEN_DOMAINS = frozenset(
    "com net org info edu gov mil int news biz app blog online site name museum club tv".split()  # noqa: SIM905
)
"""Top-level domains said as a word; the others (two letters, mostly) are spelled, but for "tv" where it is a word."""

_TOP_LEVEL = (
    "com|net|org|info|edu|gov|mil|int|news|biz|app|blog|online|site|eu|uk|de|ch|fr|nl|lu|pt|pl|cz|sk|hu|ro|bg|gr|tr|ru|ua"
    "|kz|kg|uz|tj|tm|az|ge|md|rs|ba|hr|mk|xk|lt|lv|ee|fi|dk|ie|cn|jp|kr|br|mx|cl|co|pe|za|au|nz|io|tv|su|рф"
)
"""Of addresses without http or www; not those that are a word ("it", "in"): a missing blank is no address."""
_LETTER = rf"[^\W{UNSPACED}]"
_LABEL = rf"(?:{_LETTER}|-){{1,63}}"
_PATH = rf"[/?#][^\s<>\"“”«»，。、）」{UNSPACED}]*"
_URL = (
    rf"(?i)(?<!{_LETTER})(?<!@)(?:(?:https?|ftp)://|www\.)(?:[^\s/@<>\"“”«»，。、]{{1,80}}@)?"
    rf"(?P<host>{_LABEL}(?:\.{_LABEL}){{0,6}})(?P<rest>(?::\d{{1,5}})?(?:{_PATH})?)"
)
_EMAIL = (
    rf"(?<!{_LETTER})(?<![.+-])(?P<user>(?:{_LETTER}|[.+-]){{1,64}})@"
    rf"(?P<host>{_LABEL}(?:\.{_LABEL}){{1,5}})(?P<rest>(?:{_PATH})?)"
)
_DOMAIN = (
    rf"(?<!{_LETTER})(?<![@.-])(?P<host>[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,4}}\.(?:{_TOP_LEVEL}))"
    rf"(?P<rest>(?:{_PATH})?)(?!{_LETTER}|[@-])"
)
_HANDLE = r"(?<![\w@.])@(?P<name>\w{1,60}(?:\.\w{1,30}){0,3})"
_HASHTAG = r"(?<![\w#&])#(?P<name>(?=\w{0,80}[^\W\d_])\w{1,80})"
_HUMPS = re.compile(
    r"(?<=[^\W\d_A-ZА-Я])(?=[A-ZА-Я])|(?<=[A-ZА-Я])(?=[A-ZА-Я][^\W\d_A-ZА-Я])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|_+"
)
_CLOSERS = ".,;:!?)]}'’\"”»"


def address_rules(grammar: Grammar) -> list[Rule]:
    """Returns the rules for addresses; what they write holds no "@", "#" or "://"."""
    point = grammar.dot if grammar.dot == "." else f" {grammar.dot} "

    def host(text: str) -> str:
        labels = text.strip(".").split(".")
        last = labels[-1].lower()
        said = [_label(grammar, part) for part in labels[:-1]]
        spoken_as_word = last in _SPOKEN_DOMAINS or len(last) > 3 or grammar.dot == "."
        said.append(last if spoken_as_word else grammar.spelled(last.upper()))
        return point.join(said)

    def tail(match: Match) -> str:
        """Returns the punctuation behind an address, which is the sentence's."""
        rest = match["rest"]
        return rest[len(rest.rstrip(_CLOSERS)) :]

    def url(match: Match) -> str:
        name = re.sub(r"^www\.", "", match["host"], flags=re.I)
        return host(name) + tail(match)

    def email(match: Match) -> str:
        user = point.join(_label(grammar, part) for part in match["user"].split(".") if part)
        return f"{user} {grammar.at} {host(match['host'])}{tail(match)}"

    def handle(match: Match) -> str:
        name = " ".join(filter(None, (_words(part) for part in match["name"].split("."))))
        if grammar.numbers:
            name = re.sub(r"\d+", lambda digits: grammar.digits(digits[0]), name)
        return f"{grammar.at} {name}"

    def hashtag(match: Match) -> str:
        return f"{grammar.hash} {_words(match['name'])}"

    at, sharp = re.compile("@"), re.compile("#")
    return [
        Rule("url", re.compile(r"://|www\.", re.I), _URL, url),
        Rule("e-mail", at, _EMAIL, email),
        Rule("handle", at, _HANDLE, handle),
        Rule("domain", re.compile(r"\.\w"), _DOMAIN, lambda match: host(match["host"]) + tail(match)),
        Rule("hashtag", sharp, _HASHTAG, hashtag),
    ]


def _words(name: str) -> str:
    """Parts "StandWithUkraine" into its words."""
    return " ".join(filter(None, (piece.strip("_") for piece in _HUMPS.split(name))))


def _label(grammar: Grammar, text: str) -> str:
    """Says a piece of an address: words, hyphens by name, digits one by one; short pieces spelled."""
    said = []
    for piece in re.findall(r"\d+|[^\W\d_]+|[_+-]", text):
        is_short = piece.isalpha() and len(piece) <= grammar.short_labels and piece.lower() not in _SPOKEN_DOMAINS
        if piece[0].isdecimal() and grammar.numbers:
            said.append(grammar.digits(piece))
        elif is_short and grammar.dot != ".":
            said.append(grammar.spelled(piece))
        else:
            signs = {"_": grammar.underscore, "-": grammar.dash, "+": grammar.plus}
            said.append(signs.get(piece) or grammar.letter_names.get(piece, piece))
    return " ".join(said)
