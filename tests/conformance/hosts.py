"""The samples of docs/hosting.md: nginx and Caddy serve the demo feed, ``audiobrief check`` asks them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time

from tests.conformance import site
from tests.conformance.tools import NotInstalledError, check, of_program, output, plural
from tests.test_hosting import SERVERS

PORT = site.PORT + 1
BASE = f"http://127.0.0.1:{PORT}"
PLACES = os.environ["PATH"] + os.pathsep + "/usr/sbin"


@check("nginx, sample", of_program("/usr/sbin/nginx", "-v"))
def nginx() -> str:
    return _checked("nginx")


@check("Caddy, sample", of_program("caddy", "version"))
def caddy() -> str:
    return _checked("caddy")


def _checked(name: str) -> str:
    program = shutil.which(name, path=PLACES)
    if program is None:
        raise NotInstalledError(name)
    folder = site.BUILD / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.PUBLIC, folder / "public")
    feed = folder / "public" / "feed.xml"
    feed.write_text(feed.read_text(encoding="utf-8").replace(site.BASE, BASE), encoding="utf-8")
    write, arguments = SERVERS[name]
    config = folder / f"{name}.conf"
    config.write_text(write(PORT, folder / "public"))
    environment = {"HOME": str(folder), "PATH": PLACES}
    quiet = subprocess.DEVNULL
    with subprocess.Popen([program, *arguments, str(config)], stdout=quiet, stderr=quiet, env=environment) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                        break
                time.sleep(0.05)
            lines = output([sys.executable, "-m", "audiobrief", "check", f"{BASE}/feed.xml"]).splitlines()
        finally:
            process.terminate()
    return f"feed, files and server: {plural(sum(line.startswith('pass') for line in lines), 'check')}"
