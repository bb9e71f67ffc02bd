"""Each check finds the fault that was put in for it, and none fires on a good feed."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from audiobrief import check
from audiobrief.check import audio_rules, channel_rules, item_rules, server, sound
from audiobrief.errors import FetchError, UsageError
from tests import mutations, sample_feed

RULE_NAMES = [
    *(rule.name for rule in channel_rules.RULES),
    *(rule.name for rule in item_rules.RULES),
    *(rule.name for rule in audio_rules.RULES),
]


@pytest.fixture(scope="module", autouse=True)
def _decoded_once() -> Iterator[None]:
    """A sound is decoded once, however many feeds it is in."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_heard", "_heard_apart"):
            patch.setattr(sound, name, cache(getattr(sound, name)))
        yield


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    sample_feed.write_feed(folder)
    return folder


class Broken:
    """A copy of the good feed, to break one thing in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.public = folder / "public"
        self.feed = self.public / "feed.xml"
        self.episode = next(self.public.glob("episodes/ferry-*"))

    def xml(self, pattern: str, replacement: str, count: int = 1) -> None:
        """Replaces in the feed; the pattern must be there."""
        text, hits = re.subn(pattern, replacement, self.feed.read_text("utf-8"), count=count, flags=re.DOTALL)
        assert hits, pattern
        self.feed.write_text(text, "utf-8")

    def file(self, name: str, pattern: str, replacement: str) -> None:
        """Replaces in a file of the episode."""
        path = self.episode / name
        text, hits = re.subn(pattern, replacement, path.read_text("utf-8"), count=1, flags=re.DOTALL)
        assert hits, pattern
        path.write_text(text, "utf-8")

    def audio(self, change: Callable[[bytes], bytes]) -> None:
        """Changes the MP3, and keeps the feed's length right."""
        path = self.episode / "episode.mp3"
        before = path.read_bytes()
        after = change(before)
        assert after != before
        path.write_bytes(after)
        self.xml(f'length="{len(before)}"', f'length="{len(after)}"')

    def failed(self) -> set[str]:
        findings = check.check(str(self.folder), now=sample_feed.NOW)
        assert all(finding.remedy and finding.subject and finding.fact for finding in findings if not finding.passed)
        return {finding.name for finding in findings if not finding.passed}


@pytest.fixture
def broken(good: Path, tmp_path: Path) -> Broken:
    shutil.copytree(good, tmp_path, dirs_exist_ok=True)
    return Broken(tmp_path)


def test_good_feed_passes_every_check(good: Path) -> None:
    for target in (good, good / "public", good / "public" / "feed.xml"):
        findings = check.check(str(target), now=sample_feed.NOW)
        assert [finding for finding in findings if not finding.passed] == []
        assert [finding.name for finding in findings] == RULE_NAMES


def test_good_mp3_passes_every_check_of_audio(good: Path) -> None:
    for path in good.glob("public/episodes/*/episode.mp3"):
        findings = check.check(str(path))
        assert [finding.name for finding in findings] == [rule.name for rule in audio_rules.RULES]
        assert all(finding.passed for finding in findings)


