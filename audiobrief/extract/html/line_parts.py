"""Parts of a line that are something else than the line: dates in a byline, a link to another story at an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from audiobrief.extract import phrases
from audiobrief.extract.facts.date_lines import tells_when
from audiobrief.model import Block
from audiobrief.roles import Reason, Role
from audiobrief.text.sentences import sentences

_BARS = re.compile(r"\s+[|·•⋅‧∙]\s*|\s*[|·•⋅‧∙]\s+")
_ELSEWHERE = frozenset({Reason.RELATED, Reason.PROMOTION})


def byline_parts(block: Block) -> Iterator[Block | tuple[str, Reason]]:
    """Yields what a byline holds between bars or dots: its names, a date, what is left out for a reason."""
    parts = _BARS.split(block.text)
    kinds = [_kind(part) for part in parts] if len(parts) > 1 else [None]
    names = [part for part, kind in zip(parts, kinds, strict=True) if kind is None]
    if names:
        is_whole = len(names) == len(parts)
        yield block if is_whole else Block(block.role, " · ".join(names), language=block.language)
    for part, kind in zip(parts, kinds, strict=True):
        if kind is Role.DATE:
            yield Block(Role.DATE, part, language=block.language)
        elif isinstance(kind, Reason):
            yield part, kind


def _kind(part: str) -> Role | Reason | None:
    """Returns why a part of a byline is left out, DATE, or None for names and whatever else."""
    return phrases.noise(part) or (Role.DATE if tells_when(part) else None)


def without_last_link(block: Block) -> tuple[Block, str]:
    """Returns a paragraph without a last sentence that is a link to another story, and that sentence; or "".

    "The bridge reopens. Read more: How it was built": hardly more than the link, and led by words like these.
    """
    if not block.links or not block.text.rstrip(" .»›>→").endswith(block.links[-1].text.rstrip(" .»›>→")):
        return block, ""
    start, _ = sentences(block.text, block.language)[-1]
    last, linked = block.text[start:].strip(), block.links[-1].text
    if start == 0 or len(linked) < 0.5 * len(last):
        return block, ""
    if phrases.noise(last) not in _ELSEWHERE and phrases.suggested(last) not in _ELSEWHERE:
        return block, ""
    text = block.text[:start].rstrip()
    kept = tuple(replace(one, end=min(one.end, len(text))) for one in block.inlines if one.start < len(text))
    return replace(block, text=text, links=block.links[:-1], inlines=kept), last
