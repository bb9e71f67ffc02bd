"""The ID3 tag in front of an episode's audio: title, cover, and the chapters that players jump to.

ID3v2.3 with UTF-16 is what the oldest players read. Chapters follow "ID3v2 Chapter Frame Addendum 1.0": one flat,
ordered table of contents, at most 255 chapters; of level 1 alone, since players list every chapter frame, unless two
levels are wanted: then a table inside it for each chapter that has others. The tag needs nothing of the audio, so it is
written first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TDAT,
    TIME,
    TIT2,
    TLAN,
    TLEN,
    TPE1,
    TRCK,
    TXXX,
    TYER,
    UFID,
    WOAS,
    WXXX,
    CTOCFlags,
    Frame,
    PictureType,
)

from audiobrief import formats
from audiobrief.model import MOST_CHAPTERS, Chapter, Episode
from audiobrief.publish import chapter_lists, clean

_UTF16 = 1
_OWNER = "audiobrief"
TRACK_MARK = _OWNER.encode() + b"\0"
"""Stands in the tag of every file that :func:`track` marks."""
_NO_OFFSET = 0xFFFFFFFF  # "use the times": the addendum's word for an unknown byte offset
_GENRE = "Podcast"
_LANGUAGES = """
af-afr am-amh an-arg ar-ara as-asm az-aze ba-bak be-bel bg-bul bn-ben bo-bod bs-bos ca-cat ce-che cs-ces
cv-chv cy-cym da-dan de-deu el-ell en-eng eo-epo es-spa et-est eu-eus fa-fas fi-fin fo-fao fr-fra ga-gle
gd-gla gl-glg gn-grn gu-guj he-heb hi-hin hr-hrv ht-hat hu-hun hy-hye ia-ina id-ind io-ido is-isl it-ita
ja-jpn ka-kat kk-kaz kl-kal km-khm kn-kan ko-kor ku-kur ky-kir la-lat lb-ltz lo-lao lt-lit lv-lav mi-mri
mk-mkd ml-mal mn-mon mr-mar ms-msa mt-mlt my-mya nb-nob ne-nep nl-nld nn-nno no-nor oc-oci om-orm or-ori
pa-pan pl-pol ps-pus pt-por qu-que ro-ron ru-rus sd-snd si-sin sk-slk sl-slv so-som sq-sqi sr-srp sv-swe
sw-swa ta-tam te-tel tg-tgk th-tha ti-tir tk-tuk tn-tsn tr-tur tt-tat ug-uig uk-ukr ur-urd uz-uzb vi-vie
yi-yid zh-zho zu-zul
"""
_ISO_639_2 = dict(pair.split("-") for pair in _LANGUAGES.split())


def id3(
    episode: Episode,
    *,
    album: str,
    artist: str,
    cover: bytes | None = None,
    cover_alt: str = "",
    levels: int = 1,
) -> bytes:
    """The whole tag. ``cover`` is a JPEG.

    Needs the episode's script, chapters, description and dates only. Raises ValueError for more than 255 chapters.
    """
    is_deep = levels > 1 and len(episode.chapters) <= MOST_CHAPTERS
    chapters = chapter_lists.marked(episode) if is_deep else chapter_lists.listed(episode)
    if (count := len(chapters)) > MOST_CHAPTERS:
        raise ValueError(f"{count} chapters: an ID3 table of contents holds {MOST_CHAPTERS}")
    frames = list(_facts(episode, album, artist))
    frames += _chapter_frames(clean.line(episode.title), chapters)
    if cover:
        alt = clean.line(cover_alt or episode.cover_alt)
        kind = PictureType.COVER_FRONT
        frames.append(APIC(encoding=_UTF16, mime="image/jpeg", type=kind, desc=alt, data=cover))
    body = b"".join(map(_written, frames))
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def track(title: str, *, album: str, number: int, count: int, of: str) -> bytes:
    """The tag of one file of an episode that is cut into several; ``of`` is the episode's guid."""
    tag, file = ID3(), io.BytesIO()
    tag.add(UFID(owner=_OWNER, data=f"{number} {of}".encode()[:64]))
    tag.add(TIT2(encoding=_UTF16, text=clean.line(title)))
    tag.add(TALB(encoding=_UTF16, text=clean.line(album)))
    tag.add(TRCK(encoding=0, text=f"{number}/{count}"))
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def _written(frame: Frame) -> bytes:
    """One frame. mutagen writes a tag's frames sorted by size, and several players list chapters as they stand in
    the file; so each frame is written into a tag of its own, and that tag's header taken off.
    """
    tag, file = ID3(), io.BytesIO()
    tag.add(frame)
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()[10:]


