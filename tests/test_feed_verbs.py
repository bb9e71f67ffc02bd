"""``audiobrief feed``: what each verb does to the folder, and that the older form says its new name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.test_cli import TRAINS, Shell
from tests.warm import Forge

ADDRESS = "https://ledger.example/transport/night-trains-valen"


@pytest.fixture
def run(tmp_path: Path, forge: Forge | None, _cache: Path) -> Shell:
    shell = Shell(tmp_path, forge, _cache)
    assert shell("feed", "init", "f", "--cast", "tone").returncode == 0
    return shell


def settings(run: Shell) -> str:
    return (run.folder / "f" / "audiobrief.toml").read_text(encoding="utf-8")


def feed(run: Shell) -> str:
    return (run.folder / "f" / "public" / "feed.xml").read_text(encoding="utf-8")


def test_sources_are_added_and_all_else_stays(run: Shell) -> None:
    before = settings(run)
    (run.folder / "f" / "inbox").mkdir()
    (run.folder / "list.txt").write_text("# mine\n\nhttps://b.example/rss\ninbox\n")
    done = run("feed", "add", "f", "https://a.example/rss", "--list", "list.txt", "--rights", 'the "Ledger"')
    assert done.stderr.splitlines()[-3:] == [
        "https://a.example/rss: added.",
        "https://b.example/rss: added.",
        "inbox: added.",
    ]
    assert settings(run).startswith(before)
    rights = 'the "Ledger"'
    assert tomllib.loads(settings(run))["source"] == [
        {"url": "https://a.example/rss", "rights": rights},
        {"url": "https://b.example/rss", "rights": rights},
        {"folder": "inbox", "rights": rights},
    ]
    after = settings(run)
    assert "is a source already" in run("feed", "add", "f", "inbox").stderr
    assert settings(run) == after


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["https://c.example/rss"], "--rights"),
        (["nowhere", "--rights", "own"], "Make the folder f/nowhere"),
        ([], "no source was given"),
        (["--list", "missing.txt"], "missing.txt"),
    ],
)
def test_a_source_that_cannot_be_added_changes_nothing(run: Shell, arguments: list[str], words: str) -> None:
    before = settings(run)
    assert words in run.fails(2, "feed", "add", "f", *arguments)
    assert settings(run) == before


def test_a_key_is_edited_and_every_other_byte_stays(run: Shell) -> None:
    before = settings(run)
    assert run("feed", "edit", "f", "--author", 'Jane "J" Doe', "--description", "Zeitung für heute").returncode == 0
    assert settings(run) == before.replace('author = ""', 'author = "Jane \\"J\\" Doe"').replace(
        'description = ""', 'description = "Zeitung für heute"'
    )
    assert "base_url" in run.fails(2, "feed", "edit", "f", "--base-url", "nowhere")
    assert "nothing to change" in run.fails(2, "feed", "edit", "f")


def test_an_article_is_taken_out_and_brought_back(run: Shell) -> None:
    assert run("feed", "update", "f", TRAINS).returncode == 0
    published = feed(run)
    assert f"Episode {ADDRESS}: " in run("feed", "status", "f", "--episodes").stdout
    done = run("feed", "withdraw", "f", ADDRESS)
    assert f"audiobrief feed restore f {ADDRESS}" in done.stderr
    assert ADDRESS not in feed(run)
    assert run("feed", "restore", "f", ADDRESS).returncode == 0
    assert feed(run) == published
    assert "was withdrawn" in run.fails(2, "feed", "restore", "f", ADDRESS)
    assert "feed status f --episodes" in run.fails(2, "feed", "withdraw", "f", "https://ledger.example/wrong")


def test_upkeep_asks_no_source(run: Shell) -> None:
    """The source is not there: who asks it fails."""
    text = settings(run) + '\n[[source]]\nfolder = "nowhere"\nrights = "own"\n'
    (run.folder / "f" / "audiobrief.toml").write_text(text, encoding="utf-8")
    assert run("feed", "update", "f").returncode == 7
    for verb in ("rebuild", "recover"):
        assert run("feed", verb, "f").returncode == 0
    assert run("feed", "retry", "f").returncode == 7


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--status"], "audiobrief feed status f"),
        (["--listeners"], "audiobrief feed listeners list f"),
        (["--rebuild"], "audiobrief feed rebuild f"),
        (["--retry", TRAINS], "audiobrief feed retry f, then audiobrief feed update f"),
        ([TRAINS], "audiobrief feed update f"),
    ],
)
def test_the_older_form_works_and_says_its_new_name(run: Shell, options: list[str | Path], named: str) -> None:
    done = run("publish", "f", *options)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == f"audiobrief publish has new names: {named}."
