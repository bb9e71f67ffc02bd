"""Any server that speaks the Wyoming protocol: Piper's, and those of Home Assistant (the extra ``wyoming``).

Nothing goes there unless a cast or an option asks for it: text leaves the machine.
``AUDIOBRIEF_WYOMING_URL`` names the server: ``tcp://127.0.0.1:10200``.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import time
from collections.abc import Iterator
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from audiobrief.errors import SpeechError, installing
from audiobrief.model import Clip, Utterance
from audiobrief.speech.absence import Absence
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features, TooLong

if TYPE_CHECKING:
    from wyoming.audio import AudioChunk
    from wyoming.event import Event
    from wyoming.info import TtsProgram, TtsVoice

URL = "AUDIOBRIEF_WYOMING_URL"
_PORT = 10_200
_ANSWER_S = 5.0
_MOST_BYTES = 200_000_000


class Wyoming(Engine):
    """A voice server in the next room. Sentence marks only; never chosen unasked; its pace is its own."""

    name = "wyoming"
    features = Features(remote=True, rate=False, most_characters=4_000, character_s=0.05)

    def __init__(self) -> None:
        self._absence = Absence()

    @property
    def version(self) -> str:
        """Returns program, version and address: ``piper-1.8.0@127.0.0.1:10200``."""
        programs = _programs(_address())
        made = f"{programs[0].name}-{programs[0].version or '0'}" if programs else "none"
        return "{}@{}:{}".format(made, *_address())

    def unavailable(self) -> str | None:
        """Says that package, address or server is missing."""
        if importlib.util.find_spec("wyoming") is None:
            return f"the package wyoming is missing. Run: {installing('wyoming')}."
        if not os.environ.get(URL):
            return f"there is no address. Set {URL} to one such as tcp://127.0.0.1:{_PORT}."
        host, port = _address()
        if not host:
            return f"{URL} is no address of a server. Set it to one such as tcp://127.0.0.1:{_PORT}."
        return f"no voices answer at {host}:{port}. Start the server, or correct {URL}." if self.is_away() else None

    def is_away(self) -> bool:
        """Tells whether there is an address where nothing answers."""
        return bool(importlib.util.find_spec("wyoming") and _address()[0]) and not self.voices()

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices that the server has installed, a model's speakers each by ``#name``."""
        if not os.environ.get(URL) or importlib.util.find_spec("wyoming") is None:
            return ()
        told = (voice for program in _programs(_address()) for voice in program.voices)
        return tuple(chain.from_iterable(map(_own, told)))

    def claims(self, name: str) -> bool:
        """Tells nothing by a name: a server's voices are called as others are."""
        return False

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Asks the server for each sentence."""
        from audiobrief.speech.proof import spoken_by_sentence

        return spoken_by_sentence(utterance, partial(self._asked, utterance), deadline_s)

    def _asked(self, utterance: Utterance, text: str, deadline_s: float) -> Clip:
        from wyoming.tts import Synthesize, SynthesizeVoice

        server = "{}:{}".format(*_address())
        self._absence.check(server)
        voice, _, speaker = utterance.voice.name.partition("#")
        order = Synthesize(text, SynthesizeVoice(voice, speaker=speaker or None)).event()
        try:
            clip = _clip(_answers(order, deadline_s), server)
        except TimeoutError:
            late = TooLong(server, "did not answer before its deadline", "Try again later")
            raise self._absence.failed(server, late, deadline_s) from None
        except SpeechError as error:
            raise self._absence.failed(server, error) from error
        except OSError as error:
            raise self._absence.begin(server, f"could not be reached ({error.strerror or error})") from error
        self._absence.ended()
        return clip


def _own(voice: TtsVoice) -> Iterator[EngineVoice]:
    """Yields a server's voice and its speakers as ours, where it is installed there."""
    if not voice.installed:
        return
    tags = tuple(tag.replace("_", "-") for tag in voice.languages)
    for name in [voice.name, *(f"{voice.name}#{speaker.name}" for speaker in voice.speakers or ())]:
        yield EngineVoice(name, tags, voice.description or name)


def _address() -> tuple[str, int]:
    """Returns host and port of the setting; an empty host where it names none."""
    try:
        parts = urlsplit(os.environ.get(URL, ""))
        return (parts.hostname or "") if parts.scheme == "tcp" else "", parts.port or _PORT
    except ValueError:
        return "", _PORT


@cache
def _programs(address: tuple[str, int]) -> tuple[TtsProgram, ...]:
    """Asks a server once what speaks there; nothing where it does not answer."""
    from wyoming.info import Describe, Info

    try:
        for event in _answers(Describe().event(), _ANSWER_S):
            if Info.is_type(event.type):
                return tuple(Info.from_event(event).tts)
    except (OSError, ValueError, KeyError, TypeError):  # not there, or no such server
        return ()
    return ()


def _answers(order: Event, deadline_s: float) -> Iterator[Event]:
    """Sends an order and yields what the server answers. Raises :class:`OSError`, :class:`TimeoutError`."""
    from wyoming.event import read_event, write_event

    until = time.monotonic() + deadline_s
    with contextlib.ExitStack() as stack:
        link = stack.enter_context(socket.create_connection(_address(), deadline_s))
        stream: BinaryIO = stack.enter_context(link.makefile("rwb"))  # type: ignore[assignment]
        write_event(order, stream)
        while event := read_event(stream):
            yield event
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            link.settimeout(left_s)


def _clip(events: Iterator[Event], server: str) -> Clip:
    """Joins the server's pieces of sound. Raises :class:`SpeechError` for an error of its, or for no whole sound."""
    from wyoming.audio import AudioChunk, AudioStop
    from wyoming.error import Error

    pcm, rate_hz = bytearray(), 0
    for event in events:
        if Error.is_type(event.type):
            raise SpeechError(server, f"says: {Error.from_event(event).text}", "Try another voice")
        if AudioStop.is_type(event.type) and rate_hz:
            return Clip(bytes(pcm), rate_hz)
        if AudioChunk.is_type(event.type):
            piece = AudioChunk.from_event(event)
            _check(piece, len(pcm), server)
            pcm += piece.audio
            rate_hz = piece.rate
    raise SpeechError(server, "ended without a whole sound")


def _check(piece: AudioChunk, before_bytes: int, server: str) -> None:
    if (piece.width, piece.channels) != (2, 1) or before_bytes > _MOST_BYTES:
        raise SpeechError(server, "sends no mono sound of 16 bits, or too much of it")
