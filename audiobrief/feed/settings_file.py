"""Makes ``audiobrief.toml`` and changes it for its owner: every other byte and comment stays."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from audiobrief import atomic, config
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed import opml
from audiobrief.speech import casting
from audiobrief.telling import Step, Tell

_MARK = "\ufeff"
"""Some editors begin a file with it."""


def init(folder: Path, tell: Tell, *, title: str | None, base_url: str | None, language: str, cast: str | None) -> None:
    """Makes a feed folder. The cast is chosen here, so that the feed keeps its voices."""
    chosen = casting.cast_for(cast, language)
    cast = cast or chosen.name
    path = write_new(
        folder,
        title=title or folder.resolve().name,
        base_url=base_url or config.LOCAL_BASE_URL,
        language=language,
        cast=cast,
    )
    tell(Step(f"Made {path}. Cast: {cast}. Others: audiobrief voices."))
    for line in casting.remarks(cast, [language], set()):
        tell(Step(line))
    told = f"Podcast apps show author, email, copyright and description: audiobrief feed edit {folder} --help"
    tell(Step(told))


def write_new(folder: Path, *, title: str, base_url: str, language: str, cast: str) -> Path:
    """Writes a feed folder's configuration. Raises :class:`OutputError` when there is one already."""
    path = folder / config.NAME
    text = TEMPLATE.format(
        title=quoted(title), base_url=quoted(base_url.rstrip("/")), language=quoted(language), cast=quoted(cast)
    )
    config.parse(text, str(path))  # what --title and --base-url gave is checked before anything is written
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise OutputError(str(path), "there is one already", f"Go on with: audiobrief feed update {folder}") from None
    except OSError as error:
        raise OutputError(
            str(path), f"it could not be written ({error.strerror})", "Choose a folder you may write to."
        ) from error
    return path


def listed(paths: Sequence[Path]) -> Iterator[str]:
    """Yields the sources in text files: one a line; empty lines and those that begin with # are not looked at."""
    for path in paths:
        try:
            text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(str(path), f"the list cannot be read ({error})", "Give a text file in UTF-8") from error
        yield from (line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#"))


def add_sources(folder: Path, sources: Sequence[str], rights: str | None) -> list[str]:
    """Writes a ``[[source]]`` for each source that is not there yet; returns a line for each.

    A source may be the path of a list of feeds (OPML): each of these is one, its folder there names the section.
    """
    settings = config.load(folder)
    if not sources:
        raise UsageError("feed add", "no source was given", f"Give one: audiobrief feed add {folder} https://...")
    have = {source.place for source in settings.source}
    asked = _places(sources)
    new = [source for source in asked if source not in have]
    if new and not (rights or "").strip():
        fact = "it must be said why these articles may be published"
        raise UsageError("feed add", fact, 'Add for example: --rights "own articles"')
    path = folder / config.NAME
    if new:
        blocks = (_block(folder, source, rights or "", asked[source]) for source in new)
        _keep(path, "".join([path.read_bytes().decode().rstrip("\n"), "\n", *blocks]))
    said = {True: "added", False: "is a source already"}
    return [f"{source}: {said[source in new]}." for source in asked]


def _places(sources: Sequence[str]) -> dict[str, str]:
    """Returns the places that are named, those of lists too, with the section of each."""
    found: dict[str, str] = {}
    for source in sources:
        for one in opml.read(Path(source)) if opml.is_list(source) else (opml.Outline(source),):
            found.setdefault(one.place, one.section)
    return found


def _block(folder: Path, source: str, rights: str, section: str) -> str:
    is_url = source.lower().startswith(("http://", "https://"))
    if not is_url and not (folder / source).is_dir():
        fact = "is neither a web address nor a folder in the feed's"
        raise UsageError(source, fact, f"Make the folder {folder / source}, or give an address")
    key = "url" if is_url else "folder"
    filed = f"section = {quoted(section)}\n" if section else ""
    return f"\n[[source]]\n{key} = {quoted(source)}\nrights = {quoted(rights)}\n{filed}"


def edit(folder: Path, values: Mapping[str, str]) -> list[str]:
    """Writes keys of the channel; returns a line for each."""
    import tomlkit

    config.load(folder)
    path = folder / config.NAME
    document = tomlkit.parse(path.read_bytes().decode().removeprefix(_MARK))
    for key, value in values.items():
        document[key] = value
    _keep(path, document.as_string())
    return [f"{path}: {key} = {quoted(value)}" for key, value in values.items()]


def _keep(path: Path, text: str) -> None:
    """Writes the file, once it is sure that it is a configuration."""
    config.parse(text.removeprefix(_MARK), str(path))
    atomic.write(path, text.encode())


def quoted(text: str) -> str:
    """Returns a TOML basic string: JSON's escapes are TOML's."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")


TEMPLATE = """\
# A feed of spoken news. Every key: audiobrief help configuration
title = {title}
# Where public/ is served. Change it before you publish: podcast apps need https.
base_url = {base_url}
language = {language}
# What podcast apps show: who publishes it, where directories reach you, whose the texts are (a name), what it is.
author = ""
email = ""
copyright = ""
description = ""
category = "News"
# Who speaks. Chosen once, so that an upgrade never changes the voices of this feed.
cast = {cast}

[script]
profile = "standard"
announce_quotes = "words"

[mix]
rate_hz = 44100
bit_rate_kbps = 64

# Where articles come from, besides those named on the command line:
# [[source]]
# folder = "inbox"
# rights = "own articles"

# One episode a day of what they brought (audiobrief help unattended):
# [[edition]]
# title = "Morning edition"
# at = "06:30"
# zone = "Europe/Berlin"
"""
