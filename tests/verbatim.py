"""The verbatim rule as a function: what a script says of a page is the page's text, once, in order.

The written text of all segments that are not cues, joined, is the text of the blocks that were chosen, each once;
blanks and control characters, which nobody can say, aside. What introduces an article and what surrounds it may have
moved (see :mod:`audiobrief.script.write.reading_order`).
"""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.model import Article, Block, Role, ScriptOptions, Segment
from audiobrief.script.write.cues import cues_for
from audiobrief.script.write.draft import CONTROL
from audiobrief.script.write.reading_order import BACK, FRONT, reading_order, said_alt


def differences(article: Article, options: ScriptOptions, segments: Sequence[Segment]) -> list[str]:
    """What breaks the rule, in words; empty when the script is verbatim."""
    found = []
    order = reading_order(article, options, cues_for(article.language))
    blocks = [(index, article.blocks[index]) for index in order]
    wanted = [(index, _folded(block.text + said_alt(block, options))) for index, block in blocks]
    told: dict[int, str] = {}
    heard: list[int] = []
    for place, segment in enumerate(segments):
        if segment.role is Role.CUE:
            continue
        if segment.block is None:
            found.append(f"segment {place}: comes from no block")
            continue
        if segment.block not in told:
            heard.append(segment.block)
        elif heard[-1] != segment.block:
            found.append(f"segment {place}: block {segment.block} is told in two places")
        told[segment.block] = told.get(segment.block, "") + _folded(segment.written)
    for index, text in wanted:
        if text and told.pop(index, "") != text:
            found.append(f"block {index} is not told as written")
    found += [f"block {index} should not be told" for index in told]
    found += _moved(article.blocks, heard)
    return found


def _moved(blocks: Sequence[Block], heard: Sequence[int]) -> list[str]:
    """Blocks out of page order, those aside that may move."""
    movable = FRONT | BACK
    body = [index for index in heard if index < len(blocks) and blocks[index].role not in movable]
    return [] if body == sorted(body) else ["the body is not in page order"]


def _folded(text: str) -> str:
    return "".join(CONTROL.sub("", text).split())
