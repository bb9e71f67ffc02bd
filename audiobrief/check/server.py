"""What a web server answers for a feed: asked once, then judged by rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx

from audiobrief.check.feed import Feed, Item
from audiobrief.check.finding import Faults, Rule
from audiobrief.errors import FetchError
from audiobrief.formats import AUDIO, CHAPTERS

_TIMEOUT_S = 30.0
_MOST_BYTES = 300_000_000
_FEED_TYPES = ("application/rss+xml", "application/xml", "text/xml")
_GZIP_ASKED = {"Accept_Encoding": "gzip"}
_OUTSIDE = ("../audiobrief.toml", "%2e%2e/audiobrief.toml", "..%2f..%2fetc/passwd", ".audiobrief/library.sqlite3")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. Header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Returns the declared type in small letters, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Site:
    """The server of one feed. Other servers are never asked, whatever the feed names."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(timeout=_TIMEOUT_S, headers={"User-Agent": "audiobrief check"})
        self._whole: dict[str, Answer] = {}

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()

    def ask(self, url: str, method: str = "GET", **headers: str) -> Answer:
        """Asks once. Raises :class:`FetchError` when no answer comes."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with self._client.stream(method, url, headers=sent) as response:
                body = b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > _MOST_BYTES:
                        raise FetchError(url, "sends more than 300 MB", "Check the feed's folder instead")
                return Answer(response.status_code, dict(response.headers), body)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise FetchError(url, "gives no complete answer", "Check the address and the server") from error

    def read(self, url: str) -> bytes | None:
        """The bytes behind an address of this server, or None."""
        try:
            one, own = httpx.URL(url), httpx.URL(self.url)
            if (one.scheme, one.netloc) != (own.scheme, own.netloc):
                return None
            if url not in self._whole:
                self._whole[url] = self.ask(url)
        except (FetchError, httpx.InvalidURL):
            return None
        return self._whole[url].body if self._whole[url].status == 200 else None

    def has(self, url: str) -> bool:
        """Whether an address of this server answers; True for those of others, which are not asked."""
        try:
            one, own = httpx.URL(url), httpx.URL(self.url)
            is_own = (one.scheme, one.netloc) == (own.scheme, own.netloc)
            return not is_own or url in self._whole or self.ask(url, "HEAD").status == 200
        except (FetchError, httpx.InvalidURL):
            return False


@dataclass(frozen=True, slots=True)
class Served:
    """The feed's answers to what apps ask."""

    subject: str
    feed: Answer
    same_tag: Answer
    same_date: Answer
    head: Answer | None
    """Of the newest episode's audio, as all below; None when there is none."""
    ranges: Mapping[str, Answer]
    audio: bytes
    texts: tuple[tuple[str, str, Answer], ...]
    """Address, declared type and answer of transcripts and chapters."""
    others: tuple[tuple[str, Answer], ...]
    """Answers to what must not be shown."""


def ask_all(site: Site, feed: Feed) -> Served:
    """Asks what apps and browsers ask. Raises :class:`FetchError`."""
    first = site.ask(site.url, **_GZIP_ASKED)
    tag, date = first.headers.get("etag", '"none"'), first.headers.get("last-modified", "")
    item = next((item for item in feed.items if item.sound is not None), None)
    head, body, ranges = _audio(site, item.enclosure.get("url") or "") if item else (None, b"", {})
    others = [urljoin(site.url, "episodes/"), *(f"{site.url.rpartition('/')[0]}/{path}" for path in _OUTSIDE)]
    return Served(
        subject=site.url,
        feed=first,
        same_tag=site.ask(site.url, If_None_Match=tag, **_GZIP_ASKED),
        same_date=site.ask(site.url, If_Modified_Since=date, **_GZIP_ASKED),
        head=head,
        ranges=ranges,
        audio=body,
        texts=tuple(_texts(site, item)) if item else (),
        others=tuple((url, site.ask(url)) for url in others),
    )


def _audio(site: Site, url: str) -> tuple[Answer, bytes, dict[str, Answer]]:
    """Returns the answer to HEAD, the file itself, and the answers to questions for parts of it."""
    body, head = site.read(url) or b"", site.ask(url, "HEAD")
    return head, body, _ranges(site, url, head, len(body))


