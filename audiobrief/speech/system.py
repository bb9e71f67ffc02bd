"""The voices of the operating system, through pyttsx3, each utterance in a process of its own with a deadline.

On Linux pyttsx3 drives espeak-ng: the library of the ``espeakng-loader`` wheel is loaded first, so that no system
package is needed. macOS (nsss) and Windows (sapi5) use what the system brings. Windows names a voice by a key of its
registry: its last part is the voice's name here, and both systems' voices answer to what their title says ("Zira").
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import locale
import math
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import cached_property, partial
from importlib import metadata
from pathlib import Path
from typing import Any

from audiobrief.errors import EngineUnavailable, SpeechError, installing
from audiobrief.model import Clip, Utterance
from audiobrief.sandbox import Needs
from audiobrief.speech import system_worker
from audiobrief.speech.engine import DEADLINE_S, Engine, EngineVoice, Features, TooLong
from audiobrief.speech.voice_match import best_voice
from audiobrief.workers import by_path, run

_DRIVERS = {"darwin": "nsss", "win32": "sapi5"}
_LIST_S = 30.0
_RUNS = 3
_SAPI_STEPS, _SAPI_TIMES = 10, 3.0  # ten steps of rate are three times the voice's own pace, or a third of it
_LCID_LANGUAGE = 0x3FF
_WORDS_A_MINUTE = {"espeak": 175}
_WORDS_A_MINUTE_ELSEWHERE = 200  # what the other drivers set when they start


def driver_for(platform: str) -> str:
    """Returns pyttsx3's driver for a value of ``sys.platform``."""
    return _DRIVERS.get(platform, "espeak")


class RateIgnored(SpeechError):
    """The driver spoke at another rate than it was told."""


