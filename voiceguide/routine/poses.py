"""Poses made whole: inheritance, and whether every joint stays in its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from voiceguide.errors import Place, Problem, did_you_mean
from voiceguide.routine.figure_model import (
    PLAIN_ANGLES,
    SEGMENTS,
    SIDES,
    Figure,
    Pose,
    Touch,
    Turn,
)

MOST_BASES = 8
"""So many poses may differ from each other in a row."""


class Joint(Struct, frozen=True):
    """How far a segment turns against its parent: `sign` makes bending it positive.

    At 0 degrees the segment is turned by `rest` from its parent.
    """

    name: str
    segment: str
    parent: str
    rest: float
    sign: int
    low: int
    high: int
    about: str

    def bent(self, segment: float, parent: float) -> float:
        """The joint's degrees for two angles, as near to the middle of its range as may be."""
        middle = (self.low + self.high) / 2
        turned = self.sign * (segment - parent - self.rest)
        return (turned - middle + 180) % 360 - 180 + middle

    def angle(self, bent: float, parent: float) -> float:
        """The segment's angle where the joint is bent so much."""
        return parent + self.rest + self.sign * bent


JOINTS = (
    Joint("neck", "head", "trunk-top", 0, 1, -75, 75, "back; below zero the chin comes down"),
    Joint("shoulder", "arm", "trunk-top", 180, 1, -80, 200, "forward and up; below zero back"),
    Joint("elbow", "forearm", "arm", 0, 1, -5, 160, "bent"),
    Joint("wrist", "hand", "forearm", 0, 1, -95, 95, "fingers up; below zero down"),
    Joint("hip", "thigh", "trunk-foot", 180, 1, -40, 155, "forward and up; below zero back"),
    Joint("knee", "shank", "thigh", 0, -1, -5, 165, "bent"),
    Joint("ankle", "foot", "shank", 90, 1, -75, 45, "toes up; below zero stretched"),
)
_STEEP = 40
"""A segment that points further out of the plane than this turns in more ways than its angle."""

_NEUTRAL: Mapping[str, float] = {
    "trunk": 90,
    "head": 90,
    **{f"{each}-{side}": -90.0 for each in ("arm", "forearm", "hand") for side in SIDES},
    **{f"{each}-{side}": -90.0 for each in ("thigh", "shank") for side in SIDES},
    **{f"foot-{side}": 0.0 for side in SIDES},
}
_FOLLOWS = {"head": "trunk"} | {
    f"{segment}-{side}": f"{parent}-{side}"
    for segment, parent in (
        ("forearm", "arm"),
        ("hand", "forearm"),
        ("shank", "thigh"),
        ("foot", "shank"),
    )
    for side in SIDES
}
"""Where only the parent is written, the joint between both stays as it was."""


class WholePose(Struct, frozen=True):
    """A pose in which nothing is left out."""

    turns: Mapping[str, Turn]
    plain: Mapping[str, float]
    touches: tuple[Touch, ...]
    place: Place

    def angle(self, name: str) -> float:
        """The angle of a segment, or of an end of the trunk: "trunk-top", "trunk-foot"."""
        if name == "trunk-top":
            return self.turns["trunk"].angle - self.plain["bend"] / 2
        if name == "trunk-foot":
            return self.turns["trunk"].angle + self.plain["bend"] / 2
        return self.turns[name].angle

    def out(self, name: str) -> float:
        """How far a segment points out of the plane."""
        return self.turns["trunk" if name.startswith("trunk") else name].out


NEUTRAL = WholePose(
    {name: Turn(angle) for name, angle in _NEUTRAL.items()},
    dict.fromkeys(PLAIN_ANGLES, 0.0),
    (),
    Place("", 0, 0),
)
"""Upright, arms and legs hanging down."""


