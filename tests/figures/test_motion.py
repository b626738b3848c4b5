"""Bodies at any moment: bones, contacts, the floor."""

from __future__ import annotations

from math import dist, hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.known_figures import motions
from voiceguide.errors import Place
from voiceguide.figures.contacts import REACH, body_point, contact, surface_height
from voiceguide.figures.motion import motion_of
from voiceguide.figures.skeleton import BONES, FOOT_RADIUS
from voiceguide.routine.figure_model import SIDES, SURFACES, Figure, Pose, Touch, Turn
from voiceguide.routine.library import Library

NAMES = sorted(motions())
MOMENTS = st.floats(0, 1)
ANGLES = st.floats(-180, 180)


@given(st.sampled_from(NAMES), MOMENTS)
def test_bones_keep_their_length_at_every_moment(name: str, moment: float) -> None:
    points = motions()[name].at(moment).points
    for one, other, length in BONES:
        assert dist(points[one], points[other]) == pytest.approx(length, abs=0.05)


@given(
    st.dictionaries(
        st.sampled_from(
            ["trunk", "arm-near", "forearm-far", "thigh-near", "shank-far", "hand-far"]
        ),
        st.builds(Turn, ANGLES, st.floats(-60, 60)),
    ),
    st.lists(st.sampled_from(["foot-near", "hand-far", "shin-far", "hips", "head", "toes-near"])),
    MOMENTS,
)
def test_bones_keep_their_length_in_any_pose(
    turns: dict[str, Turn], touches: list[str], moment: float
) -> None:
    here = Place("x", 1, 1)
    end = Pose(here, None, turns, {}, tuple(map(Touch, touches)))
    figure = Figure(start=Pose(here, "standing"), end=end)
    points = motion_of(figure, Library().poses).at(moment).points
    for one, other, length in BONES:
        assert dist(points[one], points[other]) == pytest.approx(length, abs=0.05)


@given(st.sampled_from(NAMES), MOMENTS)
def test_what_touches_lies_on_what_it_touches_at_every_moment(name: str, moment: float) -> None:
    motion = motions()[name]
    body = motion.at(moment)
    for touch in body.touches:
        joint, radius = contact(touch.part, body.stance)
        point = body.points[joint]
        if touch.on == "wall":
            assert motion.ground.wall is not None
            wall = motion.ground.wall - motion.ground.wall_side * radius
            assert abs(point[0] - wall) <= REACH, touch
        elif touch.on in SURFACES:
            assert abs(point[1] - surface_height(touch) - radius) <= REACH, touch
        else:
            goal = body_point(touch.on, body.points)
            assert hypot(*(a - b for a, b in zip(point, goal, strict=True))) <= 4, touch


@given(st.sampled_from(NAMES), MOMENTS)
def test_nothing_is_below_the_floor(name: str, moment: float) -> None:
    points = motions()[name].at(moment).points
    for joint in {end for one, other, _ in BONES for end in (one, other)}:
        assert points[joint][1] >= FOOT_RADIUS - REACH, joint
    for side in SIDES:
        assert min(points[f"heel-{side}"][1], points[f"toes-{side}"][1]) >= FOOT_RADIUS - REACH


@given(st.sampled_from(NAMES), st.floats(0, 0.99))
def test_a_body_moves_without_jumps(name: str, moment: float) -> None:
    motion = motions()[name]
    before, after = motion.at(moment).points, motion.at(moment + 0.01).points
    keys = len(motion.key_moments)
    for joint, point in before.items():
        assert dist(point, after[joint]) < 3.0 * keys, joint


@given(st.sampled_from(NAMES), MOMENTS)
def test_what_stays_on_the_floor_does_not_slide(name: str, moment: float) -> None:
    motion = motions()[name]
    body = motion.at(moment)
    first = motion.key_moments[0]
    everywhere = set.intersection(
        *({(each.part, each.on) for each in key.touches} for key in motion.key_moments)
    )
    for part, on in everywhere:
        limb = "arm" if part.startswith(("hand", "fore", "elbow")) else "leg"
        side = part.partition("-")[2]
        if on not in ("floor", "chair", "step") or not side or f"{limb}-{side}" in motion.moves:
            continue
        joint, _ = contact(part, body.stance)
        assert abs(body.points[joint][0] - first.points[joint][0]) <= 2.5, part


def test_a_moment_is_from_0_to_1() -> None:
    motion = motions()[NAMES[0]]
    with pytest.raises(ValueError, match="from 0 to 1"):
        motion.at(1.1)
