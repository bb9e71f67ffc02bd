"""``audiobrief read``: sources become one MP3."""

from __future__ import annotations

from typing import Any

import click

from audiobrief.choices import CHAPTER_LEVELS, RATES_HZ
from audiobrief.commands.options import cluster_option, files, format_options, script_options, tell, voice_options
from audiobrief.errors import PartlyDone
from audiobrief.formats import FLAGGED


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, shell_complete=files)
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="The MP3 to write; default: named by the title."
)
@click.option("--force", is_flag=True, help="Replace the output if it is there.")
@click.option("--title", metavar="TEXT", help="Title of an edition of several sources.")
@format_options
@click.option("--intro", type=click.Path(), metavar="FILE", help="A sound to begin with.")
@click.option("--outro", type=click.Path(), metavar="FILE", help="A sound to end with.")
@click.option(
    "--sample-rate",
    type=click.Choice([*map(str, RATES_HZ)]),
    default="44100",
    show_default=True,
    help="Samples a second of the MP3.",
)
@click.option(
    "--chapter-levels",
    type=click.Choice([*map(str, CHAPTER_LEVELS)]),
    default="1",
    show_default=True,
    help="Levels of chapters in the MP3; 2: also those inside others.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@cluster_option
@voice_options
@script_options
def read(as_json: bool, sample_rate: str, chapter_levels: str, **given: Any) -> None:
    """Make a chaptered MP3 of one article, or one edition of several.

    A SOURCE is a URL, a saved page, a mail, a text or Markdown file (audiobrief help inputs), a script (.json), or -
    for standard input.
    """
    from audiobrief import reading

    formats = tuple(row for row in FLAGGED if given.pop(row.flag))
    given |= {"rate_hz": int(sample_rate), "chapter_levels": int(chapter_levels)}
    result = reading.read(reading.ReadRequest(formats=formats, **given), tell)
    click.echo(result.as_json() if as_json else result.as_text())
    if result.unspoken:
        raise PartlyDone(result.path, f"{len(result.unspoken)} passages could not be spoken", "They are named above.")
