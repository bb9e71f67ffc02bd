"""The Wyoming engine against a server on the loopback that speaks the protocol by its own library."""

from __future__ import annotations

import math
import shutil
import socket
import socketserver
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, read_event, write_event
from wyoming.info import Attribution, Describe, Info, TtsProgram, TtsVoice, TtsVoiceSpeaker
from wyoming.tts import Synthesize

from audiobrief.errors import EngineUnavailable, SpeechError
from audiobrief.model import Utterance, Voice
from audiobrief.speech import Engine, casting
from audiobrief.speech import wyoming as room
from audiobrief.speech.booth import Booth
from audiobrief.speech.engine import TooLong
from audiobrief.speech.wyoming import URL, Wyoming
from audiobrief.testing import EngineContract
from tests.test_speech_booth import Actor, Shelf
from tests.test_speech_casting import Reader

NOBODY = Attribution(name="nobody", url="")
RATE_HZ = 16_000


def voice(name: str, tag: str, *, speakers: tuple[str, ...] = (), here: bool = True) -> TtsVoice:
    told = [TtsVoiceSpeaker(name=one) for one in speakers] or None
    return TtsVoice(name, NOBODY, here, f"{name} of the stand-in", "1", languages=[tag], speakers=told)


VOICES = [voice("anna", "en_US"), voice("crowd", "de_DE", speakers=("x", "y")), voice("absent", "fr_FR", here=False)]
INFO = Info(tts=[TtsProgram("stand-in", NOBODY, True, "", "3", voices=VOICES)])


