"""Joins the pages of one article: its blocks in order, what only introduces it and what is repeated once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from audiobrief.model import Article, Block, Doubt, Dropped, PageWarning
from audiobrief.roles import ROLE_FACTS, Reason


def joined(first: Article, others: Mapping[int, Article]) -> Article:
    """Returns one article of its pages, by number; ``first`` is the page that was asked for.

    Pages that are still missing stay named in its warning.
    """
    part = _part(first)
    if part is None or not others:
        return first
    pages = {part.page or 1: first, **others}
    order = [pages[number] for number in sorted(pages)]
    blocks, dropped = _told_once(order)
    return replace(
        order[0],
        url=first.url,
        blocks=tuple(blocks),
        dropped=tuple(dropped),
        warnings=(*_missing(part, pages), *_others(order)),
    )


def _part(article: Article) -> PageWarning | None:
    return next((warning for warning in article.warnings if warning.doubt is Doubt.PART), None)


def _missing(part: PageWarning, pages: Mapping[int, Article]) -> Iterator[PageWarning]:
    """Yields the warning for the pages that are named but not there."""
    named = {number: address for page in pages.values() for number, address in _named(page)}
    missing = tuple((number, address) for number, address in sorted(named.items()) if number not in pages)
    if missing:
        yield replace(part, pages=max([*named, *pages]), others=missing)


def _named(page: Article) -> tuple[tuple[int, str], ...]:
    part = _part(page)
    return part.others if part is not None else ()


def _others(order: Sequence[Article]) -> Iterator[PageWarning]:
    """Yields every other warning once."""
    yield from dict.fromkeys(one for page in order for one in page.warnings if one.doubt is not Doubt.PART)


def _told_once(order: Sequence[Article]) -> tuple[list[Block], list[Dropped]]:
    """Returns the blocks of all pages without what the first has told, and all that is left out."""
    blocks, dropped = list(order[0].blocks), list(order[0].dropped)
    for page in order[1:]:
        told = {(block.role, block.text) for block in blocks}
        shift = max((block.group or 0 for block in blocks), default=0) + 1
        for block in page.blocks:
            if ROLE_FACTS[block.role].moves_to_front or (block.role, block.text) in told:
                dropped.append(Dropped(block.text[:300], Reason.DUPLICATE))
            else:
                blocks.append(block if block.group is None else replace(block, group=block.group + shift))
        dropped += page.dropped
    return blocks, dropped
