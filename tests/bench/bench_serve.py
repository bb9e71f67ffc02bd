"""``audiobrief serve`` beside nginx on the same files, and among clients that never finish. ``make bench``.

CPU a request is that of the server alone, by the kernel's own account; the servers are asked in turns, and medians are
printed. Needs Linux; Debian's ``nginx`` for the comparison.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import resource
import selectors
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

AUDIO_BYTES = 4_000_000
ITEM = b"<item><title>A title of an episode</title><enclosure url='http://news.example/a.mp3'/></item>\n"
ASKED = {
    "feed": ("feed.xml", ""),
    "304": ("feed.xml", 'If-None-Match: "x", {tag}\r\n'),
    "range of 64 kB": ("episode.mp3", "Range: bytes=1000000-1065535\r\n"),
    "range of 1 MB": ("episode.mp3", "Range: bytes=1000000-1999999\r\n"),
}
NGINX = """daemon off; worker_processes 1; pid {0}/pid; error_log {0}/log; events {{ worker_connections 1000; }} {2}
http {{ access_log off; sendfile on; keepalive_requests 1000000; client_body_temp_path {0}/1; proxy_temp_path {0}/2;
fastcgi_temp_path {0}/3; uwsgi_temp_path {0}/4; scgi_temp_path {0}/5; server {{ listen 127.0.0.1:{1}; root {0}/public;
add_header Access-Control-Allow-Origin "*" always; add_header X-Content-Type-Options "nosniff" always; }} }}
"""


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def cpu_s(self) -> float:
        """CPU of all its processes and their threads so far."""
        own = self.process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        seconds = 0.0
        for process in (str(own), *children):
            for thread in Path(f"/proc/{process}/task").iterdir():
                seconds += int((thread / "schedstat").read_text().split()[0]) / 1e9
        return seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def started(command: list[str], port: int, log: Path) -> Iterator[Server]:
    with log.open("wb") as lines:
        limited = ["sh", "-c", 'ulimit -n 1024; exec "$@"', "sh", *command]
        process = subprocess.Popen(limited, stdout=lines, stderr=lines)
    try:
        while True:
            with contextlib.suppress(ConnectionError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            if process.poll() is not None:
                raise SystemExit(log.read_text())
            time.sleep(0.05)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def ours(folder: Path) -> contextlib.AbstractContextManager[Server]:
    port = free_port()
    command = [sys.executable, "-m", "audiobrief", "serve", str(folder), "--port", str(port)]
    return started(command, port, folder / "serve.log")


def nginx(folder: Path) -> contextlib.AbstractContextManager[Server]:
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder, port, "user root;" if os.getuid() == 0 else ""))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    return started([str(program), "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder / "nginx.out")


def ask(port: int, request: bytes, clients: int, count: int) -> None:
    """Has so many clients, each on a connection that it keeps, ask the same until all have their answers."""
    with selectors.DefaultSelector() as ready, contextlib.ExitStack() as ends:
        missing: dict[socket.socket, int] = {}
        for _ in range(clients):
            one = ends.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            one.setblocking(False)
            ready.register(one, selectors.EVENT_READ, one)
            missing[one] = 0
            one.send(request)
        sent, done, room = clients, 0, bytearray(1 << 20)
        while done < count:
            for key, _ in ready.select(20):
                one = key.data
                got = one.recv_into(room)
                assert got, f"the server ended a connection after {done} answers, {missing[one]} bytes missing"
                if not missing[one]:
                    head, _, _ = room[:4096].partition(b"\r\n\r\n")
                    assert bytes(head[9:12]) in (b"200", b"206", b"304"), head
                    length = re.search(rb"(?i)content-length: (\d+)", head)
                    missing[one] = len(head) + 4 + (int(length[1]) if length else 0)
                missing[one] -= got
                if not missing[one]:
                    done += 1
                    if sent < count:
                        sent += 1
                        one.send(request)


def tag_of(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(b"HEAD /feed.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        found = re.search(r"(?i)etag: (\S+)", one.makefile(encoding="latin-1").read())
    assert found
    return found[1]


def compare(folder: Path, clients: int, requests: int, rounds: int) -> None:
    """Prints the CPU a request of each server, in turns."""
    with contextlib.ExitStack() as ends:
        servers = {"audiobrief": ends.enter_context(ours(folder))}
        if shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
            servers["nginx"] = ends.enter_context(nginx(folder))
        for name, (path, header) in ASKED.items():
            spent: dict[str, list[float]] = {server: [] for server in servers}
            for _ in range(rounds):
                for server, at in servers.items():
                    more = header.format(tag=tag_of(at.port))
                    request = f"GET /{path} HTTP/1.1\r\nHost: x\r\nUser-Agent: bench\r\nAccept: */*\r\n{more}\r\n"
                    before = at.cpu_s()
                    ask(at.port, request.encode(), clients, requests)
                    spent[server].append(1000 * (at.cpu_s() - before) / requests)
            medians = {server: statistics.median(times) for server, times in spent.items()}
            times = (
                f"{medians['audiobrief'] / medians['nginx']:.1f} times" if "nginx" in medians else "nginx is not here"
            )
            print(f"{name}: {', '.join(f'{s} {ms:.3f} ms' for s, ms in medians.items())} of CPU a request; {times}")


def besiege(folder: Path, half_open: int, requests: int) -> None:
    """Prints how real clients are answered while others hold half-open requests, and open them again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    with ours(folder) as server, contextlib.ExitStack() as ends:
        held: list[socket.socket] = []
        waits, answered = [], 0
        for number in range(requests):
            while len(held) < half_open:
                one = ends.enter_context(socket.create_connection(("127.0.0.1", server.port), 10))
                one.sendall(b"GET /feed.xml HTTP/1.1\r\nHost: x\r\nX-a: ")
                held.append(one)
            start = time.perf_counter()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 10) as real:
                real.sendall(b"GET /feed.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                answer = bytearray()
                while data := real.recv(65_536):
                    answer += data
                answered += answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b"</rss>")
            waits.append(time.perf_counter() - start)
            for one in held[: half_open // 50] if number % 5 == 0 else []:  # and they come again
                one.close()
                held.remove(one)
        log = (folder / "serve.log").read_bytes()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    waits.sort()
    print(
        f"{half_open} half-open requests, {requests} real ones: {100 * answered / requests:.1f} % answered, "
        f"p50 {1000 * waits[len(waits) // 2]:.0f} ms, p95 {1000 * waits[int(len(waits) * 0.95)]:.0f} ms; "
        f"log {log.count(10)} lines, {len(log)} bytes"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--half-open", type=int, default=1100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "public").mkdir()
        (folder / "public" / "feed.xml").write_bytes(b"<rss>" + ITEM * 200 + b"</rss>")
        (folder / "public" / "episode.mp3").write_bytes(os.urandom(AUDIO_BYTES))
        folder.chmod(0o755)
        besiege(folder, given.half_open, 300)
        compare(folder, given.clients, given.requests, given.rounds)


if __name__ == "__main__":
    main()
