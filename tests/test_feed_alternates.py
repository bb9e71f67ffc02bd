"""Other enclosures of an episode: small ones for slow lines, audiobooks; as the feed tells them, and as they are."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import soundfile
from lxml import etree
from mutagen.oggopus import OggOpus

from audiobrief import check
from audiobrief.check.alternates import alternate_faults
from audiobrief.check.elements import element_faults
from audiobrief.check.feed import Element, Feed, Item
from audiobrief.config import NAME
from audiobrief.errors import OutputError
from audiobrief.feed import run
from audiobrief.publish import opus, rss
from tests import publish_samples as samples
from tests.published import BASE, files, new_feed, quiet

NAMESPACES = {"podcast": rss.PODCAST}


def set_books(folder: Path, books: str) -> None:
    text = (folder / NAME).read_text("utf-8")
    (folder / NAME).write_text(re.sub(r"(?m)^(books = .*\n)?", f"books = {books}\n", text, count=1), "utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A feed that got its other enclosures after its episode was published."""
    folder = new_feed(tmp_path_factory.mktemp("feed") / "f")
    set_books(folder, "[]")
    article = folder / "small.md"
    article.write_text("# A small ferry\n\n" + "The ferry is small, and nobody minds. " * 7, "utf-8")
    run.publish(folder, [str(article)], quiet)
    assert "alternateEnclosure" not in (folder / "public/feed.xml").read_text("utf-8")
    set_books(folder, '["opus"]')
    run.publish(folder, [], quiet)
    return folder


def offered(folder: Path) -> tuple[etree._Element, Path]:
    """The element of the one other enclosure, and its file."""
    (found,) = etree.parse(folder / "public/feed.xml").findall(".//podcast:alternateEnclosure", NAMESPACES)
    (source,) = found.findall("podcast:source", NAMESPACES)
    uri = source.get("uri") or ""
    assert uri.startswith(BASE)
    return found, folder / f"public{uri.removeprefix(BASE)}"


def test_the_feed_tells_what_the_file_is(made: Path) -> None:
    element, path = offered(made)
    data = path.read_bytes()
    assert path.name == f"{path.parent.name}.opus"
    assert (element.get("type"), element.get("codecs"), element.get("lang")) == ("audio/ogg", "opus", "en")
    assert element.get("length") == str(len(data))
    assert 0 < int(element.get("bitrate") or "") < 26_000
    assert re.fullmatch(r"Opus, \d+ kbit/s", element.get("title") or "")
    (integrity,) = element.findall("podcast:integrity", NAMESPACES)
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    assert (integrity.get("type"), integrity.get("value")) == ("sri", f"sha256-{digest}")


def test_the_small_file_is_as_long_as_the_mp3_and_has_its_chapters(made: Path) -> None:
    _, path = offered(made)
    whole = soundfile.info(path.with_suffix(".mp3"))
    small = soundfile.info(path)
    assert (small.format, small.subtype, small.channels) == ("OGG", "OPUS", 1)
    assert abs(small.duration - whole.duration) < 0.05
    assert path.stat().st_size < path.with_suffix(".mp3").stat().st_size / 2
    tag = OggOpus(path)
    listed = etree.parse(made / "public/feed.xml").findall(".//{http://podlove.org/simple-chapters}chapter")
    assert [tag[f"chapter{number:03}"] for number in range(len(listed))] == [[one.get("start")] for one in listed]
    assert [tag[f"chapter{number:03}name"] for number in range(len(listed))] == [[one.get("title")] for one in listed]
    assert tag["ai-content"] == ["true"]


def test_a_second_run_changes_no_byte_and_the_check_passes(made: Path) -> None:
    before = files(made / "public")
    run.publish(made, [], quiet)
    assert files(made / "public") == before
    assert {finding.name for finding in check.check(str(made)) if not finding.passed} <= {"loudness"}  # of a tone


