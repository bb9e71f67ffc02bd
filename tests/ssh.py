"""A host on the loopback that takes files by SFTP: asyncssh's server, whose every change is noted and may fail."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh


@dataclass
class SshHost:
    """``home`` is that of the one user whose key it knows: with ``HOME`` set to it, the way is open."""

    home: Path
    root: Path
    port: int = 0
    seen: list[tuple[str, str]] = field(default_factory=list)
    """What was opened for writing ("write") or got its last name ("name"), in order."""
    trouble: Callable[[str, str], None] = lambda what, path: None
    """Is told of a change before it is made, and may raise."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_folder(self) -> str:
        """The address of a folder that is not there yet."""
        return f"sftp://ann@127.0.0.1:{self.port}/site-{next(self._numbers)}"

    def folder(self, address: str) -> Path:
        """Where the files of an address lie."""
        return self.root / address.rpartition("/")[2]

    def note(self, what: str, path: bytes) -> None:
        self.trouble(what, path.decode())
        self.seen.append((what, path.decode()))


class Noting(asyncssh.SFTPServer):
    def __init__(self, chan: asyncssh.SSHServerChannel[bytes], host: SshHost) -> None:
        super().__init__(chan, chroot=bytes(host.root))
        self._host = host

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if pflags & asyncssh.FXF_WRITE:
            self._host.note("write", path)
        return super().open(path, pflags, attrs)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> Awaitable[None] | None:
        self._host.note("name", newpath)
        return super().posix_rename(oldpath, newpath)


@contextlib.contextmanager
def ssh_host(place: Path) -> Iterator[SshHost]:
    host = SshHost(place / "home", place / "root")
    keys = host.home / ".ssh"
    keys.mkdir(parents=True)
    host.root.mkdir()
    own, users = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    (keys / "id_ed25519").write_bytes(users.export_private_key())
    (keys / "id_ed25519").chmod(0o600)
    (place / "authorized").write_bytes(users.export_public_key())
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[own],
            authorized_client_keys=str(place / "authorized"),
            sftp_factory=lambda channel: Noting(channel, host),
        )

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    host.port = server.get_port()
    (keys / "known_hosts").write_text(f"[127.0.0.1]:{host.port} {own.export_public_key().decode()}")
    try:
        yield host
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(server.wait_closed(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
