"""``audiobrief say``: a name is heard in two ways, told in IPA, and kept in a lexicon that is otherwise left alone."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from audiobrief import config, own_lexicon
from audiobrief.choices import Pronunciation
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed import settings_file
from audiobrief.saying import Asked, say
from audiobrief.speech.espeak import Espeak
from audiobrief.text import pls

needs_espeak = pytest.mark.skipif(Espeak().unavailable() is not None, reason="espeak cannot run here")
NIAMH = Pronunciation("Niamh", phoneme="niːv", language="en")
FILE = """<?xml version='1.0'  encoding="UTF-8" ?>
<!-- names of ours -->
<p:lexicon version="1.0" xmlns:p="http://www.w3.org/2005/01/pronunciation-lexicon" xml:lang="en"  alphabet="ipa">
  <p:lexeme><p:grapheme>Niamh</p:grapheme><p:grapheme>Niav</p:grapheme><p:alias>Neev</p:alias></p:lexeme><!-- hers -->
  <p:lexeme>
    <p:grapheme> Niamh </p:grapheme><p:alias>Nee-av &amp; co</p:alias>
  </p:lexeme>
  <p:lexeme><p:grapheme>Osh</p:grapheme><p:alias>Ohsh</p:alias></p:lexeme>
</p:lexicon>
<!-- end -->
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    settings_file.write_new(tmp_path / "feed", title="T", base_url="http://127.0.0.1:1", language="en", cast="espeak")
    return tmp_path


def test_an_entry_takes_the_place_of_the_old_one_and_nothing_else_changes() -> None:
    made = pls.with_entry(FILE.encode(), NIAMH, "own.pls").decode()
    assert made == FILE.replace("<p:grapheme>Niamh</p:grapheme><p:grapheme>Niav", "<p:grapheme>Niav").replace(
        "<p:lexeme>\n    <p:grapheme> Niamh </p:grapheme><p:alias>Nee-av &amp; co</p:alias>\n  </p:lexeme>",
        "<p:lexeme><p:grapheme>Niamh</p:grapheme><p:phoneme>niːv</p:phoneme></p:lexeme>",
    )
    assert pls.with_entry(made.encode(), NIAMH, "own.pls").decode() == made
    assert sorted(entry.grapheme for entry in pls.parse(made.encode(), "")) == ["Niamh", "Niav", "Osh"]


RUSSIAN = "<?xml version='1.0' encoding='koi8-r'?><lexicon><!-- Ош --></lexicon>".encode("koi8-r")


@pytest.mark.parametrize("data", [None, b"<lexicon/>", b"<lexicon></lexicon>", FILE.encode(), RUSSIAN])
def test_an_entry_comes_last_where_there_is_none(data: bytes | None) -> None:
    entry = Pronunciation("Q & <A>", phoneme="kjuːænˈdeɪ", language="en")
    made = pls.with_entry(data, entry, "own.pls")
    last = pls.parse(made, "")[-1]
    assert (last.grapheme, last.phoneme) == (entry.grapheme, entry.phoneme)
    assert made.startswith((data or b"<?xml").rstrip(b"/>")[:9])
    with pytest.raises(UsageError, match="UTF-16"):
        pls.with_entry("<lexicon></lexicon>".encode("utf-16"), entry, "own.pls")


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("", '[script]\nlexicon = "names.pls"\n'),
        ('[script] # how\nprofile = "full"', '[script] # how\nlexicon = "names.pls"\nprofile = "full"'),
        ("[script]\nlexicon = ''\n[mix]\nrate_hz = 44100", '[script]\nlexicon = "names.pls"\n[mix]\nrate_hz = 44100'),
        ('[script]\nlexicon = [\n "de.pls",\n]\n', '[script]\nlexicon = ["de.pls", "names.pls"]\n'),
    ],
)
def test_a_feed_without_a_lexicon_of_the_language_gets_one(tmp_path: Path, script: str, named: str) -> None:
    toml = tmp_path / config.NAME
    head = '\ufeff# mine\ntitle = "T"\nbase_url = "http://127.0.0.1:1"\ncast = "espeak"\n'
    toml.write_text(head + script, encoding="utf-8")
    (tmp_path / "de.pls").write_bytes(pls.with_entry(None, Pronunciation("Gift", "Toxin", language="de"), ""))
    settings = config.load(tmp_path)
    files = own_lexicon.files(tmp_path, settings)
    changed = own_lexicon.edits(NIAMH, files, tmp_path)
    assert [path.name for path in changed] == ["names.pls", config.NAME]
    text = changed[toml].decode()
    assert text.startswith(head)
    assert named in text


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    toml = tmp_path / config.NAME
    toml.write_text('title = "T"\nbase_url = "http://a.org"\ncast = "x"\nscript = {lists = true}\n', encoding="utf-8")
    german = tmp_path / "de.pls"
    german.write_bytes(pls.with_entry(None, Pronunciation("Gift", "Toxin", language="de"), ""))
    with pytest.raises(UsageError, match=r'cannot be added to\. Write there: lexicon = "names.pls"'):
        own_lexicon.edits(NIAMH, [], tmp_path)
    with pytest.raises(UsageError, match="another language"):
        own_lexicon.edits(NIAMH, [german], None)
    with pytest.raises(UsageError, match="no lexicon is named"):
        own_lexicon.edits(NIAMH, [], None)


def _said(asked: Asked) -> list[str]:
    """Returns what is said of a name, without the offer of a natural voice where none is here."""
    return [line for line in say(asked) if not line.startswith("There is a natural voice")]


@needs_espeak
def test_a_name_is_compared_kept_and_said_so_from_then_on(folder: Path) -> None:
    compared = _said(Asked(words="Niamh", given="/niːv/", feed=Path("feed"), add=True))
    assert compared[1].endswith("Niamh /nˈiːv/")
    assert compared[0].startswith("As it is now, at 0.0 s: Niamh /")
    assert compared[0].partition("Niamh")[2] != compared[1].partition("Niamh")[2]
    with wave.open("niamh.wav") as sound:
        assert 1.0 < sound.getnframes() / sound.getframerate() < 4.0
    assert config.load(Path("feed")).script.lexicon == "names.pls"
    now = _said(Asked(words="Niamh", given="Neeve", feed=Path("feed"), add=True, output="own.wav"))
    assert now[0].endswith("Niamh /nˈiːv/")
    assert "Neeve" in now[1]
    (entry,) = pls.load("feed/names.pls")
    assert (entry.alias, entry.phoneme) == ("Neeve", "")
    assert list(say(Asked(words="Niamh", lexicon="feed/names.pls")))[-1] == "Written: niamh-2.wav"


@needs_espeak
def test_bad_input_is_one_line_and_changes_nothing(folder: Path) -> None:
    (folder / "there.wav").write_bytes(b"mine")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    bad: list[tuple[dict[str, object], type[Exception], str]] = [
        ({"words": " \t"}, UsageError, "nothing to say"),
        ({"given": "//"}, UsageError, "says nothing"),
        ({"given": "/ʃ☃/", "add": True, "feed": Path("feed")}, UsageError, "espeak cannot say"),
        ({"add": True, "feed": Path("feed")}, UsageError, "nothing to add"),
        ({"output": "there.wav"}, OutputError, "there already"),
        ({"lexicon": "none.pls"}, UsageError, "could not be read"),
    ]
    for more, kind, fact in bad:
        asked = Asked(**{"words": "Niamh", "cast": "espeak"} | more)  # type: ignore[arg-type]
        with pytest.raises(kind, match=fact):
            list(say(asked))
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "cache" not in path.parts}
    assert after == before
