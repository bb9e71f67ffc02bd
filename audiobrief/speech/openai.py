"""Any server that speaks OpenAI's ``POST /v1/audio/speech``: the real one, or one in the next room.

Nothing goes there unless a cast or an option asks for it: text leaves the machine.

    AUDIOBRIEF_OPENAI_URL      https://api.openai.com/v1 when not set
    AUDIOBRIEF_OPENAI_KEY      else OPENAI_API_KEY; a server of one's own may need none
    AUDIOBRIEF_OPENAI_MODEL    gpt-4o-mini-tts when not set
    AUDIOBRIEF_OPENAI_VOICES   names with commas, the first is the usual one; OpenAI's own when not set
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiobrief.errors import EngineUnavailable, SpeechError
from audiobrief.model import Clip, Utterance
from audiobrief.speech.absence import Absence
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features, TooLong

if TYPE_CHECKING:
    import httpx

_URL = "https://api.openai.com/v1"
_MODEL = "gpt-4o-mini-tts"
_VOICES = "alloy,ash,ballad,coral,echo,fable,nova,onyx,sage,shimmer,verse"

_TRIES = 5
_TRIES_A_TEXT = 3
"""How often one text is sent to a server that may fail at the text itself (500)."""
_FIRST_WAIT_S = 0.5  # doubled after every try
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_REFUSED = frozenset({401, 403})
_MOST_BYTES = 200_000_000


class OpenAI(Engine):
    """A voice server. Sentence marks only; never chosen unasked."""

    name = "openai"
    features = Features(remote=True, most_characters=4_000, character_s=0.05)

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._absence = Absence()

    @property
    def version(self) -> str:
        """Returns model and host: ``gpt-4o-mini-tts@api.openai.com``."""
        return f"{_setting('MODEL', _MODEL)}@{urlsplit(self._url).netloc.rpartition('@')[2]}"

    @property
    def _url(self) -> str:
        return _setting("URL", _URL).rstrip("/")

    def unavailable(self) -> str | None:
        """Says that the address or the key is missing."""
        if urlsplit(self._url).scheme not in {"http", "https"} or not urlsplit(self._url).hostname:
            return "AUDIOBRIEF_OPENAI_URL is not an http address. Set it to one that ends in /v1."
        if self._url == _URL and not _key():
            return "there is no key. Set OPENAI_API_KEY, or AUDIOBRIEF_OPENAI_URL for a server of your own."
        return None

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the voices of the settings, else OpenAI's own; each speaks every language."""
        names = [name.strip() for name in _setting("VOICES", _VOICES).split(",")]
        return tuple(EngineVoice(name, (), f"{name} of {urlsplit(self._url).hostname}") for name in names if name)

    def find(self, name: str) -> EngineVoice | None:
        """Finds a listed voice; on a server whose voices are not listed any name, and the server will say."""
        known = super().find(name)
        is_listed = self._url == _URL or bool(_setting("VOICES", ""))
        return known or (None if is_listed or not name else EngineVoice(name, (), name))

    def claims(self, name: str) -> bool:
        """Tells whether a name is one of the listed voices: a server may know any other, too."""
        return any(voice.name == name for voice in self.voices())

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Asks the server for each sentence, over one connection."""
        import httpx

        from audiobrief.speech.proof import spoken_by_sentence

        with httpx.Client(follow_redirects=False) as client:
            return spoken_by_sentence(utterance, partial(self._asked, client, utterance), deadline_s)

    def _asked(self, client: httpx.Client, utterance: Utterance, text: str, deadline_s: float) -> Clip:
        """Returns the server's answer; asks again, later and later, while its trouble may pass."""
        self._absence.check(self.version)
        until = time.monotonic() + deadline_s
        try:
            clip = self._patiently(partial(self._once, client, text, utterance, until), until)
        except EngineUnavailable:
            raise
        except SpeechError as error:
            raise self._absence.failed(self.version, error, deadline_s) from error
        self._absence.ended()
        return clip

    def _patiently(self, ask: Callable[[], Clip], until: float) -> Clip:
        try:
            return ask()
        except _Passing as error:
            trouble = error
        with self._absence.one_by_one:
            self._absence.check(self.version)
            wait_s = _FIRST_WAIT_S
            for done in range(1, _TRIES):
                pause_s = trouble.wait_s or wait_s
                enough = done >= _TRIES_A_TEXT or self._absence.failures
                if (trouble.may_be_the_text and enough) or time.monotonic() + pause_s > until:
                    break
                self._sleep(pause_s)
                wait_s *= 2
                try:
                    return ask()
                except _Passing as error:
                    trouble = error
            if trouble.may_be_the_text:
                raise SpeechError(self.version, trouble.fact, "Try again later") from trouble
            raise self._absence.begin(self.version, trouble.fact) from trouble

    def _once(self, client: httpx.Client, text: str, utterance: Utterance, until: float) -> Clip:
        import httpx

        left_s = until - time.monotonic()
        if left_s <= 0:
            raise TooLong(self.version, "did not answer before its deadline")
        order = {
            "model": _setting("MODEL", _MODEL),
            "input": text,
            "voice": utterance.voice.name,
            "response_format": "wav",
            "speed": utterance.voice.rate,
        }
        headers = {"Authorization": f"Bearer {_key()}"} if _key() else {}
        try:
            with client.stream(
                "POST", f"{self._url}/audio/speech", json=order, headers=headers, timeout=left_s
            ) as response:
                body = _body(response, until, self.version)
                status, wait = response.status_code, response.headers.get("retry-after", "")
        except httpx.TimeoutException as error:
            raise TooLong(self.version, "did not answer before its deadline") from error
        except httpx.HTTPError as error:
            raise _Passing(f"could not be reached ({type(error).__name__})") from None  # its text may hold the key
        self._check(status, wait, body)
        return _decoded(body, self.version)

    def _check(self, status: int, wait: str, body: bytes) -> None:
        if status == 200:
            return
        told = _without_key(" ".join(body[:200].decode("utf-8", "replace").split()))
        if status in _PASSING:
            asked_s = min(float(wait), 60.0) if wait.isdecimal() else 0.0
            raise _Passing(f"answered {status}", asked_s, may_be_the_text=status == 500)
        if status in _REFUSED:
            raise self._absence.begin(self.version, f"refused the key ({status})", "Check OPENAI_API_KEY")
        raise SpeechError(self.version, f"answered {status} {told}".rstrip(), "Check model, voice and address")


