"""A figure at any moment: from 0, its start, to 1, its end.

Angles are interpolated, never places, so that bones keep their length; the joints decide which
way round an angle goes. What touches at both moments around touches in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import asin, atan2, cos, degrees, hypot, radians

from msgspec import Struct

from voiceguide.errors import BadFiles
from voiceguide.figures.contacts import Ground, Placed, contact, placed
from voiceguide.figures.skeleton import Points, Stance, Vector, between, minus, rolled
from voiceguide.routine.figure_model import SIDES, Figure, Pose, Touch
from voiceguide.routine.library import Library
from voiceguide.routine.model import Exercise
from voiceguide.routine.poses import JOINTS, BadPose, WholePose, whole_poses

_BONES = (
    ("arm", "shoulder", "elbow"),
    ("forearm", "elbow", "wrist"),
    ("hand", "wrist", "fingers"),
    ("thigh", "hip", "knee"),
    ("shank", "knee", "ankle"),
    ("foot", "heel", "toes"),
)
_ARM_PARTS = ("hand", "forearm", "elbow")
_UNSURE = 0.02
"""A segment that shows less of itself than this in its plane has no angle of its own."""


class Motion(Struct, frozen=True):
    """The moments of a figure, laid on what they touch, with the stances to go between."""

    figure: Figure
    key_moments: tuple[Placed, ...]
    ground: Ground

    @property
    def moves(self) -> tuple[str, ...]:
        """What moves, as parts with their side."""
        return self.figure.moves

    def at(self, moment: float) -> Placed:
        """The body at a moment from 0 to 1. Raises ValueError for another."""
        if not 0 <= moment <= 1:
            raise ValueError(f"a moment is from 0 to 1, not {moment}")
        if len(self.key_moments) == 1:
            return self.key_moments[0]
        place = moment * (len(self.key_moments) - 1)
        index = min(int(place), len(self.key_moments) - 2)
        share = place - index
        before, after = self.key_moments[index], self.key_moments[index + 1]
        if share in (0.0, 1.0):
            return after if share else before
        stance = _mixed(before.stance, after.stance, share)
        kept = _kept(before.touches, after.touches)
        ground = Ground(
            {
                each.part: x + (_x(each, after) - x) * share
                for each in kept
                for x in [_x(each, before)]
            },
            self.ground.wall,
            self.ground.wall_side,
        )
        pelvis = between(before.points["pelvis"], after.points["pelvis"], share)
        return placed(stance, kept, ground, pelvis)


def motion_of(
    figure: Figure, poses: Mapping[str, Pose], of_position: Figure | None = None
) -> Motion:
    """A figure made ready to be drawn; `of_position` is that of the exercise's position.

    Raises BadFiles where its poses are not there or differ in a circle.
    """
    try:
        wholes = whole_poses(figure, poses, of_position)
    except BadPose as bad:
        raise BadFiles([bad.problem]) from None
    ground = Ground({})
    first = _solved(placed(_stance(wholes[0], None), wholes[0].touches, ground))
    key_moments = [first]
    for whole in wholes[1:]:
        key_moments.append(_next(whole, key_moments[-1], figure.moves, ground))
    return Motion(figure, tuple(key_moments), ground)


def figure_of(exercise: Exercise, library: Library) -> Motion | None:
    """The figure of an exercise, or that of its position; None where neither has one.

    A translated exercise of the built-in library has that of the one it was made from. Raises
    BadFiles as `motion_of`.
    """
    figure = exercise.figure
    home = library.in_language("en")
    if figure is None and home is not library:
        origin = library.find("exercise", exercise.id)
        if origin is not None and origin.built_in and home.has("exercise", exercise.id):
            figure = home.exercise(exercise.id).figure
    positions = (library.positions.positions, home.positions.positions)
    known = (each[exercise.position] for each in positions if exercise.position in each)
    of_position = next((each.figure for each in known if each.figure), None)
    if figure is None and of_position is None:
        return None
    return motion_of(figure or of_position or Figure(), library.poses, of_position)


def _kept(before: Iterable[Touch], after: Iterable[Touch]) -> tuple[Touch, ...]:
    there = {(each.part, each.on) for each in after}
    return tuple(each for each in before if (each.part, each.on) in there)


def _x(touch: Touch, body: Placed) -> float:
    return body.points[contact(touch.part, body.stance)[0]][0]


def _next(whole: WholePose, before: Placed, moves: Iterable[str], ground: Ground) -> Placed:
    """A later moment: what touches before and after stays where it is, unless it moves."""
    # Legs and trunk are better anchors than hands, and what stays than what moves.
    kept = sorted(
        _kept(before.touches, whole.touches),
        key=lambda touch: (touch.part.startswith("hand"), _moving(touch, moves)),
    )
    same = {(each.part, each.on) for each in kept}
    first = next((each for each in kept if each.on != "wall"), None)
    ground.planted = {
        each.part: _x(each, before) for each in kept if each is first or not _moving(each, moves)
    }
    later = (each for each in whole.touches if (each.part, each.on) not in same)
    body = placed(_stance(whole, before.stance), (*kept, *later), ground, before.points["pelvis"])
    if first is None and ground.wall is None:
        by = before.points["pelvis"][0] - body.points["pelvis"][0]
        points = {name: (x + by, y, z) for name, (x, y, z) in body.points.items()}
        body = Placed(points, body.stance, body.touches)
    return _solved(body)


def _moving(touch: Touch, moves: Iterable[str]) -> bool:
    name, _, side = touch.part.partition("-")
    limb = "arm" if name in _ARM_PARTS else "leg"
    return f"{limb}-{side}" in moves


def _stance(whole: WholePose, before: Stance | None) -> Stance:
    """The angles of a pose, each as near to the stance before as its joint allows."""
    trunk = whole.turns["trunk"]
    near = trunk.angle
    if before is not None:
        near += 360 * round((before.angles["trunk"][0] - near) / 360)
    angles = {"trunk": (near, trunk.out)}
    ends = {
        "trunk-top": near - whole.plain["bend"] / 2,
        "trunk-foot": near + whole.plain["bend"] / 2,
    }
    for joint in JOINTS:
        for side in ("",) if joint.segment == "head" else SIDES:
            name = f"{joint.segment}-{side}".rstrip("-")
            own = ends.get(joint.parent)
            parent = angles[f"{joint.parent}-{side}"][0] if own is None else own
            turn = whole.turns[name]
            bent = joint.bent(turn.angle, parent)
            angles[name] = (joint.angle(bent, parent), turn.out)
    return Stance(angles, whole.plain)


def _mixed(a: Stance, b: Stance, share: float) -> Stance:
    def mix(one: float, other: float) -> float:
        return one + (other - one) * share

    angles = {
        name: (mix(angle, b.angles[name][0]), mix(out, b.angles[name][1]))
        for name, (angle, out) in a.angles.items()
    }
    return Stance(angles, {name: mix(value, b.plain[name]) for name, value in a.plain.items()})


def _solved(body: Placed) -> Placed:
    """The same body with the angles that its limbs have after they were laid on the ground."""
    angles = dict(body.stance.angles)
    for segment, start, end in _BONES:
        for side, sign in (("near", 1), ("far", -1)):
            way = minus(body.points[f"{end}-{side}"], body.points[f"{start}-{side}"])
            name = f"{segment}-{side}"
            angles[name] = _turn_of(way, body.stance, angles[name], sign)
    return Placed(body.points, Stance(angles, body.stance.plain), body.touches)


def _turn_of(
    way: Vector, stance: Stance, written: tuple[float, float], sign: int
) -> tuple[float, float]:
    length = hypot(*way) or 1.0
    x, y, z = rolled(way, -stance.plain["roll"])
    angle, out = written
    found_out = degrees(asin(max(-1.0, min(1.0, sign * z / length))))
    found = degrees(atan2(y, x)) if hypot(x, y) / length > _UNSURE else angle
    if cos(radians(out)) < 0:  # over the top: the other half of the same plane
        found, found_out = found + 180, 180 - found_out
    return found + 360 * round((angle - found) / 360), found_out


def frame_points(motion: Motion) -> Iterable[Points]:
    """The bodies that a picture of all moments must have room for."""
    many = 1 if len(motion.key_moments) == 1 else 4 * (len(motion.key_moments) - 1) + 1
    for step in range(many):
        yield motion.at(step / max(1, many - 1)).points
