"""``audiobrief script``: sources become scripts; pages are fetched and read, scripts in JSON are taken as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from audiobrief import page_deadline
from audiobrief.errors import FetchError, NothingToRead, UsageError
from audiobrief.extract import join_pages, read_article
from audiobrief.fetch import read_source
from audiobrief.fetch.more_pages import further_page
from audiobrief.fetch.robots import Robots
from audiobrief.fetch.source import without_password
from audiobrief.inputs import FEED, form_of
from audiobrief.memo import Memo
from audiobrief.model import Article, Page, Role, Script, ScriptOptions
from audiobrief.page_deadline import EditionRequest, PageRequest, ReaderProcess, Request
from audiobrief.script import document
from audiobrief.telling import Step, Tell, detail

MOST_PAGES = 20
"""Of one article that are read."""
_READER = "audiobrief.stories"
"""The module that a process runs which reads pages."""
FurtherPages = tuple[tuple[int, Page], ...]
"""The second and further pages of an article, with their numbers."""


def options(lexicons: Iterable[str], **choices: Any) -> ScriptOptions:
    """Returns what the listener chose, with the pronunciations of the lexicon files."""
    from audiobrief.text import pls

    return ScriptOptions(lexicon=tuple(entry for one in lexicons for entry in pls.load(one)), **choices)


def load(
    source: str,
    chosen: ScriptOptions,
    language: str | None = None,
    memo: Memo | None = None,
    *,
    allow_private: bool = False,
    tell: Tell | None = None,
    read_page: Callable[[PageRequest], Script] | None = None,
) -> Script:
    """Returns the script of one source. ``language`` counts where the page does not say its own.

    ``tell`` is given a line for each warning of the page; ``read_page`` reads it, else a process of its own.

    Raises :class:`FetchError`, :class:`NothingToRead`, and :class:`UsageError` for a script that is wrong.
    """
    detail(tell, f"Asking for {without_password(source)}")
    page = read_source(source, allow_private=allow_private)
    memory = memo or Memo()

    def read(more: FurtherPages) -> Script:
        request = PageRequest(page, source, chosen, language, more)
        make = partial(read_page or _read_alone, request)
        return memory.script(page, chosen, language, make, (one for _, one in more))

    lines = []
    script = first = read(())
    try:
        script = completed(first, read, _bringing(page, allow_private, tell)) if page.url else first
    except (FetchError, NothingToRead) as error:
        lines.append(f"Warning: {error}")
    detail(tell, f"Read {script.article.title}: {len(script.segments)} passages, language {script.language}")
    if tell is not None:
        for line in (*lines, *warnings(script.article, page.url or source)):
            tell(line)
    return script


def _read_alone(request: PageRequest) -> Script:
    """Returns the script of a page, which a process of its own reads."""
    with contextlib.closing(ReaderProcess(_READER, read=from_request)) as reader:
        return reader.read(request)


def completed(first: Script, read: Callable[[FurtherPages], Script], bring: Callable[[str], Page]) -> Script:
    """Returns the script of all pages of an article, at most :data:`MOST_PAGES`; of the first alone where it has more.

    ``read`` writes the script of the first page and further ones, ``bring`` fetches one; what they raise is not caught.
    """
    more: dict[int, Page] = {}
    script = first
    while missing := [one for warning in script.article.warnings for one in warning.others]:
        if len(more) + len(missing) >= MOST_PAGES:
            return first
        more |= {number: bring(address) for number, address in missing}
        script = read(tuple(more.items()))
    return script


def _bringing(first: Page, allow_private: bool, tell: Tell | None) -> Callable[[str], Page]:
    """Returns what fetches the further pages of one that the owner typed the address of."""
    robots = Robots(typed_by_owner=True, allow_private=allow_private)

    def bring(address: str) -> Page:
        detail(tell, f"Asking for {address}, a further page")
        return further_page(address, first.url, robots, typed=True, allow_private=allow_private)

    return bring


def warnings(article: Article, subject: str) -> list[str]:
    """Returns a line for each reason why an article may not be all that its author wrote."""
    return [f"Warning: {subject}: {warning.fact}." for warning in article.warnings]


def from_request(request: Request) -> Script:
    """Returns the script that another process asks for."""
    if isinstance(request, EditionRequest):
        return _edition(request.scripts, request.subject)
    return from_page(request.page, request.source, request.chosen, request.language, request.more)


def from_page(
    page: Page, source: str, chosen: ScriptOptions, language: str | None = None, more: FurtherPages = ()
) -> Script:
    """Returns the script of a fetched page and of what follows it; errors name it as its owner did (a file has no
    address).
    """
    if is_script(page, source):
        return _own_script(page, source)
    try:
        article = join_pages(read_article(page), {number: read_article(one) for number, one in more})
    except NothingToRead as error:
        raise NothingToRead(page.url or source, error.fact, error.remedy) from error
    if language and not article.language:
        article = replace(article, language=language)
    from audiobrief.script import write_script  # the process that speaks needs none of it

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
    allow_private: bool = False,
    tell: Tell | None = None,
    meanwhile: Callable[[], object] = bool,
) -> Script:
    """Returns the script of one source, or one edition of several: headlines first, then the stories.

    ``meanwhile`` is what this process does while another one reads a page.
    """
    if sources.count("-") > 1:
        raise UsageError("-", "standard input can be read only once", "Name it once.")
    with contextlib.closing(ReaderProcess(_READER, read=from_request)) as reader:
        read_page = partial(reader.read, meanwhile=meanwhile)
        scripts = []
        for number, source in enumerate(sources, 1):
            if tell is not None and len(sources) > 1:
                tell(Step(f"Reading: {without_password(source)}, {number} of {len(sources)}."))
            script = load(source, chosen, language, memo, allow_private=allow_private, tell=tell, read_page=read_page)
            scripts.append(script)
        return _as_one(scripts, title, memo or Memo(), reader.read)


def _as_one(
    scripts: Sequence[Script], title: str | None, memo: Memo, write: Callable[[EditionRequest], Script]
) -> Script:
    first = scripts[0]
    if len(scripts) == 1:
        return replace(first, article=replace(first.article, title=title)) if title else first
    request = EditionRequest(tuple(scripts), title or f"{first.article.title} (+{len(scripts) - 1})")
    return memo.edition(scripts, request.subject, partial(write, request))


def _edition(scripts: Sequence[Script], title: str) -> Script:
    from audiobrief.script import write_edition

    published = max((s.article.published for s in scripts if s.article.published), default=None)
    return write_edition(scripts, title=title, language=scripts[0].language, published=published)


def show(
    source: str,
    form: str,
    chosen: ScriptOptions,
    language: str | None,
    *,
    allow_private: bool = False,
    tell: Tell | None = None,
) -> str:
    """Returns the script of a source in one of :data:`FORMS`, ending in a newline where it is not empty."""
    shown = FORMS[form](load(source, chosen, language, allow_private=allow_private, tell=tell), chosen)
    return shown if not shown or shown.endswith("\n") else f"{shown}\n"


def _as_text(script: Script, _: ScriptOptions) -> str:
    from audiobrief.script import view

    return view.as_text(script)


def _as_html(script: Script, _: ScriptOptions) -> str:
    from audiobrief.script import view

    return view.as_html(script)


def _dropped(script: Script, _: ScriptOptions) -> str:
    return "\n".join(f"{piece.reason}: {' '.join(piece.text.split())}" for piece in script.article.dropped)


def _unknown_words(script: Script, chosen: ScriptOptions) -> str:
    from audiobrief.script import lexicon
    from audiobrief.script.unknown_names import unknown_words

    text = "\n".join(segment.written for segment in script.segments if segment.role is not Role.CUE)
    return "\n".join(unknown_words(text, script.language, lexicon.known_words(script.language, chosen.lexicon)))


FORMS: dict[str, Callable[[Script, ScriptOptions], str]] = {
    "text": _as_text,
    "json": lambda script, _: document.dump(script),
    "html": _as_html,
    "dropped": _dropped,
    "unknown_words": _unknown_words,
}
"""How ``audiobrief script`` prints a script."""


def _own_script(page: Page, source: str) -> Script:
    """Reads a script; only the owner's own files can be one, which says how long every pause is."""
    if page.url:
        fact = "is JSON from the web: a script is only taken from a file of your own"
        raise NothingToRead(page.url, fact, "Save it, look at it, and give the file")
    return document.load(_text(page, source), source)


def _text(page: Page, source: str) -> str:
    try:
        return page.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if source == "-" else source
        raise FetchError(name, f"it is not UTF-8 at byte {error.start}", "Save the script as UTF-8.") from error


if __name__ == "__main__":  # the process that reads several pages, or one where there are no forks
    page_deadline.serve(from_request)
