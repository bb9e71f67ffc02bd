"""What a parser might try that its input has taken over: each attempt raises, or it has come through.

Copied to where processes look for modules; the environment names the places of the test.
"""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(os.environ.get("EVIL_FOLDER", "."))  # a feed's folder, say
PORT = int(os.environ.get("EVIL_PORT", "0"))
PARENT = os.getppid()


def _sent(kind: int) -> None:
    with socket.socket(socket.AF_INET, kind) as one:
        one.connect(("127.0.0.1", PORT))
        one.send(b"secret")


def _unix(address: str) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(address)


def _called(name: str, *given: int) -> None:
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*map(ctypes.c_long, given)) < 0:
        raise OSError(ctypes.get_errno(), name)


def _forked() -> None:
    if not os.fork():
        os._exit(0)


ATTEMPTS: dict[str, Callable[[], object]] = {
    "tcp": lambda: _sent(socket.SOCK_STREAM),
    "udp": lambda: _sent(socket.SOCK_DGRAM),
    "ipv6": lambda: socket.socket(socket.AF_INET6),
    "packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "unix": lambda: _unix(str(FOLDER / "socket")),
    "abstract": lambda: _unix(f"\0audiobrief-{PORT}"),
    "names": lambda: socket.create_connection(("localhost", PORT)),
    "rings": lambda: _called("syscall", 425, 1, 0),
    "write": lambda: (FOLDER / "feed.xml").write_text("mine"),
    "append": lambda: (FOLDER / "feed.xml").open("a"),
    "create": (FOLDER / "new").touch,
    "create by reading": lambda: os.open(FOLDER / "new", os.O_RDONLY | os.O_CREAT),
    "empty by reading": lambda: os.open(FOLDER / "feed.xml", os.O_RDONLY | os.O_TRUNC),
    "home": (Path.home() / ".audiobrief-evil").touch,
    "temporary": lambda: Path("/tmp/audiobrief-evil").touch(),
    "folder": (FOLDER / "folder").mkdir,
    "rename": lambda: (FOLDER / "feed.xml").rename(FOLDER / "gone"),
    "remove": (FOLDER / "feed.xml").unlink,
    "link": lambda: os.link(FOLDER / "feed.xml", FOLDER / "other"),
    "point": lambda: (FOLDER / "pointer").symlink_to("feed.xml"),
    "truncate": lambda: os.truncate(FOLDER / "feed.xml", 0),
    "mode": lambda: (FOLDER / "feed.xml").chmod(0o777),
    "owner": lambda: os.chown(FOLDER / "feed.xml", os.getuid(), os.getgid()),
    "age": lambda: os.utime(FOLDER / "feed.xml", (0, 0)),
    "attribute": lambda: os.setxattr(FOLDER / "feed.xml", "user.mine", b"1"),
    "read": (FOLDER / "feed.xml").read_text,
    "list": lambda: [*FOLDER.iterdir()],
    "environment of others": lambda: Path(f"/proc/{PARENT}/environ").read_bytes(),
    "own secrets": lambda: os.environ["OPENAI_API_KEY"],
    "program": lambda: subprocess.run(["/bin/true"], check=True),
    "program instead": lambda: os.execv("/bin/true", ["true"]),
    "shell": lambda: os.system("true") and 1 / 0,
    "fork": _forked,
    "kill": lambda: os.kill(PARENT, 0),
    "trace": lambda: _called("ptrace", 16, PARENT, 0, 0),
    "peek": lambda: _called("process_vm_readv", PARENT, 0, 0, 0, 0, 0),
    "starve": lambda: resource.prlimit(PARENT, resource.RLIMIT_NOFILE, (10, 10)),
    "more": lambda: resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)),
    "leave the group": os.setsid,
    "hide memory": lambda: os.memfd_create("mine"),
    "new root": lambda: os.chroot("/"),
    "4 GB": lambda: bytearray(4_000_000_000),
}


def came_through() -> list[str]:
    """Tries everything; returns what was not refused."""
    through = []
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
        except (OSError, MemoryError, KeyError, ValueError, ZeroDivisionError):
            continue
        through.append(name)
    return through
