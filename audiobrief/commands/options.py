"""Options that several commands share, and how a command speaks to the person at the terminal."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable
from dataclasses import Field
from typing import TYPE_CHECKING, Any

import click

from audiobrief.choices import FASTEST, SCRIPT_CHOICES, SLOWEST
from audiobrief.errors import UsageError
from audiobrief.formats import FLAGGED
from audiobrief.telling import Bar, Teller

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = Callable[..., Any]


tell = Teller(functools.partial(click.echo, err=True))
"""Prints a line for the person at the terminal, where they want it."""


_BESIDE_LABEL = 60
"""Columns of a bar, its percents and the time that is left."""


def _bar(what: str, total: int) -> Bar:
    """Returns a bar on standard error that keeps to one line."""
    label = what[: max(8, shutil.get_terminal_size().columns - _BESIDE_LABEL)]
    return click.progressbar(
        length=total, label=label, file=sys.stderr, width=20, show_eta=False, item_show_func=lambda left: left
    )


def _choose(context: click.Context, option: click.Parameter, is_wanted: bool) -> None:
    """Notes how much is to be told. The choices of one command line are together in the ``meta`` of its contexts."""
    chosen: dict[str, bool] = context.meta.setdefault(__name__, {})
    chosen[str(option.name)] = chosen.get(str(option.name), False) or is_wanted
    tell.is_quiet, tell.is_verbose = chosen.get("quiet", False), chosen.get("verbose", False)
    if tell.is_quiet and (tell.is_verbose or chosen.get("progress")):
        raise UsageError("--quiet", "asks for less to be told, --verbose and --progress for more", "Give one of them")
    tell.new_bar = _bar if chosen.get("progress") and sys.stderr.isatty() else None


def _telling(*, hidden: bool) -> list[click.Parameter]:
    return [
        click.Option([f"--{name}"], is_flag=True, expose_value=False, hidden=hidden, callback=_choose, help=text)
        for name, text in (
            ("quiet", "Print results and errors only."),
            ("verbose", "Also say what each step does: pages asked for, voices chosen, what the cache held."),
            ("progress", "In a terminal, draw a bar for long work instead of lines."),
        )
    ]


def add_telling(command: click.Command, *, hidden: bool = False) -> None:
    """Adds how much is told to a command; its help shows it, that of each command below it does not."""
    command.params += _telling(hidden=hidden)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            add_telling(below, hidden=True)


def example(*lines: str) -> str:
    """Returns the end of a command's help: how it is typed."""
    return "\n".join(["\b", "Example:", *(f"  audiobrief {line}" for line in lines)])


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Lets the shell complete a file, where an address may stand too."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def language_tag(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuses a language tag that is none, before anything is read."""
    from audiobrief.text.language_tags import checked

    return checked(value) if value and value != "en" else value


def script_options(command: Command) -> Command:
    """Adds where pages may lie, and what the listener chooses about the script, given as ``options``."""

    @functools.wraps(command)
    def with_options(*, lexicon: tuple[str, ...], **given: Any) -> None:
        from audiobrief import stories

        chosen = {one.name: given.pop(one.name) for one in SCRIPT_CHOICES}
        command(**given, options=stories.options(lexicon, **chosen))

    wrapped: Command = with_options
    added: tuple[Callable[[Command], Command], ...] = (
        click.option(
            "--language",
            metavar="TAG",
            callback=language_tag,
            help="Language of the article, where the page does not say it.",
        ),
        click.option("--allow-private", is_flag=True, help="Read pages at names that lead into private networks."),
        *map(_option, SCRIPT_CHOICES),
        click.option(
            "--lexicon",
            type=click.Path(),
            multiple=True,
            metavar="FILE",
            help="Your own pronunciations, a W3C PLS lexicon; may be given again.",
        ),
    )
    for option in added:
        wrapped = option(wrapped)
    return wrapped


def _option(choice: Field[Any]) -> Callable[[Command], Command]:
    name, values = choice.name.replace("_", "-"), choice.metadata["values"]
    flag = f"--{name}" if values else f"--{name}/--no-{name}"
    kind = click.Choice(values) if values else None
    return click.option(flag, type=kind, default=choice.default, show_default=True, help=choice.metadata["help"])


def speaker_options(command: Command) -> Command:
    """Adds who speaks."""
    for option in (
        click.option("--cast", metavar="NAME", help="Cast of voices: a name from `audiobrief voices` or a TOML file."),
        click.option("--voice", metavar="NAME", help="Use this one voice (see `audiobrief voices`)."),
    ):
        command = option(command)
    return command


def voice_options(command: Command) -> Command:
    """Adds who speaks and how fast."""
    return click.option(
        "--rate",
        type=click.FloatRange(SLOWEST, FASTEST),
        default=1.0,
        show_default=True,
        help="Speed: 1.25 is a quarter faster.",
    )(speaker_options(command))


def cluster_option(command: Command) -> Command:
    """Adds who does the work."""
    return click.option(
        "--cluster",
        metavar="ADDRESS",
        envvar="AUDIOBRIEF_CLUSTER",
        help="Let the workers of a dask scheduler speak, like tcp://10.0.0.5:8786 (audiobrief help scale).",
    )(command)


def format_options(command: Command) -> Command:
    """Adds a flag for each file that can be written beside the MP3."""
    for row in reversed(FLAGGED):
        command = click.option(f"--{row.flag}", row.flag, is_flag=True, help=row.help)(command)
    return command
