"""What a page says of itself to search engines and to those whom a link is sent: canonical address, og:, JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lxml import html
from lxml.html import builder as tag

from audiobrief import formats
from audiobrief.model import Episode, Feed
from audiobrief.publish import clean, cover, notes

_DESCRIPTION_CHARACTERS = 300


def of_feed(feed: Feed) -> list[html.HtmlElement]:
    """Returns the elements for the head of a feed's page."""
    address = clean.web_address(feed.base_url + "/" if feed.base_url else "")
    if feed.page and address:
        address += f"{feed.page}.html"
    picture = f"{feed.base_url}/cover.jpg"
    alt = clean.line(feed.cover_alt) or cover.alt_text(feed.title, feed.author, language=feed.language)
    facts = {"type": "website", "title": clean.line(feed.title), "image": picture, "image:alt": alt}
    return _elements(facts, feed.description, address, _series(feed, feed.description))


def of_episode(episode: Episode, feed: Feed, language: str) -> list[html.HtmlElement]:
    """Returns the elements for the head of an episode's page."""
    picture, audio = (feed.episode_url(episode, name) for name in ("cover.jpg", formats.AUDIO.named(episode.slug)))
    article = episode.script.article
    alt = cover.alt_text(article.title, article.site or "", language=language)
    facts = {
        "type": "article",
        "title": clean.line(episode.title),
        "site_name": clean.line(feed.title),
        "image": picture,
        "image:alt": alt,
        "audio": audio,
        "audio:type": formats.AUDIO.media_type,
    }
    sources = [clean.web_address(story.url) for story in notes.articles(episode)]
    duration = f"PT{round(episode.timeline.duration_ms / 1000)}S"
    data = {
        "@type": "PodcastEpisode",
        "name": facts["title"],
        "inLanguage": language,
        "datePublished": episode.published,
        "dateModified": episode.updated,
        "timeRequired": duration,
        "image": picture,
        "author": [{"@type": "Person", "name": clean.line(name)} for name in article.authors],
        "isBasedOn": [address for address in dict.fromkeys(sources) if address],
        "accessMode": ["auditory", "textual"],
        "accessibilityFeature": ["transcript", "synchronizedAudioText"],
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": audio,
            "encodingFormat": formats.AUDIO.media_type,
            "duration": duration,
            "contentSize": f"{episode.audio_bytes}",
        },
        "partOfSeries": _series(feed),
    }
    return _elements(
        facts,
        notes.lead(episode.script, episode.description),
        clean.web_address(feed.episode_url(episode, "index.html")),
        data,
    )


def _series(feed: Feed, description: str = "") -> dict[str, Any]:
    facts = {"@type": "PodcastSeries", "name": clean.line(feed.title), "inLanguage": clean.language(feed.language)}
    facts |= {"url": f"{feed.base_url}/", "webFeed": feed.feed_url, "description": clean.line(description)}
    return {name: fact for name, fact in facts.items() if fact}


def _elements(
    facts: Mapping[str, str], description: str, address: str, data: Mapping[str, Any]
) -> list[html.HtmlElement]:
    """What names an address only where there is one: a feed that nobody serves has none."""
    told = clean.cut(clean.line(description), _DESCRIPTION_CHARACTERS)
    rows = [tag.META(name="description", content=told)] if told else []
    if not address:
        return rows
    facts = {**facts, "url": address, "description": told}
    rows.append(tag.LINK(rel="canonical", href=address))
    rows += [tag.META(property=f"og:{name}", content=text) for name, text in facts.items() if text]
    stated = {"@context": "https://schema.org", "url": address, "description": told, **data}
    text = json.dumps({name: fact for name, fact in stated.items() if fact}, ensure_ascii=False)
    return [*rows, tag.SCRIPT(text.replace("<", "\\u003c"), type="application/ld+json")]
