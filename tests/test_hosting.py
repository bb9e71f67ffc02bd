"""The samples of docs/hosting.md, run by the servers themselves where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from audiobrief.formats import CHAPTERS, TRANSCRIPTS
from tests import publish_samples, sample_feed

DOCUMENT = Path(__file__).parent.parent / "docs" / "hosting.md"


def sample(language: str) -> str:
    """The one block of a language in the document."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    return str(found)


def nginx_site(port: int, root: Path) -> str:
    """The sample without its certificate, as a whole configuration."""
    text = (
        sample("nginx")
        .replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
        .replace("/srv/my-feed/public", str(root))
    )
    text = re.sub(r"\n\s*ssl_certificate[^;]*;", "", text)
    places = "".join(
        f"{kind}_temp_path {root.parent}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if root.owner() == "root" else ""
    return (
        f"{user}daemon off;\npid {root.parent}/nginx.pid;\nerror_log {root.parent}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{places}{text}}}\n"
    )


def caddy_site(port: int, root: Path) -> str:
    """The sample without its certificate."""
    text = sample("caddy").replace("news.example {", f"http://127.0.0.1:{port} {{")
    return "{\n\tadmin off\n\tauto_https off\n}\n" + text.replace("/srv/my-feed/public", str(root))


SERVERS = {
    "nginx": (nginx_site, ["-c"]),
    "caddy": (caddy_site, ["run", "--adapter", "caddyfile", "--config"]),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hosted")
    sample_feed.write_feed(folder)
    (folder / "audiobrief.toml").write_text("secret")
    (folder / "public" / ".hidden").write_text("secret")
    return folder


@pytest.fixture(params=SERVERS)
def client(request: pytest.FixtureRequest, folder: Path) -> Iterator[httpx.Client]:
    program = shutil.which(request.param, path=os.environ["PATH"] + os.pathsep + "/usr/sbin")
    if program is None:
        pytest.skip(f"{request.param} is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    write, arguments = SERVERS[request.param]
    config = folder / f"{request.param}.conf"
    config.write_text(write(port, folder / "public"))
    process = subprocess.Popen(
        [program, *arguments, str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            for _ in range(100):
                try:
                    client.head("/feed.xml")
                    break
                except httpx.ConnectError:
                    assert process.poll() is None, process.stderr and process.stderr.read()
                    time.sleep(0.05)
            yield client
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.full
def test_sample_answers_what_apps_ask(client: httpx.Client, folder: Path) -> None:
    gzip = {"Accept-Encoding": "gzip"}
    feed = client.get("/feed.xml", headers=gzip)
    assert feed.headers["content-type"].startswith("application/rss+xml")
    assert feed.headers["content-encoding"] == "gzip"
    assert client.get("/feed.xml", headers=gzip | {"If-None-Match": feed.headers["etag"]}).status_code == 304
    date = {"If-Modified-Since": feed.headers["last-modified"]}
    assert client.get("/feed.xml", headers=date).status_code == 304

    place = f"/episodes/{publish_samples.episode().slug}"
    data = (folder / f"public{place}/episode.mp3").read_bytes()
    head = client.head(f"{place}/episode.mp3", headers=gzip)
    assert head.headers["content-type"] == "audio/mpeg" and head.headers["content-length"] == str(len(data))
    assert "content-encoding" not in head.headers and head.headers["accept-ranges"] == "bytes"
    for asked, part in (("0-1", data[:2]), ("-100", data[-100:]), ("1000-", data[1000:])):
        answer = client.get(f"{place}/episode.mp3", headers={"Range": f"bytes={asked}"})
        assert (answer.status_code, answer.content) == (206, part)
    assert client.get(f"{place}/episode.mp3", headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    for tag, status in ((head.headers["etag"], 206), ('"other"', 200)):
        asked_if = {"Range": "bytes=1-2", "If-Range": tag}
        assert client.get(f"{place}/episode.mp3", headers=asked_if).status_code == status

    types = [(row.name, row.media_type) for row in (*TRANSCRIPTS, CHAPTERS)]
    for name, kind in types:
        answer = client.get(f"{place}/{name}", headers={"Origin": "https://player.example"})
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert answer.headers["access-control-allow-origin"] == "*"
    assert client.get(f"{place}/").text.startswith("<!DOCTYPE html>")


@pytest.mark.full
def test_sample_shows_nothing_else(client: httpx.Client) -> None:
    for path in ("/episodes/", "/.hidden", "/..%2faudiobrief.toml", "/%2e%2e/audiobrief.toml", "/none"):
        answer = client.get(path)
        assert answer.status_code in (400, 403, 404) and "secret" not in answer.text
