"""Changes ``audiobrief.toml`` for its owner: every other byte and comment stays."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audiobrief import atomic, config
from audiobrief.errors import UsageError
from audiobrief.feed import opml

_MARK = "\ufeff"
"""Some editors begin a file with it."""


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
    text = path.read_bytes().decode().rstrip("\n") + "\n"
    text += "".join(_block(folder, source, rights or "", asked[source]) for source in new)
    if new:
        _keep(path, text)
    return [f"{source}: {'added' if source in new else 'is a source already'}." for source in asked]


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
    filed = f"section = {config.quoted(section)}\n" if section else ""
    return f"\n[[source]]\n{key} = {config.quoted(source)}\nrights = {config.quoted(rights)}\n{filed}"


def edit(folder: Path, values: Mapping[str, str]) -> list[str]:
    """Writes keys of the channel; returns a line for each."""
    import tomlkit

    config.load(folder)
    path = folder / config.NAME
    document = tomlkit.parse(path.read_bytes().decode().removeprefix(_MARK))
    for key, value in values.items():
        document[key] = value
    _keep(path, document.as_string())
    return [f"{path}: {key} = {config.quoted(value)}" for key, value in values.items()]


def _keep(path: Path, text: str) -> None:
    """Writes the file, once it is sure that it is a configuration."""
    config.parse(text.removeprefix(_MARK), str(path))
    atomic.write(path, text.encode())
