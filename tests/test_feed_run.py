"""A feed folder over time: corrections, script sources, configured folders, duplicates, stubs, two runs at once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from filelock import FileLock

from audiobrief import stories
from audiobrief.errors import NothingToRead, UsageError
from audiobrief.feed import run, settings_file, teasers, upkeep
from audiobrief.feed.page_reader import PageReader
from audiobrief.feed.status import Status
from audiobrief.library import Library
from audiobrief.model import Episode
from audiobrief.speech import EngineVoice, casting, engines
from tests.published import lower_rate, own_cache
from tests.saved_pages import STORY, TITLE, html, mail, mhtml, paragraphs

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
TRAINS = ARTICLES / "night-trains.html"
DAM = ARTICLES / "harbour-dam.html"

pytestmark = pytest.mark.usefixtures("kept_reader", "kept_cache")


def quiet(line: str) -> None: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    settings_file.init(tmp_path / "feed", quiet, title="News", base_url=None, language="en", cast="tone")
    lower_rate(tmp_path / "feed")
    return tmp_path / "feed"


def episodes(folder: Path) -> tuple[Episode, ...]:
    with Library(folder / upkeep.MEMORY) as library:
        return library.episodes()


def test_a_correction_keeps_the_guid_and_gets_its_own_address(folder: Path, tmp_path: Path) -> None:
    own_cache(folder)
    page = tmp_path / "page.html"
    page.write_bytes(TRAINS.read_bytes())
    run.publish(folder, [str(page)], quiet)
    (before,) = episodes(folder)
    page.write_text(TRAINS.read_text(encoding="utf-8").replace("£14.5m", "£15.4m"), encoding="utf-8")
    done = run.publish(folder, [str(page)], quiet)
    (after,) = episodes(folder)
    assert done.updated == [after.title]
    assert (done.spoken, done.encoded) == (1, 1)
    assert (after.guid, after.published) == (before.guid, before.published)
    assert after.slug != before.slug
    assert after.updated is not None
    kept = folder / "public" / "episodes" / before.slug / f"{before.slug}.mp3"
    assert kept.exists(), "who is listening may finish"


def test_an_older_episode_keeps_its_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("audiobrief.identity._SLUG_DIGITS", 8)
        run.publish(folder, [str(TRAINS)], quiet)
    (older,) = episodes(folder)
    (folder / "public" / "episodes" / older.slug / "episode.epub").unlink()
    run.publish(folder, [str(DAM)], quiet)
    (newer,) = (episode for episode in episodes(folder) if episode.slug != older.slug)
    for slug, name in ((older.slug, "episode"), (newer.slug, newer.slug)):
        place = folder / "public" / "episodes" / slug
        books = "daisy.zip" if slug == older.slug else f"{slug}-daisy.zip"
        assert {f"{name}.mp3", f"{name}.epub", books} < {path.name for path in place.iterdir()}
        feed, page = (folder / "public" / "feed.xml").read_text(), (place / "index.html").read_text()
        assert f"episodes/{slug}/{name}.mp3" in feed and f'href="{name}.epub"' in page


def test_a_changed_title_is_the_same_article(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(TRAINS.read_bytes())
    run.publish(folder, [str(page)], quiet)
    (before,) = episodes(folder)
    text = TRAINS.read_text(encoding="utf-8").replace("Night trains return to the Valen line", "Sleepers are back")
    page.write_text(text, encoding="utf-8")
    run.publish(folder, [str(page)], quiet)
    (after,) = episodes(folder)
    assert (after.guid, after.title) == (before.guid, "Sleepers are back")


def test_an_edited_script_is_a_correction(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    script = json.loads(stories.show(str(TRAINS), "json", stories.options(()), None))
    path.write_text(json.dumps(script), encoding="utf-8")
    assert len(run.publish(folder, [str(path)], quiet).made) == 1
    assert len(run.publish(folder, [str(path)], quiet).unchanged) == 1
    body = next(segment for segment in script["segments"] if segment["role"] == "body")
    body["text"] += " And so on."
    path.write_text(json.dumps(script), encoding="utf-8")
    assert len(run.publish(folder, [str(path)], quiet).updated) == 1


def test_folders_of_the_configuration_are_read_in_order(folder: Path) -> None:
    inbox = folder / "inbox"
    inbox.mkdir()
    for path in (TRAINS, ARTICLES / "library-bulletin.md"):
        (inbox / path.name).write_bytes(path.read_bytes())
    (inbox / "notes.pdf").write_bytes(b"%PDF-1.4")
    with (folder / "audiobrief.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nfolder = "inbox"\nrights = "own articles"\n')
    done = run.publish(folder, [], quiet)
    assert len(done.made) == 2
    assert not done.failed


def test_a_source_folder_that_is_missing_costs_itself_alone(folder: Path) -> None:
    with (folder / "audiobrief.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nfolder = "nowhere"\nrights = "own articles"\n')
    done = run.publish(folder, [], quiet)
    assert len(done.failed) == 1 and "nowhere" in done.failed[0]


def test_a_stub_is_refused_and_tried_again(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Storm dam rebuilt\n\nThe council has voted to rebuild the dam. Subscribe to read on.\n")
    done = run.publish(folder, [str(page)], quiet)
    assert len(done.failed) == 1
    assert episodes(folder) == ()
    page.write_bytes((ARTICLES / "election-observers.txt").read_bytes())
    assert len(run.publish(folder, [str(page)], quiet).made) == 1


def test_the_same_text_under_another_address_is_not_published_twice(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.html"
    text = TRAINS.read_text(encoding="utf-8")
    copy.write_text(text.replace("https://ledger.example/transport", "https://copy.example/x"), encoding="utf-8")
    done = run.publish(folder, [str(TRAINS), str(copy)], quiet)
    assert len(episodes(folder)) == 1
    assert len(done.made) == 1


def test_what_is_given_while_another_run_works_waits_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / upkeep.MEMORY).mkdir(exist_ok=True)
    monkeypatch.chdir(TRAINS.parent)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DAM.read_bytes())))
    with FileLock(folder / upkeep.MEMORY / "lock"):
        assert run.publish(folder, [], quiet).as_text().endswith("nothing to do.")
        done = run.publish(folder, [TRAINS.name, "-"], quiet)
        assert done.as_text().endswith("2 sources wait: that run or the next makes the episodes.")
        assert json.loads(done.as_json())["left_waiting"] == 2
        assert f"Waiting {TRAINS}" in Status.of(folder).as_text()
    monkeypatch.chdir(folder)
    assert len(run.publish(folder, [], quiet).made) == 2
    assert "Waiting" not in Status.of(folder).as_text()
    assert list((folder / upkeep.MEMORY / "waiting").iterdir()) == []


def test_a_run_makes_what_was_given_while_it_worked(folder: Path) -> None:
    given: list[str] = []

    def tell(line: str) -> None:
        if line.startswith("Reading") and not given:
            given.append(run.publish(folder, [str(DAM)], quiet).as_text())

    assert len(run.publish(folder, [str(TRAINS)], tell).made) == 2
    assert "1 source waits" in given[0]


def test_a_dry_run_leaves_nothing_waiting(folder: Path) -> None:
    (folder / upkeep.MEMORY).mkdir(exist_ok=True)
    with FileLock(folder / upkeep.MEMORY / "lock"):
        assert "nothing to do" in run.publish(folder, [str(TRAINS)], quiet, dry_run=True).as_text()
    assert run.publish(folder, [], quiet).made == []


def test_an_identity_belongs_to_one_source(folder: Path) -> None:
    with pytest.raises(UsageError, match="--id"):
        run.publish(folder, ["a", "b"], quiet, identity="x")
    run.publish(folder, [str(TRAINS)], quiet, identity="my-own-id")
    assert episodes(folder)[0].guid == "my-own-id"


def test_derived_files_that_vanish_are_made_again_byte_for_byte(folder: Path) -> None:
    run.publish(folder, [str(TRAINS)], quiet)
    derived = [path for path in (folder / "public").rglob("*") if path.is_file() and path.suffix != ".mp3"]
    before = {path: path.read_bytes() for path in derived}
    for path in derived:
        path.unlink()
    run.publish(folder, [], quiet)
    assert {path: path.read_bytes() for path in derived} == before


def test_a_new_base_url_reaches_every_page(folder: Path) -> None:
    run.publish(folder, [str(TRAINS)], quiet)
    path = folder / "audiobrief.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("http://127.0.0.1:8321", "https://news.example/audio"))
    run.publish(folder, [], quiet)
    assert b"127.0.0.1" not in (folder / "public" / "feed.xml").read_bytes()
    assert b"https://news.example/audio/episodes/" in (folder / "public" / "feed.xml").read_bytes()


def test_a_teaser_names_its_words() -> None:
    script = stories.load(str(TRAINS), stories.options(()))
    with pytest.raises(NothingToRead, match="teaser"):
        teasers.readable(script.__class__(script.article.__class__(title="x"), script.segments[:1]), "x.html")


def test_the_very_page_is_not_even_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the reader may read another text in it: the published episode stays as it is."""
    run.publish(folder, [str(TRAINS)], quiet)

    def other(*arguments: object) -> None:
        raise AssertionError("the page was read")

    monkeypatch.setattr(PageReader, "script", other)
    assert len(run.publish(folder, [str(TRAINS)], quiet).unchanged) == 1


