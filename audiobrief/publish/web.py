"""The site: a page for the feed and one for each episode. Plain HTML that works without JavaScript; see static/.

All text becomes text nodes and attributes of lxml elements, so that nothing an article holds can become markup; the
page's own policy (CSP) allows no script, style or picture but those of the site. Links are relative: the site works
at any address, also behind a listener's secret path.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from lxml import html
from lxml.html import builder as tag

from audiobrief import formats
from audiobrief.languages import ENGLISH
from audiobrief.languages.tags import direction
from audiobrief.model import Episode, Feed
from audiobrief.publish import (
    body_html,
    chapter_lists,
    clean,
    cover,
    embed,
    notes,
    page_head,
    passages,
    player_bar,
    printed_dates,
    subscribe,
)
from audiobrief.publish.page_words import Words, words
from audiobrief.publish.player_bar import E

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
STATIC = ("player.js", "feed.js", "style.css", "icon.svg")
_LONG_LIST = 10
"""Episodes; so many are worth a search."""


def static_files(language: str = ENGLISH) -> Mapping[str, bytes]:
    """What the pages need beside them, and other people's for the feed's player, by path under ``public/``."""
    return {**{f"static/{name}": _static(name) for name in STATIC}, embed.NAME: embed.script(language)}


def feed_page(feed: Feed) -> bytes:
    """``public/index.html``: what the feed is, its newest edition, how to subscribe, every episode."""
    language = clean.language(feed.language)
    say = words(language)
    own = _lang(language, say.language)
    title = clean.line(feed.title)
    main = tag.MAIN(
        tag.IMG(src="cover.jpg", alt=_cover_alt(feed), width="200", height="200", **{"class": "cover"}),
        tag.H1(title, **own),
        *([tag.P(clean.text(feed.description), **own)] if feed.description.strip() else []),
        *([] if feed.page else [*_newest_edition(feed, say), subscribe.section(feed, say)]),
        *_episode_list(feed, say),
        *_other_pages(feed, say),
    )
    facts = [*page_head.of_feed(feed), tag.SCRIPT(src=_versioned("", "feed.js"), defer="defer")]
    return _document(say, f"{title} – {say('older_episodes')}" if feed.page else title, "", facts, [main])


def episode_page(episode: Episode, feed: Feed) -> bytes:
    """``index.html`` of an episode's folder: player, chapters, the whole text, and where it comes from."""
    language = clean.language(episode.script.article.language, feed.language)
    say = words(language)
    own = _lang(language, say.language)
    found = passages.passages(episode)
    title = clean.line(episode.title)
    skip = tag.A(say("skip_link"), href="#transcript", **{"class": "skip"})
    up = tag.A(say("all_episodes", feed=clean.line(feed.title)), href="../../index.html", rel="up")
    sources = _sources(episode, say)
    starts = {chapter.segment for chapter in chapter_lists.listed(episode)}
    main = tag.MAIN(
        tag.H1(title, **own),
        tag.P(_facts(episode, say), **{"class": "facts"}),
        *([tag.P(clean.text(episode.description), **own)] if episode.description.strip() else []),
        *([] if episode.script.stories else sources),
        _audio(episode, title, say, language),
        _chapters(episode, say, own),
        _transcript(episode, say, passages.parted(found, starts), own),
        tag.P(tag.A(href="../../index.html", **{"data-next": say.table["next_episode"]}), id="next", hidden="hidden"),
        _about(episode, feed, say, sources if episode.script.stories else []),
    )
    facts = [
        *page_head.of_episode(episode, feed, language),
        tag.SCRIPT(src=_versioned("../../", "player.js"), defer="defer"),
    ]
    return _document(
        say,
        f"{title} – {clean.line(feed.title)}",
        "../../",
        facts,
        [skip, player_bar.bar(episode, feed, say, found), tag.HEADER(tag.P(up)), main],
    )


def _document(
    say: Words, title: str, root: str, facts: Sequence[html.HtmlElement], body: Sequence[html.HtmlElement]
) -> bytes:
    head = tag.HEAD(
        tag.META(charset="utf-8"),
        tag.META(**{"http-equiv": "Content-Security-Policy", "content": _policy(facts)}),
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


def _policy(facts: Sequence[html.HtmlElement]) -> str:
    """Returns the page's policy, which also names by its hash what the page tells machines (JSON-LD)."""
    blocks = [row.text for row in facts if row.tag == "script" and row.text]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in blocks]
    return CSP.replace("script-src 'self'", " ".join(["script-src 'self'", *(f"'sha256-{one}'" for one in hashes)]))


