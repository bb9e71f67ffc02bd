"""Every language is its own: no part of its folder is another language's, lacks something, or is wrong."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import cli
from audiobrief.errors import UsageError
from audiobrief.languages import ANY, ENGLISH, Language, all_languages, completeness, folders, language_of
from tests.language_guard import case_faults, faults, tables

NAMES = [language.name for language in all_languages()]


@pytest.mark.parametrize("name", NAMES)
def test_a_language_is_itself_and_whole(name: str) -> None:
    completeness.completeness(language_of(name))  # every part is read by its schema
    assert not faults(name)


@pytest.mark.parametrize("name", folders.languages_with("cases.jsonl"))
def test_its_cases_are_said(name: str) -> None:
    assert not case_faults(name)


def mutated(name: str, file: str, other: str) -> list[str]:
    """The faults of a language's part that is another one's."""
    found = faults(name, {file: tables(other)[file]})
    return [line for line in found if line.startswith(f"languages/{name}/{file}")]


OTHERS = {
    "words.toml": "id",
    "phrases.toml": "en",
    "numbers.toml": "id",
    "cues.toml": "en",
    "web.toml": "en",
    "reporting.toml": "en",
}
FOREIGN_PARTS = [(name, file, other) for file, other in OTHERS.items() for name in NAMES if name != other]


@pytest.mark.parametrize(("name", "file", "other"), FOREIGN_PARTS, ids=map("-".join, FOREIGN_PARTS))
def test_the_words_of_another_language_are_found(name: str, file: str, other: str) -> None:
    found = mutated(name, file, other)
    assert any(line.startswith(f"languages/{name}/{file}:") and f"those of {other}" in line for line in found), found


@pytest.mark.parametrize(("name", "other"), [("hr", "bs"), ("no", "da"), ("be", "uk"), ("tt", "ba"), ("cs", "sk")])
def test_even_a_sister_language_is_found(name: str, other: str) -> None:
    for file in tables(other):
        assert mutated(name, file, other), f"{name}/{file}"


def changed(name: str, file: str, path: str, text: object) -> list[str]:
    """The faults of a language after one value was changed, named by its keys: "say.quote"."""
    parts = copy.deepcopy(tables(name))
    *outer, last = path.split(".")
    table = parts[file]
    for key in outer:
        table = table[key]
    table[last] = text
    return faults(name, parts)


def test_a_missing_cue_is_named() -> None:
    parts = copy.deepcopy(tables("de"))
    del parts["cues.toml"]["say"]["quote"], parts["web.toml"]["words"]["by"]
    assert faults("de", parts) == [
        "languages/de/cues.toml: say.quote is missing",
        "languages/de/web.toml: words.by is missing",
    ]


@pytest.mark.parametrize(
    ("name", "file", "path", "text", "fault"),
    [
        ("de", "cues.toml", "say.quote_from", "Zitat.", "say.quote_from has other slots"),
        ("de", "cues.toml", "say.quote", "Zitat, {source}.", "say.quote has other slots"),
        ("de", "cues.toml", "say.end", " ", "say.end is empty"),
        ("pl", "cues.toml", "count.list", {"one": "{n}", "other": "{n}"}, "count.list has one other, CLDR few many"),
        ("de", "cues.toml", "count.rows.other", "Zeilen", "count.rows.other lacks {n}"),
        ("de", "web.toml", "words.by", "Von", "words.by has other slots"),
        ("de", "words.toml", "dates.months", ["jan feb mar"], "a row of dates.months has 3 entries"),
        ("de", "words.toml", "dates.months", ["ene feb mar abr may jun jul ago sep oct nov dic"], "not know month 1"),
        ("de", "words.toml", "voice.sample", "The council said that it is on the way.", "reads as en"),
        ("de", "words.toml", "byline.roles", "redakt(?:eur|ion)", "'redakt(?:eur' is no regular expression"),
        ("ru", "words.toml", "sentences.abbreviations", "foo bar baz " * 999, "of the letters are Cyrillic"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named(name: str, file: str, path: str, text: object, fault: str) -> None:
    found = changed(name, file, path, text)
    assert any(line.startswith(f"languages/{name}/{file}") and fault in line for line in found), found


class TestSchema:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The folder of a language qq, beside English, in place of all languages."""
        for name in (ENGLISH, ANY):
            (tmp_path / name).symlink_to(folders.ROOT / name)
        (tmp_path / "qq").mkdir()
        monkeypatch.setattr(folders, "ROOT", tmp_path)
        return tmp_path / "qq"

    def test_nothing_is_known_of_an_empty_folder(self, folder: Path) -> None:
        language = Language("qq")
        assert (language.cues, language.web) == (None, None)
        assert not language.words.guess.words and not language.reporting.verbs

    @pytest.mark.parametrize(
        ("file", "text", "fact"),
        [
            ("words.toml", "[gues]\nwords = 'a'", 'languages/qq/words.toml: the file contains unknown field "gues".'),
            ("words.toml", "[guess]\nwrods = 'a'", 'unknown field "wrods" - at "guess"'),
            ("words.toml", "[guess]\nwords = 3", 'Expected "str", got "int" - at "guess.words"'),
            ("reporting.toml", "verb = 'says'", 'languages/qq/reporting.toml: the file contains unknown field "verb"'),
            ("web.toml", "[words]\nbuy = '{authors}'", 'languages/qq/web.toml: key "words.buy" is not known'),
            ("words.toml", "[guess", "languages/qq/words.toml: is not TOML"),
        ],
    )
    def test_a_wrong_key_names_file_and_key(self, folder: Path, file: str, text: str, fact: str) -> None:
        (folder / file).write_text(text, encoding="utf-8")
        with pytest.raises(UsageError) as error:
            completeness.completeness(Language("qq"))
        assert fact in str(error.value)

    def test_an_unknown_cue_is_named(self, folder: Path) -> None:
        (folder / "cues.toml").write_text('[say]\nquoet = "Q."', encoding="utf-8")
        with pytest.raises(UsageError, match=r'languages/qq/cues.toml: key "say.quoet" is not known'):
            _ = Language("qq").cues

    def test_a_missing_word_is_no_error(self, folder: Path) -> None:
        (folder / "cues.toml").write_text('[say]\nquote = "Q."', encoding="utf-8")
        (folder / "web.toml").write_text('[words]\nby = "Q {authors}"', encoding="utf-8")
        cues, web = Language("qq").cues, Language("qq").web
        assert cues and web and (list(cues.say), list(web.words)) == (["quote"], ["by"])


