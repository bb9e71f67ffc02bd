"""Transcripts: every word, in order, in time; and when a written word is heard."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from audiobrief.model import Mark, Role, Segment, Span, Timeline
from audiobrief.publish import passages, printed_dates, timing, transcript
from tests import publish_samples as samples

TIMES = re.compile(r"(\d\d:\d\d:\d\d[.,]\d{3}) --> (\d\d:\d\d:\d\d[.,]\d{3})")

words = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=40)
sentences = st.lists(words, min_size=1, max_size=60).map(" ".join)
segments = st.lists(
    st.builds(
        Segment,
        role=st.sampled_from([Role.BODY, Role.QUOTE, Role.CUE, Role.SUBHEAD, Role.TABLE]),
        text=sentences,
        written=sentences,
        speaker=st.none() | words,
        pause_ms=st.integers(0, 900),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def in_ms(text: str) -> int:
    hours, minutes, seconds = text.replace(",", ".").split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(segments, st.sampled_from([8_000, 22_050, 44_100]), st.booleans())
def test_captions_are_complete_ordered_short_and_inside(found: tuple[Segment, ...], rate_hz: int, marked: bool) -> None:
    line = samples.timeline(found, rate_hz=rate_hz, marked=marked)
    episode = replace(samples.episode(), script=replace(samples.episode().script, segments=found), timeline=line)
    for style in (transcript.VTT, transcript.SRT, transcript.LRC):
        captions = transcript.captions(episode, style)
        assert all(first.end_ms <= second.start_ms for first, second in pairwise(captions))
        assert all(0 <= c.start_ms < c.end_ms <= line.duration_ms for c in captions)
        assert all(c.end_ms - c.start_ms <= transcript.CUE_MS_MAX for c in captions)
        assert all(len(row) <= style.characters for c in captions for row in c.rows)
        assert all(1 <= len(c.rows) <= style.rows for c in captions)
        shown = letters("".join(passages.shown_line(segment) for segment in found))
        said = letters("".join(word for c in captions for _, word in c.words))
        assert said == (shown if marked else "")
        said = re.sub(r"[\[\]]", "", letters("".join(c.text for c in captions)))
        assert style.is_named or said == re.sub(r"[\[\]]", "", shown)
        times = [ms for c in captions for ms, _ in c.words]
        assert times == sorted(times)


@given(segments)
def test_vtt_and_srt_hold_the_same_captions_as_the_model(found: tuple[Segment, ...]) -> None:
    episode = samples.episode(found)
    for text, style in ((transcript.vtt(episode), transcript.VTT), (transcript.srt(episode), transcript.SRT)):
        times = [(in_ms(start), in_ms(end)) for start, end in TIMES.findall(text)]
        assert times == [(c.start_ms, c.end_ms) for c in transcript.captions(episode, style)]


def heard_by_antennapod(srt: str) -> list[tuple[str, str]]:
    """Speaker and text of each cue by the rules of AntennaPod's reader: what stands before ": " anywhere in a cue is a
    speaker, what follows a second colon is dropped, and a cue that ends with its only colon is lost.
    """
    found, speaker = [], ""
    for block in srt.split("\n\n"):
        body = "".join(f"{row.strip(' ')} " for row in block.strip("\n").split("\n")[2:])
        if ": " in body:
            parts = re.sub(":+$", "", body.strip(" ")).split(":")
            if len(parts) < 2:
                continue
            speaker, body = parts[0], parts[1]
        found.append((speaker, body.strip(" ")))
    return found


@given(segments)
def test_no_word_of_srt_is_lost_to_who_takes_what_stands_before_a_colon_for_a_speaker(found: Any) -> None:
    episode = samples.episode(found)
    shown = "".join(passages.shown_line(segment) for segment in found)
    heard = "".join(text for _, text in heard_by_antennapod(transcript.srt(episode)))
    assert re.sub(r"[\s\[\]:]", "", heard) == re.sub(r"[\s\[\]:]", "", shown.replace("-->", "→"))


def test_srt_names_the_speaker_where_another_begins_and_where_a_colon_would_be_taken_for_one() -> None:
    texts = (
        (Role.NOTICE, "Correction: It is 12 million. Read more: here", None),
        (Role.BODY, "Anmerkung der Redaktion: Um 10:30: Uhr sagte sie, 2:1:", None),
        (Role.QUOTE, "10:30 is the time: be there.", "Ada: Moreno"),
        (Role.BODY, "They went at 10:30 and won 2:1.", None),
    )
    found = tuple(Segment(role, text, text, speaker=speaker) for role, text, speaker in texts)
    text = transcript.srt(samples.episode(found))
    heard = heard_by_antennapod(text)
    assert {speaker for speaker, _ in heard} == {"Narrator", "Ada Moreno"}
    assert " ".join(words for _, words in heard).replace("\u00a0", "") == (
        "Correction It is 12 million. Read more here Anmerkung der Redaktion Um 10:30: Uhr sagte sie, 2:1: "
        "10:30 is the time be there. They went at 10:30 and won 2:1."
    )
    assert "\nNarrator: Correction:\n" in text and "Narrator: They went at\n" in text


def test_lrc_has_a_time_before_each_line() -> None:
    lines = transcript.lrc(samples.episode()).splitlines()
    assert lines[0] == f"[ti:{samples.ARTICLE.title}]" and "[length:00:54]" in lines
    assert "[00:05.56](Read by a synthetic voice.)" in lines
    assert all(re.match(r"\[\d\d:\d\d\.\d\d\]\S", line) for line in lines[5:])


def test_json_tells_when_each_word_is_heard_where_the_engine_says_it() -> None:
    rows = json.loads(transcript.json(samples.episode()))["segments"]
    sailed = next(row for row in rows if "€1.2 million" in row["body"])
    assert [word["body"] for word in sailed["words"]] == sailed["body"].split()
    assert sailed["words"][-1]["endTime"] == sailed["endTime"]
    line = samples.timeline(samples.SEGMENTS, marked=False)
    assert "words" not in transcript.json(replace(samples.episode(), timeline=line))


def test_vtt_names_the_speaker_and_brackets_cues() -> None:
    text = transcript.vtt(samples.episode())
    assert text.startswith("WEBVTT\n\n1\n00:00:00.500 --> ")
    assert "<v Ada Moreno>“We have waited" in text
    assert "<v Narrator>[Quote.]" in text
    assert "€1.2\nmillion" in text  # as written, not as spoken


def test_vtt_escapes_what_would_be_markup() -> None:
    found = (Segment(Role.QUOTE, "x", "a --> b & <i>c</i>", speaker="A > B\n\nWEBVTT"),)
    text = transcript.vtt(samples.episode(found))
    assert text.endswith("<v A &gt; B WEBVTT>a --&gt; b &amp; &lt;i&gt;c&lt;/i&gt;\n")
    assert "a → b" in transcript.srt(samples.episode(found))


def test_a_slow_voice_gets_more_captions_not_longer_ones() -> None:
    found = (Segment(Role.BODY, "one two three four five six", "one two three four five six"),)
    line = Timeline(1_000, 41_000, (Span(0, 500, 40_500),))
    episode = replace(samples.episode(found), timeline=line)
    captions = transcript.captions(episode, transcript.VTT)
    assert len(captions) >= 4
    assert captions[-1].end_ms == 40_500


def test_json_is_that_of_the_podcast_namespace() -> None:
    got = json.loads(transcript.json(samples.episode()))
    assert got["version"] == "1.0.0"
    first = got["segments"][0]
    assert first == {
        "speaker": "Narrator",
        "startTime": 0.5,
        "endTime": first["endTime"],
        "body": samples.ARTICLE.title,
        "words": first["words"],
    }


def test_html_has_cite_time_and_paragraphs() -> None:
    page = html.document_fromstring(transcript.html(samples.right_to_left()))
    assert page.get("dir") == "rtl" and page.get("lang") == "fa"
    assert [element.tag for element in page.xpath("//main/*")] == [
        "h1", "cite", "time", "h2", "cite", "time", "p", "cite", "time", "h2", "cite", "time", "p",
    ]  # fmt: skip
    assert "</cite> <time" in transcript.html(samples.right_to_left())


def test_a_table_is_read_with_semicolons() -> None:
    found = (Segment(Role.TABLE, "Place; seats.", "Place\tSeats"),)
    assert "Place; Seats" in transcript.srt(samples.episode(found))
    assert "<p>Place; Seats</p>" in transcript.html(samples.episode(found))


def test_a_very_long_segment_is_timed_in_proportion() -> None:
    clock = timing.Clock("a " * 3_000, Segment(Role.BODY, "b " * 3_000), Span(0, 0, 6_000))
    assert clock.sample(3_000) == 3_000


def test_written_words_are_timed_by_the_spoken_ones_that_equal_them() -> None:
    written = "It cost €1.2bn. Nobody paid."
    spoken = "It cost one point two billion euros. Nobody paid."
    starts = [match.start() for match in re.finditer(r"\S+", spoken)]
    span = Span(0, 1_000, 1_000 + len(spoken) * 100, tuple(Mark("word", 1_000 + at * 100, at, 1) for at in starts))
    clock = timing.Clock(written, Segment(Role.BODY, spoken, written), span)
    assert clock.sample(written.index("Nobody")) == 1_000 + spoken.index("Nobody") * 100
    assert clock.sample(0) == 1_000
    assert clock.sample(len(written)) == span.end


@given(sentences, sentences, st.lists(st.tuples(st.integers(-9, 400), st.integers(-9, 9_999)), max_size=20))
def test_time_never_runs_back_whatever_an_engine_marks(written: str, spoken: str, marks: list[tuple[int, int]]) -> None:
    span = Span(0, 100, 5_000, tuple(Mark("word", sample, start, 1) for start, sample in marks))
    clock = timing.Clock(written, Segment(Role.BODY, spoken, written), span)
    times = [clock.sample(at) for at in range(len(written) + 1)]
    assert times == sorted(times)
    assert times[0] == 100 and times[-1] == 5_000


def test_a_cue_belongs_to_what_it_opens_or_closes() -> None:
    found = (
        Segment(Role.CUE, "Read by a synthetic voice."),
        Segment(Role.CUE, "Image."),
        Segment(Role.CAPTION, "A boat.", "A boat.", block=1),
        Segment(Role.CUE, "List of one item."),
        Segment(Role.LIST_ITEM, "Boats.", "Boats", block=2),
        Segment(Role.CUE, "End of list."),
        Segment(Role.CREDIT, "Photo: A.", "Photo: A", block=3),
        Segment(Role.BODY, "Ada said:", "Ada said:", block=4),
        Segment(Role.CUE, "Quote."),
        Segment(Role.QUOTE, "Go.", "“Go.”", block=4),
        Segment(Role.CUE, "End quote."),
        Segment(Role.BODY, "And left.", "And left.", block=4),
        Segment(Role.CUE, "End of article."),
    )
    got = passages.passages(samples.episode(found))
    parts = {line.text: line.part_of for passage in got for line in passage.lines if line.role is Role.CUE}
    assert parts == {
        "Read by a synthetic voice.": Role.CUE,
        "Image.": Role.CAPTION,
        "List of one item.": Role.LIST_ITEM,
        "End of list.": Role.LIST_ITEM,
        "Quote.": Role.QUOTE,
        "End quote.": Role.QUOTE,
        "End of article.": Role.CUE,
    }
    caption = next(passage for passage in got if passage.role is Role.CAPTION)
    assert [line.text for line in caption.lines] == ["Image.", "A boat."]
    paragraph = next(passage for passage in got if passage.role is Role.BODY)
    assert [line.text for line in paragraph.lines] == ["Ada said:", "Quote.", "“Go.”", "End quote.", "And left."]
    assert passages.skippable(got) == [Role.QUOTE, Role.LIST_ITEM, Role.CAPTION, Role.CREDIT, Role.CUE]


def test_what_is_said_before_a_correction_is_not_part_of_it() -> None:
    announced = Segment(Role.CUE, "Notice from the publisher.", pause_ms=200, chapter="Notice")
    found = (
        Segment(Role.CUE, "Published May fourteenth.", "Published May 14.", pause_ms=200),
        Segment(Role.NOTICE, "Correction: no.", "Correction: no.", block=1, chapter="Correction"),
        Segment(Role.CUE, "Read by a synthetic voice.", pause_ms=450),
        Segment(Role.NOTICE, "Corrected.", "Corrected.", block=2),
        announced,
        Segment(Role.NOTICE, "Opinion.", "Opinion.", block=3),
    )
    got = [(line.text, line.part_of) for one in passages.passages(samples.episode(found)) for line in one.lines]
    assert [text for text, part in got if part is Role.CUE] == ["Published May 14.", "Read by a synthetic voice."]
    assert ("Notice from the publisher.", Role.NOTICE) in got


def test_a_dateline_opens_the_paragraph_after_it() -> None:
    found = (
        Segment(Role.DATELINE, "Westhaven.", "WESTHAVEN --", block=0),
        Segment(Role.BODY, "It sailed.", "It sailed.", block=1),
        Segment(Role.DATELINE, "Bow.", "BOW --", block=2),
    )
    got = passages.passages(samples.episode(found))
    assert [(passage.role, len(passage.lines)) for passage in got] == [(Role.BODY, 2), (Role.DATELINE, 1)]


def test_what_could_not_be_spoken_is_shown_without_a_time() -> None:
    episode = samples.episode()
    spans = episode.timeline.spans[:-1]
    silent = replace(episode, timeline=replace(episode.timeline, spans=spans))
    last = passages.passages(silent)[-1]
    assert last.start_ms is None and last.lines[0].text == "End of article."
    assert "End of article" not in transcript.vtt(silent)
    assert "End of article" in transcript.html(silent)


def test_dates_for_machines_and_people() -> None:
    assert printed_dates.long_date("2026-11-20", "de-AT") == "20. November 2026"
    assert printed_dates.long_date("2026-11-20T10:00:00Z", "xx-nowhere") == "November 20, 2026"
    assert printed_dates.long_date("last week", "en") == "last week"
    assert printed_dates.long_date(None, "en") == ""
    assert printed_dates.rfc2822("2026-11-20") == "Fri, 20 Nov 2026 00:00:00 +0000"
    assert printed_dates.rfc2822("soon") == ""
    assert printed_dates.utc_iso("2026-11-20T01:30:00+02:00") == "2026-11-19T23:30:00Z"
    assert printed_dates.clock(3_599_999) == "59:59" and printed_dates.clock(3_600_000) == "1:00:00"
