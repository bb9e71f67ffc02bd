"""Written -> spoken: numbers, symbols and abbreviations as a newsreader says them; every other word untouched.

One :class:`~audiobrief.spoken_form.grammar.Grammar` a language, loaded when it is first asked for. docs/spoken.md
lists the rules by class and the score of each language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobrief.spoken_form.grammar import Grammar

_GRAMMARS: dict[str, Grammar] = {}
_LANGUAGES_KEPT = 64
"""A page may name any language: no more than this many spellings are remembered."""


def spoken(text: str, language: str) -> str:
    """``text`` with its numbers, symbols and abbreviations written out.

    ``language`` is BCP 47; a language without rules of its own gets what holds everywhere (addresses, dashes,
    brackets), its digits go to the engine. Never raises; markup, ``[[``, and control characters do not survive.
    """
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        from audiobrief.spoken_form.languages import grammar_for

        grammar = grammar_for(language)
        if len(_GRAMMARS) < _LANGUAGES_KEPT:
            _GRAMMARS[language] = grammar
    return grammar.spoken(text)
