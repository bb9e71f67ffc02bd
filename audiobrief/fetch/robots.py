"""robots.txt (RFC 9309): which addresses a site asks programs to leave alone.

Asked for addresses that feeds name, not for those that the owner typed. The standard library's parser knows neither
wildcards nor "the longest rule wins".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from audiobrief.errors import FetchError

PRODUCT = "audiobrief"
_LIMIT_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB
_MOST_RULES = 2_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says to one program."""

    rows: tuple[tuple[str, bool], ...] = ()
    """Pattern of a path, and whether it may be fetched."""

    def allows(self, url: str) -> bool:
        """Tells whether a path may be fetched: the longest pattern that fits decides, of equals the one that allows."""
        parts = urlsplit(url)
        path = _plain(parts.path or "/") + (f"?{_plain(parts.query)}" if parts.query else "")
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rows if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


NOTHING = Rules((("/", False),))
"""For a site whose robots.txt cannot be asked for: nothing is fetched (RFC 9309, 2.3.1.4)."""


def parse(text: str, product: str = PRODUCT) -> Rules:
    """Reads the rules of the groups that name the program, else of those for everybody (``*``)."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    named: set[str] = set()
    is_naming = False
    for key, value in _lines(text):
        if key == "user-agent":
            if not is_naming:
                named = set()
            is_naming = True
            name = value.partition("/")[0].strip().lower()
            if name in (product, "*"):
                named.add(name)
                groups.setdefault(name, [])
        elif key in ("allow", "disallow"):
            is_naming = False
            for name in named if value else ():
                groups[name].append((_plain(value), key == "allow"))
    return Rules(tuple(groups.get(product, groups.get("*", []))[:_MOST_RULES]))


class Robots:
    """The robots.txt of every site of one run, each asked for once, through the guard; of a typed site without it."""

    def __init__(self, *, allow_private: bool = False, typed_by_owner: bool = False) -> None:
        self._allow_private = allow_private
        self._typed_by_owner = typed_by_owner
        self._sites: dict[str, Rules] = {}
        self._troubles: dict[str, FetchError] = {}

    def allows(self, url: str) -> bool:
        """Tells whether the site lets programs like this one fetch an address."""
        return self._rules(url).allows(url)

    def is_silent(self, url: str) -> bool:
        """Tells whether the site gave no answer: nothing is fetched now, and all may be allowed next time."""
        return self._rules(url) is NOTHING

    def trouble(self, url: str) -> FetchError | None:
        """Returns why the site gave no answer, where it could not be asked at all."""
        parts = urlsplit(url)
        return self._troubles.get(f"{parts.scheme}://{parts.netloc}")

    def _rules(self, url: str) -> Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            self._sites[site] = self._ask(site)
        return self._sites[site]

    def _ask(self, site: str) -> Rules:
        from audiobrief.fetch import download

        try:
            answer = download.get(
                f"{site}/robots.txt",
                limit_bytes=_LIMIT_BYTES,
                typed_by_owner=self._typed_by_owner,
                allow_private=self._allow_private,
            )
        except FetchError as error:
            self._troubles[site] = error
            return NOTHING
        if answer.status == 429 or answer.status >= 500:
            return NOTHING
        return parse(answer.body.decode("utf-8-sig", "replace")) if answer.status == 200 else Rules()


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _fits(pattern: str, path: str) -> bool:
    """Matches in linear time: ``*`` stands for anything, ``$`` at the end for the path's end."""
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    for step in others:
        found = path.find(step, position)
        if found < 0:
            return False
        position = found + len(step)
    if not pattern.endswith("$"):
        return True
    last = others[-1] if others else first
    return path.endswith(last) and (position == len(path) or bool(others))


def _plain(path: str) -> str:
    """Percent-encodes in one way, so that two spellings of one path are equal."""
    return quote(unquote(path, errors="surrogateescape"), safe="/?&=+,;:@!$'()*~[]", errors="surrogateescape")