def _picture(size: tuple[int, int], mode: str = "RGB", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


XML_FAULTS = [
    ("feed-xml", r"</channel>", ""),
    ("feed-xml", r'version="2.0"', 'version="0.9"'),
    ("feed-xml", r"<rss ", '<!DOCTYPE rss [<!ENTITY a "b">]><rss '),
    ("feed-xml", r"<generator>", "<generator>" + "<!-- x -->" * 52_000),
    ("feed-required", r"<description>[^<]*</description>", ""),
    ("feed-required", r"<language>en</language>", ""),
    ("feed-required", r'<itunes:image href="[^"]*/cover.jpg"/>', ""),
    ("feed-required", r"<title>[^<]*</title>", "<title/>"),
    ("feed-values", r"<title>Coast", "<title> Coast"),
    ("feed-values", r"<copyright>", "<copyright>" + "x" * 300),
    ("elements", r"<itunes:explicit>false", "<itunes:explicit>no"),
    (
        "elements",
        r"<itunes:explicit>false</itunes:explicit>(\s+<itunes:ep)",
        r"<itunes:explicit>clean</itunes:explicit>\1",
    ),
    ("category", r'category text="News"', 'category text="news"'),
    ("category", r'category text="Daily News"', 'category text="Books"'),
    ("language", r"<language>en<", "<language>English<"),
    ("feed-guid", r"<podcast:guid>[^<]*", "<podcast:guid>12345"),
    ("feed-guid", r"<podcast:guid>(.{14})5", r"<podcast:guid>\g<1>4"),
    ("elements", r"(<podcast:locked[^>]*>)yes", r"\1maybe"),
    ("elements", r"<podcast:medium>podcast", "<podcast:medium>news"),
    ("cover-alt", r'alt="[^"]*"', ""),
    ("cover-alt", r'alt="[^"]*"', 'alt=" "'),
    ("disclosure", r'<podcast:txt purpose="ai-content">true', '<podcast:txt purpose="ai-content">false'),
    ("license", r'<podcast:license url="[^"]*">CC-BY', "<podcast:license>our-terms"),
    ("item-required", r"<guid isPermaLink=\"false\">[^<]*", '<guid isPermaLink="false">'),
    ("item-required", r'<guid isPermaLink="false"', "<guid"),
    ("item-required", r"<pubDate>[^<]*</pubDate>", ""),
    ("item-date", r"<pubDate>[A-Z]..", "<pubDate>Wed"),
    ("item-date", r"<pubDate>[^<]*", "<pubDate>Sat, 21 Nov 2037 06:30:00 +0000"),
    ("item-date", r"<pubDate>[^<]*", "<pubDate>2026-11-21T06:30:00Z"),
    ("item-date", r"<pubDate>[^<]*", "<pubDate>Sat, 21 Nov 2026 06:30:00"),
    ("enclosure", r' length="\d+"', ' length="0"'),
    ("enclosure", r'type="audio/mpeg"', 'type="audio/mp3"'),
    ("enclosure", r' length="\d+"', ""),
    ("alternates", r"(?=<itunes:duration>)", '<podcast:alternateEnclosure type="audio/ogg"/>'),
    ("duration", r"<itunes:duration>\d+", "<itunes:duration>0:31"),
    ("duration", r"<itunes:duration>\d+", "<itunes:duration>99"),
    ("duration", r"<itunes:duration>\d+</itunes:duration>", ""),
    ("item-cover", r"(<item>.*?)<itunes:image [^>]*>", r"\1"),
    ("item-cover", r'(<item>.*?) alt="[^"]*"', r"\1"),
    ("transcripts", r' type="text/vtt"', ""),
    ("transcripts", r'type="application/x-subrip"', 'type="text/plain"'),
    ("transcripts", r"<podcast:transcript [^>]*transcript.vtt[^>]*>", ""),
    ("chapters", r"<podcast:chapters [^>]*>", ""),
    ("chapters", r'type="application/json\+chapters"', 'type="application/json"'),
    ("chapters-agree", r"<psc:chapter [^>]*Correction[^>]*>", ""),
    ("chapters-agree", r'(<psc:chapter start="[^"]*" title=")Correction', r"\1Corrections"),
    ("soundbites", r"(?=<podcast:chapters )", '<podcast:soundbite startTime="0" duration="21.5"/>'),
    ("soundbites", r"(?=<podcast:chapters )", '<podcast:soundbite startTime="0" duration="9"/>'),
    ("soundbites", r"(?=<podcast:chapters )", '<podcast:soundbite startTime="9" duration="20"/>'),
    ("elements", r"(?=<podcast:chapters )", '<podcast:soundbite startTime="0" duration="16 s"/>'),
    ("elements", r"(?=<podcast:chapters )", '<podcast:soundbite duration="16"/>'),
    ("notes", r"<!\[CDATA\[<p>", "<![CDATA[<p><script>x</script>"),
    ("notes", r"<!\[CDATA\[<p>", '<![CDATA[<p><a href="/here">x</a>'),
    ("notes-chapters", r"\(00:00\)", "(00:01)"),
    ("notes-chapters", r"(\(00:00\) )Ferry", r"\1Boat"),
    ("feed-dates", r"<lastBuildDate>[^<]*", "<lastBuildDate>Fri, 20 Nov 2026 06:30:00 +0000"),
    ("texts", r"<title>Coast", "<title>Coast &amp;amp;"),
    ("facts-agree", r"<title>Coast", "<title>Toast"),
    ("notes-agree", r"<itunes:summary>The", "<itunes:summary>Not the"),
    ("narrator", r'(<item>.*?)role="narrator"(.*?)role="narrator"', r'\1role="host"\2role="host"'),
    ("page", r"(<item>.*?<link>[^<]*)</link>", r"\1gone/</link>"),
]


@pytest.mark.parametrize(("name", "pattern", "replacement"), XML_FAULTS)
def test_fault_in_the_feed_is_found(broken: Broken, name: str, pattern: str, replacement: str) -> None:
    broken.xml(pattern, replacement)
    assert name in broken.failed()


def test_soundbite_of_whole_sentences_is_good(broken: Broken) -> None:
    broken.xml(r"(?=<podcast:chapters )", '<podcast:soundbite startTime="0.000" duration="20.900"/>')
    assert broken.failed() == set()


def test_feed_without_its_own_address(broken: Broken) -> None:
    broken.xml(r"<atom:link [^>]*>", "")
    assert {"feed-required", "enclosure"} <= broken.failed()


@pytest.mark.parametrize(
    ("address", "fails"),
    [("http://news.example/l", True), ("http://127.0.0.1:8321", False), ("http://localhost:1", False)],
)
def test_encryption_is_wanted_outside_the_own_network(broken: Broken, address: str, fails: bool) -> None:
    broken.xml("https://news.example/listen", address, count=0)
    assert broken.failed() == ({"feed-address"} if fails else set())


def test_long_values_everywhere(broken: Broken) -> None:
    broken.xml(r"(<item>.*?<title>)", r"\1" + "long " * 60)
    broken.xml(r"(<description><!\[CDATA\[)", r"\1" + "<p>" + "x" * 4_100 + "</p>")
    assert {"feed-values", "notes"} <= broken.failed()


def test_equal_guids_and_enclosures(broken: Broken) -> None:
    broken.xml(r'(<guid isPermaLink="false">)[^<]*', r"\1same", count=0)
    assert broken.failed() == {"unique", "facts-agree"}  # its page has another


def test_audio_that_players_save_as_one_file(broken: Broken) -> None:
    broken.xml(r"episodes/[\w-]+/episode\.mp3", "listen/episode.mp3", count=0)
    findings = check.check(str(broken.folder), now=sample_feed.NOW)
    (fact,) = [one.fact for one in findings if one.name == "unique" and "one file" in one.fact]
    assert fact.startswith("the audio of two episodes is called episode.mp3")


PICTURES = {
    "too small": _picture((1000, 1000)),
    "not square": _picture((1500, 1400)),
    "alpha": _picture((1400, 1400), "RGBA", "PNG"),
    "grey": _picture((1400, 1400), "L"),
    "a PNG called .jpg": _picture((1400, 1400), "RGB", "PNG"),
    "no image": b"no image at all",
    "too many bytes": _picture((1400, 1400)) + bytes(520_000),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_covers_that_apps_refuse(broken: Broken, picture: bytes) -> None:
    (broken.public / "cover.jpg").write_bytes(picture)
    (broken.episode / "cover.jpg").write_bytes(picture)
    assert broken.failed() == {"cover", "item-cover"}


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ({"cover"}, "cover.jpg"),
        ({"enclosure"}, "episodes/ferry-returns-1a2b3c4d/episode.mp3"),
        ({"item-cover"}, "episodes/ferry-returns-1a2b3c4d/cover.jpg"),
        ({"transcripts"}, "episodes/ferry-returns-1a2b3c4d/transcript.srt"),
        ({"chapters"}, "episodes/ferry-returns-1a2b3c4d/chapters.json"),
        ({"page"}, "episodes/ferry-returns-1a2b3c4d/index.html"),
    ],
)
def test_files_that_are_not_there(broken: Broken, name: set[str], missing: str) -> None:
    (broken.public / missing).unlink()
    assert broken.failed() == name


