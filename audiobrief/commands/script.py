"""``audiobrief script``: what would be spoken, and why."""

from __future__ import annotations

import click

from audiobrief.choices import ScriptOptions
from audiobrief.commands.options import files, script_options, tell
from audiobrief.errors import UsageError


@click.command()
@click.argument("source", metavar="SOURCE", shell_complete=files)
@click.option("--json", is_flag=True, help="Print the editable script; `audiobrief read` takes it.")
@click.option("--html", is_flag=True, help="Print a page with roles, speakers and confidence.")
@click.option("--dropped", is_flag=True, help="Print what is not read, and why.")
@click.option("--unknown-words", is_flag=True, help="Print names that no lexicon knows.")
@script_options
def script(source: str, language: str | None, options: ScriptOptions, allow_private: bool, **forms: bool) -> None:
    """Print what would be spoken."""
    asked = [form for form, is_asked in forms.items() if is_asked]
    if len(asked) > 1:
        raise UsageError("script", "more than one form was asked for", "Choose one of --json, --html, --dropped.")
    from audiobrief import stories

    form = asked[0] if asked else "text"
    click.echo(stories.show(source, form, options, language, allow_private=allow_private, tell=tell), nl=False)
