"""``audiobrief check``: reads back what was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.options import files, tell
from audiobrief.errors import AudiobriefError, UsageError

if TYPE_CHECKING:
    from audiobrief.check.by_ear import Ear


@click.command()
@click.argument("target", metavar="TARGET", shell_complete=files)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--heard", "heard", flag_value="newest", help="Also hear an MP3, or a feed's newest episode.")
@click.option("--heard-all", "heard", flag_value="all", help="Also hear every episode of a feed.")
@click.option(
    "--model", metavar="FOLDER", envvar="AUDIOBRIEF_WHISPER", help="A Whisper model for --heard [AUDIOBRIEF_WHISPER]."
)
def check(target: str, as_json: bool, heard: str | None, model: str | None) -> None:
    """Read back an MP3 or a feed folder and say what is wrong with it, item by item."""
    from audiobrief import check as checks
    from audiobrief.feed import paths

    ear = _ear(model, is_every=heard == "all") if heard else None
    findings = checks.check(paths.to_check(target), ear=ear)
    for note in checks.notes_on_this_machine():
        tell(note)
    click.echo(checks.as_json(findings) if as_json else checks.as_text(findings))
    failed = sum(not finding.passed for finding in findings)
    if failed:
        raise AudiobriefError(target, f"{failed} of {len(findings)} checks failed", "Each one names its remedy.")


def _ear(model: str | None, *, is_every: bool) -> Ear:
    """Loads the recogniser. Raises :class:`UsageError` where it is not there."""
    from audiobrief.check.by_ear import Ear
    from audiobrief.check.recogniser import Whisper

    if not model:
        remedy = "Give the folder of a Whisper model in the form of faster-whisper: --model FOLDER"
        raise UsageError("--heard", "no speech recogniser is named", remedy)
    return Ear(Whisper(Path(model)), tell, is_every=is_every)
