"""Reads pages in a process of its own: a page that hangs or eats memory does not stop the run.

The process is warm: it stays for the next page (:mod:`audiobrief.page_deadline`). Run as
``python -m audiobrief.feed.page_reader`` it is that process.
"""

from __future__ import annotations

from audiobrief import page_deadline, stories
from audiobrief.errors import NothingToRead
from audiobrief.feed import teasers
from audiobrief.model import Page, Script, ScriptOptions
from audiobrief.page_deadline import PageRequest, ReaderProcess


class PageReader(ReaderProcess):
    """Reads what may be published."""

    def __init__(self, deadline_s: float = page_deadline.DEADLINE_S) -> None:
        super().__init__("audiobrief.feed.page_reader", deadline_s)

    def script(
        self,
        page: Page,
        source: str,
        chosen: ScriptOptions,
        language: str | None,
        more: stories.FurtherPages = (),
    ) -> Script:
        """Returns the script of a page and those that follow it.

        Raises :class:`NothingToRead` for one that was retracted and when it takes too long.
        """
        return self.read(PageRequest(page, source, chosen, language, more))


def _whole(request: PageRequest) -> Script:
    """Returns the script of a page that is an article and was not retracted."""
    page = request.page
    script = stories.from_request(request)
    if not script.article.blocks:  # a script in JSON: its owner's own words
        return script
    subject = page.url or request.source
    retracted = teasers.retraction(script.article)
    if retracted is not None:
        remedy = "Take it out with audiobrief feed withdraw, or leave it."
        raise NothingToRead(subject, f"its page says that it is retracted ({retracted})", remedy)
    return script


if __name__ == "__main__":
    page_deadline.serve(_whole)