FILE_FAULTS = [
    ({"transcripts"}, "transcript.vtt", "WEBVTT", "WEB"),
    ({"transcripts"}, "transcript.vtt", "-->", "->"),
    ({"transcripts"}, "transcript.srt", r"(\d),(\d{3} -->)", r"\1.\2"),
    ({"transcripts"}, "transcript.json", r"\{", "{{"),
    ({"cues"}, "transcript.vtt", r"--> 00:00:0\d", "--> 00:00:00"),
    ({"cues"}, "transcript.json", r'"endTime": [\d.]+', '"endTime": 16.5'),
    ({"cues"}, "transcript.vtt", r"<v Narrator>", ""),
    ({"cues"}, "transcript.srt", r"--> \S+(\s+[^>]*)$", r"--> 00:10:00,000\1"),
    ({"transcripts-agree"}, "transcript.srt", "Nobody", "Somebody"),
    ({"chapters"}, "chapters.json", r'"version"', '"edition"'),
    ({"chapters"}, "chapters.json", r"^\{", "["),
    ({"chapters-agree"}, "chapters.json", '"startTime": 0', '"startTime": 0.5'),
    ({"chapters-agree"}, "chapters.json", '"What changes"', '"What stays"'),
    ({"chapters-agree"}, "chapters.json", r"\{[^{}]*\},", ""),
    ({"chapters"}, "chapters.json", '"img": "https:', '"img": "'),
    ({"page"}, "index.html", "<audio", "<video"),
    ({"page-links"}, "index.html", 'href="transcript.srt"', 'href="transcript.txt"'),
]


