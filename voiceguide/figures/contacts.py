"""Lays a body on what it touches: contacts are anchors, bones keep their length.

The first touch places the body; a second one of the trunk turns the trunk; limbs bend so that
their ends reach what they touch. Who writes a pose never writes a height.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atan2, copysign, degrees, hypot, sqrt

from msgspec import Struct

from voiceguide.figures.reaching import lift_middle, reach_one, reach_two
from voiceguide.figures.skeleton import (
    ARM_RADIUS,
    FOOT_RADIUS,
    HAND,
    HAND_RADIUS,
    HEAD_RADIUS,
    HIP_HALF,
    LEG_RADIUS,
    NECK_LENGTH,
    SHOULDER_HALF,
    SOLE,
    TRUNK_RADIUS,
    Points,
    Stance,
    Vector,
    added,
    between,
    minus,
    moved,
    points_of,
    set_foot,
)
from voiceguide.routine.figure_model import SIDES, SURFACES, WHOLE, Touch

HEIGHTS: Mapping[str, float] = {
    "floor": 0,
    "chair": 22,
    "seat": 22,
    "step": 9,
    "cushion": 5,
    "ball": 7,
}
CHAIR_BACK = 56.0
"""How high the back of a chair is, which hands hold."""
REACH = 0.5
"""So near counts as touching, in units."""


class Ground(Struct):
    """Where things are: contacts that stay in place by their x, and the wall."""

    planted: dict[str, float]
    wall: float | None = None
    wall_side: int = 1
    """1: the wall is ahead; -1: behind the back."""


class Placed(Struct, frozen=True):
    """A body on its ground; the stance is that of its points."""

    points: Points
    stance: Stance
    touches: tuple[Touch, ...]


def contact(part: str, stance: Stance) -> tuple[str, float]:
    """The joint of a part that touches, and how far it keeps from the surface."""
    on_side = abs(stance.plain["roll"]) > 45
    name, _, side = part.partition("-")
    if name == "hips":
        return "pelvis", HIP_HALF + LEG_RADIUS if on_side else TRUNK_RADIUS
    if name == "shoulders":
        return "neck", SHOULDER_HALF + ARM_RADIUS if on_side else TRUNK_RADIUS
    if name == "head":
        return "head", HEAD_RADIUS
    if name == "foot":
        return f"ankle-{side}", SOLE + FOOT_RADIUS
    if name in ("toes", "heel"):
        return f"{name}-{side}", FOOT_RADIUS
    if name in ("knee", "shin"):
        return f"knee-{side}", LEG_RADIUS
    if name in ("elbow", "forearm"):
        return f"elbow-{side}", ARM_RADIUS
    return f"wrist-{side}", HAND_RADIUS


def surface_height(touch: Touch) -> float:
    """How high what is touched lies."""
    if touch.on == "chair" and touch.part.startswith("hand"):
        return CHAIR_BACK
    return HEIGHTS.get(touch.on, 0)


def placed(
    stance: Stance, touches: Sequence[Touch], ground: Ground, pelvis: Vector | None = None
) -> Placed:
    """A body on its ground; `pelvis` is where it is when nothing it touches says so."""
    points = points_of(stance)
    points = _flat_feet(points, touches)
    first = _root(touches)
    points = _at_root(points, stance, first, ground, pelvis)
    points, stance = _trunk_on(points, stance, touches, first, ground)
    if ground.wall is None:
        _find_wall(points, stance, touches, ground)
    _limbs_on(points, stance, touches, ground)
    _out_of_floor(points, touches)
    return Placed(points, stance, tuple(touches))


def _root(touches: Sequence[Touch]) -> Touch | None:
    """What places the body: its seat, else what is named first."""
    lying = [each for each in touches if each.on in HEIGHTS]
    seat = (each for each in lying if each.part == "hips")
    return next(seat, lying[0] if lying else None)


def _flat_feet(points: Points, touches: Sequence[Touch]) -> Points:
    for touch in touches:
        if touch.part.startswith("foot") and touch.on in HEIGHTS:
            side = touch.part.partition("-")[2]
            ahead = _level(minus(points[f"toes-{side}"], points[f"heel-{side}"]))
            set_foot(points, side, ahead, (0.0, -1.0, 0.0))
    return points


def _level(way: Vector) -> Vector:
    length = hypot(way[0], way[2]) or 1.0
    if length < 1e-6:
        return (1.0, 0.0, 0.0)
    return (way[0] / length, 0.0, way[2] / length)


def _at_root(
    points: Points, stance: Stance, first: Touch | None, ground: Ground, pelvis: Vector | None
) -> Points:
    x, y, _ = pelvis or (0.0, 0.0, 0.0)
    if first is not None:
        joint, radius = contact(first.part, stance)
        y = surface_height(first) + radius - points[joint][1]
        x = ground.planted.get(first.part, 0.0) - points[joint][0]
    return moved(points, (x, y, 0.0))


def _trunk_on(
    points: Points,
    stance: Stance,
    touches: Sequence[Touch],
    first: Touch | None,
    ground: Ground,
) -> tuple[Points, Stance]:
    """Turns trunk and head so that what else of them touches does so."""
    for touch in touches:
        if touch.part not in WHOLE or touch is first or touch.on not in SURFACES:
            continue
        joint, radius = contact(touch.part, stance)
        if touch.on == "wall":
            if ground.wall is None:
                continue
            goal = ground.wall - ground.wall_side * radius
            if touch.part == "hips":
                points = moved(points, (goal - points["pelvis"][0], 0.0, 0.0))
                continue
            axis = 0
        else:
            goal, axis = surface_height(touch) + radius, 1
        points, stance = _turned(points, stance, touch, joint, axis, goal, first)
    return points, stance


def _turned(
    points: Points,
    stance: Stance,
    touch: Touch,
    joint: str,
    axis: int,
    goal: float,
    first: Touch | None,
) -> tuple[Points, Stance]:
    """With the trunk, or the head alone, turned until a joint is where it touches."""
    head = touch.part == "head"
    hub = "neck" if head or (first is not None and first.part == "shoulders") else "pelvis"
    way = minus(points[joint], points[hub])
    length = NECK_LENGTH if head else hypot(*way)
    if length < 1e-6:
        return points, stance
    rise = max(-1.0, min(1.0, (goal - points[hub][axis]) / length))
    name = "head" if head else "trunk"
    angle, out = stance.angles[name]
    if abs(stance.plain["roll"]) > 45 and axis == 1:
        return points, stance
    rest = sqrt(max(0.0, 1 - rise * rise))
    old = degrees(atan2(way[1], way[0]))
    if axis == 1:
        new = degrees(atan2(rise, copysign(rest, way[0])))
    else:
        new = degrees(atan2(copysign(rest, way[1]), rise))
    turn = (new - old + 180) % 360 - 180
    if abs(turn) < 1e-3:
        return points, stance
    changed = {**stance.angles, name: (angle + turn, out)}
    if not head:
        head_angle, head_out = changed["head"]
        changed["head"] = (head_angle + turn, head_out)
    stance = Stance(changed, stance.plain)
    fresh = points_of(stance)
    for side in SIDES:  # feet that were laid flat stay so
        foot = minus(points[f"heel-{side}"], points[f"ankle-{side}"])
        toes = minus(points[f"toes-{side}"], points[f"ankle-{side}"])
        ankle = fresh[f"ankle-{side}"]
        fresh[f"heel-{side}"], fresh[f"toes-{side}"] = added(ankle, foot, 1), added(ankle, toes, 1)
    anchor = "pelvis"
    if first is not None:
        anchor = contact(first.part, stance)[0]
    return moved(fresh, minus(points[anchor], fresh[anchor])), stance


def _find_wall(points: Points, stance: Stance, touches: Sequence[Touch], ground: Ground) -> None:
    for touch in touches:
        if touch.on == "wall":
            joint, radius = contact(touch.part, stance)
            behind = touch.part in WHOLE or points[joint][0] < points["pelvis"][0]
            ground.wall_side = -1 if behind else 1
            ground.wall = points[joint][0] + ground.wall_side * radius
            return


def _limbs_on(points: Points, stance: Stance, touches: Sequence[Touch], ground: Ground) -> None:
    # What is held by hands is reached for last, when it is where it stays.
    for touch in sorted(touches, key=lambda each: each.on not in SURFACES):
        name, _, side = touch.part.partition("-")
        if not side:
            continue
        above = any(
            each.part in (f"knee-{side}", f"shin-{side}", f"elbow-{side}", f"forearm-{side}")
            and (each.part.startswith(("knee", "shin"))) == (name in ("foot", "toes", "heel"))
            for each in touches
            if each is not touch
        )
        if name in ("knee", "shin", "elbow", "forearm"):
            joint, radius = contact(touch.part, stance)
            goal = _goal(touch, joint, radius, points, ground)
            is_leg = name in ("knee", "shin")
            reach_one(points, side, is_leg, first=True, goal=goal)
            if name in ("shin", "forearm"):
                end = f"ankle-{side}" if is_leg else f"wrist-{side}"
                height = surface_height(touch) + (LEG_RADIUS if is_leg else HAND_RADIUS)
                reach_one(
                    points, side, is_leg, first=False, goal=(points[end][0], height, points[end][2])
                )
            continue
        joint, radius = contact(touch.part, stance)
        is_leg = name != "hand"
        end = f"ankle-{side}" if is_leg else f"wrist-{side}"
        if name == "hand":
            _lay_hand(points, side, touch)
        goal = _goal(touch, joint, radius, points, ground)
        goal = added(goal, minus(points[end], points[joint]), 1)
        if above:
            reach_one(points, side, is_leg, first=False, goal=goal)
        else:
            reach_two(points, side, is_leg, goal)


def _goal(touch: Touch, joint: str, radius: float, points: Points, ground: Ground) -> Vector:
    x, y, z = points[joint]
    if touch.on == "wall":
        wall = ground.wall if ground.wall is not None else x
        return (wall - ground.wall_side * radius, y, z)
    if touch.on in SURFACES:
        return (ground.planted.get(touch.part, x), surface_height(touch) + radius, z)
    return body_point(touch.on, points)


def body_point(name: str, points: Points) -> Vector:
    """A point of the body that can be touched."""
    part, _, side = name.partition("-")
    if part == "hip":  # its bone, where hands are put
        aside = minus(points[name], points["pelvis"])
        return added(between(points[name], points[f"shoulder-{side}"], 0.25), aside, 0.7)
    if part == "thigh":
        bone = between(points[f"hip-{side}"], points[f"knee-{side}"], 0.45)
        return (bone[0], bone[1] + LEG_RADIUS + HAND_RADIUS / 2, bone[2])
    if part == "foot":
        return between(points[f"heel-{side}"], points[f"toes-{side}"], 0.7)
    if part == "shin":
        return between(points[f"knee-{side}"], points[f"ankle-{side}"], 0.4)
    return points[name]


def _lay_hand(points: Points, side: str, touch: Touch) -> None:
    """A hand lies flat on what it touches, its fingers the way they point."""
    wrist, fingers = points[f"wrist-{side}"], points[f"fingers-{side}"]
    way = minus(fingers, wrist)
    if touch.on == "wall":
        flat = hypot(way[1], way[2])
        way = (0.0, way[1] / flat, way[2] / flat) if flat > 1e-3 else (0.0, 1.0, 0.0)
    elif touch.on in HEIGHTS:
        way = _level(way)
    else:
        return
    points[f"fingers-{side}"] = added(wrist, way, HAND)


def _out_of_floor(points: Points, touches: Sequence[Touch]) -> None:
    """What touches nothing lies on the floor at most, never below it."""
    held = {each.part for each in touches}
    for side in SIDES:
        low = min(points[f"heel-{side}"][1], points[f"toes-{side}"][1]) - FOOT_RADIUS
        if low < -1e-6:
            if any(f"{name}-{side}" in held for name in _LEG_PARTS):
                _lay_foot_back(points, side)
            else:
                ankle = points[f"ankle-{side}"]
                reach_two(points, side, True, (ankle[0], ankle[1] - low, ankle[2]))
        wrist, fingers = points[f"wrist-{side}"], points[f"fingers-{side}"]
        low = min(wrist[1], fingers[1]) - HAND_RADIUS
        if low < -1e-6:
            if any(f"{name}-{side}" in held for name in _ARM_PARTS):
                points[f"fingers-{side}"] = added(wrist, _level(minus(fingers, wrist)), HAND)
            else:
                reach_two(points, side, False, (wrist[0], wrist[1] - low, wrist[2]))
        lift_middle(points, side, is_leg=False, least=ARM_RADIUS)
        lift_middle(points, side, is_leg=True, least=LEG_RADIUS)


_LEG_PARTS = ("foot", "toes", "heel", "knee", "shin")
_ARM_PARTS = ("hand", "elbow", "forearm")


def _lay_foot_back(points: Points, side: str) -> None:
    """The back of a foot lies on the floor, behind its knee."""
    ahead = _level(minus(points[f"ankle-{side}"], points[f"knee-{side}"]))
    set_foot(points, side, ahead, (0.0, 1.0, 0.0))
