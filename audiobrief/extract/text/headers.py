"""Lines at the top of a text that a program wrote: mail headers and the front matter of Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header

from audiobrief.extract.facts.bylines import byline, clean_name
from audiobrief.extract.facts.written_dates import iso_date, written_date

_MAIL_LINE = re.compile(r"([A-Za-z][A-Za-z-]{1,40}):[ \t]*(.*)")
_MAIL_KEYS = frozenset({"from", "to", "subject", "date", "cc", "reply-to", "message-id", "sent"})
_MATTER_LINE = re.compile(r"[\"']?([A-Za-z][\w-]{0,40})[\"']?\s*[:=]\s*(.*)")
_REPLY = re.compile(r"(?:\s*(?:re|fwd?|aw|wg|tr|rv|sv|vs|odp|antw)\s*:)+\s*", re.I)
_MAX_LINES = 80


@dataclass(frozen=True, slots=True)
class Header:
    """What the top lines say, and the lines themselves, which are not part of the article."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    description: str | None = None
    site: str | None = None
    lines: tuple[str, ...] = ()
    is_mail: bool = False


def read_header(text: str) -> tuple[Header, str]:
    """Parts a text into its header, empty where it has none, and the rest."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    header, end = _front_matter(lines, start) or _mail(lines, start) or (Header(), 0)
    return header, "\n".join(lines[end:]) if end else text


def _mail_fields(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    key = ""
    for number in range(start, min(len(lines), start + _MAX_LINES)):
        line = lines[number]
        match = _MAIL_LINE.match(line)
        if match:
            key = match[1].lower()
            fields.setdefault(key, match[2].strip())
        elif key and line[:1] in (" ", "\t") and line.strip():
            fields[key] += f" {line.strip()}"
        else:
            return fields, number
    return fields, min(len(lines), start + _MAX_LINES)


def _mail(lines: list[str], start: int) -> tuple[Header, int] | None:
    """What a mail's header says, and the number of the first line after it."""
    fields, end = _mail_fields(lines, start)
    if len(_MAIL_KEYS.intersection(fields)) < 2 or not {"subject", "from"}.intersection(fields):
        return None
    sender = re.sub(r"\s*<[^>]*>|\([^)]*@[^)]*\)", "", _decoded(fields.get("from", ""))).strip("\"' ")
    date = _first(fields, "date", "sent")
    name = clean_name(sender)
    header = Header(
        title=_REPLY.sub("", _decoded(fields.get("subject", "")), count=1).strip(),
        authors=(name,) if name else (),
        published=iso_date(date) or written_date(date),
        lines=tuple(filter(None, map(str.strip, lines[start:end]))),
        is_mail=True,
    )
    return header, end


def _first(fields: dict[str, str], *names: str) -> str:
    """The first of these fields that says something."""
    return next((value for name in names if (value := fields.get(name))), "")


def _decoded(value: str) -> str:
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (MessageError, LookupError, ValueError):
        return value


def _front_matter(lines: list[str], start: int) -> tuple[Header, int] | None:
    """What the front matter of Markdown says (YAML or TOML), and the number of the first line after it."""
    mark = lines[start].strip()
    marks = (n for n in range(start + 1, min(len(lines), start + _MAX_LINES)) if lines[n].strip() in (mark, "..."))
    end = next(marks, 0) if mark in ("---", "+++") else 0
    own = lines[start + 1 : end]
    fields = _matter_fields(own)
    if not fields:
        return None
    date = _first(fields, "date", "published", "pubdate")
    header = Header(
        title=_first(fields, "title", "headline"),
        authors=byline(re.sub(r"[\"']", "", _first(fields, "author", "authors", "byline"))).names,
        published=iso_date(date) or written_date(date),
        language=_first(fields, "lang", "language") or None,
        description=_first(fields, "description", "summary") or None,
        site=_first(fields, "site", "source") or None,
        lines=tuple(filter(None, map(str.strip, own))),
    )
    return header, end + 1


def _matter_fields(lines: list[str]) -> dict[str, str]:
    """Values by lower-case keys, the items of a list joined by semicolons."""
    fields: dict[str, str] = {}
    key = ""
    for line in lines:
        if match := _MATTER_LINE.match(line):
            key = match[1].lower()
            fields.setdefault(key, match[2].strip())
        elif key and re.match(r"\s*-\s+\S", line):
            fields[key] += ("; " if fields[key] else "") + line.strip(" -")
    return {name: value.strip("\"'[] ") for name, value in fields.items()}
