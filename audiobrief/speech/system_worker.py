"""Speaks one utterance with pyttsx3, or lists its voices, in a confined process of its own; run by path.

pyttsx3 2.99 must not be trusted with more than one utterance a process: ``runAndWait()`` returns before the file
exists, of several queued files only the last is written, threads hang, errors of voice and rate vanish, long texts
crash the interpreter, and it prints to standard output. So this process does one thing, waits for its file, checks
what the driver made of the order, and leaves without the driver's clean-up.

Standard input: an order as JSON (:mod:`audiobrief.speech.system` writes it). Standard output: an answer as JSON.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

_POLL_S = 0.01
_MEMORY_BYTES = 2_000_000_000
_SETTLED_S = 0.15


def main(confined: ModuleType) -> None:
    """Obeys one order from standard input and answers on standard output."""
    order = json.loads(sys.stdin.buffer.read())
    answer_to = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # "Audio saved to …"
    confined.limit_memory(_MEMORY_BYTES)
    confined.limit_cpu(order["deadline_s"])
    confined.step_in()
    sys.path[:] = order["path"]
    try:
        answer = _obey(order)
    except Exception as error:  # told to the other side as text: it raises our own error
        answer = {"error": f"{type(error).__name__}: {error}"}
    os.write(answer_to, json.dumps(answer).encode())
    os._exit(0)  # the drivers' destructors can hang


def _obey(order: dict[str, Any]) -> dict[str, Any]:
    if order["library"]:
        _preload(order["library"], order["data"])
    import pyttsx3

    engine = pyttsx3.init(order["driver"])
    if order["driver"] == "sapi5":
        return _obeyed_by_sapi(engine.proxy._driver, order)
    if order["do"] == "list":
        return {"voices": [_described(voice) for voice in engine.getProperty("voices")]}
    return _spoken(engine, order)


def _obeyed_by_sapi(driver: Any, order: dict[str, Any]) -> dict[str, Any]:
    """Asks Windows through pyttsx3's driver, without its queue: that turns rates into other steps, and hides errors.

    COM belongs to the thread that loaded it, which is the only one of this process.
    """
    speaker = driver._tts
    if order["do"] == "list":
        return {"voices": [_described_by_sapi(token) for token in speaker.GetVoices()]}
    driver.setProperty("voice", order["voice"])  # and some rate with it
    speaker.Rate = order["rate"]
    driver.save_to_file(order["text"], order["file"])  # returns when all is spoken
    return {"errors": [], "voice": str(speaker.Voice.Id), "rate": int(speaker.Rate)}


def _described_by_sapi(token: Any) -> dict[str, Any]:
    """Describes a voice. pyttsx3 itself lists none at all where one speaks several languages, or does not say which."""
    try:
        languages = [f"0x{code}" for code in str(token.GetAttribute("Language")).split(";")]
    except Exception:  # COM's own error: it has no such attribute
        languages = []
    return {"id": str(token.Id), "name": str(token.GetDescription()), "languages": languages}


def _preload(library: str, data: str) -> None:
    """Makes the wheel's espeak-ng the one that pyttsx3's own search by name finds: no system package is needed."""
    import ctypes

    os.environ["ESPEAK_DATA_PATH"] = str(Path(data).parent)
    ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)


def _described(voice: Any) -> dict[str, Any]:
    named = [tag for tag in voice.languages or [] if tag is not None]
    languages = [tag.decode("ascii", "ignore") if isinstance(tag, bytes) else str(tag) for tag in named]
    return {"id": str(voice.id), "name": str(voice.name or voice.id), "languages": languages}


def _spoken(engine: Any, order: dict[str, Any]) -> dict[str, Any]:
    errors: list[str] = []
    finished: list[bool] = []
    engine.connect("error", lambda name=None, exception=None: errors.append(str(exception)))
    engine.connect("finished-utterance", lambda name=None, completed=None: finished.append(bool(completed)))
    for name in ("voice", "rate", "pitch"):  # the voice first: some drivers reset the rate with it
        if order[name] is not None:
            engine.setProperty(name, order[name])
    engine.save_to_file(order["text"], order["file"])
    engine.runAndWait()
    _wait_for_file(Path(order["file"]), order["deadline_s"], errors, finished)
    return {"errors": errors, "voice": str(engine.getProperty("voice")), "rate": engine.getProperty("rate")}


def _wait_for_file(path: Path, deadline_s: float, errors: list[str], finished: list[bool]) -> None:
    """Waits until the driver says that it is done and the file is whole, or it is whole and grows no more."""
    until = time.monotonic() + deadline_s
    size, since = -1, time.monotonic()
    while time.monotonic() < until and not errors:
        now = path.stat().st_size if path.exists() else 0
        if now != size:
            size, since = now, time.monotonic()
        if is_whole(path) and (finished or time.monotonic() - since > _SETTLED_S):
            return
        time.sleep(_POLL_S)


def is_whole(path: Path) -> bool:
    """Tells whether a WAV or AIFF file is as long as its header says."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return False
    if len(head) < 8 or head[:4] not in {b"RIFF", b"FORM"}:
        return False
    (length,) = struct.unpack("<I" if head[:4] == b"RIFF" else ">I", head[4:])
    return bool(length) and size >= length + 8
