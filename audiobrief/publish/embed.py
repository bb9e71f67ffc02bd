"""The player for other people's pages: one small script, made of the parts of the own page's (static/embed.js)."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import product
from string import ascii_letters

from lxml import html
from lxml.html import builder as tag

from audiobrief.publish import clean
from audiobrief.publish.page_words import Words, words
from audiobrief.publish.player_bar import E

NAME = "audiobrief-player.js"
_PARTS = ("core.js", "bar.js", "embed.js")
_KEPT = r'"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|(?<![\w)\]])(?<![\w)\]] )/(?![/*])(?:\\.|[^/\\\n])+/[a-z]*'
"""Strings and patterns: a slash behind a name or a bracket divides."""
_TOKEN = re.compile(rf"({_KEPT})|(?>\s|//[^\n]*\n)++|[;,]\s*(?=\}})|\((\w+)\)(?= =>)")
_DECLARED = re.compile(r"(?:const|let) (\w+)|(?<=[(,\[])(\w+)(?=[^()]*\)=>)|\b(\w+)=>")
_PROPERTY = re.compile(r"\.(\w+)|(?<=[{,])(\w+)(?=[,}:=(])")


@cache
def script(language: str) -> bytes:
    """Returns ``audiobrief-player.js``; what it says where no episode can be had is in the feed's language."""
    say = words(language)
    told = {"lang": say.language, "failed": say("no_player"), "there": say("episode_page")}
    own = f"const WORDS={json.dumps(told, ensure_ascii=False, separators=(',', ':'))};"
    parts = [(files(__package__) / "static" / part).read_text("utf-8") for part in _PARTS]
    source = "".join(parts).replace('"use strict";', f'"use strict";{own}', 1)
    return f"(()=>{{{_renamed(_squeezed(source))}}})();\n".encode()


def lines(page: str, base_url: str, say: Words) -> list[html.HtmlElement]:
    """Returns what shows an episode's player on another page, to copy; nothing where the feed has no address."""
    if not clean.web_address(page):
        return []
    script = tag.SCRIPT(src=f"{base_url}/{NAME}", defer="defer")
    player = html.Element("audiobrief-player", episode=page)
    player.append(tag.A(say("episode_page"), href=page))
    markup = "\n".join(html.tostring(made, encoding="unicode") for made in (script, player))
    return [E.details(E.summary(say("embed")), tag.PRE(tag.CODE(markup, dir="ltr")), id="embed")]


def _squeezed(source: str) -> str:
    """Returns a script of ours without comments and blanks.

    It ends its statements with semicolons, writes strings in double quotes, and nests no templates.
    """

    def shorter(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            return re.sub(r"\n\s*", "", found[1] or found[2])
        around = source[found.start() - 1 : found.start()] + source[found.end() : found.end() + 1]
        return " " if re.fullmatch(r"[\w$]{2}", around) else ""

    return _TOKEN.sub(shorter, source)


def _renamed(source: str) -> str:
    """Returns it with short names for what it declares."""
    pieces = re.split(f"({_KEPT})", source)
    new = _short_names('""'.join(pieces[::2]), " ".join(piece for piece in pieces[1::2] if piece[0] == "`"))
    pieces[::2] = [re.sub(r"\w+", lambda found: new.get(found[0], found[0]), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _short_names(source: str, templates: str) -> dict[str, str]:
    """Returns new names, none of them in use, for those that are nowhere a property's nor in a template.

    So each can stand for the old one wherever it occurs, whatever it is there.
    """
    kept = {*_names(_PROPERTY, source), *re.findall(r"\w+", templates)}
    names = Counter(re.findall(r"\w+", source))
    old = sorted({*_names(_DECLARED, source)} - kept, key=lambda name: (-names[name] * len(name), name))
    short = map("".join, product(("", *ascii_letters), ascii_letters))
    return {"const": "let", **dict(zip(old, (name for name in short if name not in kept | {*names}), strict=False))}


def _names(pattern: re.Pattern[str], source: str) -> list[str]:
    return [name for found in pattern.findall(source) for name in found if name]
