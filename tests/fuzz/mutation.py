"""Changes cases by their structure: tags, lines, words and numbers are doubled, swapped, nested and broken."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_PIECE = re.compile(rb"<[^<>]*>|&[#\w]*;|\"[^\"\n]{0,200}\"|[\w.%-]+|\s+|.", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_ODD = """
\u200b \u00ad \u202e \u2028 \ufeff \ufffd \u0301 \ue000 \U0001f600 İ ß ŉ ǰ ﬁ ½ ² ① Ⅳ ٣ ৪ 〇 万 “ ” ‘ ’ « » „ — – … · •
( ) [ ] [[ ]] { } < > & &amp; &#0; &#xd800; &#x110000; <!-- --> <![CDATA[ ]]> <? ?> null true {} [] \\ud800
\\u0000 \\ \\n NaN Infinity 99999999999999999999 1,000 1.000.000 12:30 31.12.9999 0000-00-00 0001-01-01 3:2
' " / // ../ ..%2f %00 %ff ? # : ; , | * ** _ ` ~~ - = @ $ £5m 5% 10°C km/h No. St. Dr. a.m. U.S. I. IV. @a #a 1. a@b.c
www.a.b https://a.b/c http://[ data:,a <p> </p> <br> <h1> <div hidden> <table> <td> <li> <script> </script> <style>
<svg> <template> <noscript> <time> <sup> bytes=0- bytes=-1 bytes=0-0,1-1 bytes=9-1 gzip;q=0 W/"a" [a] [[a.b]]
"""
_ODD_BYTES = [
    *(one.encode() for one in _ODD.split()),
    *(b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\r", b"\n\n", b"\x1b", b" ", b"\xc2\x85"),
]
Change = Callable[[list[bytes], random.Random], None]


def _drop(pieces: list[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(pieces))
    del pieces[start : start + chance.choice((1, 1, 2, 5, 40))]


def _double(pieces: list[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(pieces))
    taken = pieces[start : start + chance.choice((1, 2, 3, 8, 30))]
    at = chance.randrange(len(pieces) + 1)
    pieces[at:at] = taken * chance.choice((1, 1, 2, 3, 20, 200))


def _swap(pieces: list[bytes], chance: random.Random) -> None:
    one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    pieces[one], pieces[other] = pieces[other], pieces[one]


def _add(pieces: list[bytes], chance: random.Random) -> None:
    pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(_ODD_BYTES))


def _replace(pieces: list[bytes], chance: random.Random) -> None:
    pieces[chance.randrange(len(pieces))] = chance.choice(_ODD_BYTES)


def _count(pieces: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(pieces))
    value = str(chance.choice((0, 1, 2, 13, 24, 31, 60, 100, 1900, 2026, 10**9, 10**30, -1))).encode()
    pieces[at] = _NUMBER.sub(value, pieces[at])


def _case(pieces: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(pieces))
    pieces[at] = pieces[at].swapcase()


def _cut(pieces: list[bytes], chance: random.Random) -> None:
    del pieces[chance.randrange(len(pieces)) :]


def _nest(pieces: list[bytes], chance: random.Random) -> None:
    """Puts an opening piece before all again and again."""
    tags = [piece for piece in pieces if piece.startswith(b"<")] or pieces
    at = chance.randrange(len(pieces) + 1)
    pieces[at:at] = [chance.choice(tags)] * chance.choice((2, 10, 100))


def _flip(pieces: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(pieces))
    changed = bytearray(pieces[at])
    changed[chance.randrange(len(changed))] = chance.randrange(256)
    pieces[at] = bytes(changed)


_CHANGES: Sequence[Change] = (_drop, _double, _swap, _add, _add, _replace, _replace, _count, _case, _cut, _nest, _flip)


def changed(case: bytes, other: bytes, most_bytes: int, seed: int) -> bytes:
    """Returns a case with some of its pieces changed, and now and then some of another case's in it."""
    chance = random.Random(seed)
    pieces = _PIECE.findall(case) or [b"a"]
    if other and chance.random() < 0.2:
        taken = _PIECE.findall(other)
        start = chance.randrange(len(taken))
        at = chance.randrange(len(pieces) + 1)
        pieces[at:at] = taken[start : start + chance.choice((1, 5, 50))]
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        if pieces:
            chance.choice(_CHANGES)(pieces, chance)
    return b"".join(pieces)[:most_bytes]