class System(Engine):
    """pyttsx3. Sentence marks only; each sentence is a run of its own."""

    name = "pyttsx3"
    # It crashes the interpreter from about 15,000 characters and returns early from 300: short texts are safest.
    features = Features(pitch=True, most_characters=2_000)

    def __init__(self, platform: str = sys.platform, workers: int | None = None) -> None:
        self.driver = driver_for(platform)
        if self.driver != "espeak":
            self.features = Features(most_characters=2_000)
        # pywin32 finds its libraries by what site reads, which the other workers do without.
        self._options = ("-I",) if self.driver == "sapi5" else ("-I", "-S")
        self._ids: dict[str, str] = {}
        self._free = threading.BoundedSemaphore(workers or os.cpu_count() or 1)

    @cached_property
    def version(self) -> str:
        """Returns ``2.99 espeak espeakng-loader-0.2.4``: pyttsx3, its driver, and the library where it is ours."""
        parts = [metadata.version("pyttsx3"), self.driver]
        if self._library:
            parts.append(f"espeakng-loader-{metadata.version('espeakng-loader')}")
        return " ".join(parts)

    def unavailable(self) -> str | None:
        """Says that the package, its driver or a voice is missing."""
        if importlib.util.find_spec("pyttsx3") is None:
            return f"the package pyttsx3 is missing. Run: {installing('pyttsx3')}."
        try:
            found = self._voices
        except SpeechError as error:
            return f"{error.fact}. {error.remedy}."
        return None if found else "the system has no voices. Install one in its settings for speech."

    def voices(self) -> tuple[EngineVoice, ...]:
        """Lists the driver's voices; none where it does not start."""
        if importlib.util.find_spec("pyttsx3") is None:
            return ()
        try:
            return self._voices
        except SpeechError:
            return ()

    def voice_for(self, language: str) -> EngineVoice | None:
        """Returns a voice that names the language: one that names none may speak any."""
        return best_voice(language, self.voices())

    def find(self, name: str) -> EngineVoice | None:
        """Finds a voice by its id ("gmw/en-us") or its last part, and elsewhere than on Linux by words of its title
        that no other has ("Zira"). On Linux "+" adds a variant of espeak-ng.
        """
        if self.driver != "espeak":
            return self._titled(name)
        base, plus, variant = name.partition("+")
        voice = next((voice for voice in self.voices() if base in {voice.name, voice.name.rpartition("/")[2]}), None)
        if voice is None or not plus:
            return voice
        from audiobrief.speech.espeak import with_variant

        return with_variant(voice, variant)

    def variants(self) -> tuple[str, ...]:
        """Returns what may follow "+" in the name of a voice: nothing but on Linux."""
        if self.driver != "espeak":
            return ()
        from audiobrief.speech.espeak import variant_names

        return variant_names()

    def speak(self, utterance: Utterance, deadline_s: float = DEADLINE_S) -> Clip:
        """Speaks each sentence in a run of its own."""
        from audiobrief.speech.proof import spoken_by_sentence

        if self.find(utterance.voice.name) is None:  # the driver would take its default voice without a word
            raise SpeechError(utterance.voice.name, "pyttsx3 has no such voice", "See audiobrief voices")
        with self._free:
            return spoken_by_sentence(utterance, partial(self._spoken, utterance), deadline_s)

    def phonemes(self, words: Sequence[str], voice: str) -> Sequence[str] | None:
        """Returns each word in IPA where the driver is espeak-ng."""
        if self.driver != "espeak":
            return None
        from audiobrief.speech.espeak import told_phonemes

        return told_phonemes(words, voice.rpartition("/")[2])

    def _titled(self, name: str) -> EngineVoice | None:
        exact = {key.casefold(): voice for voice in self.voices() for key in (voice.title, self._ids[voice.name])}
        exact |= {voice.name.casefold(): voice for voice in self.voices()}
        if name.casefold() in exact:
            return exact[name.casefold()]
        asked = set(name.casefold().split())
        called = [voice for voice in self.voices() if asked <= set(_own_name(voice).casefold().split())]
        return called[0] if len(called) == 1 else None

    @cached_property
    def _library(self) -> tuple[str, str] | None:
        """Returns the paths of the wheel's library and data, where pyttsx3 is to use them."""
        if self.driver != "espeak" or importlib.util.find_spec("espeakng_loader") is None:
            return None
        import espeakng_loader

        return espeakng_loader.get_library_path(), espeakng_loader.get_data_path()

    @cached_property
    def _voices(self) -> tuple[EngineVoice, ...]:
        try:
            answer = self._ask({"do": "list"}, _LIST_S)
        except SpeechError as error:
            raise EngineUnavailable(
                "pyttsx3", f"the driver {self.driver} does not start: {error.fact}", "Use another engine"
            ) from error
        found = tuple(
            EngineVoice(name, tuple(dict.fromkeys(filter(None, map(_tag, voice["languages"])))), voice["name"])
            for name, voice in self._named(answer["voices"]).items()
        )
        if not self._library:
            return found
        from audiobrief.speech.espeak import voice_names

        return tuple(voice for voice in found if voice.name.rpartition("/")[2] in voice_names())

    def _named(self, listed: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Returns the driver's voices by name, and keeps its ids for them. Of two of one name the second has its id."""
        named: dict[str, dict[str, Any]] = {}
        for voice in listed:
            short = voice["id"].rpartition("\\")[2] if self.driver == "sapi5" else voice["id"]
            named[voice["id"] if short in named else short] = voice
        self._ids = {name: voice["id"] for name, voice in named.items()}
        return named

    def _spoken(self, utterance: Utterance, text: str, deadline_s: float) -> Clip:
        """Runs once; again when the rate was ignored, which espeak-ng's queue does about once in 150 runs."""
        for _ in range(_RUNS - 1):
            with contextlib.suppress(RateIgnored):
                return self._run(text, utterance, deadline_s)
        return self._run(text, utterance, deadline_s)

    def _run(self, text: str, utterance: Utterance, deadline_s: float) -> Clip:
        voice = utterance.voice
        rate = sapi_rate(voice.rate) if self.driver == "sapi5" else self._words_a_minute(voice.rate)
        with contextlib.ExitStack() as stack:
            try:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="audiobrief-"))
            except OSError as error:
                raise SpeechError("pyttsx3", f"there is no place for its file ({error})") from error
            path = Path(folder) / ("speech.aiff" if self.driver == "nsss" else "speech.wav")
            order = {
                "do": "speak",
                "text": text,
                "file": str(path),
                "voice": self._ids.get(voice.name, voice.name),
                "rate": rate,
                "pitch": round(voice.pitch) if self.features.pitch else None,
            }
            answer = self._ask(order, deadline_s, path.parent)
            check_answer(answer, path, rate)
            return _read(path)

    def _words_a_minute(self, rate: float) -> int:
        return round(_WORDS_A_MINUTE.get(self.driver, _WORDS_A_MINUTE_ELSEWHERE) * rate)

    def _ask(self, order: dict[str, Any], deadline_s: float, folder: Path | None = None) -> dict[str, Any]:
        library, data = self._library or ("", "")
        known = {"path": sys.path, "driver": self.driver, "library": library, "data": data, "deadline_s": deadline_s}
        needs = Needs(writable=folder)
        try:
            command = by_path(system_worker.__file__, options=self._options)
            done = run(command, json.dumps({**known, **order}).encode(), deadline_s, needs)
        except subprocess.TimeoutExpired as error:
            raise TooLong("pyttsx3", "did not finish before its deadline") from error
        if done.returncode or not done.stdout:
            told = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {done.returncode}"]
            raise SpeechError("pyttsx3", f"its process died ({told[-1]})")
        answer: dict[str, Any] = json.loads(done.stdout)
        if "error" in answer:
            raise SpeechError("pyttsx3", str(answer["error"]))
        return answer


