"""Pronunciation lexicons: whole words, the longest first, the user's own win; a wrong file says where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.choices import Pronunciation
from audiobrief.errors import UsageError
from audiobrief.languages import folders
from audiobrief.script import lexicon
from audiobrief.spoken_form import spoken
from audiobrief.text import pls
from audiobrief.text.spelling import by_spelling
from tests import lexicon_maker

HEAD = '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">'


def written(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "own.pls"
    path.write_text(body, encoding="utf-8")
    return path


def test_names_are_replaced_as_whole_words() -> None:
    own = (("Borrell", "Borrel"), ("von der Leyen", "fon dare Lyen"), ("Kyiv", "Keev"))
    assert lexicon.apply("Borrell met von der Leyen in Kyiv.", "en", own) == "Borrel met fon dare Lyen in Keev."
    assert lexicon.apply("Kyivstar and Borrells stay.", "en", own) == "Kyivstar and Borrells stay."
    assert lexicon.apply("Borrell's talks", "en-GB", own) == "Borrel's talks"


def test_a_name_in_capitals_is_the_same_name() -> None:
    assert lexicon.apply("DUSHANBE -- Rain.", "en") == "Dushanbe -- Rain."
    assert lexicon.apply("borrell", "en") == "borrell"


def test_either_apostrophe_matches() -> None:
    own = (("N'Djamena", "In jah may nah"),)
    assert lexicon.apply("N'Djamena, N’Djamena", "en", own) == "In jah may nah, In jah may nah"


def test_the_users_pairs_win_and_may_hold_signs() -> None:
    own = (("Borrell", "Josep"), ("HRW", "Human Rights Watch"), ("§ 5", "section five"))
    assert lexicon.apply("HRW told Borrell of § 5.", "en", own) == "Human Rights Watch told Josep of section five."


def test_the_longest_entry_is_taken() -> None:
    own = (("Nur", "Noor"), ("Nur Sultan", "Astana"))
    assert lexicon.apply("Nur Sultan and Nur", "xx", own) == "Astana and Noor"


def test_a_language_without_a_lexicon_is_untouched() -> None:
    assert lexicon.apply("Borrell", "xx") == "Borrell"
    assert lexicon.apply("Borrell", "../en") == "Borrell"


@given(st.text(max_size=60))
def test_text_without_entries_is_identical(text: str) -> None:
    own = (("Zzyzx", "Zizix"),)
    if "Zzyzx" not in text:
        assert lexicon.apply(text, "xx", own) == text


def test_a_users_file_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        f"""<?xml version="1.0"?>{HEAD}
        <lexeme><grapheme>Osh</grapheme><grapheme>Ош</grapheme><alias>Ohsh</alias></lexeme>
        <!-- note --><lexeme><grapheme>Naryn</grapheme><phoneme>nɑˈrɨn</phoneme></lexeme></lexicon>""",
    )
    osh, cyrillic, naryn = pls.load(path)
    assert (osh.grapheme, osh.alias, cyrillic.grapheme, cyrillic.alias) == ("Osh", "Ohsh", "Ош", "Ohsh")
    assert naryn == Pronunciation("Naryn", "", "nɑˈrɨn", "en")


@pytest.mark.parametrize(
    ("body", "line", "fact"),
    [
        (f"{HEAD}\n<lexeme><grapheme>A</grapheme></lexeme></lexicon>", "line 2", "neither"),
        (f"{HEAD}\n\n<lexeme><alias>A</alias></lexeme></lexicon>", "line 3", "no <grapheme>"),
        ("<html>\n</html>", "line 1", "no <lexicon>"),
        (f"{HEAD}\n<lexeme></lexicon>", "line 2", "not XML"),
        ("", "line 1", "not XML"),
    ],
)
def test_a_wrong_file_says_where(tmp_path: Path, body: str, line: str, fact: str) -> None:
    with pytest.raises(UsageError) as raised:
        pls.load(written(tmp_path, body))
    assert line in raised.value.subject
    assert fact in raised.value.fact


def test_a_missing_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="could not be read"):
        pls.load(tmp_path / "none.pls")
    huge = tmp_path / "huge.pls"
    huge.write_bytes(b" " * 5_000_001)
    with pytest.raises(UsageError, match="larger"):
        pls.load(huge)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    body = (
        f'<!DOCTYPE lexicon [<!ENTITY x SYSTEM "file://{secret}">]>{HEAD}<lexeme><grapheme>A</grapheme>'
        "<alias>b&x;</alias></lexeme></lexicon>"
    )
    assert [(entry.grapheme, entry.alias) for entry in pls.load(written(tmp_path, body))] == [("A", "b")]


@pytest.mark.parametrize("language", folders.languages_with("lexicon.pls"))
def test_shipped_lexicons_are_whole_and_each_entry_has_its_source(language: str) -> None:
    entries = pls.shipped(language)
    graphemes = [entry.grapheme for entry in entries]
    assert len(graphemes) == len(set(graphemes))
    assert all(entry.language == language and (entry.phoneme or entry.alias) for entry in entries)
    known = {
        lexicon_maker.CMUDICT,
        lexicon_maker.FRENCH,
        "spelling:ru",
        *map("spelling:{}".format, folders.languages_with("spelling.toml")),
    }
    assert {entry.source for entry in entries} <= known
    assert [name for name in graphemes if spoken(name, language) != name] == [], "the engine never sees these"


def test_many_names_of_news_are_shipped_and_none_of_the_bar() -> None:
    assert len([entry for entry in pls.shipped("en") if entry.phoneme]) >= 300
    for language in ("de", "es", "fr", "it", "pl"):
        assert len([entry for entry in pls.shipped(language) if entry.phoneme]) >= 50
    bar = [line.split("\t")[1] for line in (lexicon_maker.NAMES / "bar.tsv").read_text("utf-8").splitlines()[1:]]
    assert len(bar) == 100
    assert not set(bar) & {entry.grapheme for entry in pls.shipped("en")}


@pytest.mark.parametrize("language", folders.languages_with("sounds.toml"))
def test_what_is_shipped_is_what_the_rules_and_dictionaries_say(language: str) -> None:
    aliases = {entry.grapheme: entry.alias for entry in pls.shipped(language) if entry.alias}
    path = folders.ROOT / language / "lexicon.pls"
    assert path.read_text(encoding="utf-8") == lexicon_maker.lexicon(language, aliases)


@pytest.mark.parametrize(
    ("name", "language", "ipa"),
    [
        ("Kwaśniewski", "pl", "kvaɕˈɲefski"),
        ("Szoboszlai", "hu", "ˈsoboslɒi"),
        ("Erdoğan", "tr", "erdoˈan"),
        ("Chișinău", "ro", "kiʃiˈnəu"),
        ("Milošević", "hr", "miˈloʃevitʃ"),
        ("Medellín", "es", "medeˈʝin"),
        ("Xin·jiang", "zh", "ʃinˈdʒjaŋ"),
        ("Steinmeier", "de", "ˈʃtaɪnmaɪɚ"),
        ("Nazarbayev", "kk", "nazarˈbajev"),
    ],
)
def test_a_name_is_read_by_the_spelling_of_its_language(name: str, language: str, ipa: str) -> None:
    assert by_spelling(name, language) == ipa


def test_a_shipped_entry_without_a_source_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = written(tmp_path, f"{HEAD}<lexeme><grapheme>Osh</grapheme><alias>Ohsh</alias></lexeme></lexicon>")
    monkeypatch.setattr(folders, "part", lambda language, file: bare)
    with pytest.raises(UsageError, match=r"'Osh' has no dc:source"):
        pls.shipped.__wrapped__("en")


def test_an_own_entry_holds_for_capitals_and_the_words_of_its_name() -> None:
    own = (("Siobhra", "Shiv ra"), ("Ó Méalóid", "Oh Mail oid"), ("St Ives", "Saint Ives"))
    assert lexicon.apply("SIOBHRA HAS LOST", "en", own) == "Shiv ra Has Lost"
    assert lexicon.apply("The MAC SIOBHRA group", "en", own) == "The Mac Shiv ra group"
    assert lexicon.apply("The BBC SIOBHRA series", "en", own) == "The BBC Shiv ra series"
    assert lexicon.apply("ST IVES and BBC NEWS", "en", own) == "Saint Ives and BBC NEWS"


def test_accents_behind_their_letters_and_wide_blanks_match() -> None:
    own = (("Łódźka Brama", "Woods-ka Bramma"),)
    assert lexicon.apply("At Łódźka\N{NO-BREAK SPACE}Brama.", "en", own) == "At Woods-ka Bramma."


def test_a_lexicon_holds_in_its_own_language() -> None:
    own = (Pronunciation("Gift", "Present", language="en-GB"), Pronunciation("Gift", "Toxin", language="de"))
    assert lexicon.apply("Das Gift wirkt.", "de-AT", own) == "Das Toxin wirkt."
    assert lexicon.apply("The Gift won.", "en-US", own) == "The Present won."
    assert lexicon.apply("Le Gift.", "fr", own) == "Le Gift."
    assert list(lexicon.known_words("eo", own)) == []


def test_a_name_with_ipa_stays_as_it_is_written() -> None:
    own = (Pronunciation("Borrell", phoneme="boˈreʎ"),)
    assert lexicon.apply("Borrell, BORRELL", "en", own) == "Borrell, Borrell"
