"""Covers: what apps refuse, and what the feed says of them wrongly."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from audiobrief.check.feed import Element, Read

_COVER_PX = (1400, 3000)
_MOST_COVER_BYTES = 512_000


class Picture(NamedTuple):
    """What an image file says of itself."""

    width: int
    height: int
    mode: str
    kind: str


def read_picture(data: bytes) -> Picture | None:
    """Reads an image's header, or gives None for what is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            return Picture(*image.size, image.mode, image.format or "")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def image_faults(data: bytes | None, href: str) -> list[str]:
    """What is wrong with a cover (Apple Podcasts for Creators, article 896)."""
    if data is None:
        return ["the image is not there"]
    picture = read_picture(data)
    if picture is None:
        return ["the image cannot be read"]
    faults = [f"the image has {len(data)} bytes"] if len(data) > _MOST_COVER_BYTES else []
    return [*faults, *_shape_faults(picture, urlsplit(href).path.lower().rpartition(".")[2])]


def _shape_faults(picture: Picture, suffix: str) -> Iterator[str]:
    if picture.width != picture.height or not _COVER_PX[0] <= picture.width <= _COVER_PX[1]:
        yield f"the image is {picture.width} by {picture.height} pixels"
    if picture.mode != "RGB":
        yield f"the image's colours are {picture.mode}, not RGB"
    if {"JPEG": "jpg", "PNG": "png"}.get(picture.kind) != suffix.replace("jpeg", "jpg"):
        yield f"the image is {picture.kind}, but its name ends in .{suffix}"


def alt_faults(parent: Element, read: Read) -> Iterator[str]:
    """What is wrong with ``podcast:image``, the element that carries the text alternative."""
    images = parent.all("podcast:image")
    if not images:
        yield "has no podcast:image with a text alternative"
    told = parent.one("itunes:image").get("href")
    for image in images:
        if not (image.get("alt") or "").strip():
            yield "its podcast:image has no alt text"
        yield from _picture_faults(image, read, told)


def _picture_faults(image: Element, read: Read, told: str | None) -> Iterator[str]:
    """Yields what is wrong with the picture behind an element, unless the same is told already of ``told``."""
    href = image.get("href") or ""
    faults = image_faults(read(href), href)
    if href != told:
        yield from faults
    picture = read_picture(read(href) or b"")
    if picture and not faults:
        yield from _contradictions(image, picture)


def _contradictions(image: Element, picture: Picture) -> Iterator[str]:
    """Yields what an element says of an image that the image is not."""
    across, _, down = (image.get("aspect-ratio") or "1/1").partition("/")
    is_number = across.replace(".", "").isdecimal() and down.replace(".", "").isdecimal()
    if is_number and abs(float(across) * picture.height - float(down) * picture.width) > 0.02 * picture.width:
        yield f"its podcast:image is {picture.width} by {picture.height} pixels, not {across}/{down}"
    for name, right in (("width", f"{picture.width}"), ("type", f"image/{picture.kind.lower()}")):
        if image.get(name) not in (None, right):
            yield f"its podcast:image has the {name} {right}, not {image.get(name)}"
