"""``audiobrief feed``: a feed over time, one job a verb."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.commands.options import cluster_option, example, files, language_tag, tell
from audiobrief.errors import PartlyDone, UsageError

if TYPE_CHECKING:
    from audiobrief.feed.report import RunReport

_FEED = click.argument("folder", metavar="FEED", type=click.Path(path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group(
    epilog=example(
        'feed init my-feed --title "My news"', "feed update my-feed https://news.example/2026/11/18/storm-dam"
    )
)
def feed() -> None:
    """Make a podcast feed and look after it."""


def channel_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds what podcast apps show of the feed as a whole."""
    for name, about in reversed(_CHANNEL.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, metavar="TEXT", help=about)(command)
    return command


_CHANNEL = {
    "title": "The feed's title.",
    "author": "Who publishes it.",
    "email": "Where directories reach you.",
    "description": "What it is about.",
    "copyright": "Whose the texts are: a name.",
    "category": "Apple's category, like News or News/Politics.",
    "language": "The feed's language, a tag like en or de.",
    "base_url": "The address where public/ is served.",
    "cast": "Who speaks new episodes.",
}


@feed.command(epilog=example('feed init my-feed --title "My news"'))
@_FEED
@click.option("--title", metavar="TEXT", help="The feed's title; default: the folder's name.")
@click.option("--base-url", metavar="URL", help="Where public/ will be served; default: this machine.")
@click.option(
    "--language", metavar="TAG", default="en", callback=language_tag, show_default=True, help="The feed's language."
)
@click.option("--cast", metavar="NAME", help="Who speaks; default: the best voice of this machine.")
def init(folder: Path, **given: Any) -> None:
    """Make a feed folder with its audiobrief.toml."""
    from audiobrief.feed import settings_file

    settings_file.init(folder, tell, **given)


@feed.command(epilog=example('feed add my-feed https://news.example/rss --rights "CC BY 4.0"'))
@_FEED
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, shell_complete=files)
@click.option(
    "--list",
    "lists",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help=("A text file with a SOURCE on each line; - is standard input."),
)
@click.option("--rights", metavar="TEXT", help='Why its articles may be published, like "CC BY 4.0".')
def add(folder: Path, sources: tuple[str, ...], lists: tuple[Path, ...], rights: str | None) -> None:
    """Add sources that each update asks for new articles.

    A SOURCE is the address of a news feed, a sitemap or a page, a folder, or a list of feeds (OPML) of a feed reader.
    It is written into audiobrief.toml, where all else stays as it is.
    """
    from audiobrief.feed import settings_file

    for line in settings_file.add_sources(folder, [*sources, *settings_file.listed(lists)], rights):
        tell(line)


