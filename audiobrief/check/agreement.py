"""One fact, many witnesses: what feed, tag, lists, transcripts and pages say of an episode, held against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote, urldefrag, urljoin

from audiobrief.check.feed import Item, moment
from audiobrief.check.finding import Faults
from audiobrief.check.notes import read_notes
from audiobrief.check.page import Page
from audiobrief.check.sound import Mark, Sound
from audiobrief.check.timed_text import Cue
from audiobrief.formats import CAPTIONS

_CLOCK = re.compile(r"(?<!\d)(\d+(?::\d\d){1,2})(?!\d)")
_MEGABYTES = re.compile(r"(\d+(?:[.,]\d+)?)")
_SAME_MS = 60
"""Containers round times; more than this is another moment."""

Witness = tuple[str, object]
"""Where a fact stands, and what stands there; "" or None where nothing does."""


def _titles(item: Item) -> Iterator[Witness]:
    title = item.element.text("title") or ""
    yield "the feed", title
    yield "the tag (TIT2)", _tag(item, "TIT2")
    yield "the tag's table of contents", item.sound.contents_title if item.sound else ""
    yield "the JSON chapters", item.list_facts.get("title")
    if item.page:
        yield "the page's heading", item.page.heading
        yield "the page's title", item.page.title[: len(title)]
    if item.site:
        links = {urljoin(_link(item), href).removesuffix("index.html"): text for href, text in item.site.downloads}
        yield "the feed's page", links.get(item.element.text("link") or "", "nothing")


def _feed_titles(item: Item) -> Iterator[Witness]:
    yield "the feed", item.channel.text("title")
    yield "the tag (TALB)", _tag(item, "TALB")
    yield "the JSON chapters", item.list_facts.get("podcastName")
    yield "the feed's page", item.site.heading if item.site else ""


def language_of(sound: Sound | None) -> str:
    """Returns the language that an MP3's tag tells; "" where it tells none."""
    from babel.core import get_global

    three = sound.texts("TLAN") if sound else ""
    return _base(str(get_global("language_aliases").get(three, three)))


def _languages(item: Item) -> Iterator[Witness]:
    for transcript in item.element.all("podcast:transcript"):
        yield f"the feed, of {transcript.get('type')}", _base(transcript.get("language"))
    yield "the tag (TLAN)", language_of(item.sound)
    if item.page:
        yield "the page", _base(item.page.language)
        yield "the page's captions", _base(item.page.captions_language)


def _days(item: Item) -> Iterator[Witness]:
    date = moment(item.element.text("pubDate"))
    if date is not None:
        yield "the feed", f"{date:%Y-%m-%d}"
        year, day = _tag(item, "TYER"), _tag(item, "TDAT")
        yield "the tag (TYER, TDAT)", f"{year}-{day[2:]}-{day[:2]}" if day else year and f"{year}-{date:%m-%d}"


def _durations(item: Item) -> Iterator[Witness]:
    """In seconds, of which one more or less is the same."""
    duration = item.element.text("itunes:duration") or ""
    yield "the feed", duration if duration.isdecimal() else ""
    length = _tag(item, "TLEN")
    yield "the tag (TLEN)", int(length) // 1000 if length.isdecimal() else length
    clock = _CLOCK.findall(item.page.facts) if item.page else []
    yield "the page", _seconds(clock[-1]) if clock else None


def _sizes(item: Item) -> Iterator[Witness]:
    """In tenths of a megabyte, as the page rounds."""
    length = item.enclosure.get("length") or ""
    page, audio = item.element.text("link") or "", item.enclosure.get("url")
    yield "the feed", f"{int(length) / 1_000_000:.1f} MB" if length.isdecimal() else ""
    for href, text in item.page.downloads if item.page else ():
        found = _MEGABYTES.search(text.partition(",")[2]) if urljoin(page, href) == audio else None
        yield "the page", f"{found[1].replace(',', '.')} MB" if found else ""


def _guids(item: Item) -> Iterator[Witness]:
    yield "the feed", item.element.text("guid")
    yield "the page", item.page.guid if item.page else ""


def _articles(item: Item) -> Iterator[Witness]:
    """The address of the article: the notes may link more than it."""
    address = item.element.one("podcast:contentLink").get("href")
    if not address:
        return
    yield "the feed (podcast:contentLink)", address
    yield "the tag (WOAS)", _tag(item, "WOAS") and (address if _tag(item, "WOAS") == _ascii(address) else "another")
    yield "the notes", address if address in read_notes(item.notes).links else "none"
    if item.page and item.page.article_links:
        yield "the page", address if address in item.page.article_links else item.page.article_links[0]


