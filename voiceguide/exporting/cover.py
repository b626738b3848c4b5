"""A picture for a sound file: the session as a ring of its segments, with the name inside.

The ring runs clockwise from the top, as a clock does.
"""

from __future__ import annotations

import io
import math
from functools import lru_cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from voiceguide.exporting.colours import BACKGROUND, INK, colour_of
from voiceguide.exporting.script.chapters import chapters
from voiceguide.text import clean
from voiceguide.timeline import Timeline

SIDE_PX = 800
_FINER = 3
"""Drawn so many times larger and made smaller, for smooth edges."""
_OUTER, _INNER = 0.46, 0.37
"""Radii of the ring, as parts of the picture's side."""
_GAP = 0.005
"""Between two chapters, as a part of the side."""
_TEXT_WIDTH, _TEXT_HEIGHT = 0.60, 0.36
"""The box inside the ring that the name fits into, as parts of the side."""
_LARGEST, _SMALLEST = 0.105, 0.04
"""Size of the name's letters, as parts of the side."""

_Font = ImageFont.FreeTypeFont


def png(timeline: Timeline) -> bytes:
    """The picture, SIDE_PX square; the same for the same timeline.

    Letters that the font has no picture for are left out, so a name in another script may
    leave the ring alone.
    """
    side = SIDE_PX * _FINER
    image = Image.new("RGB", (side, side), BACKGROUND)
    _draw_ring(ImageDraw.Draw(image), timeline, side)
    image = image.reduce(_FINER)
    _draw_name(ImageDraw.Draw(image), clean(timeline.name))
    file = io.BytesIO()
    image.quantize(64).save(file, "png")
    return file.getvalue()


def _draw_ring(draw: ImageDraw.ImageDraw, timeline: Timeline, side: int) -> None:
    middle, outer, inner = side / 2, side * _OUTER, side * _INNER
    box = (middle - outer, middle - outer, middle + outer, middle + outer)
    degrees = 360 / max(1, timeline.length_ms)
    for colour, group in groupby(timeline.segments, key=lambda segment: colour_of(segment.kind)):
        run = tuple(group)
        start, end = run[0].start_ms * degrees - 90, run[-1].end_ms * degrees - 90
        draw.pieslice(box, start, end, fill=colour)
    for chapter in chapters(timeline):
        turn = math.radians(chapter.start_ms * degrees - 90)
        edge = (middle + outer * math.cos(turn), middle + outer * math.sin(turn))
        draw.line((middle, middle, *edge), BACKGROUND, width=int(side * _GAP))
    draw.ellipse((middle - inner, middle - inner, middle + inner, middle + inner), fill=BACKGROUND)


def _draw_name(draw: ImageDraw.ImageDraw, name: str) -> None:
    """The name in the largest letters that fit, on as many lines as it takes."""
    shown = "".join(letter for letter in name if letter == " " or _has_picture(letter))
    words = shown.split()
    if not words:
        return
    size = int(SIDE_PX * _LARGEST)
    while True:
        font = _font(size)
        lines = _wrapped(words, font)
        text = "\n".join(lines)
        left, top, right, bottom = draw.multiline_textbbox((0, 0), text, font, align="center")
        fits = right - left <= SIDE_PX * _TEXT_WIDTH and bottom - top <= SIDE_PX * _TEXT_HEIGHT
        if fits:
            break
        if size <= SIDE_PX * _SMALLEST:
            words = _shortened(words)
        else:
            size -= 4
    middle = SIDE_PX / 2
    draw.multiline_text(
        (middle, middle), text, fill=INK, font=font, anchor="mm", align="center", spacing=10
    )


def _shortened(words: list[str]) -> list[str]:
    """One word less, or half of the only one, and dots."""
    kept = words[:-2] if words[-1] == "…" else words[:-1]
    if not kept:
        return [f"{words[0][: len(words[0]) // 2]}…"]
    return [*kept, "…"]


def _wrapped(words: list[str], font: _Font) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if font.getlength(longer) <= SIDE_PX * _TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=64)
def _font(size_px: int) -> _Font:
    font = ImageFont.load_default(size_px)
    if not isinstance(font, _Font):
        raise RuntimeError("Pillow was built without FreeType")
    return font


@lru_cache(maxsize=1024)
def _has_picture(letter: str) -> bool:
    """Whether the font draws this letter as more than its box for unknown ones."""
    font = _font(32)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffe"))
