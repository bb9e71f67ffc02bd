"""`audiobrief listen`: articles become episodes of one's own feed, to which a phone in the same network subscribes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audiobrief import config, qr_code, serve
from audiobrief.assets import own_folder
from audiobrief.errors import AudiobriefError, PartlyDone, UsageError
from audiobrief.feed import paths, run, settings_file
from audiobrief.feed.report import RunReport
from audiobrief.telling import Step, Tell

EVERYWHERE = "0.0.0.0"  # noqa: S104 (phones are to reach it)
TITLE = "Articles to hear"
_HOW = (
    'To subscribe on a phone in the same network: choose "add by URL" in a podcast app and enter the feed'
    "'s address, or open the page in the phone's browser and press your app's button."
)
_CODE = "The code opens the page:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of ``audiobrief listen``."""

    sources: tuple[str, ...]
    feed: Path | None = None
    """The feed's folder; None: the one of this user, which is made where it is not there."""
    cast: str | None = None
    language: str = "en"
    """The two of a feed that is made."""
    port: int = 8321
    is_drawn: bool = False
    """A code for a phone's camera follows the text."""


def listen(asked: Asked, tell: Tell, show: Callable[[str], None]) -> None:
    """Publishes what was given and serves the feed until Ctrl-C. ``tell`` takes messages, ``show`` results.

    Raises :class:`UsageError` without an article to begin with, :class:`OutputError` when the port is taken, before
    anything is spoken, and :class:`PartlyDone` in the end where an article gave no episode.
    """
    folder = asked.feed if asked.feed is not None else own_folder() / "listen"
    if not asked.sources and not (folder / config.NAME).is_file():
        raise UsageError(
            "listen", "there is nothing to hear yet", "Give an article: audiobrief listen https://news.example/article"
        )
    with serve.listening(EVERYWHERE, asked.port):  # a port that is taken is told before, not after the speaking
        pass
    report = _published(folder, asked, tell)
    if asked.sources:
        show(report.as_text())
    public = paths.to_serve(folder)
    if report.failed and not (report.made or report.updated or report.unchanged):
        fact = f"none of {report.seen} articles became an episode" if report.seen > 1 else "it became no episode"
        raise AudiobriefError(asked.sources[0], fact, "The reason is above.")

    def opened(address: str) -> None:
        tell(Step(_HOW))
        if asked.is_drawn and not serve.Listeners(folder).is_private:  # each listener has an address of her own
            show(f"{_CODE}\n{qr_code.in_letters(f'{address}/')}")

    serve.serve(folder, EVERYWHERE, asked.port, public=public, say=tell, opened=opened)
    if report.failed:
        raise PartlyDone(str(folder), f"{len(report.failed)} of {report.seen} articles gave no episode", "See above.")


def _published(folder: Path, asked: Asked, tell: Tell) -> RunReport:
    if not (folder / config.NAME).is_file():
        settings_file.init(folder, lambda _: None, title=TITLE, base_url=None, language=asked.language, cast=asked.cast)
        tell(Step(f"Made a feed of your own: {folder}"))
    elif asked.cast not in (None, config.load(folder).cast):
        fact = "a feed keeps the voices that it was made with"
        raise UsageError("--cast", fact, f"Change cast in {folder / config.NAME}, or give another --feed")
    return run.publish(folder, asked.sources, tell)
