"""The caller's side of :mod:`audiobrief.speech.model_worker`: neural voices in warm processes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audiobrief.errors import SpeechError
from audiobrief.model import Clip, Mark
from audiobrief.sandbox import Needs, all_files
from audiobrief.speech import model_worker as protocol
from audiobrief.speech.speech_worker import SpeechWorker
from audiobrief.workers import Pool, by_path

_MOST_WORKERS = 4  # each holds its model: 330 MB with Piper, 500 MB with Kokoro


class ModelWorker(SpeechWorker):
    """A process that has loaded, or will load, a model."""

    def __init__(self, name: str) -> None:
        try:
            self._folder = TemporaryDirectory(prefix="audiobrief-", ignore_cleanup_errors=True)
        except OSError as error:
            raise SpeechError(name, f"there is no place for its files ({error})") from error
        own = Path(self._folder.name)
        # A cast may name a model anywhere. Kokoro's phonemizer writes a copy of its library.
        needs = Needs(readable=all_files(), writable=own)
        super().__init__(name, by_path(protocol.__file__), dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(own)), needs)
        self._is_new = True

    def end(self) -> None:
        """Kills the process and removes its folder."""
        super().end()
        self._folder.cleanup()

    def ask(self, order: dict[str, Any], deadline_s: float) -> Clip:
        """Speaks the order's text, with word marks where the model tells them."""
        if self._is_new:
            order = {**order, "path": sys.path}
        body = json.dumps(order).encode()
        with self.answering(deadline_s):
            self.send(protocol.LENGTH.pack(len(body)) + body)
            (length,) = protocol.LENGTH.unpack(self.read(protocol.LENGTH.size))
            answer = json.loads(self.read(length))
            pcm = self.read(2 * answer.get("samples", 0))
        self._is_new = False
        if "error" in answer:
            raise SpeechError(self.name, answer["error"])
        words = tuple(Mark("word", *word) for word in answer["words"])
        return Clip(pcm, answer["rate_hz"], words)


def pool(name: str) -> Pool[ModelWorker]:
    """Makes a pool of a worker a processor, four at most."""
    return Pool(min(os.cpu_count() or 1, _MOST_WORKERS), lambda: ModelWorker(name))
