"""What note-taking programs add to Markdown, written as what CommonMark knows: callouts, tasks, wiki links, marks."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobrief.model import Dropped
from audiobrief.roles import Reason

_CODE = re.compile(r"(^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\2[^\n]*$|\Z)|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"(?<![%\w])%%(?!%)(.+?)%%(?!%)", re.DOTALL)
_BLOCK_ID = re.compile(r"(?<=\S)[ \t]+\^([a-z0-9][\w-]{2,40})[ \t]*$", re.MULTILINE)
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]+?)(?<=\S)==(?![=\w])")
_EMBED = re.compile(r"!\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+)\[([ xX/>-])\][ \t]+(?=\S)", re.MULTILINE)
_CALLOUT = re.compile(
    r"^(?P<mark>[ \t]{0,3}>[ \t]?)\[!(?P<kind>\w[\w-]*)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)\n?"
    r"(?P<body>(?:[ \t]{0,3}>[^\n]*(?:\n|\Z))*)",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_LOWERED = re.compile(r"(?<=\w)~(\d{1,3}|[a-z+-]{1,4})~(?!~)")
_RAISED = re.compile(r"(?<=\w)\^([-−+]?\w{1,4})\^")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_TICKED = {" ": "☐ "}


def as_common(text: str) -> tuple[str, list[Dropped]]:
    """Returns a Markdown text with only what CommonMark knows, and what of it is not spoken. Code stays as it is."""
    left: list[Dropped] = []
    parts: list[str] = []
    last = 0
    for code in _CODE.finditer(text):
        parts += [_rewritten(text[last : code.start()], left), code[0]]
        last = code.end()
    return "".join([*parts, _rewritten(text[last:], left)]), left


def _rewritten(text: str, left: list[Dropped]) -> str:
    def drop(reason: Reason) -> Callable[[re.Match[str]], str]:
        def out(match: re.Match[str]) -> str:
            left.append(Dropped(" ".join(match[1].split())[:300], reason))
            return ""

        return out

    def embed(match: re.Match[str]) -> str:
        shown = (match[2] or "").strip()
        if shown and not _SIZE.fullmatch(shown):
            return f"![{shown}](<{match[1].strip()}>)"
        return drop(Reason.IMAGE_LABEL)(match)

    for pattern, write in (
        (_COMMENT, drop(Reason.METADATA)),
        (_BLOCK_ID, drop(Reason.METADATA)),
        (_EMBED, embed),
        (_WIKI_LINK, _link),
        (_CALLOUT, _callout),
        (_CALLOUT, _callout),  # one inside another
        (_TASK, lambda match: match[1] + _TICKED.get(match[2], "☑ ")),
        (_MARKED, r"\1"),
        (_LOWERED, r"<sub>\1</sub>"),
        (_RAISED, r"<sup>\1</sup>"),
    ):
        text = pattern.sub(write, text)
    return text


def _link(match: re.Match[str]) -> str:
    """Returns what a link between notes shows: its own words, else the note's name and the heading in it."""
    if match[2]:
        return match[2].strip()
    return ", ".join(part.strip() for part in match[1].split("#") if part.strip() and part[0] != "^")


def _callout(match: re.Match[str]) -> str:
    """Returns a callout as paragraphs, its title (else its kind) before the first: it is no quote."""
    title = match["title"].strip() or match["kind"].replace("-", " ").capitalize()
    body = _QUOTED.sub("", match["body"]).strip("\n")
    joint = "" if title[-1] in ".:!?" else ":"
    return f"{title}{joint} {body}\n\n" if body[:1].isalnum() or body[:1] in '"“*_[' else f"{title}\n\n{body}\n\n"
