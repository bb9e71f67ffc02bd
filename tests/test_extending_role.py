"""The how-to for a role, followed to the letter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests import howto

PAGE = """<!doctype html><html lang="en"><title>Ferry to the islands runs again</title><body><article>
<h1>Ferry to the islands runs again</h1>
<p>The ferry to the outer islands runs again after three weeks of repairs, the harbour office said on Monday.</p>
<div class="fact-box"><p>The ferry carries forty cars and takes two hours to the last of the islands.</p></div>
<p>Islanders had been brought bread and post by fishing boats, which the county paid for while the ferry was away.</p>
</article></body></html>"""
CODE = """
import json, sys
from audiobrief import Page, read_article, write_script
script = write_script(read_article(Page("https://news.example/a", sys.stdin.buffer.read(), "text/html")))
print(json.dumps([[s.role.value, s.text, s.pause_ms, s.chapter] for s in script.segments]))
from audiobrief.publish.passages import SKIPPABLE
print(json.dumps({role.value: name for role, name in SKIPPABLE.items()}))
"""


def test_a_new_role_is_one_row_and_one_cue(tmp_path: Path) -> None:
    changed = howto.follow("A role", howto.checkout(tmp_path))
    assert len(changed) == 2
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, input=PAGE.encode(), capture_output=True, env=environment, cwd=tmp_path, check=True)
    segments, skippable = map(json.loads, done.stdout.splitlines())
    place = next(number for number, segment in enumerate(segments) if segment[0] == "fact_box")
    assert segments[place - 1][:2] == ["cue", "At a glance."]
    assert segments[place][1].startswith("The ferry carries forty cars")
    assert segments[place][2] == 500
    assert skippable["fact_box"] == "lists"
