"""Every regular expression of the package, and those in which a repeat could be divided in ever more ways."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any

import audiobrief
from audiobrief.languages import folders
from audiobrief.script.quotation.reporting import grammar
from audiobrief.spoken_form import rows, spoken
from audiobrief.spoken_form.languages import _grammar, _rules
from audiobrief.spoken_form.patterns import Parts
from audiobrief.text.later import Later

MANY = 40
"""Rounds from which a repeat counts as one without an end."""
_ALPHABET = [chr(number) for number in range(0x180)] + list("“”‘’„«»–—…•\u2028\u200b川ア김قनГ€₂⅓")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_TEXT = "On 3 May 2026 at 12:30, 5% of 1,200 people paid €5m. Mr. A. B. lost 3:2 in IV."
Tree = Any


def collected() -> dict[tuple[str | bytes, int], str]:
    """Returns patterns with their flags, and the module that made each: at import, and for a text in each language."""
    found: dict[tuple[str | bytes, int], str] = {}
    make = _compiler.compile

    def note(pattern: Any, flags: int = 0) -> re.Pattern[str]:
        made: re.Pattern[str] = make(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "re":
            frame = frame.f_back
        name = frame.f_globals.get("__name__", "")
        if name.startswith("audiobrief"):
            found[made.pattern, made.flags] = name
        return made

    _compiler.compile = note
    try:
        for module in pkgutil.walk_packages(audiobrief.__path__, "audiobrief."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        for language in folders.names():
            spoken(_TEXT, language)
            made = [rule.pattern for rule in _rules(language, "")]
            assert made, language
            table = _grammar(language, "")
            for whens in (table.governors, *(row.when for row in (*table.rule, *rows._shared()))):
                rows.compiled(whens, Parts(table))
            grammar(language)
        _ = [one.pattern for one in gc.get_objects() if type(one) is Later]
    finally:
        _compiler.compile = make
    return found


def _characters(op: str, argument: Any, flags: int) -> frozenset[str]:
    """Returns the characters, of some, that a part of one character matches."""
    state = _parser.State()
    state.flags = flags
    part = _parser.SubPattern(state, [(getattr(_parser, op), argument)])
    one = _compiler.compile(part, flags)
    return frozenset(letter for letter in _ALPHABET if one.fullmatch(letter))


def _inner(op: str, argument: Any) -> list[Tree]:
    """Returns the sequences inside a part."""
    if op in _REPEATS or op == "POSSESSIVE_REPEAT":
        return [argument[2]]
    if op == "SUBPATTERN":
        return [argument[3]]
    if op in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if op == "BRANCH":
        return list(argument[1])
    return [argument] if op == "ATOMIC_GROUP" else []


def _is_one(op: str) -> bool:
    return op in ("LITERAL", "NOT_LITERAL", "ANY", "IN")


def _endless(tree: Tree, flags: int) -> Iterator[frozenset[str]]:
    """Yields the characters of each endless repeat of one character below."""
    for name, argument in tree:
        op = str(name)
        if op in ("ASSERT", "ASSERT_NOT", "ATOMIC_GROUP", "POSSESSIVE_REPEAT"):
            continue
        if op in _REPEATS and argument[1] >= MANY and len(argument[2]) == 1 and _is_one(str(argument[2][0][0])):
            yield _characters(str(argument[2][0][0]), argument[2][0][1], flags)
        for inner in _inner(op, argument):
            yield from _endless(inner, flags)


def _divides(tree: Tree, repeated: frozenset[str], flags: int) -> bool:
    """Tells whether each match of a sequence holds a character that an endless repeat in it cannot be."""
    for name, argument in tree:
        op = str(name)
        if _is_one(op) and not _characters(op, argument, flags) & repeated:
            return True
        if (op in _REPEATS and argument[0] == 0) or op in ("ASSERT", "ASSERT_NOT"):
            continue
        inner = _inner(op, argument)
        if inner and all(_divides(one, repeated, flags) for one in inner):
            return True
    return False


def is_explosive(pattern: str | bytes, flags: int) -> bool:
    """Tells whether an endless repeat stands in another with nothing certain between its rounds: ``(a+)+``."""
    if isinstance(pattern, bytes):
        pattern, flags = pattern.decode("latin-1"), flags & ~re.UNICODE
    return _explodes(_parser.parse(pattern, flags), flags)


def _explodes(tree: Tree, flags: int) -> bool:
    for name, argument in tree:
        op = str(name)
        inside = _inner(op, argument)
        if op in _REPEATS and argument[1] >= MANY:
            body = argument[2]
            if any(not _divides(body, repeated, flags) for repeated in _endless(body, flags)):
                return True
        if any(_explodes(one, flags) for one in inside):
            return True
    return False


SAFE = {
    "audiobrief.inputs": "nothing follows the rounds, so none is tried again",
    "audiobrief.extract.text.obsidian": "a round that ends at the end of the text is the last",
    "audiobrief.publish.rss": "a round of blanks needs a year before it; an owner's own line of copyright",
}
"""Modules with a pattern that looks explosive and is not, and why."""


def main() -> int:
    """Prints how many patterns there are and those that could explode; fails when there are any."""
    found = collected()
    bad = [
        (module, pattern)
        for (pattern, flags), module in found.items()
        if module not in SAFE and is_explosive(pattern, flags)
    ]
    for module, pattern in bad:
        print(f"{module}: {pattern!r}")
    print(f"{len(found)} patterns, {len(bad)} that could explode")
    return bool(bad) or len(found) < 1_000


if __name__ == "__main__":
    sys.exit(main())
