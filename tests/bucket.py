"""A bucket on the loopback: moto's server, real HTTP, whose every request is noted and may be made to go wrong."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

KEYS = {
    "AWS_ACCESS_KEY_ID": "rehearsal",
    "AWS_SECRET_ACCESS_KEY": "rehearsal",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
Trouble = Callable[[str, str], str]
"""Is told method and key of a request before it is answered; gives what goes wrong: "lost answer", "503", "cut", ""."""


@dataclass
class Requests:
    """The server's front: notes each request and its outcome, then lets moto answer."""

    inner: Any
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    """Method, key, status."""
    trouble: Trouble = lambda method, key: ""

    def __call__(self, environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        method, key = environment["REQUEST_METHOD"], environment["PATH_INFO"].removeprefix("/").partition("/")[2]
        wrong = self.trouble(method, key)
        length = int(environment.get("CONTENT_LENGTH") or 0)
        if wrong in ("503", "cut"):
            environment["wsgi.input"].read(length // 2 if wrong == "cut" else length)
            return self._refuse(start, method, key)
        answer: list[Any] = []
        body = b"".join(self.inner(environment, lambda *head: answer.append(head)))
        self.seen.append((method, key, int(answer[0][0].split()[0])))
        if wrong == "lost answer":
            return self._refuse(start, method, key)
        start(*answer[0][:2])
        return [body]

    def _refuse(self, start: Callable[..., Any], method: str, key: str) -> Iterable[bytes]:
        self.seen.append((method, key, 503))
        start("503 Service Unavailable", [("Content-Type", "application/xml")])
        told = b"<Error><Code>ServiceUnavailable</Code><Message>later</Message></Error>"
        return [] if method == "HEAD" else [told]

    def puts(self) -> list[str]:
        """Keys that were written, in order."""
        return [key for method, key, status in self.seen if method == "PUT" and status == 200 and key]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing."""


@dataclass
class BucketServer:
    """``client`` is boto3's, for looking at the buckets from outside."""

    address: str
    requests: Requests
    client: Any
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to reach it."""
        return {**KEYS, "AWS_ENDPOINT_URL": self.address}

    def new_bucket(self) -> str:
        """Makes an empty bucket; gives its name."""
        name = f"news-{next(self._numbers)}"
        self.client.create_bucket(Bucket=name)
        self.requests.seen.clear()
        return name

    def keys(self, bucket: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def get(self, bucket: str, key: str) -> bytes:
        return bytes(self.client.get_object(Bucket=bucket, Key=key)["Body"].read())

    def files(self, bucket: str) -> dict[str, bytes]:
        return {key: self.get(bucket, key) for key in self.keys(bucket)}


@contextlib.contextmanager
def bucket_server() -> Iterator[BucketServer]:
    """Runs it in threads of this process."""
    front = Requests(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, front, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.port}"
    try:
        client = boto3.client(
            "s3",
            endpoint_url=address,
            aws_access_key_id="rehearsal",
            aws_secret_access_key="rehearsal",
            region_name="us-east-1",
        )
        yield BucketServer(address, front, client)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
