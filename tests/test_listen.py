"""`audiobrief listen`: one command until a phone hears an article."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audiobrief import config, listening, serve
from audiobrief.errors import AudiobriefError, OutputError, PartlyDone, UsageError
from tests import published, two_networks

ROOT = Path(__file__).resolve().parent.parent


def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Has the server end as soon as it would listen."""
    seen: list[tuple[Any, ...]] = []

    def serve_once(*given: Any, opened: Any, **more: Any) -> None:
        seen.append((*given, more))
        opened("http://192.168.1.5:8321")

    monkeypatch.setattr(serve, "serve", serve_once)
    monkeypatch.setattr(serve, "listening", lambda *_: contextlib.nullcontext())
    return seen


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    yield tmp_path / "audiobrief" / "listen"


def test_articles_are_spoken_and_served_from_a_folder_of_the_users_own(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, told, shown = served(monkeypatch), list[str](), list[str]()
    asked = listening.Asked(sources=(published.OLD, published.NEW), cast="tone", is_drawn=True)
    listening.listen(asked, told.append, shown.append)
    assert seen[0][:3] == (home, "0.0.0.0", 8321) and seen[0][3]["public"] == home / "public"
    assert (home / "public" / "feed.xml").read_text().count("<item>") == 2
    assert told[0] == f"Made a feed of your own: {home}" and "add by URL" in told[-1]
    assert "2 new" in shown[0] and shown[1].startswith("The code opens the page:\n") and "█" in shown[1]

    del told[:], shown[:]
    listening.listen(listening.Asked(sources=()), told.append, shown.append)
    assert len(seen) == 2 and shown == [], "without an article it serves what is there"


def test_what_gives_no_episode_is_told_and_the_rest_is_served(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, told = served(monkeypatch), list[str]()
    with pytest.raises(AudiobriefError, match=r"no-page.html: it became no episode\. The reason is above") as caught:
        listening.listen(listening.Asked(sources=("no-page.html",), cast="tone"), told.append, told.append)
    assert caught.value.exit_code == 1 and not seen
    with pytest.raises(PartlyDone, match="1 of 2 articles gave no episode"):
        listening.listen(listening.Asked(sources=("no-page.html", published.OLD)), told.append, told.append)
    assert len(seen) == 1


def test_a_wrong_use_is_told_before_anything_is_spoken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="there is nothing to hear yet"):
        listening.listen(listening.Asked(sources=()), print, print)
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        asked = listening.Asked(sources=(published.OLD,), port=taken.getsockname()[1])
        with pytest.raises(OutputError, match="the port is in use"):
            listening.listen(asked, print, print)
    assert not home.exists()
    feed = published.new_feed(home)
    served(monkeypatch)
    with pytest.raises(UsageError, match="keeps the voices that it was made with"):
        listening.listen(listening.Asked(sources=(), cast="espeak", feed=feed), print, print)
    assert config.load(feed).cast == "tone"


@pytest.mark.long
def test_a_phone_in_another_network_subscribes_and_downloads(tmp_path: Path) -> None:
    if not two_networks.is_allowed():
        pytest.skip("this system allows no network namespaces (unshare --user --net, ip link add ... type veth)")
    shutil.copy(ROOT / "examples" / "articles" / "night-trains.html", tmp_path / "article.html")
    command = [*two_networks.ALONE, sys.executable, "-m", "tests.two_networks", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("url").startswith(f"http://{two_networks.HERE}:8321/episodes/")
    assert found == {
        "title": "Night trains return to the Valen line",
        "is_whole": True,
        "cover": "image/jpeg",
        "names_this_machine": False,
        "feed": f"http://{two_networks.HERE}:8321/feed.xml",
        "code": 0,
    }
