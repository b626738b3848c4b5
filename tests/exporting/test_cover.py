"""The cover: a ring of the session's segments, with its name."""

import io

from PIL import Image, ImageColor

from voiceguide.exporting.colours import BACKGROUND, FAMILIES, INK
from voiceguide.exporting.cover import SIDE_PX, png
from voiceguide.structs import replace
from voiceguide.timeline import Timeline

RING = 0.415
"""Its middle, as a part of the side."""


def picture(timeline: Timeline) -> Image.Image:
    made = png(timeline)
    assert made.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(made)).convert("RGB")


def near(pixel: object, colour: str) -> bool:
    """As good as the palette of the picture allows."""
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= 12 for a, b in zip(pixel, ImageColor.getrgb(colour)[:3], strict=True))


def test_the_ring_runs_clockwise_from_the_top(timeline: Timeline) -> None:
    """The fill lies from 62.5 to 190 of 200 s: the lower left; words at the upper right."""
    image = picture(timeline)
    assert image.size == (SIDE_PX, SIDE_PX)
    middle, out = SIDE_PX // 2, int(SIDE_PX * RING)
    assert near(image.getpixel((middle, middle + out)), FAMILIES["rest"])
    assert near(image.getpixel((middle - out, middle)), FAMILIES["rest"])
    assert near(image.getpixel((middle + out // 2, middle - int(out * 0.866))), FAMILIES["words"])
    assert near(image.getpixel((5, 5)), BACKGROUND)


def test_the_name_is_inside_the_ring(timeline: Timeline) -> None:
    image = picture(timeline).crop((200, 250, 600, 550))
    assert any(near(pixel, INK) for _, pixel in image.getcolors(400 * 300) or [])


def test_any_name_has_a_cover(timeline: Timeline) -> None:
    for name in ("", "🧘", "שלום", "x" * 500, "word " * 200, "a\nb", "<&>", "\ud800"):
        assert picture(replace(timeline, name=name)).size == (SIDE_PX, SIDE_PX)


def test_the_cover_is_the_same_twice_and_small(timeline: Timeline) -> None:
    assert png(timeline) == png(timeline)
    assert len(png(timeline)) < 100_000