def check_answer(answer: dict[str, Any], path: Path, rate: int) -> None:
    """Raises :class:`SpeechError` for an order that was not obeyed: pyttsx3 itself raises nothing."""
    if answer["errors"]:
        raise SpeechError("pyttsx3", answer["errors"][0])
    if not system_worker.is_whole(path):
        raise SpeechError("pyttsx3", "wrote no whole file")
    if isinstance(answer["rate"], int) and answer["rate"] != rate:
        raise RateIgnored("pyttsx3", f"ignored the rate ({answer['rate']} instead of {rate})")


def _read(path: Path) -> Clip:
    import soundfile

    try:
        samples, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    except (RuntimeError, OSError) as error:
        raise SpeechError("pyttsx3", f"wrote a file that cannot be read ({error})") from error
    return Clip(samples[:, 0].astype("<i2").tobytes(), int(rate_hz))


def sapi_rate(rate: float) -> int:
    """Returns Windows' step of rate, -10 to 10, that is nearest to so many times a voice's own pace."""
    step = round(_SAPI_STEPS * math.log(rate, _SAPI_TIMES))
    return min(max(step, -_SAPI_STEPS), _SAPI_STEPS)


def _own_name(voice: EngineVoice) -> str:
    """Returns a title without the language: "Microsoft Zira Desktop" of "… - English (United States)"."""
    return voice.title.partition(" - ")[0]


def _tag(language: str) -> str:
    """Reads a driver's tag: ``en_US``, Windows' ``0x409``, ``en-us`` behind a priority (a control character)."""
    if language.startswith("0x"):
        return _tag_of_windows(language)
    kept = "".join(character for character in language if character.isalnum() or character in "-_")
    return kept.replace("_", "-") if kept[:2].isalpha() else ""


def _tag_of_windows(code: str) -> str:
    """Returns the tag of a hexadecimal LCID, without a region where that has none or Python does not know it; or ""."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number in locale.windows_locale and number > _LCID_LANGUAGE:
        return locale.windows_locale[number].replace("_", "-")
    first_region = _LCID_LANGUAGE + 1 | number & _LCID_LANGUAGE
    return locale.windows_locale.get(first_region, "").partition("_")[0]