@feed.command(epilog=example("feed update my-feed", "feed update my-feed saved-page.html https://news.example/a"))
@_FEED
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, shell_complete=files)
@click.option("--id", "identity", metavar="TEXT", help="Identity of the one SOURCE given, where its URL is not it.")
@click.option("--dry-run", "-n", is_flag=True, help="Show what would be made; change nothing.")
@cluster_option
@_JSON
def update(folder: Path, sources: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """Speak new and changed articles and update the feed.

    Running it again changes nothing. SOURCEs (as for `audiobrief read`) are published together with those in
    audiobrief.toml.
    """
    from audiobrief.feed import run

    finish(run.publish(folder, sources, tell, **given), as_json)


@feed.command(epilog=example("feed status my-feed --episodes"))
@_FEED
@click.option("--episodes", is_flag=True, help="Name each episode too, with its address.")
@_JSON
def status(folder: Path, episodes: bool, as_json: bool) -> None:
    """Show how each source is, and which articles wait and why; change nothing."""
    from audiobrief.feed.status import Status
    from audiobrief.inbox.queue import unfinished

    status = Status.of(folder, unfinished(folder))
    click.echo(status.as_json() if as_json else status.as_text(with_episodes=episodes))


@feed.command(epilog=example("feed retry my-feed"))
@_FEED
@cluster_option
@_JSON
def retry(folder: Path, as_json: bool, **given: Any) -> None:
    """Try again what was given up, and update the feed."""
    from audiobrief.feed import run, upkeep

    tell(upkeep.retry(folder))
    finish(run.publish(folder, (), tell, **given), as_json)


@feed.command(epilog=example('feed edit my-feed --author "Jane Doe" --email news@example.org'))
@_FEED
@channel_options
def edit(folder: Path, **given: str | None) -> None:
    """Change what podcast apps show of the feed: title, author, description.

    It is written into audiobrief.toml, where all else stays as it is; the next update publishes it.
    """
    from audiobrief.feed import settings_file

    values = {key: value for key, value in given.items() if value is not None}
    if not values:
        fact = "nothing to change was given"
        raise UsageError("feed edit", fact, f'Give for example: audiobrief feed edit {folder} --author "Jane Doe"')
    for line in settings_file.edit(folder, values):
        tell(line)


@feed.command(epilog=example("feed withdraw my-feed https://news.example/a"))
@_FEED
@click.argument("article", metavar="URL")
def withdraw(folder: Path, article: str) -> None:
    """Take an article out of the feed, by its address or guid. Its files go 30 days later."""
    from audiobrief.feed import run, upkeep

    tell(upkeep.withdraw(folder, article))
    finish(run.publish(folder, (), tell, asks_sources=False))


@feed.command(epilog=example("feed restore my-feed https://news.example/a"))
@_FEED
@click.argument("article", metavar="URL")
def restore(folder: Path, article: str) -> None:
    """Bring an article back that was withdrawn, by its address or guid.

    It has the same episode again while its files are there (30 days), else its address is read anew.
    """
    from audiobrief.feed import run, upkeep

    line, sources = upkeep.restore(folder, article)
    tell(line)
    finish(run.publish(folder, sources, tell, asks_sources=False))


@feed.command(epilog=example("feed rebuild my-feed"))
@_FEED
@_JSON
def rebuild(folder: Path, as_json: bool) -> None:
    """Make every file but the MP3s again, byte for byte, and verify the MP3s."""
    from audiobrief.feed import run, upkeep

    upkeep.forget_derived(folder)
    report = run.publish(folder, (), tell, asks_sources=False)
    report.failed += upkeep.verify(folder)
    finish(report, as_json)


@feed.command(epilog=example("feed recover my-feed --allow-shrink"))
@_FEED
@click.option("--allow-shrink", is_flag=True, help="Go on without the episodes that cannot be taken back.")
@_JSON
def recover(folder: Path, allow_shrink: bool, as_json: bool) -> None:
    """Take a lost or damaged library back from a backup and from what is published.

    Each update does so too; with --allow-shrink, what is lost for good is left out of the feed.
    """
    from audiobrief.feed import run

    finish(run.publish(folder, (), tell, allow_shrink=allow_shrink, asks_sources=False), as_json)


@feed.group(epilog=example("feed listeners add my-feed Ada"))
def listeners() -> None:
    """Say who may listen to a private feed.

    A feed is private from the first listener on: each has a secret address.
    """


@listeners.command("list")
@_FEED
def list_listeners(folder: Path) -> None:
    """Show who may listen."""
    from audiobrief.feed import upkeep

    click.echo(upkeep.listeners(folder))


@listeners.command("add")
@_FEED
@click.argument("name", metavar="NAME")
def add_listener(folder: Path, name: str) -> None:
    """Give NAME a secret address of the feed."""
    from audiobrief.feed import upkeep

    click.echo(upkeep.add_listener(folder, name))


@listeners.command("revoke")
@_FEED
@click.argument("name", metavar="NAME")
def revoke_listener(folder: Path, name: str) -> None:
    """Close the address of NAME."""
    from audiobrief.feed import upkeep

    click.echo(upkeep.revoke(folder, name))


def finish(report: RunReport, as_json: bool = False) -> None:
    """Prints what a run did. Raises :class:`PartlyDone` where something could not be published."""
    click.echo(report.as_json() if as_json else report.as_text())
    if report.failed:
        failed, seen = len(report.failed), report.seen
        fact = f"{failed} problem{'s' * (failed != 1)} in {seen} article{'s' * (seen != 1)}"
        raise PartlyDone(str(report.folder), fact, "They are named above.")
