"""``audiobrief serve``: a feed folder to podcast apps and browsers."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("feed", metavar="FEED", type=click.Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="Port to listen on.")
@click.option("--here", "is_readdressed", is_flag=True, help="Name the files at this server, whatever base_url says.")
def serve(feed: str, host: str, port: int, is_readdressed: bool) -> None:
    """Serve a feed folder to podcast apps and browsers on this network."""
    from audiobrief import serve as server
    from audiobrief.feed import paths

    server.serve(Path(feed), host, port, public=paths.to_serve(Path(feed)), is_readdressed=is_readdressed)
