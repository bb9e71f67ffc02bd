"""A web address as a QR code: on pages that are published or served to one listener, and in a terminal."""

from __future__ import annotations


def drawing(address: str) -> str:
    """Returns the code as an SVG element, dark on white with its quiet zone in every look: cameras want it so."""
    import segno

    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")


def in_letters(address: str) -> str:
    """Returns the code in block letters, two rows a line, for a terminal with light letters on a dark ground."""
    import io

    import segno

    lines = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(lines, compact=True, border=4)
    return lines.getvalue().rstrip("\n")
