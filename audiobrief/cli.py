"""The command line: parses, calls the rooms that do the work, prints plain lines. No logic lives here.

Results go to standard output, everything else to standard error; lines are only ever appended, without colour.
Heavy modules are imported by the command that needs them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from audiobrief.choices import CHAPTER_LEVELS, RATES_HZ, STICK_PLAYERS, ScriptOptions
from audiobrief.command_options import cluster_option, format_options, script_options, tell, voice_options
from audiobrief.errors import AudiobriefError, Interrupted, OutputError, PartlyDone, UsageError
from audiobrief.formats import FLAGGED
from audiobrief.voice_commands import say, voices

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="audiobrief", message="audiobrief %(version)s")
def cli() -> None:
    """Turn news articles into podcast episodes you can navigate by ear."""


cli.add_command(voices)
cli.add_command(say)


@cli.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="The MP3 to write; default: named by the title."
)
@click.option("--force", is_flag=True, help="Replace the output if it is there.")
@click.option("--title", metavar="TEXT", help="Title of an edition of several sources.")
@format_options
@click.option("--intro", type=click.Path(), metavar="FILE", help="A sound to begin with.")
@click.option("--outro", type=click.Path(), metavar="FILE", help="A sound to end with.")
@click.option(
    "--sample-rate",
    type=click.Choice([*map(str, RATES_HZ)]),
    default="44100",
    show_default=True,
    help="Samples a second of the MP3.",
)
@click.option(
    "--chapter-levels",
    type=click.Choice([*map(str, CHAPTER_LEVELS)]),
    default="1",
    show_default=True,
    help="Levels of chapters in the MP3; 2: also those inside others.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@cluster_option
@voice_options
@script_options
def read(as_json: bool, sample_rate: str, chapter_levels: str, **given: Any) -> None:
    """Make a chaptered MP3 of one article, or one edition of several.

    A SOURCE is a URL, a saved page, a mail, a text or Markdown file (docs/inputs.md), a script (.json), or - for
    standard input.
    """
    from audiobrief import reading

    formats = tuple(row for row in FLAGGED if given.pop(row.flag))
    given |= {"rate_hz": int(sample_rate), "chapter_levels": int(chapter_levels)}
    result = reading.read(reading.ReadRequest(formats=formats, **given), tell)
    click.echo(result.as_json() if as_json else result.as_text())
    if result.unspoken:
        raise PartlyDone(result.path, f"{len(result.unspoken)} passages could not be spoken", "They are named above.")


@cli.command()
@click.argument("source", metavar="SOURCE")
@click.option("--json", is_flag=True, help="Print the editable script; `audiobrief read` takes it.")
@click.option("--html", is_flag=True, help="Print a page with roles, speakers and confidence.")
@click.option("--dropped", is_flag=True, help="Print what is not read, and why.")
@click.option("--unknown-words", is_flag=True, help="Print names that no lexicon knows.")
@script_options
def script(source: str, language: str | None, options: ScriptOptions, allow_private: bool, **forms: bool) -> None:
    """Print what would be spoken."""
    asked = [form for form, is_asked in forms.items() if is_asked]
    if len(asked) > 1:
        raise UsageError("script", "more than one form was asked for", "Choose one of --json, --html, --dropped.")
    from audiobrief import stories

    form = asked[0] if asked else "text"
    click.echo(stories.show(source, form, options, language, allow_private=allow_private, tell=tell), nl=False)


@cli.command()
@click.argument("feed", metavar="FEED", type=click.Path())
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--init", is_flag=True, help="Make the feed folder and its audiobrief.toml first.")
@click.option("--title", metavar="TEXT", help="With --init: the feed's title.")
@click.option("--base-url", metavar="URL", help="With --init: where public/ will be served.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="With --init: the feed's language.")
@click.option("--cast", metavar="NAME", help="With --init: who speaks; default: the best voice of this machine.")
@click.option("--id", "identity", metavar="TEXT", help="Identity of the one source given, where its URL is not it.")
@click.option("--dry-run", is_flag=True, help="Show what would be made; change nothing.")
@click.option("--status", is_flag=True, help="Show how each source and article is; publish nothing.")
@click.option("--retry", is_flag=True, help="Try again what was given up.")
@click.option("--withdraw", metavar="URL", help="Take an article out of the feed for good.")
@click.option("--add-listener", metavar="NAME", help="Make the feed private and give NAME a secret address.")
@click.option("--revoke", metavar="NAME", help="Close the address of a listener.")
@click.option("--listeners", is_flag=True, help="Show who may listen to a private feed.")
@click.option("--allow-shrink", is_flag=True, help="Publish without episodes that the library lost for good.")
@click.option("--rebuild", is_flag=True, help="Make every derived file again and verify the MP3s.")
@cluster_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def publish(feed: str, sources: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """Speak new and changed articles and update the feed.

    Running it again changes nothing. SOURCEs are published together with those in FEED/audiobrief.toml.
    """
    from audiobrief.feed import run as feeds
    from audiobrief.feed import upkeep

    folder = Path(feed)
    answer = _answer(folder, given, as_json)
    if answer is not None:
        click.echo(answer)
        return
    _prepare(folder, given)
    chosen = {name: given[name] for name in ("identity", "dry_run", "cluster", "allow_shrink")}
    report = feeds.publish(folder, sources, tell, **chosen)
    if given["rebuild"]:
        report.failed += upkeep.verify(folder)
    click.echo(report.as_json() if as_json else report.as_text())
    if report.failed:
        failed, seen = len(report.failed), report.seen
        fact = f"{failed} problem{'s' * (failed != 1)} in {seen} article{'s' * (seen != 1)}"
        raise PartlyDone(feed, fact, "They are named above.")


@cli.command()
@click.argument("feed", metavar="FEED", type=click.Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="Port to listen on.")
@click.option("--here", "is_readdressed", is_flag=True, help="Name the files at this server, whatever base_url says.")
def serve(feed: str, host: str, port: int, is_readdressed: bool) -> None:
    """Serve a feed folder to podcast apps and browsers on this network."""
    from audiobrief import serve as server
    from audiobrief.feed import paths

    server.serve(Path(feed), host, port, public=paths.to_serve(Path(feed)), is_readdressed=is_readdressed)


@cli.group()
def export() -> None:
    """Write episodes for players that know no feeds."""


@export.command("stick")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--feed", type=click.Path(path_type=Path), default=".", help="The feed's folder; default: this one.")
@click.option("--player", type=click.Choice(STICK_PLAYERS), default="plain", show_default=True, help="Who plays it.")
@click.option("--newest", type=click.IntRange(1, 999), default=20, show_default=True, help="How many episodes.")
@click.option("--edition", is_flag=True, help="Only the newest edition of several stories.")
def export_stick(folder: Path, **given: Any) -> None:
    """Write the newest episodes to a USB stick for talking-newspaper players; others' files stay."""
    from audiobrief.feed import stick

    click.echo(stick.write(folder, **given))


