"""``audiobrief say``: how a name is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audiobrief.commands.options import speaker_options


@click.command()
@click.argument("words", metavar="WORDS")
@click.option(
    "--as",
    "given",
    metavar="IPA|WORDS",
    help="How it is to sound: IPA (told by its letters, or between slashes: /doːm/), or an ordinary spelling.",
)
@click.option("--language", metavar="TAG", help="Language of the text it stands in; default: the feed's, else en.")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="The WAV to write; default: named by WORDS.")
@click.option("--lexicon", type=click.Path(), metavar="FILE", help="Your own pronunciations, a W3C PLS lexicon.")
@click.option("--feed", type=click.Path(path_type=Path), metavar="FOLDER", help="Use this feed's lexicons and cast.")
@click.option("--add", is_flag=True, help="Write what --as gives into the lexicon (--lexicon, or the feed's).")
@speaker_options
def say(**given: Any) -> None:
    """Hear how a name is said, compare it with another way, and keep that in a lexicon.

    Writes one sound: WORDS as they are said now, then as --as gives them.
    """
    from audiobrief import saying

    for line in saying.say(saying.Asked(**given)):
        click.echo(line)
