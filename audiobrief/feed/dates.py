"""The dates of a run's episodes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from audiobrief.model import Article


class Dates:
    """Dates articles in one run, which is ``now``."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._undated = 0

    def of(self, article: Article) -> str:
        """Returns the article's own date, never in the future; when it has none, the time of this run.

        Those without a date stand a second apart: feeds name their newest article first.
        """
        try:
            moment = datetime.fromisoformat(article.published or "")
        except ValueError:
            self._undated += 1
            return (self._now - timedelta(seconds=self._undated - 1)).isoformat()
        return min(moment if moment.tzinfo else moment.replace(tzinfo=UTC), self._now).isoformat()
