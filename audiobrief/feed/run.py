"""Runs a feed folder: brings what is new or changed, makes its episodes, rewrites what is derived from them.

``audiobrief.toml`` says what the feed is, ``.audiobrief/`` remembers, ``public/`` (or a bucket) is what a web server
serves. Audio is made once; everything else that is published can be made again from the library, byte for byte.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import Timeout

from audiobrief import atomic, config, own_lexicon, stories
from audiobrief.errors import AudiobriefError, ClusterError, DiskFull, NothingToRead, OutputError, UsageError, ours
from audiobrief.feed import editions, heartbeat, lost_audio, paths, recover, room, site, upkeep, waiting
from audiobrief.feed.dates import Dates
from audiobrief.feed.page_reader import PageReader
from audiobrief.feed.readings import Readings
from audiobrief.feed.report import RunReport
from audiobrief.feed.sources import SourceItem, Sources
from audiobrief.feed.upkeep import MEMORY, call_hook, memory
from audiobrief.fetch.source import without_password
from audiobrief.identity import slug, text_hash
from audiobrief.library import ArticleRecord, Library, StoryPlace
from audiobrief.library.record import unheard
from audiobrief.model import Article, Cast, Script
from audiobrief.recording.crew import crew
from audiobrief.recording.episode import EpisodeFacts, Target, produce
from audiobrief.recording.sounds import with_quote_sounds
from audiobrief.recording.studio import ScriptInProgress, Studio
from audiobrief.speech import casting
from audiobrief.telling import Step, Tell, detail


def publish(
    folder: Path,
    sources: Sequence[str],
    tell: Tell,
    *,
    identity: str | None = None,
    dry_run: bool = False,
    cluster: str | None = None,
    allow_shrink: bool = False,
    are_sent: bool = False,
    asks_sources: bool = True,
) -> RunReport:
    """Brings the feed up to date; running it again changes nothing. A bad article does not stop the others.

    A library that was lost is made again from what is published; ``allow_shrink`` leaves out what cannot be.
    ``dry_run`` reads and reports what would be made, and changes nothing. ``cluster`` is the address of a dask
    scheduler whose workers speak. ``are_sent`` says that others sent the sources: their addresses are guarded, they are
    not left to another run, and [[source]] waits for the next, as without ``asks_sources`` (upkeep). Raises
    :class:`UsageError` for a wrong configuration, :class:`OutputError` when the folder cannot be written and
    :class:`ClusterError` when the cluster is lost; what was made before is published.
    """
    settings = config.load(folder) if asks_sources else upkeep.without_sources(config.load(folder))
    if identity and len(sources) != 1:
        raise UsageError("--id", f"it names one article, but {len(sources)} sources were given", "Give one source.")
    report = RunReport(folder, is_dry=dry_run)
    lost: ClusterError | None = None
    atomic.make_folder(folder / MEMORY)
    with heartbeat.watched(folder, settings, report):
        try:
            with (
                waiting.held(folder, sources, identity, is_left=not (dry_run or are_sent)) as left,
                memory(folder, is_copy=dry_run, mends=tell) as library,
            ):
                this_run = _Run(folder, settings, library, report, tell, cluster=cluster)
                lost = this_run.go(left, identity, allow_shrink=allow_shrink, are_sent=are_sent)
        except Timeout:
            report.leave(waiting=0 if are_sent else len(sources))
        if report.failed and not dry_run:
            call_hook(settings.hooks.on_failure, folder, report.failed)
        if lost is not None:
            raise lost
    return report


@dataclass(slots=True)
class _Story:
    """An article on its way to an episode."""

    item: SourceItem
    identity: str | None
    script: Script
    article: Article
    cast: Cast
    record: ArticleRecord
    places: tuple[StoryPlace, ...]
    """In editions."""
    is_single: bool
    """It is an episode of its own."""
    in_progress: ScriptInProgress | None = None


class _Run:
    """One run over the sources of one feed."""

    def __init__(
        self,
        folder: Path,
        settings: config.Config,
        library: Library,
        report: RunReport,
        tell: Tell,
        *,
        cluster: str | None,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.library = library
        self.report = report
        self.tell = tell
        self._remarked: set[str] = set()
        self.now = datetime.now(UTC).replace(microsecond=0)
        self._dates = Dates(self.now)
        self.options = settings.script_options(own_lexicon.entries(own_lexicon.files(folder, settings)))
        self._sounds = (settings.mix.intro, settings.mix.outro)
        self.sources = Sources(folder, settings, library, self.now)
        self.place = paths.published(folder, settings, library)
        library.spare = lambda slug: recover.spare(self.place, folder / MEMORY, slug, library.editions_with(slug))
        self._feed = site.channel(settings, library)
        self.site = site.Site(folder, self._feed, settings, library, self.place)
        self.editions = editions.Editions(settings, library, self._feed.guid, self.now)
        self.report.feed = self.place.shown(paths.FEED)
        self._cluster = cluster
        self._under_way: deque[_Story] = deque()
        self._answered: list[waiting.Request] = []
        self._without_room: tuple[SourceItem, DiskFull] | None = None
        self._ahead = 0

    def _recover(self, *, allow_shrink: bool) -> None:
        """Takes back what the published feed names and the library has lost, so that the feed never shrinks unasked."""
        if not self.library.slugs():  # until all is written a run that is cut short is to come by here again
            (self.folder / site.STAMP).unlink(missing_ok=True)
            if recover.follow(self.library, self.place, self.settings.title, self._feed.feed_url):
                self.tell(f"{self.report.feed}: taken over from a lost library; who still has that one is refused.")
                self.place = paths.published(self.folder, self.settings, self.library)
                self.site = site.Site(self.folder, self._feed, self.settings, self.library, self.place)
        taken, left = recover.recover(self.library, self.place)
        if taken:
            fact = f"{taken} of its episodes were not in the library; taken back from their files"
            self.tell(f"{self.report.feed}: {fact}.")
        for damaged in recover.unreadable(self.library, self.library.slugs()) if allow_shrink else ():
            self.library.forget(damaged.subject)
        if left and not allow_shrink:
            fact = f"{len(left)} of its episodes are not in the library and cannot be taken back from their files"
            remedy = f"Restore .audiobrief from a backup, or: audiobrief feed recover {self.folder} --allow-shrink"
            raise OutputError(self.report.feed, f"{fact} ({left[0]} is the first)", remedy)

    def go(
        self, typed: Sequence[str], identity: str | None, *, allow_shrink: bool, are_sent: bool
    ) -> ClusterError | None:
        """Makes the episodes and rewrites the feed; returns how the cluster was lost, if it was."""
        lost = None
        if not self.report.is_dry:
            # elsewhere a look costs a request
            if self.place.is_local or not ((self.folder / site.STAMP).exists() and self.library.slugs()):
                self._recover(allow_shrink=allow_shrink)
            self.place.look(paths.FEED)
            read = self.site.scrub(self._kept(self.library.slugs())).read
            self.report.failed += [f"Damaged: {trouble}" for trouble in recover.unreadable(self.library, read)]
        try:
            self._make_articles(typed, identity, are_sent)
        except ClusterError as error:
            lost = error
        if not self.report.is_dry:
            self._rewrite()
            waiting.forget(self._answered)
            recover.keep_spared(self.library, self.tell)
            self.editions.close()
            self.report.is_complete, self.report.has_answers = True, self.sources.any_answers()
            recover.back_up(self.library, self.folder / MEMORY, self.now.date().isoformat())
        return lost

    def _make_articles(self, typed: Sequence[str], identity: str | None, are_sent: bool) -> None:
        """Makes everything that was typed, then at most ``max_new`` of what is configured."""
        with (
            contextlib.closing(PageReader()) as reader,
            Studio(
                paths.cache_at(self.folder, self.settings),
                self.settings.mix_settings(),
                fallbacks=casting.fallbacks_for(self.settings.cast),
                lexicon=self.options.lexicon,
                crew=crew(self._cluster, self.tell),
            ) as studio,
        ):
            self._ahead = studio.crew.articles_ahead
            self._take_up_all(self.sources.typed(typed, are_sent=are_sent), identity, studio, reader)
            limit = len(self.report.made) + self.settings.max_new
            with contextlib.closing(self.sources.configured()) as items:
                for item in items if not are_sent else ():
                    self._take_up(item, None, studio, reader)
                    if len(self.report.made) + len(self._under_way) >= limit:
                        self._finish(studio)
                    if len(self.report.made) >= limit:
                        self.tell(f"{self.settings.max_new} new episodes, as max_new allows; the next run goes on.")
                        self.editions.is_cut_short = True
                        break
            self._finish(studio)
            for request in waiting.requests(self.folder) if not self.report.is_dry else ():
                self._take_up_all(self.sources.typed(request.sources), request.identity, studio, reader)
                if self._without_room is None:
                    self._answered.append(request)
            self._make_editions(studio)
            speaker = lost_audio.Speaker(self.library, self.place, studio, self.report, self.tell)
            speaker.make_again(self.site.found, cast=self._cast, shared=lambda article: self._shared(article, studio))
        if self._without_room is not None:
            self._not_published(*self._without_room)

    def _cast(self, script: Script) -> Cast:
        chosen = casting.cast_for(self.settings.cast, script.language, rate=self.settings.rate)
        then = f'then cast = "piper" in {config.NAME}'
        for line in casting.remarks(self.settings.cast, script.languages, self._remarked, then=then):
            self.tell(Step(line))
        return with_quote_sounds(chosen, self.options)

    def _take_up_all(
        self, items: Iterator[SourceItem], identity: str | None, studio: Studio, reader: PageReader
    ) -> None:
        for item in items:
            self._take_up(item, identity, studio, reader)
        self._finish(studio)

    def _take_up(self, item: SourceItem, identity: str | None, studio: Studio, reader: PageReader) -> None:
        """Begins an article, and finishes those before it for which its crew does not need to be kept busy."""
        with self._charged_to(item):
            story = self._story(item, identity, reader)
            if story is None:
                self.sources.succeeded(item)
                return
            if not self.report.is_dry:
                self.tell(Step(f"Reading: {story.article.title}"))
                story.in_progress = studio.begin(story.script, story.cast) if story.is_single else None
            self._under_way.append(story)
        self._finish(studio, but=self._ahead)

    def _finish(self, studio: Studio, *, but: int = 0) -> None:
        """Makes the episodes of the articles that were begun first, all but so many."""
        while len(self._under_way) > but:
            story = self._under_way.popleft()
            with self._charged_to(story.item):
                self._make(story, studio)
                self.sources.succeeded(story.item)

    @contextlib.contextmanager
    def _charged_to(self, item: SourceItem) -> Iterator[None]:
        """Reports what goes wrong with an article, so that it does not stop the others."""
        try:
            yield
        except DiskFull as error:
            if self._without_room is not None:  # what that one left is gone: there is no room for others either
                raise
            self._without_room = item, error
        except (OutputError, ClusterError):
            raise  # the folder itself, or who works for it: the next article would fail alike
        except Exception as error:
            self._not_published(item, ours(error, without_password(item.source)))

    def _not_published(self, item: SourceItem, trouble: AudiobriefError) -> None:
        self.tell(f"Not published: {trouble}")
        self.report.note_failure(item.source, trouble)
        self.sources.failed(item, trouble)
        self.report.has_stuck |= not item.is_configured

    def _story(self, item: SourceItem, identity: str | None, reader: PageReader) -> _Story | None:
        """Reads a page; None when there is nothing to do."""
        title = self.library.made_from(item.source, item.page_hash) if identity is None else None
        if title is not None:  # whatever this program would read in it now: it is the page that was published
            self.report.unchanged.append(title)
            detail(self.tell, f"Unchanged: {title}")
            return None
        reading = Readings(reader, self.options, self.settings.language, self.sources).of(item)
        detail(self.tell, f"Asked for {without_password(item.source)}")
        item, script, article = reading.item, reading.script, reading.article
        for line in stories.warnings(script.article, item.source):
            self.tell(line)
        room.check(script, item.source, self.settings, self.folder)
        record = self._to_be_made(article, item, identity)
        if record is None:
            return None
        places = () if record.episode else self.editions.places(item, article)
        is_single = self.editions.is_single(places, record.episode)
        return _Story(item, identity, script, article, self._cast(script), record, places, is_single)

    def _to_be_made(self, article: Article, item: SourceItem, identity: str | None) -> ArticleRecord | None:
        """Returns what the library knows of an article; None when its episode is there already."""
        record = self.library.identify(article, item.url, self.now.isoformat(), identity, item.listing)
        is_published = record.episode is not None and not record.has_changed
        if is_published:
            self.library.remember_source(item.source, item.page_hash, record.guid)
        if is_published or (record.is_withdrawn and not item.is_typed):
            self.report.unchanged.append(article.title)
            return None
        if record.is_withdrawn:
            raise NothingToRead(article.title, "it was withdrawn from this feed", "Leave it out of the sources.")
        if record.duplicate_of is not None:
            self.report.copies[item.source] = record.duplicate_of
            raise NothingToRead(
                article.title, "the same article is already in the feed under another address", "Leave it out"
            )
        return record

    def _make(self, story: _Story, studio: Studio) -> None:
        # What was made since it was begun may be the same article, or a copy of it.
        record = self._to_be_made(story.article, story.item, story.identity) if self._ahead else story.record
        if record is None:
            return
        if story.is_single and not self.report.is_dry:
            self._record(story, record, studio)
        elif story.places or not story.is_single:
            self._keep(story, record)
        self._done(story, record)

    def _done(self, story: _Story, record: ArticleRecord) -> None:
        if not self.report.is_dry:
            self.library.remember_source(story.item.source, story.item.page_hash, record.guid)
        where = "" if story.is_single else " (in editions)"
        (self.report.updated if record.episode else self.report.made).append(f"{story.article.title}{where}")

    def _keep(self, story: _Story, record: ArticleRecord) -> None:
        """Keeps an article for editions; in a dry run also one that would be an episode too."""
        article, hashed = story.article, text_hash(story.article)
        place = record.guid, slug(article.title, record.guid + hashed)
        episode = unheard(story.script, *place, self._dated(article, record))
        self.library.record(record.guid, article, hashed, episode, self.now.isoformat(), places=story.places)

    def _make_editions(self, studio: Studio) -> None:
        maker = editions.Maker(self.editions, self.library, self.place, studio, self.report, self.tell)
        for edition, place in self.editions.due():
            with self._charged_to(SourceItem(edition.title, is_typed=True)):
                maker.make(edition, place, cast=self._cast, shared=lambda article: self._shared(article, studio))

    def _record(self, story: _Story, record: ArticleRecord, studio: Studio) -> None:
        article = story.article
        facts = self._facts(article, record, studio)
        target = Target(self.place, paths.audio_name(facts.slug), once=True)
        begun = story.in_progress
        episode, recording = produce(
            story.script, story.cast, studio=studio, target=target, facts=facts, tell=self.tell, in_progress=begun
        )
        now = self.now.isoformat()
        self.library.record(record.guid, article, text_hash(article), episode, now, places=story.places)
        self.report.spoken += recording.spoken
        self.report.encoded += recording.encoded
        self.report.failed.extend(f"{article.title}: not spoken: {line}" for line in recording.unspoken)

    def _facts(self, article: Article, record: ArticleRecord, studio: Studio) -> EpisodeFacts:
        """Returns what the episode is called. A correction keeps guid and date, and gets an address of its own."""
        before = record.episode
        return EpisodeFacts(
            guid=record.guid,
            slug=slug(article.title, record.guid + text_hash(article)),
            published=self._dated(article, record),
            updated=self.now.isoformat() if before else None,
            **self._shared(article, studio),
        )

    def _shared(self, article: Article, studio: Studio) -> dict[str, Any]:
        """Returns what any episode has of its feed."""
        intro, outro = (studio.sound(self.folder / path) if path else None for path in self._sounds)
        artist = self.settings.author or article.site or self.settings.title
        return {"artist": artist, "album": self.settings.title, "intro": intro, "outro": outro}

    def _rewrite(self) -> None:
        """Writes all that is published but the audio: first what the feed names, last the feed itself."""
        slugs = self.library.slugs()
        kept = self._kept(slugs)
        for episode in self.library.load(slugs[len(kept) :]):
            self.library.withdraw(episode.guid, self.now.isoformat())
        self.report.files_written = self.site.write(kept)
        upkeep.sweep(self.library, self.place, self.now)

    def _kept(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """Returns the slugs of the episodes that stay in the feed."""
        return slugs[: self.settings.keep or None]

    def _dated(self, article: Article, record: ArticleRecord) -> str:
        return record.episode.published if record.episode else self._dates.of(article)
