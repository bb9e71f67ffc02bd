"""Covers: a drawn square JPEG, the same for the same words.

The font that comes along (fonts/LICENSE.txt) writes Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic and Georgian. A
title with any other letter is not written at all, as boxes are worse than a plain picture: the drawing stands alone
then, and the text alternative says the title.
"""

from __future__ import annotations

import hashlib
import io
from colorsys import hls_to_rgb
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from audiobrief.languages.tags import direction
from audiobrief.publish import clean
from audiobrief.publish.page_words import words

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

SIZE_PX = 1_400
"""Apple takes 1400 to 3000 pixels; the smallest spares those who pay by the megabyte."""
SMALL_PX = 500
"""Inside the MP3."""
LIMIT_BYTES = 512_000
SMALL_LIMIT_BYTES = 100_000

_BARS = 28
_TITLE_ROWS_MAX = 6
_INK = (255, 255, 255)


def draw(title: str, subtitle: str = "", *, size_px: int = SIZE_PX, language: str = "en") -> bytes:
    """A cover ``size_px`` square as JPEG, RGB without alpha: at most 512 kB, at most 100 kB up to 500 pixels.

    The title stands at the side where ``language`` starts its lines; the bottom fifth, which apps cover with their
    own signs, holds no text.
    """
    from PIL import Image, ImageDraw

    title, subtitle = clean.line(title), clean.line(subtitle)
    seed = hashlib.sha256(title.casefold().encode()).digest()
    image = Image.new("RGB", (size_px, size_px), _shade(seed[0], 0.13))
    canvas = ImageDraw.Draw(image)
    _sound(canvas, seed, size_px)
    _write(canvas, title, subtitle, size_px, direction(language))
    return _jpeg(image, SMALL_LIMIT_BYTES if size_px <= SMALL_PX else LIMIT_BYTES)


def alt_text(title: str, subtitle: str = "", *, language: str = "en") -> str:
    """The text alternative of a drawn cover: what is written on it, then what it shows."""
    said = ", ".join(part for part in (clean.line(title), clean.line(subtitle)) if part)
    return words(language)("cover_alt", title=said)


def can_write(text: str) -> bool:
    """Whether the font has every letter of a text, and the letters can be joined and ordered as their script asks."""
    from PIL import features

    if not all(letter == " " or _is_drawn(letter) for letter in text):
        return False
    return _is_simple(text) or bool(features.check("raqm") and features.check("fribidi"))


def _is_simple(text: str) -> bool:
    """Letters that stand side by side from left to right: nothing of Hebrew, Arabic or combining marks."""
    joined = (("\u0300", "\u036f"), ("\u0590", "\u08ff"), ("\ufb1d", "\uffff"))
    return not any(first <= letter <= last for letter in text for first, last in joined)


def _write(canvas: ImageDraw.ImageDraw, title: str, subtitle: str, size_px: int, side: str) -> None:
    """The title as large as it fits into the upper four fifths, the subtitle over it."""
    margin = size_px // 14
    room = size_px - 2 * margin
    top = margin
    x, anchor = (margin, "la") if side == "ltr" else (size_px - margin, "ra")
    if subtitle and can_write(subtitle):
        font = _font(size_px // 22, subtitle)
        row = _rows(subtitle, font, room)[0]
        canvas.text((x, top), row, fill=_INK, font=font, anchor=anchor)
        top += size_px // 12
    if not title or not can_write(title):
        return
    height = size_px * 3 // 5 - (top - margin)
    for size in range(size_px // 6, size_px // 24, -max(1, size_px // 140)):
        font = _font(size, title)
        rows = _rows(title, font, room)
        if len(rows) * size * 1.25 <= height and max(font.getlength(row) for row in rows) <= room:
            break
    if len(rows) > _TITLE_ROWS_MAX:
        rows = [*rows[: _TITLE_ROWS_MAX - 1], rows[_TITLE_ROWS_MAX - 1].rstrip(" ,;:") + "…"]
    for number, row in enumerate(rows):
        canvas.text((x, top + number * size * 1.25), row, fill=_INK, font=font, anchor=anchor)


def _rows(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """The text broken at its blanks into rows no wider than ``room``; a word that is wider stays whole."""
    rows: list[str] = []
    for word in text.split():
        if rows and font.getlength(f"{rows[-1]} {word}") <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return rows


def _sound(canvas: ImageDraw.ImageDraw, seed: bytes, size_px: int) -> None:
    """A row of bars like a sound wave along the bottom, its shape from the title."""
    pitch = size_px / _BARS
    foot = size_px * 19 // 20
    for number in range(_BARS):
        level = seed[number % len(seed)] / 255
        height = size_px * (0.03 + 0.2 * level)
        left = round(number * pitch + pitch * 0.2)
        right = round((number + 1) * pitch - pitch * 0.2)
        colour = _shade(seed[0] + 12 * (number % 3), 0.42)
        canvas.rounded_rectangle((left, round(foot - height), right, foot), radius=(right - left) // 2, fill=colour)


def _shade(hue: int, lightness: float) -> tuple[int, int, int]:
    red, green, blue = hls_to_rgb((hue % 256) / 256, lightness, 0.6)
    return round(red * 255), round(green * 255), round(blue * 255)


def _jpeg(image: Image.Image, limit_bytes: int) -> bytes:
    """The best of a few qualities that keeps to the limit."""
    data = b""
    for quality in (90, 80, 65, 45):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True, subsampling=0)
        data = file.getvalue()
        if len(data) <= limit_bytes:
            break
    return data


def _font(size_px: int, text: str) -> ImageFont.FreeTypeFont:
    """The font, with shaping only where a script needs it: it is not on every machine, and pictures must not differ."""
    from PIL import ImageFont

    engine = ImageFont.Layout.BASIC if _is_simple(text) else ImageFont.Layout.RAQM
    return ImageFont.truetype(io.BytesIO(_font_file()), size_px, layout_engine=engine)


@cache
def _font_file() -> bytes:
    return (files(__package__) / "fonts" / "cover.ttf").read_bytes()


@cache
def _is_drawn(letter: str) -> bool:
    """Whether the font has a letter: its picture is not that of a letter it lacks."""
    font, missing = _probe()
    return bytes(font.getmask(letter)) not in (missing, b"")


@cache
def _probe() -> tuple[ImageFont.FreeTypeFont, bytes]:
    from PIL import ImageFont

    font = ImageFont.truetype(io.BytesIO(_font_file()), 24, layout_engine=ImageFont.Layout.BASIC)
    return font, bytes(font.getmask("\U0010fffd"))
