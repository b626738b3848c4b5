"""Loads, effort and open eyes (docs/laws-of-time.md#training)."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, exercise, items
from voiceguide.control.live_lines import recap
from voiceguide.phrases.phrases import phrases_of

SQUATS = "step: Squats, reps: 8, takes: 4 s, sets: 3"
EYES = "Keep your eyes open."
ONE_LEG = exercise(
    """
name: Stand on one leg
purpose: posture
position: standing
eyes: open
get_ready: [Bring your feet together.]
sides: {order: one-then-other, word: leg}
dose: {hold: 20 s}
rep:
  - {move: "Lift your <other> foot.", takes: 2 s}
  - hold: dose
"""
)


def announced(session: Session) -> str:
    return " ".join(session.said("announce"))


def test_a_load_and_an_effort_are_told_with_the_dose() -> None:
    session = compiled(f"{{{SQUATS}, load: 8 kg, effort: 7 of 10}}")
    assert "Three sets of eight. With 8 kg. Effort seven of ten." in announced(session)


def test_each_set_is_told_its_own_load_in_the_break_before_it() -> None:
    session = compiled(f"{{{SQUATS}, rest: 1 min, load: [8 kg, a green band]}}", cues="every")
    breaks = [line for line in session.said("announce") if "Set" in line]
    assert breaks == [
        "Rest one minute. Set two of three. With a green band.",
        "Set two. With a green band.",
        "Rest one minute. Set three of three.",
        "Set three. With a green band.",
    ]


@pytest.mark.parametrize(("rest_s", "line"), [(6, "Set two. With 8 kg."), (5, "Set two.")])
def test_a_short_break_says_the_number_and_then_the_load_where_it_fits(
    rest_s: int, line: str
) -> None:
    session = compiled(f"{{{SQUATS}, rest: {rest_s} s, load: 8 kg}}")
    assert line in session.said("announce")


def test_a_set_by_set_exercise_has_the_load_of_each_set_on_both_sides() -> None:
    session = compiled(f"{{{SQUATS}, load: [5 kg, 6 kg, 7 kg], sides: set-by-set}}")
    loads = [(each.set, each.side, each.load) for each in session.segments("move")]
    assert {each[0]: each[2] for each in loads} == {1: "5 kg", 2: "6 kg", 3: "7 kg"}
    assert {side for _, side, _ in loads} == {"left", "right"}


def test_the_other_side_is_told_that_it_begins_with_the_first_load_again() -> None:
    item = "{step: Rows, reps: 8, takes: 4 s, sets: 2, load: [5 kg, 8 kg], each_side: true}"
    session = compiled(item)
    change = session.segments("change")[0]
    said = [line.text for line in session.timeline.voices if line.at_ms < change.end_ms]
    assert said[-1] == "With 5 kg."


def test_open_eyes_are_told_before_anything_is_done_in_the_position_in_every_round() -> None:
    group = "{group: Balance, rounds: 2, items: [own]}"
    session = compiled(group, ONE_LEG)
    for number in (1, 2):
        line = session.voice(EYES, number)
        assert line.end_ms < session.segments("hold")[2 * number - 2].start_ms
    assert session.voice(EYES).end_ms < session.voice("Bring your feet together.").at_ms
    assert {each.eyes for each in session.segments("hold")} == {"open"}


def test_a_timed_step_in_a_group_is_named_with_its_eyes_open_in_every_round() -> None:
    step = "{step: One leg, for: 20 s, eyes: open}"
    session = compiled(f"{{group: Balance, rounds: 3, rest: 20 s, items: [{step}]}}")
    named = [line for line in session.said("announce") if "ne leg" in line]
    assert len(named) == 3
    assert all("eyes open" in line for line in named)


def test_a_timed_step_in_a_group_tells_its_load_in_every_round() -> None:
    step = "{step: Swings, for: 20 s, load: 12 kg, effort: 8 of 10}"
    session = compiled(f"{{group: Bells, rounds: 3, rest: 20 s, items: [{step}]}}")
    assert session.said().count("With 12 kg. Effort eight of ten.") == 3


def test_where_it_goes_on_the_eyes_are_told_again() -> None:
    session = compiled("own", ONE_LEG)
    hold = session.segments("hold")[0]
    lines = recap(session.timeline, hold.start_ms + 1000, (), phrases_of("en"))
    assert lines == ["Stand on one leg.", EYES, "Nineteen seconds left."]
    announce = recap(compiled("cat-stretch").timeline, 0, (), phrases_of("en"))
    assert EYES not in announce


@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_said_of_what_is_not_written(language: str) -> None:
    said = " ".join(compiled(items("{step: Squats, reps: 8, takes: 4 s}")).said())
    assert "With" not in said
    assert "ffort" not in said
    assert "eyes" not in said
