"""Shows that nothing is lost: every visible letter of a page is said, or listed among what was left out.

``python -m tests.audit PAGE…`` prints, for each HTML file (.gz too), its visible characters and those
unaccounted for. Visible is what is not in script, style, template, ``hidden`` or ``display:none``; it is counted from
the tree, independently of the reading; so is what a picture's text alternative says. Counted are letters and digits,
since blanks are folded; a raised digit is one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

import lxml.html

from audiobrief.errors import AudiobriefError
from audiobrief.extract.encoding import decode
from audiobrief.extract.html.text_runs import is_hidden
from audiobrief.extract.html.tree import parse
from audiobrief.extract.read import read_article
from audiobrief.model import Article, Page
from audiobrief.roles import Role
from audiobrief.script import write_script

_UNSEEN = frozenset({"script", "style", "template", "head", "svg", "math", "canvas"})


def visible_text(tree: lxml.html.HtmlElement) -> str:
    """The text of a document that some browser shows, and what it says of its pictures to who cannot see them."""
    parts: list[str] = []

    def walk(element: lxml.html.HtmlElement) -> None:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or is_hidden(dict(element.items())):
            return
        parts.append(element.text or "")
        if element.tag in {"img", "amp-img"}:
            parts.append(element.get("alt") or "")
        for child in element:
            walk(child)
            parts.append(child.tail or "")

    walk(tree)
    return " ".join(parts)


def told_text(article: Article) -> str:
    """What the script of an article says and what is listed as left out, each piece once."""
    script = write_script(article)
    parts = [piece.text for piece in script.article.dropped]
    parts += [segment.written for segment in script.segments]
    sources: set[tuple[int | None, str]] = set()
    for block in article.blocks:
        if block.role is Role.QUOTE and block.source:
            sources.add((block.group, block.source))
    return " ".join([*parts, *(source for _, source in sources)])


def unaccounted(page: Page) -> tuple[int, Counter[str]]:
    """Visible letters and digits of a page, and those that its reading does not account for."""
    tree = parse(decode(page.body, page.content_type))
    seen: Counter[str] = Counter() if tree is None else _letters(visible_text(tree))
    return sum(seen.values()), seen - _letters(told_text(read_article(page)))


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def _main(paths: list[str]) -> int:
    import gzip
    from pathlib import Path

    total = missing = 0
    for name in paths:
        body = Path(name).read_bytes()
        body = gzip.decompress(body) if name.endswith(".gz") else body
        try:
            seen, lost = unaccounted(Page(f"https://news.example/{Path(name).name}", body, "text/html"))
        except AudiobriefError as error:
            print(f"{name}: {error}")
            continue
        total, missing = total + seen, missing + lost.total()
        if lost:
            print(f"{name}: {lost.total()} of {seen} characters unaccounted for")
    print(f"{len(paths)} pages, {total} visible characters, {missing} unaccounted for")
    return 1 if missing else 0


if __name__ == "__main__":
    import sys

    sys.exit(_main(sys.argv[1:]))