@pytest.mark.parametrize(("names", "file", "pattern", "replacement"), FILE_FAULTS)
def test_fault_in_a_file_is_found(broken: Broken, names: set[str], file: str, pattern: str, replacement: str) -> None:
    broken.file(file, pattern, replacement)
    assert broken.failed() == names


def _tagged(change: Callable[[object], None], **how: object) -> Callable[[bytes], bytes]:
    """Rewrites the tag with mutagen."""

    def changed(data: bytes) -> bytes:
        from mutagen.id3 import ID3

        file = io.BytesIO(data)
        tag = ID3(file, translate=False)
        change(tag)
        file.seek(0)
        tag.save(file, v1=0, **{"v2_version": 3, "padding": lambda _: 0, **how})
        return file.getvalue()

    return changed


def _no_change(_: object) -> None:
    pass


def _frames_at(data: bytes) -> int:
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte
    return 10 + size


def _without_info(data: bytes) -> bytes:
    at = _frames_at(data)
    return data[:at] + data[data.index(b"\xff\xfb", at + 4) :]


def _patched_info(offset: int, value: bytes) -> Callable[[bytes], bytes]:
    def patched(data: bytes) -> bytes:
        at = data.index(b"Info", _frames_at(data)) + offset
        return data[:at] + value + data[at + len(value) :]

    return patched


def _junk(data: bytes) -> bytes:
    at = _frames_at(data)
    return data[:at] + bytes(500) + data[at:]


