"""The feed: RSS 2.0 with the iTunes, Podcasting 2.0, Podlove, Atom and content namespaces.

Written with lxml from the values alone: the same feed gives the same bytes. Requirements and their sources are the
rows of docs/perfect-episode.md. The older feed libraries write ``itunes:explicit`` as "no", which Apple and the common
validator refuse, and know none of the podcast namespace: none is used.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from lxml import etree

from audiobrief import formats
from audiobrief.formats import AI_CONTENT, AUDIO, CHAPTERS, TRANSCRIPTS
from audiobrief.model import Episode, Feed
from audiobrief.publish import chapter_lists, clean, cover, notes, printed_dates
from audiobrief.publish.page_words import words
from audiobrief.publish.soundbite import soundbite
from audiobrief.text import categories
from audiobrief.text.licences import Licence, public_licence

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
_NAMESPACES = {"atom": ATOM, "content": CONTENT, "itunes": ITUNES, "podcast": PODCAST, "psc": chapter_lists.PSC}
_WORDS_BYTES = 128  # of what the podcast namespace shows
_VALUE_BYTES = 255  # PSP-1: of a node's value, unless it says otherwise
# PSP-1: the holder's name alone, without the word, the sign or the year.
_COPYRIGHT = re.compile(r"^(?:copyright|©|\(c\)|\d{4}(?:\s*[-–]\s*\d{4})?|[\s,:])+", re.IGNORECASE)
_HISTORY = "{http://purl.org/syndication/history/1.0}"  # RFC 5005
_ATOM, _CONTENT, _ITUNES, _PODCAST = (f"{{{uri}}}" for uri in (ATOM, CONTENT, ITUNES, PODCAST))


def feed_xml(feed: Feed, files: Mapping[str, Mapping[str, tuple[int, str]]] = MappingProxyType({})) -> bytes:
    """The whole feed as UTF-8. Texts are cleaned and cut to what PSP-1 allows; dates come from the episodes.

    ``files`` says by slug and name which files there are, with size and SHA-256: others are not offered as enclosures.
    """
    top = etree.Element("rss", {"version": "2.0"}, nsmap=_NAMESPACES)
    channel = etree.SubElement(top, "channel")
    _channel(channel, feed)
    for episode in feed.episodes:
        item = etree.SubElement(channel, "item")
        _item(item, feed, episode)
        _alternates(item, feed, episode, files.get(episode.slug, {}))
    etree.indent(top)
    xml: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return xml + b"\n"


def _channel(channel: etree._Element, feed: Feed) -> None:
    add = _adder(channel)
    image = f"{feed.base_url}/cover.jpg"
    name = _value(feed.title)
    author = _value(feed.author) or name
    add("title", name)
    add("link", f"{feed.base_url}/")
    _pages(channel, feed)
    add("language", clean.language(feed.language))
    add("description", clean.cut(feed.description, notes.LIMIT_BYTES) or name)
    add(_ITUNES + "author", author)
    add(_ITUNES + "type", "episodic")
    add(_ITUNES + "explicit", _boolean(feed.explicit))
    add(_ITUNES + "image", href=image)
    category, below = categories.split(feed.category)
    element = add(_ITUNES + "category", text=category)
    if below:
        _adder(element)(_ITUNES + "category", text=below)
    if feed.email:
        owner = _adder(add(_ITUNES + "owner"))
        owner(_ITUNES + "name", author)
        owner(_ITUNES + "email", feed.email)
    add("copyright", _value(_COPYRIGHT.sub("", feed.copyright)))
    add("generator", "audiobrief")
    add("lastBuildDate", printed_dates.rfc2822(_newest(feed)))
    add(_PODCAST + "guid", feed.guid)
    add(_PODCAST + "locked", "yes", owner=feed.email)
    add(_PODCAST + "medium", feed.medium)
    add(_PODCAST + "txt", "true", purpose=AI_CONTENT)
    _image(channel, image, feed.cover_alt or cover.alt_text(feed.title, feed.author, language=feed.language))
    _people(channel, "narrator", "cast", [words(feed.language)("narrator")])
    _offers(channel, feed)


def _offers(channel: etree._Element, feed: Feed) -> None:
    """What the owner says of the feed, where the configuration has it."""
    add = _adder(channel)
    _licence(channel, [(feed.license, feed.license_url)])
    for one in feed.funding:
        add(_PODCAST + "funding", clean.cut(one.text, _WORDS_BYTES), url=clean.web_address(one.url))
    if feed.update_frequency or feed.update_rule:
        often = feed.update_frequency or words(feed.language)("daily")
        add(_PODCAST + "updateFrequency", clean.cut(often, _WORDS_BYTES), rrule=feed.update_rule)


def _pages(channel: etree._Element, feed: Feed) -> None:
    """Where the feed is, and the pages of a long one (RFC 5005, 4); ``next`` is what podcast apps follow."""
    add = _adder(channel)
    links = [("self", feed.page or "feed"), ("prev-archive", feed.older), ("next", feed.older)]
    if feed.page:
        etree.SubElement(channel, _HISTORY + "archive")
        links.append(("current", "feed"))
    for rel, name in links:
        if name:
            add(_ATOM + "link", href=f"{feed.base_url}/{name}.xml", rel=rel, type="application/rss+xml")


def _item(item: etree._Element, feed: Feed, episode: Episode) -> None:
    add = _adder(item)
    article = episode.script.article
    language = clean.language(article.language, feed.language)
    shown = notes.show_notes(episode, feed)
    image = feed.episode_url(episode, "cover.jpg")
    audio = feed.episode_url(episode, AUDIO.named(episode.slug))
    add("title", _value(episode.title))
    add("link", feed.episode_url(episode))
    add("guid", episode.guid, isPermaLink="false")
    add("pubDate", printed_dates.rfc2822(episode.published))
    add("enclosure", url=audio, length=str(episode.audio_bytes), type=AUDIO.media_type)
    add("description", etree.CDATA(shown))
    add(_CONTENT + "encoded", etree.CDATA(shown))
    add(_ITUNES + "summary", notes.lead(episode.script, episode.description))
    add(_ITUNES + "duration", str(round(episode.timeline.samples / episode.timeline.rate_hz)))
    add(_ITUNES + "explicit", _boolean(feed.explicit))
    add(_ITUNES + "episodeType", "full")
    add(_ITUNES + "image", href=image)
    _image(item, image, episode.cover_alt or cover.alt_text(episode.title, article.site or "", language=language))
    for row in TRANSCRIPTS:
        url = feed.episode_url(episode, row.named(episode.slug))
        add(_PODCAST + "transcript", url=url, type=row.media_type, language=language, rel=row.rel or "")
    add(_PODCAST + "chapters", url=feed.episode_url(episode, CHAPTERS.name), type=CHAPTERS.media_type)
    item.append(chapter_lists.psc_chapters(episode))
    _people(item, "author", "writing", [name for story in notes.articles(episode) for name in story.authors])
    _people(item, "narrator", "cast", [notes.episode_words(episode, feed)("narrator")])
    add(_PODCAST + "txt", "true", purpose=AI_CONTENT)
    _story(item, episode, language)
    if address := clean.web_address(article.url):
        text = notes.article_link_text(article, notes.episode_words(episode, feed))
        add(_PODCAST + "contentLink", text, href=address)


def _story(item: etree._Element, episode: Episode, language: str) -> None:
    """What an app can offer of the story itself: a taste of it, where it was filed, what may be done with it."""
    add = _adder(item)
    if bite := soundbite(episode):
        times = {"startTime": f"{bite.start_ms / 1000:.3f}", "duration": f"{bite.duration_ms / 1000:.3f}"}
        add(_PODCAST + "soundbite", clean.cut(bite.title, _WORDS_BYTES), **times)
    for place in episode.script.article.places:
        named = clean.cut(place, _WORDS_BYTES)
        add(_PODCAST + "location", named, rel="creator", country=_country(place, language))
    _licence(item, [(story.licence or "", "") for story in notes.articles(episode)])


def _adder(parent: etree._Element) -> Callable[..., etree._Element]:
    """Appends a child; attributes without a value, and a child that would be empty, are left out."""

    def add(tag: str, content: str | etree.CDATA | None = None, /, **facts: str) -> etree._Element:
        attributes = {key: clean.line(value) for key, value in facts.items() if value}
        child = etree.Element(tag, attributes)
        if content is not None:
            child.text = clean.line(content) if isinstance(content, str) else content
        if content != "":
            parent.append(child)
        return child

    return add


def _newest(feed: Feed) -> str:
    """When the feed last changed: of the episodes, not of the clock, so that a second run changes no byte."""
    moments = [iso for episode in feed.episodes for iso in (episode.published, episode.updated) if iso]
    return max((iso for iso in moments if printed_dates.parse(iso)), key=printed_dates.moment, default="")


def _value(text: str) -> str:
    return clean.cut(text, _VALUE_BYTES)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _image(parent: etree._Element, href: str, alt: str) -> None:
    """``podcast:image``: the only image element of a feed with a text alternative."""
    facts = {"href": href, "alt": _value(alt), "aspect-ratio": "1/1", "width": str(cover.SIZE_PX)}
    etree.SubElement(parent, _PODCAST + "image", facts | {"type": "image/jpeg", "purpose": "artwork"})


@cache
def _country(place: str, language: str) -> str:
    """ISO 3166's code of the country that a place names behind its comma ("Graz, Austria"), or ""."""
    _, comma, name = place.rpartition(", ")
    if not comma or name == "Georgia":  # a state more often than the country
        return ""
    from babel import Locale

    territories = Locale.parse(printed_dates.locale_of(language)).territories
    return next((code for code, known in territories.items() if known == name and code.isalpha()), "")


