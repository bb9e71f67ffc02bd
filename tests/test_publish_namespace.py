"""What the feed tells by the podcast namespace beyond what every feed needs, and the faults in it that are found."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from itertools import accumulate

import pytest
from lxml import etree

from audiobrief import config
from audiobrief.check import channel_rules
from audiobrief.check.feed import read_feed
from audiobrief.errors import UsageError
from audiobrief.model import Article, Block, Dateline, Episode, Feed, Role, Segment, Span, Timeline
from audiobrief.publish import chapter_lists, rss
from audiobrief.publish.soundbite import soundbite
from audiobrief.script import document
from audiobrief.script.write.writing import write_script
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


@pytest.mark.parametrize(
    ("place", "language", "country"),
    [("Graz, Austria", "en", "AT"), ("Graz, Österreich", "de-AT", "AT"), ("Port Ansel, Maine", "en", ""),
     ("Atlanta, Georgia", "en", ""), ("Ireland", "en", ""), ("Graz, Austria", "zz", "AT")],
)  # fmt: skip
def test_a_dateline_tells_where_and_the_country_that_it_prints(place: str, language: str, country: str) -> None:
    one = samples.episode(article=replace(samples.ARTICLE, language=language, places=(place,)))
    named = {"country": country} if country else {}
    assert elements(plain(episodes=(one,)), "item/location") == [({"rel": "creator", **named}, place)]


def test_places_and_pictures_survive_the_script() -> None:
    blocks = (
        Block(Role.HEADLINE, "A quiet day"),
        Block(Role.BODY, "PORT ANSEL, Maine -- It was quiet.", dateline=Dateline(21, ("PORT ANSEL, Maine",))),
        Block(Role.CAPTION, "The pier", image="/img/the pier.jpg"),
        Block(Role.CAPTION, "The sky", image="data:image/png;base64,AA"),
        Block(Role.CAPTION, "The sea", image="http://[x"),
    )
    script = write_script(Article(url="https://a.example/b/c", title="A quiet day", language="en", blocks=blocks))
    read = document.load(document.dump(script), "x")
    for one in (script, read):
        assert one.article.places == ("Port Ansel, Maine",)
        assert [segment.image for segment in one.segments if segment.image] == ["https://a.example/img/the%20pier.jpg"]


def test_chapters_name_the_pictures_inside_them() -> None:
    def pictures(feed: Feed) -> list[str]:
        chapters = json.loads(chapter_lists.json_chapters(samples.episode(), feed))["chapters"]
        return [chapter.get("img", "") for chapter in chapters]

    assert pictures(plain()) == ["", "", "", "https://news.example/img/pier.jpg", ""]
    assert not any(pictures(plain(chapter_pictures=False)))


def spoken(*said: tuple[Role, int, float]) -> Episode:
    """An episode of segments with these roles and blocks, each as many seconds long as said."""
    segments = [Segment(role, "Words.", block=block) for role, block, _ in said]
    ends = list(accumulate(round(seconds * 1000) for _, _, seconds in said))
    spans = tuple(Span(number, end - round(said[number][2] * 1000), end) for number, end in enumerate(ends))
    return replace(samples.episode(tuple(segments)), timeline=Timeline(1000, ends[-1], spans), chapters=())


HEAD, BODY, QUOTE, CUE, LIST = Role.HEADLINE, Role.BODY, Role.QUOTE, Role.CUE, Role.LIST_ITEM


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ([(CUE, 0, 3), (HEAD, 1, 5), (BODY, 2, 20), (BODY, 3, 20)], (3_000, 25_000)),
        ([(HEAD, 1, 5), (BODY, 2, 5), (BODY, 3, 8), (BODY, 4, 8)], (0, 18_000)),
        ([(HEAD, 1, 5), (BODY, 2, 12), (CUE, 2, 1), (QUOTE, 2, 9), (BODY, 2, 1), (BODY, 3, 9)], (0, 28_000)),
        ([(HEAD, 1, 5), (BODY, 2, 5), (LIST, 3, 20), (BODY, 4, 20)], None),
        ([(HEAD, 1, 5), (BODY, 2, 130)], None),
        ([(HEAD, 1, 5), (LIST, 2, 20)], None),
        ([(BODY, 1, 20), (HEAD, 2, 5), (BODY, 3, 20)], None),
    ],
)
def test_a_soundbite_is_headline_and_lead_to_the_end_of_a_paragraph(
    said: list[tuple[Role, int, float]], wanted: tuple[int, int] | None
) -> None:
    bite = soundbite(spoken(*said))
    assert (bite and (bite.start_ms, bite.duration_ms)) == wanted
    if bite:
        told = {"startTime": f"{bite.start_ms / 1000:.3f}", "duration": f"{bite.duration_ms / 1000:.3f}"}
        assert elements(plain(episodes=(spoken(*said),)), "item/soundbite") == [(told, "Words.")]


def test_nothing_is_asserted_that_nobody_said() -> None:
    for name in ("license", "funding", "updateFrequency", "location", "item/license", "item/location"):
        article = replace(samples.ARTICLE, licence=None, places=())
        assert elements(plain(episodes=(samples.episode(article=article),)), name) == [], name


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
    ("elements", r'rel="creator"', 'rel="author"'),
    ("elements", r'country="IE"', 'country="Ireland"'),
    ("elements", r'country="IE"', 'geo="53.3,-6.2"'),
    ("elements", r'country="IE"', 'osm="113314"'),
    ("elements", r">Westhaven, Ireland", ">"),
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
