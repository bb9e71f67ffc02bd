"""Sends a file, or the one part of it that was asked for (RFC 9110, 14): what players do all the time.

starlette's FileResponse opens, seeks and reads in threads, which costs ten times what sending does; it is kept for the
rare request of several parts.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

_CHUNK_BYTES = 262_144
_RANGE = re.compile(r"\s*(?=\d|-\d)(?P<first>\d{0,18})-(?P<last>\d{0,18})\s*", re.ASCII)
MOST_PARTS = 10


def asked_parts(request: Request, tag: str, last_modified: str) -> list[tuple[str, str]]:
    """Returns first and last byte of each part that is asked for, as printed; none where the whole file is meant.

    Ignored, as the RFC wants, are another unit, what is no number, an end before its start, more parts than a player
    needs, and parts of another version of the file (If-Range).
    """
    unit, _, printed = request.headers.get("range", "").partition("=")
    parts = [_part(one) for one in printed.split(",")]
    is_this_version = request.headers.get("if-range", tag) in (tag, last_modified)
    if unit.strip().lower() != "bytes" or len(parts) > MOST_PARTS or None in parts:
        return []
    return [one for one in parts if one and is_this_version]


def _part(printed: str) -> tuple[str, str] | None:
    """Returns first and last byte of a part; None where it is none."""
    found = _RANGE.fullmatch(printed)
    if found is None or (found["first"] and found["last"] and int(found["first"]) > int(found["last"])):
        return None
    return found["first"], found["last"]


class FilePart(Response):
    """A file's bytes, whole or a part; ``headers`` are complete but for what the part changes."""

    def __init__(
        self, file: Path, size_bytes: int, headers: dict[str, str], media_type: str, part: tuple[str, str] | None
    ) -> None:
        self._file = file
        self._start, self._stop = (0, size_bytes) if part is None else _edges(part, size_bytes)
        status = 200 if part is None else 206 if self._start < self._stop else 416
        if part is not None:
            bounds = f"{self._start}-{self._stop - 1}" if status == 206 else "*"
            headers = headers | {"Content-Range": f"bytes {bounds}/{size_bytes}"}
        length = str(max(self._stop - self._start, 0))
        super().__init__(None, status, headers | {"Content-Length": length, "Accept-Ranges": "bytes"}, media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends head and bytes; a file that becomes shorter meanwhile ends the connection."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        at, stop = self._start, self._stop
        if scope["method"] == "HEAD" or at >= stop:
            await send({"type": "http.response.body", "body": b""})
            return
        with self._file.open("rb", buffering=0) as file:
            os.lseek(file.fileno(), at, os.SEEK_SET)
            while at < stop:
                data = file.read(min(_CHUNK_BYTES, stop - at))
                at += len(data)
                await send({"type": "http.response.body", "body": data, "more_body": bool(data) and at < stop})
                if not data:
                    return


def _edges(part: tuple[str, str], size_bytes: int) -> tuple[int, int]:
    """Returns the first byte of a part and the one behind its last; equal where the file has no such part."""
    first, last = part
    if not first:
        return max(size_bytes - int(last), 0) if int(last) else size_bytes, size_bytes
    stop = min(int(last) + 1, size_bytes) if last else size_bytes
    return (int(first), stop) if int(first) < size_bytes else (size_bytes, size_bytes)
