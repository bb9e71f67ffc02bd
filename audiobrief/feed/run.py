"""Runs a feed folder: brings what is new or changed, makes its episodes, rewrites what is derived from them.

``audiobrief.toml`` says what the feed is, ``.audiobrief/`` remembers, ``public/`` (or a bucket) is what a web server
serves. Audio is made once; everything else that is published can be made again from the library, byte for byte.
"""

from __future__ import annotations

import contextlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from audiobrief import atomic, config, stories
from audiobrief.errors import AudiobriefError, ClusterError, NothingToRead, OutputError, UsageError
from audiobrief.feed import paths, site, teasers
from audiobrief.feed.page_reader import Reader
from audiobrief.feed.sources import Found, Sources
from audiobrief.feed.upkeep import MEMORY, call_hook, memory
from audiobrief.fetch.source import without_password
from audiobrief.identity import slug, text_hash
from audiobrief.library import Known, Library
from audiobrief.model import Article, Block, Cast, Feed, Role, Script
from audiobrief.recording.crew import crew
from audiobrief.recording.episode import Frame, Target, produce
from audiobrief.recording.sounds import with_quote_sounds
from audiobrief.recording.studio import Begun, Studio, Tell
from audiobrief.speech import casting

KEPT_AFTER_CORRECTION = timedelta(days=30)


@dataclass(slots=True)
class Done:
    """What a run of ``audiobrief publish`` did, by title or source."""

    folder: Path
    feed: str = ""
    """Where the feed itself lies."""
    made: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    """Sources that gave no episode, and episodes with unspoken passages: "subject: fact"."""
    spoken: int = 0
    encoded: int = 0
    files_written: int = 0
    waiting: bool = False
    """Another run is at work; this one did nothing."""
    is_dry: bool = False
    """It is told what would be made; nothing was."""

    @property
    def seen(self) -> int:
        return len(self.made) + len(self.updated) + len(self.unchanged) + len(self.failed)

    def as_text(self) -> str:
        if self.waiting:
            return f"{self.folder}: another run is at work on this feed; nothing to do."
        new, updated = ("Would make", "Would update") if self.is_dry else ("New", "Updated")
        lines = [f"{new}: {title}" for title in self.made]
        lines += [f"{updated}: {title}" for title in self.updated]
        counts = f"{len(self.made)} new, {len(self.updated)} updated, {len(self.unchanged)} unchanged"
        if self.failed:
            counts += f", {len(self.failed)} not published"
        return "\n".join([*lines, f"{self.feed}: {counts}."])

    def as_json(self) -> str:
        facts = {name: getattr(self, name) for name in ("made", "updated", "unchanged", "failed", "spoken", "encoded")}
        return json.dumps(
            {"feed": self.feed, **facts, "files_written": self.files_written}, ensure_ascii=False, indent=1
        )


def init(folder: Path, tell: Tell, *, title: str | None, base_url: str | None, language: str, cast: str | None) -> None:
    """Makes a feed folder. The cast is settled here, so that the feed keeps its voices."""
    chosen = casting.cast_for(cast, language)
    path = config.write_new(
        folder,
        title=title or folder.resolve().name,
        base_url=base_url or config.LOCAL_BASE_URL,
        language=language,
        cast=cast or chosen.name,
    )
    tell(f"Made {path}. Its voices are those of the cast {chosen.name}.")


def publish(
    folder: Path,
    sources: Sequence[str],
    tell: Tell,
    *,
    identity: str | None = None,
    dry_run: bool = False,
    cluster: str | None = None,
) -> Done:
    """Brings the feed up to date; running it again changes nothing. One bad article costs only itself.

    ``dry_run`` reads and tells what would be made, and changes nothing. ``cluster`` is the address of a dask scheduler
    whose workers speak. Raises :class:`UsageError` for a wrong configuration, :class:`OutputError` when the folder
    cannot be written and :class:`ClusterError` when the cluster is lost, after publishing what was made before.
    """
    settings = config.load(folder)
    if identity and len(sources) != 1:
        raise UsageError("--id", f"it names one article, but {len(sources)} sources were given", "Give one source.")
    done = Done(folder, is_dry=dry_run)
    lost: ClusterError | None = None
    atomic.make_folder(folder / MEMORY)
    try:
        with FileLock(folder / MEMORY / "lock", timeout=0), memory(folder, is_copy=dry_run) as library:
            run = _Run(folder, settings, library, done, tell, cluster=cluster)
            if not dry_run:
                run.place.look(paths.FEED)
            try:
                run.articles(sources, identity)
            except ClusterError as error:  # what was made before stays made, and is published
                lost = error
            if not dry_run:
                run.rewrite()
    except Timeout:
        done.waiting = True
    if done.failed and not dry_run:
        call_hook(settings.hooks.on_failure, folder, done.failed)
    if lost is not None:
        raise lost
    return done


