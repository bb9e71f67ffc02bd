"""The man page, from the same words as the commands' own help, in roff's man macros."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator

import click

from audiobrief import __version__

_VERBATIM = "\b"
"""Click's mark of a paragraph whose lines stay as they are."""


def page(root: click.Context, commands: Iterable[tuple[str, click.Context]]) -> str:
    """Returns the man page of the program and of all commands; without a date, so that it changes with them alone."""
    summary = _paragraphs(root.command.help)[0]
    lines = [f'.TH AUDIOBRIEF 1 "" "audiobrief {__version__}"', ".SH NAME", f"audiobrief \\- {_escaped(summary)}"]
    lines += [".SH SYNOPSIS", *_synopsis(root), ".SH OPTIONS", *_options(root), ".SH COMMANDS"]
    for _, context in commands:
        lines += [f".SS {_escaped(context.command_path)}", *_synopsis(context), *_text(context.command.help)]
        lines += [*_options(context), *_text(context.command.epilog)]
    return "\n".join(lines) + "\n"


def _synopsis(context: click.Context) -> Iterator[str]:
    yield f".B {_escaped(context.command_path)}"
    yield _escaped(" ".join(context.command.collect_usage_pieces(context)))


def _options(context: click.Context) -> Iterator[str]:
    for parameter in context.command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record:
            yield from (".TP", f".B {_escaped(record[0])}", _escaped(record[1] or ""))


def _text(text: str | None) -> Iterator[str]:
    for paragraph in _paragraphs(text):
        if paragraph.startswith(_VERBATIM):
            yield from (".PP", ".nf", *map(_escaped, paragraph.splitlines()[1:]), ".fi")
        else:
            yield from (".PP", _escaped(" ".join(paragraph.split())))


def _paragraphs(text: str | None) -> list[str]:
    return [part for part in inspect.cleandoc(text or "").split("\n\n") if part.strip()]


def _escaped(text: str) -> str:
    """Returns text that roff prints as it is: hyphens as they are typed, no line that is a request, ASCII alone."""
    text = text.replace("\\", "\\[rs]").replace("-", "\\-")
    text = re.sub(r"[^\x00-\x7f]", lambda sign: f"\\[u{ord(sign[0]):04X}]", text)
    return re.sub(r"^(?=[.'])", r"\\&", text)
