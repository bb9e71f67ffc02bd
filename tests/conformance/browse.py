"""Opens pages in Chromium in each look and lets axe judge them: browse.py CHROMIUM AXE SCREENS URL...

Prints the violations and whatever the browser complained of as JSON; keeps a picture of each visit in SCREENS.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE: Any = {"width": 1280, "height": 1024}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "zoom-400": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "forced-colours": {"viewport": WIDE, "forced_colors": "active", "color_scheme": "dark"},
}
"""400 % zoom of a window of 1280 pixels is one of 320 (WCAG 1.4.10)."""


def visit(page: Any, url: str, axe: str, screen: Path) -> list[tuple[str, str, str]]:
    page.goto(url)
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    wide = [(url, "scrolls sideways", str(width))] if width[0] > width[1] else []
    page.screenshot(path=str(screen), full_page=True, scale="css")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    return wide + [(url, row["id"], node["html"][:200]) for row in found for node in row["nodes"]]


def main(chromium: str, axe: str, screens: Path, urls: list[str]) -> dict[str, Any]:
    screens.mkdir(parents=True, exist_ok=True)
    source = Path(axe).read_text(encoding="utf-8")
    violations: list[tuple[str, ...]] = []
    complaints: list[str] = []
    for look, facts in LOOKS.items():
        with sync_playwright() as driver, tempfile.TemporaryDirectory() as profile:
            browser = driver.chromium.launch_persistent_context(
                profile, executable_path=chromium, args=FLAGS, bypass_csp=True, **facts
            )
            page = browser.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            for number, url in enumerate(urls):
                found = visit(page, url, source, screens / f"{look}-{number}.png")
                violations += [(look, *row) for row in found]
            browser.close()
    return {"visits": len(LOOKS) * len(urls), "violations": violations, "complaints": complaints}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4:])))
