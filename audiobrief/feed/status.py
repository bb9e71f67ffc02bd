"""``audiobrief feed status``: how each source and article of a feed is, what waits and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from audiobrief import config
from audiobrief.errors import OutputError
from audiobrief.feed import editions, heartbeat
from audiobrief.feed.sources import decoded, is_given_up, of_today
from audiobrief.feed.upkeep import memory
from audiobrief.feed.waiting import requests
from audiobrief.fetch.polling import SourceState
from audiobrief.fetch.source import without_password
from audiobrief.library import Library
from audiobrief.model import Episode
from audiobrief.source_settings import Source


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that is not in the feed, or in trouble though it is."""

    address: str
    why: str
    """One of "asked", "sent" (to the inbox), "retry", "given up", "left alone", "passed over", and "left" (over
    ``per_day`` or ``max_new``)."""
    line: str
    """The same in words."""


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
    articles: tuple[Waiting, ...]
    """What waits and why: what a person should look at comes first."""
    troubles: tuple[str, ...]
    """Of the feed as a whole: a silence, a disk without room."""
    editions: tuple[str, ...] = ()
    """A line for each: the newest, and what waits for the next."""
    in_feed: tuple[tuple[str, str], ...] = ()
    """Title and address (or guid) of each episode."""

    @classmethod
    def of(cls, folder: Path, sent: Sequence[Waiting] = ()) -> Status:
        """Reads the state of a feed folder, and tells of a silence; ``sent`` is what its inbox holds."""
        settings = config.load(folder)
        with memory(folder) as library:
            states = {source: decoded(state) for source, state in library.source_states().items()}
            episodes = library.episodes()
            left = {url for state in states.values() for url in state.waiting}
            guids = {episode.guid for episode in episodes} | library.in_editions()
            published = _published(library, {*states, *left}, guids)
            told = tuple(editions.lines(settings, library, datetime.now(UTC)))
        return cls(
            folder=folder,
            episodes=len(episodes),
            minutes=_minutes(episodes),
            configured=tuple(source.url or source.folder for source in settings.source),
            states=states,
            articles=(*_waiting(folder, settings, states, published), *sent),
            troubles=tuple(_troubles(folder, settings)),
            editions=told,
            in_feed=tuple((one.title, one.script.article.url or one.guid) for one in episodes),
        )

    def as_text(self, *, with_episodes: bool = False) -> str:
        """Returns plain lines: each source's last success, each article that waits with its reason."""
        named = [f"Episode {address}: {title}" for title, address in self.in_feed] if with_episodes else []
        return "\n".join([*self._lines(), *named])

    def as_json(self) -> str:
        """Returns the same as a JSON object."""
        facts = {
            "episodes": self.episodes,
            "minutes": round(self.minutes, 1),
            "troubles": self.troubles,
            "editions": self.editions,
            "in_feed": [{"title": title, "address": address} for title, address in self.in_feed],
            "configured": [*map(without_password, self.configured)],
            "waiting": [one.address for one in self.articles if one.why == "asked"],
            "articles": [asdict(one) for one in self.articles],
            "states": {without_password(source): msgspec.to_builtins(state) for source, state in self.states.items()},
        }
        return json.dumps(facts, ensure_ascii=False, indent=1)

    def _lines(self) -> Iterator[str]:
        yield f"{self.folder}: {self.episodes} episode{'' if self.episodes == 1 else 's'}, {self.minutes:.0f} minutes."
        yield from self.troubles
        yield from self.editions
        for source in self.configured:
            state = self.states.get(source) or self.states.get(str(self.folder / source)) or SourceState()
            yield f"Source {without_password(source)}: {_words(state)}"
        for one in self.articles:
            yield f"{'Waiting' if one.why == 'asked' else 'Article'} {one.address}: {one.line}"


def _minutes(episodes: Iterable[Episode]) -> float:
    return sum(episode.timeline.duration_ms for episode in episodes) / 60_000


def _troubles(folder: Path, settings: config.Config) -> Iterator[str]:
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < settings.reserve_mb:
        yield f"Nothing is made: {free_mb} MB of the disk are free, and reserve_mb is {settings.reserve_mb}."
    since = heartbeat.silent_since(folder, settings)
    if since is not None:
        yield f"Silence: no run has succeeded since {since.isoformat()}."
    try:
        heartbeat.tell(folder, settings, [])
    except OutputError as error:
        yield str(error)


def _published(library: Library, sources: Set[str], guids: Set[str]) -> set[str]:
    """Returns the sources whose article is in the feed."""
    return {source for source in sources if library.guid_of(source) in guids}


def _waiting(
    folder: Path, settings: config.Config, states: dict[str, SourceState], published: set[str]
) -> Iterator[Waiting]:
    configured = {source.url or str(folder / source.folder) for source in settings.source}
    yield from _asked(folder)
    yield from _failing(configured, states, published)
    for passed in (_left, _older):
        for feed in settings.source:
            yield from passed(feed, states, published)


def _asked(folder: Path) -> Iterator[Waiting]:
    """Yields what was given while another run was at work."""
    for request in requests(folder):
        for source in request.sources:
            yield Waiting(without_password(source), "asked", "the next run reads it.")


def _failing(configured: set[str], states: dict[str, SourceState], published: set[str]) -> Iterator[Waiting]:
    for source, state in states.items():
        if state.failures and source not in configured:
            kept = " It is in the feed: audiobrief feed withdraw takes it out." if source in published else ""
            words = _given_up(state) if _why(state) == "given up" else _words(state)
            yield Waiting(without_password(source), _why(state), f"{words}{kept}")


def _left(feed: Source, states: dict[str, SourceState], published: set[str]) -> Iterator[Waiting]:
    """Yields what a feed's runs left for later."""
    today, shown = states.get(of_today(feed.url), SourceState()), without_password(feed.url)
    over = f"over per_day = {feed.per_day}, another day" if today.refused >= feed.per_day else "the next run"
    for url in today.waiting:
        if url not in published:
            yield Waiting(without_password(url), "left", f"left by {shown}: {over} takes it.")


def _older(feed: Source, states: dict[str, SourceState], published: set[str]) -> Iterator[Waiting]:
    """Yields what a feed's first run passed over."""
    mark = f"{feed.url} "
    gone = [state for source, state in states.items() if state.is_gone and source.startswith(mark)]
    line = f"older than the first run of {without_password(feed.url)}: give its address to publish it."
    for url in dict.fromkeys(url for state in gone for url in state.waiting):
        if url not in published:
            yield Waiting(without_password(url), "passed over", line)


def _why(state: SourceState) -> str:
    if state.is_gone:
        return "left alone"
    return "given up" if is_given_up(state) else "retry"


def _given_up(state: SourceState) -> str:
    return f"given up after {state.failures} tries: {state.trouble}. audiobrief feed retry tries it again."


def _words(state: SourceState) -> str:
    if state.is_gone:
        return f"left alone: {state.trouble or 'gone'}."
    if state.failures:
        return f"failed {state.failures} times, last: {state.trouble}; next try after {state.not_before}."
    return f"last success {state.last_success}." if state.last_success else "not asked yet."
