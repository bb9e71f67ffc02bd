"""Shared by all tests: the ``--regold`` switch, a Ctrl-C that arrives, and a bucket on the loopback."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.bucket import BucketServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regold",
        action="store_true",
        help="rewrite the expected files of tests/data; the review is the diff",
    )


def pytest_configure() -> None:
    """A shell starts a job in the background deaf to Ctrl-C, and so would be the programs that tests start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def regold(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regold"))


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
