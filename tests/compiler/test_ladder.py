"""Ladders: sets of which each has its own number of times, or its own hold."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, exercise

PRESS = exercise(
    """
name: Press
purpose: strength
position: standing
dose: {sets: 2, reps: 4-12, hold: 2-5 s or more, rest: 10 s}
rep:
  - {move: Press up., takes: 2 s}
  - {hold: dose, count: silent}
  - {move: Come down., takes: 2 s}
"""
)


def sets_of(session: Session) -> list[tuple[int | None, int]]:
    """Each set, and how many repetitions it has."""
    numbers = [(each.set, each.rep) for each in session.segments("move")]
    return [
        (one, max(rep or 0 for set_, rep in numbers if set_ == one))
        for one in {set_: None for set_, _ in numbers}
    ]


def test_each_set_has_its_own_number_of_repetitions() -> None:
    session = compiled("{step: Push-ups, ladder: [1, 2, 3, 2, 1], takes: 2 s, rest: 15 s}")
    assert sets_of(session) == [(1, 1), (2, 2), (3, 3), (4, 2), (5, 1)]
    assert [each.reps for each in session.segments("move")] == [1, 2, 2, 3, 3, 3, 2, 2, 1]


def test_the_ladder_is_told_and_each_rung_in_the_break_before_it() -> None:
    session = compiled("{step: Push-ups, ladder: [1, 2, 3], takes: 2 s, rest: 15 s}")
    announced = session.said("announce")
    assert announced[0] == "Push-ups. Three rungs: one, two and three."
    assert announced[1:] == [
        "Rest fifteen seconds. Rung two of three. Twice.",
        "Rest fifteen seconds. Rung three of three. Three times.",
    ]


def test_a_short_break_says_how_many_alone() -> None:
    session = compiled("{step: Push-ups, ladder: [1, 2], takes: 2 s, rest: 5 s}")
    assert session.said("announce")[1:] == ["Twice."]


def test_a_long_ladder_tells_its_least_and_its_most() -> None:
    rungs = [*range(1, 11), *range(9, 0, -1)]
    session = compiled(f"{{step: Push-ups, ladder: {rungs}, takes: 1 s, rest: 6 s}}")
    assert "Nineteen rungs: from once to ten times." in session.said("announce")[0]
    assert sum(1 for _ in session.segments("move")) == sum(rungs)


def test_a_ladder_of_seconds_holds_each_set_as_long_as_written() -> None:
    session = compiled("{step: Plank, ladder: [10 s, 20 s, 30 s], rest: 15 s}")
    assert session.lengths("hold") == [10_000, 20_000, 30_000]
    assert (
        "Three rungs: ten seconds, twenty seconds and thirty seconds."
        in (session.said("announce")[0])
    )


def test_in_a_group_of_timed_steps_a_ladder_keeps_its_lengths() -> None:
    step = "{step: Plank, ladder: [10 s, 20 s], rest: 10 s}"
    session = compiled(f"{{group: Core, rounds: 2, rest: 20 s, items: [{step}]}}")
    assert session.lengths("hold") == [10_000, 20_000, 10_000, 20_000]


@pytest.mark.parametrize(
    ("item", "sets", "holds"),
    [
        ("{do: own, ladder: [2, 4]}", [(1, 2), (2, 4)], [2000] * 6),
        ("{do: own, ladder: [2 s, 6 s]}", [(1, 4), (2, 4)], [2000] * 4 + [6000] * 4),
    ],
)
def test_an_exercise_takes_a_ladder_of_times_or_of_its_hold(
    item: str, sets: list[tuple[int, int]], holds: list[int]
) -> None:
    session = compiled(item, PRESS)
    assert sets_of(session) == sets
    assert session.lengths("hold") == holds


def test_each_side_climbs_the_whole_ladder() -> None:
    session = compiled("{step: Rows, ladder: [1, 2], takes: 2 s, each_side: true, rest: 6 s}")
    assert "Two rungs on each side: one and two." in session.said("announce")[0]
    done = [(each.side, each.set) for each in session.segments("move")]
    assert done == [("left", 1), *[("left", 2)] * 2, ("right", 1), *[("right", 2)] * 2]


def test_a_load_for_each_rung_is_told_with_it() -> None:
    load = "load: [5 kg, 8 kg]"
    session = compiled(f"{{step: Rows, ladder: [8, 4], takes: 2 s, rest: 20 s, {load}}}")
    assert "Rest twenty seconds. Rung two of two. Four times. With 8 kg." in (
        session.said("announce")
    )