def _swapped_chapters(data: bytes) -> bytes:
    """Two CHAP frames change places in the file."""
    first, second, third = (found.start() for found in list(re.finditer(b"CHAP", data))[:3])
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def _chapter(index: int, **facts: object) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        at = [found.start() for found in re.finditer(b"CHAP", data)][index]
        times = data.index(b"\0", at + 10) + 1
        names = ("start_ms", "end_ms", "start_offset", "end_offset")
        for place, name in enumerate(names):
            if name in facts:
                value = int(str(facts[name])).to_bytes(4, "big")
                data = data[: times + 4 * place] + value + data[times + 4 * place + 4 :]
        return data

    return change


def _without(frame: str) -> Callable[[bytes], bytes]:
    return _tagged(lambda tag: tag.delall(frame))  # type: ignore[attr-defined]


def _reflagged(data: bytes) -> bytes:
    at = data.index(b"CTOC") + 10
    flags = data.index(b"\0", at) + 1
    return data[:flags] + b"\x01" + data[flags + 1 :]


def _renamed_child(data: bytes) -> bytes:
    at = data.index(b"ch000", data.index(b"CTOC"))
    return data[:at] + b"ch999" + data[at + 5 :]


def _untitled(data: bytes) -> bytes:
    """The first chapter's title becomes blanks."""
    at = data.index(b"TIT2", data.index(b"CHAP"))
    size = int.from_bytes(data[at + 4 : at + 8], "big") - 3
    start = at + 13
    return data[:start] + b" \0" * (size // 2) + data[start + size :]


def _bad_cover(data: bytes) -> bytes:
    at = data.index(b"image/jpeg", data.index(b"APIC"))
    return data[:at] + b"image/gif\x20" + data[at + 10 :]


AUDIO_FAULTS = [
    ({"mp3-frames"}, _junk),
    ({"mp3-frames", "mp3-info"}, lambda data: data[:-300]),
    ({"mp3-info"}, _patched_info(8, (77).to_bytes(4, "big"))),
    ({"mp3-info"}, _patched_info(12, (77).to_bytes(4, "big"))),
    ({"mp3-info"}, _patched_info(120, b"\0\0\0\0")),
    ({"id3-version", "chapters-order"}, _tagged(_no_change, v2_version=4)),
    ({"id3-version", "chapters-order"}, _tagged(_no_change, padding=lambda _: 1000)),
    ({"id3-facts", "chapters-order"}, _without("TALB")),
    ({"facts-agree", "chapters-order"}, _without("TPE1")),
    ({"facts-agree", "chapters-order"}, _without("TYER")),
    ({"id3-cover", "chapters-order"}, _without("APIC")),
    ({"id3-cover"}, _bad_cover),
    ({"id3-contents", "chapters-order"}, _without("CTOC")),
    ({"id3-contents"}, _reflagged),
    ({"id3-contents"}, _renamed_child),
    ({"chapters-order", "id3-contents", "chapters-agree"}, _swapped_chapters),
    ({"chapters-order"}, _chapter(1, end_ms=11_111)),
    ({"chapters-order"}, _chapter(-1, end_ms=11_000_000)),
    ({"chapters-order", "chapters-seconds", "chapters-agree"}, _chapter(0, start_ms=10)),
    ({"chapters-titles"}, _chapter(0, start_offset=4096)),
    ({"chapters-titles", "chapters-agree"}, _untitled),
]


@pytest.mark.parametrize(("names", "change"), AUDIO_FAULTS)
def test_fault_in_the_audio_is_found(broken: Broken, names: set[str], change: Callable[[bytes], bytes]) -> None:
    broken.audio(change)
    failed = broken.failed()
    assert names <= failed
    # What a decoder makes of the damage may be longer or shorter.
    lengths = {"mp3-decodes", "duration", "cues", "chapters-order"}
    assert failed <= names | lengths | {"chapters-agree", "id3-contents"}


def test_audio_without_info_frame(broken: Broken) -> None:
    broken.audio(_without_info)
    assert "mp3-info" in broken.failed()


def test_audio_without_tag_or_sound(broken: Broken) -> None:
    broken.audio(lambda data: data[_frames_at(data) :])
    assert {"id3-version", "chapters-agree"} <= broken.failed()
    broken.audio(lambda data: b"no music" * 1000)
    assert {"mp3-frames", "mp3-decodes"} <= broken.failed()


def _encoded(level_db: float, rate_hz: int = 44_100, channels: int = 1, vbr: bool = False) -> bytes:
    """Five seconds of a tone by the encoder alone, without tag and Info frame."""
    import lameenc
    import numpy as np

    tone = 10 ** (level_db / 20) * np.sin(2 * np.pi * 997 * np.arange(5 * rate_hz) / rate_hz)
    pcm = np.repeat((32767 * tone).astype("<i2"), channels)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(channels)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_out_sample_rate(rate_hz)
    encoder.set_bit_rate(64)
    if vbr:
        encoder.set_vbr(4)
    return bytes(encoder.encode(pcm.tobytes()) + encoder.flush())


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("loudness", {"level_db": -30}),
        ("loudness", {"level_db": -5}),
        ("true-peak", {"level_db": -0.2}),
        ("mp3-format", {"level_db": -16, "channels": 2}),
        ("mp3-format", {"level_db": -16, "rate_hz": 16_000}),
        ("mp3-format", {"level_db": -16, "vbr": True}),
        ("mp3-info", {"level_db": -16}),
        ("id3-version", {"level_db": -16}),
    ],
)
def test_sound_that_is_off(tmp_path: Path, name: str, sound: dict[str, float]) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(_encoded(**sound))  # type: ignore[arg-type]
    assert name in {finding.name for finding in check.check(str(path)) if not finding.passed}


