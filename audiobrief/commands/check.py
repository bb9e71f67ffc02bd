"""``audiobrief check``: reads back what was published."""

from __future__ import annotations

import click

from audiobrief.commands.options import tell
from audiobrief.errors import AudiobriefError


@click.command()
@click.argument("target", metavar="TARGET")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def check(target: str, as_json: bool) -> None:
    """Read back an MP3 or a feed folder and say what is wrong with it, item by item."""
    from audiobrief import check as checks
    from audiobrief.feed import paths

    findings = checks.check(paths.to_check(target))
    for note in checks.notes_on_this_machine():
        tell(note)
    click.echo(checks.as_json(findings) if as_json else checks.as_text(findings))
    failed = sum(not finding.passed for finding in findings)
    if failed:
        raise AudiobriefError(target, f"{failed} of {len(findings)} checks failed", "Each one names its remedy.")
