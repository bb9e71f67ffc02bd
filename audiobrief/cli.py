"""The command line: parses, calls the pipeline, prints plain lines. No logic lives here.

Results go to standard output, everything else to standard error; lines are only ever appended, without colour.
Heavy modules are imported by the command that needs them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from audiobrief.errors import AudiobriefError, Interrupted, OutputError, PartlyDone, UsageError

F = TypeVar("F", bound=Callable[..., Any])
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def tell(line: str) -> None:
    """A line for the person at the terminal."""
    click.echo(line, err=True)


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="audiobrief", message="audiobrief %(version)s")
def cli() -> None:
    """Turn news articles into podcast episodes you can navigate by ear."""


def script_options(command: F) -> F:
    """What the listener chooses about the script."""
    for option in (
        click.option("--language", metavar="TAG", help="Language of the article, where the page does not say it."),
        click.option(
            "--profile",
            type=click.Choice(["full", "standard", "headlines"]),
            default="standard",
            show_default=True,
            help="How much is read.",
        ),
        click.option(
            "--announce-quotes",
            type=click.Choice(["words", "voice", "earcon", "none"]),
            default="words",
            show_default=True,
            help="How a long quote is announced.",
        ),
        click.option("--captions/--no-captions", default=True, show_default=True, help="Read image captions."),
        click.option("--lists/--no-lists", default=True, show_default=True, help="Announce lists."),
        click.option("--tables/--no-tables", default=True, show_default=True, help="Read tables."),
        click.option("--credits/--no-credits", default=True, show_default=True, help="Read agency credits."),
        click.option(
            "--lexicon", type=click.Path(), metavar="FILE", help="Your own pronunciations, a W3C PLS lexicon."
        ),
    ):
        command = option(command)
    return command


def voice_options(command: F) -> F:
    """Who speaks and how fast."""
    for option in (
        click.option("--cast", metavar="NAME", help="Cast of voices: a name from `audiobrief voices` or a TOML file."),
        click.option("--voice", metavar="NAME", help="One voice for everything, by the engine's name for it."),
        click.option(
            "--rate", type=click.FloatRange(0.5, 3.0), default=1.0, show_default=True, help="Times the usual pace."
        ),
    ):
        command = option(command)
    return command


def cluster_option(command: F) -> F:
    """Who does the work."""
    return click.option(
        "--cluster",
        metavar="ADDRESS",
        envvar="AUDIOBRIEF_CLUSTER",
        help="Let the workers of a dask scheduler speak, like tcp://10.0.0.5:8786 (docs/scale.md).",
    )(command)


@cli.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="The MP3 to write; default: named by the title."
)
@click.option("--force", is_flag=True, help="Replace the output if it is there.")
@click.option("--title", metavar="TEXT", help="Title of an edition of several sources.")
@click.option("--transcript", is_flag=True, help="Also write a WebVTT transcript beside the MP3.")
@click.option("--epub", is_flag=True, help="Also write an EPUB book with synchronised text beside the MP3.")
@click.option("--m4b", is_flag=True, help="Also write an M4B audiobook beside the MP3 (needs ffmpeg).")
@click.option("--intro", type=click.Path(), metavar="FILE", help="A sound to begin with.")
@click.option("--outro", type=click.Path(), metavar="FILE", help="A sound to end with.")
@click.option(
    "--sample-rate",
    type=click.Choice(["22050", "24000", "44100", "48000"]),
    default="44100",
    show_default=True,
    help="Samples a second of the MP3.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@cluster_option
@voice_options
@script_options
def read(**given: Any) -> None:
    """Make a chaptered MP3 of one article, or one edition of several.

    A SOURCE is a URL, a saved page (.html), text (.txt), Markdown (.md), a script (.json), or - for standard input.
    """
    from audiobrief import reading

    made = reading.read(_request(given), tell)
    click.echo(made.as_json() if given["as_json"] else made.as_text())
    if made.unspoken:
        raise PartlyDone(made.path, f"{len(made.unspoken)} passages could not be spoken", "They are named above.")


@cli.command()
@click.argument("source", metavar="SOURCE")
@click.option("--json", "as_json", is_flag=True, help="Print the editable script; `audiobrief read` takes it.")
@click.option("--html", "as_html", is_flag=True, help="Print a page with roles, speakers and confidence.")
@click.option("--dropped", is_flag=True, help="Print what is not read, and why.")
@click.option("--unknown-words", is_flag=True, help="Print names that no lexicon knows.")
@script_options
def script(source: str, as_json: bool, as_html: bool, dropped: bool, unknown_words: bool, **given: Any) -> None:
    """Print what would be spoken."""
    if as_json + as_html + dropped + unknown_words > 1:
        raise UsageError("script", "more than one form was asked for", "Choose one of --json, --html, --dropped.")
    from audiobrief import stories

    form = "json" if as_json else "html" if as_html else "dropped" if dropped else "text"
    if unknown_words:
        form = "unknown-words"
    click.echo(stories.show(source, form, _choices(given), given["language"]), nl=False)


@cli.command()
@click.argument("feed", metavar="FEED", type=click.Path())
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--init", is_flag=True, help="Make the feed folder and its audiobrief.toml first.")
@click.option("--title", metavar="TEXT", help="With --init: the feed's title.")
@click.option("--base-url", metavar="URL", help="With --init: where public/ will be served.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="With --init: the feed's language.")
@click.option("--cast", metavar="NAME", help="With --init: who speaks; default: the best voice of this machine.")
@click.option("--id", "identity", metavar="TEXT", help="Identity of the one source given, where its URL is not it.")
@click.option("--dry-run", is_flag=True, help="Tell what would be made; change nothing.")
@click.option("--status", is_flag=True, help="Tell how each source and article is; publish nothing.")
@click.option("--retry", is_flag=True, help="Try again what was given up.")
@click.option("--withdraw", metavar="URL", help="Take an article out of the feed for good.")
@click.option("--add-listener", metavar="NAME", help="Make the feed private and give NAME a secret address.")
@click.option("--revoke", metavar="NAME", help="Close the address of a listener.")
@click.option("--listeners", is_flag=True, help="Tell who may listen to a private feed.")
@click.option("--rebuild", is_flag=True, help="Make every derived file again and verify the MP3s.")
@cluster_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def publish(feed: str, sources: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """Bring a feed folder up to date: speak what is new or changed, rewrite the feed.

    Running it again changes nothing. SOURCEs are added to the [[source]] entries of FEED/audiobrief.toml.
    """
    from audiobrief.feed import run as feeds
    from audiobrief.feed import upkeep

    folder = Path(feed)
    told = _told(folder, given, as_json)
    if told is not None:
        click.echo(told)
        return
    if given["init"]:
        feeds.init(folder, tell, **{name: given[name] for name in ("title", "base_url", "language", "cast")})
    elif given["title"] or given["base_url"] or given["cast"]:
        raise UsageError("publish", "--title, --base-url and --cast belong to --init", "Edit audiobrief.toml instead.")
    if given["withdraw"]:
        tell(upkeep.withdraw(folder, given["withdraw"]))
    if given["retry"]:
        tell(upkeep.retry(folder))
    if given["rebuild"]:
        upkeep.forget_derived(folder)
    chosen = {name: given[name] for name in ("identity", "dry_run", "cluster")}
    done = feeds.publish(folder, sources, tell, **chosen)
    if given["rebuild"]:
        done.failed += upkeep.verify(folder)
    click.echo(done.as_json() if as_json else done.as_text())
    if done.failed:
        raise PartlyDone(feed, f"{len(done.failed)} things went wrong in {done.seen} articles", "They are named above.")


@cli.command()
@click.argument("feed", metavar="FEED", type=click.Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="Port to listen on.")
def serve(feed: str, host: str, port: int) -> None:
    """Serve a feed folder to podcast apps and browsers on this network."""
    from audiobrief import serve as server
    from audiobrief.feed import paths

    server.serve(Path(feed), host, port, public=paths.to_serve(Path(feed)))


@cli.command("voices")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--sample", type=click.Path(), metavar="FILE", help="Write an MP3 in which every voice of a cast speaks.")
@click.option("--cast", metavar="NAME", help="With --sample: the cast; default: the best of this machine.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="With --sample: its language.")
def list_voices(as_json: bool, sample: str | None, cast: str | None, language: str) -> None:
    """List engines and casts: available, or why not."""
    from audiobrief import voice_list as voices

    if sample:
        click.echo(voices.sample(sample, cast, language, tell).as_text())
        return
    click.echo(voices.as_json() if as_json else voices.as_text())


@cli.command()
@click.argument("target", metavar="TARGET")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def check(target: str, as_json: bool) -> None:
    """Read back an MP3 or a feed folder and say what is wrong with it, item by item."""
    from audiobrief import check as checks
    from audiobrief.feed import paths

    findings = checks.check(paths.to_check(target))
    click.echo(checks.as_json(findings) if as_json else checks.as_text(findings))
    failed = sum(not finding.passed for finding in findings)
    if failed:
        raise AudiobriefError(target, f"{failed} of {len(findings)} checks failed", "Each one names its remedy.")


def _told(folder: Path, given: dict[str, Any], as_json: bool) -> str | None:
    """What is only asked for, or done without publishing; null when it is time to publish."""
    from audiobrief.feed import upkeep

    if given["status"]:
        return upkeep.status(folder, as_json=as_json)
    if given["add_listener"]:
        return upkeep.add_listener(folder, given["add_listener"])
    if given["revoke"]:
        return upkeep.revoke(folder, given["revoke"])
    return upkeep.listeners(folder) if given["listeners"] else None


def _choices(given: dict[str, Any]) -> Any:
    from audiobrief import stories

    names = ("profile", "announce_quotes", "captions", "lists", "tables", "credits")
    return stories.options(given["lexicon"], **{name: given[name] for name in names})


def _request(given: dict[str, Any]) -> Any:
    from audiobrief import reading

    return reading.ReadRequest(
        sources=given["sources"],
        output=given["output"],
        force=given["force"],
        title=given["title"],
        transcript=given["transcript"],
        epub=given["epub"],
        m4b=given["m4b"],
        intro=given["intro"],
        outro=given["outro"],
        rate_hz=int(given["sample_rate"]),
        language=given["language"],
        cast=given["cast"],
        voice=given["voice"],
        rate=given["rate"],
        cluster=given["cluster"],
        options=_choices(given),
    )


def main() -> NoReturn:
    """Runs the command and turns every error into one line and its exit code."""
    try:
        code = cli.main(standalone_mode=False) or 0
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = _fail(Interrupted("audiobrief", "stopped", "Run it again: nothing that was spoken is spoken twice."))
    except click.ClickException as error:
        code = _fail(UsageError("audiobrief", error.format_message(), "See audiobrief --help."))
    except AudiobriefError as error:
        code = _fail(error)
    except BrokenPipeError:  # the reader of our output left: nobody is there to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        code = _fail(
            OutputError(error.filename or "system", error.strerror or str(error), "Check disk and permissions.")
        )
    except Exception as error:
        if os.environ.get("AUDIOBRIEF_DEBUG"):
            raise
        code = _fail(
            AudiobriefError(
                "audiobrief",
                f"an unexpected {type(error).__name__} ({error})",
                "Please report it, with what AUDIOBRIEF_DEBUG=1 prints.",
            )
        )
    sys.exit(code)


def _fail(error: AudiobriefError) -> int:
    tell(f"Error: {error}")
    return error.exit_code
