"""``audiobrief languages``: what each language has and lacks."""

from __future__ import annotations

import click


@click.command()
@click.argument("tag", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def languages(tag: str | None, as_json: bool) -> None:
    """List what each language has and lacks, and who has reviewed it."""
    from audiobrief.languages import completeness

    rows = completeness.listed(tag)
    click.echo(completeness.as_json(rows) if as_json else completeness.as_text(rows))