def test_chapter_mark_inside_a_sound(tmp_path: Path, good: Path) -> None:
    folder = next(good.glob("public/episodes/ferry-*"))
    cues = json.loads((folder / "transcript.json").read_text())["segments"]
    second = next(at for at in range(1, 9) if any(c["startTime"] + 0.2 < at < c["endTime"] - 0.2 for c in cues))
    path = tmp_path / "a.mp3"
    data = (folder / "episode.mp3").read_bytes()
    path.write_bytes(_chapter(1, start_ms=second * 1000)(_chapter(0, end_ms=second * 1000)(data)))
    assert {finding.name for finding in check.check(str(path)) if not finding.passed} == {"chapters-silence"}


def test_long_audio_wants_chapters(good: Path) -> None:
    from dataclasses import replace

    from audiobrief.check.sound import read_sound

    sound = read_sound(next(good.glob("public/episodes/*/episode.mp3")).read_bytes(), "a")
    assert sound.decoded
    long = replace(sound, marks=sound.marks[:2], decoded=replace(sound.decoded, samples=44_100 * 601))
    rule = next(rule for rule in audio_rules.RULES if rule.name == "chapters-enough")
    assert [finding.passed for finding in rule.judge([sound], "a")] == [True]
    assert [finding.passed for finding in rule.judge([long], "a")] == [False]


@pytest.mark.long
def test_mutations_of_a_good_feed_are_found(good: Path) -> None:
    for half in (mutations.DEV, mutations.TEST):
        assert len(list(mutations.missed(good, half))) <= len(half) * 0.05


def test_every_rule_has_a_seeded_fault() -> None:
    """The names that the tests above break; a new rule needs a fault of its own."""
    source = Path(__file__).read_text("utf-8")
    tested = set(re.findall(r'"([a-z0-9-]+)"', source.partition("def test_every_rule")[0]))
    assert set(RULE_NAMES) <= tested


