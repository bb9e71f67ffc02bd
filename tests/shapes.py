"""Pages of every shape that could cost more than their size, and what twice the page costs: ``python -m tests.shapes``.

A shape is made of ``count`` like parts around a short article. Reading it and writing its script must cost about twice
as much for twice the parts. ``make linear`` measures the CPU; the tests count the calls.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from audiobrief.errors import NothingToRead
from audiobrief.extract import read_article
from audiobrief.model import Page
from audiobrief.script import write_script

MOST = 2.3
"""What twice the page may cost of the page."""
_LEAST_S = 0.1
"""What a page must cost so that fixed costs do not hide how it grows."""
_NEAR = 2.1
_MOST_S = 10.0
"""After that a page is given up."""
_LIMIT_BYTES = 2_400_000
_NAMES = "Mira Jon Ada Tomas Lena Pavel Ines Olaf Ruth Kofi"
_VERBS = "repairs opens paints measures closes carries lights numbers crosses keeps"
_THINGS = "bridge quay mill school ferry lock tower market tram well"

Shape = Callable[[int], str]


class Cost(NamedTuple):
    """What a shape's page costs, and how many times that twice the page costs."""

    ratio: float
    spent_s: float
    size_bytes: int
    name: str

    def line(self) -> str:
        """Returns the cost as a line of the table."""
        return f"{self.ratio:5.2f}  {self.spent_s * 1e3:8.0f} ms  {self.size_bytes / 1e3:7.0f} kB  {self.name}"


def _name(at: int) -> str:
    return _NAMES.split()[at % 10]


