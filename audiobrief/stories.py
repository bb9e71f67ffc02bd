"""``audiobrief script``: sources become scripts; pages are fetched and read, scripts in JSON are taken as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from audiobrief import page_deadline
from audiobrief.errors import FetchError, NothingToRead, UsageError
from audiobrief.extract import read_article
from audiobrief.fetch import read_source
from audiobrief.inputs import FEED, form_of
from audiobrief.memo import Memo
from audiobrief.model import Article, Page, Script, ScriptOptions
from audiobrief.script import document, write_edition, write_script

Tell = Callable[[str], None]
"""Given a line for the person at the terminal."""


def options(lexicon_path: str | None, **choices: Any) -> ScriptOptions:
    """Returns what the listener chose, with the pronunciations of the lexicon file, if one is given."""
    return ScriptOptions(lexicon=pronunciations(Path(lexicon_path)) if lexicon_path else (), **choices)


def pronunciations(path: Path) -> tuple[tuple[str, str], ...]:
    """Reads the user's own lexicon. Raises :class:`UsageError`."""
    from audiobrief.script import lexicon

    return lexicon.load(path)


def load(
    source: str,
    chosen: ScriptOptions,
    language: str | None = None,
    memo: Memo | None = None,
    *,
    tell: Tell | None = None,
) -> Script:
    """Returns the script of one source. ``language`` counts where the page does not say its own.

    ``tell`` is given a line for each warning of the page. Raises :class:`FetchError`, :class:`NothingToRead`, and
    :class:`UsageError` for a script that is wrong.
    """
    page = read_source(source)
    make = partial(from_page, page, source, chosen, language)
    script = (memo or Memo()).script(page, chosen, language, lambda: page_deadline.in_time(page, source, make))
    if tell is not None:
        for line in warnings(script.article, page.url or source):
            tell(line)
    return script


def warnings(article: Article, subject: str) -> list[str]:
    """Returns a line for each reason why an article may not be all that its author wrote."""
    return [f"Warning: {subject}: {warning.fact}." for warning in article.warnings]


def from_page(page: Page, source: str, chosen: ScriptOptions, language: str | None = None) -> Script:
    """Returns the script of a fetched page; errors name it as its owner did (a file has no address)."""
    if is_script(page, source):
        return document.load(_text(page, source), source)
    try:
        article = read_article(page)
    except NothingToRead as error:
        raise NothingToRead(page.url or source, error.fact, error.remedy) from error
    if language and not article.language:
        article = replace(article, language=language)
    return write_script(article, chosen)


def is_script(page: Page, source: str) -> bool:
    """Returns whether a page is a script in JSON, by its type, its name or its first character."""
    named = source.lower().endswith(".json") or page.content_type.startswith("application/json")
    may_be = named or (source == "-" and page.body.lstrip()[:1] == b"{")
    return may_be and form_of(page.body) is not FEED


def gather(
    sources: Sequence[str],
    chosen: ScriptOptions,
    language: str | None,
    title: str | None,
    memo: Memo | None = None,
    *,
    tell: Tell | None = None,
) -> Script:
    """Returns the script of one source, or one edition of several: headlines first, then the stories."""
    if sources.count("-") > 1:
        raise UsageError("-", "standard input can be read only once", "Name it once.")
    scripts = [load(source, chosen, language, memo, tell=tell) for source in sources]
    first = scripts[0]
    if len(scripts) == 1:
        return replace(first, article=replace(first.article, title=title)) if title else first
    published = max((s.article.published for s in scripts if s.article.published), default=None)
    named = title or f"{first.article.title} (+{len(scripts) - 1})"
    return write_edition(scripts, title=named, language=first.language, published=published)


def show(source: str, form: str, chosen: ScriptOptions, language: str | None, tell: Tell | None = None) -> str:
    """Returns the script of a source in one of :data:`FORMS`, ending in a newline where it is not empty."""
    shown = FORMS[form](load(source, chosen, language, tell=tell))
    return shown if not shown or shown.endswith("\n") else f"{shown}\n"


def _as_text(script: Script) -> str:
    from audiobrief.script import view

    return view.as_text(script)


def _as_html(script: Script) -> str:
    from audiobrief.script import view

    return view.as_html(script)


def _dropped(script: Script) -> str:
    return "\n".join(f"{piece.reason}: {' '.join(piece.text.split())}" for piece in script.article.dropped)


def _unknown_words(script: Script) -> str:
    from audiobrief.script import lexicon

    text = "\n".join(segment.written for segment in script.segments)
    return "\n".join(lexicon.unknown_words(text, script.language))


FORMS: dict[str, Callable[[Script], str]] = {
    "text": _as_text,
    "json": document.dump,
    "html": _as_html,
    "dropped": _dropped,
    "unknown_words": _unknown_words,
}
"""How ``audiobrief script`` prints a script."""


def _text(page: Page, source: str) -> str:
    try:
        return page.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if source == "-" else source
        raise FetchError(name, f"it is not UTF-8 at byte {error.start}", "Save the script as UTF-8.") from error
