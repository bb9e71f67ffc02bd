"""Builds and serves the demo feed, runs every client and checker that is here, prints a table.

    python -m tests.conformance [TOOL]...
    python -m tests.conformance --presses    # to the next story of an edition, in each client

Exit code 1 when one of them failed; one that is not installed is a line of the table, not a failure.
"""

from __future__ import annotations

import sys

from tests import presses
from tests.conformance import audio_clients, book_checkers, feed_clients, hosts, page_checkers, site
from tests.conformance.tools import CHECKS, Check, NotInstalledError

MODULES = (feed_clients, audio_clients, book_checkers, page_checkers, hosts)


def row(check: Check) -> tuple[str, str, str, str]:
    """Tool, version, what it read, and pass, FAIL or not installed."""
    try:
        version = check.version()
    except NotInstalledError as missing:
        return check.tool, "", f"needs {missing}", "not installed"
    try:
        return check.tool, version, check.read(), "pass"
    except NotInstalledError as missing:
        return check.tool, "", f"needs {missing}", "not installed"
    except Exception as error:  # whatever a tool does must not hide the rest of the table
        return check.tool, version, " ".join(f"{type(error).__name__}: {error}".split())[:800], "FAIL"


def main() -> int:
    if sys.argv[1:] == ["--presses"]:
        return presses.show({"ffprobe": audio_clients.ffprobe_chapters, "mpv": audio_clients.mpv_chapters})
    order = [module.__name__ for module in MODULES]
    wanted = [check for check in CHECKS if not sys.argv[1:] or check.tool in sys.argv[1:]]
    wanted.sort(key=lambda check: order.index(check.read.__module__))
    site.build()
    print("| tool | version | what it read | result |\n|---|---|---|---|", flush=True)
    results = []
    with site.served():
        for check in wanted:
            results.append(row(check))
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in results[-1]) + " |", flush=True)
    counts = [sum(result == kind for *_, result in results) for kind in ("pass", "FAIL", "not installed")]
    print("\n{} passed, {} failed, {} not installed.".format(*counts))
    return 1 if counts[1] else 0


if __name__ == "__main__":
    sys.exit(main())
