"""The site: a page for the feed and one for each episode. Plain HTML that works without JavaScript; see static/.

All text becomes text nodes and attributes of lxml elements, so that nothing an article holds can become markup; the
page's own policy (CSP) allows no script, style or picture but those of the site. Links are relative: the site works
at any address, also behind a listener's secret path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from lxml import html
from lxml.builder import ElementMaker
from lxml.html import builder as tag

from audiobrief import formats
from audiobrief.languages.tags import direction
from audiobrief.model import Episode, Feed
from audiobrief.publish import body_html, chapter_lists, clean, cover, notes, page_head, passages, printed_dates
from audiobrief.publish.page_words import Words, words

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
STATIC = ("player.js", "style.css", "icon.svg")

E = ElementMaker(makeelement=html.html_parser.makeelement)

ACTIONS = (
    ("toggle", "k", "play"),
    ("back", "j", "back"),
    ("forward", "l", "forward"),
    ("previous-chapter", "p", "previous_chapter"),
    ("next-chapter", "n", "next_chapter"),
    ("previous-paragraph", ",", "previous_paragraph"),
    ("next-paragraph", ".", "next_paragraph"),
    ("slower", "s", "slower"),
    ("faster", "f", "faster"),
)
"""What a button of the player does (player.js), its key, the name of its words. Keys that need no Shift anywhere."""


def static_files() -> Mapping[str, bytes]:
    """What the pages need beside them, by path under ``public/``."""
    return {f"static/{name}": _static(name) for name in STATIC}


def feed_page(feed: Feed) -> bytes:
    """``public/index.html``: what the feed is, how to subscribe, every episode."""
    language = clean.language(feed.language)
    say = words(language)
    own = _lang(language, say.language)
    address = clean.web_address(feed.feed_url)
    main = tag.MAIN(
        tag.IMG(src="cover.jpg", alt=_cover_alt(feed), width="200", height="200", **{"class": "cover"}),
        tag.H1(clean.line(feed.title), **own),
        *([tag.P(clean.text(feed.description), **own)] if feed.description.strip() else []),
        tag.H2(say("subscribe")),
        tag.P(say("subscribe_how"), " ", tag.A(address or "feed.xml", href="feed.xml", **{"class": "address"})),
        tag.H2(say("episodes")),
        _episode_list(feed, say) if feed.episodes else tag.P(say("no_episodes")),
        *_other_pages(feed, say),
    )
    return _document(say, clean.line(feed.title), "", page_head.of_feed(feed), [main])


def episode_page(episode: Episode, feed: Feed) -> bytes:
    """``index.html`` of an episode's folder: player, chapters, the whole text, and where it comes from."""
    language = clean.language(episode.script.article.language, feed.language)
    say = words(language)
    own = _lang(language, say.language)
    found = passages.passages(episode)
    title = clean.line(episode.title)
    header = tag.HEADER(
        tag.A(say("skip_link"), href="#transcript", **{"class": "skip"}),
        tag.P(tag.A(say("all_episodes", feed=clean.line(feed.title)), href="../../index.html", rel="up")),
    )
    main = tag.MAIN(
        tag.H1(title, **own),
        tag.P(_facts(episode, say), **{"class": "facts"}),
        *([tag.P(clean.text(episode.description), **own)] if episode.description.strip() else []),
        _listen(episode, feed, say, found, language),
        _chapters(episode, say, own),
        _transcript(episode, say, found, own),
        _about(episode, feed, say),
    )
    facts = [
        *page_head.of_episode(episode, feed, language),
        tag.SCRIPT(src=_versioned("../../", "player.js"), defer="defer"),
    ]
    return _document(say, f"{title} – {clean.line(feed.title)}", "../../", facts, [header, main])


def _document(
    say: Words, title: str, root: str, facts: Sequence[html.HtmlElement], body: Sequence[html.HtmlElement]
) -> bytes:
    head = tag.HEAD(
        tag.META(charset="utf-8"),
        tag.META(**{"http-equiv": "Content-Security-Policy", "content": CSP}),
        tag.META(name="viewport", content="width=device-width, initial-scale=1"),
        tag.META(name="color-scheme", content="light dark"),
        tag.META(name="referrer", content="no-referrer"),
        tag.TITLE(title),
        tag.LINK(rel="stylesheet", href=_versioned(root, "style.css")),
        tag.LINK(rel="icon", href=_versioned(root, "icon.svg"), type="image/svg+xml"),
        tag.LINK(rel="alternate", href=f"{root}feed.xml", type="application/rss+xml"),
        *facts,
    )
    page = tag.HTML(head, tag.BODY(*body), lang=say.language, dir=direction(say.language))
    markup: bytes = html.tostring(page, encoding="utf-8")
    return b"<!DOCTYPE html>\n" + markup.replace(b"</track>", b"") + b"\n"  # libxml2 does not know this one is void


