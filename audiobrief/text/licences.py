"""Public licences by the names that pages and people give them: "CC BY 4.0", an address at creativecommons.org."""

from __future__ import annotations

import re
from typing import NamedTuple

_HOST = "https://creativecommons.org"
_CODE = r"(BY(?:-NC)?(?:-(?:ND|SA))?)"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"https?://(?:www\.)?creativecommons\.org/licenses/{_CODE}/(\d\.\d)(?:/([a-z]{{2}}|igo|scotland))?(?:/.*)?",
        rf"CC[ -]{_CODE}[ -](\d\.\d)(?:[ -]([A-Z]{{2}}|IGO))?",
    )
)
_ZERO = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/publicdomain/zero/1\.0(?:/.*)?|CC-?0[ -]1\.0", re.IGNORECASE
)


class Licence(NamedTuple):
    """A public licence."""

    identifier: str
    """As SPDX has it: "CC-BY-4.0"."""
    address: str


def public_licence(text: str) -> Licence | None:
    """Returns the licence that a text is the name or the address of; None where it is neither."""
    plain = text.strip().strip("()")
    if _ZERO.fullmatch(plain):
        return Licence("CC0-1.0", f"{_HOST}/publicdomain/zero/1.0/")
    found = next(filter(None, (form.fullmatch(plain) for form in _FORMS)), None)
    if found is None:
        return None
    code, version, place = (part or "" for part in found.groups())
    identifier = "-".join(filter(None, ("CC", code, version, place))).upper()
    return Licence(identifier, "/".join((f"{_HOST}/licenses", *filter(None, (code, version, place)), "")).lower())
