"""Says when and where figures are taken: ``make bench`` begins with it."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path


def main() -> None:
    model = next(
        (line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")),
        platform.machine(),
    )
    print(
        f"{time.strftime('%Y-%m-%d %H:%M')}, {platform.system()} {platform.machine()}, {model}, {os.cpu_count()} cores"
    )
    print(f"Python {platform.python_version()}, load {' '.join(f'{one:.1f}' for one in os.getloadavg())}")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


if __name__ == "__main__":
    main()
