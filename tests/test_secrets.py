"""Keys, passwords and listeners' tokens: in no log, feed, page, error, cache or library that others may read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.errors import AudiobriefError
from audiobrief.feed import run, upkeep
from audiobrief.feed.status import Status
from audiobrief.fetch.source import without_password
from audiobrief.speech import engines
from audiobrief.speech.openai import OpenAI
from tests.news_site import NewsSite, make_folder
from tests.test_speech_openai import Server, audio, server, utterance

__all__ = ["server"]  # a fixture
KEY = "sk-proj-t0p-s3cret-0123456789"
PASSWORD = "hunter2-pass"

pytestmark = pytest.mark.usefixtures("kept_reader")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsSite]:
    monkeypatch.setenv("no_proxy", "*")
    site = NewsSite()
    yield site
    site.close()


def files_with(secret: str, folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


@pytest.mark.long
def test_a_key_is_nowhere(
    server: Server, site: NewsSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(engines()["openai"], "_sleep", lambda seconds: None)

    refused = []

    def answer(number: int, order: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if "ledger three" in order["input"]:
            refused.append(number)
            return 400, {}, f"Bad request with Authorization: Bearer {KEY}".encode()
        if "ledger two" in order["input"]:
            return 500, {}, KEY.encode()
        return 200, {"Content-Type": "audio/wav"}, audio(len(order["input"]) * 0.07)

    server.answer = answer
    for number in range(4):
        site.add(number)
    folder = make_folder(tmp_path / "feed", site)
    path = folder / "audiobrief.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('cast = "tone"', 'cast = "openai"'), encoding="utf-8")
    lines: list[str] = []
    done = run.publish(folder, [], lines.append)
    assert {request["key"] for request in server.requests} == {f"Bearer {KEY}"}, "it was used"
    assert refused, "and there were errors that could have told it"
    told = [*lines, done.as_text(), done.as_json(), Status.of(folder).as_text(), Status.of(folder).as_json()]
    assert KEY not in "\n".join([*told, *capsys.readouterr()])
    assert files_with(KEY, tmp_path) == []


@pytest.mark.parametrize("key", [f"{KEY}\nx", f"{KEY}\x00", f"{KEY}é"])
def test_a_key_that_cannot_be_sent_is_not_told(server: Server, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setattr("audiobrief.speech.openai._key", lambda: key)
    with pytest.raises((AudiobriefError, UnicodeError)) as caught:
        OpenAI(sleep=lambda seconds: None).speak(utterance())
    assert KEY not in str(caught.value)


def test_a_password_in_a_source_stays_with_its_owner(site: NewsSite, tmp_path: Path) -> None:
    path = site.add(1)
    folder = make_folder(tmp_path / "feed", site)
    config = folder / "audiobrief.toml"
    own = site.address.replace("http://", f"http://me:{PASSWORD}@")
    config.write_text(config.read_text(encoding="utf-8").replace(site.address, own), encoding="utf-8")
    lines: list[str] = []
    done = run.publish(folder, [f"{own}{path}", f"{own}/missing"], lines.append)
    assert len(done.made) == 1 and len(done.failed) == 1
    told = [*lines, done.as_text(), done.as_json(), Status.of(folder).as_text(), Status.of(folder).as_json()]
    assert PASSWORD not in "\n".join(told)
    assert files_with(PASSWORD, folder / "public") == []
    assert files_with(PASSWORD, folder / upkeep.MEMORY / "cache") == []


def test_an_address_without_its_password() -> None:
    assert without_password("https://me:secret@paper.example:8000/a@b?c=d@e") == "https://paper.example:8000/a@b?c=d@e"
    assert without_password("https://paper.example/a@b") == "https://paper.example/a@b"
    assert without_password("inbox/me@home.txt") == "inbox/me@home.txt"


def test_a_listeners_token_is_told_once(site: NewsSite, tmp_path: Path) -> None:
    site.add(1)
    folder = make_folder(tmp_path / "feed", site)
    told = upkeep.add_listener(folder, "Ada")
    token = told.partition("/listeners/")[2].partition("/")[0] or told.partition("feed.xml")[0].rpartition("/")[0][-20:]
    assert len(token) >= 20
    lines: list[str] = []
    done = run.publish(folder, [], lines.append)
    shown = [*lines, done.as_text(), done.as_json(), Status.of(folder).as_text(), upkeep.listeners(folder)]
    assert token not in json.dumps(shown)
    assert files_with(token, folder) == []
