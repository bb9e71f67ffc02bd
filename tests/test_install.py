"""From a checkout or a wheel to a command on the PATH, in an empty environment; what the wheel holds."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.test_container import pip_settings

ROOT = Path(__file__).resolve().parent.parent
EMPTY = "/usr/local/bin:/usr/bin:/bin"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


@pytest.mark.long
def test_the_wheel_holds_all_that_the_program_reads_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    listed = subprocess.run(
        ["git", "ls-files", "audiobrief", "docs", "voices"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tracked = {re.sub("^(docs|voices)/", r"audiobrief/\1/", name) for name in listed.stdout.split("\n") if name}
    assert tracked <= held, "a file of the repository is missing"
    assert {name.split("/")[0] for name in held} == {"audiobrief"}
    assert not [name for name in held if name.endswith((".pyc", ".swp", "~"))]


@pytest.mark.long
def test_its_description_names_no_address_that_is_not_there(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = email.message_from_bytes(archive.read(name))
    text = str(told.get_payload())
    assert told["License-Expression"] == "GPL-3.0-or-later" and told["Description-Content-Type"] == "text/markdown"
    relative = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith(("https://", "#"))]
    assert relative == [], "the description stands where there is no repository"


def environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": EMPTY, **pip_settings()}


@pytest.mark.long
@pytest.mark.full
def test_make_install_puts_the_command_on_the_path(tmp_path: Path) -> None:
    """Takes what is locked from the package index."""
    python = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    command = ["make", "install", f"PYTHON={python}"]
    told = []
    for path in (EMPTY, f"{tmp_path}/.local/bin:{EMPTY}"):
        given = environment(tmp_path) | {"PATH": path}
        done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
    (line,) = re.findall(r"^  (echo .*)$", told[0], re.MULTILINE)
    shell = f"{line}\naudiobrief --version"
    done = subprocess.run(
        ["sh", "-c", shell], cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("audiobrief "), done.stderr
    assert "Installed: run audiobrief --help" in told[1]


@pytest.mark.long
@pytest.mark.full
def test_the_wheel_is_installed_by_pip_alone(wheel: Path, tmp_path: Path) -> None:
    """Takes what it needs from the package index."""
    given = environment(tmp_path)
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    for command in (
        [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel)],
        [str(venv / "bin" / "audiobrief"), "read", str(ROOT / "examples" / "articles" / "library-bulletin.md")],
    ):
        done = subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert [path.suffix for path in tmp_path.glob("*.mp3")] == [".mp3"]
