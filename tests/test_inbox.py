"""The inbox: what is sent is taken once, kept through kills, spoken by the feed's own run, and told of."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from audiobrief import config, serve
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed.status import Status
from audiobrief.feed.upkeep import MEMORY
from audiobrief.inbox import door, keeper, letters, speaker, webhooks
from audiobrief.inbox.door import Door
from audiobrief.inbox.keeper import Keeper
from audiobrief.inbox.keys import Allowance, Token
from audiobrief.inbox.queue import NAME, Queue, unfinished
from audiobrief.inbox_settings import RULES, Inbox, new_secret
from tests import published
from tests.bench import bench_inbox
from tests.news_site import story
from tests.serving import serving

URL = "https://news.example/storm-dam"
PAGE = {"Accept": "text/html"}


class Woken(Keeper):
    """Counts what it was woken for, and does nothing."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


@contextlib.contextmanager
def opened(folder: Path, kept: Keeper | None = None) -> Iterator[httpx.Client]:
    """A client of a feed with an inbox, which has the token."""
    token = Token(folder)
    (folder / "public").mkdir(exist_ok=True)
    (folder / "public" / "feed.xml").write_text("<rss/>")
    made = token.make()
    one = Door(folder, token, kept or Woken())
    try:
        with serving(one.before(serve.app(folder / "public"))) as web:
            web.headers["Authorization"] = f"Bearer {made}"
            yield web
    finally:
        one.close()


@pytest.fixture
def feed(tmp_path: Path, kept_cache: None) -> Path:
    return published.new_feed(tmp_path / "feed")


def with_settings(folder: Path, **settings: object) -> None:
    """Writes [inbox]."""
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    with (folder / config.NAME).open("a") as file:
        file.write(f"\n[inbox]\n{lines}")


def test_what_is_sent_is_taken_whatever_its_form(feed: Path) -> None:
    woken = Woken()
    with opened(feed, woken) as web:
        answer = web.post("/articles", json={"url": URL, "title": "The dam"})
        assert answer.status_code == 202
        taken = answer.json()
        assert answer.headers["location"] == f"/articles/{taken['id']}"
        assert taken["address"] == f"{str(web.base_url).rstrip('/')}/articles/{taken['id']}"
        assert (taken["status"], taken["title"], taken["url"]) == ("queued", "The dam", URL)
        assert web.get(answer.headers["location"]).json() == taken

        forms: list[dict[str, Any]] = [
            {"data": {"url": f"{URL}-2"}},
            {"files": {"file": ("a.html", story(1), "text/html"), "url": (None, ""), "text": (None, "")}},
            {"files": {"text": (None, "Grüße\nEin Text."), "title": (None, "Hello")}},
            {"content": story(2), "headers": {"Content-Type": "text/html; charset=utf-8"}},
            {"content": "Ölpreis".encode("latin-1"), "headers": {"Content-Type": "text/plain; charset=latin-1"}},
        ]
        for form in forms:
            assert web.post("/articles", **form).status_code == 202, form
        listed = web.get("/articles").json()["articles"]
        titles = ["Ölpreis", "The night train of district 2 is painted", "Hello"]
        titles += ["The library of district 1 is sold", f"{URL}-2", "The dam"]
        assert [one["title"] for one in listed] == titles and woken.woken == 6
    with contextlib.closing(Queue(feed)) as queue:
        sent = {one.title: Path(queue.opened(one)) for one in queue.newest(9) if not one.url}
    assert sent["Hello"].read_text("utf-8-sig") == "Hello\n\nGrüße\nEin Text."
    assert sent["Ölpreis"].read_text("utf-8-sig") == "Ölpreis" and sent[titles[1]].read_bytes()[3:] == story(2)


