"""``audiobrief feed update`` with short waits: what failed is asked again after 1 s, then 2, and is never given up."""

from __future__ import annotations

from audiobrief.cli import main
from audiobrief.feed import sources
from audiobrief.fetch import polling

if __name__ == "__main__":
    polling.FIRST_WAIT_S = 1
    sources.TRIES = sources.UNREACHABLE_TRIES = 1_000_000
    main()
