"""The site: HTML, CSS, accessibility in a real browser; the transcripts as WebVTT."""

from __future__ import annotations

import json

from tests.conformance import site
from tests.conformance.tools import (
    CHROMIUM,
    NODE,
    NotInstalledError,
    check,
    node_json,
    of_node,
    of_program,
    of_python,
    output,
    plural,
    program,
    python_json,
)


@check("Nu HTML checker", of_node("vnu-jar"))
def nu() -> str:
    (jar,) = (NODE / "node_modules" / "vnu-jar").rglob("vnu.jar")
    files = sorted([*site.PUBLIC.rglob("*.html"), *site.PUBLIC.rglob("*.css")])
    urls = [f"{site.BASE}/{path.relative_to(site.PUBLIC).as_posix()}" for path in files]
    local = "-Dnu.validator.servlet.allow-forbidden-hosts=true"  # it refuses this machine else
    command = [program("java"), local, "-jar", str(jar), "--format", "json", "--also-check-css", "--exit-zero-always"]
    found = json.loads(output([*command, *urls]).strip().rpartition("\n")[2])["messages"]
    seen = [(row["url"].removeprefix(site.BASE), row.get("lastLine"), row["message"]) for row in found]
    assert not seen, seen
    return f"{plural(len(urls), 'page')} with their style sheets: 0 messages"


@check("axe-core", of_node("axe-core"))
def axe() -> str:
    of_python("playwright")()
    if not CHROMIUM:
        raise NotInstalledError("chromium")
    pages = [f"{site.BASE}/", *(f"{item.url.rpartition('/')[0]}/" for item in site.items())]
    transcripts = [f"{item.url.rpartition('/')[0]}/transcript.html" for item in site.items()]
    source = str(NODE / "node_modules" / "axe-core" / "axe.min.js")
    found = python_json("browse.py", CHROMIUM, source, str(site.BUILD / "screens"), *pages, *transcripts)
    assert not found["violations"] and not found["complaints"], found
    chromium = of_program(CHROMIUM, "--version")()
    return (
        f"{plural(found['visits'], 'visit')} in Chromium {chromium} ({plural(len(pages + transcripts), 'page')}; light,"
        f" dark, 400 % zoom, forced colours): 0 violations, 0 console messages"
    )


@check("webvtt-parser", of_node("webvtt-parser"))
def webvtt_parser() -> str:
    found = node_json("webvtt-parser", *_transcripts())
    errors = [error for row in found for error in row["errors"]]
    assert not errors, errors
    cues = sum(row["cues"] for row in found)
    assert cues == sum(row["voices"] for row in found)
    return f"{plural(len(found), 'transcript')}, {cues} cues with speakers, 0 errors"


@check("webvtt-py", of_python("webvtt-py"))
def webvtt_py() -> str:
    found = python_json("readers.py", "webvtt", *_transcripts())["cues"]
    assert all(cue[0] < cue[1] and cue[2] for cues in found for cue in cues)
    return f"{plural(len(found), 'transcript')}, {sum(map(len, found))} cues with speakers"


def _transcripts() -> list[str]:
    return [str(item.folder / "transcript.vtt") for item in site.items()]