def test_the_same_article_sent_again_is_one(feed: Path) -> None:
    with opened(feed) as web:
        first = web.post("/articles", json={"url": URL}).json()
        same = [web.post("/articles", json={"url": f"{URL}/?utm_source=app"}).json(), first]
        assert {one["id"] for one in same} == {first["id"]}
        texts = {web.post("/articles", json={"text": "One text."}).json()["id"] for _ in range(3)}
        assert len(texts) == 1 and len(web.get("/articles").json()["articles"]) == 2


@pytest.mark.parametrize(
    ("sent", "status", "line"),
    [
        ({"json": {}}, 422, "there is nothing in it"),
        ({"json": {"url": URL, "text": "a"}}, 422, "url and text were sent at once"),
        ({"json": {"uri": URL}}, 422, "unknown field 'uri'"),
        ({"json": {"url": 3}}, 422, "no object of texts"),
        ({"json": [URL]}, 422, "no object of texts"),
        ({"json": {"url": "ftp://news.example/a"}}, 422, "is no address of the web"),
        ({"json": {"url": "https://x/" + "a" * 5000}}, 422, "is no address of the web"),
        ({"json": {"url": "http://127.0.0.1:8321/a"}}, 422, r"in no public network \(loopback\)"),
        ({"json": {"url": "http://[fd00::1]/a"}}, 422, r"in no public network \(private\)"),
        ({"json": {"url": "http://user:secret@localhost/a"}}, 422, r"^http://localhost/a: is in no public network"),
        ({"content": "{", "headers": {"Content-Type": "application/json"}}, 422, "this is no JSON"),
        ({"content": b"\xff", "headers": {"Content-Type": "image/png"}}, 415, "a body of type image/png is not read"),
        ({"content": b"x"}, 415, "a body of type nothing"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 422, "there is nothing in it"),
        ({"content": b"x" * 5_000_001, "headers": {"Content-Type": "text/plain"}}, 413, "5 MB at most"),
        ({"content": iter([b"x" * 3_000_000] * 2), "headers": {"Content-Type": "text/plain"}}, 413, "5 MB at most"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(feed: Path, sent: dict[str, Any], status: int, line: str) -> None:
    with opened(feed) as web:
        answer = web.post("/articles", **sent)
        assert answer.status_code == status and re.search(line, answer.json()["error"])
        assert "secret" not in answer.text and "\n" not in answer.json()["error"]
        assert web.get("/articles").json() == {"articles": []}


def test_nobody_without_the_token_sees_or_sends_anything(feed: Path) -> None:
    with opened(feed) as web:
        own = web.headers.pop("Authorization")
        key = own.rpartition(" ")[2]
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {key}"}, {"Cookie": "a=b"}):
            for method, path in (("GET", "/articles"), ("POST", "/articles"), ("GET", "/articles/x")):
                answer = web.request(method, path, headers=headers)
                assert answer.status_code == 401 and "bearer" in answer.headers["www-authenticate"].lower()
        assert web.get("/feed.xml").status_code == 200, "the feed is not the inbox"
        assert web.get("/articles/manifest.webmanifest").json()["share_target"]["action"] == "/articles"
    kept = (feed / ".audiobrief" / "inbox.json").read_text()
    assert key not in kept and hashlib.sha256(key.encode()).hexdigest() in kept
    assert not Token(feed, is_new=True).admits(key) and Token(feed).admits(key)
    (feed / ".audiobrief" / "inbox.json").write_text("{")
    with pytest.raises(UsageError, match=r"token is damaged.*--new-token"):
        Token(feed)


def test_who_sends_or_guesses_too_often_waits(feed: Path) -> None:
    with_settings(feed, per_minute=2)
    with opened(feed) as web:
        assert [web.post("/articles", json={"url": f"{URL}{n}"}).status_code for n in range(3)] == [202, 202, 429]
        answer = web.post("/articles", json={"url": URL})
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        wrong = {"Authorization": "Bearer wrong"}
        assert {web.get("/articles", headers=wrong).status_code for _ in range(10)} == {401}
        answer = web.get("/articles", headers=wrong)
        assert answer.status_code == 429 and int(answer.headers["retry-after"]) >= 1


def test_an_allowance_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    allowed = Allowance(2)
    assert [allowed.wait_s("a") for _ in range(3)] == [0, 0, 30]
    assert allowed.wait_s("b") == 0, "each sender has an own one"
    now = 30.0
    assert [allowed.wait_s("a") for _ in range(2)] == [0, 30]


def test_more_than_may_wait_is_refused_for_the_time_being(feed: Path) -> None:
    with_settings(feed, most_waiting=1)
    with opened(feed) as web:
        assert web.post("/articles", json={"url": URL}).status_code == 202
        answer = web.post("/articles", json={"url": f"{URL}2"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "Too many articles wait" in answer.json()["error"]


def test_a_body_that_does_not_come_ends(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BODY_S", 0.05)
    with opened(feed) as web, contextlib.closing(_connected(web)) as one:
        token = web.headers["Authorization"]
        head = f"POST /articles HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Length: 9\r\n\r\nabc"
        one.sendall(head.encode())
        assert one.recv(100).startswith(b"HTTP/1.1 408 ")


def _connected(web: httpx.Client) -> Any:
    import socket

    return socket.create_connection((web.base_url.host, web.base_url.port), 20)


def test_other_methods_and_unknown_articles(feed: Path) -> None:
    with opened(feed) as web:
        answer = web.delete("/articles")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
        assert web.post("/articles/x").status_code == 405
        assert web.get("/articles/x").json() == {"error": "No such article was sent."}
        assert web.head("/articles").content == b"" and web.get("/articlesx").status_code == 404


def test_a_browser_signs_in_once_and_sends_by_form(feed: Path) -> None:
    with opened(feed) as web:
        key = web.headers.pop("Authorization").rpartition(" ")[2]
        asked = web.get("/articles", params={"text": f"Look: {URL}"}, headers=PAGE)
        assert asked.status_code == 401 and 'type="password"' in asked.text
        then = re.search(r'name="then" value="([^"]*)"', asked.text)
        assert then
        form = {"token": "wrong", "then": "a=b\r\nX: y"}
        wrong = web.post("/articles/sign-in", data=form, headers=PAGE)
        assert wrong.status_code == 401 and 'role="alert"' in wrong.text
        signed = web.post("/articles/sign-in", data={"token": key, "then": then[1]}, headers=PAGE)
        assert signed.status_code == 303 and signed.headers["location"].startswith("/articles?text=Look")
        assert {"HttpOnly", "SameSite=Lax"} <= set(signed.headers["set-cookie"].split("; "))
        split = web.post("/articles/sign-in", data={"token": key, "then": "a=b\r\nX-Evil: y"}, headers=PAGE)
        assert "x-evil" not in split.headers
        page = web.get(signed.headers["location"], headers=PAGE)
        assert page.status_code == 200 and f'value="{URL}"' in page.text and "script-src" not in page.text

        own = str(web.base_url).rstrip("/")
        for origin in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            assert web.post("/articles", data={"url": URL}, headers=PAGE | origin).status_code == 403
        sent = web.post("/articles", data={"url": URL}, headers=PAGE | {"Origin": own})
        assert sent.status_code == 303
        state = web.get(sent.headers["location"], headers=PAGE)
        assert "Waits to be spoken." in state.text and URL in state.text
        empty = web.post("/articles", data={"title": "<b>Only a title"}, headers=PAGE | {"Origin": own})
        assert empty.status_code == 422 and 'role="alert"' in empty.text and "&lt;b&gt;Only a title" in empty.text
        assert "bookmark" in page.text and f"javascript:void(open(&quot;{own}/articles?url=" in page.text


def spoken(feed: Path, **sent: str) -> tuple[dict[str, Any], list[str]]:
    """Speaks what is sent, in this process; returns what is told of it then."""
    told: list[str] = []
    with opened(feed) as web:
        key = web.post("/articles", json=sent).json()["id"]
        speaker.speak(feed, told.append)
        return web.get(f"/articles/{key}").json(), told


def titles(feed: Path) -> list[str]:
    return re.findall(r"<item>\s*<title>([^<]*)", (feed / "public" / "feed.xml").read_text())


@pytest.mark.usefixtures("kept_reader")
def test_what_is_sent_becomes_an_episode_once(feed: Path) -> None:
    done, told = spoken(feed, html=story(1).decode())
    assert done["status"] == "done" and done["episode"].endswith("/") and "reason" not in done
    assert done["title"] == "The library of district 1 is sold" and told[0].startswith("Reading: ")
    again, _ = spoken(feed, html=story(1).decode().replace("<body>", "<body><!-- saved -->"))
    assert (again["status"], again["episode"].partition("/episodes/")[2]) == (
        "done",
        done["episode"].partition("/episodes/")[2],
    )
    assert titles(feed) == [done["title"]]
    empty, _ = spoken(feed, html="<title>Nothing</title><p>")
    assert empty["status"] == "failed" and empty["reason"] and "episode" not in empty
    with opened(feed) as web:
        page = web.get("/articles", headers=PAGE).text
    assert "Not in the feed." in page and "In the feed." in page and "/episodes/" in page


@pytest.mark.usefixtures("kept_reader")
def test_an_address_that_was_sent_is_guarded_and_configured_sources_wait(feed: Path) -> None:
    inside = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    with (feed / config.NAME).open("a") as file:
        file.write('[[source]]\nfolder = "more"\nrights = "own"\n')
    (feed / "more").mkdir()
    (feed / "more" / "a.html").write_bytes(story(7))
    with contextlib.closing(Queue(feed)) as queue:
        letter = letters.letter({"url": f"http://127.0.0.1:{inside.server_port}/"}, allow_private=True)
        (sent,) = queue.add([letter], 9)
        speaker.speak(feed, lambda _: None)
        found = queue.find(letter.id)
    inside.server_close()
    assert sent and found and found.status == "failed" and "loopback" in found.reason
    assert titles(feed) == []


class Receiver(HTTPServer):
    """Takes messages, or refuses them with a status."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.taken = [*statuses], list[tuple[dict[str, str], bytes]]()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.statuses.pop(0) if outer.statuses else 204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None: ...

        super().__init__(("127.0.0.1", 0), Handler)
        Thread(target=self.serve_forever, daemon=True).start()


@pytest.mark.usefixtures("kept_reader")
def test_a_webhook_is_told_signed_and_again_until_it_takes_it(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receiver, secret, told = Receiver(500, 200, 410), new_secret(), list[str]()
    with_settings(feed, webhook=f"http://127.0.0.1:{receiver.server_port}/hook", webhook_secret=secret)
    done, _ = spoken(feed, html=story(3).decode())
    monkeypatch.setattr(webhooks, "WAITS_S", (0.0, 0.0))
    settings = config.load(feed).inbox
    with contextlib.closing(Queue(feed)) as queue:
        for _ in range(3):
            webhooks.deliver(queue, settings, told.append)
        assert len(receiver.taken) == 2 and told == [] and queue.next_due_s() is None
        (first, body), (second, again) = receiver.taken
        assert body == again and first["webhook-id"] == second["webhook-id"]
        signed = f"{second['webhook-id']}.{second['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.new(key, signed, "sha256").digest()).decode()
        assert second["webhook-signature"] == f"v1,{wanted}"
        message = json.loads(body)
        assert message["type"] == "article.done" and message["data"]["id"] == done["id"]
        assert message["data"]["episode"].startswith(f"{published.BASE}/episodes/")

        spoken(feed, html="<title>Nothing</title><p>")
        webhooks.deliver(queue, settings, told.append)
        assert json.loads(receiver.taken[2][1])["type"] == "article.failed" and "410" in told[0], "410 ends it"
        assert "reason" in json.loads(receiver.taken[2][1])["data"] and queue.due() == []
        receiver.shutdown()
        receiver.server_close()
        spoken(feed, html="<title>Nothing more</title><p>")
        for _ in range(3):
            assert len(queue.due()) == 1
            webhooks.deliver(queue, settings, told.append)
        assert "given up" in told[1] and queue.due() == []


def test_settings_of_the_inbox_are_checked() -> None:
    good = Inbox(webhook="https://news.example/hook", webhook_secret=new_secret())
    assert not [fact for wrong, fact, _ in RULES if wrong(good)] and len(good.key) == 32
    for bad in (
        Inbox(per_minute=0),
        Inbox(most_waiting=0),
        Inbox(webhook="news", webhook_secret=new_secret()),
        Inbox(webhook="https://news.example"),
        Inbox(webhook="https://news.example", webhook_secret="whsec_"),
        Inbox(webhook="https://news.example", webhook_secret="whsec_a!"),
        Inbox(webhook="https://news.example", webhook_secret=new_secret().removeprefix("whsec_")),
    ):
        assert len([fact for wrong, fact, _ in RULES if wrong(bad)]) == 1, bad


def test_what_ends_the_process_goes_alone_and_is_given_up(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two articles, of which one kills whoever reads it."""
    told: list[str] = []
    pages = [letters.letter({"html": story(number).decode()}) for number in (1, 2)]

    def die(own: Keeper) -> int:
        with contextlib.closing(Queue(feed)) as queue:
            batch = queue.take(9)
            if any(one.id == pages[0].id for one in batch):
                return -9
            for one in batch:
                queue.settle(one, slug="x")
        return 0

    monkeypatch.setattr(Keeper, "_run_speaker", die)
    monkeypatch.setattr(keeper, "_FIRST_WAIT_S", 0.0)
    with contextlib.closing(Queue(feed)) as queue:
        queue.add(pages, 9)
        kept = Keeper(feed, told.append)
        _until(lambda: queue.waiting() == 0)
        kept.close()
        states = {one.id: one for one in queue.newest(9)}
    assert states[pages[0].id].status == "failed" and "ended 3 times" in states[pages[0].id].reason
    assert states[pages[1].id].status == "done" and len(told) == 1


def _until(is_so: Callable[[], bool]) -> None:
    import time

    while not is_so():
        time.sleep(0.01)


def test_a_feed_that_cannot_be_written_leaves_all_waiting(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OutputError("feed", "the disk is full", "Free some space")

    monkeypatch.setattr("audiobrief.feed.run.publish", full)
    with contextlib.closing(Queue(feed)) as queue:
        queue.add([letters.letter({"text": "One."})], 9)
        with pytest.raises(OutputError):
            speaker.speak(feed, print)
        (sent,) = queue.newest(9)
    assert (sent.status, sent.reason, sent.tries) == ("queued", "feed: the disk is full. Free some space.", 0)


def test_the_status_of_a_feed_tells_what_was_sent_and_is_no_episode(feed: Path) -> None:
    def told() -> list[str]:
        return [line for line in Status.of(feed, unfinished(feed)).as_text().splitlines() if "sent on" in line]

    assert not told() and not (feed / MEMORY / NAME).exists()
    with contextlib.closing(Queue(feed)) as queue:
        queue.add([letters.letter(fields) for fields in ({"url": URL}, {"text": "Two."}, {"text": "Three."})], 9)
        (first,) = queue.take(1)
        queue.settle(first, reason="there is no article in it.")
        second, _ = queue.take(2)
        queue.put_back("the disk is full.")
        queue.settle(second, slug="two")
    failed, waits = told()
    assert failed.startswith(f"Article {URL}: sent on 20") and failed.endswith("no article in it. Send it again.")
    assert waits.startswith("Article Three.: ") and waits.endswith("--inbox speaks it. Last: the disk is full.")


@pytest.mark.long
def test_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    """The full figures: ``python -m tests.bench.bench_inbox --articles 500 --clients 20 --kills 10``."""
    assert "0 lost, 0 doubled" in bench_inbox.run(tmp_path / "feed", articles=16, clients=4, kills=2)
