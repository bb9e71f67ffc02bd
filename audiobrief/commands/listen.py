"""``audiobrief listen``: articles to the podcast app of a phone, in one command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from audiobrief.commands.options import files, tell


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, shell_complete=files)
@click.option("--feed", type=click.Path(path_type=Path), metavar="FOLDER", help="The feed's folder; default: your own.")
@click.option("--cast", metavar="NAME", help="Who speaks a feed that is made; default: the best voice of this machine.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="Language of a feed that is made.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="Port to listen on.")
@click.option("--qr/--no-qr", "is_drawn", default=None, help="Draw a code for a camera; default: in a terminal.")
def listen(is_drawn: bool | None, **given: Any) -> None:
    """Speak articles and serve them to the podcast app of a phone in your network.

    SOURCEs are those of `audiobrief read`; without any, what was spoken before is served. The feed's address is
    printed, then a code that opens its page. Ctrl-C ends it; the episodes stay. Example:

        audiobrief listen https://news.example/article
    """
    from audiobrief import listening

    is_drawn = sys.stdout.isatty() if is_drawn is None else is_drawn
    listening.listen(listening.Asked(is_drawn=is_drawn, **given), tell, click.echo)
