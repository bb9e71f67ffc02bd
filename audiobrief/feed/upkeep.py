"""What the owner of a feed does besides publishing: withdraw an article, name listeners, try again, verify."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import msgspec

from audiobrief import config
from audiobrief.errors import DamagedLibrary, OutputError, UsageError
from audiobrief.feed import paths, recover
from audiobrief.feed.site import STAMP
from audiobrief.feed.sources import decoded
from audiobrief.fetch.polling import SourceState
from audiobrief.library import FILE, Library
from audiobrief.places import Place, without_secrets
from audiobrief.serve.here import is_local
from audiobrief.serve.listeners import PATH as LISTENER_PATH
from audiobrief.serve.listeners import Listeners

MEMORY = ".audiobrief"
KEPT_AFTER_CORRECTION = timedelta(days=30)
KEPT_AFTER_GROWTH = timedelta(days=1)
"""Of an edition that a later one of its day took the place of: each is as large as a day's news."""
_HOOK_S = 60


@contextlib.contextmanager
def memory(folder: Path, *, is_copy: bool = False, mends: Callable[[str], None] | None = None) -> Iterator[Library]:
    """Opens a feed's library, or a copy of it that may be changed without consequence.

    For who holds the lock: its newest backup or a new one takes the place of a damaged one, which is kept; ``mends`` is
    told so.
    """
    place = folder / MEMORY
    if not is_copy:
        with _whole(place, mends) as library:
            yield library
        return
    with tempfile.TemporaryDirectory() as name:
        for path in place.glob(f"{FILE}*"):
            shutil.copy2(path, name)
        with Library(Path(name)) as library:
            yield library


def _whole(place: Path, mends: Callable[[str], None] | None) -> Library:
    """Opens a library, or what takes the place of a damaged one."""
    try:
        return Library(place)
    except DamagedLibrary as error:
        if mends is None:
            raise
        mends(f"{error.subject}: {error.fact}. It is kept as {recover.set_aside(place)}.")
        (place.parent / STAMP).unlink(missing_ok=True)  # a backup may be older than what is published
        return Library(place)


def withdraw(folder: Path, target: str) -> str:
    """Takes an article out of the feed for good, by its address or guid; its files are deleted 30 days later."""
    config.load(folder)
    with memory(folder) as library:
        guid = library.guid_of(target) or target
        if not library.withdraw(guid, _now(), from_editions=True):
            raise _unknown(folder, target)
        recover.back_up(library, folder / MEMORY, _now()[:10], at_once=True)
    return f"{target}: withdrawn. To bring it back: audiobrief feed restore {folder} {target}"


def restore(folder: Path, target: str) -> tuple[str, tuple[str, ...]]:
    """Brings back an article that was withdrawn; returns a line, and the source to read where its files are gone."""
    config.load(folder)
    with memory(folder) as library:
        guid = library.guid_of(target) or target
        if not library.bring_back(guid):
            remedy = f"audiobrief feed status {folder} --episodes names what is in the feed"
            raise UsageError(target, "no article with that address or guid was withdrawn", remedy)
        is_here = guid in {episode.guid for episode in library.episodes()}
    return f"{target}: it is in the feed again.", () if is_here else (target,)


def _unknown(folder: Path, target: str) -> UsageError:
    remedy = f"audiobrief feed status {folder} --episodes names those it has"
    return UsageError(target, "no article of this feed has that address or guid", remedy)


def without_sources(settings: config.Config) -> config.Config:
    """Returns the settings for a run that asks nobody for articles, and says nothing of a silence."""
    hooks = msgspec.structs.replace(settings.hooks, on_silence=())
    return msgspec.structs.replace(settings, source=(), hooks=hooks)