def _other_pages(feed: Feed, say: Words) -> list[html.HtmlElement]:
    """From a page of a long feed to the one before, and back to the newest."""
    links = []
    if feed.older:
        links.append(tag.P(tag.A(say("older_episodes"), href=f"{feed.older}.html", rel="next")))
    if feed.page:
        links.append(tag.P(tag.A(say("all_episodes", feed=clean.line(feed.title)), href="index.html", rel="up")))
    return links


def _episode_list(feed: Feed, say: Words) -> html.HtmlElement:
    rows = []
    for episode in feed.episodes:
        language = clean.language(episode.script.article.language, feed.language)
        own = _lang(language, say.language)
        row = tag.LI(
            tag.H3(tag.A(clean.line(episode.title), href=f"episodes/{episode.slug}/index.html", **own)),
            tag.P(_facts(episode, say), **{"class": "facts"}),
        )
        if episode.description.strip():
            row.append(tag.P(clean.cut(episode.description, 400), **own))
        rows.append(row)
    return tag.OL(*rows, **{"class": "episodes"})


def _facts(episode: Episode, say: Words) -> str:
    """By whom, of when, how long."""
    article = episode.script.article
    when = printed_dates.long_date(episode.updated or article.published or episode.published, say.language)
    if episode.updated:
        when = say("updated", date=when)
    elif article.published:  # else it is the episode's own date, which must not pass for the article's
        when = say("first_published", date=when)
    facts = [
        notes.byline(article, say),
        when,
        say("length", time=printed_dates.clock(episode.timeline.duration_ms)),
    ]
    return " · ".join(fact for fact in facts if fact)


def _listen(
    episode: Episode, feed: Feed, say: Words, found: Iterable[passages.Passage], language: str
) -> html.HtmlElement:
    """The player: the browser's own, and the buttons that player.js shows and serves."""
    audio = E.audio(
        E.track(kind="captions", src=formats.CAPTIONS.name, srclang=language, label=say("transcript")),
        src=formats.AUDIO.name,
        controls="controls",
        preload="metadata",
        id="audio",
        **{"aria-label": clean.line(episode.title)},
    )
    return E.section(
        tag.H2(say("listen"), id="listen-title"),
        audio,
        _controls(say),
        tag.P(role="status", id="status"),
        _settings(say, found),
        _keyboard(say),
        tag.P(say("download"), ": ", *_downloads(episode, feed)),
        id="player",
        **{
            "aria-labelledby": "listen-title",
            "data-guid": clean.line(episode.guid),
            "data-resumed": say.table["resumed"],
            "data-speed": say.table["speed_now"],
            "data-chapter": say.table["now_chapter"],
        },
    )


def _controls(say: Words) -> html.HtmlElement:
    """The buttons; hidden until player.js serves them. Names and keys of :data:`ACTIONS`."""
    buttons = [
        tag.BUTTON(say(name), type="button", **{"data-action": action, "aria-keyshortcuts": key})
        for action, key, name in ACTIONS
    ]
    buttons[0].set("data-play", say("play"))
    buttons[0].set("data-pause", say("pause"))
    speed = E.output(say("speed_now", speed="1"), id="speed")
    return tag.DIV(*buttons, speed, id="controls", role="group", hidden="hidden", **{"aria-label": say("player")})


def _settings(say: Words, found: Iterable[passages.Passage]) -> html.HtmlElement:
    """How to listen, and what to leave out: only what this episode has."""
    boxes = [
        _checkbox(f"skip-{passages.SKIPPABLE[role]}", say(passages.SKIPPABLE[role]), {"data-skip": role.value})
        for role in passages.skippable(found)
    ]
    return E.details(
        E.summary(say("settings")),
        _checkbox("follow", say("follow"), {"checked": "checked"}),
        *([E.fieldset(E.legend(say("leave_out")), *boxes)] if boxes else []),
        id="settings",
        hidden="hidden",
    )


def _checkbox(name: str, label: str, facts: Mapping[str, str]) -> html.HtmlElement:
    return tag.LABEL(tag.INPUT(type="checkbox", id=name, **facts), " ", label, **{"for": name})


def _keyboard(say: Words) -> html.HtmlElement:
    """Every key, and the switch that turns them off: single keys are in the way of speech input (WCAG 2.1.4)."""
    rows = [tag.TR(tag.TD(tag.KBD(key.upper())), tag.TD(say(name))) for _, key, name in ACTIONS]
    rows[0][1].text = f"{say('play')} / {say('pause')}"
    return E.details(
        E.summary(say("keyboard")),
        _checkbox("keys", say("keyboard_on"), {"checked": "checked"}),
        tag.TABLE(
            tag.THEAD(tag.TR(tag.TH(say("key"), scope="col"), tag.TH(say("does"), scope="col"))), tag.TBODY(*rows)
        ),
        id="keyboard",
        hidden="hidden",
    )


