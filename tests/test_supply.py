"""What is installed and what is given out: locked by hashes, and the same bytes wherever it is built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WANTED = [*map(Requirement, PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"])]
ENTRY = re.compile(r"^(?P<line>\w[^\\#\n]*)\\\n(?P<rest>(?:[ ]{4}.*\n?)+)", re.MULTILINE)
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
LOCKED = [(Requirement(entry["line"]), entry["rest"]) for entry in ENTRY.finditer(LOCK)]
"""`make lock` writes it."""


@pytest.mark.parametrize("wanted", WANTED, ids=lambda one: one.name)
def test_the_lock_holds_what_the_project_needs(wanted: Requirement) -> None:
    versions = [
        str(one.specifier).removeprefix("==")
        for one, rest in LOCKED
        if one.name == canonicalize_name(wanted.name) and "audiobrief (pyproject.toml" in rest
    ]
    assert versions and all(map(wanted.specifier.contains, versions)), "run: make lock"


def test_the_lock_holds_nothing_else_and_names_no_index() -> None:
    named = {canonicalize_name(one.name) for one in WANTED}
    asked = {one.name for one, rest in LOCKED if "audiobrief (pyproject.toml" in rest}
    assert named == asked, "run: make lock"
    assert "platform_release" not in LOCK, "which some releases of pip cannot compare on Linux"
    assert "://" not in LOCK and not re.search(r"^\s*-", LOCK.replace("    --hash=sha256:", ""), re.MULTILINE)
    for one, rest in LOCKED:
        assert re.fullmatch(r"==[^,*]+", str(one.specifier)), one
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", rest), one
    assert len(re.findall(r"^\w", LOCK, re.MULTILINE)) == len(LOCKED)


@pytest.mark.long
def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name, umask, hours in (("one", 0o022, 0), ("two/deeper", 0o077, 20_000)):
        copy, out = tmp_path / name / "audiobrief", tmp_path / name / "out"
        left_out = shutil.ignore_patterns(".venv", "build", "dist", ".git", ".*_cache", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=left_out)
        for path in copy.rglob("*"):
            path.chmod(path.stat().st_mode & ~umask)
            os.utime(path, (path.stat().st_mtime - 3600 * hours,) * 2)
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "--directory", str(out)],
            cwd=copy,
            umask=umask,
            env={**os.environ, "TZ": ("UTC", "Asia/Kolkata")[hours > 0]},
            check=True,
            capture_output=True,
        )
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert len(made[0]) == 2 and made[0] == made[1]
