"""An engine as another package would bring it: silent, as slow as asked, and it writes down what it speaks.

A worker or a coordinator finds it by its entry point once :func:`tests.cluster.machines.engine_folder` is on its path.
It knows no module of the tests. The environment says how it behaves:

    REHEARSAL_PACE      seconds of audio it speaks in a second; 0: at once
    REHEARSAL_LOG       a file: a line when an utterance is begun and when it is spoken
    REHEARSAL_CACHE     the folder of a cache: a line when what is begun is kept there already, and so spoken in vain
    REHEARSAL_VERSION   its version
    REHEARSAL_VOICE     path of the file of its voice
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from audiobrief.model import Clip, Utterance
from audiobrief.speech.engine import EngineVoice
from audiobrief.speech.tone import Tone

POISON = "Quicksilver"
"""Whoever speaks this word dies."""


class Rehearsal(Tone):
    name = "rehearsal"

    @property
    def version(self) -> str:  # type: ignore[override]
        return os.environ.get("REHEARSAL_VERSION", "1")

    def voices(self) -> tuple[EngineVoice, ...]:
        file = os.environ.get("REHEARSAL_VOICE")
        return (EngineVoice("silence", (), "Silence", Path(file) if file else None),)

    def voice_for(self, language: str) -> EngineVoice | None:
        return self.voices()[0]

    def find(self, name: str) -> EngineVoice | None:
        return self.voices()[0] if name == "silence" else None

    def speak(self, utterance: Utterance, deadline_s: float = 60.0) -> Clip:
        note("in-vain" if is_kept(utterance) else "begun", utterance)
        if POISON in utterance.text:
            os.kill(os.getpid(), signal.SIGKILL)
        clip = super().speak(utterance, deadline_s)
        pace = float(os.environ.get("REHEARSAL_PACE", "0"))
        if pace:
            time.sleep(clip.samples / clip.rate_hz / pace)
        note("spoken", utterance)
        return clip


def is_kept(utterance: Utterance) -> bool:
    """Whether its clip lies in the cache that was named."""
    cache, key = os.environ.get("REHEARSAL_CACHE"), utterance.key
    return cache is not None and (Path(cache) / key[:2] / f"{key[2:]}.bin").exists()


def note(what: str, utterance: Utterance) -> None:
    """One line, whole, also with several writers."""
    path = os.environ.get("REHEARSAL_LOG")
    if path:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, f"{what} {utterance.key} {os.getpid()}\n".encode())
        os.close(handle)