class BadPose(Exception):
    """A pose that cannot be made whole; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def whole_pose(pose: Pose, poses: Mapping[str, Pose], start: WholePose = NEUTRAL) -> WholePose:
    """A pose with all that it inherits; without a base it differs from `start`. Raises BadPose."""
    chain = [pose]
    while (base := chain[-1].base) is not None:
        if base not in poses:
            hint = did_you_mean(base, poses) or f"known: {', '.join(poses)}"
            raise BadPose(Problem(chain[-1].place, f"there is no pose '{base}'", hint))
        if len(chain) > MOST_BASES:
            raise BadPose(
                Problem(pose.place, "the poses differ from each other in a circle, or too deeply")
            )
        chain.append(poses[base])
    whole = start if pose.base is None else NEUTRAL
    for each in reversed(chain):
        whole = _changed(whole, each)
    return whole


def _changed(whole: WholePose, pose: Pose) -> WholePose:
    turns = dict(whole.turns)
    for name in SEGMENTS:
        if name in pose.turns:
            turns[name] = pose.turns[name]
        elif (parent := _FOLLOWS.get(name)) is not None and turns[parent] != whole.turns[parent]:
            old, here = whole.turns[name], whole.turns[parent]
            turned = turns[parent].angle - here.angle
            tilted = turns[parent].out - here.out
            turns[name] = Turn(old.angle + turned, old.out + tilted, turns[parent].place)
    touches = whole.touches if pose.touches is None else pose.touches
    return WholePose(turns, {**whole.plain, **pose.plain}, touches, pose.place)


def whole_poses(
    figure: Figure, poses: Mapping[str, Pose], of_position: Figure | None = None
) -> tuple[WholePose, ...]:
    """The moments of a figure, from its start to its end. Raises BadPose."""
    start = figure.start
    if start is None or start.base is None:
        before = NEUTRAL
        if of_position is not None and of_position.start is not None:
            before = whole_pose(of_position.start, poses)
        first = before if start is None else whole_pose(start, poses, before)
    else:
        first = whole_pose(start, poses)
    later = (*figure.between, *([figure.end] if figure.end else ()))
    return (first, *(whole_pose(each, poses, first) for each in later))


def pose_problems(whole: WholePose) -> Iterator[Problem]:
    """Joints out of their range, where the segment is written, and a pose that touches nothing."""
    for joint in JOINTS:
        for name, parent in _pairs(joint):
            bent = joint.bent(whole.angle(name), whole.angle(parent))
            flat = max(abs(whole.out(name)), abs(whole.out(parent))) <= _STEEP
            if not flat or joint.low <= round(bent) <= joint.high:
                continue
            trunk = parent.startswith("trunk")
            written = (whole.turns[name], whole.turns["trunk" if trunk else parent])
            # Where this file writes one of both; a pose that it is made from may lie in another.
            places = (each.place for each in written if each.place)
            here = (each for each in places if each.file == whole.place.file)
            place = next(here, whole.place)
            low, high = sorted(
                round(joint.angle(end, whole.angle(parent))) for end in (joint.low, joint.high)
            )
            rounds = 360 * round((low + high) / 720)
            yield Problem(
                place,
                f"'{name}' bends the {joint.name} by {round(bent)} degrees",
                f"the {joint.name} goes from {joint.low} to {joint.high} degrees: "
                f"here '{name}' may be {low - rounds} to {high - rounds}",
            )
    if not whole.touches:
        yield Problem(
            whole.place, "the pose touches nothing", "add  touches: [foot], or what it stands on"
        )


def _pairs(joint: Joint) -> Iterator[tuple[str, str]]:
    if joint.segment == "head":
        yield "head", joint.parent
        return
    for side in SIDES:
        parent = joint.parent if joint.parent.startswith("trunk") else f"{joint.parent}-{side}"
        yield f"{joint.segment}-{side}", parent


def figure_problems(
    figure: Figure, poses: Mapping[str, Pose], of_position: Figure | None = None
) -> list[Problem]:
    """All that is wrong with a figure."""
    if figure.start is None and of_position is None:
        return [
            Problem(figure.place, "the figure has no start", "add  start: standing, or its pose")
        ]
    try:
        wholes = whole_poses(figure, poses, of_position)
    except BadPose as bad:
        return [bad.problem]
    return list(dict.fromkeys(problem for whole in wholes for problem in pose_problems(whole)))