def _ranges(site: Site, url: str, head: Answer, size: int) -> dict[str, Answer]:
    tag = head.headers.get("etag", '"none"')
    return {
        "first": site.ask(url, Range="bytes=0-1"),
        "last": site.ask(url, Range="bytes=-100"),
        "beyond": site.ask(url, Range=f"bytes={size}-"),
        "same": site.ask(url, Range="bytes=10-19", If_Range=tag),
        "other": site.ask(url, Range="bytes=10-19", If_Range='"other"'),
    }


def _texts(site: Site, item: Item) -> list[tuple[str, str, Answer]]:
    found = [(one.get("url") or "", one.get("type") or "") for one in item.element.all("podcast:transcript")]
    found += [(one.get("url") or "", CHAPTERS.media_type) for one in item.element.all("podcast:chapters")]
    own = [(url, kind) for url, kind in found if site.read(url) is not None]
    return [(url, kind, site.ask(url, Origin="https://player.example")) for url, kind in own]


def _feed_type(served: Served) -> Faults:
    if served.feed.media_type not in _FEED_TYPES:
        yield served.subject, f'the feed is served as "{served.feed.media_type}"'
    if served.feed.headers.get("content-encoding") != "gzip":
        yield served.subject, "the feed is not compressed for those who ask for it"


def _unchanged(served: Served) -> Faults:
    for name, answer in (("ETag", served.same_tag), ("date", served.same_date)):
        if answer.status != 304:
            yield served.subject, f"an unchanged feed is sent again (asked by {name}: {answer.status}, not 304)"


def _head(served: Served) -> Faults:
    if served.head is None:
        return
    headers = served.head.headers
    if served.head.status != 200 or headers.get("content-length") != str(len(served.audio)):
        yield served.subject, "HEAD does not tell the length of the audio"
    if served.head.media_type != AUDIO.media_type:
        yield served.subject, f'the audio is served as "{served.head.media_type}"'
    if "etag" not in headers or "last-modified" not in headers:
        yield served.subject, "the audio has no ETag or no date"


def _seek(served: Served) -> Faults:
    expected = {
        "first": (206, served.audio[:2]),
        "last": (206, served.audio[-100:]),
        "beyond": (416, None),
        "same": (206, served.audio[10:20]),
        "other": (200, served.audio),
    }
    for name, answer in served.ranges.items():
        status, body = expected[name]
        if answer.status != status or (body is not None and answer.body != body):
            yield served.subject, f"a range of the audio ({name}) is answered with {answer.status}, not {status}"


def _texts_served(served: Served) -> Faults:
    for url, kind, answer in served.texts:
        if answer.media_type != kind:
            yield url, f'is served as "{answer.media_type}", the feed says "{kind}"'
        if answer.headers.get("access-control-allow-origin") != "*":
            yield url, "web players may not read it (no Access-Control-Allow-Origin)"


def _closed(served: Served) -> Faults:
    for url, answer in served.others:
        if answer.status == 200 and (not url.endswith("/") or b"<a" in answer.body):
            yield url, "is shown, and should not be"


_REMEDY = "Set the server up as audiobrief help hosting says"
RULES: tuple[Rule[Served], ...] = (
    Rule(
        "served-feed",
        "the feed has its type and is compressed",
        "Apple RSS requirements; RFC 9110",
        _REMEDY,
        _feed_type,
    ),
    Rule("served-unchanged", "an unchanged feed costs a 304", "RFC 9110, 13", _REMEDY, _unchanged),
    Rule("served-head", "HEAD tells the audio's length, type, ETag and date", "Apple RSS requirements", _REMEDY, _head),
    Rule("served-ranges", "any range of the audio can be had, also with If-Range", "RFC 9110, 14", _REMEDY, _seek),
    Rule(
        "served-texts",
        "transcripts and chapters have their types, and web players may read them",
        "Podcasting 2.0 namespace, transcript.md",
        _REMEDY,
        _texts_served,
    ),
    Rule("served-closed", "no listing, no hidden file, nothing outside the folder", "OWASP", _REMEDY, _closed),
)