def _artists(item: Item) -> Iterator[Witness]:
    """Of the feed, or the site that the notes name or the voice does."""
    author = item.element.text("itunes:author") or item.channel.text("itunes:author") or ""
    artist = _tag(item, "TPE1")
    yield "the feed (itunes:author)", author
    yield "the tag (TPE1)", author if artist and artist in _told_and_heard(item) else artist


def _told_and_heard(item: Item) -> str:
    heard = (cue.text for cue in item.cues.get(CAPTIONS.media_type) or ())
    return f"{read_notes(item.notes).text}\n{' '.join(heard)}"


def _writers(item: Item) -> Iterator[Witness]:
    """Those whom notes and page should name; an edition's name none."""
    people = item.element.all("podcast:person")
    names = [(person.text() or "").strip() for person in people if person.get("role") == "author"]
    yield "the feed (podcast:person)", ", ".join(names)
    yield "the notes", _named(names, read_notes(item.notes).text)
    yield "the page", _named(names, item.page.facts if item.page else "")


def _named(names: Sequence[str], text: str) -> str:
    """Returns those of the names that a text holds; "" where it holds none or was cut."""
    return "" if "…" in text else ", ".join(name for name in names if name in text)


FACTS: Mapping[str, Callable[[Item], Iterator[Witness]]] = {
    "title": _titles,
    "feed's title": _feed_titles,
    "language": _languages,
    "date": _days,
    "length": _durations,
    "size": _sizes,
    "guid": _guids,
    "article": _articles,
    "artist": _artists,
    "writers": _writers,
}
"""What is told in more than one place, and who tells it. The first that tells it is believed."""
_IN_EVERY_TAG = {"date": "TYER", "artist": "TPE1"}


def fact_faults(item: Item) -> Faults:
    """Yields each witness that contradicts the first one, and what a tag in a feed lacks."""
    for fact, witnesses in FACTS.items():
        told = [(place, _plain(value)) for place, value in witnesses(item) if value not in ("", None)]
        for place, value in told[1:]:
            if not _is_same(told[0][1], value):
                yield item.subject, f'its {fact} is "{told[0][1]}" in {told[0][0]}, "{value}" in {place}'
        frame = _IN_EVERY_TAG.get(fact)
        if frame and item.sound and item.sound.tag is not None and not _tag(item, frame):
            yield item.subject, f"its tag does not tell the {fact} ({frame})"


def _plain(value: object) -> str:
    return " ".join(str(value).split())


def _is_same(one: str, other: str) -> bool:
    """Equal, but for a second, and for what was cut off with "…"."""
    if one.isdecimal() and other.isdecimal():
        return abs(int(one) - int(other)) <= 1
    return one == other or any(
        a.endswith("…") and b.startswith(a[:-1].rstrip()) for a, b in ((one, other), (other, one))
    )


def notes_faults(item: Item) -> Faults:
    """Yields where the other forms of the notes say something else."""
    whole = item.element.text("content:encoded")
    if whole is not None and whole.strip() != item.notes.strip():
        yield item.subject, "its content:encoded and its description differ"
    summary = _plain(item.element.text("itunes:summary") or "").removesuffix("…").rstrip()
    if summary and summary not in read_notes(item.notes).text:
        yield item.subject, f'its notes do not hold its itunes:summary, "{summary[:60]}"'


def list_faults(item: Item) -> Faults:
    """Yields where the chapters' links and ends, and the page's list, are not those of the MP3."""
    own = item.sound.marks if item.sound else ()
    facts = [*_link_faults(own, item), *_end_faults(item.json_marks or (), item)]
    shown = [(mark.start_ms, mark.title) for mark in item.page.chapters] if item.page else []
    if shown and own and shown != [(mark.start_ms, _plain(mark.title)) for mark in own]:
        facts.append("the chapters on its page are not those of the MP3")
    yield from ((item.subject, fact) for fact in facts)


def _link_faults(own: Sequence[Mark], item: Item) -> Iterator[str]:
    for place, marks in (("the JSON file", item.json_marks or ()), ("the feed (psc:chapters)", item.psc_marks)):
        for one, other in zip(own, marks, strict=False):
            if _ascii(one.url) != _ascii(other.url):
                yield f'chapter "{one.title}" links to "{one.url}" in the MP3, to "{other.url}" in {place}'


def _end_faults(marks: Sequence[Mark], item: Item) -> Iterator[str]:
    for before, after in pairwise(marks):
        if before.end_ms is not None and before.end_ms != after.start_ms:
            yield f'chapter "{before.title}" ends at {before.end_ms} ms in the JSON file, the next one starts elsewhere'
    last_ms = marks[-1].end_ms if marks else None
    if last_ms and item.sound and abs(last_ms - item.sound.duration_ms) > 100:
        yield f"the last chapter of the JSON file ends at {last_ms} ms, the audio at {item.sound.duration_ms} ms"


