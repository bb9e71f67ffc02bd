"""Phrases in another language than their article: as the page marks them, or by their script."""

from __future__ import annotations

import re
from dataclasses import replace

from audiobrief.extract.language_guess import SCRIPTS, guess_language, script_language
from audiobrief.languages.tags import base
from audiobrief.model import Block, Inline, InlineKind
from audiobrief.text.later import later

_TAG = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")
_NO_LANGUAGE = re.compile(r"(?:und|zxx|mul|mis)\b|.*-(?:fonipa|fonupa|x-)", re.IGNORECASE)
_FOREIGN = "".join(letters for letters, _ in SCRIPTS)
_STRETCH = later(rf"[{_FOREIGN}][{_FOREIGN}\d\s,;:.…·'’«»„“”–—-]*[{_FOREIGN}]")
"""Words of one other script and what stands between them."""
_FIRST_FOREIGN = later(f"[{_FOREIGN}]")
_LEAST_WORDS = 2


def with_phrases(blocks: list[Block], article: str | None) -> list[Block]:
    """Keeps of each block the phrases that are really in another language, and finds those in another script."""
    wrong = {base(article)} | _wrongly_marked(blocks, article)
    return [_settled(block, own, wrong) if (own := block.language or article) else block for block in blocks]


def _wrongly_marked(blocks: list[Block], article: str | None) -> set[str]:
    """Returns the languages that mark a phrase which is in the article's language: an editor's settings, pasted."""
    marked = ((block.text[one.start : one.end], one.value) for block in blocks for one in phrases(block))
    own = base(article)
    return {base(value) for text, value in marked if own and base(value) != own and base(guess_language(text)) == own}


def phrases(block: Block) -> list[Inline]:
    """Returns the inlines of a block that are in another language."""
    return [one for one in block.inlines if one.kind is InlineKind.LANGUAGE]


def _settled(block: Block, own: str, wrong: set[str]) -> Block:
    if not block.inlines and (block.text.isascii() or not _FIRST_FOREIGN.search(block.text)):
        return block
    marked = _outermost([one for one in phrases(block) if _is_foreign(block.text, one, own, wrong)])
    if [(one.start, one.end) for one in marked] == [(0, len(block.text))]:
        return replace(block, language=marked[0].value, inlines=_others(block))
    found = (one for one in _in_other_scripts(block.text, own) if not _overlaps(one, marked))
    return replace(block, inlines=tuple(sorted([*_others(block), *marked, *found], key=lambda one: one.start)))


def _others(block: Block) -> tuple[Inline, ...]:
    return tuple(one for one in block.inlines if one.kind is not InlineKind.LANGUAGE)


def _is_foreign(text: str, one: Inline, own: str, wrong: set[str]) -> bool:
    """Says whether a marked phrase is one: two words or more, or in a script that the article's voice would spell."""
    said = text[one.start : one.end]
    if not _TAG.fullmatch(one.value) or _NO_LANGUAGE.match(one.value):
        return False
    if base(one.value) in wrong or base(one.value) == base(own):
        return False
    return len(said.split()) >= _LEAST_WORDS or script_language(said * 8, own) is not None


def _outermost(found: list[Inline]) -> list[Inline]:
    """Returns the phrases that are in no other, in the order of the text."""
    kept: list[Inline] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _overlaps(one: Inline, others: list[Inline]) -> bool:
    return any(one.start < other.end and one.end > other.start for other in others)


def _in_other_scripts(text: str, own: str) -> list[Inline]:
    found = ((match, script_language(match[0], own)) for match in _STRETCH.finditer(text))
    return [Inline(InlineKind.LANGUAGE, *match.span(), language) for match, language in found if language]
