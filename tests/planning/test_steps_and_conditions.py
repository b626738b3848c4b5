"""Steps, the place they are done in, and the person's conditions."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, Session, Shelf, compiled, exercise, items, make_plan, routine
from voiceguide.errors import UsageError
from voiceguide.planning.steps import IntervalsStep
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace

FLOOR = SessionOptions(conditions=frozenset({"cannot-use-floor"}))
KNEES = SessionOptions(conditions=frozenset({"knee-pain"}))
IN_PLACE = "You are already in place."
MOVE = "dose: {reps: 2}\nrep: [{move: Reach., takes: 2 s}]\n"


def steps_done(session: Session) -> list[str]:
    return list(dict.fromkeys(each.label for each in session.segments("hold", "move")))


def group(*lines: str, rest: str = "") -> Routine:
    inside = "".join(f"      - {line}\n" for line in lines)
    head = f"name: Test\nitems:\n  - group: Row\n    rounds: 2\n{rest}    items:\n"
    return routine(head + inside)


def test_without_the_floor_no_plank_of_a_ladder_is_played() -> None:
    with pytest.raises(UsageError, match="nothing of 'plank-ladder' is left"):
        compiled(BUILT_IN.routine("plank-ladder"), today=FLOOR)


def test_a_step_without_a_position_is_judged_by_the_one_written_last() -> None:
    made = items(
        "{step: Plank, for: 20 s, position: hands-knees}",
        "{step: Longer plank, for: 30 s}",
        "{step: March, for: 20 s, position: standing}",
        "{step: Run, for: 20 s}",
    )
    session = compiled(made, today=FLOOR)
    assert steps_done(session) == ["March", "Run"]
    assert [note.before for note in session.timeline.notes if note.after == "left out"] == [
        "Plank",
        "Longer plank",
    ]


def test_a_step_after_a_swap_is_led_to_where_its_author_sees_it() -> None:
    made = items("wall-sit", "{step: March, for: 20 s}")
    session = compiled(made, today=KNEES)
    assert "Pelvic tilt" in steps_done(session)
    arrive = session.voice(BUILT_IN.positions.positions["wall-standing"].arrive)
    (march,) = session.segments("hold", label="March")
    assert arrive.end_ms < march.start_ms


WRISTS = SessionOptions(conditions=frozenset({"wrist-pain"}))
SWAY = "{step: Sway, for: 20 s, avoid_if: []}"


def arrivals(session: Session) -> list[str]:
    """The positions that a session leads to."""
    lines = {position.arrive: id for id, position in BUILT_IN.positions.positions.items()}
    return [lines[line] for line in session.said("position") if line in lines]


@pytest.mark.parametrize(
    "rows",
    [
        ("cat-stretch", SWAY),  # swapped
        ("cat-stretch", SWAY, "pelvic-tilt"),  # left out: what would replace it is there
        ("cat-stretch", "{rest: 20 s}", SWAY),
        ("cat-stretch", f"{{group: Row, rounds: 2, items: [{SWAY}, {{rest: 10 s}}]}}"),
        ("cat-stretch", SWAY, "{step: Swing, for: 20 s, avoid_if: []}"),
    ],
)
def test_a_step_of_no_position_leads_nobody_into_one_of_an_exercise_that_is_not_for_them(
    rows: tuple[str, ...],
) -> None:
    session = compiled(items(*rows), today=WRISTS)
    assert "Sway" in steps_done(session)
    assert "hands-knees" not in arrivals(session)
    assert "hands-knees" in arrivals(compiled(items(*rows)))


def test_a_step_leads_where_it_says_itself_whatever_was_swapped_before_it() -> None:
    placed = "{step: Sway, for: 20 s, avoid_if: [], position: hands-knees}"
    made = items("cat-stretch", placed, SWAY)
    assert arrivals(compiled(made, today=WRISTS))[-1] == "hands-knees"


def test_a_rest_that_is_left_out_still_says_where_the_next_step_is() -> None:
    made = items(
        "{step: March, for: 20 s}",
        "{rest: 30 s, position: back-knees-bent}",
        "{step: Bridge, for: 20 s}",
    )
    assert steps_done(compiled(made, today=FLOOR)) == ["March"]


@pytest.mark.parametrize("detail", ["normal", "full"])
def test_a_step_without_a_position_never_claims_to_be_in_place(detail: str) -> None:
    made = items("{step: March, for: 20 s}", "{step: Run, for: 20 s}")
    session = compiled(made, detail=detail)
    assert not [line for line in session.said() if IN_PLACE in line]


def test_a_step_with_a_position_may_say_that_the_person_is_there() -> None:
    made = items(
        "{step: March, for: 20 s, position: standing}", "{step: Run, for: 20 s, position: standing}"
    )
    assert [line for line in compiled(made).said() if IN_PLACE in line]


def test_conditions_of_a_step_leave_it_out() -> None:
    made = items(
        "{step: Jump, for: 20 s, avoid_if: [knee-pain]}",
        "{step: Run, for: 20 s, ask_first_if: [knee-pain]}",
        "{step: March, for: 20 s, avoid_if: []}",
    )
    assert steps_done(compiled(made, today=KNEES)) == ["March"]
    asked = SessionOptions(conditions=KNEES.conditions, asked=True)
    assert steps_done(compiled(made, today=asked)) == ["Run", "March"]
    assert steps_done(compiled(made)) == ["Jump", "Run", "March"]


def test_what_a_step_needs_is_asked_for() -> None:
    made = items("{step: Carry, for: 20 s, needs: [towel]}")
    assert compiled(made).said("equipment")[0] == "You need a towel."
    inside = group("{step: Carry, for: 20 s, needs: towel}", "{rest: 10 s}")
    assert compiled(inside).said("equipment")[0] == "You need a towel."


def test_a_forbidden_step_of_intervals_is_left_out_by_name_and_the_others_keep_their_time() -> None:
    made = group(
        "{step: Squats, for: 20 s, position: standing}",
        "{rest: 10 s}",
        "{step: Plank, for: 30 s, position: hands-knees}",
        "{rest: 15 s}",
        "{step: Jog, for: 25 s, position: standing}",
        rest="    rest: 40 s\n",
    )
    session = compiled(made, today=FLOOR)
    assert steps_done(session) == ["Squats", "Jog"]
    holds = session.segments("hold")
    assert [hold.length_ms for hold in holds] == [20_000, 25_000] * 2
    assert holds[-1].end_ms - holds[0].start_ms == 1000 * (20 + 10 + 25 + 40 + 20 + 10 + 25)
    assert "Left out today: plank." in session.said("note")
    assert not [line for line in session.said() if "Plank" in line]
    assert "Row. Two rounds of two exercises." in session.said()


def test_a_group_of_which_nothing_is_left_is_not_announced() -> None:
    planks = (
        "{step: Plank, for: 20 s, position: hands-knees}",
        "{rest: 10 s}",
        "{step: Side plank, for: 20 s}",
    )
    head = "name: Test\nitems:\n  - {step: March, for: 20 s}\n"
    head += "  - group: Row\n    rounds: 2\n    rest: 20 s\n    items:\n"
    for inside in (planks, ("cat-stretch", "{note: Now again.}")):
        made = routine(head + "".join(f"      - {line}\n" for line in inside))
        session = compiled(made, today=FLOOR)
        assert steps_done(session) == ["March"]
        assert not [line for line in session.said() if "Row" in line and "Left out" not in line]
        assert not session.segments("rest")
        assert "Now again." not in session.said()


def test_later_rounds_are_judged_and_placed_as_the_first() -> None:
    made = group("{step: March, for: 20 s}", "{step: Plank, for: 20 s, position: hands-knees}")
    (row,) = make_plan(made, Shelf(), SessionOptions()).steps
    assert isinstance(row, IntervalsStep)
    places = [each.position.id for each in row.intervals if each.position]
    assert places == ["standing", "hands-knees"] * 2
    assert steps_done(compiled(made, today=FLOOR)) == ["March"]


def test_a_routine_whose_steps_say_nothing_of_conditions_says_so_once_to_those_who_have_any() -> (
    None
):
    made = items("{step: March, for: 20 s}", "{step: Run, for: 20 s}")
    said = "not checked against your conditions"
    assert len([line for line in compiled(made, today=KNEES).said() if said in line]) == 1
    assert [note.change for note in compiled(made, today=KNEES).timeline.notes] == ["steps"]
    assert not [line for line in compiled(made).said() if said in line]
    checked = items("{step: March, for: 20 s, avoid_if: []}", "wall-sit")
    assert not [line for line in compiled(checked, today=KNEES).said() if said in line]


@pytest.mark.parametrize("name", BUILT_IN.ids("routine"))
def test_every_step_of_the_library_says_whom_it_suits(name: str) -> None:
    today = SessionOptions(conditions=frozenset({"neck-pain"}), asked=True)
    assert not make_plan(BUILT_IN.routine(name), BUILT_IN, today).unchecked


def test_hard_intervals_are_not_for_everybody() -> None:
    for condition in ("high-blood-pressure", "pregnant", "poor-balance", "knee-pain"):
        today = SessionOptions(conditions=frozenset({condition}))
        session = compiled(BUILT_IN.routine("tabata"), today=today)
        assert "Work" not in steps_done(session)
        assert [
            line
            for line in session.said("note")
            if line.startswith("Left out today: ") and "work" in line
        ]


def test_who_cannot_use_the_floor_does_not_begin_on_it() -> None:
    made = routine("name: Test\nstarts: back-knees-bent\nitems: [own]\n")
    assert make_plan(made, Shelf([exercise(MOVE)]), FLOOR).starts.id == "standing"


def test_intervals_of_the_sessions_own_name_are_left_out_by_the_names_of_their_steps() -> None:
    today = SessionOptions(conditions=frozenset({"high-blood-pressure"}))
    made = replace(BUILT_IN.routine("tabata"), name="Hard work")
    told = compiled(made, today=today).said("note")
    assert "Left out today: work." in told
    assert not [line for line in told if "hard work" in line]
