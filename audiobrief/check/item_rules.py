"""What an episode in a feed must be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email.utils import format_datetime
from pathlib import PurePosixPath

from audiobrief.check.agreement import fact_faults, list_faults, notes_faults, page_faults, text_faults
from audiobrief.check.alternates import alternate_faults
from audiobrief.check.channel_rules import is_web_address
from audiobrief.check.elements import fits
from audiobrief.check.feed import Item, moment, normal_play_time_ms
from audiobrief.check.finding import Faults, Rule
from audiobrief.check.notes import NOTES_TAGS, read_notes
from audiobrief.check.pictures import alt_faults, image_faults
from audiobrief.check.sound import Mark
from audiobrief.check.timed_text import Cue
from audiobrief.formats import AUDIO, CAPTIONS, CHAPTERS, TRANSCRIPTS

_LONGEST_CUE_MS = 15_000
_TRANSCRIPT_TYPES = {row.suffix: row.media_type for row in TRANSCRIPTS} | {".txt": "text/plain"}
_NEAR_MS = 60
_MOST_NOTES_BYTES = 4_000


def _required(item: Item) -> Faults:
    for name in ("title", "guid", "pubDate", "link", "description"):
        if not (item.element.text(name) or "").strip():
            yield item.subject, f"has no {name}"
    guid = item.element.one("guid")
    if guid and guid.get("isPermaLink") != "false" and not is_web_address(guid.text()):
        yield item.subject, 'its guid is no address, but isPermaLink is not "false"'
    if len(item.element.all("enclosure")) != 1:
        yield item.subject, f"has {len(item.element.all('enclosure'))} enclosures"


def _date(item: Item) -> Faults:
    text = item.element.text("pubDate")
    if not text:
        return
    date = moment(text)
    if date is None or not text.startswith(format_datetime(date)[:4]):
        yield item.subject, f'its date is "{text}"'
    elif date > item.now:
        yield item.subject, f"its date is in the future ({text})"


def _enclosure(item: Item) -> Faults:
    url = item.enclosure.get("url") or ""
    if not item.enclosure:
        return
    if not is_web_address(url) or not url.endswith(AUDIO.suffix):
        yield item.subject, f'its enclosure is "{url}", not the ASCII address of an MP3'
    if item.enclosure.get("type") != AUDIO.media_type:
        yield item.subject, f'its enclosure\'s type is "{item.enclosure.get("type") or ""}"'
    if item.sound is None:
        yield item.subject, f"its enclosure is not there ({url})"
    elif item.enclosure.get("length") != str(item.sound.bytes):
        yield item.subject, f"its enclosure says {item.enclosure.get('length')} bytes, the file has {item.sound.bytes}"


def _duration(item: Item) -> Faults:
    text = item.element.text("itunes:duration")
    if text is None or not text.isdecimal():
        yield item.subject, f'its itunes:duration is "{text or ""}"'
    elif item.sound is not None and abs(int(text) * 1000 - item.sound.duration_ms) > 1000:
        yield item.subject, f"its itunes:duration is {text} s, the audio lasts {item.sound.duration_ms // 1000} s"


def _cover(item: Item) -> Faults:
    href = item.element.one("itunes:image").get("href")
    if href is None:
        yield item.subject, "has no itunes:image"
        return
    for fault in (*image_faults(item.read(href), href), *alt_faults(item.element, item.read)):
        yield item.subject, fault


def _transcripts(item: Item) -> Faults:
    found = item.element.all("podcast:transcript")
    if not any(one.get("type") == CAPTIONS.media_type for one in found):
        yield item.subject, "has no WebVTT transcript"
    for one in found:
        url, media_type = one.get("url") or "", one.get("type") or ""
        if _TRANSCRIPT_TYPES.get(PurePosixPath(url).suffix) != media_type:
            yield item.subject, f'its transcript {url.rpartition("/")[2]} has the type "{media_type}"'
        elif item.cues.get(media_type) is None:
            yield item.subject, f"its transcript {url} is damaged or not there"


def _cues(item: Item) -> Faults:
    for media_type, cues in item.cues.items():
        for fact in _cue_faults(
            cues or () if media_type != "text/html" else (), item.sound.duration_ms if item.sound else None
        ):
            yield item.subject, f"{media_type}: {fact}"
    if any(not cue.speaker for cue in item.cues.get(CAPTIONS.media_type) or ()):
        yield item.subject, "text/vtt: a cue without a voice"


def _cue_faults(cues: Sequence[Cue], duration_ms: int | None) -> Iterator[str]:
    """Yields what is wrong with the times of one transcript."""
    before = 0
    for cue in cues:
        if not before <= cue.start_ms < cue.end_ms:
            yield f"the cue at {cue.start_ms} ms overlaps or is out of order"
        elif cue.end_ms - cue.start_ms > _LONGEST_CUE_MS:
            yield f"the cue at {cue.start_ms} ms is shown longer than 15 s"
        before = cue.end_ms
    if duration_ms is not None and before > duration_ms + 50:
        yield f"the last cue ends at {before} ms, after the audio"


def _chapters(item: Item) -> Faults:
    chapters = item.element.one("podcast:chapters")
    if not chapters:
        yield item.subject, "has no podcast:chapters"
        return
    if chapters.get("type") != CHAPTERS.media_type:
        yield item.subject, f'its podcast:chapters have the type "{chapters.get("type") or ""}"'
    if item.json_marks is None:
        yield item.subject, f"its chapters are damaged or not there ({chapters.get('url')})"
    else:
        yield from ((item.subject, fact) for fact in _chapter_addresses(item.list_facts["chapters"]))


def _chapter_addresses(chapters: Sequence[Mapping[str, object]]) -> Iterator[str]:
    for chapter in chapters:
        for key, kind in (("url", "web"), ("img", "file")):
            if key in chapter and not fits(kind, str(chapter[key])):
                yield f'its chapter "{chapter.get("title")}" has the {key} "{chapter[key]}"'


def _soundbites(item: Item) -> Faults:
    for one in item.element.all("podcast:soundbite"):
        times = (normal_play_time_ms(one.get(name) or "") or 0 for name in ("startTime", "duration"))
        yield from ((item.subject, f"its soundbite {fact}") for fact in _bite_faults(item, *times))


def _bite_faults(item: Item, start_ms: int, duration_ms: int) -> Iterator[str]:
    if not 15_000 <= duration_ms <= 120_000:
        yield f"lasts {duration_ms / 1000:g} s"
    end_ms = start_ms + duration_ms
    if item.sound and end_ms > item.sound.duration_ms:
        yield f"ends at {end_ms} ms, after the audio"
    for cue in item.cues.get(CAPTIONS.media_type) or ():
        if any(cue.start_ms + _NEAR_MS < at < cue.end_ms - _NEAR_MS for at in (start_ms, end_ms)):
            yield f'begins or ends inside "{cue.text[:60]}"'


def _agree(item: Item) -> Faults:
    lists: dict[str, tuple[Mark, ...]] = {"the feed (psc:chapters)": item.psc_marks}
    if item.json_marks is not None:
        lists["the JSON file"] = item.json_marks
    if item.sound is not None:
        own = _plain(item.sound.marks)
        for name, marks in lists.items():
            yield from ((item.subject, fault) for fault in _differences(own, _plain(marks), name))
    yield from list_faults(item)


def _plain(marks: tuple[Mark, ...]) -> list[tuple[int, str]]:
    return [(mark.start_ms, mark.title) for mark in marks]


def _differences(own: list[tuple[int, str]], other: list[tuple[int, str]], name: str) -> Iterator[str]:
    if len(own) != len(other):
        yield f"the MP3 has {len(own)} chapters, {name} has {len(other)}"
        return
    for (start, title), (other_start, other_title) in zip(own, other, strict=True):
        if start != other_start:
            yield f'chapter "{title}" starts at {start} ms in the MP3, at {other_start} ms in {name}'
        elif title != other_title:
            yield f'the chapter at {start} ms is "{title}" in the MP3, "{other_title}" in {name}'


def _notes(item: Item) -> Faults:
    notes = read_notes(item.notes)
    if len(item.notes.encode("utf-8", "replace")) > _MOST_NOTES_BYTES:
        yield item.subject, f"its notes have {len(item.notes.encode('utf-8', 'replace'))} bytes"
    for tag in sorted(notes.tags - NOTES_TAGS):
        yield item.subject, f"its notes use <{tag}>"
    for link in notes.links:
        if not link.startswith(("http://", "https://")):
            yield item.subject, f'its notes link to "{link}"'


def _notes_chapters(item: Item) -> Faults:
    """The notes may hold fewer chapters than the lists (4,000 bytes), but no others."""
    listed = [(mark.start_ms // 1000, mark.title) for mark in item.psc_marks]
    shown = read_notes(item.notes).chapters
    if listed and not shown:
        yield item.subject, "its notes list no chapters"
    for number, (second, title) in enumerate(shown):
        if number >= len(listed) or listed[number][0] != second:
            yield item.subject, f"its notes have a chapter at {second} s that is not in the feed's list there"
        elif not _same_title(listed[number][1], title):
            yield item.subject, f'its notes call the chapter at {second} s "{title}"'
    if shown and shown[0][0] != 0:
        yield item.subject, "the first chapter in its notes is not (00:00)"


def _same_title(full: str, shown: str) -> bool:
    """Notes may cut a long title off with "…"."""
    return shown == full or (shown.endswith("…") and full.startswith(shown[:-1]))


def _narrator(item: Item) -> Faults:
    if not any(person.get("role") == "narrator" and person.text() for person in item.element.all("podcast:person")):
        yield item.subject, "names no narrator (podcast:person)"


def _page(item: Item) -> Faults:
    url = item.element.text("link") or ""
    page = item.read(url)
    if page is None:
        if url:
            yield item.subject, f"its page is not there ({url})"
        return
    text = page.decode("utf-8", "replace")
    for part, name in (("<audio", "a player"), ("<h1", "a heading"), ("<title>", "a title"), ("lang=", "a language")):
        if part not in text:
            yield item.subject, f"its page has not {name}"


_PUBLISH = "Publish again with audiobrief"
_NAMESPACE = "Podcasting 2.0 namespace"
RULES: tuple[Rule[Item], ...] = (
    Rule(
        "item-required",
        "title, guid, date, link, notes and one enclosure for every episode",
        "PSP-1, item, required and recommended; Podcasting 2.0, other-recommendations.md",
        _PUBLISH,
        _required,
    ),
    Rule(
        "item-date",
        "an RFC 2822 date with the right weekday, not in the future",
        "RFC 2822, 3.3; apps drop or misplace the others",
        "Correct the article's date and this machine's clock, then publish again",
        _date,
    ),
    Rule(
        "enclosure",
        "an MP3 at an ASCII address, with its type and its length in bytes",
        "RSS 2.0; Apple RSS requirements",
        _PUBLISH,
        _enclosure,
    ),
    Rule(
        "alternates",
        "other enclosures with a source, the type of their name, their length and digest",
        f"{_NAMESPACE}, alternateEnclosure.md, integrity.md; RFC 7845",
        _PUBLISH,
        alternate_faults,
    ),
    Rule("duration", "itunes:duration in whole seconds, as long as the audio", "PSP-1, item", _PUBLISH, _duration),
    Rule(
        "item-cover",
        "a cover for the episode as for the feed, with a text alternative",
        "Apple Podcasts for Creators, article 896; WCAG 1.1.1",
        _PUBLISH,
        _cover,
    ),
    Rule(
        "transcripts",
        "transcripts of the types that their names say, WebVTT among them",
        f"{_NAMESPACE}, transcript.md; WCAG 1.2.1",
        _PUBLISH,
        _transcripts,
    ),
    Rule(
        "cues",
        "cues in order, without overlap, at most 15 s, inside the audio, with a voice in WebVTT",
        f"{_NAMESPACE}, transcripts.md; WebVTT, 4",
        _PUBLISH,
        _cues,
    ),
    Rule(
        "transcripts-agree",
        "the same words at the same moments by the same speakers in every transcript and on the page",
        "WCAG 1.2.1",
        _PUBLISH,
        text_faults,
    ),
    Rule("chapters", "chapters as a JSON file with its type", f"{_NAMESPACE}, jsonChapters.md", _PUBLISH, _chapters),
    Rule(
        "chapters-agree",
        "the same chapters, with the same links, in the MP3, the JSON file, the feed and on the page",
        "apps take the longest list or merge equal ones",
        _PUBLISH,
        _agree,
    ),
    Rule(
        "soundbites",
        "soundbites of 15 to 120 s inside the audio, with whole sentences",
        f"{_NAMESPACE}, soundbite.md",
        _PUBLISH,
        _soundbites,
    ),
    Rule(
        "notes",
        "notes with the allowed tags and absolute links, at most 4,000 bytes",
        "PSP-1, item description",
        _PUBLISH,
        _notes,
    ),
    Rule(
        "notes-chapters",
        "the notes list the chapters with their times, from (00:00)",
        "Apple Podcasts for Creators, article 5482",
        _PUBLISH,
        _notes_chapters,
    ),
    Rule(
        "facts-agree",
        "the same title, language, date, length, size, guid, article and names in feed, tag, lists, notes and pages",
        "apps show now one, now the other",
        _PUBLISH,
        fact_faults,
    ),
    Rule(
        "notes-agree",
        "the same notes in both elements, with the summary in them",
        "PSP-1, item description; apps show one or the other",
        _PUBLISH,
        notes_faults,
    ),
    Rule(
        "page-links",
        "pages that play the enclosure and name only what is there",
        "WCAG 2.2; RFC 3986",
        _PUBLISH,
        page_faults,
    ),
    Rule("narrator", "the narrating voice is named", f"{_NAMESPACE}, person.md", _PUBLISH, _narrator),
    Rule("page", "a page with a player, a heading, a title and a language", "WCAG 2.2", _PUBLISH, _page),
)