@cli.command("languages")
@click.argument("tag", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_languages(tag: str | None, as_json: bool) -> None:
    """List what each language has and lacks, and who has reviewed it."""
    from audiobrief.languages import completeness

    rows = completeness.listed(tag)
    click.echo(completeness.as_json(rows) if as_json else completeness.as_text(rows))


@cli.command()
@click.argument("target", metavar="TARGET")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def check(target: str, as_json: bool) -> None:
    """Read back an MP3 or a feed folder and say what is wrong with it, item by item."""
    from audiobrief import check as checks
    from audiobrief.feed import paths

    findings = checks.check(paths.to_check(target))
    for note in checks.notes_on_this_machine():
        tell(note)
    click.echo(checks.as_json(findings) if as_json else checks.as_text(findings))
    failed = sum(not finding.passed for finding in findings)
    if failed:
        raise AudiobriefError(target, f"{failed} of {len(findings)} checks failed", "Each one names its remedy.")


def _answer(folder: Path, given: dict[str, Any], as_json: bool) -> str | None:
    """Returns what is only asked for, or done without publishing; None when it is time to publish."""
    from audiobrief.feed import upkeep
    from audiobrief.feed.status import Status

    if given["status"]:
        status = Status.of(folder)
        return status.as_json() if as_json else status.as_text()
    if given["add_listener"]:
        return upkeep.add_listener(folder, given["add_listener"])
    if given["revoke"]:
        return upkeep.revoke(folder, given["revoke"])
    return upkeep.listeners(folder) if given["listeners"] else None


def _prepare(folder: Path, given: dict[str, Any]) -> None:
    """Does what was asked for before publishing."""
    from audiobrief.feed import run, upkeep

    if given["init"]:
        run.init(folder, tell, **{name: given[name] for name in ("title", "base_url", "language", "cast")})
    elif given["title"] or given["base_url"] or given["cast"]:
        raise UsageError("publish", "--title, --base-url and --cast belong to --init", "Edit audiobrief.toml instead.")
    if given["withdraw"]:
        tell(upkeep.withdraw(folder, given["withdraw"]))
    if given["retry"]:
        tell(upkeep.retry(folder))
    if given["rebuild"]:
        upkeep.forget_derived(folder)


def _write_utf_8() -> None:
    """Makes what others read UTF-8 on every system; a terminal that shows less shows a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def main() -> NoReturn:
    """Runs the command and turns every error into one line and its exit code."""
    _write_utf_8()
    try:
        code = cli.main(standalone_mode=False) or 0
    except click.exceptions.Exit as leave:
        code = leave.exit_code
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
            return UsageError("audiobrief", error.format_message(), "See audiobrief --help.")
        case OSError():
            return OutputError(error.filename or "system", error.strerror or str(error), "Check disk and permissions.")
    return None


def _unexpected(error: BaseException) -> AudiobriefError:
    fact = f"an unexpected {type(error).__name__} ({error})"
    return AudiobriefError("audiobrief", fact, "Please report it, with what AUDIOBRIEF_DEBUG=1 prints.")
