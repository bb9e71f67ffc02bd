"""Scores the spoken form on the probe lists of news and service lines: ``python -m tests.spoken_lists --help``.

``tests/data/spoken_lists/LANG.dev.jsonl`` is what rules are made with; ``LANG.test.jsonl`` was written by others before
the rules and only counts: its rows are shown when asked for, never by kind.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobrief import spoken

FOLDER = Path(__file__).parent / "data" / "spoken_lists"
HALVES = ("dev", "test")
_SAID_MARKS = "%‰&@#§*"
"""Punctuation that a voice says or should not have been given: it counts; commas and hyphens do not."""
_SAME = str.maketrans({"ё": "е", "ʼ": None, "ـ": None, **dict.fromkeys(map(chr, range(0x64B, 0x653)))})
"""What printed texts leave out: the dots of ё, apostrophes that are letters, Arabic short vowels."""


@dataclass(frozen=True)
class Line:
    """A line of a list: what is printed, in which language, and each form that a good newsreader may say."""

    kind: str
    language: str
    printed: str
    accepted: tuple[str, ...]

    def is_right(self) -> bool:
        """Tells whether the spoken form is an accepted one."""
        return folded(spoken(self.printed, self.language)) in {folded(form) for form in self.accepted}


def folded(text: str) -> str:
    """Returns a text without case, punctuation and spaces; marks that tell words apart stay."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    return "".join(c for c in plain if c in _SAID_MARKS or unicodedata.category(c)[0] in "LNM" or c in "+=°$€£¥<>~^|")


def lines(language: str, half: str) -> list[Line]:
    """Reads a list; none where there is no file."""
    path = FOLDER / f"{language}.{half}.jsonl"
    rows = map(json.loads, filter(None, path.read_text(encoding="utf-8").splitlines())) if path.exists() else ()
    return [Line(row["kind"], row.get("lang", language), row["in"], tuple(row["ok"])) for row in rows]


def languages() -> list[str]:
    """Returns the languages that have a list."""
    return sorted({path.name.partition(".")[0] for path in FOLDER.glob("*.jsonl")})


def _figures(language: str, half: str, show: int) -> Iterator[str]:
    """Yields what is printed of one list."""
    found = [(line, line.is_right()) for line in lines(language, half)]
    if not found:
        return
    right = sum(is_right for _, is_right in found)
    yield f"{language} {half:<4} {right:>4}/{len(found):<4} {right / len(found):.3f}"
    if half == "dev":
        for kind in sorted({line.kind for line, is_right in found if not is_right}):
            of_kind = [is_right for line, is_right in found if line.kind == kind]
            yield f"    {kind:<30} {sum(of_kind)}/{len(of_kind)}"
    for line, _ in [pair for pair in found if not pair[1]][:show]:
        said = spoken(line.printed, line.language)
        yield f"  {line.kind} ({line.language})\n    in  {line.printed}\n    out {said}"
        yield f"    ok  {' | '.join(line.accepted)}"


def main() -> None:
    """Prints rows right of all, by language and half; of the dev half also the kinds that miss rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", help="one language; else all that have a list")
    parser.add_argument("--half", choices=HALVES, help="one half; else both")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N rows that are wrong")
    asked = parser.parse_args()
    for language in [asked.lang] if asked.lang else languages():
        for half in [asked.half] if asked.half else HALVES:
            sys.stdout.writelines(f"{line}\n" for line in _figures(language, half, asked.show))


if __name__ == "__main__":
    main()