def hum(text: str) -> list[Event]:
    """What a server answers to an order: a sound as long as the text, in pieces."""
    count = round((len(text) * 0.06 + 0.3) * RATE_HZ)
    pcm = struct.pack(f"<{count}h", *(int(9000 * math.sin(n / 9)) for n in range(count)))
    pieces = [AudioChunk(RATE_HZ, 2, 1, pcm[at : at + 4096]).event() for at in range(0, len(pcm), 4096)]
    return [AudioStart(RATE_HZ, 2, 1).event(), *pieces, AudioStop().event()]


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.orders: list[Synthesize] = []
        self.answer: Callable[[str], list[Event]] = hum
        self.leaving = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that left at its deadline is no news."""


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        while event := read_event(self.rfile):  # type: ignore[arg-type]
            if Describe.is_type(event.type):
                self.tell([INFO.event()])
            elif Synthesize.is_type(event.type):
                server.orders.append(Synthesize.from_event(event))
                self.tell(server.answer(server.orders[-1].text))

    def tell(self, events: list[Event]) -> None:
        for one in events:
            write_event(one, self.wfile)  # type: ignore[arg-type]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv(URL, f"tcp://127.0.0.1:{server.server_address[1]}")
    room._programs.cache_clear()
    yield server
    server.leaving.set()
    server.shutdown()
    server.server_close()


class TestContract(EngineContract):
    @pytest.fixture
    def engine(self, server: Server) -> Engine:
        return Wyoming()


def test_voices_and_their_speakers_are_listed(server: Server) -> None:
    engine = Wyoming()
    assert [one.name for one in engine.voices()] == ["anna", "crowd", "crowd#x", "crowd#y"]
    assert engine.languages == ("de-DE", "en-US")
    assert engine.version == f"stand-in-3@127.0.0.1:{server.server_address[1]}"
    engine.speak(Utterance("Guten Tag.", Voice("wyoming", "crowd#y", "de")))
    asked = server.orders[0].voice
    assert asked is not None and (asked.name, asked.speaker) == ("crowd", "y")


def test_it_has_a_whole_cast_but_speaks_only_when_asked_for(server: Server) -> None:
    have: dict[str, Engine] = {"wyoming": Wyoming()}
    assert casting.cast_for("wyoming", "de", available=have).roles["body"].name == "crowd"
    with pytest.raises(EngineUnavailable):
        casting.cast_for(None, "de", available=have)


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ([Error("no such voice").event()], "says: no such voice"),
        ([AudioStart(RATE_HZ, 2, 1).event()], "no mono|whole sound|deadline"),
        ([AudioChunk(RATE_HZ, 4, 2, bytes(64)).event()], "no mono sound"),
        ([AudioStop().event()], "deadline"),
        ([Event("nonsense")], "deadline"),
    ],
)
def test_an_answer_that_is_no_speech_is_our_error(server: Server, answer: list[Event], fact: str) -> None:
    server.answer = lambda text: answer
    with pytest.raises(SpeechError, match=fact):
        Wyoming().speak(Utterance("Hello there.", Voice("wyoming", "anna", "en")), 0.2)


def test_a_server_that_hangs_is_left_at_the_deadline(server: Server) -> None:
    server.answer = lambda text: hum(text) if server.leaving.wait(20) else []
    with pytest.raises(TooLong):
        Wyoming().speak(Utterance("Hello there.", Voice("wyoming", "anna", "en")), 0.2)


def test_a_server_that_went_away_is_asked_once_and_the_next_engine_speaks(server: Server) -> None:
    engine = Wyoming()
    assert engine.voices()
    server.shutdown()
    server.server_close()
    booth = Booth(Shelf(), fallbacks=("actor",), available={"wyoming": engine, "actor": Actor()})
    for number in range(5):
        assert booth.speak(booth.utterance(f"Ferry {number} leaves.", Voice("wyoming", "anna", "en"))).samples
    assert {one.kind for one in booth.incidents} == {"replaced"}


def test_a_server_that_is_away_from_the_beginning_leaves_the_word_to_the_next_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(URL, "tcp://127.0.0.1:9")
    have: dict[str, Engine] = {"wyoming": Wyoming(), "piper": Reader("piper", {"ann": "en-US"})}
    assert casting.cast_for("wyoming", "en", available=have).name == "piper"
    (line,) = casting.remarks("wyoming", ["en", "en-GB"], set(), available=have)
    assert line == "Cast wyoming cannot speak (no voices answer at 127.0.0.1:9), piper speaks English (en)"
    for language, voice in (("de", None), ("en", "wyoming:ann")):  # there is nobody else, or a voice was named
        with pytest.raises(EngineUnavailable, match="no voices answer at"):
            casting.cast_for("wyoming", language, voice=voice, available=have)
    monkeypatch.delenv(URL)
    with pytest.raises(EngineUnavailable, match="there is no address"):
        casting.cast_for("wyoming", "en", available=have)


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL, raising=False)
    assert URL in (Wyoming().unavailable() or "") and Wyoming().voices() == ()
    for address in ("http://127.0.0.1:10200", "tcp://", "nonsense", "tcp://127.0.0.1:x"):
        monkeypatch.setenv(URL, address)
        assert "no address of a server" in (Wyoming().unavailable() or "")
    monkeypatch.setenv(URL, "tcp://127.0.0.1:9")
    assert "no voices answer at 127.0.0.1:9" in (Wyoming().unavailable() or "")
    monkeypatch.setattr(room.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    assert "pip install wyoming" in (Wyoming().unavailable() or "")


@pytest.mark.full
@pytest.mark.skipif(shutil.which("wyoming-piper") is None, reason="wyoming-piper is not installed")
def test_pipers_own_server_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    from audiobrief.speech.piper import Piper

    model = next(one.path for one in Piper().voices() if one.path)
    assert model is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "wyoming_piper", "--voice", model.stem, "--data-dir", str(model.parent)]
    with subprocess.Popen([*command, "--uri", f"tcp://127.0.0.1:{port}"]) as process:
        try:
            monkeypatch.setenv(URL, f"tcp://127.0.0.1:{port}")
            while Wyoming().unavailable() and process.poll() is None:
                room._programs.cache_clear()
            clip = Wyoming().speak(Utterance("The council voted on Tuesday.", Voice("wyoming", model.stem, "en")))
            assert 1 < clip.samples / clip.rate_hz < 5
        finally:
            process.terminate()
