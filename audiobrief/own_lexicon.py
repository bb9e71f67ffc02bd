"""The user's own lexicons, as a feed names them: read, added to, made and named where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import msgspec

from audiobrief import config
from audiobrief.choices import Pronunciation
from audiobrief.errors import UsageError
from audiobrief.languages.tags import base
from audiobrief.text import pls

_TABLE = re.compile(r"^([ \t]*\[script\].*\n)((?:(?![ \t]*\[).*\n)*)", re.MULTILINE)
_KEY = re.compile(r"^[ \t]*lexicon[ \t]*=[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|\[[^\]]*\])[ \t]*\n", re.MULTILINE)


def files(feed: Path | None, settings: config.Config | None, lexicon: str | None = None) -> list[Path]:
    """Returns the one lexicon that is named, else those that a feed names."""
    if lexicon is not None:
        return [Path(lexicon)]
    return [Path(feed or "", name) for name in _named(settings)] if settings else []


def entries(paths: Sequence[Path], *, may_lack: bool = False) -> tuple[Pronunciation, ...]:
    """Reads lexicons; the first that has a word says how it is read. Raises :class:`UsageError`."""
    return tuple(entry for path in paths if path.exists() or not may_lack for entry in pls.load(path))


def edits(new: Pronunciation | None, paths: Sequence[Path], feed: Path | None) -> dict[Path, bytes]:
    """Returns the files that keep an entry, as they are to be: the first lexicon of its language, else a new one.

    A new one of a feed is named in audiobrief.toml. Raises :class:`UsageError` when there is nowhere to keep it.
    """
    if new is None:
        raise UsageError("--add", "there is nothing to add", "Say how it is to sound: --as IPA or --as WORDS")
    path = next((one for one in paths if _holds(one, new.language)), None)
    if path is not None:
        return {path: pls.with_entry(path.read_bytes() if path.exists() else None, new, str(path))}
    if feed is None:
        subject, fact = (str(paths[0]), "is for another language") if paths else ("--add", "no lexicon is named")
        raise UsageError(subject, fact, "Name one: --lexicon names.pls is made, --feed FOLDER has its own")
    made = free(feed / "names.pls")
    return {made: pls.with_entry(None, new, str(made)), feed / config.NAME: _naming(feed, made.name)}


def _holds(path: Path, language: str) -> bool:
    """Tells whether a lexicon is for a language; one that is not there yet is."""
    return not path.exists() or base(pls.language_of(path.read_bytes())) in {"", language}


def free(path: Path) -> Path:
    """Returns a path that nothing is at: this one, or with a number behind its name."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return path if not path.exists() else next(one for one in numbered if not one.exists())


def _named(settings: config.Config) -> list[str]:
    given = settings.script.lexicon
    return [name for name in ([given] if isinstance(given, str) else given) if name]


def _naming(feed: Path, name: str) -> bytes:
    """Returns audiobrief.toml with one more lexicon named; all else stays. It is read again to be sure of that."""
    toml, settings = feed / config.NAME, config.load(feed)
    names = [*_named(settings), name]
    line = f"lexicon = {json.dumps(names if names[1:] else name, ensure_ascii=False)}\n"
    changed = _with_line(toml.read_bytes().decode().rstrip("\n") + "\n", line)
    script = msgspec.structs.replace(settings.script, lexicon=tuple(names) if names[1:] else name)
    try:
        is_so = config.parse(changed.lstrip("\ufeff"), str(toml)) == msgspec.structs.replace(settings, script=script)
    except UsageError:
        is_so = False
    if not is_so:
        raise UsageError(
            str(toml), "its [script] cannot be added to", f"Write there: {line.strip()}; then run it again"
        )
    return changed.encode()


def _with_line(text: str, line: str) -> str:
    """Returns TOML with a line for the key ``lexicon`` in its table ``[script]``."""
    table = _TABLE.search(text)
    if table is None:
        return f"{text}\n[script]\n{line}"
    old = _KEY.search(table[0])
    rest = table[0].replace(old[0], line) if old else table[1] + line + table[2]
    return text[: table.start()] + rest + text[table.end() :]
