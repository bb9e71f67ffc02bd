"""The how-to for an engine, followed to the letter: a package with an engine is written, installed and speaks."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import howto

INSTALL = "pip install --quiet --no-deps --no-build-isolation --no-index --disable-pip-version-check"
PRELUDE = f"""set -e
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
pip() {{ [ "$*" = "install ./dummyhttp" ]; python -m {INSTALL} --upgrade --target "$PACKAGES" ./dummyhttp; }}
pytest() {{ python -m pytest -q -p no:cacheprovider "$@"; }}
"""
"""What a shell on a machine without network does differently: packages go into a folder, and nothing is downloaded."""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("bash") is None, reason="the how-to is written for a shell"),
]


@dataclass(frozen=True)
class Desk:
    """A folder in which somebody follows the how-to."""

    folder: Path
    environment: dict[str, str]

    def run(self, commands: str) -> str:
        """Runs lines of a shell and returns what they say."""
        command = ["bash", "-c", PRELUDE + commands]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    howto.follow("An engine", tmp_path)
    packages = tmp_path / "packages"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return Desk(
        tmp_path,
        {
            **os.environ,
            "PATH": path,
            "PACKAGES": str(packages),
            "PYTHONPATH": os.pathsep.join([str(packages), str(howto.ROOT)]),
            "AUDIOBRIEF_CACHE": str(tmp_path / "cache"),
        },
    )


def shell() -> str:
    """The how-to's commands, at a port that is free here."""
    page = (howto.ROOT / "docs/extending.md").read_text(encoding="utf-8").partition("## An engine")[2]
    block = re.search(r"^```sh\n(.*?)^```$", page, re.M | re.S)
    assert block
    with socket.create_server(("127.0.0.1", 0)) as free:
        return block[1].replace("8642", str(free.getsockname()[1]))


def test_an_engine_of_another_package_speaks(desk: Desk) -> None:
    said = desk.run(shell())
    assert "dummyhttp: available" in said
    assert re.search(r"\d+ passed", said)
    assert "failed" not in said
    assert (desk.folder / "news.mp3").stat().st_size > 50_000
    assert (desk.folder / "cast.mp3").stat().st_size > 50_000
    casts = {row["name"]: row for row in json.loads(desk.run("audiobrief voices --json"))["casts"]}
    assert casts["ferry"]["engine"] == casts["dummyhttp"]["engine"] == "dummyhttp"
    assert "DUMMYHTTP_URL" in casts["ferry"]["why_not"]
    # with it installed our own tests do not ask for its row in the documents
    desk.run(f"pytest {howto.ROOT}/tests/test_docs.py -k every_engine")
