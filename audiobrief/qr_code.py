"""A web address as a QR code: drawn when a page is published, and again when it is served to one listener."""

from __future__ import annotations


def drawing(address: str) -> str:
    """Returns the code as an SVG element, dark on white with its quiet zone in every look: cameras want it so."""
    import segno

    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
