"""``audiobrief publish``: the older form of the verbs of ``audiobrief feed``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audiobrief.commands.options import cluster_option, tell
from audiobrief.errors import PartlyDone, UsageError


@click.command()
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
