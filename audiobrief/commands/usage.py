"""What is wrong with a command line, as one of our errors: the fact, and what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from audiobrief.errors import UsageError
from audiobrief.text.near import meant

_KINDS = {"float": "a number", "integer": "a whole number"}


def told(error: click.ClickException) -> UsageError:
    """Returns click's error in our form. The remedy is what was meant, or the command that tells."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "audiobrief"
    fact = re.split(r" \(?(?:Did you mean|Possible options)", error.format_message())[0]
    return UsageError(path, _plain(fact, error), _meant(fact, error, context) or f"See {path} --help")


def _plain(fact: str, error: click.ClickException) -> str:
    """Returns click's words in ours."""
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.make_metavar(error.ctx) if error.ctx else error.param.human_readable_name
        return f"{name.strip('[].')} is missing"
    return re.sub(r"a valid (float|integer)( range)?", lambda kind: _KINDS[kind[1]], fact)


def _meant(fact: str, error: click.ClickException, context: click.Context | None) -> str:
    if context is None:
        return ""
    if isinstance(error, click.NoSuchOption):
        return meant(error.option_name, _options(context))
    wrong = re.search(r"'([^']+)'", fact)
    if fact.startswith("No such command") and wrong:
        return meant(wrong[1], _commands(context.command)) or _elsewhere(wrong[1], context)
    kind = error.param.type if isinstance(error, click.BadParameter) and error.param is not None else None
    if isinstance(kind, click.Choice):
        given = re.search(r"Invalid value for [^:]*: '?([^' ]+)'?", fact)
        return meant(given[1], map(str, kind.choices)) if given else ""
    return "Give it like 1.25" if isinstance(kind, click.types.FloatParamType) else ""


def _options(context: click.Context) -> Iterator[str]:
    for parameter in context.command.get_params(context):
        yield from (*parameter.opts, *parameter.secondary_opts)


def _commands(command: click.Command) -> Iterator[str]:
    for name, one in getattr(command, "commands", {}).items():
        if not one.hidden:
            yield name


def _elsewhere(name: str, context: click.Context) -> str:
    """Returns where a verb is that was typed without its family: ``update`` is ``feed update``."""
    root = context.find_root()
    for family, one in getattr(root.command, "commands", {}).items():
        if name in _commands(one):
            return f"Did you mean audiobrief {family} {name}?"
    return ""
