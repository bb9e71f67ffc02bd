"""Makes MP3s again that are missing or damaged: of the script that the library keeps, and of what the cache holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from audiobrief.errors import AudiobriefError, ClusterError, DamagedLibrary, OutputError
from audiobrief.feed import paths
from audiobrief.feed.report import RunReport
from audiobrief.feed.scrub import Found
from audiobrief.library import Library
from audiobrief.model import Article, Cast, Script
from audiobrief.places import Place
from audiobrief.recording.episode import EpisodeFacts, Target, produce
from audiobrief.recording.studio import Studio
from audiobrief.telling import Tell


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks what is lost, in one run over a feed."""

    library: Library
    place: Place
    studio: Studio
    report: RunReport
    tell: Tell

    def make_again(
        self, found: Found, *, cast: Callable[[Script], Cast], shared: Callable[[Article], Mapping[str, Any]]
    ) -> None:
        """Makes each lost MP3, and says on one line what was found; one that cannot be made costs its episode alone."""
        for slug in found.without_audio:
            try:
                self._episode(slug, cast, shared)
            except Exception as error:
                if isinstance(error, (OutputError, ClusterError)) and not isinstance(error, DamagedLibrary):
                    raise  # the folder itself, or who works for it: the next one would fail alike
                self._cannot(slug, error)
                found.give_up(slug)
        if found.damaged:
            self.tell(found.told(self.place))

    def _episode(
        self, slug: str, cast: Callable[[Script], Cast], shared: Callable[[Article], Mapping[str, Any]]
    ) -> None:
        (episode,) = self.library.load([slug])
        script = episode.script
        facts = EpisodeFacts(
            guid=episode.guid,
            slug=slug,
            published=episode.published,
            updated=episode.updated,
            **shared(script.article),
        )
        target = Target(self.place, paths.audio_name(slug), once=True)
        made, recording = produce(script, cast(script), studio=self.studio, target=target, facts=facts, tell=self.tell)
        self.report.spoken += recording.spoken
        self.report.encoded += recording.encoded
        self.library.remade(made)  # the voices may be others now, or the program

    def _cannot(self, slug: str, error: Exception) -> None:
        shown = self.place.shown(paths.audio_name(slug))
        fact = f"it is missing or damaged and cannot be made again ({' '.join(str(error).split())})"
        trouble = AudiobriefError(shown, fact, "Restore it from a backup, or withdraw its episode")
        self.tell(f"Not made again: {trouble}")
        self.report.failed.append(f"{shown}: {fact}")
