"""How many words a text has, also where its script leaves no blanks between them."""

from __future__ import annotations

import re

_LETTERS_A_WORD = 1.7
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


def count_words(text: str) -> int:
    """Counts words; for scripts without blanks it estimates them from the letters."""
    if not _WITHOUT_BLANKS.search(text):
        return len(text.split())
    joined = len(_WITHOUT_BLANKS.findall(text))
    return len(_WITHOUT_BLANKS.sub(" ", text).split()) + round(joined / _LETTERS_A_WORD)
