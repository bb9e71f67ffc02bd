"""Tells when the text that a feed holds of an article is the whole article.

That it stands in ``content:encoded`` says so only half: sites put the first paragraphs of paid articles there. What
does: the page holds the same words; the text does not end with an ellipsis or a link to the rest; other articles of
the same feed, whose pages could be read, had all their words in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urldefrag

from audiobrief.fetch.feeds import Entry
from audiobrief.fetch.polling import SourceState
from audiobrief.identity import shingles, title_key
from audiobrief.library import Library
from audiobrief.model import Article, Page
from audiobrief.source_settings import Source
from audiobrief.text.counting import count_words

_SAME = 0.8
"""The share of a text's words in fours that another has where it holds it: a page has captions and notes besides."""
_PROVEN = 3
"""So many pages in a row held what the feed did: the next ones need not be fetched."""
_LONGEST_TRUST = timedelta(days=7)
_LONGEST_END = 40
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")


def is_cut(entry: Entry) -> bool:
    """Tells by its end that a text is not whole: an ellipsis, or a line that is nothing but a link to the article."""
    tree = entry.tree()
    text = " ".join(tree.text_content().split())
    if _ELLIPSIS.search(text[-_LONGEST_END:]):
        return True
    links = tree.xpath(".//a[@href]")
    if not links or not entry.has_link:
        return False
    last = " ".join(links[-1].text_content().split())
    line = next((box for box in links[-1].iterancestors("p", "div", "li", "article")), tree)
    is_alone = line is not tree and " ".join(line.text_content().split()) == last
    return is_alone and text.endswith(last) and urldefrag(links[-1].get("href").strip()).url == urldefrag(entry.url).url


def holds(one: Article, other: Article) -> bool:
    """Tells whether a text has (nearly) all the words of another."""
    mine, theirs = shingles(one), shingles(other)
    most = min((hashes[-1] for hashes in (mine, theirs) if hashes), default=0)  # long texts keep their smallest alone
    asked = {value for value in theirs if value <= most}
    return bool(asked) and len(asked & set(mine)) / len(asked) >= _SAME


def is_about(page: Article, title: str) -> bool:
    """Tells whether a page has the headline that its feed gives it."""
    one, other = title_key(page.title), title_key(title)
    return bool(one and other) and (one in other or other in one)


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """What is known of the texts in feeds, between runs too."""

    library: Library
    now: datetime
    state: Callable[[str], SourceState]
    keep: Callable[[str, SourceState], None]

    def is_preferred(self, source: Source, entry: Entry) -> bool:
        """Tells whether an article is spoken as its feed holds it without its page being fetched."""
        if source.text != "auto" or not entry.text.strip():
            return source.text == "feed" and bool(entry.text.strip())
        known = self.state(_of_texts(source))
        if known.agreed < _PROVEN or self.now - datetime.fromisoformat(known.last_success or "") > _LONGEST_TRUST:
            return False
        return count_words(entry.tree().text_content()) >= source.min_words and self._may_count(source, entry)

    def beside_page(self, source: Source, entry: Entry) -> tuple[Page | None, bool]:
        """Returns a text that may be weighed against its page, and whether it stands where that is no article."""
        return (entry.page(), self.stands(source, entry)) if self._may_count(source, entry) else (None, False)

    def stands(self, source: Source, entry: Entry) -> bool:
        """Tells whether a text stands for a page that is not shown."""
        is_given_as_whole = entry.is_full or self.state(_of_texts(source)).agreed > 0
        return is_given_as_whole and self._may_count(source, entry)

    def _may_count(self, source: Source, entry: Entry) -> bool:
        return source.text == "auto" and bool(entry.text.strip()) and self._is_free(entry) and not is_cut(entry)

    def compared(self, source: Source, *, is_same: bool) -> None:
        """Remembers whether a page had the words that its feed held."""
        key = _of_texts(source)
        agreed = self.state(key).agreed + 1 if is_same else 0
        self.keep(key, SourceState(last_success=self.now.isoformat(), agreed=agreed))

    def is_as_before(self, entry: Entry) -> bool:
        """Tells whether an article was made from this very text."""
        return self.library.made_from(entry.url, _page_hash(entry)) is not None

    def _is_free(self, entry: Entry) -> bool:
        """Tells whether an article is new, or was made from the feed's text: never again, once its page was read."""
        return self.library.guid_of(entry.url) is None or self.is_as_before(entry)


def _page_hash(entry: Entry) -> str:
    return hashlib.sha256(entry.page().body).hexdigest()


def _of_texts(source: Source) -> str:
    return f"{source.url} (texts)"
