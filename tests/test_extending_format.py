"""The how-to for an output format, followed to the letter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import howto

PAGE = """<!doctype html><html lang="en"><title>Ferry to the islands runs again</title><body><article>
<h1>Ferry to the islands runs again</h1>
<p>The ferry to the outer islands runs again after three weeks of repairs, the harbour office said on Monday.</p>
<p>Islanders had been brought bread and post by fishing boats, which the county paid for while the ferry was away.</p>
</article></body></html>"""
CODE = """
import json, sys
sys.path.append(sys.argv[1])
from audiobrief.feed.site import episode_files
from audiobrief.mediatypes import media_type_of
from dataclasses import replace
from tests import publish_samples as samples
feed = replace(samples.feed(), books=())
files = dict(episode_files(samples.episode(), feed, lambda: b""))
page = files["index.html"].decode()
print(json.dumps([files["labels.txt"].decode(), page, media_type_of("a/labels.txt")]))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = howto.checkout(tmp_path_factory.mktemp("format"))
    assert len(howto.follow("An output format", root)) == 2
    return root


def run(root: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(root), "AUDIOBRIEF_CACHE": str(root / "cache")}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_read_writes_it_beside_the_mp3(root: Path) -> None:
    (root / "article.html").write_text(PAGE, encoding="utf-8")
    told = run(root, "-m", "audiobrief", "read", "article.html", "--cast", "tone", "--labels", "-o", "a.mp3")
    assert told.splitlines()[1:] == ["a.txt"]
    lines = (root / "a.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("0.") and lines[0].endswith("\tFerry to the islands runs again")
    assert lines[-1].endswith("\t[End of the article.]")


def test_a_feed_has_it_and_the_page_links_to_it(root: Path) -> None:
    made, page, media_type = json.loads(run(root, "-c", CODE, str(howto.ROOT)))
    assert "\tFerry Returns" in made
    assert '<a href="labels.txt">Labels</a>' in page
    assert media_type == [True, "text/plain; charset=utf-8"]
