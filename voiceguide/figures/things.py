"""What stands around a figure: the floor, a mat, a wall, a chair and the rest, as lines in space.

Each thing is made once from a figure's moments, so that it stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from voiceguide.figures.contacts import CHAIR_BACK, HEIGHTS, Placed
from voiceguide.figures.motion import Motion
from voiceguide.figures.skeleton import Points, Vector, between

_HALF_DEPTH = 11.0
"""How far things reach to the near and to the far side."""


class Stroke(Struct, frozen=True):
    """Lines through points in space; `filled` ones are areas."""

    lines: tuple[tuple[Vector, ...], ...]
    width: float
    filled: bool = False
    soft: bool = False
    """Of a paler colour."""


def things_of(motion: Motion) -> Iterator[Stroke]:
    """All that stands behind the body."""
    moments = motion.key_moments
    props = motion.figure.props
    low = min(p[0] for body in moments for p in body.points.values()) - 7
    high = max(p[0] for body in moments for p in body.points.values()) + 7
    wall = motion.ground.wall
    if wall is not None:
        low, high = (
            (max(low, wall), high) if motion.ground.wall_side < 0 else (low, min(high, wall))
        )
    deep = _HALF_DEPTH if motion.figure.view != "front" else 16.0
    floor = ((low, 0, -deep), (high, 0, -deep), (high, 0, deep), (low, 0, deep))
    yield Stroke((floor,), 1.2, filled=True, soft="mat" not in props)
    if wall is not None or "wall" in props:
        at = wall if wall is not None else low + 2
        side = ((at, 0, -deep), (at, 104, -deep), (at, 104, deep), (at, 0, deep))
        yield Stroke((side,), 1.2, filled=True)
    if "chair" in props:
        yield from _chair(moments, 13.0 if motion.figure.view == "front" else 8.0)
    for name in ("step", "cushion", "ball"):
        if name in props and (point := _touched(moments, name)):
            yield _block(point[0], HEIGHTS[name], point[2], name)


def _touched(moments: tuple[Placed, ...], on: str) -> Vector | None:
    joints = {"hips": "pelvis", "shoulders": "neck", "head": "head"}
    for body in moments:
        for touch in body.touches:
            if touch.on == on:
                part, _, side = touch.part.partition("-")
                name = {"hand": "wrist", "foot": "ankle", "shin": "ankle", "forearm": "elbow"}.get(
                    part, part
                )
                return body.points[joints.get(part) or f"{name}-{side}"]
    return None


def _chair(moments: tuple[Placed, ...], half: float) -> Iterator[Stroke]:
    seat = HEIGHTS["chair"]
    sitting = next(
        (
            body.points["pelvis"]
            for body in moments
            if any(touch.part == "hips" and touch.on == "chair" for touch in body.touches)
        ),
        None,
    )
    if sitting is not None:
        back, front = sitting[0] - 8, sitting[0] + 13
    elif (edge := _touched(moments, "seat")) is not None:
        back, front = edge[0] - 17, edge[0] + 4
    elif (held := _touched(moments, "chair")) is not None and held[1] > seat + 10:
        back, front = held[0], held[0] + 21
    elif held is not None:
        back, front = held[0] + 9, held[0] - 9
    else:
        return
    top = seat - 1.2
    legs = tuple(
        ((x, high, z), (x, 0.0, z))
        for z in (-half, half)
        for x, high in ((back, CHAIR_BACK), (front, top))
    )
    rail = ((back, CHAIR_BACK - 1, -half), (back, CHAIR_BACK - 1, half))
    yield Stroke((*legs, rail), 2.2)
    area = ((back, top, -half), (front, top, -half), (front, top, half), (back, top, half))
    yield Stroke((area,), 2.2, filled=True)


def _block(x: float, height: float, z: float, name: str) -> Stroke:
    half = {"step": 13.0, "cushion": 9.0}.get(name)
    if half is None:
        middle = height / 2
        return Stroke((((x - 0.1, middle, z), (x + 0.1, middle, z)),), height)
    width = 2.0 if name == "step" else 4.0
    low, high = width / 2, height - width / 2
    front = ((x - half, low, z), (x + half, low, z), (x + half, high, z), (x - half, high, z))
    return Stroke((front,), width, filled=True)


def held_things(motion: Motion, points: Points) -> Iterator[Stroke]:
    """A towel or a band, from the hands to the foot that moves."""
    if not {"towel", "band"} & set(motion.figure.props):
        return
    legs = [part.partition("-")[2] for part in motion.moves if part.startswith("leg")]
    side = legs[0] if legs else "near"
    sole = between(points[f"heel-{side}"], points[f"toes-{side}"], 0.6)
    yield Stroke(tuple((points[f"wrist-{hand}"], sole) for hand in ("far", "near")), 1.6)
