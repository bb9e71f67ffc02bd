"""How fast the inbox answers while articles are spoken, and what is lost when it is killed. ``make bench`` prints it.

Clients send articles at once, each until it has its answer, while the first are spoken. With ``--kills`` the server is
killed and started again meanwhile, in turns alone and with the process that speaks; in the end every article must be in
the feed, once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from audiobrief.inbox.keys import Token
from tests.bench.bench_serve import free_port
from tests.news_site import story
from tests.published import new_feed

_LIMITS = "\n[inbox]\nper_minute = 1000000\nmost_waiting = 100000\n"


@dataclass
class Server:
    """`audiobrief serve --inbox`, that is killed and comes again at the same address."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "audiobrief", "serve", str(self.folder), "--inbox", "--port", str(self.port)]
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        while True:
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{self.address}/articles/icon.svg", trust_env=False)
                return
            assert self.process.poll() is None, (self.folder / "serve.log").read_text()
            time.sleep(0.02)

    def kill(self, *, with_speaker: bool) -> None:
        assert self.process
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        speakers = [int(child) for thread in threads for child in thread.read_text().split()]
        self.process.kill()
        self.process.wait()
        for speaker in speakers if with_speaker else ():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(speaker, signal.SIGKILL)

    def stop(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


@dataclass
class Sending:
    """Clients that send until all is taken."""

    address: str
    token: str
    missing: list[int]
    answers_s: list[float] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)
    again: int = 0
    pause_s: float = 0.0

    def client(self) -> None:
        with httpx.Client(base_url=self.address, trust_env=False, timeout=30) as web:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "text/html"}
            while self.missing:
                with contextlib.suppress(IndexError):
                    self._send(web, headers, self.missing.pop())

    def _send(self, web: httpx.Client, headers: dict[str, str], number: int) -> None:
        while True:
            begun = time.perf_counter()
            try:
                answer = web.post("/articles", content=story(number), headers=headers)
            except httpx.HTTPError:  # it was killed: whoever has no answer sends again
                self.again += 1
                time.sleep(0.05)
                continue
            assert answer.status_code == 202, answer.text
            self.answers_s.append(time.perf_counter() - begun)
            self.taken[number] = answer.json()["id"]
            time.sleep(self.pause_s)
            return


def run(folder: Path, articles: int, clients: int, kills: int, seed: int = 1) -> str:
    """Sends, kills, waits until all is spoken, and counts. Returns a line of figures; raises where one is lost."""
    new_feed(folder)
    (folder / "audiobrief.toml").write_text((folder / "audiobrief.toml").read_text() + _LIMITS)
    server, chance = Server(folder, free_port()), random.Random(seed)
    sending = Sending(server.address, Token(folder).make(), [*range(articles)], pause_s=1.0 if kills else 0.0)
    server.start()
    threads = [threading.Thread(target=sending.client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for number in range(kills):  # the first half while it is sent to, the second while it speaks
        while len(sending.taken) < min(2 * articles * (number + 1) // (kills + 1), articles):
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.1 if number < kills / 2 else 10))
        server.kill(with_speaker=number % 2 == 1)
        server.start()
    for thread in threads:
        thread.join()
    answers = sorted(sending.answers_s)
    figures = (
        f"{articles} articles of {clients} clients: answers p50 {1000 * statistics.median(answers):.0f} ms,"
        f" p95 {1000 * answers[int(len(answers) * 0.95)]:.0f} ms"
    )
    if kills:
        _wait_until_spoken(server, sending)
        lost, doubled = _missed(folder, articles)
        assert (lost, doubled) == (0, 0), (lost, doubled)
        figures += f"; {kills} kills: {lost} lost, {doubled} doubled, {sending.again} sent again"
    server.stop()
    return figures


def _missed(folder: Path, articles: int) -> tuple[int, int]:
    """Counts articles that are not in the feed, and episodes too many."""
    pages = [path.read_text(encoding="utf-8") for path in (folder / "public").glob("*.xml")]
    titles = re.findall(r"<item>\s*<title>([^<]*)", "".join(pages))
    return articles - len(set(titles)), len(titles) - len(set(titles))


def _wait_until_spoken(server: Server, sending: Sending) -> None:
    """Waits until every article is done."""
    with httpx.Client(base_url=server.address, trust_env=False, timeout=30) as web:
        headers = {"Authorization": f"Bearer {sending.token}"}
        for key in sending.taken.values():
            while (state := web.get(f"/articles/{key}", headers=headers).json())["status"] != "done":
                assert state["status"] != "failed", state
                time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--kills", type=int, default=0)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="inbox-"))
    begun = time.perf_counter()
    print(run(folder / "feed", given.articles, given.clients, given.kills), f"in {time.perf_counter() - begun:.0f} s")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