def add_listener(folder: Path, name: str) -> str:
    """Gives a listener a secret address; the feed is private from the first one on."""
    settings = config.load(folder)
    if paths.public_folder(folder, settings) is None:
        fact = f"a feed at {without_secrets(settings.public)} is open to all who know its address"
        remedy = f"Set public to a folder in audiobrief.toml, then: audiobrief serve {folder}"
        raise UsageError("feed listeners add", fact, remedy)
    base_url = settings.base_url.rstrip("/")
    known = Listeners(folder)
    was_private = known.is_private
    token = known.add(name, _now())
    lines = [f"{name}: {base_url}/{LISTENER_PATH}/{token}/feed.xml", "Note it now: it cannot be shown again."]
    if not was_private:
        lines.append("The feed is private now: its public address answers nobody any more.")
    if is_local(base_url):
        lines.append("From another machine: the same path at the address that audiobrief serve prints.")
    return "\n".join(lines)


def revoke(folder: Path, name: str) -> str:
    """Closes a listener's address."""
    config.load(folder)
    Listeners(folder).revoke(name, _now())
    return f"{name}: revoked."


def listeners(folder: Path) -> str:
    """Lists who may listen, a line each."""
    config.load(folder)
    names = Listeners(folder).names()
    return "\n".join(names) if names else "No listeners: the feed is public, or every listener is revoked."


def _states(library: Library) -> dict[str, SourceState]:
    return {source: decoded(state) for source, state in library.source_states().items()}


def retry(folder: Path) -> str:
    """Gives every source and article that failed another chance, and reads every feed again for them."""
    settings = config.load(folder)
    with memory(folder) as library:
        states = _states(library)
        failing = [source for source, state in states.items() if state.failures]
        feeds = {source.url for source in settings.source} & states.keys() - set(failing)
        fresh = {source: SourceState(last_success=states[source].last_success) for source in failing}
        fresh |= {url: replace(states[url], etag="", last_modified="") for url in feeds}
        for source, state in fresh.items():
            library.keep_source_state(source, msgspec.json.encode(state))
    count = len(failing)
    return f"{count} source{'s are' if count != 1 else ' is'} tried again."


def verify(folder: Path) -> list[str]:
    """Returns a line for each published MP3 whose bytes have changed: it is never made again silently."""
    settings = config.load(folder)
    wrong = []
    with memory(folder) as library:
        place = paths.published(folder, settings, library)
        for episode in library.episodes():
            name = paths.audio_name(episode.slug)
            try:
                found = place.sha256(name)
            except OutputError as error:
                wrong.append(f"{error.subject}: it cannot be read ({error.fact})")
                continue
            if found != episode.audio_sha256:
                wrong.append(f"{place.shown(name)}: its bytes are not those that were published")
    return wrong


def forget_derived(folder: Path) -> None:
    """Makes the next run write every derived file again."""
    config.load(folder)
    with contextlib.suppress(FileNotFoundError):
        (folder / STAMP).unlink()
    with memory(folder) as library:
        library.forget_derived()


def call_hook(
    command: Sequence[str],
    folder: Path,
    lines: Sequence[str],
    *,
    name: str = "on_failure",
    facts: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Runs the owner's command with what failed on its standard input and ``facts`` in its environment.

    Raises :class:`OutputError` if it cannot.
    """
    if not command:
        return
    environment = {**os.environ, "AUDIOBRIEF_FEED": str(folder), **facts}
    try:
        subprocess.run(
            list(command), input="\n".join(lines) + "\n", text=True, env=environment, timeout=_HOOK_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(command[0], f"the hook {name} failed ({error})", "Correct it in audiobrief.toml.") from error


def sweep(library: Library, place: Place, now: datetime) -> None:
    """Deletes the files of episodes that the feed has not named for long."""
    for gone in library.superseded((now - KEPT_AFTER_CORRECTION).isoformat(), (now - KEPT_AFTER_GROWTH).isoformat()):
        is_name = re.fullmatch(r"[\w-][\w.-]*", gone)  # a damaged one names no folder of its own
        if not is_name or place.remove_tree(f"episodes/{gone}"):  # what stays is tried again by the next run
            library.forget(gone)


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
