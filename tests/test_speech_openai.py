"""The server engine against a real HTTP server in a thread."""

from __future__ import annotations

import contextlib
import io
import json
import threading
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiobrief.errors import EngineUnavailable, SpeechError
from audiobrief.model import Article, MixSettings, Role, Script, Segment, Utterance, Voice
from audiobrief.recording.studio import Studio
from audiobrief.speech import casting, engines
from audiobrief.speech.absence import Absence
from audiobrief.speech.booth import Booth
from audiobrief.speech.engine import DEADLINE_S, TooLong
from audiobrief.speech.openai import OpenAI
from tests.test_speech_booth import Actor

SENTENCE = "The ferry leaves at noon."
Answer = tuple[int, dict[str, str], bytes]


def audio(seconds: float) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(24_000)
        count = round(seconds * 24_000)
        wav.writeframes((9000 * np.sin(np.arange(count) / 9)).astype("<i2").tobytes())
    return file.getvalue()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.answer: Callable[[int, dict[str, Any]], Answer] = lambda number, order: (
            200,
            {"Content-Type": "audio/wav"},
            audio(len(order["input"]) * 0.07),
        )

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that left at its deadline is no news."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.requests.append({**order, "path": self.path, "key": self.headers.get("Authorization")})
        status, headers, body = server.answer(len(server.requests), order)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    for name in ("KEY", "MODEL", "VOICES"):
        monkeypatch.delenv(f"AUDIOBRIEF_OPENAI_{name}", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("AUDIOBRIEF_OPENAI_URL", f"http://127.0.0.1:{server.server_port}/v1/")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Naps(list[float]):
    """Takes the place of sleeping."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


class Shelf(dict[str, bytes]):
    def put(self, key: str, body: bytes, /) -> bytes:
        self[key] = body
        return body


def utterance(text: str = SENTENCE, voice: str = "coral", rate: float = 1.0) -> Utterance:
    return Utterance(text, Voice("openai", voice, "en", rate))


def test_a_request_is_as_the_interface_wants_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret-1")
    monkeypatch.setenv("AUDIOBRIEF_OPENAI_MODEL", "own-voice-2")
    engine = OpenAI()
    assert engine.unavailable() is None
    clip = engine.speak(utterance(rate=1.25))
    assert clip.rate_hz == 24_000
    assert clip.samples == pytest.approx(len(SENTENCE) * 0.07 * 24_000, rel=0.01)
    assert server.requests == [
        {
            "model": "own-voice-2",
            "input": SENTENCE,
            "voice": "coral",
            "response_format": "wav",
            "speed": 1.25,
            "path": "/v1/audio/speech",
            "key": "Bearer secret-1",
        }
    ]
    assert engine.version == f"own-voice-2@127.0.0.1:{server.server_port}"
    assert "secret" not in engine.version
    engine.close()


def test_sentences_are_asked_one_by_one_and_marked(server: Server) -> None:
    text = SENTENCE + " Nobody knows why. It rains."
    clip = OpenAI().speak(utterance(text))
    assert [request["input"] for request in server.requests] == [SENTENCE, "Nobody knows why.", "It rains."]
    assert [text[m.start : m.start + m.length] for m in clip.marks] == [SENTENCE, "Nobody knows why.", "It rains."]
    assert server.requests[0]["key"] is None


def test_passing_trouble_is_waited_out(server: Server) -> None:
    good = server.answer
    troubles: dict[int, Answer] = {1: (429, {"Retry-After": "7"}, b"busy"), 2: (500, {}, b""), 3: (503, {}, b"")}
    server.answer = lambda number, order: troubles.get(number) or good(number, order)
    naps = Naps()
    assert OpenAI(naps).speak(utterance()).samples
    assert naps == [7.0, 1.0, 2.0]


def test_lasting_trouble_is_our_error_after_five_tries(server: Server) -> None:
    server.answer = lambda number, order: (503, {}, b"overloaded")
    with pytest.raises(SpeechError, match="answered 503"):
        OpenAI(Naps()).speak(utterance())
    assert len(server.requests) == 5


def test_no_wait_goes_beyond_the_deadline(server: Server) -> None:
    server.answer = lambda number, order: (429, {"Retry-After": "3600"}, b"")
    naps = Naps()
    with pytest.raises(SpeechError, match="answered 429"):
        OpenAI(naps).speak(utterance(), 5)
    assert naps == []


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_said_at_once(server: Server, status: int) -> None:
    server.answer = lambda number, order: (status, {}, b"{}")
    with pytest.raises(EngineUnavailable, match="refused the key"):
        OpenAI(Naps()).speak(utterance())
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "body"), [(400, b"no such voice"), (404, b"no\nsuch\nmodel"), (302, b"")])
def test_other_answers_are_errors_with_what_the_server_said(server: Server, status: int, body: bytes) -> None:
    server.answer = lambda number, order: (status, {"Location": "http://elsewhere.example/"}, body)
    with pytest.raises(SpeechError, match=" ".join(body.decode().split()) or str(status)):
        OpenAI(Naps()).speak(utterance())
    assert len(server.requests) == 1


@pytest.mark.parametrize("body", [b"", b"<html>not audio</html>", b"RIFF\x00\x00"])
def test_what_is_no_audio_is_our_error(server: Server, body: bytes) -> None:
    server.answer = lambda number, order: (200, {}, body)
    with pytest.raises(SpeechError, match="no audio"):
        OpenAI(Naps()).speak(utterance())


def test_a_cut_answer_is_asked_again(server: Server) -> None:
    good = server.answer
    body = audio(1.8)
    cut: Answer = (200, {"Content-Length": str(len(body))}, body[:2000])

    def answer(number: int, order: dict[str, Any]) -> Answer:
        return cut if number == 1 else good(number, order)

    server.answer = answer
    assert OpenAI(Naps()).speak(utterance()).samples > 24_000
    assert len(server.requests) == 2


def test_a_server_that_hangs_is_left_at_the_deadline(server: Server) -> None:
    let_go = threading.Event()

    def hang(number: int, order: dict[str, Any]) -> Answer:
        let_go.wait(20)
        return 200, {}, b""

    server.answer = hang
    with pytest.raises(TooLong):
        OpenAI(Naps()).speak(utterance(), 0.3)
    let_go.set()


def test_no_server_is_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_OPENAI_URL", "http://127.0.0.1:1/v1")
    with pytest.raises(SpeechError, match="could not be reached"):
        OpenAI(Naps()).speak(utterance())


def test_without_a_key_or_with_a_bad_address_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIOBRIEF_OPENAI_URL", raising=False)
    monkeypatch.delenv("AUDIOBRIEF_OPENAI_KEY", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert "OPENAI_API_KEY" in (OpenAI().unavailable() or "")
    monkeypatch.setenv("AUDIOBRIEF_OPENAI_URL", "ftp://x")
    assert "not an http address" in (OpenAI().unavailable() or "")


def test_voices_are_listed_where_they_are_known(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = OpenAI()
    assert engine.find("af_sky")  # a server of one's own: it will say whether it has it
    monkeypatch.setenv("AUDIOBRIEF_OPENAI_VOICES", "anna, bert")
    assert [voice.name for voice in engine.voices()] == ["anna", "bert"]
    assert engine.find("af_sky") is None
    usual = engine.voice_for("ky")
    assert usual is not None
    assert usual.name == "anna"
    cast = casting.cast_for("openai", "en", available={"openai": engine})
    assert cast.roles["body"].name == "anna"
    assert cast.quotes[0].name == "bert"


def test_the_booth_proves_what_a_server_sends(server: Server) -> None:
    engine = OpenAI(Naps())
    booth = Booth(Shelf(), available={"openai": engine})
    assert booth.speak(booth.utterance(SENTENCE, Voice("openai", "coral", "en"))).samples
    server.answer = lambda number, order: (200, {}, audio(0.02))  # a voice that swallows its text
    with pytest.raises(SpeechError, match="too short"):
        booth.speak(
            booth.utterance("Nobody on the whole long island knows the reason.", Voice("openai", "coral", "en"))
        )


@pytest.mark.parametrize(("status", "asked"), [(503, 5), (429, 5), (401, 1)])
def test_a_server_that_is_not_there_is_not_asked_for_pieces(server: Server, status: int, asked: int) -> None:
    server.answer = lambda number, order: (status, {}, b"")
    booth = Booth(Shelf(), available={"openai": OpenAI(Naps())})
    with pytest.raises(EngineUnavailable):
        booth.speak(booth.utterance(f"{SENTENCE} {SENTENCE}, {SENTENCE}", Voice("openai", "coral", "en")))
    assert len(server.requests) == asked


def test_a_server_that_fails_at_a_text_is_asked_for_its_pieces(server: Server) -> None:
    good = server.answer
    server.answer = lambda number, order: (500, {}, b"") if len(order["input"]) > 30 else good(number, order)
    booth = Booth(Shelf(), available={"openai": OpenAI(Naps())})
    text = "Nobody knows, on the whole island, why it is so."
    assert booth.speak(booth.utterance(text, Voice("openai", "coral", "en"))).samples
    assert "Nobody knows," in [request["input"] for request in server.requests]


@pytest.mark.parametrize(
    ("status", "body", "most"), [(503, b"", 5), (500, b"", 6), (404, b"", 4), (401, b"", 1), (200, b"<html>", 4)]
)
def test_a_server_that_is_down_is_asked_for_one_passage_and_the_next_engine_speaks(
    server: Server, status: int, body: bytes, most: int
) -> None:
    server.answer = lambda number, order: (status, {}, body)
    booth = Booth(Shelf(), fallbacks=("actor",), available={"openai": OpenAI(Naps()), "actor": Actor()})
    for number in range(9):
        assert booth.speak(booth.utterance(f"{SENTENCE} Number {number}.", Voice("openai", "coral", "en"))).samples
    assert len(server.requests) == most
    assert {incident.kind for incident in booth.incidents} == {"replaced"}


def test_those_who_meet_the_same_trouble_wait_for_the_one_who_asks_again(server: Server) -> None:
    server.answer = lambda number, order: (503, {}, b"")
    booth = Booth(Shelf(), fallbacks=("actor",), available={"openai": OpenAI(Naps()), "actor": Actor()})

    def speak(number: int) -> int:
        return booth.speak(booth.utterance(f"Number {number} speaks.", Voice("openai", "coral", "en"))).samples

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(speak, range(24)))
    assert len(server.requests) <= 8 + 4


def test_two_texts_that_a_server_cannot_say_do_not_make_it_a_server_that_is_away(server: Server) -> None:
    good, both = server.answer, threading.Barrier(2)

    def answer(number: int, order: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        if len(order["input"]) < 30:
            return good(number, order)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(0.2)  # their failures come in turn
        return 422, {}, b""

    server.answer = answer
    booth = Booth(Shelf(), available={"openai": OpenAI(Naps())})
    with ThreadPoolExecutor(2) as hands:
        texts = ("Nobody knows, on the whole island, why it is so.", "Nobody asked, in the whole town, why it was so.")
        assert all(hands.map(lambda text: booth.speak(booth.utterance(text, Voice("openai", "coral", "en"))), texts))


def test_a_server_that_lets_one_wait_a_minute_is_not_waited_for_again() -> None:
    absence, late = Absence(), TooLong("x", "did not answer before its deadline")
    for deadline_s, is_left in [(3.0, False), (DEADLINE_S, True)]:
        assert isinstance(absence.failed("x", late, deadline_s), EngineUnavailable) is is_left
    with pytest.raises(EngineUnavailable, match="did not answer"):
        absence.check("x")


@pytest.mark.parametrize("status", [503, 500])
def test_a_whole_article_is_spoken_where_the_server_was_never_there(
    server: Server, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = lambda number, order: (status, {}, b"")
    monkeypatch.setattr("audiobrief.speech.openai.time.sleep", Naps())
    monkeypatch.setattr(engines()["openai"], "_sleep", Naps())
    monkeypatch.setattr(engines()["openai"], "_absence", Absence())
    cast = casting.cast_for("openai", "en")
    script = Script(Article(title="Ferry", language="en"), (Segment(Role.BODY, SENTENCE, SENTENCE),))
    with Studio(str(tmp_path), MixSettings(), fallbacks=("espeak",)) as studio:
        done = studio.record(script, cast, print)
    assert not done.unspoken and any("espeak spoke it" in line for line in done.incidents)
    assert len(server.requests) <= 20
    assert not any(path.stat().st_size < 80 for path in tmp_path.rglob("*.bin")), "no level is kept for the server"
