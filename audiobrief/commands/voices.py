"""``audiobrief voices``: list, install, hear and remove them."""

from __future__ import annotations

import sys

import click

from audiobrief.commands.options import tell
from audiobrief.errors import UsageError


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def voices(context: click.Context, as_json: bool) -> None:
    """List, install, remove and hear voices."""
    if context.invoked_subcommand is None:
        context.invoke(list_voices, name=None, as_json=as_json)


@voices.command("list")
@click.argument("name", metavar="[LANGUAGE|ENGINE]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_voices(name: str | None, as_json: bool) -> None:
    """List engines and casts, or the voices of a language or an engine."""
    from audiobrief import voice_list

    if name is None:
        click.echo(voice_list.as_json() if as_json else voice_list.as_text())
        return
    rows = voice_list.named(name)
    click.echo(voice_list.rows_as_json(rows) if as_json else voice_list.rows_as_text(name, rows))


@voices.command()
@click.argument("name", metavar="[LANGUAGE|VOICE]", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
def install(name: str | None, yes: bool) -> None:
    """Install a natural voice and what speaks it; default: one for your own language."""
    from audiobrief import voice_install

    plan = voice_install.plan(name or voice_install.own_language())
    if plan is None:
        click.echo("It is here already.")
        return
    for line in plan.lines(voice_install.licence(plan)):
        tell(line)
    if not yes and not (sys.stdin.isatty() and click.confirm("Install it?", err=True)):
        raise UsageError(plan.voice.name, "was not installed: nobody said yes", "Give --yes: nothing is asked then.")
    sample = voice_install.install(plan, tell)
    click.echo(f"{plan.voice.name} is here. It says hello in {sample}")


@voices.command()
@click.argument("name", metavar="VOICE")
def remove(name: str) -> None:
    """Remove a voice that was installed."""
    from audiobrief import voice_install

    click.echo(voice_install.remove(name))


@voices.command("sample")
@click.argument("file", type=click.Path())
@click.option("--cast", metavar="NAME", help="The cast; default: the best of this machine.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="Its language.")
def sample_voices(file: str, cast: str | None, language: str) -> None:
    """Write an MP3 in which every voice of a cast speaks."""
    from audiobrief import voice_list

    click.echo(voice_list.sample(file, cast, language, tell).as_text())