def _sentence(at: int) -> str:
    """Returns a sentence that differs from its neighbours'."""
    who, does, what = _name(at), _VERBS.split()[at // 10 % 10], _THINGS.split()[at // 100 % 10]
    return f"{who} {does} the old {what} number {at} beside the river before the rain comes back in the evening."


def _paragraphs(count: int, start: int = 0) -> str:
    return "".join(f"<p>{_sentence(at)} {_sentence(at + 7)}</p>" for at in range(start, start + count))


def _article(inside: str, *, head: str = "", below: str = "", around: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>The river town</title>{head}</head><body>{around}<article>'
        f"<h1>The river town</h1>{below}{_paragraphs(6)}{inside}{_paragraphs(3, 90)}</article></body></html>"
    )


def _wide(tag: str, inner: str = "{}", attributes: str = "") -> Shape:
    """Returns a shape of like elements in a row."""

    def make(count: int) -> str:
        parts = (f"<{tag} {attributes.format(at)}>{inner.format(_sentence(at))}</{tag}>" for at in range(count))
        return _article("".join(parts))

    return make


def _deep(tag: str, text: bool = False, closed: bool = True) -> Shape:
    """Returns a shape of elements in each other, each with a sentence or with none."""

    def make(count: int) -> str:
        opened = "".join(f"<{tag}>{_sentence(at) if text else ''}" for at in range(count))
        return _article(f"{opened}<p>{_sentence(5)}</p>{f'</{tag}>' * count if closed else ''}")

    return make


def _run(text: str, between: str = "") -> Shape:
    """Returns a shape of one paragraph with a text said again and again."""
    return lambda count: _article(f"<p>{between.join([text] * count)}</p>")


def _plain(text: str, between: str = "") -> Shape:
    """Returns a shape of text without markup."""
    lead = "\n\n".join(_sentence(at) for at in range(6))
    return lambda count: f"The river town\n\n{lead}\n\n{between.join([text] * count)}\n"


def _numbered(text: str, between: str = "\n\n") -> Shape:
    """Returns a shape of text without markup in which each part holds a sentence of its own."""
    lead = "\n\n".join(_sentence(at) for at in range(6))
    return lambda count: (
        f"The river town\n\n{lead}\n\n{between.join(text.format(_sentence(n)) for n in range(count))}\n"
    )


def _table(count: int, cell: str = "{}", first: str = "") -> str:
    rows = "".join(f"<tr><td>{cell.format(at)}</td><td>{_name(at)}</td><td>{at * 7}</td></tr>" for at in range(count))
    return _article(f"<table><tr><td>{first or 'Row'}</td><td>Who</td><td>Size</td></tr>{rows}</table>")


def _tables_in_tables(count: int) -> str:
    return _article(f"{'<table><tr><td>in</td><td>' * count}{_sentence(3)}{'</td></tr></table>' * count}")


def _lists(count: int) -> str:
    return _article(f"{'<ul><li>one<li>two' * count}{'</ul>' * count}")


def _cards(count: int) -> str:
    cards = "".join(
        f'<div class="card"><a href="/story/{at}"><h3>{_sentence(at)}</h3></a><p>{_sentence(at + 3)}</p></div>'
        for at in range(count)
    )
    return _article(f'<div class="grid">{cards}</div>')


def _articles(count: int) -> str:
    parts = "".join(f"<article><h2>{_sentence(at)}</h2><p>{_sentence(at + 1)}</p></article>" for at in range(count))
    return f"<html lang=en><head><title>The river town</title></head><body><h1>The river town</h1>{parts}</body></html>"


def _attributes(count: int) -> str:
    return _article(f"<div {' '.join(f'data-a{at}={at}' for at in range(count))}>{_sentence(1)}</div>")


def _class_names(count: int) -> str:
    return _article(f'<div class="{" ".join(f"c{at}-name" for at in range(count))}"><p>{_sentence(1)}</p></div>')


def _links(count: int) -> str:
    return _article("<p>" + " and ".join(f'<a href="/{at}">{_name(at)} {at}</a>' for at in range(count)) + "</p>")


def _link_list(count: int) -> str:
    return _article("<ul>" + "".join(f'<li><a href="/{at}">{_sentence(at)}</a></li>' for at in range(count)) + "</ul>")


def _notes(count: int) -> str:
    text = " ".join(f'word {at}<sup><a href="#n{at}">{at % 999}</a></sup>' for at in range(count))
    return _article(f"<p>{text}</p>")


def _pictures(count: int) -> str:
    parts = (
        f'<figure><img src="/{at}.jpg" alt="{_sentence(at)}"><figcaption>{_sentence(at + 1)} Photo: Ann Lee'
        f"</figcaption></figure>"
        for at in range(count)
    )
    return _article("".join(parts))


def _bare_pictures(count: int) -> str:
    return _article("".join(f'<img src="/{at}.jpg" alt="{_sentence(at)}">' for at in range(count)))


def _byline(count: int) -> str:
    names = ", ".join(f"{_name(at)} Reed" for at in range(count))
    return _article("", below=f'<p class="byline">By {names}</p>')


def _author_meta(count: int) -> str:
    tags = "".join(f'<meta name="author" content="{_name(at)} Reed{at}">' for at in range(count))
    return _article("", head=tags)


def _json_ld(count: int) -> str:
    body = " ".join(map(_sentence, range(count)))
    said = json.dumps({"@type": "NewsArticle", "headline": "The river town", "articleBody": body})
    return _article(_paragraphs(count), head=f'<script type="application/ld+json">{said}</script>')


def _json_ld_things(count: int) -> str:
    things = [{"@type": "Person", "name": f"{_name(at)} Reed", "@id": f"#{at}"} for at in range(count)]
    said = json.dumps({"@graph": [{"@type": "NewsArticle", "author": things}, *things]})
    return _article("", head=f'<script type="application/ld+json">{said}</script>')


def _comments(count: int) -> str:
    posts = "".join(f'<li class="comment"><b>{_name(at)}</b><p>{_sentence(at)}</p></li>' for at in range(count))
    return _article(f'<section id="comments"><h2>Comments</h2><ol>{posts}</ol></section>')


def _live(count: int) -> str:
    parts = (
        f'<div class="entry"><time>{at // 60 % 24:02}:{at % 60:02}</time><h3>Gate {at}</h3><p>{_sentence(at)}</p></div>'
        for at in range(count)
    )
    return _article("".join(parts))


def _interview(count: int) -> str:
    turns = (f"<p><b>Why does {_sentence(at)[:-1]}?</b></p><p>{_sentence(at + 1)}</p>" for at in range(count))
    return _article("".join(turns))


def _transcript(count: int) -> str:
    return _article("".join(f"<p>{_name(at % 3).upper()}: {_sentence(at)}</p>" for at in range(count)))


def _quoted(count: int) -> str:
    return _article("".join(f'<p>"{_sentence(at)}" {_name(at)} Reed said.</p>' for at in range(count)))


def _people(count: int) -> str:
    said = (f'<p>"{_sentence(at)}" said {_name(at)} Reed{at:x}, head of the {at} club.</p>' for at in range(count))
    return _article("".join(said))


def _subheads(count: int) -> str:
    return _article("".join(f"<h2>Part {at} of the town</h2><p>{_sentence(at)}</p>" for at in range(count)))


def _empty_subheads(count: int) -> str:
    return _article("".join(f"<h2>Part {at} of the town</h2>" for at in range(count)))


def _dateline(count: int) -> str:
    return _article("", below=f"<p>{'LONDON, ' * count}(AP) - {_sentence(1)}</p>")


def _menus(count: int) -> str:
    parts = "".join(f'<nav class="menu"><ul><li><a href="/{at}">Part {at}</a></li></ul></nav>' for at in range(count))
    return _article("", around=parts)


def _shadowed(tag: str, inner: str) -> Shape:
    """Returns a shape of unseen elements."""
    return lambda count: _article("".join(f"<{tag}>{inner} {at}</{tag}>" for at in range(count)))


def _divs_with_text(count: int) -> str:
    parts = "".join(f"<div><div><div>{_sentence(at)}</div></div></div>" for at in range(count))
    return _article(parts)


def _siblings_and_depth(count: int) -> str:
    depth = 120
    return _article(f"{'<div>' * depth}{_paragraphs(count)}{'</div>' * depth}")


def _same(count: int) -> str:
    return _article(f"<p>{_sentence(1)}</p>" * count)


def _pull_quotes(count: int) -> str:
    parts = (f"<p>{_sentence(at)}</p><blockquote><p>{_sentence(at)}</p></blockquote>" for at in range(count))
    return _article("".join(parts))


def _markdown(text: str, between: str = "\n\n") -> Shape:
    make = _numbered(text, between)
    return lambda count: f"# The river town\n\n{make(count)}"


def _typed(count: int) -> str:
    """Returns an article inside things that its microdata nests in each other."""
    return _article('<div itemscope itemtype="https://schema.org/NewsArticle" itemprop="isPartOf">' * count)


def _json_ld_deep(count: int) -> str:
    return _article("", head=f'<script type="application/ld+json">{"[" * count}{"]" * count}</script>')


def _json_ld_parts(count: int) -> str:
    deep = '{"@type": "NewsArticle", "hasPart": ' * min(count, 900)
    many = ", ".join(f'{{"@type": "NewsArticle", "headline": "Part {at}"}}' for at in range(count))
    parts = f"{deep}[{many}]{'}' * min(count, 900)}"
    return _article("", head=f'<script type="application/ld+json">{parts}</script>')


def _app_state(count: int) -> str:
    """Returns a page that holds its text in the state of a program, as frameworks leave it."""
    state = {"props": {"list": [{"id": at, "body": f"<p>{_sentence(at)}</p>"} for at in range(count)]}}
    return (
        '<html lang="en"><head><title>The river town</title></head><body><div id="__next"></div>'
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script></body></html>'
    )


def _one_element(attributes: str) -> Shape:
    """Returns a shape of one element with attributes without end."""
    return lambda count: _article(f"<p {' '.join(attributes.format(at) for at in range(count))}>{_sentence(2)}</p>")


def _value(before: str, text: str, after: str) -> Shape:
    """Returns a shape of one value without end in a page."""
    return lambda count: _article(f"{before}{text * count}{after}")


def _in_head(before: str, text: str, after: str) -> Shape:
    return lambda count: _article("", head=f"{before}{text * count}{after}")


_INLINE = "a b i em strong span font q cite code sub sup u s del ins mark small time abbr ruby"
_BLOCKS = "div section article ul ol dl blockquote table figure aside center p li pre form h2 details main"
HTML: dict[str, Shape] = {
    **{f"deep <{tag}>": _deep(tag) for tag in f"{_BLOCKS} {_INLINE}".split()},
    **{f"deep <{tag}> with text": _deep(tag, text=True) for tag in ("div", "b", "span", "ul", "blockquote", "a")},
    **{
        f"unclosed <{tag}>": _deep(tag, text=True, closed=False)
        for tag in ("div", "p", "b", "li", "td", "a", "i", "font")
    },
    **{f"wide <{tag}>": _wide(tag) for tag in ("div", "p", "li", "blockquote", "h2", "span", "pre", "dd", "td", "b")},
    "wide <div> named": _wide("div", "<p>{}</p>", 'class="c{0}" id="i{0}"'),
    "wide <p> with a date": _wide("p", "<time>2 March 2026</time> {}"),
    "rows of a table": _table,
    "rows with one long cell": lambda count: _table(count, first=_sentence(1) * 3),
    "rows with a link": lambda count: _table(count, cell='<a href="/{0}">Row {0} of the table</a>'),
    "tables in tables": _tables_in_tables,
    "tables in a row": lambda count: _article(
        "<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>" * count
    ),
    "cells of a row": lambda count: _article(
        f"<table><tr>{'<td>12</td>' * count}</tr><tr>{'<td>13</td>' * count}</tr></table>"
    ),
    "lists of lists": _lists,
    "cards": _cards,
    "articles": _articles,
    "attributes": _attributes,
    "class names": _class_names,
    "links": _links,
    "list of links": _link_list,
    "footnote marks": _notes,
    "figures": _pictures,
    "pictures": _bare_pictures,
    "names in a byline": _byline,
    "authors in the head": _author_meta,
    "text in the structured data": _json_ld,
    "things in the structured data": _json_ld_things,
    "comments of readers": _comments,
    "entries of a live blog": _live,
    "questions and answers": _interview,
    "turns of a transcript": _transcript,
    "quotations": _quoted,
    "people who speak": _people,
    "subheads": _subheads,
    "subheads over nothing": _empty_subheads,
    "towns in a dateline": _dateline,
    "menus": _menus,
    "scripts": _shadowed("script", "var a = '</div>'; if (a < 1)"),
    "styles": _shadowed("style", ".a > .b { color: red }"),
    "comments of the source": lambda count: _article("<!-- x --" + "><!-- y " * count + "-->"),
    "declarations": lambda count: _article("<![if !IE]>" * count + "<p>x</p>" + "<![endif]>" * count),
    "processing instructions": lambda count: _article("<?php " * count),
    "open comments": lambda count: _article("<!--" * count),
    "open tags": lambda count: _article("<a " * count),
    "open entities": lambda count: _article("&amp" * count + "&#1234" * count),
    "<div> in <div> beside": _divs_with_text,
    "paragraphs far inside": _siblings_and_depth,
    "line breaks": lambda count: _article("<p>" + "<br>".join(map(_sentence, range(count))) + "</p>"),
    "double line breaks": lambda count: _article("<br><br>".join(map(_sentence, range(count)))),
    "one paragraph again": _same,
    "pull quotes": _pull_quotes,
    "early ends": lambda count: _article("</body></html>" * count),
    "hidden parts": lambda count: _article("".join(f"<div hidden><p>{_sentence(at)}</p></div>" for at in range(count))),
    "lists in lists": _deep("ul><li"),
    "lists in lists with text": _deep("ol><li", text=True),
    "attributes of one element": _one_element('a{0}="b"'),
    "data of one element": _one_element('data-a{0}="{0} {0}"'),
    "classes of one element": _value('<p class="', "comment-a ", '">A word.</p>'),
    "a style without end": _value('<p style="', "color: red; ", '">A word.</p>'),
    "sizes of a picture": _value('<img alt="A mill" srcset="', "/a.jpg 100w, ", '">'),
    "data in an address": _value('<img alt="A mill" src="data:image/png;base64,', "iVBORw0KGgo", '">'),
    "base64 as text": _value("<p>", "iVBORw0KGgo", "</p>"),
    "an address without end": _value('<p>A <a href="/', "a/", '">word</a>.</p>'),
    "an address with a query": _value('<p>A <a href="/?', "a=%41&amp;", '">word</a>.</p>'),
    "templates": _shadowed("template", "<p>Unseen</p>"),
    "deep <template>": _deep("template", text=True),
    "deep <svg>": _deep("svg", text=True),
    "drawings": _shadowed("svg", "<title>Chart</title><path d='M0 0'/><text>Rain</text>"),
    "formulas": _shadowed("math", "<mi>x</mi><mo>=</mo><mn>2</mn>"),
    "noscripts": _shadowed("noscript", "<img src=/a.gif><p>Turn it on</p>"),
    "inline words": _value("<p>", "<b>a</b> <i>b</i> ", "</p>"),
    "inline letters": _value("<p>", "<b>a</b><i>b</i>", "</p>"),
    "words of a line": _wide("p", "Rain"),
    "lines of one letter": _value("<p>", "a<br>", "</p>"),
    "names in paragraphs": _wide("p", "Ann Lee"),
    "headings of one word": _wide("h3", "Rain"),
    "headings of each level": _value("", "".join(f"<h{at}>Rain</h{at}>" for at in range(1, 7)), ""),
    "entities": _value("<p>", "&amp;&eacute;&#8220;&nbsp;", "</p>"),
    "unknown entities": _value("<p>", "&rain;", "</p>"),
    "things in things": _typed,
    "things with names": _wide("div", '<span itemprop="name">Ann Lee</span>', 'itemprop="author" itemscope'),
    "deep structured data": _json_ld_deep,
    "parts in the structured data": _json_ld_parts,
    "a script of the page's": _in_head("<script>", "var a = {b: '</p>'};", "</script>"),
    "data of a program": _app_state,
    "names of the page": _in_head("", '<meta name="keywords" content="rain, mill">', ""),
    "dates of the page": _in_head("", '<meta property="article:published_time" content="2026-03-02">', ""),
    "a date without end": _in_head('<meta property="article:published_time" content="', "2026-03-02 ", '">'),
    "a description without end": _in_head('<meta name="description" content="', "Rain fell, ", '">'),
    "a canonical address without end": _in_head('<link rel="canonical" href="https://town.example/', "a/", '">'),
    "ids that are named": _wide("p", '<a href="#n{0}" id="m{0}">{0}</a> {0}', 'id="n{0}" aria-labelledby="m{0}"'),
    "times": _value("<p>", '<time datetime="2026-03-02T10:00">10:00</time> ', "</p>"),
    "choices of a form": _value("<select>", "<option>Rain</option>", "</select>"),
    "buttons": _wide("button", "Share"),
    "defined terms": _value("<dl>", "<dt>Rain</dt><dd>Water from above.</dd>", "</dl>"),
    "rubies": _value("<p>", "<ruby>川<rt>かわ</rt></ruby>", "</p>"),
    "raised marks": _value("<p>", "word<sup>[1]</sup> ", "</p>"),
    "quotes in quotes": _value("", "<blockquote><p>“Rain,” she said.</p>", ""),
    "quoted words": _value("<p>", "<q>Rain</q> ", "</p>"),
    "code": _value("<pre><code>", "if (a < b) {\n", "</code></pre>"),
    "iframes": lambda count: _article(
        "".join(f'<iframe src="https://player.example/{at}"></iframe>' for at in range(count))
    ),
    "tweets": lambda count: _article(
        "".join(
            f'<blockquote class="twitter-tweet"><p>{_sentence(n)}</p>— Ann (@ann) <a href="/s/{n}">2 March 2026</a>'
            "</blockquote>"
            for n in range(count)
        )
    ),
}
RUNS: dict[str, str] = {
    "digits": "7",
    "digits with commas": "1,",
    "digits with dots": "1.",
    "spaced digits": "12 ",
    "spaced thousands": "12 500 ",
    "ordinals": "3. ",
    "times": "12:30 ",
    "dates": "2 March 2026 ",
    "short dates": "1/2/",
    "months": "March ",
    "months with commas": "March, ",
    "years": "1944-",
    "dots": ".",
    "spaced dots": ". ",
    "quotes": '"',
    "curly quotes": "“",
    "nested quotes": "“a ‘b ",
    "apostrophes": "'a",
    "open brackets": "(",
    "square brackets": "[",
    "bracket pairs": "()",
    "brackets with words": "(a ",
    "dashes": "-",
    "long dashes": "—",
    "spaced dashes": "a - ",
    "hyphened words": "re-",
    "letters": "a",
    "capitals": "A",
    "capital words": "ABC ",
    "initials": "A. ",
    "initials without blanks": "U.S.",
    "names": "Ann Lee ",
    "names with commas": "Ann Lee, ",
    "names with and": "Ann Lee and ",
    "towns": "LONDON, ",
    "addresses": "www.a.b/",
    "mail addresses": "a@b.",
    "at signs": "@",
    "hash tags": "#a",
    "slashes": "/",
    "words with slashes": "a/b",
    "colons": ":",
    "spaced colons": "a: ",
    "percent signs": "5% ",
    "money": "£5",
    "money in words": "$5 million ",
    "Roman numerals": "IV ",
    "long Roman numerals": "MDCLXVI",
    "telephone": "0800 ",
    "fractions": "1/2 ",
    "exponents": "10^",
    "operators": "1+1=",
    "degrees": "5°",
    "ranges": "1–2–",
    "units": "5 km ",
    "ellipses": "…",
    "question marks": "?! ",
    "pipes": "a | ",
    "stars": "*",
    "underscores": "_",
    "zero width": "\u200b",
    "combining": "e\u0301",
    "emoji": "👍",
    "said": '"a," said ',
    "Ms": "Mr. Lee ",
    "Han": "川",
    "Han sentences": "川の水位。",
    "kana": "ア",
    "Hangul": "김하늘 ",
    "Arabic": "قال ",
    "Arabic digits": "٣٠",
    "Thai": "ก",
    "Devanagari": "नदी ",
    "Cyrillic": "Река ",
    "soft hyphens": "a\u00ad",
    "no-break blanks": "12\u00a0",
    "photo credits": "Photo: Ann Lee/",
    "bullets": "• a ",
    "sentences": "It is so. ",
    "one-letter words": "a ",
    "CAPITALS WITH NUMBERS": "COVID-19 ",
    "words from right to left": "\u202bقال\u202c ",
    "marks of direction": "\u200e\u200f",
    "two scripts": "Рaйn川a",
    "two scripts in words": "Дом river 川 ",
    "accents on one letter": "\u0301",
    "joiners": "a\u200d",
    "variants": "☎\ufe0f",
    "flags": "🇩🇪",
    "families": "👩\u200d👧",
    "capitals with dots": "A.B.C. ",
    "capitals with hyphens": "A-",
    "footnotes in brackets": "word[1] ",
    "footnotes": "[1]",
    "numbers in brackets": "(1) ",
    "digits with apostrophes": "1'",
    "digits with thin blanks": "123\u202f",
    "digits with long dashes": "1 – ",
    "digits with letters": "4x",
    "digits with degrees": "1°2'3\"",
    "versions": "1.2.3.",
    "scores": "3:2 ",
    "scores with dashes": "3-2 ",
    "dates with dots": "12.3.2026 ",
    "dates by ISO": "2026-03-02T10:00 ",
    "weekdays": "Monday, ",
    "money ranges": "$5-",
    "money of several": "€5m-$6bn ",
    "percent ranges": "5%-",
    "hours": "10am-",
    "ages": "Ann Lee, 40, ",
    "ordinals in words": "21st ",
    "chemistry": "H2O",
    "powers": "10²",
    "roots": "√2",
    "currencies": "€$£",
    "typed ellipses": "... ",
    "spaced ellipses": ". . . ",
    "exclamations": "Oh! ",
    "dashes of typists": "-- ",
    "quotes that open": " “",
    "quotes that close": "” ",
    "quotes of each kind": "«a» „b“ 'c' ",
    "quoted words": '"a" ',
    "apostrophes of plurals": "the mills' ",
    "speakers": "ANN: yes ",
    "said by": "said Ann Lee, who said ",
    "he said": "he said she said ",
    "that": "said that ",
    "bylines": "By Ann Lee ",
    "towns with dashes": "LONDON — ",
    "hosts": "a.",
    "addresses of files": "https://a.example/b?c=d&",
    "handles": "@ann ",
    "emphasis": "*a* ",
    "and so on": "etc. ",
    "shortened words": "St. Dr. No. ",
    "Korean counts": "3개 ",
    "Japanese counts": "3年4月",
    "Chinese ranges": "3—4年",
    "Thai digits": "๓",
    "Hindi numbers": "५ लाख ",
    "Greek": "Ο ποταμός ",
    "Hebrew": "אמר: ",
    "Armenian": "Գետը ",
    "capitals of others": "РЕКА ",
    "blanks of other kinds": "\u2003",
    "line separators": "a\u2028",
    "controls": "a\u0085",
    "private characters": "\ue000",
    "replacements": "\ufffd",
    "commas": ",",
    "semicolons": "a; ",
}
PLAIN: dict[str, Shape] = {
    "lines": _numbered("{}", "\n"),
    "paragraphs": _numbered("{}"),
    "short lines": _plain("Menu", "\n"),
    "blank lines": _plain("\n"),
    "blanks": _plain(" "),
    "tabs": _plain("\t"),
    "indented lines": _plain("    a line", "\n"),
    "quoted mail": _plain("> ", ""),
    "one long line": _numbered("{}", " "),
    "hyphens at line ends": _plain("har-\nbour ", ""),
    "headers": _plain("Subject: a", "\n"),
    "addresses in lines": _plain("https://a.example/b", "\n"),
    "rules": _plain("---", "\n\n"),
    "names in lines": _plain("By Ann Lee", "\n"),
    "dates in lines": _plain("2 March 2026", "\n"),
    "long word": _plain("a"),
    "numbered lines": _numbered("1. {}", "\n"),
    "bullets in lines": _numbered("- {}", "\n"),
    "scraped": _plain("Share\nTweet\nRead more\nAdvertisement\n", "\n"),
}
MARKDOWN: dict[str, Shape] = {
    "paragraphs": _markdown("{}"),
    "headings": _markdown("## Part\n\n{}"),
    "list": _markdown("- {}", "\n"),
    "nested list": lambda count: (
        "# The river town\n\n" + _sentence(1) + "\n\n" + "\n".join(" " * (n % 90) + "- a" for n in range(count))
    ),
    "deep quote": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n" + ">" * count + " a\n",
    "quotes": _markdown("> {}"),
    "links": _markdown("[{}](http://a.example)", " "),
    "open brackets": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n" + "[" * count,
    "open links": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n" + "[a](" * count,
    "pictures": _markdown("![{}](a.png)"),
    "stars": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n" + "*a_ " * count,
    "backticks": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n" + "`a``" * count,
    "table": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * count,
    "front matter": lambda count: "---\n" + "key: value\n" * count + "---\n\n# The river town\n\n" + _sentence(1),
    "struck": _markdown("~~{}~~", " "),
    "html": _markdown("<div>{}</div>"),
    "notes": _markdown("{}[^1]"),
    "angle brackets": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n" + "<a " * count,
    "ampersands": lambda count: "# The river town\n\n" + _sentence(1) + "\n\n" + "&a" * count,
}


def _title(text: str) -> Shape:
    """Returns a shape of a title, a headline and a byline of one text said again and again."""
    lead = _paragraphs(6)
    return lambda count: (
        f"<html lang=en><head><title>{text * count}</title></head><body><h1>{text * count}</h1>"
        f"<p>By {text * count}</p>{lead}</body></html>"
    )


def page(kind: str, text: str) -> Page:
    """Returns a shape's text as a page of its kind."""
    return Page("https://town.example/a", text.encode(), kind)


def shapes() -> Iterator[tuple[str, str, Shape]]:
    """Yields each shape's name, media type and maker."""
    for name, make in HTML.items():
        yield f"html: {name}", "text/html", make
    for name, text in RUNS.items():
        yield f"run: {name}", "text/html", _run(text)
        yield f"title: {name}", "text/html", _title(text)
    for name, make in PLAIN.items():
        yield f"plain: {name}", "text/plain", make
    for name, text in RUNS.items():
        yield f"plain: {name}", "text/plain", _plain(text)
    for name, make in MARKDOWN.items():
        yield f"markdown: {name}", "text/markdown", make


def work(asked: Page) -> None:
    """Reads a page and writes its script."""
    with contextlib.suppress(NothingToRead):
        write_script(read_article(asked))


def calls(kind: str, text: str) -> int:
    """Returns how many functions are called for a page, in Python and in C."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    asked = page(kind, text)
    sys.setprofile(note)
    try:
        work(asked)
    finally:
        sys.setprofile(None)
    return count


def cpu_s(asked: Page) -> float:
    """Returns the seconds of CPU that a page costs."""
    gc.collect()
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _MOST_S)
    try:
        work(asked)
    except TimeoutError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def _give_up(number: int, frame: object) -> None:
    raise TimeoutError


def cost(name: str, kind: str, make: Shape) -> Cost:
    """Returns what a shape costs at a size at which its cost can be measured: the median where it is near the bar."""
    count = 500
    cpu_s(page(kind, make(count // 5)))  # loads the tables that the shape needs
    asked = page(kind, make(count))
    spent = cpu_s(asked)
    while spent < _LEAST_S and len(asked.body) * 2 < _LIMIT_BYTES:
        count *= 2
        asked = page(kind, make(count))
        spent = cpu_s(asked)
    twice = page(kind, make(count * 2))
    ones, twos = [spent], [cpu_s(twice)]
    while _NEAR < statistics.median(twos) / statistics.median(ones) < float("inf") and len(ones) < 5:
        ones.append(cpu_s(asked))
        twos.append(cpu_s(twice))
    one, two = statistics.median(ones), statistics.median(twos)
    return Cost(two / one if one < float("inf") else one, one, len(asked.body), name)


def measured(names: Sequence[str] = ()) -> Iterator[Cost]:
    """Yields the costs of the shapes whose name holds one of ``names``; of all without."""
    signal.signal(signal.SIGVTALRM, _give_up)
    work(page("text/html", _article(_paragraphs(3))))
    for name, kind, make in shapes():
        if not names or any(part in name for part in names):
            yield cost(name, kind, make)


def main() -> int:
    """Prints what each shape costs; fails when one grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of the names of shapes; all without")
    parser.add_argument("--all", action="store_true", help="print every shape, not only those over the bar")
    asked = parser.parse_args()
    found = []
    for one in measured(asked.names):
        found.append(one)
        if asked.all or one.ratio > MOST:
            print(one.line(), flush=True)
    over = sum(one.ratio > MOST for one in found)
    most = max(found)
    print(f"{len(found)} shapes: twice the page costs {most.ratio:.2f} at most ({most.name}); {over} over {MOST}")
    return over > 0


if __name__ == "__main__":
    sys.exit(main())