def _other_pages(feed: Feed, say: Words) -> list[html.HtmlElement]:
    """From a page of a long feed to the one before, and back to the newest."""
    links = []
    if feed.older:
        links.append(tag.P(tag.A(say("older_episodes"), href=f"{feed.older}.html", rel="next")))
    if feed.page:
        links.append(tag.P(tag.A(say("all_episodes", feed=clean.line(feed.title)), href="index.html", rel="up")))
    return links


def _newest_edition(feed: Feed, say: Words) -> list[html.HtmlElement]:
    """What most come for, before all else."""
    newest = next((episode for episode in feed.episodes if episode.script.stories), None)
    if newest is None:
        return []
    title = tag.H2(say("latest_edition"), id="latest-title")
    return [E.section(title, *_row(newest, feed, say), id="latest", **{"aria-labelledby": "latest-title"})]


def _episode_list(feed: Feed, say: Words) -> list[html.HtmlElement]:
    if not feed.episodes:
        return [tag.H2(say("episodes")), tag.P(say("no_episodes"))]
    search = [_search_episodes(say)] if len(feed.episodes) > _LONG_LIST else []
    rows = [tag.LI(tag.DIV(*told), play) for *told, play in (_row(episode, feed, say) for episode in feed.episodes)]
    return [tag.H2(say("episodes")), *search, tag.OL(*rows, **{"class": "episodes"})]


def _row(episode: Episode, feed: Feed, say: Words) -> list[html.HtmlElement]:
    """An episode in the list: its page, its facts, what it is; last a link that plays it at once."""
    own = _lang(clean.language(episode.script.article.language, feed.language), say.language)
    title = clean.line(episode.title)
    page = f"episodes/{episode.slug}/index.html"
    stories = " · ".join(clean.line(story.title) for story in episode.script.stories)
    told = [clean.cut(text, 400) for text in (notes.lead(episode.script, episode.description), stories) if text]
    length = printed_dates.clock(episode.timeline.duration_ms)
    play = tag.A(player_bar.picture("play"), f"{say('play')} {length}", href=f"{page}#play")
    play.append(tag.SPAN(f" {title}", **own, **{"class": "unseen"}))
    play.set("class", "button")
    return [
        tag.H3(tag.A(title, href=page), **own),
        tag.P(_origin(episode, say), **{"class": "facts"}),
        *(tag.P(text, **own) for text in told),
        play,
    ]


def _search_episodes(say: Words) -> html.HtmlElement:
    """What feed.js serves."""
    return E.search(
        tag.LABEL(say("search_episodes"), **{"for": "query"}),
        tag.INPUT(type="search", id="query", autocomplete="off"),
        E.output(id="matches", **{"data-found": say.table["found"], "data-none": say("not_found")}),
        id="search",
        hidden="hidden",
        **{"class": "row"},
    )


def _facts(episode: Episode, say: Words) -> str:
    """By whom, of when, how long."""
    return f"{_origin(episode, say)} · {say('length', time=printed_dates.clock(episode.timeline.duration_ms))}"


def _origin(episode: Episode, say: Words) -> str:
    article = episode.script.article
    when = printed_dates.long_date(episode.updated or article.published or episode.published, say.language)
    if episode.updated:
        when = say("updated", date=when)
    elif article.published and not episode.script.stories:  # any other date must not pass for an article's
        when = say("first_published", date=when)
    return " · ".join(filter(None, (notes.byline(article, say), when)))


def _audio(episode: Episode, title: str, say: Words, language: str) -> html.HtmlElement:
    """The sound: in the browser's own player until page.js takes its controls away."""
    return E.audio(
        E.track(kind="captions", src=formats.CAPTIONS.name, srclang=language, label=say("transcript")),
        src=formats.AUDIO.named(episode.slug),
        controls="controls",
        preload="metadata",
        id="audio",
        **{"aria-label": title},
    )


def _downloads(episode: Episode, feed: Feed) -> list[html.HtmlElement]:
    size = f", {episode.audio_bytes / 1_000_000:.1f} MB"
    links = [tag.A(formats.AUDIO.label + size, href=formats.AUDIO.named(episode.slug))]
    links += [
        tag.A(row.label, href=row.named(episode.slug))
        for row in formats.in_feed(feed.books if episode.books is None else episode.books)
        if row.label
    ]
    for link in links:
        link.tail = " "
    return links


