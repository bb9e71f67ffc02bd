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
    """The header of a text, and the text without it."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    mark = lines[start].strip() if lines else ""
    if mark in ("---", "+++"):
        end = next(
            (n for n in range(start + 1, min(len(lines), start + _MAX_LINES)) if lines[n].strip() in (mark, "...")),
            None,
        )
        if end is not None and any(_MATTER_LINE.match(line) for line in lines[start + 1 : end]):
            return _front_matter(lines[start + 1 : end]), "\n".join(lines[end + 1 :])
    fields, end = _mail_fields(lines, start)
    if len(_MAIL_KEYS.intersection(fields)) >= 2 and ("subject" in fields or "from" in fields):
        return _mail(fields, lines[start:end]), "\n".join(lines[end:])
    return Header(), text


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


def _mail(fields: dict[str, str], lines: list[str]) -> Header:
    sender = re.sub(r"\s*<[^>]*>|\([^)]*@[^)]*\)", "", _decoded(fields.get("from", ""))).strip("\"' ")
    date = fields.get("date") or fields.get("sent") or ""
    name = clean_name(sender)
    return Header(
        title=_REPLY.sub("", _decoded(fields.get("subject", "")), count=1).strip(),
        authors=(name,) if name else (),
        published=iso_date(date) or written_date(date),
        lines=tuple(line.strip() for line in lines if line.strip()),
        is_mail=True,
    )


def _decoded(value: str) -> str:
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (MessageError, LookupError, ValueError):
        return value


def _front_matter(lines: list[str]) -> Header:
    fields: dict[str, str] = {}
    key = ""
    for line in lines:
        match = _MATTER_LINE.match(line)
        if match:
            key = match[1].lower()
            fields.setdefault(key, match[2].strip())
        elif key and re.match(r"\s*-\s+\S", line):
            fields[key] += ("; " if fields[key] else "") + line.strip(" -")
    plain = {name: value.strip("\"'[] ") for name, value in fields.items()}
    writer = plain.get("author") or plain.get("authors") or plain.get("byline") or ""
    date = plain.get("date") or plain.get("published") or plain.get("pubdate") or ""
    return Header(
        title=plain.get("title") or plain.get("headline") or "",
        authors=byline(re.sub(r"[\"']", "", writer)).names,
        published=iso_date(date) or written_date(date),
        language=plain.get("lang") or plain.get("language") or None,
        description=plain.get("description") or plain.get("summary") or None,
        site=plain.get("site") or plain.get("source") or None,
        lines=tuple(line.strip() for line in lines if line.strip()),
    )
