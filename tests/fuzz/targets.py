"""What is fuzzed, and what must hold for any bytes: own errors only, one line each, valid results, bounded work.

A case is bytes; where a target needs a type, an option or a language, it is the first line.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
from lxml import etree

from audiobrief import config, stories
from audiobrief.choices import ANNOUNCEMENTS, PARTIAL_QUOTES, PROFILES
from audiobrief.errors import AudiobriefError
from audiobrief.extract import dateline
from audiobrief.feed import own_text, sources
from audiobrief.fetch import feed_worker, feeds, robots
from audiobrief.formats import FORMATS
from audiobrief.languages import folders, schema
from audiobrief.library import record
from audiobrief.model import Article, Episode, Page, Role, Script, ScriptOptions, Segment
from audiobrief.publish import printed_dates
from audiobrief.publish.notes import show_notes
from audiobrief.publish.render import render
from audiobrief.publish.rss import feed_xml
from audiobrief.publish.tags import id3
from audiobrief.publish.web import episode_page
from audiobrief.script import document, lexicon, quotes, view
from audiobrief.serve.answers import Site, answer
from audiobrief.speech import cast_file, engine_text, stretches
from audiobrief.spoken_form import spoken
from audiobrief.text import pls
from audiobrief.text.sentences import sentences
from tests import publish_samples

BASE = "https://town.example/a"
LANGUAGES = (*folders.names(), "tlh", "")


def _split(data: bytes) -> tuple[str, bytes]:
    first, _, rest = data.partition(b"\n")
    return first.decode("utf-8", "replace").strip()[:200], rest


@contextlib.contextmanager
def own_errors() -> Iterator[None]:
    """Lets the program's own errors pass where they are one line for a person."""
    try:
        yield
    except AudiobriefError as error:
        line = str(error)
        assert line.isprintable() or line.replace("\u00ad", "").strip(), line
        assert error.fact and "\n" not in line and len(line) < 2_000, line


# --- what must hold of a result


def check_script(script: Script) -> None:
    """Holds a script to what a script is."""
    for number, segment in enumerate(script.segments):
        assert isinstance(segment.role, Role)
        assert segment.text.strip(), (number, segment)
        assert not document.CONTROL.search(segment.text), (number, segment.text)
        assert 0 <= segment.pause_ms <= document.LONGEST_PAUSE_MS
        assert segment.chapter is None or segment.chapter.strip()
    text = document.dump(script)
    loaded = document.load(text, "it")
    assert document.dump(loaded) == text
    bare = replace(script, article=replace(script.article, blocks=()), extra={})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(bare, enc_hook=list), type=Script).segments == bare.segments
    view.as_text(script)
    view.as_html(script)


def check_spans(text: str, spans: list[tuple[int, int]]) -> None:
    """Holds stretches of a text to be in it, in order, none in another."""
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text), (text, spans)
        at = end


def check_files(script: Script) -> None:
    """Makes every file of an episode that holds a script; XML has to be XML."""
    if not script.segments:
        return
    told = publish_samples.episode(script.segments, script.article, stories=script.stories)
    published = script.article.published or ""
    if printed_dates.parse(published):
        told = replace(told, published=published, updated=script.article.updated)
    feed = publish_samples.feed(told)
    etree.fromstring(feed_xml(feed))
    for row in FORMATS:
        if row.is_in_feed:
            made = render(row, told, {"feed": lambda: feed, "audio": lambda: b"", "cover": lambda: b""})
            check_file(row.name, made)
    episode_page(told, feed)
    show_notes(told, feed)
    id3(told, album=feed.title, artist="", cover=b"")


def check_file(name: str, made: bytes) -> None:
    """Holds a file to its form."""
    if name.endswith(".json"):
        json.loads(made)
    elif name.endswith((".epub", ".zip")):
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            for inner in packed.namelist():
                if inner.endswith((".xhtml", ".opf", ".smil", ".xml")):
                    etree.fromstring(packed.read(inner), etree.XMLParser(load_dtd=False, resolve_entities=False))


# --- the targets


