"""Parts of a line that are something else than the line: dates in a byline, a link to another story at an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from audiobrief.extract import phrases
from audiobrief.extract.facts.date_lines import other_words, tells_when
from audiobrief.model import Block
from audiobrief.roles import Reason, Role
from audiobrief.text.sentences import sentences

_BARS = re.compile(r"\s+[|·•⋅‧∙]\s*|\s*[|·•⋅‧∙]\s+")
_SEAMS = re.compile(r"[,.;]\s+|\s+[—–-]\s+|\s+")
_HANDLE = re.compile(r"\s*(?<!\w)\(?@\w{2,30}\)?")
_CLOCK = re.compile(r"\d[:.h]\d")
_ELSEWHERE = frozenset({Reason.RELATED, Reason.PROMOTION})


def line_parts(block: Block) -> Iterator[Block | tuple[str, Reason]]:
    """Yields what the line of a byline or date holds: its names, dates, what is left out for a reason."""
    found = list(chain.from_iterable(map(_peeled, _BARS.split(block.text))))
    own = {None, Role.DATE} if block.role is Role.DATE else {None}
    kept = [part for part, kind in found if kind in own]
    names, handles = _without_handles(" · ".join(kept))
    if names:
        is_whole = len(kept) == len(found) and not handles
        yield block if is_whole else replace(block, text=names, inlines=())
    yield from ((handle.strip(), Reason.PROFILE) for handle in handles)
    yield from (_beside_names(part, kind, block) for part, kind in found if kind not in own)


def kinds(text: str) -> list[tuple[str, Role | Reason | None]]:
    """Returns the parts of a line between bars, each with what it is: why it is left out, DATE, None for all else."""
    parts = _BARS.split(text)
    return [(part, _kind(part)) for part in parts] if len(parts) > 1 else []


def _beside_names(part: str, kind: Role | Reason | None, line: Block) -> Block | tuple[str, Reason]:
    return (part, kind) if isinstance(kind, Reason) else Block(Role.DATE, part, language=line.language)


def _without_handles(names: str) -> tuple[str, list[str]]:
    """Returns names without the handles behind them, "(@annlee)", and these."""
    handles = _HANDLE.findall(names)
    for handle in handles:
        before, _, after = names.partition(handle)
        names = f"{before}{',' * after.lstrip()[:1].isupper()}{after}"
    return (names.strip(" ,") if handles else names), handles


def _peeled(text: str) -> list[tuple[str, Role | Reason | None]]:
    """Returns a piece of a line and, apart from it, the reading times and dates that end it, each with its kind."""
    tail: list[tuple[str, Role | Reason | None]] = []
    for wanted in (Reason.METADATA, Role.DATE):
        while _kind(text) not in {wanted, Reason.METADATA} and (seam := _seam(text, wanted)):
            tail.insert(0, (text[seam.end() :], wanted))
            text = text[: seam.start()]
    return [(text, _kind(text)), *tail]


def _seam(text: str, wanted: Role | Reason) -> re.Match[str] | None:
    """Finds where the end of a line is a date or a reading time and nothing else."""
    if not any(map(str.isdecimal, text)):
        return None
    ends = ((seam, text[seam.end() :]) for seam in _SEAMS.finditer(text))
    told = ((seam, end) for seam, end in ends if any(map(str.isdecimal, end)) and _kind(end) is wanted)
    return next((seam for seam, end in told if wanted is Role.DATE or not _CLOCK.search(end)), None)


def _kind(part: str) -> Role | Reason | None:
    """Returns why a part of a byline is left out, DATE, or None for names and whatever else."""
    return phrases.noise(part) or (Role.DATE if tells_when(part) and not other_words(part, None) else None)


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
