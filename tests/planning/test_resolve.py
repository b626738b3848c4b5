"""From a routine to what one person does today (docs/routine-format.md#amounts)."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, Shelf, exercise, items, make_plan, of_level, routine
from voiceguide.errors import UsageError
from voiceguide.planning.resolve import fetched
from voiceguide.planning.steps import Plan, RestStep, Work
from voiceguide.routine.model import Hold, Routine
from voiceguide.session_options import Level, SessionOptions

RANGE = exercise("dose: {reps: 4-12}\nrep: [{move: Reach., takes: 2 s}]\n")


def planned(made: Routine, level: Level | None = None) -> Plan:
    return make_plan(made, Shelf([RANGE]), of_level(level))


def works(plan: Plan) -> list[Work]:
    return [step for step in plan.steps if isinstance(step, Work)]


def reps(item: str, *, level: Level | None = None, written: str = "") -> int:
    made = routine(f"name: Test\n{written}items:\n  - {item}\n")
    return works(planned(made, level))[0].reps


def test_without_any_level_it_is_gentle() -> None:
    assert reps("own") == 4


def test_the_routines_level_decides() -> None:
    assert reps("own", written="level: strong\n") == 12


def test_the_persons_choice_comes_before_the_routine() -> None:
    assert reps("own", level="steady", written="level: strong\n") == 8


def test_the_items_level_comes_before_the_persons_choice() -> None:
    assert reps("{do: own, level: gentle}", level="strong") == 4


def test_the_items_amount_comes_before_every_level() -> None:
    assert reps("{do: own, reps: 7}", level="strong") == 7


def test_an_items_range_is_taken_at_the_level() -> None:
    assert reps("{do: own, reps: 5-7}", level="steady") == 6


def test_a_time_to_repeat_is_whole_cycles_rounded_up() -> None:
    (work,) = works(planned(items("{do: cat-stretch, repeat_for: 30 s}")))
    assert (work.reps, work.repeat_for_ms) == (3, 30_000)
    (work,) = works(planned(items("{do: cat-stretch, repeat_for: 42 s}")))
    assert work.reps == 3
    (work,) = works(planned(items("{do: cat-stretch, repeat_for: 44 s}")))
    assert work.reps == 4


def test_repetitions_take_the_place_of_a_time_to_repeat() -> None:
    (work,) = works(planned(items("{do: cat-stretch, reps: 2}")))
    assert (work.reps, work.repeat_for_ms) == (2, None)


def test_each_exercise_knows_its_place() -> None:
    plan = planned(items("own", "{rest: 5 s}", "bird-dog", "advice: sitting", "wall-sit"))
    assert [work.place for work in works(plan)] == ["first", "next", "last"]
    assert [work.place for work in works(planned(items("{rest: 5 s}", "own")))] == ["only"]


def test_needed_things_are_not_helpful_too() -> None:
    plan = planned(items("childs-pose", "{do: childs-pose, version: pillow}"))
    assert (plan.needs, plan.helps) == (("mat", "pillow"), ())


def test_what_only_an_offered_version_uses_helps_where_it_is_offered() -> None:
    plan = make_plan(items("childs-pose"), BUILT_IN, SessionOptions())
    assert plan.helps_in("normal") == ("pillow",)
    assert plan.helps_in("brief") == ()


def test_what_belongs_to_a_version_that_nobody_offers_is_not_said_to_help() -> None:
    assert make_plan(items("crescent-stretch"), BUILT_IN, SessionOptions()).helps == ()


def test_what_helps_with_an_advice_is_helpful_in_order_of_use() -> None:
    plan = planned(items("advice: sitting", "childs-pose", "advice: sitting"))
    assert (plan.needs, plan.helps) == (("mat",), ("roll", "pillow"))


@pytest.mark.parametrize(
    ("needs", "something"), [((), False), (("mat", "wall"), False), (("mat", "towel"), True)]
)
def test_a_mat_and_a_wall_are_always_there(needs: tuple[str, ...], something: bool) -> None:
    assert fetched(needs) is something


def test_a_fill_is_a_rest_without_a_length() -> None:
    plan = planned(routine("name: Test\nlength: 2 min\nitems: [own, {rest: fill}]\n"))
    rest = plan.steps[-1]
    assert isinstance(rest, RestStep)
    assert (rest.length_ms, plan.fills) == (None, True)


def test_an_exercise_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="no exercise 'nothing-such'"):
        planned(items("nothing-such"))


def test_sides_written_in_an_item_win() -> None:
    (work,) = works(planned(items("{do: bird-dog, sides: {first: right}}")))
    assert work.side_order == ("right", "left")
    (work,) = works(planned(items("{do: bird-dog, sides: {only: left}}")))
    assert work.side_order == ("left",)


@pytest.mark.parametrize(
    ("level", "held_ms"), [("gentle", 3000), ("steady", 4000), ("strong", 5000)]
)
def test_a_range_written_in_a_phase_is_taken_at_the_level(level: Level, held_ms: int) -> None:
    held = exercise(
        "dose: {reps: 2}\nrep: [{move: Reach., takes: 2 s}, {hold: 3-5 s}]\n", id="held"
    )
    plan = make_plan(
        routine("name: Test\nitems:\n  - held\n"), Shelf([held]), SessionOptions(level)
    )
    hold = works(plan)[0].phases[1]
    assert isinstance(hold, Hold)
    assert hold.amount is not None
    assert hold.amount.low == hold.amount.high == held_ms
