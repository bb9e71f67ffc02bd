"""Sources become scripts: pages are brought and read, scripts in JSON are taken as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiobrief.errors import FetchError, NothingToRead, UsageError
from audiobrief.extract import read_article
from audiobrief.fetch import read_source
from audiobrief.memo import Memo
from audiobrief.model import Page, Script, ScriptOptions
from audiobrief.script import document, write_edition, write_script


def options(lexicon_path: str | None, **choices: Any) -> ScriptOptions:
    """What the listener chose, with the pronunciations of the lexicon file, if one is given."""
    return ScriptOptions(lexicon=pronunciations(Path(lexicon_path)) if lexicon_path else (), **choices)


def pronunciations(path: Path) -> tuple[tuple[str, str], ...]:
    """The user's own lexicon. Raises :class:`UsageError`."""
    from audiobrief.script import lexicon

    return lexicon.load(path)


def load(source: str, chosen: ScriptOptions, language: str | None = None, memo: Memo | None = None) -> Script:
    """The script of one source. ``language`` counts where the page does not say its own.

    Raises :class:`FetchError`, :class:`NothingToRead`, and :class:`UsageError` for a script that is wrong.
    """
    page = read_source(source)
    return (memo or Memo()).script(page, chosen, language, lambda: from_page(page, source, chosen, language))


def from_page(page: Page, source: str, chosen: ScriptOptions, language: str | None = None) -> Script:
    """The script of a page that was brought; errors name it as its owner did (a file has no address)."""
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
    """A script in JSON, by its type, its name or its first character."""
    named = source.lower().endswith(".json") or page.content_type.startswith("application/json")
    return named or (source == "-" and page.body.lstrip()[:1] == b"{")


def gather(
    sources: Sequence[str],
    chosen: ScriptOptions,
    language: str | None,
    title: str | None,
    memo: Memo | None = None,
) -> Script:
    """The script of one source, or one edition of several: headlines first, then the stories."""
    if sources.count("-") > 1:
        raise UsageError("-", "standard input can be read only once", "Name it once.")
    scripts = [load(source, chosen, language, memo) for source in sources]
    if len(scripts) == 1 and not title:
        return scripts[0]
    if len(scripts) == 1:
        only = scripts[0]
        return replace(only, article=replace(only.article, title=title or only.article.title))
    published = max((s.article.published for s in scripts if s.article.published), default=None)
    named = title or f"{scripts[0].article.title} (+{len(scripts) - 1})"
    return write_edition(scripts, title=named, language=scripts[0].language, published=published)


def show(source: str, form: str, chosen: ScriptOptions, language: str | None) -> str:
    """The script of a source as ``text``, ``json``, ``html``, ``dropped`` or ``unknown-words``, ending in a newline."""
    script = load(source, chosen, language)
    match form:
        case "json":
            shown = document.dump(script)
        case "html":
            from audiobrief.script import view

            shown = view.as_html(script)
        case "dropped":
            shown = "\n".join(f"{piece.reason}: {' '.join(piece.text.split())}" for piece in script.article.dropped)
        case "unknown-words":
            from audiobrief.script import lexicon

            text = "\n".join(segment.written for segment in script.segments)
            shown = "\n".join(lexicon.unknown_words(text, script.language))
        case _:
            from audiobrief.script import view

            shown = view.as_text(script)
    return shown if not shown or shown.endswith("\n") else f"{shown}\n"


def _text(page: Page, source: str) -> str:
    try:
        return page.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if source == "-" else source
        raise FetchError(name, f"it is not UTF-8 at byte {error.start}", "Save the script as UTF-8.") from error
