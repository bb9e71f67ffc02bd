"""An article that is full of scripts, published, opened in a real browser: none of it runs. Needs Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from audiobrief import serve
from audiobrief.feed import run
from tests.news_site import make_folder
from tests.serving import serving

pytestmark = pytest.mark.full

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ATTACKS = (
    "<script>window.owned = 1</script>",
    "<img src=x onerror='window.owned = 1'>",
    "<svg onload='window.owned = 1'></svg>",
    "<a href='javascript:window.owned = 1'>read on</a>",
    "<iframe srcdoc='<script>parent.owned = 1</script>'></iframe>",
    "&lt;script&gt;window.owned = 1&lt;/script&gt;",
    "&lt;img src=x onerror=window.owned=1&gt;",
    "]]&gt;&lt;script&gt;window.owned = 1&lt;/script&gt;",
    "<math><mtext></mtext><style><img src=x onerror='window.owned = 1'></style></math>",
    "<style>@import 'http://127.0.0.1:9/x.css';</style>",
    "<body onload='window.owned = 1'>",
    "&quot; onmouseover=&quot;window.owned = 1",
)


def write_article(path: Path) -> None:
    title = "The bridge &lt;/title&gt;&lt;script&gt;window.owned = 1&lt;/script&gt; is measured"
    rows = "".join(
        f"<p>Paragraph {at} of the report says that {attack} the bridge was measured in street {at * 131} twice.</p>"
        for at, attack in enumerate(ATTACKS)
    )
    path.write_text(
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<link rel="canonical" href="javascript:window.owned=1"><meta name="author" content="{ATTACKS[1]}"></head>'
        f"<body><article><h1>{title}</h1>{rows}</article></body></html>",
        encoding="utf-8",
    )


def test_no_script_of_an_article_runs(tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium found on the path")
    write_article(tmp_path / "bad.html")
    folder = make_folder(tmp_path / "feed")
    done = run.publish(folder, [str(tmp_path / "bad.html")], lambda line: None)
    assert len(done.made) == 1, done.failed
    public = folder / "public"
    pages = [path.relative_to(public).as_posix() for path in public.rglob("*.html")]
    assert len(pages) == 3, pages
    with serving(serve.app(public)) as client, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for path in pages:
            opened: Any = browser.new_context().new_page()
            asked: list[str] = []
            opened.on("request", lambda request, asked=asked: asked.append(request.url))
            opened.goto(f"{client.base_url}/{path}", wait_until="load")
            opened.mouse.move(300, 300)
            for link in opened.query_selector_all("a[href^='javascript' i]"):
                pytest.fail(f"{path} links to {link.get_attribute('href')}")
            assert opened.evaluate("window.owned") is None, path
            assert all(url.startswith(str(client.base_url)) for url in asked), asked
        browser.close()
