"""A pose in space: bones of constant length, from the pelvis outwards.

x points ahead in the picture, y up, z to the near side; the floor is at y = 0. A person is about
100 units tall.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin

from msgspec import Struct

from voiceguide.routine.figure_model import SIDES

Vector = tuple[float, float, float]
Points = dict[str, Vector]
Angles = Mapping[str, tuple[float, float]]
"""Of each segment: its angle in the plane of the side view, and out of it, in degrees."""

THIGH, SHANK, ARM, FOREARM, HAND = 24.0, 22.0, 16.3, 14.2, 6.0
SPINE, NECK_LENGTH = 30.0, 10.5
HIP_HALF, SHOULDER_HALF = 4.4, 8.2
HEEL, TOE, SOLE = 2.2, 7.6, 2.4
"""Behind the ankle, ahead of it, and below it."""
HEAD_RADIUS, TRUNK_RADIUS, LEG_RADIUS, ARM_RADIUS, HAND_RADIUS, FOOT_RADIUS = (
    6,
    5,
    3.3,
    2.6,
    1.7,
    1.6,
)

SIGNS: Mapping[str, int] = dict(zip(SIDES, (1, -1), strict=True))
BONES: tuple[tuple[str, str, float], ...] = (
    ("pelvis", "waist", SPINE / 3),
    ("waist", "ribs", SPINE / 3),
    ("ribs", "neck", SPINE / 3),
    ("neck", "head", NECK_LENGTH),
    *(
        (f"{a}-{side}", f"{b}-{side}", length)
        for side in SIDES
        for a, b, length in (
            ("hip", "knee", THIGH),
            ("knee", "ankle", SHANK),
            ("shoulder", "elbow", ARM),
            ("elbow", "wrist", FOREARM),
            ("wrist", "fingers", HAND),
        )
    ),
)
"""Two joints, and how far they always lie apart."""


class Stance(Struct, frozen=True):
    """All angles of a body at one moment."""

    angles: Angles
    plain: Mapping[str, float]


def direction(angle: float, out: float, sign: int = 1) -> Vector:
    """The unit vector of a segment; `sign` is -1 for the far side's limbs."""
    a, o = radians(angle), radians(out)
    flat = cos(o)
    return (flat * cos(a), flat * sin(a), sign * sin(o))


def added(point: Vector, way: Vector, length: float) -> Vector:
    """The point so far along a way."""
    return (point[0] + way[0] * length, point[1] + way[1] * length, point[2] + way[2] * length)


def between(a: Vector, b: Vector, share: float) -> Vector:
    """The point at a share of the way."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def minus(a: Vector, b: Vector) -> Vector:
    """The way from b to a."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def rolled(point: Vector, degrees: float) -> Vector:
    """Turned about the x axis: at 90 degrees the near side is up."""
    if not degrees:
        return point
    c, s = cos(radians(degrees)), sin(radians(degrees))
    x, y, z = point
    return (x, y * c + z * s, z * c - y * s)


def _across(angle: float, lean: float, turn: float) -> tuple[Vector, Vector]:
    """The ways to the near side and to the front, of a part of the trunk that is turned."""
    a, o, t = radians(angle), radians(lean), radians(turn)
    side = (-sin(o) * cos(a), -sin(o) * sin(a), cos(o))
    front = (sin(a), -cos(a), 0.0)
    c, s = cos(t), sin(t)
    return (
        (side[0] * c - front[0] * s, side[1] * c - front[1] * s, side[2] * c - front[2] * s),
        (front[0] * c + side[0] * s, front[1] * c + side[1] * s, front[2] * c + side[2] * s),
    )


def points_of(stance: Stance) -> Points:
    """Where every joint is, with the pelvis at 0."""
    angles, plain = stance.angles, stance.plain
    trunk, lean = angles["trunk"]
    bend, sideways = plain["bend"], plain["side-bend"]
    points: Points = {"pelvis": (0.0, 0.0, 0.0)}
    at = points["pelvis"]
    for name, share in (("waist", -0.5), ("ribs", 0.0), ("neck", 0.5)):
        at = added(at, direction(trunk - share * bend, lean + share * sideways), SPINE / 3)
        points[name] = at
    upper, upper_lean = trunk - bend / 2, lean + sideways / 2
    head, head_lean = angles["head"]
    points["head"] = added(at, direction(head, head_lean), NECK_LENGTH)
    points["nose"] = added(
        points["head"], _across(head - plain["nod"], head_lean, plain["face"])[1], HEAD_RADIUS + 1.2
    )
    hips, _ = _across(trunk + bend / 2, 0.0, plain["hips"])
    across, front = _across(upper, upper_lean, plain["chest"])
    points["chest"] = added(points["ribs"], front, TRUNK_RADIUS)
    points["belly"] = added(points["waist"], front, TRUNK_RADIUS)
    lift = SHOULDER_HALF * sin(radians(plain["shrug"]))
    shoulders = added(at, direction(upper, upper_lean), lift - 2.0)
    for side, sign in SIGNS.items():
        points[f"hip-{side}"] = added((0.0, 0.0, 0.0), hips, sign * HIP_HALF)
        points[f"shoulder-{side}"] = added(shoulders, across, sign * SHOULDER_HALF)
        _limb(points, angles, side, sign)
    if roll := plain["roll"]:
        return {name: rolled(point, roll) for name, point in points.items()}
    return points


def _limb(points: Points, angles: Angles, side: str, sign: int) -> None:
    at = points[f"shoulder-{side}"]
    for segment, end, length in (
        ("arm", "elbow", ARM),
        ("forearm", "wrist", FOREARM),
        ("hand", "fingers", HAND),
    ):
        at = added(at, direction(*angles[f"{segment}-{side}"], sign), length)
        points[f"{end}-{side}"] = at
    at = points[f"hip-{side}"]
    for segment, end, length in (("thigh", "knee", THIGH), ("shank", "ankle", SHANK)):
        at = added(at, direction(*angles[f"{segment}-{side}"], sign), length)
        points[f"{end}-{side}"] = at
    angle, out = angles[f"foot-{side}"]
    ahead = direction(angle, out, sign)
    down = (sin(radians(angle)), -cos(radians(angle)), 0.0)
    set_foot(points, side, ahead, down)


def set_foot(points: Points, side: str, ahead: Vector, down: Vector) -> None:
    """Heel and toes of an ankle, by the ways ahead and to the sole."""
    under = added(points[f"ankle-{side}"], down, SOLE)
    points[f"heel-{side}"] = added(under, ahead, -HEEL)
    points[f"toes-{side}"] = added(under, ahead, TOE)


def moved(points: Points, by: Vector) -> Points:
    """All points, moved."""
    x, y, z = by
    return {name: (p[0] + x, p[1] + y, p[2] + z) for name, p in points.items()}
