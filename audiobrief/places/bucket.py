"""Files in a bucket of Amazon's kind: every write says what it expects to find, so that nothing is overwritten unseen.

A put is one request, whole or not at all, however large the file (up to the 5 GB of one put: 170 hours of sound); so
there is never half an object, and no parts are left behind by a killed run. Each object tells its SHA-256, and which
feed folder's library wrote it: a put whose answer was lost is recognized as done, and two feed folders cannot publish
to one address without being told.

Conditions: If-None-Match and If-Match on PutObject, Amazon S3 API Reference, "Conditional writes".
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from audiobrief.errors import OutputError
from audiobrief.mediatypes import CACHE_CONTROL, media_type_of
from audiobrief.places.opening import codes
from audiobrief.places.remote import Remote, sha256_of

_SHA256 = "audiobrief-sha256"
_OWNER = "audiobrief-library"
_TRIES = 3
_NOT_AS_EXPECTED = frozenset({"PreconditionFailed", "412", "NoSuchKey"})  # the last: If-Match, and nothing is there
_CONTESTED = frozenset({"ConditionalRequestConflict", "409"})
_FOLLOW = "a new folder with the title and base_url of a lost one takes its place (audiobrief help unattended)"
_ABSENT: dict[str, str] = {"IfNoneMatch": "*"}


@dataclass(frozen=True, slots=True)
class _Object:
    """What a bucket tells of one object."""

    etag: str
    sha256: str
    """Empty for an object that another program put there."""
    owner: str

    def is_of_another(self, owner: str, lost: frozenset[str]) -> bool:
        return bool(owner and self.owner and self.owner != owner and self.owner not in lost)

    def is_done(self, sha256: str, owner: str) -> bool:
        return (self.sha256, self.owner) == (sha256, owner)


class Bucket(Remote):
    """See :class:`audiobrief.places.Place`. ``owner`` names the library that publishes here; empty: nobody's.

    Behind a blank it names lost libraries whose place this one takes: their files may be written over, each then
    tells its new owner, and a machine that still has the lost library is refused.
    """

    def __init__(self, url: str, owner: str = "") -> None:
        super().__init__(url)
        self._owner, *lost = owner.split() or [""]
        self._lost = frozenset(lost)
        self._seen: dict[str, _Object | None] = {}

    def owner_of(self, name: str) -> str:
        """Asks which library wrote a file."""
        with self._trouble(name):
            there = self._head(name)
            return there.owner if there else ""

    def look(self, name: str) -> None:
        """Notes the version, and finds out early that there is no such bucket, no right to it, or another owner."""
        with self._trouble(name):
            seen = self._seen[name] = self._head(name)
            if seen is None:
                bucket = self._path("").partition("/")[0]
                try:
                    self._fs.call_s3("head_bucket", Bucket=bucket)
                except FileNotFoundError as error:  # a HEAD has no body that says what is missing
                    fact = "there is no such bucket"
                    raise OutputError(self._shown, fact, "Make it, or correct the address") from error
            elif seen.is_of_another(self._owner, self._lost):
                raise _taken(self.shown(name))

    def write_if_changed(self, name: str, data: bytes) -> bool:
        """Puts a file on condition that nobody wrote it since :meth:`look`."""
        with self._trouble(name):
            sha256 = sha256_of(data)
            seen = self._seen.pop(name) if name in self._seen else self._head(name)
            if seen and seen.is_of_another(self._owner, self._lost):
                raise _taken(self.shown(name))
            if seen and seen.is_done(sha256, self._owner):
                return False
            if not self._put_if(name, data, {"IfMatch": seen.etag} if seen else _ABSENT):
                now = self._head(name)
                # Our own put, where the answer to its first try was lost on the way.
                if not (now and now.is_done(sha256, self._owner)):
                    raise _changed(self.shown(name))
            return True

    def keep(self, name: str, data: bytes) -> bytes:
        """Puts a file on condition that there is none; returns what lies there then."""
        with self._trouble(name):
            for _ in range(_TRIES):
                if self._put_if(name, data, _ABSENT):
                    return data
                kept = self.find(name)
                if kept is not None:
                    return kept
            raise _contested(self.shown(name))

    def _put(self, name: str, body: bytes | Path) -> None:
        self._put_if(name, body, {})

    def _put_once(self, name: str, body: bytes | Path) -> None:
        """Writes once. The same bytes are done already. Other bytes of our own library were never published, since
        the library knows no such episode: a run that was cut short left them, and they are replaced.
        """
        sha256 = sha256_of(body)
        condition = _ABSENT
        for _ in range(_TRIES):
            if self._put_if(name, body, condition):
                return
            there = self._head(name)
            if there is None:
                condition = _ABSENT
            elif (there.sha256 or self.sha256(name)) == sha256:
                return
            elif there.owner and not there.is_of_another(self._owner, self._lost):
                condition = {"IfMatch": there.etag}
            else:
                raise _taken(self.shown(name))
        raise _contested(self.shown(name))

    def _head(self, name: str) -> _Object | None:
        bucket, _, key = self._path(name).partition("/")
        try:
            told = self._fs.call_s3("head_object", Bucket=bucket, Key=key)
        except FileNotFoundError:
            return None
        facts = told.get("Metadata", {})
        return _Object(told["ETag"], facts.get(_SHA256, ""), facts.get(_OWNER, ""))

    def _request(self, name: str, body: bytes | Path) -> dict[str, Any]:
        """Returns all of a put but its body."""
        bucket, _, key = self._path(name).partition("/")
        return {
            **self._fs.s3_additional_kwargs,  # what the owner set for fsspec: encryption, storage class
            "Bucket": bucket,
            "Key": key,
            "ContentType": media_type_of(name)[1],
            "CacheControl": CACHE_CONTROL,
            "Metadata": {_SHA256: sha256_of(body), **({_OWNER: self._owner} if self._owner else {})},
        }

    def _put_if(self, name: str, body: bytes | Path, condition: dict[str, str]) -> bool:
        """Puts once; False when what is there is not what the condition says."""
        import fsspec.asyn

        request = {**self._request(name, body), **condition}
        for tries_left in reversed(range(_TRIES)):
            try:
                with contextlib.ExitStack() as stack:
                    opened = body if isinstance(body, bytes) else stack.enter_context(body.open("rb"))
                    fsspec.asyn.sync(self._fs.loop, _put_object, self._fs, request, opened)
                return True
            except Exception as error:
                found = set(codes(error))
                if found & _NOT_AS_EXPECTED:
                    return False
                if not found & _CONTESTED or not tries_left:
                    raise
        raise AssertionError("unreachable")


async def _put_object(file_system: Any, request: dict[str, Any], body: bytes | BinaryIO) -> None:
    """Puts past s3fs's own retries, which go on from where the failed try had come to; botocore rewinds."""
    await file_system.set_session()
    client = await file_system.get_s3(request["Bucket"])
    await client.put_object(Body=body, **request)


def _changed(shown: str) -> OutputError:
    fact = "somebody else wrote it meanwhile"
    return OutputError(shown, fact, "Only one feed folder may publish to an address: end the other one and run again")


def _taken(shown: str) -> OutputError:
    fact = "it belongs to another feed folder"
    return OutputError(shown, fact, f"Choose another address; {_FOLLOW}")


def _contested(shown: str) -> OutputError:
    return OutputError(shown, "other programs keep writing it", "Run again when they are done")
