"""Episodes made by hand for the tests of audiobrief.publish: an article, an edition, one from right to left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from audiobrief.model import Article, Chapter, Episode, Feed, Link, Mark, Role, Script, Segment, Span, Timeline

RATE_HZ = 44_100
CHARACTERS_PER_S = 15
BASE_URL = "https://news.example/listen"

ARTICLE = Article(
    url="https://news.example/2026/11/ferry-harbour",
    title="Ferry Returns To “Old Harbour” After Nine Years",
    site="The Coast News",
    language="en",
    authors=("Mara Lindqvist", "Tom Ode"),
    published="2026-11-20T08:15:00+01:00",
    licence="CC BY 4.0",
    description="The first boat left at dawn.",
    places=("Westhaven, Ireland",),
)

SEGMENTS = (
    Segment(Role.HEADLINE, "Ferry returns to old harbour after nine years.", ARTICLE.title, pause_ms=600, block=0,
            chapter="Ferry Returns To “Old Harbour” After Nine Years"),
    Segment(Role.CUE, "From The Coast News. Read by a synthetic voice.", pause_ms=600),
    Segment(Role.BYLINE, "By Mara Lindqvist and Tom Ode.", "By Mara Lindqvist and Tom Ode", pause_ms=400, block=1),
    Segment(Role.DATELINE, "Westhaven.", "WESTHAVEN --", pause_ms=200, block=2),
    Segment(Role.BODY, "The ferry sailed again on Friday, with one hundred and twenty people and about one point two"
            " million euros of new engine. Nobody had slept.",
            "The ferry sailed again on Friday, with 120 people and about €1.2 million of new engine. Nobody had slept.",
            pause_ms=500, block=2),
    Segment(Role.BODY, "The mayor spoke first.", "The mayor spoke first.", pause_ms=150, block=3),
    Segment(Role.CUE, "Quote.", pause_ms=150, block=3, chapter="Quote: Ada Moreno"),
    Segment(Role.QUOTE, "We have waited for this boat since the storm took the pier. Our children had never seen it,"
            " and our parents had stopped asking when it would come back to the town.",
            "“We have waited for this boat since the storm took the pier. Our children had never seen it, and our"
            " parents had stopped asking when it would come back to the town,”",
            source="she", speaker="Ada Moreno", voice="quote-1", pause_ms=150, block=3),
    Segment(Role.CUE, "End quote.", pause_ms=300, block=3),
    Segment(Role.BODY, "she said.", "she said.", pause_ms=500, block=3, chapter="She said"),
    Segment(Role.SUBHEAD, "What changes.", "What changes", level=2, pause_ms=500, block=4, chapter="What changes"),
    Segment(Role.CUE, "List of two items.", pause_ms=200, block=5),
    Segment(Role.LIST_ITEM, "Four crossings a day.", "Four crossings a day", level=1, pause_ms=200, block=5),
    Segment(Role.LIST_ITEM, "Bicycles travel free.", "Bicycles travel free", level=1, pause_ms=500, block=6),
    Segment(Role.CUE, "Image.", pause_ms=150, block=7, image="https://news.example/img/pier.jpg"),
    Segment(Role.CAPTION, "The ferry at the new pier.", "The ferry at the new pier", pause_ms=500, block=7),
    Segment(Role.NOTICE, "Correction: an earlier version named the wrong engine.",
            "Correction: an earlier version named the wrong engine.", pause_ms=500, block=8, chapter="Correction"),
    Segment(Role.CUE, "End of article.", pause_ms=1_000),
)  # fmt: skip


def timeline(segments: tuple[Segment, ...], *, rate_hz: int = RATE_HZ, marked: bool = True) -> Timeline:
    """Speech at a constant pace, pauses as asked, a mark for every word."""
    at = rate_hz // 2
    spans = []
    for index, segment in enumerate(segments):
        if segment.chapter is not None and index:
            at += -at % rate_hz + rate_hz // 10
        pace = rate_hz // CHARACTERS_PER_S
        end = at + max(pace, len(segment.text) * pace)
        starts = [i for i, letter in enumerate(segment.text) if i == 0 or segment.text[i - 1] == " "]
        marks = tuple(Mark("word", at + start * pace, start, 1) for start in starts) if marked else ()
        spans.append(Span(index, at, end, marks))
        at = end + segment.pause_ms * rate_hz // 1_000
    return Timeline(rate_hz, at, tuple(spans))


def chapters(segments: tuple[Segment, ...], line: Timeline) -> tuple[Chapter, ...]:
    """A chapter at each segment that names one, on the whole second before it."""
    begun = [span for span in line.spans if segments[span.segment].chapter is not None]
    starts = [0 if not number else line.ms(span.start) // 1_000 * 1_000 for number, span in enumerate(begun)]
    ends = [end for _, end in pairwise([*starts, line.duration_ms])]
    return tuple(
        Chapter(segments[span.segment].chapter or "", start, end, span.segment)
        for span, start, end in zip(begun, starts, ends, strict=True)
    )


def episode(
    segments: tuple[Segment, ...] = SEGMENTS, article: Article = ARTICLE, *, stories: tuple[Article, ...] = ()
) -> Episode:
    line = timeline(segments)
    return Episode(
        guid="urn:uuid:0b7a4d0e-6a0c-5d0f-9a52-1c3f4c1f8a11",
        slug="ferry-returns-1a2b3c4d",
        script=Script(article, segments, stories),
        timeline=line,
        chapters=chapters(segments, line),
        audio_bytes=line.samples * 8_000 // line.rate_hz,
        audio_sha256="0" * 64,
        published="2026-11-21T06:30:00+00:00",
        description="The first boat left at dawn, and half the town stood on the pier.",
        narrators=("eSpeak NG en-us", "eSpeak NG en-gb"),
    )


def feed(*episodes: Episode) -> Feed:
    return Feed(
        title="Coast News, Read Aloud",
        base_url=BASE_URL,
        language="en",
        author="Westhaven Library",
        email="listen@news.example",
        description="Local news with chapters, for listeners.",
        category="News > Daily News",
        copyright="Westhaven Library",
        license="CC BY 4.0",
        funding=(Link("Support the library", "https://news.example/give"),),
        update_rule="FREQ=WEEKLY;BYDAY=MO,SA",
        update_frequency="Mondays and Saturdays",
        guid="5d2c1e06-5f55-5d2a-9c5e-1e7a2b1f4c33",
        episodes=episodes or (episode(),),
    )


def edition() -> Episode:
    """Two stories, each with a headline of its own, the second with a subhead."""
    stories = (
        replace(ARTICLE, title="Ferry returns"),
        replace(ARTICLE, title="Rail & road", url="https://news.example/2026/11/rail", site=None),
    )
    segments = (
        Segment(Role.CUE, "The Coast News, two stories.", chapter="Start", pause_ms=500),
        Segment(
            Role.HEADLINE, "Ferry returns", "Ferry returns", block=0, story=0, chapter="Ferry returns", pause_ms=600
        ),
        Segment(Role.BODY, "It sailed on Friday.", "It sailed on Friday.", block=1, story=0, pause_ms=600),
        Segment(Role.HEADLINE, "Rail and road", "Rail & road", block=0, story=1, chapter="Rail & road", pause_ms=600),
        Segment(Role.SUBHEAD, "Costs", "Costs", level=3, block=1, story=1, pause_ms=600),
        Segment(Role.BODY, "Both cost more.", "Both cost more.", block=2, story=1, pause_ms=600),
        Segment(Role.CUE, "End of edition.", pause_ms=500),
    )
    whole = replace(ARTICLE, title="Coast News, 21 November", url="", site=None, authors=())
    made = episode(segments, whole, stories=stories)
    urls = [None, stories[0].url, stories[1].url]
    marks = tuple(replace(chapter, url=url) for chapter, url in zip(made.chapters, urls, strict=True))
    return replace(
        made,
        chapters=marks,
        slug="edition-5e6f7a8b",
        guid="urn:uuid:2f9f3a52-51f5-5f43-8f55-2c5de5a3f8f4",
        description="",
    )


def right_to_left() -> Episode:
    """A Persian article, with an English name inside."""
    title = "کشتی پس از ۹ سال به بندر بازگشت"
    body = "کشتی روز جمعه دوباره به راه افتاد. شهردار گفت: «همه منتظر بودیم.» نام آن «Westhaven Star» است."
    segments = (
        Segment(Role.HEADLINE, title, title, block=0, chapter=title, pause_ms=600),
        Segment(Role.BODY, body, body, block=1, pause_ms=600),
        Segment(
            Role.SUBHEAD, "چه تغییر می‌کند", "چه تغییر می‌کند", level=2, block=2, chapter="چه تغییر می‌کند", pause_ms=600
        ),
        Segment(Role.BODY, "روزی چهار سفر.", "روزی چهار سفر.", block=3, pause_ms=600),
    )
    article = Article(url="https://news.example/fa/1", title=title, site="خبر ساحل", language="fa",
                      published="2026-11-20")  # fmt: skip
    return replace(
        episode(segments, article),
        slug="persian-9a8b7c6d",
        guid="urn:uuid:81c11f5d-4a4b-5b0a-9f5c-0d1e6dd3ad1c",
        description=body[:36],
    )
