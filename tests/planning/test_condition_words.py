"""What an exercise says, and how it is done, for people with a condition who may do it."""

from __future__ import annotations

import pytest

from tests.kit import Shelf, compiled, exercise, items, make_plan
from voiceguide.planning.notes import Note
from voiceguide.planning.steps import Work
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions

REACH = """\
get_ready: [Stand by the wall.]
sides: {order: one-then-other}
dose: {reps: 3}
rep: [{move: Reach to the <side>., takes: 3 s}]
easier:
  - {id: small, say: "To make it easier, reach less."}
  - id: low
    use_if: [neck-pain]
    say: "To make it easier, reach low."
    use: Reach low.
    rep: [{move: Reach low to the <side>., takes: 3 s}]
offer_easier: small
ask_first_if: [knee-pain]
say_if: {knee-pain: Keep your <side> knee soft., pregnant: Take your time.}
"""
OWN = exercise(REACH)
ONCE = items("own")


def said(*conditions: str, asked: bool = False, made: Routine = ONCE, **today: object) -> list[str]:
    options = SessionOptions(conditions=frozenset(conditions), asked=asked, **today)  # type: ignore[arg-type]
    return compiled(made, OWN, today=options).said()


def notes(*conditions: str, **today: object) -> list[Note]:
    options = SessionOptions(conditions=frozenset(conditions), **today)  # type: ignore[arg-type]
    return list(make_plan(ONCE, Shelf([OWN]), options).notes)


def test_the_line_of_a_condition_ends_the_get_ready_lines_of_who_was_cleared() -> None:
    lines = said("knee-pain", asked=True)
    ready = lines.index("Stand by the wall.")
    assert lines[ready + 1] == "Keep your left knee soft."
    assert "Take your time." not in lines


def test_it_is_said_too_where_the_condition_needs_no_asking() -> None:
    assert "Take your time." in said("pregnant")


def test_nobody_else_hears_it() -> None:
    assert not {"Keep your left knee soft.", "Take your time."} & {*said(), *said("wrist-pain")}


@pytest.mark.parametrize("detail", ["full", "normal", "brief"])
def test_it_is_heard_in_every_detail(detail: str) -> None:
    assert "Take your time." in said("pregnant", detail=detail)


def test_a_condition_chooses_the_version_that_is_made_for_it() -> None:
    lines = said("neck-pain")
    assert "Reach low." in lines
    assert "Reach low to the left." in lines
    assert not [line for line in lines if line in ("Reach to the left.", "Reach to the right.")]
    assert "To make it easier, reach less." not in lines


def test_a_version_may_have_get_ready_lines_of_its_own() -> None:
    own = exercise(REACH.replace("    use: Reach low.", "    get_ready: Sit by the wall."))
    today = SessionOptions(conditions=frozenset({"neck-pain"}))
    low = compiled(ONCE, own, today=today).said()
    assert "Sit by the wall." in low
    assert "Stand by the wall." not in low
    assert "Stand by the wall." in compiled(ONCE, own).said()


def test_it_comes_before_the_version_that_the_routine_chooses() -> None:
    assert "Reach low." in said("neck-pain", made=items("{do: own, version: small}"))
    plan = make_plan(
        items("{do: own, version: low}"),
        Shelf([OWN]),
        SessionOptions(conditions=frozenset({"neck-pain"})),
    )
    assert plan.notes == ()


def test_another_version_for_a_condition_is_told_of_in_a_note() -> None:
    assert notes("neck-pain") == [Note("version", "Own", "low", "neck-pain")]
    assert notes("neck-pain", unnamed=("neck-pain",)) == [
        Note("version", "Own", "low", "for this listener")
    ]
    assert notes() == []


def test_the_session_is_whole_all_the_same() -> None:
    plan = make_plan(ONCE, Shelf([OWN]), SessionOptions(conditions=frozenset({"neck-pain"})))
    assert plan.whole
    assert plan.left_out == ()


def test_a_swap_is_done_as_the_condition_wants_it_too() -> None:
    first = exercise(
        "dose: {reps: 1}\nrep: [{move: Jump., takes: 1 s}]\navoid_if: [neck-pain]\nswap: own\n",
        "first",
    )
    options = SessionOptions(conditions=frozenset({"neck-pain"}))
    (work,) = make_plan(items("first"), Shelf([first, OWN]), options).steps
    assert isinstance(work, Work)
    assert (work.instead_of, work.chosen and work.chosen.id) == ("Own", "low")
