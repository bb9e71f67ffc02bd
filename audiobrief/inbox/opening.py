"""Opens the inbox for the time that a feed is served."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audiobrief import serve
from audiobrief.feed import paths, run
from audiobrief.inbox.door import Door
from audiobrief.inbox.keeper import Keeper
from audiobrief.inbox.keys import Token
from audiobrief.inbox.pages import PLACE


def serve_with_inbox(
    folder: Path,
    host: str,
    port: int,
    tell: Callable[[str], None],
    *,
    is_readdressed: bool = False,
    is_token_new: bool = False,
) -> None:
    """Serves a feed folder with its inbox until Ctrl-C. A feed without episodes is made first, empty.

    ``is_token_new`` makes another token. Raises what :func:`audiobrief.serve.serve` and a run of the feed raise.
    """
    folder = folder.absolute()
    public = paths.to_serve(folder)
    with serve.listening(host, port):  # a port that is taken is told before anything else
        pass
    if public is None or not (public / paths.FEED).is_file():
        run.publish(folder, (), tell, are_sent=True)
    token = Token(folder, is_new=is_token_new)
    shown = "" if token.is_made else token.make()

    def opened(address: str) -> None:
        tell(f"Inbox: {address}{PLACE}")
        tell(f"Its token: {shown}\nNote it now: it cannot be shown again." if shown else "Its token is the one before.")

    keeper = Keeper(folder, tell)
    door = Door(folder, token, keeper)
    try:
        serve.serve(
            folder,
            host,
            port,
            public=public,
            is_readdressed=is_readdressed,
            say=tell,
            opened=opened,
            around=door.before,
        )
    finally:
        door.close()
        keeper.close()
