"""What of a page's text is prose: reads like an article's paragraph."""

from __future__ import annotations

import re

from audiobrief.extract.html.text_runs import TextRun, heading_level

_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»)\]]*$")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
"""A letter of a script that says a word in one or two, mostly without blanks."""
_FACTORS = {"p": 1.0, "pre": 0.8, "dd": 0.5, "li": 0.4, "td": 0.4, "dt": 0.2} | dict.fromkeys(
    ("figcaption", "caption", "title", "label", "button", "option", "th", "address"), 0.0
)
"""How much of an element's text counts as prose; 0.8 of a long text in any other, 0.4 of a short one."""


def words(text: str) -> list[str]:
    """Returns case-folded words, as titles and paragraphs are compared."""
    return _WORD.findall(text.casefold())


def prose(run: TextRun) -> float:
    """Returns how much a run reads like an article's paragraph, in characters of prose."""
    own, tag = len(run.text) - run.linked, run.box.tag
    if own < 25 or run.link_share > 0.5 or (tag[0] == "h" and heading_level(run.box) is not None):
        return 0.0
    if UNSPACED.search(run.text[:40]):
        own *= 2
    if own < 80 and not _STOP.search(run.text):
        return 0.0
    return _FACTORS.get(tag, 0.8 if own >= 60 else 0.4) * min(own, 800)