class TestCommand:
    def test_all_languages(self) -> None:
        lines = CliRunner().invoke(cli, ["languages"]).output.splitlines()
        assert len(lines) > len(NAMES)
        assert lines[NAMES.index("de")].startswith("de German: printed words, page phrases, spoken forms")
        assert not any(line.startswith(f"{ANY} ") for line in lines)

    def test_gaps_are_named(self) -> None:
        output = CliRunner().invoke(cli, ["languages"]).output
        pages = set(folders.languages_with("cues.toml")) - set(folders.languages_with("web.toml"))
        silent = set(folders.languages_with("numbers.toml")) - set(folders.languages_with("cues.toml"))
        assert f"With cues but English pages: {' '.join(sorted(pages)) or 'none'}." in output
        assert f"With spoken forms but without cues: {' '.join(sorted(silent)) or 'none'}." in output

    def test_one_language_says_what_is_done_instead(self) -> None:
        output = CliRunner().invoke(cli, ["languages", "is-IS"]).output
        assert output.startswith("is Icelandic: ")
        assert "No cues: nothing is announced but the disclosure and the end" in output

    def test_json_has_every_language(self) -> None:
        rows = json.loads(CliRunner().invoke(cli, ["languages", "--json"]).output)
        assert [row["language"] for row in rows] == NAMES
        assert all(set(row["has"]) | set(row["lacks"]) == set(completeness.PARTS) for row in rows)

    def test_a_language_without_a_folder(self) -> None:
        result = CliRunner().invoke(cli, ["languages", "tlh"])
        assert isinstance(result.exception, UsageError)
        assert "has no folder" in str(result.exception)
