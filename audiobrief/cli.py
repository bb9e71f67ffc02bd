"""The command line: joins the verbs of :mod:`audiobrief.commands` and says every error as one line.

Results go to standard output, everything else to standard error; lines are only ever appended, without colour.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import NoReturn

import click

from audiobrief.commands import check, export, feed, languages, listen, publish, read, say, script, serve, usage, voices
from audiobrief.commands.help import completion, show_help
from audiobrief.commands.options import add_telling, tell
from audiobrief.errors import AudiobriefError, Interrupted, OutputError

_NAMELESS: type[click.ClickException] | tuple[()] = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""What newer releases of click raise for a group without a command; its message is the help."""
_OBJECTS_A_COLLECTION = 20_000
"""New ones before the garbage collector looks: a run makes many that stay, and 700 had it look for 1 s an hour."""
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_COMMANDS: tuple[click.Command, ...] = (
    read.read,
    script.script,
    say.say,
    listen.listen,
    feed.feed,
    publish.publish,
    voices.voices,
    languages.languages,
    serve.serve,
    check.check,
    export.export,
    show_help,
    completion,
)


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="audiobrief", message="audiobrief %(version)s")
def cli() -> None:
    """Turn news articles into podcast episodes you can navigate by ear."""


for _command in _COMMANDS:
    cli.add_command(_command)
add_telling(cli)


def _write_utf_8() -> None:
    """Makes what others read UTF-8 on every system; a terminal that shows less shows a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def main() -> NoReturn:
    """Runs the command and turns every error into one line and its exit code."""
    _write_utf_8()
    gc.set_threshold(_OBJECTS_A_COLLECTION)
    try:
        code = cli.main(prog_name="audiobrief", standalone_mode=False) or 0
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except _NAMELESS as nothing:
        click.echo(nothing.format_message())
        code = 0
    except BrokenPipeError:  # the reader of our output left: nobody is there to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (Exception, KeyboardInterrupt) as error:
        ours = _ours(error)
        if ours is None and os.environ.get("AUDIOBRIEF_DEBUG"):
            raise
        ours = ours or _unexpected(error)
        tell(f"Error: {ours}")
        code = ours.exit_code
    sys.exit(code)


def _ours(error: BaseException) -> AudiobriefError | None:
    """Returns an error as one of ours; None for a fault of this program."""
    match error:
        case AudiobriefError():
            return error
        case click.Abort() | KeyboardInterrupt():
            return Interrupted("audiobrief", "stopped", "Run it again: nothing that was spoken is spoken twice.")
        case click.ClickException():
            return usage.told(error)
        case OSError():
            return OutputError(error.filename or "system", error.strerror or str(error), "Check disk and permissions.")
    return None


def _unexpected(error: BaseException) -> AudiobriefError:
    fact = f"an unexpected {type(error).__name__} ({error})"
    return AudiobriefError("audiobrief", fact, "Please report it, with what AUDIOBRIEF_DEBUG=1 prints.")
