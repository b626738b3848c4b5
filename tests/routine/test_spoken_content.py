"""What built-in exercises and routines must tell, for the safety of who does them."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, Session, compiled, make_plan
from voiceguide.planning.steps import RestStep, Work
from voiceguide.routine.library import Library
from voiceguide.session_options import Level, SessionOptions

LONG_MS = 30_000
KNEES = SessionOptions(conditions=frozenset({"knee-pain"}))


def knees(today: SessionOptions | None = None, level: Level | None = None) -> Session:
    return compiled(BUILT_IN.routine("knees"), today=today, level=level)


def place_of(said: list[str], *words: str) -> int:
    """Where the first line with all of these words is."""
    return next(n for n, line in enumerate(said) if all(word in line for word in words))


def done(session: Session) -> dict[str, str | None]:
    return {each.exercise: each.version for each in session.segments("announce") if each.exercise}


@pytest.mark.parametrize("today", [None, KNEES])
def test_in_the_knee_routine_the_chair_is_secured_before_anybody_trusts_it(
    today: SessionOptions | None,
) -> None:
    said = knees(today).said()
    assert place_of(said, "back against a wall") < place_of(said, "Sit on your chair")
    stands = place_of(said, "stand up, breathing out")
    assert place_of(said, "back of the chair must touch a wall") < stands
    assert place_of(said, "seat against a wall") < place_of(said, "Bend your knees, breathing in")


def test_the_chair_helps_down_to_the_floor_and_up_again() -> None:
    said = knees().said()
    down = place_of(said, "both hands on the seat", "weaker knee first")
    assert place_of(said, "turn it again", "back to the wall") < down
    assert down < place_of(said, "Come down to the floor")
    up = place_of(said, "in front of the chair", "both hands on its seat")
    assert place_of(said, "Rest for twenty seconds") < up < place_of(said, "stronger leg in front")


def test_who_cannot_get_to_the_floor_hears_of_no_way_down() -> None:
    today = SessionOptions(conditions=frozenset({"cannot-lie-down"}))
    said = " ".join(knees(today).said())
    assert "get down" not in said
    assert "Come onto your knees" not in said


def test_sore_knees_do_the_two_best_exercises_in_smaller_versions() -> None:
    session = knees(KNEES)
    assert done(session)["mini-squat"] == "smaller"
    assert done(session)["sit-to-stand"] == "hands"
    said = session.said()
    assert "You will bend only half as far, with both hands on the chair." in said
    assert place_of(said, "pillow on the seat") < place_of(said, "stand up, breathing out")
    assert "big firm pillow" in " ".join(session.said("equipment"))


def test_others_do_them_whole() -> None:
    assert {done(knees())[name] for name in ("mini-squat", "sit-to-stand")} == {None}


@pytest.mark.parametrize("today", [None, KNEES])
@pytest.mark.parametrize("detail", ["full", "normal", "brief"])
def test_the_seat_is_felt_before_every_sitting_down(
    detail: str, today: SessionOptions | None
) -> None:
    said = compiled("sit-to-stand", today=today, detail=detail).said()
    assert "Feel the seat behind your legs before you sit down." in said


@pytest.mark.parametrize(
    "name",
    [id for id in BUILT_IN.ids("exercise") if BUILT_IN.exercise(id).position == "chair-standing"],
)
def test_a_chair_that_is_held_stands_against_a_wall(name: str) -> None:
    exercise = BUILT_IN.exercise(name)
    assert "seat against a wall" in BUILT_IN.positions.positions[exercise.position].arrive
    assert {"chair", "wall"} <= {*exercise.needs}


def test_heel_to_toe_says_which_foot_is_behind_and_which_in_front() -> None:
    said = compiled("tandem-stand").said()
    for side, other in (("left", "right"), ("right", "left")):
        begins = place_of(said, f"your {side} foot behind your {other}")
        assert f"{other} foot in front" in said[begins + 1]
        if side == "right":
            assert "right foot behind, your left in front" in said[begins - 1]


def test_the_shoulder_that_stays_down_is_the_one_that_the_head_leaves() -> None:
    session = compiled("neck-tilt", detail="full", level="strong")
    told = [each for each in session.timeline.voices if "shoulder stay down" in each.text]
    assert told
    for each in told:
        side = session.timeline.segment_at(each.at_ms).side
        assert f"your {'right' if side == 'left' else 'left'} shoulder" in each.text


def test_no_spoken_line_has_a_thigh_which_is_heard_as_a_side() -> None:
    for id in BUILT_IN.ids("exercise"):
        for detail in ("full", "normal"):
            assert "thigh" not in " ".join(compiled(id, detail=detail).said()).lower(), id


def test_nobody_rests_half_a_minute_on_hands_and_knees() -> None:
    for name in BUILT_IN.ids("routine"):
        made = BUILT_IN.routine(name)
        plan = make_plan(made, Library(language=made.language), SessionOptions())
        where = plan.starts
        for step in plan.steps:
            if isinstance(step, Work | RestStep):
                where = step.position or where
            if isinstance(step, RestStep) and (step.length_ms or LONG_MS) >= LONG_MS:
                assert where.group != "kneel", name


def test_what_is_told_of_the_eyes_is_told_once() -> None:
    for id in BUILT_IN.ids("exercise"):
        if BUILT_IN.exercise(id).eyes:
            said = [line for line in compiled(id).said() if "eyes" in line]
            assert said == ["Keep your eyes open."], id
