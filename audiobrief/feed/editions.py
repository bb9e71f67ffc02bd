"""The daily editions of a feed: which articles go into which, when each is due, and how it is made.

An edition is an episode with one guid a day. What came since the last one is in the library before it is made, so a run
that is killed loses nothing: the next one makes the edition, or makes it anew. Spoken is only what is new in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from audiobrief import config
from audiobrief.edition_settings import Edition
from audiobrief.errors import NothingToRead
from audiobrief.feed import paths, room
from audiobrief.feed.report import RunReport
from audiobrief.feed.sources import SourceItem
from audiobrief.identity import article_guid, slug
from audiobrief.library import Library, StoryPlace, StoryRow
from audiobrief.model import Article, Cast, Episode, Script, digest
from audiobrief.places import Place
from audiobrief.publish.printed_dates import long_date
from audiobrief.recording.episode import EpisodeFacts, Recorded, Target, recorded, write
from audiobrief.recording.studio import Studio
from audiobrief.script import write_edition
from audiobrief.telling import Tell

ALL_OTHERS = "*"
_MOST_TITLES = 3
"""In the description of an edition."""


@dataclass(frozen=True, slots=True)
class _Story:
    row: StoryRow
    episode: Episode
    came: int
    """Its place in the order in which the stories came."""

    @property
    def published(self) -> datetime:
        return datetime.fromisoformat(self.episode.published).astimezone(UTC)

    def length_ms(self, rate: float) -> int:
        """How long it lasts, estimated where it has no sound of its own."""
        return self.episode.timeline.duration_ms or room.length_ms(self.episode.script, rate)


class Editions:
    """The editions of one run; ``now`` is in UTC."""

    def __init__(self, settings: config.Config, library: Library, feed_guid: str, now: datetime) -> None:
        self._settings = settings
        self._library = library
        self._feed_guid = feed_guid
        self._now = now
        self.now = now.isoformat()
        self.is_cut_short = False
        """The run left articles for the next one: what that brings belongs to the same edition."""

    def places(self, item: SourceItem, article: Article) -> tuple[StoryPlace, ...]:
        """Returns where an article goes that was not there before; those that a person typed go nowhere."""
        found = []
        for edition in self._settings.edition if item.origin else ():
            section = _section(edition, item, article)
            if section is not None:
                found.append(self._place(edition, section))
        return tuple(found)

    def is_single(self, places: Sequence[StoryPlace], before: Episode | None) -> bool:
        """Tells whether an article is an episode of its own; one that was published stays as it was."""
        if before is not None:
            return before.audio_bytes > 0
        names = {place.name for place in places}
        return all(edition.single_episodes for edition in self._settings.edition if edition.title in names)

    def close(self) -> None:
        """Notes that the run has brought all there was; what is due is complete."""
        for edition in self._settings.edition if not self.is_cut_short else ():
            self._library.close_edition(edition.title, self.now)

    def _place(self, edition: Edition, section: str) -> StoryPlace:
        closed, day = self._library.closed(edition.title), self._now.astimezone(_zone(edition)).date()
        due = closed
        if edition.times:
            moment = _slot(edition, self._now, closed)
            due, day = moment.isoformat(), moment.astimezone(_zone(edition)).date()
        guid = article_guid(f"edition:{self._feed_guid}:{edition.title}:{day.isoformat()}")
        return StoryPlace(guid, edition.title, day.isoformat(), due, section)

    def due(self) -> Iterator[tuple[Edition, StoryPlace]]:
        """Yields the editions that lack something."""
        named = {edition.title: edition for edition in self._settings.edition}
        for one in self._library.untold(self.now):
            if one.name in named:
                yield named[one.name], one

    def title(self, place: StoryPlace) -> str:
        """Returns an edition's title with its date."""
        return f"{place.name}, {long_date(place.day, self._settings.language)}"

    def stories(self, edition: Edition, place: StoryPlace) -> list[_Story]:
        """Returns the stories of an edition, the newest first, as many as may be in it."""
        rows = self._library.stories_of(place.edition, self.now)
        if edition.later == "replace":
            rows = tuple(row for row in rows if row.due == max(row.due for row in rows))
        episodes = self._library.load([row.slug for row in rows])
        told = [_Story(*pair, came) for came, pair in enumerate(zip(rows, episodes, strict=True))]
        told.sort(key=lambda story: story.published, reverse=True)
        left_ms, kept = round(edition.minutes * 60_000), []
        for story in told:
            length_ms = story.length_ms(self._settings.rate)
            if length_ms <= left_ms:
                kept.append(story)
                left_ms -= length_ms
        return kept

    def script(self, edition: Edition, place: StoryPlace, stories: Sequence[_Story]) -> tuple[Script, list[str]]:
        """Returns an edition's script, and the guids of its stories in its order."""
        ordered = _ordered(edition, stories)
        titles = "; ".join(story.episode.title for story in ordered[:_MOST_TITLES])
        script = write_edition(
            [story.episode.script for story in ordered],
            title=self.title(place),
            language=self._settings.language,
            published=place.day,
            sections=[story.row.section for story in ordered],
            headlines=edition.headlines,
            arrival=sorted(range(len(ordered)), key=lambda number: ordered[number].came),
        )
        described = replace(script.article, description=f"{titles} …" if len(ordered) > _MOST_TITLES else titles)
        return replace(script, article=described), [story.row.guid for story in ordered]

    def facts(self, edition: Edition, place: StoryPlace, stories: Sequence[_Story], **shared: Any) -> EpisodeFacts:
        """Returns what its episode is called: the guid and the date stay, each version has an address of its own."""
        record = self._library.identify(Article(title=self.title(place)), "", self.now, place.edition)
        before = record.episode
        return EpisodeFacts(
            guid=place.edition,
            slug=slug(self.title(place), place.edition + _version(stories)),
            published=before.published if before else self.now,
            updated=self.now if before else None,
            books=edition.books,
            **shared,
        )


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the editions of one run."""

    editions: Editions
    library: Library
    place: Place
    studio: Studio
    report: RunReport
    tell: Tell

    def make(
        self,
        edition: Edition,
        place: StoryPlace,
        *,
        cast: Callable[[Script], Cast],
        shared: Callable[[Article], Mapping[str, Any]],
    ) -> None:
        """Makes an edition, or makes it anew. Raises :class:`NothingToRead` where no story is short enough."""
        stories = self.editions.stories(edition, place)
        title = self.editions.title(place)
        if not stories:
            raise NothingToRead(title, f"no story fits into its {edition.minutes:g} minutes", "Raise minutes.")
        is_there = self.library.slug_of(place.edition) is not None
        while not self.report.is_dry:
            script, guids = self.editions.script(edition, place, stories)
            facts = self.editions.facts(edition, place, stories, **shared(script.article))
            if self.library.is_told_already(place.edition, facts.slug, self.editions.now):
                return
            made = recorded(script, cast(script), studio=self.studio, facts=facts, tell=self.tell)
            if made.duration_ms <= edition.minutes * 60_000 or len(stories) == 1:
                self._write(made, guids, _version(stories))
                break
            stories = stories[:-1]
        count = _counted(len(stories))
        (self.report.updated if is_there else self.report.made).append(f"{title} ({count})")
        self._name_left(edition, place, {story.row.guid for story in stories})

    def _write(self, made: Recorded, guids: Sequence[str], version: str) -> None:
        target = Target(self.place, paths.audio_name(made.facts.slug), once=True)
        episode, recording = write(made, target, self.studio)
        self.library.record(episode.guid, made.script.article, version, episode, self.editions.now, stories=guids)
        self.report.spoken += recording.spoken
        self.report.encoded += recording.encoded
        self.report.failed.extend(f"{episode.title}: not spoken: {line}" for line in recording.unspoken)

    def _name_left(self, edition: Edition, place: StoryPlace, told: Set[str]) -> None:
        """Names the stories that there was no time for."""
        rows = self.library.stories_of(place.edition, self.editions.now) if edition.later == "grow" else ()
        for episode in self.library.load([row.slug for row in rows if row.guid not in told]):
            self.tell(f"Left out of {place.name}, which has {edition.minutes:g} minutes: {episode.title}")


def lines(settings: config.Config, library: Library, now: datetime) -> Iterator[str]:
    """Yields a line for each edition: the newest, and what waits for the next."""
    for edition in settings.edition:
        title, count = library.newest_edition(edition.title)
        due, waiting = library.waiting(edition.title, now.isoformat())
        made = f"{title}, {_counted(count)}" if title else "none yet"
        at = datetime.fromisoformat(due).astimezone(_zone(edition)).isoformat(timespec="minutes") if due else ""
        yield f"Edition {edition.title}: {made}.{f' For {at}: {_counted(waiting)}.' if due else ''}"


def _version(stories: Sequence[_Story]) -> str:
    """Returns what tells two versions of an edition apart: its stories and their texts."""
    return digest(sorted((story.row.guid, story.row.text_hash) for story in stories))


def _counted(count: int) -> str:
    return f"{count} {'story' if count == 1 else 'stories'}"


def _section(edition: Edition, item: SourceItem, article: Article) -> str | None:
    """Returns the section of an article in an edition, "" for none; None where the edition does not take it.

    The owner's word counts first, then the feed's, then the page's. A category of a feed is a section where the edition
    names it, or where it is the only one: most are tags.
    """
    origin = item.origin
    if origin is None or (edition.sources and origin.place not in edition.sources):
        return None
    wanted = {_folded(name): name for name in edition.sections if name != ALL_OTHERS}
    said = (origin.section, *item.categories, article.section or "")
    named = next((wanted[_folded(name)] for name in said if _folded(name) in wanted), None)
    if named is not None or (edition.sections and ALL_OTHERS not in edition.sections):
        return named
    filed = item.categories if len(item.categories) == 1 else ()
    return " ".join(next(filter(None, (origin.section, *filed, article.section)), "").split())


def _ordered(edition: Edition, stories: Sequence[_Story]) -> list[_Story]:
    """Returns the stories section by section: in the order of the settings, others as they came, those of none last."""
    known = [_folded(name) for name in edition.sections]
    others = known.index(ALL_OTHERS) if ALL_OTHERS in known else len(known)
    first: dict[str, int] = {}
    for story in sorted(stories, key=lambda story: story.came):
        first.setdefault(story.row.section, story.came)

    def place(story: _Story) -> tuple[int, bool, int]:
        name = story.row.section
        at = known.index(_folded(name)) if _folded(name) in known else others
        return at, not name, first[name]

    in_time = sorted(stories, key=lambda story: story.published, reverse=edition.order == "newest")
    return sorted(in_time, key=place)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _slot(edition: Edition, now: datetime, closed: str) -> datetime:
    """Returns the edition that what comes now is for: the last one until a run has ended after it, then the next."""
    zone = _zone(edition)
    today = now.astimezone(zone).date()
    moments = [
        datetime.combine(today + timedelta(days=days), time.fromisoformat(at), zone).astimezone(UTC)
        for days in (-1, 0, 1)
        for at in edition.times
    ]
    last = max(moment for moment in moments if moment <= now)
    if not closed or last > datetime.fromisoformat(closed):
        return last
    return min(moment for moment in moments if moment > now)


def _zone(edition: Edition) -> tzinfo:
    return ZoneInfo(edition.zone) if edition.zone else UTC
