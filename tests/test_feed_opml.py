"""Lists of feeds, as feed readers write them: read, and written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief import config
from audiobrief.cli import cli
from audiobrief.errors import UsageError
from audiobrief.feed import opml
from audiobrief.feed.opml import Outline
from tests.feed_kinds import DATA
from tests.published import new_feed

FOUND = (
    Outline("https://aldermouth.example/rss?a=1&b=2", "Town & river"),
    Outline("https://brackwater.example/feed", "Town & river"),
    Outline("https://corvale.example/list", "Letters"),
    Outline("https://dunmarsh.example/atom.xml"),
)


def test_a_readers_list_is_read_with_its_folders() -> None:
    assert opml.read(DATA / "freshrss.opml") == FOUND


def test_what_is_exported_is_read_again(tmp_path: Path) -> None:
    folder = new_feed(tmp_path / "feed")
    with (folder / "audiobrief.toml").open("a", encoding="utf-8") as file:
        for one in FOUND:
            file.write(f'\n[[source]]\nurl = "{one.place}"\nrights = "own"\nsection = "{one.section}"\n')
        file.write('\n[[source]]\nurl = "https://me:pass@closed.example/rss"\nrights = "own"\ncookies = "c.txt"\n')
        file.write('\n[[source]]\nfolder = "inbox"\nrights = "own"\n')
    target = tmp_path / "sources.opml"
    done = CliRunner().invoke(cli, ["export", "opml", str(target), "--feed", str(folder)])
    assert (done.exit_code, done.output) == (0, f"{target}: 5 sources.\n")
    assert sorted(opml.read(target), key=lambda one: one.place) == sorted(
        (*FOUND, Outline("https://closed.example/rss")), key=lambda one: one.place
    )
    assert not {"pass", "c.txt"} & set(target.read_text(encoding="utf-8").replace('"', " ").replace(":", " ").split())


def test_a_readers_list_is_added_to_a_feed(tmp_path: Path) -> None:
    folder = new_feed(tmp_path / "feed")
    given = ["feed", "add", str(folder), str(DATA / "freshrss.opml"), "--rights", "own reading"]
    done = CliRunner().invoke(cli, given)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [f"{one.place}: added." for one in FOUND]
    added = config.load(folder).source
    assert [(source.url, source.section, source.rights) for source in added] == [
        (one.place, one.section, "own reading") for one in FOUND
    ]
    assert "is a source already" in CliRunner().invoke(cli, given).output
    assert len(config.load(folder).source) == len(FOUND)


BOMB = '<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><opml><body><outline xmlUrl="https://a.example/&b;"/></body></opml>'


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("", "no list of feeds"),
        ("plain words", "no list of feeds"),
        ("<html><body>page</body></html>", "no list of feeds"),
        ("<opml version='2.0'><body/></opml>", "names no feed"),
        ("<opml><body><outline text='only text'/></body></opml>", "names no feed"),
    ],
)
def test_what_is_no_list_is_named(tmp_path: Path, text: str, fact: str) -> None:
    path = tmp_path / "list.opml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=fact):
        opml.read(path)


def test_entities_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    path.write_text(BOMB, encoding="utf-8")
    for outline in opml.read(path):
        assert len(outline.place) < 100
