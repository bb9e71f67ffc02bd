"""Which words and rules a language tag asks for."""

from __future__ import annotations

import re

_SAME_AS = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "sh": "sr", "cnr": "sr", "prs": "fa"}


def base(language: str | None) -> str:
    """The language alone, by the name that its files have: "pt" of "pt-BR", "no" of "nb-NO"; empty for none."""
    first = re.split(r"[-_]", language or "", maxsplit=1)[0].lower()
    return _SAME_AS.get(first, first)