def test_what_people_save_or_send_is_published_from_a_folder_or_by_name(folder: Path) -> None:
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "letter.eml").write_bytes(mail(text="\n\n".join(LONG), Subject="A letter about the ferry"))
    (inbox / "feed.html").write_bytes(b"<rss version='2.0'><channel><title>News</title></channel></rss>")
    (folder / "saved.mhtml").write_bytes(mhtml(html(f"<article><h1>{TITLE}</h1>{paragraphs(*STORY, *MORE)}</article>")))
    path = folder / "audiobrief.toml"
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[[source]]\nfolder = "inbox"\nrights = "own"\n', "utf-8")
    done = run.publish(folder, [str(folder / "saved.mhtml")], quiet)
    assert {one.title for one in episodes(folder)} == {TITLE, "A letter about the ferry"}
    assert len(done.failed) == 1 and "news feed" in str(done.failed[0])


LONG = [f"On day {day} of the storm the office said that boats number {day} and {day + 1} stay in." for day in range(9)]
MORE = [
    f"Passenger {seat} said that the cabin was warm, that tea was served and that nobody minded." for seat in "abcdefg"
]


def test_a_natural_voice_is_told_of_once_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, told = tmp_path / "feed", list[str]()
    settings_file.init(folder, quiet, title="News", base_url=None, language="en", cast="espeak")
    lower_rate(folder)
    piper = engines()["piper"]
    monkeypatch.setattr(type(piper), "unavailable", lambda self: "no Piper voice was found.")
    for _ in range(2):  # the second run speaks nothing, and tells of nothing
        run.publish(folder, [str(TRAINS), str(DAM)], told.append)
    (offered,) = [line for line in told if "natural voice" in line]  # two articles, two accents, one line
    assert offered.startswith("There is a natural voice for English (en")
    assert "audiobrief voices install en" in offered
    assert offered.endswith('; then cast = "piper" in audiobrief.toml')
    monkeypatch.setattr(type(piper), "unavailable", lambda self: None)
    monkeypatch.setattr(type(piper), "voice_for", lambda self, language: EngineVoice("x", (language,)))
    assert not list(casting.remarks("espeak", ["en"], set()))  # it is here, and was not chosen