def _downloads(episode: Episode, feed: Feed) -> list[html.HtmlElement]:
    size = f", {episode.audio_bytes / 1_000_000:.1f} MB"
    links = [tag.A(formats.AUDIO.label + size, href=formats.AUDIO.name)]
    links += [
        tag.A(row.label, href=row.name)
        for row in formats.in_feed(feed.books if episode.books is None else episode.books)
        if row.label
    ]
    for link in links:
        link.tail = " "
    return links


def _chapters(episode: Episode, say: Words, own: Mapping[str, str]) -> html.HtmlElement:
    rows = []
    for chapter in episode.chapters:
        title = clean.line(chapter.title)
        link = tag.A(tag.SPAN(title, **own), href=_moment(chapter.start_ms), **{"data-ms": str(chapter.start_ms)})
        rows.append((chapter.level, [link, " ", tag.SPAN(printed_dates.clock(chapter.start_ms), **{"class": "time"})]))
    shown = chapter_lists.nested(rows)
    for inner in shown.findall("li/ol"):
        around = E.details(E.summary(say("more_chapters", count=len(inner))))
        inner.addprevious(around)
        around.append(inner)
    return E.nav(
        tag.H2(say("chapters"), id="chapters-title"),
        shown,
        id="chapters",
        **{"aria-labelledby": "chapters-title"},
    )


def _transcript(
    episode: Episode, say: Words, found: Sequence[passages.Passage], own: Mapping[str, str]
) -> html.HtmlElement:
    """The text. The time before a passage plays from there: without JavaScript in the browser's own player."""

    def decorate(line: passages.Line, sentence: passages.Sentence) -> dict[str, str]:
        if sentence.start_ms is None:
            return {}
        part = {"data-part": line.part_of.value} if line.part_of in passages.SKIPPABLE else {}
        return {"data-start": str(sentence.start_ms), "data-end": str(sentence.end_ms)} | part

    def play_from(passage: passages.Passage) -> list[html.HtmlElement]:
        if passage.start_ms is None:
            return []
        time = printed_dates.clock(passage.start_ms)
        facts = {"class": "time", "data-ms": str(passage.start_ms), "aria-label": say("play_from", time=time)}
        if own:
            facts["lang"] = say.language
        return [tag.A(time, href=_moment(passage.start_ms), **facts)]

    text = tag.DIV(*body_html.elements(found, 3, decorate, play_from, titled=True), **own)
    for table in list(text.iter("table")):  # a wide one scrolls by itself, by keyboard too
        frame = tag.DIV(**{"class": "scroll", "tabindex": "0"})
        table.addprevious(frame)
        frame.append(table)
    return E.article(
        tag.H2(say("transcript"), id="transcript-title"),
        text,
        id="transcript",
        tabindex="-1",
        **{"aria-labelledby": "transcript-title"},
    )


def _about(episode: Episode, feed: Feed, say: Words) -> html.HtmlElement:
    """Where the text comes from, who speaks, what could not be spoken."""
    rows: list[html.HtmlElement] = []
    for article in notes.articles(episode):
        if address := clean.web_address(article.url):
            text = notes.article_link_text(article, say)
            if episode.script.stories:
                text = say("story_link", title=clean.line(article.title))
            rows.append(tag.P(tag.A(text, href=address, rel="external")))
    article = episode.script.article
    if article.licence:
        rows.append(tag.P(say("licence", licence=clean.line(article.licence))))
    rows.append(tag.P(notes.disclosure(episode, feed)))
    if episode.unspoken:
        rows += [tag.H3(say("unspoken")), tag.UL(*(tag.LI(clean.line(row)) for row in episode.unspoken))]
    return E.section(tag.H2(say("about"), id="about-title"), *rows, **{"aria-labelledby": "about-title"})


def _moment(ms: int) -> str:
    """A place in the audio as a media fragment, which browsers' own players know."""
    seconds = f"{ms / 1000:g}" if ms % 1000 == 0 else f"{ms / 1000:.3f}"
    return f"{formats.AUDIO.name}#t={seconds}"


def _cover_alt(feed: Feed) -> str:
    return clean.line(feed.cover_alt) or cover.alt_text(feed.title, feed.author, language=feed.language)


def _lang(language: str, around: str) -> dict[str, str]:
    return body_html.language_facts(language, around)


def _versioned(root: str, name: str) -> str:
    """The address changes with the content, so that no browser keeps an old script for a new page."""
    return f"{root}static/{name}?v={hashlib.sha256(_static(name)).hexdigest()[:8]}"


@cache
def _static(name: str) -> bytes:
    return (files(__package__) / "static" / name).read_bytes()