@dataclass(slots=True)
class _Story:
    """An article on its way to an episode."""

    found: Found
    identity: str | None
    script: Script
    article: Article
    cast: Cast
    known: Known
    begun: Begun | None = None


class _Run:
    """One run over the sources of one feed."""

    def __init__(
        self, folder: Path, settings: config.Config, library: Library, done: Done, tell: Tell, *, cluster: str | None
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.library = library
        self.done = done
        self.tell = tell
        self.now = datetime.now(UTC).replace(microsecond=0)
        path = settings.script.lexicon
        own = stories.pronunciations(folder / path) if path else ()
        self.options = settings.script_options(own)
        self._sounds = (settings.mix.intro, settings.mix.outro)
        self.sources = Sources(folder, settings, library, self.now)
        self.place = paths.published(folder, settings, library)
        self.done.feed = self.place.shown(paths.FEED)
        self._cluster = cluster
        self._under_way: deque[_Story] = deque()
        self._ahead = 0

    def articles(self, typed: Sequence[str], identity: str | None) -> None:
        """Everything that was typed, then what is configured, at most ``max_new`` of it."""
        fallbacks = casting.fallbacks_for(self.settings.cast)
        reader = Reader()
        try:
            with Studio(
                paths.cache_at(self.folder, self.settings),
                self.settings.mix_settings(),
                fallbacks=fallbacks,
                crew=crew(self._cluster, self.tell),
            ) as studio:
                self._ahead = studio.crew.articles_ahead
                for found in self.sources.typed(typed):
                    self._take_up(found, identity, studio, reader)
                self._finish(studio)
                limit = len(self.done.made) + self.settings.max_new
                for found in self.sources.configured():
                    self._take_up(found, None, studio, reader)
                    if len(self.done.made) + len(self._under_way) >= limit:
                        self._finish(studio)
                    if len(self.done.made) >= limit:
                        self.tell(f"{self.settings.max_new} new episodes, as max_new allows; the next run goes on.")
                        break
                self._finish(studio)
        finally:
            reader.close()

    def _take_up(self, found: Found, identity: str | None, studio: Studio, reader: Reader) -> None:
        """Begins an article, and finishes those before it for which its crew does not need to be kept busy."""
        with self._charged_to(found):
            story = self._story(found, identity, reader)
            if story is None:
                self.sources.succeeded(found)
                return
            if not self.done.is_dry:
                self.tell(f"Reading: {story.article.title}")
                story.begun = studio.begin(story.script, story.cast)
            self._under_way.append(story)
        self._finish(studio, but=self._ahead)

    def _finish(self, studio: Studio, *, but: int = 0) -> None:
        """Makes the episodes of the articles that were begun first, all but so many."""
        while len(self._under_way) > but:
            story = self._under_way.popleft()
            with self._charged_to(story.found):
                self._make(story, studio)
                self.sources.succeeded(story.found)

    @contextlib.contextmanager
    def _charged_to(self, found: Found) -> Iterator[None]:
        """What goes wrong with an article costs only itself."""
        try:
            yield
        except (OutputError, ClusterError):
            raise  # the folder itself, or who works for it: the next article would fail alike
        except AudiobriefError as error:
            self.tell(f"Not published: {error}")
            self.done.failed.append(f"{error.subject}: {error.fact}")
            self.sources.failed(found, error)
        except Exception as error:  # a fault of this program: the article that shows it costs only itself
            fact = f"a fault in audiobrief ({type(error).__name__}: {error})"
            fault = AudiobriefError(without_password(found.source), fact, "Report it with the page.")
            self.tell(f"Not published: {fault}")
            self.done.failed.append(f"{fault.subject}: {fault.fact}")
            self.sources.failed(found, fault)

    def _story(self, found: Found, identity: str | None, reader: Reader) -> _Story | None:
        """What is to be made of a page; null when there is nothing to do."""
        if found.error is not None:
            raise found.error
        assert found.page is not None
        title = self.library.made_from(found.source, found.page_hash) if identity is None else None
        if title is not None:  # whatever this program would read in it now: it is the page that was published
            self.done.unchanged.append(title)
            return None
        script = reader.script(found.page, found.source, self.options, self.settings.language)
        article = readable(script, found.source)
        known = self._known(article, found, identity)
        if known is None:
            return None
        chosen = casting.cast_for(self.settings.cast, stories.language_of(script), rate=self.settings.rate)
        return _Story(found, identity, script, article, with_quote_sounds(chosen, self.options), known)

    def _known(self, article: Article, found: Found, identity: str | None) -> Known | None:
        """What the library knows of an article; null when its episode is there already."""
        known = self.library.identify(article, found.url, self.now.isoformat(), identity)
        if known.episode is not None and not known.has_changed:
            self.library.remember_source(found.source, found.page_hash, known.guid)
            self.done.unchanged.append(article.title)
            return None
        if known.is_withdrawn and not found.is_typed:
            self.done.unchanged.append(article.title)
            return None
        if known.is_withdrawn:
            raise NothingToRead(article.title, "it was withdrawn from this feed", "Leave it out of the sources.")
        if known.duplicate_of is not None:
            raise NothingToRead(article.title, "it is in the feed already under another address", "Leave it out.")
        return known

    def _make(self, story: _Story, studio: Studio) -> None:
        article = story.article
        # What was made since it was begun may be the same article, or a copy of it.
        known = self._known(article, story.found, story.identity) if self._ahead else story.known
        if known is None:
            return
        if not self.done.is_dry:
            self._record(story, known, studio)
            self.library.remember_source(story.found.source, story.found.page_hash, known.guid)
        (self.done.updated if known.episode else self.done.made).append(article.title)

    def _record(self, story: _Story, known: Known, studio: Studio) -> None:
        article = story.article
        frame = self._frame(article, known, studio)
        target = Target(self.place, paths.audio_name(frame.slug), once=True)
        episode, recording = produce(
            story.script, story.cast, studio=studio, target=target, frame=frame, tell=self.tell, begun=story.begun
        )
        self.library.record(known.guid, article, text_hash(article), episode, self.now.isoformat())
        self.done.spoken += recording.spoken
        self.done.encoded += recording.encoded
        self.done.failed.extend(f"{article.title}: not spoken: {line}" for line in recording.unspoken)

    def _frame(self, article: Article, known: Known, studio: Studio) -> Frame:
        """What the episode is called. A correction keeps guid and date, and gets an address of its own."""
        sounds = [studio.sound(self.folder / path) if path else None for path in self._sounds]
        return Frame(
            guid=known.guid,
            slug=slug(article.title, known.guid + text_hash(article)),
            published=known.episode.published if known.episode else self._published(article),
            updated=self.now.isoformat() if known.episode else None,
            artist=self.settings.author or article.site or self.settings.title,
            album=self.settings.title,
            intro=sounds[0],
            outro=sounds[1],
        )

    def rewrite(self) -> None:
        """Everything that is published but the audio; first what the feed names, last the feed itself."""
        slugs = self.library.slugs()
        if self.settings.keep:
            for episode in self.library.load(slugs[self.settings.keep :]):
                self.library.withdraw(episode.guid, self.now.isoformat())
            slugs = slugs[: self.settings.keep]
        public = site.Site(self.folder, self._feed(), self.settings, self.library, self.place)
        self.done.files_written = public.write(slugs)
        for gone in self.library.superseded((self.now - KEPT_AFTER_CORRECTION).isoformat()):
            self.place.remove_tree(f"episodes/{gone}")
            self.library.forget(gone)

    def _feed(self) -> Feed:
        s = self.settings
        base_url = s.base_url.rstrip("/")
        return Feed(
            title=s.title,
            base_url=base_url,
            language=s.language,
            author=s.author,
            email=s.email,
            description=s.description,
            category=s.category,
            explicit=s.explicit,
            copyright=s.copyright,
            guid=self.library.feed_guid(f"{base_url}/feed.xml"),
            cover_alt=s.cover_alt,
            medium=s.medium,
            books=s.books,
        )

    def _published(self, article: Article) -> str:
        """The article's own date, never in the future; the first sight of it when it has none."""
        if article.published:
            try:
                moment = datetime.fromisoformat(article.published)
            except ValueError:
                return self.now.isoformat()
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return min(moment, self.now).isoformat()
        return self.now.isoformat()


def readable(script: Script, source: str) -> Article:
    """The article for the library: of a script in JSON, with the spoken texts for blocks, so that an edit counts.

    Raises :class:`NothingToRead` for a stub.
    """
    article = script.article
    if not article.blocks:
        blocks = (Block(segment.role, segment.text) for segment in script.segments if segment.role is not Role.CUE)
        article = replace(article, blocks=tuple(blocks))
    words = teasers.words(article)
    if words < teasers.SHORTEST_ARTICLE_WORDS:
        raise NothingToRead(source, f"only {words} words: a teaser, not an article", "It is tried again next time.")
    return article
