"""``audiobrief publish --status``: how each source and article of a feed is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from audiobrief import config
from audiobrief.feed.sources import decoded, is_given_up
from audiobrief.feed.upkeep import memory
from audiobrief.feed.waiting import requests
from audiobrief.fetch.polling import SourceState
from audiobrief.fetch.source import without_password


@dataclass(frozen=True, slots=True)
class Status:
    """Episodes, sources and their states, as the library knows them."""

    folder: Path
    episodes: int
    minutes: float
    configured: tuple[str, ...]
    """The sources of audiobrief.toml: an address or a folder each."""
    states: dict[str, SourceState]
    """By source: a feed's or an article's address, or a file."""
    waiting: tuple[str, ...]
    """Sources that were given while another run was at work."""
    published: frozenset[str]
    """The failing sources whose article is in the feed all the same."""

    @classmethod
    def of(cls, folder: Path) -> Status:
        """Reads the state of a feed folder."""
        settings = config.load(folder)
        with memory(folder) as library:
            states = {source: decoded(state) for source, state in library.source_states().items()}
            episodes = library.episodes()
            failing = {source: library.guid_of(source) for source, state in states.items() if state.failures}
        guids = {episode.guid for episode in episodes}
        return cls(
            folder=folder,
            episodes=len(episodes),
            minutes=sum(episode.timeline.duration_ms for episode in episodes) / 60_000,
            configured=tuple(source.url or source.folder for source in settings.source),
            states=states,
            waiting=_waiting(folder),
            published=frozenset(source for source, guid in failing.items() if guid in guids),
        )

    def as_text(self) -> str:
        """Returns plain lines: each source's last success, each failing article with its reason."""
        return "\n".join(self._lines())

    def as_json(self) -> str:
        """Returns the same as a JSON object."""
        facts = {
            "episodes": self.episodes,
            "minutes": round(self.minutes, 1),
            "configured": [*map(without_password, self.configured)],
            "waiting": [*map(without_password, self.waiting)],
            "states": {without_password(source): msgspec.to_builtins(state) for source, state in self.states.items()},
        }
        return json.dumps(facts, ensure_ascii=False, indent=1)

    def _lines(self) -> Iterator[str]:
        yield f"{self.folder}: {self.episodes} episode{'' if self.episodes == 1 else 's'}, {self.minutes:.0f} minutes."
        for source in self.configured:
            yield f"Source {without_password(source)}: {_words(self.states.get(source, SourceState()))}"
        for source in self.waiting:
            yield f"Waiting {without_password(source)}: the next run reads it."
        for source, state in self.states.items():
            if state.failures and source not in self.configured:
                words = _given_up(state) if is_given_up(state) else _words(state)
                kept = " It is in the feed: publish --withdraw takes it out." if source in self.published else ""
                yield f"Article {without_password(source)}: {words}{kept}"


def _waiting(folder: Path) -> tuple[str, ...]:
    return tuple(source for request in requests(folder) for source in request.sources)


def _given_up(state: SourceState) -> str:
    return f"given up after {state.failures} tries: {state.trouble}. audiobrief publish --retry tries again."


def _words(state: SourceState) -> str:
    if state.is_gone:
        return f"left alone: {state.trouble or 'gone'}."
    if state.failures:
        return f"failed {state.failures} times, last: {state.trouble}; next try after {state.not_before}."
    return f"last success {state.last_success}." if state.last_success else "not asked yet."