def _facts(episode: Episode, album: str, artist: str) -> Iterator[Frame]:
    language = _language(episode)
    yield TIT2(encoding=_UTF16, text=clean.line(episode.title))
    yield TPE1(encoding=_UTF16, text=clean.line(artist))
    yield TALB(encoding=_UTF16, text=clean.line(album))
    yield TCON(encoding=_UTF16, text=_GENRE)
    if language != "und":
        yield TLAN(encoding=_UTF16, text=language)
    yield from _dates(episode.published)
    if episode.timeline.samples:
        yield TLEN(encoding=_UTF16, text=str(episode.timeline.duration_ms))
    if episode.script.article.url:
        yield WOAS(url=_ascii(episode.script.article.url))
    if episode.description:
        yield COMM(encoding=_UTF16, lang=language, desc="", text=clean.text(episode.description))
    yield TXXX(encoding=_UTF16, desc=formats.AI_CONTENT, text="true")
    if episode.narrators:
        yield TXXX(encoding=_UTF16, desc="voices", text=clean.line(", ".join(episode.narrators)))


def _dates(published: str) -> Iterator[Frame]:
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return
    yield TYER(encoding=_UTF16, text=f"{moment:%Y}")
    yield TDAT(encoding=_UTF16, text=f"{moment:%d%m}")
    if len(published) > len("2026-01-31"):
        yield TIME(encoding=_UTF16, text=f"{moment:%H%M}")


def _chapter_frames(title: str, chapters: Sequence[Chapter]) -> Iterator[Frame]:
    chapters = sorted(chapters, key=lambda chapter: chapter.start_ms)
    if not chapters:
        return
    names = [f"ch{number:03d}" for number in range(len(chapters))]
    inside: dict[str, list[str]] = {}
    for name, chapter in zip(names, chapters, strict=True):
        if chapter.level == 1 or not inside:
            inside[name] = []
        else:
            inside[[*inside][-1]].append(name)
    top = [entry for name, others in inside.items() for entry in ([name, f"in-{name}"] if others else [name])]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    yield CTOC(element_id="toc", flags=flags, child_element_ids=top, sub_frames=[_titled(title)])
    for name, others in inside.items():
        if others:
            sub_frames = [_titled(chapters[names.index(name)].title)]
            yield CTOC(f"in-{name}", CTOCFlags.ORDERED, others, sub_frames)
    for name, chapter in zip(names, chapters, strict=True):
        yield CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=_inside(chapter),
        )


def _titled(title: str) -> Frame:
    return TIT2(encoding=_UTF16, text=clean.line(title))


def _inside(chapter: Chapter) -> list[Frame]:
    inside: list[Frame] = [_titled(chapter.title)]
    if chapter.url:
        inside.append(WXXX(encoding=_UTF16, desc="", url=_ascii(chapter.url)))
    return inside


def _language(episode: Episode) -> str:
    """ISO 639-2, "und" when unknown."""
    first = (episode.script.article.language or "").partition("-")[0].casefold()
    return first if len(first) == 3 and first.isascii() else _ISO_639_2.get(first, "und")


def _ascii(url: str) -> str:
    """A tag's links are Latin-1: what is not ASCII is percent-encoded."""
    return quote(url.encode("utf-8", "replace"), safe="!#$%&'()*+,/:;=?@[]~")
