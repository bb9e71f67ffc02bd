"""The ID3 tag: read back with mutagen, and the order of the chapters in its bytes."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3

from audiobrief.model import Article, Chapter, Episode, Script, Timeline
from audiobrief.publish.tags import id3

COVER = b"\xff\xd8\xff\xe0 a picture"


def episode(chapters: tuple[Chapter, ...] = (), language: str | None = "en-US", title: str = "Dam repaired") -> Episode:
    article = Article(title=title, language=language, url="https://news.example/dam")
    return Episode(
        guid="g",
        slug="s",
        script=Script(article),
        timeline=Timeline(44_100, 44_100 * 60, ()),
        chapters=chapters,
        audio_bytes=0,
        audio_sha256="",
        published="2026-11-24T09:05:00+01:00",
        description="The council voted.\nWork begins.",
    )


def chapters(count: int) -> tuple[Chapter, ...]:
    """Titles of falling length: mutagen alone would write the last one first."""
    return tuple(Chapter(f"{n} " + "x" * (300 - n), 1000 * n, 1000 * n + 1000, n) for n in range(count))


def read(tag: bytes) -> ID3:
    return ID3(io.BytesIO(tag))


def test_the_facts() -> None:
    tag = read(id3(episode(), album="The Bulletin", artist="Radio Harbour", cover=COVER, cover_alt="A dam"))
    texts = {name: str(tag[name]) for name in ("TIT2", "TALB", "TPE1", "TCON", "TLAN", "TLEN")}
    assert texts == {
        "TIT2": "Dam repaired",
        "TALB": "The Bulletin",
        "TPE1": "Radio Harbour",
        "TCON": "Podcast",
        "TLAN": "eng",
        "TLEN": "60000",
    }
    assert str(tag["TDRC"]) == "2026-11-24 09:05:00"  # mutagen's reading of TYER, TDAT, TIME
    (comment,) = tag.getall("COMM")
    assert (comment.lang, comment.text) == ("eng", ["The council voted.\nWork begins."])
    (picture,) = tag.getall("APIC")
    assert (picture.type, picture.mime, picture.desc, picture.data) == (3, "image/jpeg", "A dam", COVER)
    assert tag["WOAS"].url == "https://news.example/dam"


def test_version_and_size() -> None:
    """ID3v2.3 without padding: the audio begins where the header says."""
    tag = id3(episode(chapters(3)), album="A", artist="B")
    assert tag[:6] == b"ID3\x03\x00\x00"
    size = sum(byte << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True))
    assert len(tag) == 10 + size
    assert tag.endswith("x\0".encode("utf-16-le"))  # the last title: no padding
    assert read(tag).version == (2, 3, 0)


@pytest.mark.parametrize("count", [1, 12, 255])
def test_chapters_stand_in_the_order_of_time(count: int) -> None:
    tag = id3(episode(tuple(reversed(chapters(count)))), album="A", artist="B")
    names = re.findall(rb"CHAP.{6}(ch\d{3})\0", tag, re.DOTALL)
    assert names == [f"ch{n:03d}".encode() for n in range(count)]
    parsed = read(tag)
    (contents,) = parsed.getall("CTOC")
    assert contents.child_element_ids == [name.decode() for name in names]
    assert contents.flags == 3  # top level, ordered
    for number, name in enumerate(contents.child_element_ids):
        chapter = parsed[f"CHAP:{name}"]
        assert (chapter.start_time, chapter.end_time) == (1000 * number, 1000 * number + 1000)
        assert chapter.start_offset == chapter.end_offset == 0xFFFFFFFF
        assert str(chapter.sub_frames["TIT2"]).startswith(f"{number} ")


def test_more_than_255_chapters_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="256 chapters"):
        id3(episode(chapters(256)), album="A", artist="B")


def test_stories_of_an_edition_have_links() -> None:
    story = Chapter("Night trains", 0, 1000, 0, "https://news.example/züge?a=b%20c#d")
    (chapter,) = read(id3(episode((story,)), album="A", artist="B")).getall("CHAP")
    (link,) = chapter.sub_frames.getall("WXXX")
    assert link.url == "https://news.example/z%C3%BCge?a=b%20c#d"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "deu"), ("uk-UA", "ukr"), ("EN", "eng"), ("ckb", "ckb"), ("tg-Cyrl", "tgk")],
)
def test_languages_are_iso_639_2(language: str, expected: str) -> None:
    assert str(read(id3(episode(language=language), album="A", artist="B"))["TLAN"]) == expected


@pytest.mark.parametrize("language", [None, "", "xx", "tlh-verylong", "12"])
def test_unknown_languages_are_left_out(language: str | None) -> None:
    tag = read(id3(episode(language=language), album="A", artist="B"))
    if language == "tlh-verylong":
        assert str(tag["TLAN"]) == "tlh"
    else:
        assert "TLAN" not in tag
        assert tag.getall("COMM")[0].lang == "und"


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(
        episode(), script=Script(Article(title="T")), timeline=Timeline(44_100, 0, ()), published="soon", description=""
    )
    tag = read(id3(bare, album="A", artist="B"))
    assert sorted(frame.FrameID for frame in tag.values()) == ["TALB", "TCON", "TIT2", "TPE1", "TXXX"]
    dated = replace(episode(), published="2026-11-24")
    assert str(read(id3(dated, album="A", artist="B"))["TDRC"]) == "2026-11-24"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_survives(title: str, name: str) -> None:
    """Controls and halves of surrogate pairs, which no tag can hold, go; the rest is read back."""
    made = episode((Chapter(title, 0, 1000, 0, "https://news.example/" + name),), title=name)
    tag = read(id3(made, album=title, artist=name))
    assert len(tag.getall("CHAP")) == len(tag.getall("CTOC")) == 1
    read_back = "".join(str(frame) for frame in tag.getall("TIT2"))
    assert re.sub(r"[^!-~]", "", read_back) == re.sub(r"[^!-~]", "", name)


def test_a_program_can_tell_that_the_speech_is_synthetic() -> None:
    tag = read(id3(replace(episode(), narrators=("eSpeak NG en-us",)), album="A", artist="B"))
    assert [str(frame) for frame in tag.getall("TXXX:ai-content")] == ["true"]
    assert [str(frame) for frame in tag.getall("TXXX:voices")] == ["eSpeak NG en-us"]
