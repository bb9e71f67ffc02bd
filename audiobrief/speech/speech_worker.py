"""A child process that speaks: its hang or crash is an error of speech, which the booth answers with another try."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from audiobrief.errors import SpeechError, WorkerError, WorkerTimeout
from audiobrief.speech.engine import TooLong
from audiobrief.workers import Worker


class SpeechWorker(Worker):
    """One process of an engine, and its pipes."""

    @contextlib.contextmanager
    def answering(self, deadline_s: float) -> Iterator[None]:
        """Bounds an exchange; raises :class:`TooLong` after the deadline, :class:`SpeechError` after a crash."""
        try:
            with super().answering(deadline_s):
                yield
        except WorkerTimeout as error:
            raise TooLong(error.subject, error.fact) from error
        except WorkerError as error:
            raise SpeechError(error.subject, error.fact) from error
