"""Shared by all tests: the ``--regold`` switch, a Ctrl-C that arrives, and hosts on the loopback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from audiobrief.config import Config
    from tests.bucket import BucketServer
    from tests.ssh import SshHost
    from tests.warm import Forge


# Hundreds of processes import the package: they keep its bytecode, whatever the environment says of it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long something takes is for make bench: on a busy machine any example may be slow.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regold",
        action="store_true",
        help="rewrite the expected files of tests/data; the review is the diff",
    )


def pytest_configure() -> None:
    """Background jobs ignore SIGINT; restore the default handler for the programs that tests start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def regold(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regold"))


@pytest.fixture
def kept_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of this process share one process that reads pages: its start is not what they are about."""
    from audiobrief.feed import run
    from tests.warm import KeptReader

    monkeypatch.setattr(run, "PageReader", KeptReader)


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def kept_cache(_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Feeds of this process share one cache: what a test speaks, encodes and draws, the next one finds.

    A test that counts what is spoken has its feed name a cache of its own.
    """
    from audiobrief.feed import paths

    usual = paths.cache_at

    def cache_at(folder: Path, settings: Config) -> str:
        return str(_cache) if settings.cache == ".audiobrief/cache" else usual(folder, settings)

    monkeypatch.setattr(paths, "cache_at", cache_at)


@pytest.fixture(scope="session")
def forge() -> Iterator[Forge | None]:
    """Starts the command from a process that has imported it."""
    if not hasattr(os, "fork"):
        yield None
        return
    from tests.warm import Forge

    forge = Forge()
    yield forge
    forge.close()


@pytest.fixture(scope="session")
def in_a_folder(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is published of two articles, in a folder: elsewhere it is to be the same."""
    from audiobrief.feed import run
    from tests.published import NEW, OLD, files, new_feed, quiet

    folder = new_feed(tmp_path_factory.mktemp("near") / "feed")
    run.publish(folder, [OLD, NEW], quiet)
    return files(folder / "public")


@pytest.fixture(scope="session")
def _bucket_server() -> Iterator[BucketServer]:
    from tests.bucket import bucket_server

    with bucket_server() as server:
        yield server


@pytest.fixture
def bucket_server(_bucket_server: BucketServer, monkeypatch: pytest.MonkeyPatch) -> BucketServer:
    """An S3 server on the loopback; this process and its children know their way to it."""
    for name, value in _bucket_server.environment.items():
        monkeypatch.setenv(name, value)
    _bucket_server.requests.trouble = lambda method, key: ""
    _bucket_server.requests.seen.clear()
    return _bucket_server


@pytest.fixture(scope="session")
def _ssh_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshHost]:
    from tests.ssh import ssh_host

    with ssh_host(tmp_path_factory.mktemp("ssh")) as host:
        yield host


@pytest.fixture
def ssh_host(_ssh_host: SshHost, monkeypatch: pytest.MonkeyPatch) -> SshHost:
    """A host that takes files by SFTP; this process and its children are at home where its keys are."""
    monkeypatch.setenv("HOME", str(_ssh_host.home))
    _ssh_host.trouble = lambda what, path: None
    _ssh_host.seen.clear()
    return _ssh_host