def _chapters(episode: Episode, say: Words, own: Mapping[str, str]) -> html.HtmlElement:
    rows = []
    for chapter in chapter_lists.marked(episode):
        title = clean.line(chapter.title)
        facts = {"href": _moment(episode, chapter.start_ms), "data-ms": str(chapter.start_ms)}
        link = tag.A(tag.SPAN(title, **own), **facts)
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
    """The text, a heading at each chapter. How to play from a place in it is told once, where a script can do it."""

    def decorate(line: passages.Line, sentence: passages.Sentence) -> dict[str, str]:
        if sentence.start_ms is None:
            return {}
        facts = {"data-start": str(sentence.start_ms)}
        if line.part_of in passages.SKIPPABLE:  # where it ends, the player goes on to what is not left out
            facts |= {"data-end": str(sentence.end_ms), "data-part": line.part_of.value}
        return facts

    chapters = passages.chapters_by_passage(found, episode.chapters)
    text = tag.DIV(*body_html.elements(found, 3, decorate, chapters, titled=True), **own)
    for table in list(text.iter("table")):  # a wide one scrolls by itself, by keyboard too
        frame = tag.DIV(**{"class": "scroll", "tabindex": "0"})
        table.addprevious(frame)
        frame.append(table)
    return E.article(
        tag.H2(say("transcript"), id="transcript-title"),
        _search(say),
        text,
        id="transcript",
        tabindex="-1",
        **{"aria-labelledby": "transcript-title"},
    )


def _search(say: Words) -> html.HtmlElement:
    """What page.js serves: the field, the next match, how many there are."""
    return E.search(
        tag.P(say("how_to_play"), id="how"),
        tag.P(
            tag.LABEL(say("search"), **{"for": "query"}),
            tag.INPUT(type="search", id="query", autocomplete="off"),
            tag.BUTTON(say("next_match"), type="button", id="next-match"),
            E.output(id="matches", **{"data-found": say.table["found"], "data-none": say("not_found")}),
            **{"class": "row"},
        ),
        id="search",
        hidden="hidden",
    )


def _sources(episode: Episode, say: Words) -> list[html.HtmlElement]:
    """A link to each article."""
    rows = []
    for article in notes.articles(episode):
        if address := clean.web_address(article.url):
            text = notes.article_link_text(article, say)
            if episode.script.stories:
                text = say("story_link", title=clean.line(article.title))
            rows.append(tag.P(tag.A(text, href=address, rel="external")))
    return rows


def _about(episode: Episode, feed: Feed, say: Words, sources: Sequence[html.HtmlElement]) -> html.HtmlElement:
    """Where the text of an edition comes from, who speaks, what there is to take along, what could not be spoken."""
    rows = [*sources]
    article = episode.script.article
    if article.licence:
        rows.append(tag.P(say("licence", licence=clean.line(article.licence))))
    rows.append(tag.P(say("disclosure")))
    rows.append(tag.P(say("download"), ": ", *_downloads(episode, feed)))
    if not episode.script.stories:  # the page of an edition is nobody else's article
        rows += embed.lines(feed.episode_url(episode, "index.html"), feed.base_url, say)
    if episode.unspoken:
        rows += [tag.H3(say("unspoken")), tag.UL(*(tag.LI(clean.line(row)) for row in episode.unspoken))]
    return E.section(tag.H2(say("about"), id="about-title"), *rows, id="about", **{"aria-labelledby": "about-title"})


def _moment(episode: Episode, ms: int) -> str:
    """A place in the audio as a media fragment, which browsers' own players know."""
    seconds = f"{ms / 1000:g}" if ms % 1000 == 0 else f"{ms / 1000:.3f}"
    return f"{formats.AUDIO.named(episode.slug)}#t={seconds}"


def _cover_alt(feed: Feed) -> str:
    return clean.line(feed.cover_alt) or cover.alt_text(feed.title, feed.author, language=feed.language)


def _lang(language: str, around: str) -> dict[str, str]:
    return body_html.language_facts(language, around)


def _versioned(root: str, name: str) -> str:
    """The address changes with the content, so that no browser keeps an old script for a new page."""
    return f"{root}static/{name}?v={hashlib.sha256(_static(name)).hexdigest()[:8]}"


@cache
def _static(name: str) -> bytes:
    parts = ("core.js", "bar.js", "page.js") if name == "player.js" else (name,)
    return b"".join((files(__package__) / "static" / part).read_bytes() for part in parts)