class _Passing(Exception):
    """Trouble that may pass: too many requests, an overloaded server, a broken connection."""

    def __init__(self, fact: str, wait_s: float = 0.0, *, may_be_the_text: bool = False) -> None:
        super().__init__(fact)
        self.fact = fact
        self.may_be_the_text = may_be_the_text
        self.wait_s = wait_s
        """What the server asked for; 0 when it did not say."""


def _body(response: httpx.Response, until: float, name: str) -> bytes:
    """Reads the whole answer. A server that drips bytes does not outlast the deadline, one that floods is cut off."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > _MOST_BYTES:
            raise SpeechError(name, f"sent more than {_MOST_BYTES // 1_000_000} MB")
        if time.monotonic() > until:
            raise TooLong(name, "did not answer before its deadline")
    return bytes(body)


def _decoded(body: bytes, name: str) -> Clip:
    """Decodes WAV as asked, or what else soundfile reads: not every server honours ``response_format``."""
    import soundfile

    try:
        samples, rate_hz = soundfile.read(io.BytesIO(body), dtype="int16", always_2d=True)
    except (RuntimeError, OSError) as error:
        raise SpeechError(name, f"sent no audio ({len(body)} bytes)", "Check its address") from error
    return Clip(samples[:, 0].astype("<i2").tobytes(), int(rate_hz))


def _setting(name: str, usual: str) -> str:
    return os.environ.get(f"AUDIOBRIEF_OPENAI_{name}", "").strip() or usual


def _without_key(text: str) -> str:
    """Hides the key, which a server or a library may repeat."""
    return text.replace(_key(), "(the key)") if _key() else text


def _key() -> str:
    return _setting("KEY", os.environ.get("OPENAI_API_KEY", "").strip())