def test_a_damaged_one_is_made_again_with_the_same_bytes(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / "f")
    before = files(folder / "public")
    _, path = offered(folder)
    path.unlink()
    run.publish(folder, [], quiet)
    assert files(folder / "public") == before


def test_it_is_gone_from_the_feed_when_it_is_no_longer_wanted(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / "f")
    set_books(folder, "[]")
    run.publish(folder, [], quiet)
    assert "alternateEnclosure" not in (folder / "public/feed.xml").read_text("utf-8")


def test_sound_that_is_none_costs_one_line() -> None:
    with pytest.raises(OutputError, match="Opus could not be made"):
        opus.opus(samples.episode(), b"no music" * 100)


def alternate(**change: str) -> str:
    facts = {"type": "audio/ogg", "length": "4", "codecs": "opus", **change}
    return " ".join(f'{name}="{value}"' for name, value in facts.items() if value)


URI = "https://news.example/a.opus"
SRI = f"sha256-{base64.b64encode(hashlib.sha256(b'opus').digest()).decode()}"
GOOD = f'<podcast:source uri="{URI}"/><podcast:integrity type="sri" value="{SRI}"/>'
FAULTS: list[tuple[str, str, str]] = [
    (alternate(length="5"), GOOD, "says 5 bytes, the file has 4"),
    (alternate(type="audio/mpeg"), GOOD, 'has the type "audio/mpeg"'),
    (alternate(), GOOD.replace("a.opus", "b.opus"), "is not there"),
    (alternate(), GOOD.replace("value", 'other="" value').replace("sha256-", "sha256-A"), "podcast:integrity"),
    (alternate(), GOOD.replace("sha256-", "md5-"), "podcast:integrity"),
    (alternate(), "", "no podcast:source"),
    (alternate(type=""), GOOD, "has no type"),
    (alternate(bitrate="24 kbit/s"), GOOD, 'the bitrate "24 kbit/s"'),
    (alternate(codecs="opus!"), GOOD, 'the codecs "opus!"'),
    (alternate(default="yes"), GOOD, 'the default "yes"'),
    (alternate(lang="English"), GOOD, 'the lang "English"'),
    (alternate(size="4"), GOOD, "an attribute size"),
    (alternate(), GOOD.replace("uri=", "url="), "<podcast:source> has no uri"),
    (alternate(), GOOD.replace('"sri"', '"md5"'), 'the type "md5"'),
    (alternate(), GOOD + f'<podcast:integrity type="sri" value="{SRI}"/>', "a second <podcast:integrity>"),
    (alternate(), GOOD + "<podcast:mirror/>", "<podcast:mirror>"),
]


def told(attributes: str, inside: str) -> list[str]:
    """What the check says of a feed with one such element."""
    element = f"<podcast:alternateEnclosure {attributes}>{inside}</podcast:alternateEnclosure>"
    xml = f'<rss xmlns:podcast="{rss.PODCAST}"><channel><item>{element}</item></channel></rss>'
    channel = Element(etree.fromstring(xml)).one("channel")
    read: Callable[[str], bytes | None] = {URI: b"opus"}.get
    now = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
    item = Item(channel.one("item"), "A", now, read, None, None, (), {}, {}, None)
    feed = Feed("feed", xml.encode(), read, channel, (item,))
    return [fact for _, fact in (*alternate_faults(item), *element_faults(feed))]


@pytest.mark.parametrize(("attributes", "inside", "fact"), FAULTS)
def test_a_wrong_one_is_found(attributes: str, inside: str, fact: str) -> None:
    assert any(fact in line for line in told(attributes, inside)), told(attributes, inside)


def test_a_right_one_and_other_transports_are_good() -> None:
    assert told(alternate(), GOOD) == told(alternate(codecs="mp4a.40.2"), GOOD) == []
    assert told(alternate(), GOOD + '<podcast:source uri="ipfs://Qm" contentType="audio/ogg"/>') == []
