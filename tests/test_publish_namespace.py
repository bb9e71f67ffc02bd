"""What the feed tells by the podcast namespace beyond what every feed needs, and the faults in it that are found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from lxml import etree

from audiobrief import config
from audiobrief.check import channel_rules
from audiobrief.check.feed import read_feed
from audiobrief.errors import UsageError
from audiobrief.model import Episode, Feed
from audiobrief.publish import rss
from audiobrief.text.licences import public_licence
from tests import publish_samples as samples
from tests.test_config import GOOD

CC_BY = ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")


def elements(feed: Feed, path: str) -> list[tuple[dict[str, str], str]]:
    """Attributes and text of the elements that a path of local names leads to."""
    top = etree.fromstring(rss.feed_xml(feed))
    found = top.xpath("/rss/channel/" + "/".join(f"*[local-name()='{name}']" for name in path.split("/")))
    return [({str(k): str(v) for k, v in one.attrib.items()}, one.text or "") for one in found]


def plain(**more: object) -> Feed:
    """A feed of which nothing but the least is configured."""
    return replace(Feed("News", "https://news.example", "de"), **more)  # type: ignore[arg-type]


def licensed(*licences: str | None) -> Episode:
    """An edition of stories under these licences; of one, an article."""
    stories = tuple(replace(samples.ARTICLE, licence=licence) for licence in licences)
    one = samples.episode(article=stories[0])
    return one if len(stories) == 1 else replace(one, script=replace(one.script, stories=stories))


@pytest.mark.parametrize(
    ("text", "identifier", "address"),
    [
        ("CC BY 4.0", "CC-BY-4.0", "by/4.0/"),
        ("(cc-by-nc-nd 4.0)", "CC-BY-NC-ND-4.0", "by-nc-nd/4.0/"),
        ("http://creativecommons.org/licenses/by-sa/3.0/de/deed.en", "CC-BY-SA-3.0-DE", "by-sa/3.0/de/"),
        ("https://www.creativecommons.org/licenses/by/4.0/legalcode.fr", "CC-BY-4.0", "by/4.0/"),
    ],
)
def test_a_public_licence_is_known_by_name_and_address(text: str, identifier: str, address: str) -> None:
    assert public_licence(text) == (identifier, f"https://creativecommons.org/licenses/{address}")


@pytest.mark.parametrize(
    "text", ["", "CC BY", "All rights reserved", "© 2026 CC BY 4.0 News", "https://a.example/by/4.0"]
)
def test_no_other_text_is_taken_for_one(text: str) -> None:
    assert public_licence(text) is None
    assert public_licence("CC0 1.0") == ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")


def test_a_feed_tells_its_licence_and_where_to_give() -> None:
    assert elements(samples.feed(), "license") == [({"url": CC_BY[1]}, CC_BY[0])]
    own = plain(license="our terms", license_url="https://news.example/terms")
    assert elements(own, "license") == [({"url": "https://news.example/terms"}, "our terms")]
    assert elements(samples.feed(), "funding") == [({"url": "https://news.example/give"}, "Support the library")]


def test_an_episode_tells_the_licence_that_all_its_articles_name() -> None:
    cases = {("CC BY 4.0",): 1, ("CC BY 4.0", CC_BY[1]): 1, ("CC BY 4.0", None): 0, ("CC BY 4.0", "CC BY-NC 4.0"): 0,
             ("All rights reserved",): 0, (None,): 0}  # fmt: skip
    for licences, count in cases.items():
        told = elements(plain(episodes=(licensed(*licences),)), "item/license")
        assert told == [({"url": CC_BY[1]}, CC_BY[0])] * count, licences


def test_when_episodes_come() -> None:
    said = ({"rrule": "FREQ=WEEKLY;BYDAY=MO,SA"}, "Mondays and Saturdays")
    assert elements(samples.feed(), "updateFrequency") == [said]
    assert elements(plain(update_rule="FREQ=DAILY"), "updateFrequency") == [({"rrule": "FREQ=DAILY"}, "Täglich")]


def test_nothing_is_asserted_that_nobody_said() -> None:
    for name in ("license", "funding", "updateFrequency", "location", "item/license", "item/location"):
        assert elements(plain(episodes=(licensed(None),)), name) == [], name


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ('license = "our terms"', "no public licence known"),
        ('license_url = "https://a.example/x"', "a license with a name"),
        ('license = "our terms"\nlicense_url = "terms.html"', "'terms.html'"),
        ('update_rule = "FREQ=DAILY"', "with words beside it"),
        ('update_rule = "every day"\nupdate_frequency = "Daily"', "'every day'"),
        ('[[funding]]\nurl = "give"\ntext = "Give"', "no web address"),
        ('[[funding]]\nurl = "https://a.example"\ntext = " "', "no words"),
    ],
)
def test_a_mistake_in_the_configuration_is_named(text: str, fact: str) -> None:
    with pytest.raises(UsageError, match=re.escape(fact)):
        config.parse(GOOD + text, "a.toml")


CHANNEL_FAULTS = [
    ("license", r'<podcast:license url="[^"]*">CC-BY', "<podcast:license>our-terms"),
    ("license", r">CC-BY-4.0", ">CC-BY-9.0"),
    ("license", r">CC-BY-4.0", ">CC BY 4.0"),
    ("license", r"(<item>.*?>)CC-BY-4.0", r"\1CC-NC-BY-4.0"),
    ("elements", r"(<podcast:license [^>]*>)[^<]*", r"\1"),
    ("elements", r'<podcast:license url="https:', '<podcast:license url="'),
    ("elements", r"(<podcast:license .*?</podcast:license>)", r"\1\1"),
    ("elements", r'<podcast:funding url="[^"]*"', "<podcast:funding"),
    ("elements", r'<podcast:funding url="[^"]*"', '<podcast:funding url="give@news.example"'),
    ("elements", r">Support the library", ">"),
    ("elements", r'rrule="FREQ=WEEKLY', 'rrule="WEEKLY'),
    ("elements", r'rrule="FREQ=WEEKLY', 'rrule="FREQ=SOMETIMES'),
    ("elements", r"BYDAY=MO,SA", "BYDAY=MON,SAT"),
    ("elements", r"BYDAY=MO,SA", "FREQ=DAILY"),
    ("elements", r"BYDAY=MO,SA", "INTERVAL=0"),
    ("elements", r">Mondays and Saturdays", "> "),
    ("elements", r"<podcast:updateFrequency ", '<podcast:updateFrequency complete="yes" '),
    ("elements", r"<podcast:updateFrequency ", '<podcast:updateFrequency dtstart="21 Nov 2026" '),
]


def failed(xml: str) -> set[str]:
    """The rules of the feed alone that a feed breaks; its files are not looked at."""
    feed = read_feed(xml.encode(), "feed.xml", lambda url: None, datetime.fromisoformat("2026-11-24T12:00:00+00:00"))
    rules = [rule for rule in channel_rules.RULES if rule.name in ("license", "elements")]
    return {rule.name for rule in rules if list(rule.look(feed))}


def test_the_feed_is_sound() -> None:
    assert failed(rss.feed_xml(samples.feed()).decode()) == set()


@pytest.mark.parametrize(("name", "pattern", "replacement"), CHANNEL_FAULTS)
def test_fault_in_the_channel_is_found(name: str, pattern: str, replacement: str) -> None:
    text, hits = re.subn(pattern, replacement, rss.feed_xml(samples.feed()).decode(), count=1, flags=re.DOTALL)
    assert hits
    assert name in failed(text)
