"""``audiobrief publish``: the older form of the verbs of ``audiobrief feed``, for this version only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from audiobrief.commands.feed import finish
from audiobrief.commands.options import cluster_option, files, tell
from audiobrief.errors import UsageError


@click.command(hidden=True)
@click.argument("feed", metavar="FEED", type=click.Path())
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, shell_complete=files)
@click.option("--init", is_flag=True, help="Now: audiobrief feed init FEED.")
@click.option("--title", metavar="TEXT", help="With --init: the feed's title.")
@click.option("--base-url", metavar="URL", help="With --init: where public/ will be served.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="With --init: the feed's language.")
@click.option("--cast", metavar="NAME", help="With --init: who speaks; default: the best voice of this machine.")
@click.option("--id", "identity", metavar="TEXT", help="Identity of the one source given, where its URL is not it.")
@click.option("--dry-run", is_flag=True, help="Show what would be made; change nothing.")
@click.option("--status", is_flag=True, help="Now: audiobrief feed status FEED.")
@click.option("--retry", is_flag=True, help="Now: audiobrief feed retry FEED.")
@click.option("--withdraw", metavar="URL", help="Now: audiobrief feed withdraw FEED URL.")
@click.option("--add-listener", metavar="NAME", help="Now: audiobrief feed listeners add FEED NAME.")
@click.option("--revoke", metavar="NAME", help="Now: audiobrief feed listeners revoke FEED NAME.")
@click.option("--listeners", is_flag=True, help="Now: audiobrief feed listeners list FEED.")
@click.option("--allow-shrink", is_flag=True, help="Now: audiobrief feed recover FEED --allow-shrink.")
@click.option("--rebuild", is_flag=True, help="Now: audiobrief feed rebuild FEED.")
@cluster_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def publish(feed: str, sources: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """Speak new and changed articles and update the feed."""
    from audiobrief.feed import run as feeds
    from audiobrief.feed import upkeep

    folder = Path(feed)
    verbs = ", then ".join(f"audiobrief feed {verb}" for verb in _verbs(feed, sources, given))
    tell(f"audiobrief publish has new names: {verbs}.")
    answer = _answer(folder, given, as_json)
    if answer is not None:
        click.echo(answer)
        return
    _prepare(folder, given)
    chosen = {name: given[name] for name in ("identity", "dry_run", "cluster", "allow_shrink")}
    report = feeds.publish(folder, sources, tell, **chosen)
    if given["rebuild"]:
        report.failed += upkeep.verify(folder)
    finish(report, as_json)


def _verbs(feed: str, sources: tuple[str, ...], given: dict[str, Any]) -> Iterator[str]:
    """Yields what is typed instead."""
    if given["status"]:
        yield f"status {feed}"
    elif given["add_listener"]:
        yield f"listeners add {feed} {given['add_listener']}"
    elif given["revoke"]:
        yield f"listeners revoke {feed} {given['revoke']}"
    elif given["listeners"]:
        yield f"listeners list {feed}"
    else:
        changes = [f"{verb} {feed}" for verb in ("init", "retry", "rebuild") if given[verb]]
        changes += [f"withdraw {feed} {given['withdraw']}"] if given["withdraw"] else []
        changes += [f"recover {feed} --allow-shrink"] if given["allow_shrink"] else []
        yield from changes
        if sources or not changes:
            yield f"update {feed}"


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
    from audiobrief.feed import settings_file, upkeep

    if given["init"]:
        settings_file.init(folder, tell, **{name: given[name] for name in ("title", "base_url", "language", "cast")})
    elif given["title"] or given["base_url"] or given["cast"]:
        fact = "--title, --base-url and --cast belong to --init"
        raise UsageError("publish", fact, f"Change them with: audiobrief feed edit {folder}")
    if given["withdraw"]:
        tell(upkeep.withdraw(folder, given["withdraw"]))
    if given["retry"]:
        tell(upkeep.retry(folder))
    if given["rebuild"]:
        upkeep.forget_derived(folder)
