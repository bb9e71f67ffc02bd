"""``audiobrief export``: episodes for players that know no feeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audiobrief.choices import STICK_PLAYERS


@click.group()
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


@export.command("opml")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--feed", type=click.Path(path_type=Path), default=".", help="The feed's folder; default: this one.")
def export_opml(file: Path, feed: Path) -> None:
    """Write the addresses of a feed's sources as a list (OPML) that feed readers take."""
    from audiobrief.feed import opml

    click.echo(opml.export(feed, file))
