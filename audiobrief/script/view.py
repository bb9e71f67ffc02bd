"""A script to look at: plain lines for a terminal and a screen reader, and an accessible page."""

from __future__ import annotations

from html import escape

from audiobrief.languages.tags import direction
from audiobrief.model import Role, Script, Segment


def as_text(script: Script) -> str:
    """A line a segment: what it is, who speaks, the words; chapters, and those inside them, on lines of their own."""
    lines = []
    for segment in script.segments:
        if segment.chapter:
            lines += ["", f"Chapter{' inside' * (segment.chapter_level > 1)}: {segment.chapter}"]
        lines.append(f"{_what(segment)}: {segment.text} (pause {segment.pause_ms} ms)")
    return "\n".join(lines).lstrip("\n") + "\n"


def as_html(script: Script) -> str:
    """A page of its own: chapters are headings, every segment says its role, speaker and confidence in words."""
    article = script.article
    language = escape(article.language or "und", quote=True)
    title = escape(article.title or "Script")
    rows = "\n".join(_item(segment, _language(segment, script)) for segment in script.segments)
    dropped = "\n".join(f"<li>{escape(piece.reason.value)}: {escape(piece.text)}</li>" for piece in article.dropped)
    left_out = f"<h2>Left out</h2>\n<ul>\n{dropped}\n</ul>\n" if dropped else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Script: {title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1 lang="{language}" dir="{direction(article.language)}">{title}</h1>\n{rows}\n{left_out}</main>\n'
        "</body>\n</html>\n"
    )


STYLE = (
    "body{font:1.1rem/1.6 sans-serif;max-width:45em;margin:auto;padding:1em;color:#111;background:#fff}"
    ".what{font-weight:bold}.details{color:#444}.quote{border-inline-start:.3em solid #444;padding-inline-start:1em}"
)


def _language(segment: Segment, script: Script) -> str | None:
    """The segment's own language, else its story's."""
    if segment.language or segment.story is None or segment.story >= len(script.stories):
        return segment.language or script.article.language
    return script.stories[segment.story].language or script.article.language


def _item(segment: Segment, language: str | None) -> str:
    lang = f' lang="{escape(language, quote=True)}" dir="{direction(language)}"' if language else ' dir="auto"'
    kind = ' class="quote"' if segment.role is Role.QUOTE else ""
    tag = f"h{1 + segment.chapter_level}"
    heading = f"<{tag}{lang}>{escape(segment.chapter)}</{tag}>\n" if segment.chapter else ""
    written = ""
    if segment.written and segment.written != segment.text:
        written = f'<br><span class="details">Written: <span{lang}>{escape(segment.written)}</span></span>'
    what = f'<span class="what">{escape(_what(segment))}:</span>'
    return (
        f"{heading}<p{kind}>{what} <span{lang}>{escape(segment.text)}</span> "
        f'<span class="details">(pause {segment.pause_ms} milliseconds)</span>{written}</p>'
    )


def _what(segment: Segment) -> str:
    """For example: "quote by Jane Doe, printed as "she", 90 % sure, voice quote-1"."""
    parts = [segment.role.value.replace("_", " ")]
    if segment.level:
        parts.append(f"level {segment.level}")
    if segment.speaker or segment.source:
        parts.append(f"by {segment.speaker or 'an unsure speaker'}")
    if segment.source and segment.source != segment.speaker:
        parts.append(f'printed as "{segment.source}"')
    if segment.confidence is not None:
        parts.append(f"{round(segment.confidence * 100)} percent sure")
    if segment.voice:
        parts.append(f"voice {segment.voice}")
    if segment.language:
        parts.append(f"in {segment.language}")
    return ", ".join(parts)
