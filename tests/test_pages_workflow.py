"""The workflow of examples/pages: its steps, run in order in a repository of an owner, with the wheel that we make."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / "examples" / "pages" / "publish-feed.yml").read_text("utf-8"))
JOB: dict[str, Any] = WORKFLOW["jobs"]["publish"]
STEPS: list[dict[str, Any]] = JOB["steps"]


def test_it_may_do_no_more_than_it_must() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is False, "a run is never cut short"


def test_what_is_published_is_what_was_looked_at_and_kept() -> None:
    used = {step["uses"].partition("@")[0]: step.get("with", {}) for step in STEPS if "uses" in step}
    brought, kept = used["actions/cache/restore"], used["actions/cache/save"]
    assert brought["path"] == kept["path"] and "feed/.audiobrief" in kept["path"]
    assert kept["key"] == brought["key"] and kept["key"].startswith(brought["restore-keys"])
    assert used["actions/upload-pages-artifact"]["path"] in kept["path"]
    names = [step.get("uses", step.get("run", "")) for step in STEPS]
    parts = ("audiobrief feed update feed", "audiobrief check feed", "deploy-pages")
    order = [next(at for at, name in enumerate(names) if part in name) for part in parts]
    assert order == sorted(order)


@pytest.mark.long
def test_its_steps_publish_a_feed_twice(tmp_path: Path) -> None:
    """The shell is the one that GitHub starts; nothing is taken from a package index, since all is here already."""
    packages = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(packages)], check=True)
    (site,) = packages.glob("lib/python*/site-packages")
    own = [path for path in sys.path if path.endswith("site-packages")]
    (site / "here.pth").write_text("\n".join(own), "utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "wheels")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    articles = tmp_path / "feed" / "articles"
    articles.mkdir(parents=True)
    (articles / "a.md").write_bytes((ROOT / "examples" / "articles" / "library-bulletin.md").read_bytes())
    (tmp_path / "feed" / "audiobrief.toml").write_text(
        'title = "News"\nlanguage = "en"\ncast = "espeak"\nbase_url = "https://news.example"\n'
        '[[source]]\nfolder = "articles"\nrights = "own articles"\n',
        "utf-8",
    )
    environment = {**os.environ, "PATH": f"{packages / 'bin'}{os.pathsep}{os.environ['PATH']}", "PIP_NO_INDEX": "1"}
    told = ""
    for _ in range(2):
        for step in STEPS:
            if "run" in step:
                shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
                done = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
                assert done.returncode == 0, (step["run"], done.stdout, done.stderr)
                told += done.stderr
    assert told.count("100 percent") == 1, "what was spoken before is not spoken again"
    assert (packages / "bin" / "audiobrief").exists()
    assert (tmp_path / "feed" / "public" / "feed.xml").stat().st_size