def _alternates(item: etree._Element, feed: Feed, episode: Episode, files: Mapping[str, tuple[int, str]]) -> None:
    """``podcast:alternateEnclosure``: the same sound in other files."""
    for row in formats.in_feed(feed.books if episode.books is None else episode.books):
        name = row.named(episode.slug)
        if not row.codecs or name not in files:
            continue
        size, sha256 = files[name]
        bits = size * 8_000 // max(1, episode.timeline.duration_ms)
        facts = {"type": row.media_type, "length": str(size), "bitrate": str(bits), "codecs": row.codecs}
        facts |= {"lang": clean.language(episode.script.article.language, feed.language)}
        other = _adder(item)(
            _PODCAST + "alternateEnclosure", **facts, title=f"{row.label}, {round(bits / 1000)} kbit/s"
        )
        _adder(other)(_PODCAST + "source", uri=feed.episode_url(episode, name))
        value = f"sha256-{base64.b64encode(bytes.fromhex(sha256)).decode()}"
        _adder(other)(_PODCAST + "integrity", type="sri", value=value)


def _licence(parent: etree._Element, told: Sequence[tuple[str, str]]) -> None:
    """``podcast:license`` where all name the same one: a public one, or one whose text is at an address of its own."""
    found = {public_licence(name) or Licence(name, address) for name, address in told}
    if len(found) == 1 and (one := found.pop()).address:
        _adder(parent)(_PODCAST + "license", clean.cut(one.identifier, _WORDS_BYTES), url=one.address)


def _people(parent: etree._Element, role: str, group: str, names: Iterable[str]) -> None:
    """``podcast:person``, each name once, in order."""
    for name in dict.fromkeys(clean.cut(name, _WORDS_BYTES) for name in names):
        _adder(parent)(_PODCAST + "person", name, role=role, group=group)
