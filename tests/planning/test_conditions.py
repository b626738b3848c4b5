"""What a person's conditions take out of a routine (docs/acceptance.md#conditions)."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, Session, Shelf, compiled, exercise, items, make_plan
from voiceguide.errors import UsageError
from voiceguide.planning.conditions import swap_for
from voiceguide.planning.steps import RestStep, Work
from voiceguide.session_options import SessionOptions

MOVE = "dose: {reps: 2}\nrep: [{move: Reach., takes: 2 s}]\n"


def with_conditions(name: str, *conditions: str, asked: bool = False) -> Session:
    today = SessionOptions(conditions=frozenset(conditions), asked=asked)
    return compiled(BUILT_IN.routine(name), today=today)


def done(session: Session) -> list[str]:
    return list(dict.fromkeys(each.exercise for each in session.segments() if each.exercise))


def test_an_exercise_to_avoid_becomes_its_swap_spoken_and_noted() -> None:
    whole, session = (
        with_conditions("back-relief"),
        with_conditions("back-relief", "acute-low-back-pain", asked=True),
    )
    gone = set(done(whole)) - set(done(session))
    assert gone == {"partial-sit-up", "seated-twist"}
    assert "knees-side-to-side" in done(session)
    names = {note.before for note in session.timeline.notes if note.change == "exercise"}
    assert names == {"Partial sit-up", "Seated twist"}
    for id in gone:
        own = {phase.move for phase in BUILT_IN.exercise(id).rep if hasattr(phase, "move")}
        assert not own & set(session.said())
    assert [line for line in session.said() if "artial sit-up" in line]
    assert [line for line in session.said() if "eated twist" in line]


def test_without_the_floor_all_floor_items_are_left_out_by_name() -> None:
    session = with_conditions("back-relief", "cannot-use-floor")
    assert done(session) == ["wall-sit"]
    said = " ".join(session.said("note")).lower()
    for id in ("partial-sit-up", "hamstring-stretch", "bird-dog", "childs-pose", "seated-twist"):
        assert BUILT_IN.exercise(id).name.lower() in said


LYING = ("side", "back", "front")


@pytest.mark.parametrize("name", ["morning", "wind-down", "strength", "knees"])
def test_who_cannot_lie_down_is_never_led_to_lie_and_keeps_the_rest(name: str) -> None:
    plan = make_plan(
        BUILT_IN.routine(name), BUILT_IN, SessionOptions(conditions=frozenset({"cannot-lie-down"}))
    )
    there = [step.position for step in plan.steps if isinstance(step, Work | RestStep)]
    assert not [each for each in there if each and each.group in LYING]
    assert [step for step in plan.steps if isinstance(step, Work)]
    assert {each.name for each in plan.left_out}


def test_who_cannot_lie_down_kneels_and_sits_on_the_floor_all_the_same() -> None:
    assert done(with_conditions("morning", "cannot-lie-down")) == ["cat-stretch", "childs-pose"]
    assert "seated-twist" in done(with_conditions("wind-down", "cannot-lie-down"))


def test_nothing_left_is_an_error() -> None:
    with pytest.raises(UsageError, match="nothing of 'six-minute' is left"):
        with_conditions("six-minute", "cannot-use-floor")


def test_what_needs_asking_counts_as_avoided_until_it_was_asked() -> None:
    pair = items("childs-pose", "cat-stretch")
    knees = frozenset({"knee-pain"})
    assert "childs-pose" not in done(compiled(pair, today=SessionOptions(conditions=knees)))
    asked = compiled(pair, today=SessionOptions(conditions=knees, asked=True))
    assert done(asked) == ["childs-pose", "cat-stretch"]


def test_a_swap_that_is_to_be_avoided_too_gives_way_to_its_own() -> None:
    first = exercise(f"{MOVE}avoid_if: [pregnant]\nswap: second\n", "first")
    second = exercise(f"{MOVE}avoid_if: [pregnant]\nswap: third\n", "second")
    third = exercise(MOVE, "third")
    shelf = Shelf([first, second, third])
    swap = swap_for(first, {"first"}, SessionOptions(conditions=frozenset({"pregnant"})), shelf)
    assert swap is not None
    assert swap.by == third


def test_a_chain_without_an_end_leaves_the_exercise_out() -> None:
    first = exercise(f"{MOVE}avoid_if: [pregnant]\nswap: second\n", "first")
    second = exercise(f"{MOVE}avoid_if: [pregnant]\n", "second")
    shelf = Shelf([first, second])
    swap = swap_for(first, {"first"}, SessionOptions(conditions=frozenset({"pregnant"})), shelf)
    assert swap is not None
    assert swap.by is None


def test_a_swap_that_the_routine_already_has_is_left_out_and_said() -> None:
    session = compiled(
        items("partial-sit-up", "pelvic-tilt"),
        today=SessionOptions(conditions=frozenset({"osteoporosis"})),
    )
    assert done(session) == ["pelvic-tilt"]
    assert session.said("note")


def test_an_unknown_condition_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no condition 'knee-pains'") as error:
        with_conditions("morning", "knee-pains")
    assert "knee-pain" in (error.value.hint or "")
