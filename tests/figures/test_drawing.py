"""Pictures: their frame, their sides, their size and their time."""

from __future__ import annotations

import re
import time

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.known_figures import drawings
from voiceguide.routine.exercise_model import SideName

NAMES = sorted(drawings())
MOMENTS = st.floats(0, 1)
MOST_BYTES = 2560
MOST_SECONDS = 0.02
"""Ten times what one may take, for machines that others work on."""

_PAIR = re.compile(r"(-?[0-9.]+) (-?[0-9.]+)")


def pairs(svg: str) -> list[tuple[float, float]]:
    """All points of the paths of a picture."""
    paths = re.findall(r' d="([^"]*)"', svg)
    return [(float(x), float(y)) for path in paths for x, y in _PAIR.findall(path)]


def view_box(svg: str) -> list[float]:
    found = re.search(r'viewBox="([^"]*)"', svg)
    assert found is not None
    return [float(each) for each in found[1].split()]


@given(st.sampled_from(NAMES), MOMENTS, st.sampled_from(["left", "right", None]))
def test_all_of_a_picture_is_inside_its_frame(
    name: str, moment: float, side: SideName | None
) -> None:
    svg = drawings()[name].svg(moment, side)
    left, top, width, height = view_box(svg)
    for x, y in pairs(svg):
        assert left - 0.1 <= x <= left + width + 0.1
        assert top - 0.1 <= y <= top + height + 0.1


@given(st.sampled_from(NAMES), MOMENTS)
def test_the_left_side_is_the_right_side_mirrored(name: str, moment: float) -> None:
    right, left = drawings()[name].svg(moment, "right"), drawings()[name].svg(moment, "left")
    a, b = pairs(right), pairs(left)
    assert len(a) == len(b)
    for (x, y), (u, v) in zip(a, b, strict=True):
        assert x == pytest.approx(-u, abs=0.11)
        assert y == pytest.approx(v, abs=0.11)
    box, other = view_box(right), view_box(left)
    assert box[2:] == other[2:]
    assert box[0] == pytest.approx(-other[0] - other[2], abs=0.2)


@given(st.sampled_from(NAMES), MOMENTS)
def test_a_picture_is_small(name: str, moment: float) -> None:
    assert len(drawings()[name].svg(moment, "left", "On hands and knees; left leg back.")) <= (
        MOST_BYTES
    )


def test_a_picture_is_drawn_in_no_time() -> None:
    drawing = drawings()["pose hands-and-knees"]
    begun = time.perf_counter()
    for _ in range(20):
        drawing.svg(0.3)
    assert (time.perf_counter() - begun) / 20 < MOST_SECONDS


def test_a_picture_stands_beside_others_with_its_words() -> None:
    svg = drawings()["pose standing"].svg(0, None, 'Standing; "left" & <right>.')
    root = fromstring(svg)
    assert root.get("role") == "img"
    assert root[0].text == 'Standing; "left" & <right>.'
    assert " id=" not in svg
    assert "<style" not in svg
