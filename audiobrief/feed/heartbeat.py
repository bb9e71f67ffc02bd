"""Tells the owner of a feed when nothing has succeeded for long: once a silence, by any run and by ``feed status``.

A run succeeds when it comes to its end, one of the sources answers, and it makes an episode, or no article has failed
since the last one was made: an engine that is broken, a site that is down and a run that never ends all are silence.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from audiobrief import atomic, config
from audiobrief.errors import OutputError
from audiobrief.feed.report import RunReport
from audiobrief.feed.upkeep import MEMORY, call_hook

_FILE = "heartbeat.json"


class _Beat(msgspec.Struct, frozen=True):
    since: datetime
    """Of the last success, or of the first look."""
    is_stuck: bool = False
    """An article has failed, and none was made since."""
    is_told: bool = False


@contextlib.contextmanager
def watched(folder: Path, settings: config.Config, report: RunReport) -> Iterator[None]:
    """Notes how the run in the block ends, and tells of a silence."""
    if not settings.hooks.on_silence or report.is_dry:
        yield
        return
    try:
        yield
    except Exception as error:
        with contextlib.suppress(OutputError):  # what is wrong with the run is what is told
            tell(folder, settings, [" ".join(str(error).split())])
        raise
    _note(folder, report)
    tell(folder, settings, report.failed)


def _note(folder: Path, report: RunReport) -> None:
    beat, is_made = _read(folder), bool(report.made or report.updated)
    is_stuck = not is_made and (beat.is_stuck or report.has_stuck)
    if is_made or (not is_stuck and _is_quiet(report)):
        _write(folder, _Beat(_now()))
    elif is_stuck != beat.is_stuck:
        _write(folder, msgspec.structs.replace(beat, is_stuck=is_stuck))


def _is_quiet(report: RunReport) -> bool:
    """Tells whether a run found nothing to make, and asked whom it had to ask."""
    return report.is_complete and report.has_answers


def silent_since(folder: Path, settings: config.Config) -> datetime | None:
    """Returns the last success where it is longer ago than ``silence_hours``."""
    since = _read(folder).since
    return since if _now() - since > timedelta(hours=settings.hooks.silence_hours) else None


def tell(folder: Path, settings: config.Config, lines: Sequence[str]) -> None:
    """Runs ``on_silence`` where it is time and it has not run. Raises :class:`OutputError` when it cannot be run."""
    hooks = settings.hooks
    with contextlib.suppress(Timeout), FileLock(folder / MEMORY / "heartbeat.lock", timeout=0):
        beat, since = _read(folder), silent_since(folder, settings)
        if since is None or beat.is_told or not hooks.on_silence:
            if not (folder / MEMORY / _FILE).exists():
                _write(folder, beat)
            return
        hours = f"{(_now() - since).total_seconds() / 3600:.1f}"
        first = f"{settings.title}: no run has succeeded since {since.isoformat()}, for {hours} hours"
        facts = {"AUDIOBRIEF_SILENT_SINCE": since.isoformat(), "AUDIOBRIEF_SILENT_HOURS": hours}
        call_hook(hooks.on_silence, folder, [first, *lines], name="on_silence", facts=facts)
        _write(folder, msgspec.structs.replace(beat, is_told=True))


def _read(folder: Path) -> _Beat:
    now = _now()
    with contextlib.suppress(OSError, msgspec.DecodeError, TypeError):
        beat = msgspec.json.decode((folder / MEMORY / _FILE).read_bytes(), type=_Beat)
        return beat if beat.since <= now else _Beat(now)  # a clock that was wrong
    return _Beat(now)


def _write(folder: Path, beat: _Beat) -> None:
    atomic.write(folder / MEMORY / _FILE, msgspec.json.encode(beat))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
