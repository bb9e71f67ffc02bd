"""Reads what was brought: the page of an article, or the text that its feed holds where that is more of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audiobrief import source_settings, stories
from audiobrief.errors import NothingToRead
from audiobrief.feed import own_text, teasers
from audiobrief.feed.page_reader import PageReader
from audiobrief.feed.sources import SourceItem, Sources
from audiobrief.model import Article, Script, ScriptOptions


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is to be spoken."""

    item: SourceItem
    """With the page that it was read from."""
    script: Script
    article: Article


@dataclass(frozen=True, slots=True)
class Readings:
    """Reads the items of a run."""

    reader: PageReader
    options: ScriptOptions
    language: str
    sources: Sources

    def of(self, item: SourceItem) -> Reading:
        """Returns an article. Raises :class:`NothingToRead` where neither its page nor its feed holds one."""
        if item.own is None:
            return self._read(item)
        try:
            held: Reading | None = self._read(item.in_own_words)
        except NothingToRead:  # a summary, mostly
            held = None
        try:
            page = self._read(replace(item, own=None))
        except NothingToRead:
            if held is None or not item.own_stands:
                raise
            return held
        return page if held is None else self._fuller(page, held)

    def _fuller(self, page: Reading, held: Reading) -> Reading:
        """Returns the page's reading, unless the feed's text has more of the article or the page is another."""
        has_all = own_text.holds(page.article, held.article)
        is_all = own_text.holds(held.article, page.article)
        self.sources.compared(held.item, is_same=has_all and is_all)
        if has_all:
            return page
        is_longer = teasers.words(held.article) > teasers.words(page.article)
        if is_all or (is_longer and held.item.own_stands):
            return held
        is_other = not own_text.is_about(page.article, held.item.title) and held.item.own_stands
        return held if is_other else page

    def _read(self, item: SourceItem) -> Reading:
        page = item.brought()

        def read(more: stories.FurtherPages) -> Script:
            return self.reader.script(page, item.source, self.options, self.language, more)

        script = read(())
        if page.url:
            script = stories.completed(script, read, lambda address: self.sources.further_page(address, item))
        shortest = item.origin.min_words if item.origin else source_settings.SHORTEST_ARTICLE_WORDS
        article = teasers.readable(script, item.source, shortest=0 if not item.url else shortest)
        return Reading(item, script, article)