def page(data: bytes) -> None:
    """Reads a page of any type; the first line is its type."""
    kind, body = _split(data)
    number = len(body)
    chosen = ScriptOptions(
        profile=PROFILES[number % len(PROFILES)],
        announce_quotes=ANNOUNCEMENTS[number // 3 % len(ANNOUNCEMENTS)],
        partial_quotes=PARTIAL_QUOTES[number // 7 % len(PARTIAL_QUOTES)],
    )
    with own_errors():
        script = stories.from_page(Page(BASE, body, kind), BASE, chosen)
        check_script(script)
        if number % 4 == 0:
            check_files(script)


def saved(data: bytes) -> None:
    """Reads a file in which a page is packed: the first line names the form, the rest is a member of it."""
    form, body = _split(data)
    name, others = _MEMBERS.get(form, ("", {}))
    if name:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for inner, content in others.items():
                if inner != name:
                    archive.writestr(inner, content)
            archive.writestr(name, body)
        body = packed.getvalue()
    with own_errors():
        check_script(stories.from_page(Page("", body, ""), "a", ScriptOptions()))


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DOCX = {
    "[Content_Types].xml": "<Types/>",
    "word/document.xml": f"<w:document {_WORD}><w:body><w:p><w:r><w:t>The mill was sold to the town on Friday, after a"
    " year of talks.</w:t></w:r></w:p></w:body></w:document>",
}
_EPUB = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="a.opf"/></rootfiles></container>',
    "a.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type='
    '"application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
    "a.xhtml": "<html><body><h1>The mill</h1><p>The mill was sold to the town on Friday, in May.</p></body></html>",
}
_MEMBERS: dict[str, tuple[str, dict[str, str]]] = {
    "docx": ("word/document.xml", _DOCX),
    "styles": ("word/styles.xml", _DOCX),
    "numbering": ("word/numbering.xml", _DOCX),
    "core": ("docProps/core.xml", _DOCX),
    "epub": ("a.xhtml", _EPUB),
    "package": ("a.opf", _EPUB),
    "container": ("META-INF/container.xml", _EPUB),
}


def text(data: bytes) -> None:
    """Says a text in a language: its number is the first byte."""
    if not data:
        return
    language = LANGUAGES[data[0] % len(LANGUAGES)]
    written = data[1:].decode("utf-8", "surrogateescape" if data[0] > 250 else "replace")
    said = spoken(written, language)
    assert len(said) < 60 * len(written) + 200, (language, written, said)
    assert not document.CONTROL.search(said), said
    check_spans(written, sentences(written, language))
    clean = engine_text.clean(written)
    check_spans(clean, stretches.sentences(clean, language))
    check_spans(clean, stretches.clauses(clean))
    engine_text.plainer(clean)
    for quote in quotes([written], language):
        assert 0 <= quote.start < quote.end <= len(written), quote
    dateline(written)


def feed(data: bytes) -> None:
    """Reads a feed and the first articles that are in it; the first line is its type."""
    kind, body = _split(data)
    found = Page("https://town.example/feed", body, kind)
    assert isinstance(feeds.is_feed(found), bool)
    with own_errors(), mock.patch.object(feeds, "_parsed", _parsed_here):
        entries = feeds.read_feed(found)
        assert len({entry.url for entry in entries}) == len(entries)
        for entry in entries[:2]:
            assert entry.url.startswith(("http://", "https://")), entry
            datetime.fromisoformat(entry.published or "2026-03-02")
            assert own_text.is_cut(entry) in (True, False)
            with own_errors():
                check_script(stories.from_page(entry.page(), entry.url, ScriptOptions()))


def _parsed_here(found: Page) -> tuple[list[Any], str]:
    """Reads a feed as the worker does, in this process."""
    answered = io.StringIO()
    sent = io.TextIOWrapper(io.BytesIO(json.dumps(found.content_type).encode() + b"\n" + found.body))
    with mock.patch("sys.stdin", sent), mock.patch("sys.stdout", answered):
        feed_worker.main(mock.Mock())
    read = json.loads(answered.getvalue())
    if not read["is_feed"]:
        raise feeds._no_feed(found)
    return feeds._in_order(read)


def words(data: bytes) -> None:
    """Reads a lexicon and says a text with it."""
    with own_errors():
        entries = tuple(pls.parse(data, "words.pls"))[:50]
        names = " ".join(entry.grapheme for entry in entries)[:2_000]
        said = lexicon.apply(f"The mill {names} was sold {names.upper()}.", "en", entries)
        assert isinstance(said, str)
        body = f"<article><h1>Mill</h1><p>The {names} was sold to the town after years.</p></article>"
        own = ScriptOptions(lexicon=entries)
        check_script(stories.from_page(Page(BASE, body.encode("utf-8"), "text/html"), BASE, own))


def script(data: bytes) -> None:
    """Reads a script that its owner wrote, and makes every file of it."""
    with own_errors():
        read = stories.from_page(Page("", data, "application/json"), "a.json", ScriptOptions())
        assert document.load(document.dump(read), "it") == read
        view.as_text(read)
        view.as_html(read)
        if len(read.segments) < 50:
            check_files(read)


def settings(data: bytes) -> None:
    """Reads a configuration, a cast, a language's tables and robots.txt: the first line says which."""
    kind, body = _split(data)
    with own_errors():
        _SETTINGS.get(kind, _configuration)(body)


def _configuration(body: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / config.NAME).write_bytes(body)
        asked = config.load(Path(folder))
        asked.script_options()
        asked.mix_settings()


def _cast(body: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.toml"
        path.write_bytes(body)
        sheet = cast_file.read_cast(path)
        sheet.own("en")
        sheet.speaks("de-AT")


def _table(name: str, kind: type, like: str = "") -> Callable[[bytes], None]:
    def read(body: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "xx").mkdir()
            (Path(folder) / "xx" / name).write_bytes(body)
            with mock.patch.object(folders, "ROOT", Path(folder)):
                folders.read("xx", name, kind)

    return read


def _robots(body: bytes) -> None:
    rules = robots.parse(body.decode("utf-8", "replace"))
    for _, path in zip(range(20), body.decode("utf-8", "replace").split(), strict=False):
        with contextlib.suppress(ValueError):
            rules.allows(f"https://town.example/{path}")


_SETTINGS: dict[str, Callable[[bytes], None]] = {
    "config": _configuration,
    "cast": _cast,
    "words": _table("words.toml", schema.Words),
    "phrases": _table("phrases.toml", schema.Phrases),
    "reporting": _table("reporting.toml", schema.Reporting),
    "cues": _table("cues.toml", schema.Cues),
    "robots": _robots,
}


def request(data: bytes) -> None:
    """Answers a request for a file: the first line is its path, each other one a header."""
    path, rest = _split(data)
    lines = [line.partition(b":") for line in rest.split(b"\n")]
    head = [(name.strip().lower(), value.strip()) for name, _, value in lines]
    method = "HEAD" if len(data) % 5 == 0 else "GET"
    scope = {"type": "http", "method": method, "path": path, "headers": head, "query_string": b""}
    given = answer(Site(str(_folder())), scope)
    assert given.status in {200, 206, 304, 308, 404, 412, 416}, given.status
    for name, value in given.headers.items():
        assert not {"\n", "\r"} & {*name, *value}, given.headers
    sent = sum(len(part) if isinstance(part, bytes) else part[1] - part[0] for part in given.body)
    assert sent == (0 if method == "HEAD" else int(given.headers.get("Content-Length", sent))), given.headers


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (folder / "a.txt").write_text("The mill was sold. " * 100)
    (folder / "a.mp3").write_bytes(bytes(range(256)) * 10)
    (folder / "feed.xml").write_text('<atom:link href="http://127.0.0.1:8321/feed.xml"/>' * 20)
    (folder / "b").mkdir()
    (folder / "b" / "index.html").write_text("<p>The mill was sold.</p>")
    return folder


def rows(data: bytes) -> None:
    """Reads an episode's record and what is kept of a source."""
    known = Script(Article(BASE), (Segment(Role.BODY, "The mill was sold."),))
    sources.decoded(data)
    with own_errors():
        read = record.unpacked(data, known, "record.json")
        assert isinstance(read.episode, Episode)
        again = record.unpacked(record.packed(read), known, "record.json")
        assert again == read


TARGETS: dict[str, Callable[[bytes], None]] = {
    "page": page,
    "saved": saved,
    "text": text,
    "feed": feed,
    "words": words,
    "script": script,
    "settings": settings,
    "request": request,
    "rows": rows,
}
