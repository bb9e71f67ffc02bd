"""Where fuzzing starts: the kept corpus, the pages and lists of the tests, and what each target needs besides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from audiobrief.feed.settings_file import TEMPLATE
from audiobrief.languages import folders
from audiobrief.library.record import Record, packed
from audiobrief.model import ScriptOptions
from audiobrief.script import document
from audiobrief.stories import from_page
from tests import golden, publish_samples
from tests.fuzz.targets import LANGUAGES

CORPUS = Path(__file__).parent / "corpus"
_ROOT = Path(__file__).parents[2]


def kept(target: str) -> Iterator[Path]:
    """Yields the files of the kept corpus of a target."""
    yield from sorted((CORPUS / target).glob("*"))


def seeds(target: str) -> Iterator[bytes]:
    """Yields the cases that a target begins with."""
    yield from (path.read_bytes() for path in kept(target))
    yield from _MORE.get(target, lambda: iter(()))()


def _pages() -> Iterator[bytes]:
    for path in golden.INPUTS:
        yield golden.TYPES[path.suffix].encode() + b"\n" + path.read_bytes()


def _texts() -> Iterator[bytes]:
    for path in sorted((golden.DATA / "spoken_lists").glob("*.dev.jsonl")):
        number = bytes([LANGUAGES.index(path.name.partition(".")[0])])
        lines = [json.loads(line)["in"] for line in path.read_text(encoding="utf-8").splitlines()]
        for at in range(0, len(lines), 4):
            yield number + " ".join(lines[at : at + 4]).encode()


def _lexicons() -> Iterator[bytes]:
    for path in sorted(folders.ROOT.glob("*/lexicon.pls")):
        lines = path.read_bytes().splitlines(keepends=True)
        yield b"".join(lines[:30]) + b"</lexicon>"


def _scripts() -> Iterator[bytes]:
    for path in golden.INPUTS[::3]:
        yield document.dump(from_page(golden.page(path), str(path), ScriptOptions())).encode()
    edition = publish_samples.edition()
    yield document.dump(edition.script).encode()


def _settings() -> Iterator[bytes]:
    yield b"config\n" + TEMPLATE.format(title='"A"', base_url='"https://a.b"', language='"en"', cast='"tone"').encode()
    for path in sorted((_ROOT / "voices").glob("*.toml")):
        yield b"cast\n" + path.read_bytes()
    for name in ("words", "phrases", "reporting", "cues"):
        for language in ("en", "de", "ja"):
            part = folders.part(language, f"{name}.toml")
            if part is not None:
                yield name.encode() + b"\n" + part.read_bytes()[:20_000]


def _rows() -> Iterator[bytes]:
    record = Record(text_hash="a", program="1", shingles=b"12345678", episode=publish_samples.episode())
    yield packed(record)


_MORE = {
    "page": _pages,
    "text": _texts,
    "words": _lexicons,
    "script": _scripts,
    "settings": _settings,
    "rows": _rows,
}
