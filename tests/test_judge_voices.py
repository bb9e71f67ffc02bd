"""The judges of voices: what is counted, what is compared, what is said when they are not here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from audiobrief.languages import language_of
from tests import judge_voices as judge
from tests.judge_voices import Heard, Row, folded, items_of, misses, texts

LANGUAGES = ("en", "de", "es", "fr", "it", "pl", "ru", "uk")


def test_numbers_count_as_they_are_said() -> None:
    written = folded("It cost $8.4 million, the clerk said on Oct. 1; 61 percent agreed.", "en")
    assert written == folded("it cost 8.4 million dollars the clerk said on October 1st. 61% agreed", "en")


@pytest.mark.parametrize(
    ("heard", "wrong"),
    [
        ("the old bridge is open", [0, 0, 0, 0, 0]),
        ("the old bitch is open", [0, 0, 1, 0, 0]),
        ("the bridge is open", [0, 1, 0, 0, 0]),
        ("the old old bridge is open", [1, 0, 0, 0, 0]),
        ("the oldbridge is open", [0, 0, 0, 0, 0]),
        ("the old bridge isopen", [0, 0, 0, 0, 0]),
        ("", [1, 1, 1, 1, 1]),
    ],
)
def test_an_error_lies_on_its_word(heard: str, wrong: list[int]) -> None:
    assert misses(["the", "old", "bridge", "is", "open"], heard.split()) == wrong
    assert misses(heard.split(), heard.split()) == [0] * len(heard.split())


def test_every_language_has_two_halves_and_the_first_is_long() -> None:
    for language in LANGUAGES:
        halves = [texts(language, half) for half in ("dev", "test")]
        assert not {item.text for item in halves[0]} & {item.text for item in halves[1]}
        assert all({"body", "quote", "headline"} <= {item.role for item in half} for half in halves)
        words = sum(len(item.text.split()) for half in halves for item in half)
        assert words >= (3_000 if language == "en" else 250)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cues_are_heard_between_sentences(language: str) -> None:
    cues = items_of(language, "test")["cue"]
    assert len(cues) == len(judge.CUES) + 1
    assert all(item.text and item.before and item.after and "{" not in item.text for item in cues)
    assert language_of(language).cues is not None


def test_significantly_worse_is_more_than_chance() -> None:
    before = [Heard(errors, 20, 3.0) for errors in (2, 1, 3, 0, 2, 2, 1, 4, 2, 1)]
    chance = [Heard(errors, 20, 3.0) for errors in (1, 2, 3, 1, 2, 2, 2, 3, 1, 2)]
    assert Row(chance, before).worse() == ""
    many = [Heard(one.errors * 2 + 1, 20, 3.0) for one in before]
    assert Row(many, before).worse() == "word errors"
    dull = [Heard(one.errors, 20, 2.6) for one in before]
    assert Row(dull, before).worse() == "quality"
    short = list(judge.verdicts({"all": Row(many, before), "cue": Row(dull, before)}, None, is_default=True))
    assert [line.partition(":")[0] for line in short] == ["all", "all"]


def test_without_the_judges_one_line_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(judge, "missing", lambda _: ["distillmos"])
    monkeypatch.setattr(sys, "argv", ["judge_voices", "--cache", str(tmp_path)])
    assert judge.main() == 0
    assert capsys.readouterr().out == "Voices: not judged, distillmos not installed. Run: pip install --group voices\n"


def test_judgements_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []

    def transcribe(_: judge.Judges, language: str, __: judge.Sound) -> str:
        asked.append(language)
        return "two words"

    monkeypatch.setattr(judge.Judges, "_transcribe", transcribe)
    for _ in range(2):
        assert judge.Judges(None, tmp_path).words(judge.PAUSE, "en") == "two words"
    assert asked == ["en"]
