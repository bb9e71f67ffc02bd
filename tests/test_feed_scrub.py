"""Published files that vanish, are cut or altered are found by the next runs and made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.feed import run, scrub, settings_file, upkeep
from audiobrief.library import Library
from audiobrief.speech.tone import Tone
from tests.test_feed_recover import ARTICLES, NAMES, published, quiet

pytestmark = pytest.mark.usefixtures("kept_reader")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "feed"
    settings_file.init(place, quiet, title="News", base_url=None, language="en", cast="tone")
    config = place / "audiobrief.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('cast = "tone"', 'cast = "tone"\npage_size = 1'))
    assert len(run.publish(place, [str(ARTICLES / name) for name in NAMES[:2]], quiet).made) == 2
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "feed"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def alter(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b""), cut, alter])
def test_what_a_disk_loses_is_made_again(folder: Path, harm: Callable[[Path], None]) -> None:
    before = published(folder)
    episode = min((folder / "public" / "episodes").iterdir())
    names = sorted(path.name for path in episode.iterdir())
    assert len(names) == 12
    for name in names:
        harm(episode / name)
    told: list[str] = []
    done = run.publish(folder, [], told.append)
    assert [line for line in told if "12 published files were missing or damaged" in line]
    assert (done.spoken, done.failed) == (0, [])
    assert published(folder) == before
    told.clear()
    assert run.publish(folder, [], told.append).files_written == 0
    assert told == []


def test_all_that_is_published_is_made_again(folder: Path) -> None:
    before = published(folder)
    shutil.rmtree(folder / "public")
    run.publish(folder, [], quiet)
    assert published(folder) == before


def test_without_a_cache_it_is_spoken_again(folder: Path) -> None:
    before = published(folder)
    shutil.rmtree(folder / ".audiobrief" / "cache")
    next(folder.glob("public/episodes/*/*.mp3")).unlink()
    assert run.publish(folder, [], quiet).spoken > 5
    assert published(folder) == before


def test_what_cannot_be_spoken_costs_its_episode_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published(folder)
    shutil.rmtree(folder / ".audiobrief" / "cache")
    one, two = folder.glob("public/episodes/*/*.mp3")
    one.unlink()
    cut(two.with_name("transcript.vtt"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the engine fell over")

    with monkeypatch.context() as patched:
        patched.setattr(Tone, "speak", broken)
        told: list[str] = []
        done = run.publish(folder, [], told.append)
    assert [line for line in told if line.startswith("Not made again") and str(one) in line]
    assert len(done.failed) == 1
    run.publish(folder, [], quiet)
    assert published(folder) == before


def test_a_run_reads_a_share_and_the_next_ones_the_rest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "READ_BYTES", 1)
    before = published(folder)
    for audio in folder.glob("public/episodes/*/*.mp3"):
        alter(audio)
    differing = []
    for _ in range(2):
        run.publish(folder, [], quiet)
        now = published(folder)
        differing.append(sum(now[name] != data for name, data in before.items()))
    assert differing == [1, 0]


def test_other_voices_make_another_file_of_the_same_episode(folder: Path) -> None:
    config = folder / "audiobrief.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('title = "News"', 'title = "Other news"'), encoding="utf-8")
    audio = next(folder.glob("public/episodes/*/*.mp3"))
    audio.unlink()
    assert run.publish(folder, [], quiet).failed == []
    with Library(folder / upkeep.MEMORY) as library:
        (episode,) = (one for one in library.episodes() if one.slug == audio.parent.name)
    assert audio.stat().st_size == episode.audio_bytes
    feed = (folder / "public" / "feed.xml").read_text() + (folder / "public" / "archive-1.xml").read_text()
    assert f'length="{episode.audio_bytes}"' in feed
    assert upkeep.verify(folder) == []


def test_an_edit_of_the_channel_is_told_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = folder / "audiobrief.toml"
    text = config.read_text(encoding="utf-8")
    order: list[str] = []
    from audiobrief.places.folder import Folder

    write = Folder.write_if_changed

    def noted(self: Folder, name: str, data: bytes) -> bool:
        is_new = write(self, name, data)
        order.extend([name] if is_new else [])
        return is_new

    monkeypatch.setattr(Folder, "write_if_changed", noted)
    config.write_text(text.replace('title = "News"', 'title = "Other news"'), encoding="utf-8")
    run.publish(folder, [], quiet)
    assert order[:3] == ["cover.jpg", "index.html", "feed.xml"]
    assert sorted(name.rpartition("/")[2] for name in order[5:]) == ["chapters.json"] * 2 + ["index.html"] * 2
    order.clear()
    config.write_text(
        text.replace('author = ""', 'author = "Ann"\ndescription = "Of the day"')
        .replace('description = ""\n', "")
        .replace('title = "News"', 'title = "Other news"'),
        encoding="utf-8",
    )
    run.publish(folder, [], quiet)
    assert not [name for name in order if name.startswith("episodes/")]
    fresh = published(folder)
    upkeep.forget_derived(folder)
    run.publish(folder, [], quiet)
    assert published(folder) == fresh