def test_many_equal_faults_are_counted_not_listed() -> None:
    from audiobrief.check.finding import Rule

    rule: Rule[int] = Rule("n", "no numbers", "", "Do something", lambda n: iter([(str(n), "is a number")]))
    findings = list(rule.judge(range(50), "all"))
    assert len(findings) == 21 and findings[-1].fact == "30 more like these"


def test_answers_are_lines_and_json(good: Path) -> None:
    path = next(good.glob("public/episodes/*/episode.mp3"))
    findings = check.check(str(path))
    assert len(check.as_text(findings).splitlines()) == len(findings)
    assert all(line.startswith("pass ") for line in check.as_text(findings).splitlines())
    told = json.loads(check.as_json(findings))
    assert told[0].keys() == {"name", "passed", "subject", "fact", "remedy"}
    failed = check.Finding("loudness", False, "a.mp3", "its loudness is -30 LUFS", "Mix it again")
    assert check.as_text([failed]) == "fail loudness: a.mp3: its loudness is -30 LUFS. Mix it again."


def test_targets_that_are_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "folder").mkdir()
    for target, words in (
        ("none", "there is no such file or folder"),
        ("a.txt", "neither an MP3 nor a feed"),
        ("folder", "there is no feed in it"),
    ):
        with pytest.raises((FetchError, UsageError), match=words):
            check.check(str(tmp_path / target))


@pytest.mark.parametrize("data", [b"", b"ID3", b"ID3\x03\0\0\x7f\x7f\x7f\x7f", b"\xff" * 999, bytes(range(256)) * 9])
def test_rubbish_with_the_right_suffix_is_judged_not_crashed_on(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(data)
    findings = check.check(str(tmp_path / "a.mp3"))
    assert any(not finding.passed for finding in findings)


def test_hostile_feed_reads_no_other_file(broken: Broken) -> None:
    secret = broken.folder / "secret.txt"
    secret.write_text("secret words")
    broken.xml(r"\?>", f'?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>')
    broken.xml(r"<title>[^<]*", "<title>&x;")
    broken.xml(r"(<item>.*?<enclosure url=\")[^\"]*", r"\1https://news.example/listen/../secret.txt")
    findings = check.check(str(broken.folder), now=sample_feed.NOW)
    assert "secret words" not in check.as_json(findings)
    assert {"feed-xml", "enclosure"} <= {finding.name for finding in findings if not finding.passed}


def test_categories_are_those_that_are_offered() -> None:
    from audiobrief.check.vocabulary import CATEGORIES
    from audiobrief.text import categories

    assert {name: set(below) for name, below in categories.CATEGORIES.items()} == CATEGORIES


DOCUMENT = Path(__file__).parent.parent / "docs" / "perfect-episode.md"


def test_document_has_a_row_for_each_rule(regold: bool) -> None:
    """The tables of docs/perfect-episode.md are the rules; ``--regold`` writes them."""
    text = DOCUMENT.read_text("utf-8")
    written = text
    for title, rows in (
        ("The feed", [(r.name, r.requirement, r.source, r.remedy) for r in channel_rules.RULES]),
        ("Each episode", [(r.name, r.requirement, r.source, r.remedy) for r in item_rules.RULES]),
        ("Each MP3", [(r.name, r.requirement, r.source, r.remedy) for r in audio_rules.RULES]),
        ("The server", [(r.name, r.requirement, r.source, r.remedy) for r in server.RULES]),
    ):
        table = "| check | requirement | source | remedy |\n|---|---|---|---|\n"
        table += "".join(f"| `{name}` | {' | '.join(rest)} |\n" for name, *rest in rows)
        head, mark, rest_of_it = written.partition(f"## {title}\n\n")
        assert mark, title
        after = rest_of_it.partition("\n\n")[2]
        written = head + mark + table + "\n" + after
    if regold:
        DOCUMENT.write_text(written, "utf-8")
    assert DOCUMENT.read_text("utf-8") == written
