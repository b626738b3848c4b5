"""The order of passes, and how long a pass lasts."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, Shelf, exercise, items, make_plan
from voiceguide.planning.steps import Work, cycle_ms
from voiceguide.session_options import SessionOptions

SIDED = "dose: {reps: 1}\nsides: {order: one-then-other}\nrep: [{move: Lift <side>., takes: 2 s}]\n"


def work(item: str) -> Work:
    (step,) = make_plan(items(item), Shelf([exercise(SIDED)]), SessionOptions()).steps
    assert isinstance(step, Work)
    return step


@pytest.mark.parametrize(
    ("order", "passes"),
    [
        ("one-then-other", "L11 L12 L21 L22 R11 R12 R21 R22"),
        ("set-by-set", "L11 L12 R11 R12 L21 L22 R21 R22"),
        ("rep-by-rep", "L11 R11 L12 R12 L21 R21 L22 R22"),
    ],
)
def test_each_order_has_its_passes(order: str, passes: str) -> None:
    made = work(f"{{do: own, sets: 2, reps: 2, sides: {{order: {order}}}}}").passes()
    letters = {"left": "L", "right": "R"}
    assert " ".join(f"{letters[str(p.side)]}{p.set}{p.rep}" for p in made) == passes


def test_gaps_are_rests_on_one_side_and_changes_between_two() -> None:
    def gaps(order: str) -> list[str | None]:
        made = work(f"{{do: own, sets: 2, reps: 2, sides: {{order: {order}}}}}").passes()
        return [each.gap for each in made]

    rest, change = "rest", "change"
    assert gaps("one-then-other") == [None, None, rest, None, change, None, rest, None]
    assert gaps("set-by-set") == [None, None, change, None, change, None, change, None]
    assert gaps("rep-by-rep") == [None, None, None, None, rest, None, None, None]


def test_in_alternating_orders_only_the_first_side_leads() -> None:
    made = work("{do: own, reps: 2, sides: {order: rep-by-rep}}").passes()
    assert [each.leads for each in made] == [True, False, True, False]
    assert all(each.leads for each in work("{do: own, reps: 2}").passes())


@pytest.mark.parametrize("order", ["one-then-other", "set-by-set", "rep-by-rep"])
def test_only_one_side_is_one_side(order: str) -> None:
    made = work(f"{{do: own, sets: 2, reps: 2, sides: {{order: {order}, only: right}}}}").passes()
    assert [each.side for each in made] == ["right"] * 4
    assert [each.gap for each in made] == [None, None, "rest", None]


@pytest.mark.parametrize(
    ("item", "seconds"),
    [("cat-stretch", 14.5), ("partial-sit-up", 9), ("wall-sit", 22), ("quiet-breathing", 42)],
)
def test_a_cycle_lasts_what_its_phases_last(item: str, seconds: float) -> None:
    assert cycle_ms(work(item).phases, 7000) == seconds * 1000


def test_a_phase_without_a_decided_length_is_refused() -> None:
    phases = BUILT_IN.exercise("cat-stretch").rep
    with pytest.raises(ValueError, match="no length is decided"):
        cycle_ms(phases, 7000)
