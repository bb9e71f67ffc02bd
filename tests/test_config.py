"""audiobrief.toml: read strictly, each mistake named with its remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiobrief import config
from audiobrief.choices import Pronunciation
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed import settings_file

GOOD = 'title = "News"\nbase_url = "https://news.example/feed"\ncast = "tone"\n'


def test_a_small_file_is_enough() -> None:
    read = config.parse(GOOD, "a.toml")
    assert (read.title, read.language, read.mix_settings().rate_hz) == ("News", "en", 44_100)
    assert read.script_options().profile == "standard"


def test_everything_can_be_set() -> None:
    text = GOOD + (
        'rate = 1.2\n[script]\nprofile = "full"\nannounce_quotes = "earcon"\ncaptions = false\n'
        "[mix]\nrate_hz = 22050\nbit_rate_kbps = 48\nloudness_lufs = -16\n"
        '[[source]]\nfolder = "inbox"\nrights = "own"\n[[source]]\nurl = "https://a.example"\nrights = "CC BY 4.0"\n'
    )
    read = config.parse(text, "a.toml")
    options = read.script_options((Pronunciation("Sela", "Seela"),))
    assert (options.profile, options.announce_quotes, options.captions) == ("full", "earcon", False)
    assert options.lexicon == (Pronunciation("Sela", "Seela"),)
    assert read.mix_settings().loudness_lufs == -16
    assert [source.folder or source.url for source in read.source] == ["inbox", "https://a.example"]


@pytest.mark.parametrize(
    ("text", "fact", "remedy"),
    [
        ("title", "not valid TOML", "in quotes"),
        ('title = "a"\ncast = "tone"', "base_url is missing", "base_url ="),
        ('base_url = "https://a.example"\ncast = "tone"', "title is missing", "title ="),
        ('title = "a"\nbase_url = "https://a.example"', "cast is missing", "cast ="),
        (GOOD.replace("title", "titel"), 'unknown key "titel"', "Did you mean title?"),
        (GOOD + "colour = 3", 'unknown key "colour"', "help configuration"),
        (GOOD + "[mix]\nspeed = 3", 'unknown key "speed" in mix', "help configuration"),
        (GOOD + '[mix]\nrate_hz = "high"', "rate_hz in mix must be a whole number, not text", "help configuration"),
        (GOOD + "[mix]\nrate_hz = 8000", "rate_hz 8000", "22050"),
        (GOOD + "[mix]\nbit_rate_kbps = 7", "bit_rate_kbps 7", "64"),
        (GOOD + "[mix]\nloudness_lufs = 0", "loudness_lufs 0", "-19"),
        (GOOD + "rate = 9", "rate 9", "0.5 to 5"),
        (GOOD + '[script]\nprofile = "loud"', "unknown profile 'loud'", "headlines"),
        (GOOD + '[script]\nannounce_quotes = "song"', "'song'", "earcon"),
        (GOOD.replace("https://news.example/feed", "news"), "not a web address: 'news'", "base_url ="),
        (GOOD.replace("/feed", "/feed?x=1"), "query", "without ?"),
        (GOOD.replace('"News"', '" "'), "title is empty", "title ="),
        (GOOD + '[[source]]\nrights = "own"', "one of url and folder", "exactly one"),
        (GOOD + '[[source]]\nfolder = "in"', "may be published", "rights ="),
    ],
)
def test_a_mistake_is_named(text: str, fact: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        config.parse(text, "a.toml")
    assert re.match(r"a\.toml(, line \d+, column \d+)?: ", str(caught.value))
    assert fact in caught.value.fact
    assert remedy in caught.value.remedy
    assert "\n" not in str(caught.value)


def test_what_init_writes_is_read(tmp_path: Path) -> None:
    title = 'Quotes " and \\ and ünïcode'
    settings_file.write_new(tmp_path / "f", title=title, base_url="https://a.example/", language="de", cast="espeak")
    read = config.load(tmp_path / "f")
    assert (read.title, read.base_url, read.language, read.cast) == (title, "https://a.example", "de", "espeak")
    with pytest.raises(OutputError, match="one already"):
        settings_file.write_new(tmp_path / "f", title="b", base_url="https://a.example", language="de", cast="espeak")


def test_nothing_is_written_for_a_wrong_base_url(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        settings_file.write_new(tmp_path / "f", title="a", base_url="ftp://a", language="en", cast="tone")
    assert not (tmp_path / "f").exists()


def test_a_folder_without_the_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="feed init"):
        config.load(tmp_path)
    (tmp_path / config.NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="UTF-8"):
        config.load(tmp_path)


def test_a_byte_order_mark_before_the_file_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / config.NAME).write_text(GOOD, encoding="utf-8-sig")
    assert config.load(tmp_path).title == "News"
