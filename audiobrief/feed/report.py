"""What a run over a feed did, for the person or program that asked for it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.errors import AudiobriefError


@dataclass(slots=True)
class RunReport:
    """What a run of ``audiobrief feed update`` did, by title or source."""

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
    is_waiting: bool = False
    """Another run is at work; this one did nothing."""
    left_waiting: int = 0
    """How many sources wait for it."""
    is_dry: bool = False
    """Dry run."""
    troubles: dict[str, str] = field(default_factory=dict)
    """By source: why it gave no episode."""
    copies: dict[str, str] = field(default_factory=dict)
    """By source: the guid of the published article that it is a copy of."""
    is_complete: bool = False
    """It came to its end."""
    has_answers: bool = False
    """One of the configured sources answers, or there is none."""
    has_stuck: bool = False
    """An article gave no episode."""

    def note_failure(self, source: str, trouble: AudiobriefError) -> None:
        """Notes that a source gave no episode."""
        self.failed.append(f"{trouble.subject}: {trouble.fact}")
        self.troubles[source] = str(trouble)

    def leave(self, *, waiting: int) -> None:
        """Notes that another run is at work, and how many sources wait for it; none of a dry run's."""
        self.is_waiting, self.left_waiting = True, 0 if self.is_dry else waiting

    @property
    def seen(self) -> int:
        """Counts the articles that were looked at."""
        return len(self.made) + len(self.updated) + len(self.unchanged) + len(self.failed)

    def as_text(self) -> str:
        """Returns a line for each new or updated episode, and one of counts."""
        if self.is_waiting:
            count = self.left_waiting
            wait = (
                f"{count} source{'s' * (count != 1)} wait{'s' * (count == 1)}: that run or the next makes the episodes"
            )
            return f"{self.folder}: another run is at work on this feed; {wait if count else 'nothing to do'}."
        new, updated = ("Would make", "Would update") if self.is_dry else ("New", "Updated")
        lines = [f"{new}: {title}" for title in self.made]
        lines += [f"{updated}: {title}" for title in self.updated]
        counts = f"{len(self.made)} new, {len(self.updated)} updated, {len(self.unchanged)} unchanged"
        if self.failed:
            counts += f", {len(self.failed)} not published"
        return "\n".join([*lines, f"{self.feed}: {counts}."])

    def as_json(self) -> str:
        """Returns the same as a JSON object."""
        names = ("made", "updated", "unchanged", "failed", "spoken", "encoded", "left_waiting")
        facts = {name: getattr(self, name) for name in names}
        return json.dumps(
            {"feed": self.feed, **facts, "files_written": self.files_written}, ensure_ascii=False, indent=1
        )
