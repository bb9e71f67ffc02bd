"""A USB stick: what players of talking newspapers find on it, and what a second run leaves alone."""

from __future__ import annotations

import errno
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.mp3 import MP3

from audiobrief import atomic
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed import run, stick
from audiobrief.mix.frames import frame_lengths
from tests import published

RESERVED = set('<>:"/\\|?*')


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = published.new_feed(tmp_path_factory.mktemp("feed"))
    run.publish(folder, [published.OLD, published.NEW], published.quiet)
    return folder


def write(target: Path, feed: Path, player: str = "plain", newest: int = 20, edition: bool = False) -> str:
    target.mkdir(exist_ok=True)
    return stick.write(target, feed, player=player, newest=newest, edition=edition)


@given(st.integers(1, 999), st.text(max_size=200))
def test_any_title_gives_a_name_that_any_file_system_and_player_takes(number: int, title: str) -> None:
    name = stick.safe_name(number, title)
    assert name.startswith(f"{number:03}") and len(name) <= 4 + stick.LONGEST_WORDS
    assert not RESERVED & set(name) and name == name.strip(" .")
    assert all(ord(one) <= 0xFFFF and unicodedata.category(one)[0] != "C" for one in name)
    assert len(f"{name}.mp3".encode()) <= 255


@given(st.lists(st.text(max_size=30), min_size=2, max_size=20))
def test_names_play_in_the_order_of_their_numbers(titles: list[str]) -> None:
    names = [stick.safe_name(number, title) for number, title in enumerate(titles, 1)]
    assert sorted(names) == names == sorted(names, key=str.casefold)
    assert len({name.casefold() for name in names}) == len(names)


def test_an_envoy_finds_numbered_folders_with_audio_files_alone(made: Path, tmp_path: Path) -> None:
    write(tmp_path / "stick", made, "envoy")
    folders = sorted((tmp_path / "stick").iterdir())
    assert [path.name[:3] for path in folders] == ["001", "002"] and all(path.is_dir() for path in folders)
    for folder in folders:
        files = sorted(folder.iterdir())
        assert [path.name[:3] for path in files] == [f"{number:03}" for number in range(1, len(files) + 1)]
        assert files and {path.suffix for path in files} == {".mp3"}


def test_the_files_of_an_episode_are_its_chapters_and_all_of_its_sound(made: Path, tmp_path: Path) -> None:
    write(tmp_path / "stick", made, "envoy", newest=1)
    (folder,) = (tmp_path / "stick").iterdir()
    frames = b""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        frames += data[stick._tag_bytes(data) :]
        tag = MP3(path)
        assert tag["TRCK"] == f"{int(path.name[:3])}/{len(list(folder.iterdir()))}" and tag["TIT2"]
    whole = [path.read_bytes() for path in (made / "public" / "episodes").rglob("*.mp3")]
    sounds = [data[stick._tag_bytes(data) :] for data in whole]
    assert frames in [sound[next(frame_lengths(sound)) :] for sound in sounds]


def test_a_playlist_names_every_file_in_order(made: Path, tmp_path: Path) -> None:
    write(tmp_path / "stick", made)
    rows = [row for row in (tmp_path / "stick" / stick.PLAYLIST).read_text().splitlines() if row[0] != "#"]
    assert rows == sorted(path.relative_to(tmp_path / "stick").as_posix() for path in tmp_path.rglob("*.mp3"))


def test_a_daisy_player_finds_a_book_in_each_folder(made: Path, tmp_path: Path) -> None:
    write(tmp_path / "stick", made, "daisy")
    assert len(list((tmp_path / "stick").glob("00?*/ncc.html"))) == 2
    assert len(list((tmp_path / "stick").glob("00?*/*.mp3"))) == 2


@pytest.mark.parametrize("player", ["plain", "envoy", "daisy"])
def test_a_second_run_replaces_what_is_ours_and_nothing_else(made: Path, tmp_path: Path, player: str) -> None:
    target = tmp_path / "stick"
    for name in ("000 My music/song.mp3", "notes.txt", "005 Talks/001 talk.mp3", "005 Talks/ncc.html"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(b"mine")
    foreign = published.files(target)
    write(target, made, "daisy")
    book = next(target.glob("006*"))
    (book / "mine.txt").write_bytes(b"mine")
    foreign[f"{book.name}/mine.txt"] = b"mine"
    write(target, made, "envoy", newest=1)
    write(target, made, player)
    first = published.files(target)
    assert foreign.items() <= first.items()
    times = {path: path.stat().st_mtime_ns for path in target.rglob("*") if path.is_file()}
    assert write(target, made, player).startswith(f"{target}: 2 folders, ")
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*") if path.is_file()} == times
    ours = {name.partition("/")[0] for name in first.keys() - foreign.keys()} - {stick.PLAYLIST}
    assert {name[:3] for name in ours} == {"006", "007"}
    assert not [path for path in target.rglob("*") if path.is_dir() and not any(path.iterdir())]
    write(target, made, "envoy", newest=1)
    assert sum("006" in name or "007" in name for name in published.files(target)) < len(first)
    assert foreign.items() <= published.files(target).items()


def test_a_full_stick_is_one_line_and_each_file_old_or_new(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "stick"
    write(target, made, "envoy", newest=1)
    before = published.files(target)
    new = tmp_path / "new"
    written: list[Path] = []
    write(new, made, "daisy")
    usual = atomic.write_if_changed

    def full(path: Path, data: bytes) -> bool:
        if len(written) == 3:
            raise atomic.output_error(path, OSError(errno.ENOSPC, "full"))
        written.append(path)
        return usual(path, data)

    monkeypatch.setattr(atomic, "write_if_changed", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write(target, made, "daisy")
    after, wanted = published.files(target), published.files(new)
    assert before.items() <= after.items() and (after.items() - before.items()) <= wanted.items()
    monkeypatch.undo()
    write(target, made, "daisy")
    assert published.files(target) == wanted


def test_what_cannot_be_written_is_one_line(made: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is not there"):
        stick.write(tmp_path / "none", made, player="plain", newest=1, edition=False)
    with pytest.raises(UsageError, match="has no edition"):
        write(tmp_path / "stick", made, edition=True)
    (tmp_path / "stick" / stick.PLAYLIST).write_text("mine")
    with pytest.raises(OutputError, match="was not written by audiobrief"):
        write(tmp_path / "stick", made)
    shutil.rmtree(tmp_path / "stick")
    (tmp_path / "stick" / "999 Last").mkdir(parents=True)
    (tmp_path / "stick" / "999 Last" / "a").write_text("a")
    with pytest.raises(OutputError, match="up to number 999"):
        write(tmp_path / "stick", made)
