"""Two machines and a cable, made of network namespaces. ``python -m tests.two_networks FOLDER`` runs in the first.

The first has a page and `audiobrief listen`; in the second an app subscribes to the feed and downloads the newest
episode in parts. Prints what the app found.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

ALONE = ["unshare", "--user", "--map-root-user", "--net"]
HERE, THERE = "10.77.0.1", "10.77.0.2"
PART_BYTES = 50_000


def is_allowed() -> bool:
    """Whether this system lets us make namespaces and a cable between them."""
    try:
        cable = ["ip", "link", "add", "name", "cable", "type", "veth", "peer", "name", "end"]
        return subprocess.run([*ALONE, *cable], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def app(feed_url: str) -> dict[str, object]:
    """Subscribes as an app does, and downloads the newest episode in parts."""
    import httpx
    import podcastparser

    with httpx.Client(trust_env=False, timeout=30) as client:
        feed = podcastparser.parse(feed_url, io.BytesIO(client.get(feed_url).raise_for_status().content))
        enclosure = feed["episodes"][0]["enclosures"][0]
        sound = b""
        while len(sound) < enclosure["file_size"]:
            part = client.get(enclosure["url"], headers={"Range": f"bytes={len(sound)}-{len(sound) + PART_BYTES - 1}"})
            assert part.status_code == 206, part
            sound += part.content
        cover = client.get(feed["cover_url"]).raise_for_status()
        page = client.get(feed["link"]).raise_for_status()
    return {
        "title": feed["episodes"][0]["title"],
        "url": enclosure["url"],
        "is_whole": len(sound) == enclosure["file_size"] and sound.startswith(b"ID3"),
        "cover": cover.headers["content-type"],
        "names_this_machine": "127.0.0.1" in page.text,
    }


def main(folder: Path) -> None:
    """Lays the cable, then does what a person would: one command."""
    run = [sys.executable, "-m", "tests.two_networks"]
    with subprocess.Popen(
        ["unshare", "--net", *run], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as phone:
        assert phone.stdin and phone.stdout
        assert phone.stdout.readline() == "there\n"
        for laid in (
            "link set lo up",
            f"link add name cable type veth peer name end netns {phone.pid}",
            f"address add {HERE}/24 dev cable",
            "link set cable up",
        ):
            subprocess.run(["ip", *laid.split()], check=True)
        command = [sys.executable, "-m", "audiobrief", "listen", "--cast", "tone", str(folder / "article.html")]
        clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
        with subprocess.Popen(command, env=clean, stderr=subprocess.PIPE, text=True, stdout=subprocess.DEVNULL) as own:
            assert own.stderr
            told = ""
            for line in own.stderr:
                told += line
                if "Press Ctrl-C" in line:
                    break
            found = re.search(r"^Feed: (\S+)$", told, re.MULTILINE)
            assert found, told
            phone.stdin.write(f"{found[1]}\n")
            phone.stdin.flush()
            answer = phone.stdout.readline()
            own.send_signal(signal.SIGINT)
            own.stderr.read()
        sys.stdout.write(json.dumps({**json.loads(answer), "feed": found[1], "code": own.returncode}))


def on_the_phone() -> None:
    """Waits for the cable and the address that a person would type."""
    sys.stdout.write("there\n")
    sys.stdout.flush()
    feed_url = sys.stdin.readline().strip()
    for command in ("link set lo up", f"address add {THERE}/24 dev end", "link set end up"):
        subprocess.run(["ip", *command.split()], check=True)
    sys.stdout.write(json.dumps(app(feed_url)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1])) if len(sys.argv) > 1 else on_the_phone()
