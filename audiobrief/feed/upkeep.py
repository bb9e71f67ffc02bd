"""What the owner of a feed does besides publishing: see how it is, take something out, try again, verify."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from audiobrief import config
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed import paths
from audiobrief.feed.site import STAMP
from audiobrief.feed.sources import decoded, is_given_up
from audiobrief.fetch.polling import SourceState
from audiobrief.fetch.source import without_password
from audiobrief.library import FILE, Library
from audiobrief.places import without_secrets
from audiobrief.serve.listeners import PATH as LISTENER_PATH
from audiobrief.serve.listeners import Listeners

MEMORY = ".audiobrief"
_HOOK_S = 60


@contextlib.contextmanager
def memory(folder: Path, *, is_copy: bool = False) -> Iterator[Library]:
    """A feed's library, or a copy of it that may be changed without consequence."""
    place = folder / MEMORY
    if not is_copy:
        with Library(place) as library:
            yield library
        return
    with tempfile.TemporaryDirectory() as name:
        for path in place.glob(f"{FILE}*"):
            shutil.copy2(path, name)
        with Library(Path(name)) as library:
            yield library


def withdraw(folder: Path, target: str) -> str:
    """Takes an article out of the feed for good, by its address or guid; its files go 30 days later."""
    config.load(folder)
    with memory(folder) as library:
        guid = library.guid_of(target) or target
        if not library.withdraw(guid, _now()):
            raise UsageError(target, "no article of this feed has that address or guid", "See publish --status.")
    return f"{target}: withdrawn."


def add_listener(folder: Path, name: str) -> str:
    """Gives somebody an address of their own; the feed is private from the first one on."""
    settings = config.load(folder)
    if paths.public_folder(folder, settings) is None:
        fact = f"a feed at {without_secrets(settings.public)} is open to all who know its address"
        raise UsageError(
            "--add-listener", fact, "Publish a private feed to a folder, and serve it with audiobrief serve."
        )
    base_url = settings.base_url.rstrip("/")
    token = Listeners(folder).add(name, _now())
    return f"{name}: {base_url}/{LISTENER_PATH}/{token}/feed.xml\nNote it now: it cannot be shown again."


def revoke(folder: Path, name: str) -> str:
    """Closes a listener's address."""
    config.load(folder)
    Listeners(folder).revoke(name, _now())
    return f"{name}: revoked."


def listeners(folder: Path) -> str:
    """Who may listen, a line each."""
    config.load(folder)
    names = Listeners(folder).names()
    return "\n".join(names) if names else "nobody: the feed is open to everyone, or all listeners are revoked."


def retry(folder: Path) -> str:
    """Gives every source and article that failed another chance, and reads every feed again for them."""
    settings = config.load(folder)
    with memory(folder) as library:
        states = {source: decoded(state) for source, state in library.source_states().items()}
        failing = [source for source, state in states.items() if state.failures]
        for source in failing:
            fresh = SourceState(last_success=states[source].last_success)
            library.keep_source_state(source, msgspec.json.encode(fresh))
        for source in [one.url for one in settings.source if one.url in states and one.url not in failing]:
            asked_in_full = replace(states[source], etag="", last_modified="")
            library.keep_source_state(source, msgspec.json.encode(asked_in_full))
    return f"{len(failing)} sources are tried again."


def status(folder: Path, *, as_json: bool = False) -> str:
    """Sources and articles in plain lines: last success, failures with their reason, spoken minutes."""
    settings = config.load(folder)
    with memory(folder) as library:
        states = {source: decoded(state) for source, state in library.source_states().items()}
        episodes = library.episodes()
        guids = {source: library.guid_of(source) for source, state in states.items() if state.failures}
    minutes = sum(episode.timeline.duration_ms for episode in episodes) / 60_000
    configured = [source.url or source.folder for source in settings.source]
    if as_json:
        rows = {without_password(source): msgspec.to_builtins(state) for source, state in states.items()}
        facts = {
            "episodes": len(episodes),
            "minutes": round(minutes, 1),
            "configured": [*map(without_password, configured)],
            "states": rows,
        }
        return json.dumps(facts, ensure_ascii=False, indent=1)
    lines = [f"{folder}: {len(episodes)} episodes, {minutes:.0f} minutes."]
    lines += [f"Source {without_password(name)}: {_told(states.get(name, SourceState()))}" for name in configured]
    troubled = {source: state for source, state in states.items() if state.failures and source not in configured}
    published = {episode.guid for episode in episodes}
    for source, state in troubled.items():
        told = _given_up(state) if is_given_up(state) else _told(state)
        kept = " It is in the feed: publish --withdraw takes it out." if guids[source] in published else ""
        lines.append(f"Article {without_password(source)}: {told}{kept}")
    return "\n".join(lines)


def verify(folder: Path) -> list[str]:
    """A line for each published MP3 whose bytes are not those that were made: they are never re-made silently."""
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
    """Lets the next run make every derived file again."""
    config.load(folder)
    with contextlib.suppress(FileNotFoundError):
        (folder / STAMP).unlink()
    with memory(folder) as library:
        library.forget_derived()


def call_hook(command: Sequence[str], folder: Path, lines: Sequence[str]) -> None:
    """Runs the owner's command with what failed on its standard input. Raises :class:`OutputError` if it cannot."""
    if not command:
        return
    environment = {**os.environ, "AUDIOBRIEF_FEED": str(folder)}
    try:
        subprocess.run(
            list(command), input="\n".join(lines) + "\n", text=True, env=environment, timeout=_HOOK_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(
            command[0], f"the hook on_failure failed ({error})", "Correct it in audiobrief.toml."
        ) from error


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _given_up(state: SourceState) -> str:
    return f"given up after {state.failures} tries: {state.trouble}. audiobrief publish --retry tries again."


def _told(state: SourceState) -> str:
    if state.is_gone:
        return f"left alone: {state.trouble or 'gone'}."
    if state.failures:
        return f"failed {state.failures} times, last: {state.trouble}; next try after {state.not_before}."
    return f"last success {state.last_success}." if state.last_success else "not asked yet."
