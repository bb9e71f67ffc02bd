"""Each package that the project is built on does work that nothing else does: without it that work is not done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from audiobrief.extract.html.tree import parse

ROOT = Path(__file__).resolve().parent.parent
HOMES = {
    "bs4": {"extract/html/tree.py"},
    "pyttsx3": {"speech/system_worker.py"},
    "pydub": {"mix/earcons.py"},
    "mutagen": {"publish/opus.py", "publish/tags.py", "check/sound.py"},
    "click": {"cli.py", "commands"},
    "segno": {"qr_code.py"},
}
EXPORTS = """
from audiobrief.mix.earcons import with_earcon
from audiobrief.model import Clip
tone = Clip(bytes(44_100), 22_050)
assert with_earcon(tone, tone, gain_db=0).samples > tone.samples
"""
WORK = {
    "bs4": "from audiobrief import body_text; assert 'One.' in body_text(b'<div>' * 3000 + b'<p>One.</p>' * 3)",
    "pyttsx3": "from audiobrief.speech import system_worker\n"
    "assert system_worker._obey({'library': '', 'do': 'list', 'driver': 'dummy'})['voices']",
    "pydub": EXPORTS,
    "mutagen": "from tests import publish_samples\nfrom audiobrief.publish.tags import id3\n"
    "assert b'CHAP' in id3(publish_samples.episode(), album='a', artist='b', cover=b'', cover_alt='')",
    "click": "from audiobrief.cli import cli; assert 'read' in cli.commands",
    "segno": "from audiobrief.qr_code import drawing; assert drawing('https://news.example/').startswith('<svg')",
}
"""What each one does here, as a program that fails where it is not done."""


@pytest.mark.parametrize("package", HOMES)
def test_a_package_is_used_where_its_work_is_done(package: str) -> None:
    names = {
        path.relative_to(ROOT / "audiobrief").as_posix()
        for path in (ROOT / "audiobrief").rglob("*.py")
        if f"import {package}" in (text := path.read_text(encoding="utf-8")) or f"from {package}" in text
    }
    users = {"commands" if name.startswith("commands/") else name for name in names}
    assert users == HOMES[package]


@pytest.mark.parametrize("package", WORK)
def test_its_work_is_not_done_without_it(package: str) -> None:
    without = f"import sys\nsys.modules[{package!r}] = None\n{WORK[package]}"
    done = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
        for code in (WORK[package], without)
    ]
    assert done[0].returncode == 0, done[0].stderr
    assert done[1].returncode != 0
    assert package in done[1].stderr


def test_beautiful_soup_reads_what_the_other_parser_loses() -> None:
    page = f"<html><body>{'<div>' * 3000}deep words{'</div>' * 3000}</body></html>"
    tree = parse(page)
    assert tree is not None
    assert "deep words" in tree.text_content()
    alone = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(huge_tree=True))
    assert "deep words" not in alone.text_content()
