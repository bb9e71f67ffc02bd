"""``audiobrief serve``: a feed folder to podcast apps and browsers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audiobrief.commands.options import tell
from audiobrief.errors import UsageError


@click.command()
@click.argument("feed", metavar="FEED", type=click.Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="Port to listen on.")
@click.option("--here", "is_readdressed", is_flag=True, help="Name the files at this server, whatever base_url says.")
@click.option("--inbox", "has_inbox", is_flag=True, help="Take articles that are sent to /articles, and speak them.")
@click.option("--new-token", is_flag=True, help="With --inbox: make a new token; the one before holds no more.")
def serve(feed: str, has_inbox: bool, new_token: bool, **where: Any) -> None:
    """Serve a feed folder to podcast apps and browsers, of this machine or of its network.

    Prints each address by which it can be reached. Ctrl-C ends it. Example, for phones too:

        audiobrief serve my-feed --host 0.0.0.0
    """
    from audiobrief import serve as server
    from audiobrief.feed import paths

    if has_inbox:
        from audiobrief.inbox.opening import serve_with_inbox

        serve_with_inbox(Path(feed), tell=tell, is_token_new=new_token, **where)
        return
    if new_token:
        raise UsageError("--new-token", "only the inbox has a token", "Add --inbox")
    server.serve(Path(feed), public=paths.to_serve(Path(feed)), **where)
