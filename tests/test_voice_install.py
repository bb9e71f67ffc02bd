"""A natural voice by one command: from a voice site on the loopback, with the faults that sites have."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shlex
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path

import pytest

from audiobrief import voice_install, voice_list
from audiobrief.errors import AudiobriefError, FetchError, OutputError, UsageError, installing
from audiobrief.speech import catalogue, piper
from tests.test_speech_models import stand_ins as stand_ins

NAME = "de_DE-otto-medium"
FACTS = {"audio": {"sample_rate": 22_050}, "language": {"code": "de_DE"}, "phoneme_id_map": {}}
FILES = {
    f"{NAME}.onnx": bytes(range(256)) * 8_000,
    f"{NAME}.onnx.json": json.dumps(FACTS).encode(),
    "MODEL_CARD": b"# Model card\n* License: CC0\n",
}


class Site:
    """A voice site; ``faults`` are taken one a request, in turn."""

    def __init__(self) -> None:
        self.files = dict(FILES)
        self.faults: list[Callable[[bytes], bytes | int]] = []
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/voices"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name, asked = request.path.rpartition("/")[2], request.headers.get("Range", "")
        self.asked.append((name, asked))
        body = self.files[name]
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        sent = self.faults.pop(0)(body[start:]) if name.endswith(".onnx") and self.faults else body[start:]
        if isinstance(sent, int):
            request.send_error(sent)
            return
        request.send_response(206 if start else 200)
        request.send_header("Content-Length", str(len(body) - start))
        request.end_headers()
        request.wfile.write(sent)


@pytest.fixture
def site(stand_ins: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    server = Site()
    row = [
        fact for body in FILES.values() for fact in (len(body), hashlib.md5(body, usedforsecurity=False).hexdigest())
    ]
    table = catalogue._Catalogue(server.address, {}, {NAME: catalogue._Row(*row)})  # type: ignore[arg-type]
    monkeypatch.setattr(catalogue, "_table", lambda: table)
    monkeypatch.setenv(catalogue.FOLDER, str(stand_ins / "voices"))
    monkeypatch.delenv(catalogue.SITE, raising=False)
    catalogue.published.cache_clear()
    piper.look_again()
    yield server
    server.server.shutdown()
    server.server.server_close()
    catalogue.published.cache_clear()
    piper.look_again()


def installed(asked: str = "de") -> list[str]:
    """Installs a voice and returns the lines that were told."""
    plan = voice_install.plan(asked)
    assert plan is not None
    told = plan.lines(voice_install.licence(plan))
    voice_install.install(plan, told.append)
    return told


@pytest.mark.parametrize("asked", ["de", "German", "de-AT", NAME])
def test_a_voice_is_asked_for_fetched_and_heard(site: Site, asked: str) -> None:
    told = installed(asked)
    assert told[0] == f"Voice: {NAME}, German (de-DE), 2 MB. Licence: CC0."
    assert f"{NAME}.onnx: 2 of 2 MB" in told[-1]
    engine = piper.Piper()
    assert NAME in [voice.name for voice in engine.voices()]
    assert (catalogue.folder() / f"{NAME}.wav").stat().st_size > 10_000
    assert "CC0" in (catalogue.folder() / f"{NAME}.MODEL_CARD").read_text()
    assert voice_install.plan(asked) is None, "it is here already"


def test_a_cut_answer_is_taken_up_where_it_stopped(site: Site) -> None:
    site.faults = [lambda body: body[:500_000], lambda body: body[:700_000]]
    installed()
    ranges = [asked for name, asked in site.asked if name.endswith(".onnx")]
    assert ranges == ["", "bytes=500000-", "bytes=1200000-"]


def test_a_run_that_was_stopped_goes_on(site: Site) -> None:
    site.faults = [lambda body: body[:300_000]] * 2 + [lambda body: b""] * 2
    with pytest.raises(FetchError, match="stopped before its end") as told:
        installed()
    assert "not fetched again" in told.value.remedy
    installed()
    assert site.asked[-1] == (f"{NAME}.onnx", "bytes=600000-")


def test_another_file_than_was_published_is_refused(site: Site) -> None:
    site.files[f"{NAME}.onnx"] = FILES[f"{NAME}.onnx"][::-1]
    with pytest.raises(FetchError, match="MD5"):
        installed()
    assert not list(catalogue.folder().glob("*.onnx*part"))
    site.files[f"{NAME}.onnx"] = FILES[f"{NAME}.onnx"] + b"more"
    with pytest.raises(FetchError, match="more than"):
        installed()
    assert piper.Piper().find(NAME) is None
    site.files = dict(FILES)
    installed()


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_site_that_refuses_is_named(site: Site, status: int) -> None:
    site.faults = [lambda body: status]
    with pytest.raises(FetchError, match=f"answered {status}"):
        installed()


def test_a_site_that_is_not_there_is_named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(catalogue.SITE, "http://127.0.0.1:9/voices")
    with pytest.raises(FetchError, match="could not be brought"):
        installed()


def test_a_full_disk_is_one_line(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    plan = voice_install.plan("de")
    assert plan is not None
    monkeypatch.setattr(voice_install, "_continue", full)
    with pytest.raises(OutputError, match="disk is full"):
        voice_install.install(plan, print)


def test_what_nobody_publishes_is_said(site: Site) -> None:
    for asked, fact in [
        ("tg", "publishes no voice"),
        ("de_DE-nobody-low", "no such voice"),
        ("nonsense", "no such voice"),
    ]:
        with pytest.raises(UsageError, match=fact):
            voice_install.plan(asked)


def test_a_part_of_a_name_leads_to_the_voices_that_have_it(site: Site) -> None:
    with pytest.raises(UsageError, match=f"Near: {NAME}"):
        voice_install.plan("Otto")
    (line,) = [line for line in voice_list.rows_as_text("de", []).splitlines() if NAME in line]
    assert line == f"There is a natural voice for German (de): audiobrief voices install de ({NAME}, 2 MB)"


def test_every_published_voice_of_a_language_is_listed() -> None:
    *_, recommended, others = voice_list.rows_as_text("en-GB", voice_list.named("en-GB")).splitlines()
    assert "voices install en-GB (en_GB-" in recommended
    assert others.startswith("Others, by audiobrief voices install NAME: ")
    listed = {name.strip() for name in others.partition(": ")[2].split(",")}
    every = {name for name in catalogue.published() if name.startswith("en_")}
    assert len(every - listed - {row.name for row in voice_list.named("en-GB")}) == 1, "the one that is recommended"


def test_a_voice_of_a_package_is_removed_with_its_package(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    installed()
    row = catalogue.Published(NAME, catalogue.published()[NAME].row, "otto-piper-voice", "MIT")
    monkeypatch.setattr(catalogue, "published", cache(lambda: {NAME: row}))
    with pytest.raises(UsageError, match="-m pip uninstall -y otto-piper-voice"):
        voice_install.remove(NAME)
    assert piper.Piper().find(NAME)


def test_what_is_to_be_installed_by_hand_is_ours_and_comes_to_this_python() -> None:
    """Every package that a remedy names is one that pyproject.toml asks for: a name that nobody has helps nobody."""
    root = Path(voice_install.__file__).parent
    named = {
        name
        for path in root.rglob("*.py")
        for call in re.findall(r"installing\(([^()]*)\)", path.read_text("utf-8"))
        for name in re.findall(r"[\"']([a-z][\w-]+)[\"']", call)
    }
    project = tomllib.loads((root.parent / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    assert named - {re.match(r"[\w-]+", one)[0] for one in asked} == {"tzdata"}  # type: ignore[index]
    assert {"kokoro-onnx", "sherpa-onnx", "wyoming", "distributed", "faster-whisper"} <= named
    assert installing("wyoming") == f"{shlex.quote(sys.executable)} -m pip install wyoming"


def test_an_installed_voice_is_removed(site: Site) -> None:
    installed()
    assert NAME in voice_install.remove(NAME)
    assert not [path for path in catalogue.folder().iterdir() if path.name.startswith(NAME)]
    for name in (NAME, "../voices", ""):
        with pytest.raises(UsageError):
            voice_install.remove(name)


def test_the_package_that_speaks_comes_first(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    plan = voice_install.plan("de")
    assert plan is not None
    assert any(one.startswith("piper-tts") for one in plan.packages)
    assert "GPL" in plan.lines("CC0")[1]
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(AudiobriefError, match="did not install") as told:
        voice_install.install(plan, print)
    assert "-m pip install" in told.value.remedy


def test_most_languages_of_announcements_have_a_published_voice() -> None:
    from audiobrief.script.write import cues

    assert sum(bool(catalogue.command(language)) for language in cues.languages()) >= 25
    assert not catalogue.command("tg")
    assert importlib.util.find_spec("audiobrief.voices") is None, "data, not code"


@pytest.mark.skipif(piper.Piper().unavailable() is not None, reason=f"piper: {piper.Piper().unavailable()}")
def test_a_real_voice_comes_whole_from_a_site_and_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = next(voice.path for voice in piper.Piper().voices() if voice.path)
    assert model is not None
    site = Site()
    name = "en_GB-guest-medium"
    facts = Path(f"{model}.json").read_bytes()
    site.files = {f"{name}.onnx": model.read_bytes(), f"{name}.onnx.json": facts, "MODEL_CARD": b"License: CC0"}
    row = [fact for body in site.files.values() for fact in (len(body), hashlib.md5(body).hexdigest())]
    table = catalogue._Catalogue(site.address, {}, {name: catalogue._Row(*row)})  # type: ignore[arg-type]
    monkeypatch.setattr(catalogue, "_table", lambda: table)
    monkeypatch.setenv(catalogue.FOLDER, str(tmp_path))
    catalogue.published.cache_clear()
    piper.look_again()
    assert "CC0" in installed(name)[0]
    assert (tmp_path / f"{name}.wav").stat().st_size > 100_000
    site.server.shutdown()
    site.server.server_close()
    catalogue.published.cache_clear()
    piper.look_again()
