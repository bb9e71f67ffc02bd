"""A file as it was given -> the page in it, by the table of forms in :mod:`audiobrief.inputs`."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

from audiobrief.errors import NothingToRead
from audiobrief.inputs import LIMIT_BYTES, OPENED_LIMIT_BYTES, form_of, without_data
from audiobrief.model import Page

_SAVED_FROM = re.compile(
    rb"<!--\s*(?:saved from url=\(\d{1,5}\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s\"'<>]{1,2000})"
)
_SNIFFED = 4096


def opened(page: Page, subject: str) -> Page:
    """Returns the page that is in a file: the file itself where it is one.

    Raises NothingToRead for what is too large, no text, or a form that is not read, each with what to do.
    """
    form = form_of(page.body)
    if form is not None and form.opener and len(page.body) <= OPENED_LIMIT_BYTES:
        inner: Page = import_module(f"audiobrief.extract.saved.{form.opener}").opened(page.body, subject)
        page = replace(inner, url=page.url or inner.url)
    elif form is not None and not form.opener:
        raise NothingToRead(subject, f"it is {form.name}", form.remedy)
    page = _within_limit(page, subject)
    return page if page.url else replace(page, url=_saved_from(page.body))


def _within_limit(page: Page, subject: str) -> Page:
    if len(page.body) <= LIMIT_BYTES:
        return page
    body = without_data([page.body], LIMIT_BYTES)
    if body is None:
        size = f"{len(page.body) / 1e6:.1f} MB"
        fact = f"it is {size} large, and the limit is {LIMIT_BYTES / 1e6:g} MB"
        raise NothingToRead(subject, fact, "Save the article alone and read that")
    return replace(page, body=body)


def _saved_from(body: bytes) -> str:
    """Returns the address that a browser noted when it saved the page; "" without one."""
    found = _SAVED_FROM.search(body[:_SNIFFED])
    return found[1].decode("utf-8", "replace") if found else ""
