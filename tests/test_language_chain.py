"""Who speaks the languages that a chosen cast has no voice for: in single articles, feeds, editions, on a cluster."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audiobrief import config
from audiobrief.errors import UsageError
from audiobrief.feed import run, settings_file, upkeep
from audiobrief.library import Library
from audiobrief.model import Article, Clip, MixSettings, Role, Script, Segment, Utterance
from audiobrief.reading import ReadRequest, read
from audiobrief.recording.crew import Threads
from audiobrief.recording.studio import Studio
from audiobrief.speech import EngineVoice, casting
from audiobrief.speech.espeak import Espeak
from audiobrief.speech.piper import Piper
from tests.published import lower_rate, quiet

ESPEAK = Espeak()
pytestmark = [
    pytest.mark.skipif(ESPEAK.unavailable() is not None, reason="espeak cannot run here"),
    pytest.mark.usefixtures("kept_reader", "kept_cache"),
]

ENGLISH = "The bridge is open again after the storm, the town said on Tuesday."
GERMAN = "Die Brücke ist nach dem Sturm wieder offen, teilte die Stadt am Dienstag mit."
RUSSIAN = "Мост снова открыт после бури, сообщил город во вторник."
WHO = "Cast piper has no voice for {}, espeak speaks it{}; there is a natural one: audiobrief voices install {}"
GERMAN_LINE, RUSSIAN_LINE = (
    WHO.format("German (de)", "", "de"),
    WHO.format("Russian (ru)", " and is hardly understood", "ru"),
)


@pytest.fixture(autouse=True)
def english_piper(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Piper with one voice, which speaks English (espeak's sound stands for it); gives the texts that it was asked."""
    said: list[str] = []

    def speak(self: Piper, utterance: Utterance, deadline_s: float = 60.0) -> Clip:
        said.append(utterance.text)
        return ESPEAK.speak(replace(utterance, voice=replace(utterance.voice, engine="espeak", name="en-us", pitch=50)))

    voices = (EngineVoice("en_US-ann-medium", ("en-US",)),)
    for name, own in {"unavailable": lambda self: None, "voices": lambda self: voices, "speak": speak}.items():
        monkeypatch.setattr(Piper, name, own)
    monkeypatch.setattr(Piper, "version", "1")
    yield said


def page(title: str, language: str, *paragraphs: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    head = f'<title>{title}</title><meta property="article:published_time" content="2026-11-20T08:00:00+00:00">'
    return f'<html lang="{language}"><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>'


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_text(page("The bridge is open", "en", ENGLISH), "utf-8")
    (folder / "b.html").write_text(page("Die Brücke ist offen", "de", GERMAN), "utf-8")
    (folder / "c.html").write_text(page("Мост открыт", "ru", RUSSIAN), "utf-8")
    return folder


def a_feed(folder: Path, pages: Path, more: str = "") -> Path:
    settings_file.init(folder, quiet, title="Town", base_url=None, language="en", cast="piper")
    lower_rate(folder)
    with (folder / config.NAME).open("a", encoding="utf-8") as file:
        file.write(f'\n[[source]]\nfolder = "{pages}"\nrights = "own"\n{more}')
    return folder


def narrators(folder: Path) -> dict[str, str]:
    with Library(folder / upkeep.MEMORY) as library:
        return {episode.title: " ".join(episode.narrators) for episode in library.episodes()}


def test_read_speaks_with_the_next_engine_and_says_so(pages: Path, tmp_path: Path) -> None:
    asked, told = (
        ReadRequest(sources=(str(pages / "b.html"),), output=str(tmp_path / "b.mp3"), cast="piper"),
        list[str](),
    )
    assert read(asked, told.append).episode.narrators == ("eSpeak NG de+m6",)
    assert [line for line in told if "Cast piper" in line] == [GERMAN_LINE]
    with pytest.raises(UsageError, match="voice de: belongs to espeak"):  # who names a voice gets no other
        read(replace(asked, output=str(tmp_path / "c.mp3"), cast=None, voice="piper:de"), quiet)


def test_a_feed_publishes_every_language_and_says_who_speaks_it_once_a_run(pages: Path, tmp_path: Path) -> None:
    folder, told = a_feed(tmp_path / "feed", pages), list[str]()
    done = run.publish(folder, [], told.append)
    assert not done.failed and len(done.made) == 3
    assert narrators(folder) == {
        "The bridge is open": "Piper en_US-ann-medium",
        "Die Brücke ist offen": "eSpeak NG de+m6",
        "Мост открыт": "eSpeak NG ru+m6",
    }
    assert sorted(line for line in told if "Cast piper" in line) == sorted([GERMAN_LINE, RUSSIAN_LINE])


def test_an_edition_in_several_languages_keeps_its_roles_apart(
    pages: Path, tmp_path: Path, english_piper: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = '\n[[edition]]\ntitle = "The day"\nsingle_episodes = false\n'
    folder, told, voices = a_feed(tmp_path / "feed", pages, edition), list[str](), dict[str, set[str]]()
    level = Studio._level

    def noted(self: Studio, asked: Any, work: Any) -> int:
        for voice in (utterance.voice for utterance in asked):
            voices.setdefault(voice.language, set()).add(voice.name)
        return level(self, asked, work)

    monkeypatch.setattr(Studio, "_level", noted)
    assert not run.publish(folder, [], told.append).failed
    assert voices["de"] == {"de+m6", "de+Mike"} and voices["ru"] == {"ru+m6", "ru+Mike"}
    assert english_piper and not any("Brücke" in text or "Мост" in text for text in english_piper)
    assert sorted(line for line in told if "Cast piper" in line) == sorted([GERMAN_LINE, RUSSIAN_LINE])


class Far(Threads):
    """A crew that gets and gives back bytes, as workers on other machines do."""

    is_remote = True

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(lambda: pickle.loads(pickle.dumps(fn(*pickle.loads(pickle.dumps(args))))))


def test_a_cluster_speaks_each_language_with_the_same_voices(tmp_path: Path) -> None:
    parts = (Segment(Role.BODY, ENGLISH), Segment(Role.BODY, GERMAN, language="de"))
    script = Script(Article(title="Two", language="en"), parts)
    keys = []
    for crew in (Threads(1), Far(1)):
        with Studio(tmp_path / "cache", MixSettings(), fallbacks=casting.fallbacks_for("piper"), crew=crew) as studio:
            recording = studio.record(script, casting.cast_for("piper", "en"), quiet)
        assert not recording.unspoken
        keys.append([take.key for take in recording.takes])
    assert keys[0] == keys[1]