def text_faults(item: Item) -> Faults:
    """Yields transcripts, and a page, with other words, times or speakers than the first transcript.

    Letters and digits: how captions are cut, and what they bracket, is each format's own affair.
    """
    texts = _texts(item)
    first = next(iter(texts), "")
    own = _letters(texts.get(first, ()))
    for kind in list(texts)[1:]:
        told = texts[kind] if _letters(texts[kind]) == own else _named_apart(texts[kind], texts[first])
        if _letters(told) == own:
            yield from ((item.subject, f"{first} and {kind}: {fact}") for fact in _moved(texts[first], told))
        elif kind != "text/html" or not _holds(_letters(texts[kind]), texts[first]):
            yield item.subject, f"{kind} has other words than {first}"


def _texts(item: Item) -> dict[str, Sequence[Cue]]:
    """Returns the transcripts that have words, by their kind, and the page's; first those that tell who speaks."""
    page = {"its page": item.page.cues} if item.page else {}
    texts = [(kind, cues) for kind, cues in ({**item.cues, **page}).items() if cues]
    return dict(sorted(texts, key=lambda text: not any(cue.speaker for cue in text[1])))


def _named_apart(cues: Sequence[Cue], first: Sequence[Cue]) -> list[Cue]:
    """Returns cues whose text says who speaks ("Ada Moreno: We have waited") with the speaker, as another names it."""
    speakers = {cue.speaker.replace(":", " "): cue.speaker for cue in first}
    found = []
    for cue in cues:
        name, colon, text = cue.text.partition(": ")
        speaker = next((whole for plain, whole in speakers.items() if colon and _plain(plain).startswith(name)), None)
        found.append(replace(cue, text=text, speaker=speaker) if speaker else cue)
    return found


def _letters(cues: Sequence[Cue]) -> str:
    return "".join(filter(str.isalnum, "".join(cue.text for cue in cues)))


def _holds(letters: str, cues: Sequence[Cue]) -> bool:
    """Whether a text holds all cues in order: the HTML transcript also shows what was not spoken."""
    at = 0
    for cue in cues:
        at = letters.find(_letters([cue]), at)
        if at < 0:
            return False
    return True


def _moved(own: Sequence[Cue], other: Sequence[Cue]) -> Iterator[str]:
    """Yields what two transcripts of the same words say of the moment and the speaker of a word."""
    starts, others = _by_word(own), _by_word(other)
    for at in sorted(starts.keys() & others.keys()):
        pairs = [(a, b) for a in starts[at] for b in others[at]]
        one, two = pairs[0]
        if all(abs(a.start_ms - b.start_ms) > _SAME_MS for a, b in pairs):
            yield f'"{one.text[:30]}" is at {one.start_ms} ms in one, at {two.start_ms} ms in the other'
        elif all(a.speaker and b.speaker and a.speaker != b.speaker for a, b in pairs):
            yield f'{one.speaker} says "{one.text[:30]}" in one, {two.speaker} in the other'


def _by_word(cues: Sequence[Cue]) -> dict[int, list[Cue]]:
    """Returns the cues by how many letters stand before them."""
    found: dict[int, list[Cue]] = {}
    at = 0
    for cue in cues:
        found.setdefault(at, []).append(cue)
        at += len(_letters([cue]))
    return found


def page_faults(item: Item) -> Faults:
    """Yields what the episode's and the feed's page name that is not there, unless the feed names it: told already."""
    own = item.element.text("link") or ""
    for page, base in ((item.page, own), (item.site, _link(item))):
        if page:
            yield from ((base, f'names "{written}", which is not there') for written in _gone(page, base, item))
    audio = item.page.audio[0] if item.page and item.page.audio else ""
    if audio and urljoin(own, audio) != item.enclosure.get("url"):
        yield item.subject, f'its page plays "{audio}", not its enclosure'


def _gone(page: Page, base: str, item: Item) -> Iterator[str]:
    """Yields the relative addresses on a page behind which nothing is."""
    told = item.channel.addresses()
    for written in sorted(page.addresses):
        address, part = urldefrag(written)
        there = urljoin(base, address).removesuffix("index.html")
        is_there = not part or part in page.ids if not address else "://" in address or there in told or item.has(there)
        if not is_there:
            yield written


def _tag(item: Item, frame: str) -> str:
    found = item.sound.tag.getall(frame) if item.sound and item.sound.tag is not None else []
    return str(getattr(found[0], "url", None) or found[0]).strip() if found else ""


def _link(item: Item) -> str:
    return item.channel.text("link") or ""


def _base(language: str | None) -> str:
    return (language or "").partition("-")[0].lower()


def _ascii(url: str) -> str:
    """An address as a tag can hold it."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")


def _seconds(clock: str) -> int:
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total
