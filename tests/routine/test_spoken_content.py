"""What built-in exercises and routines must tell, for the safety of who does them."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, Session, compiled
from voiceguide.session_options import Level, SessionOptions

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
