"""Loads, effort and sources as they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.kit import BUILT_IN, routine
from voiceguide.errors import Problem
from voiceguide.routine.cross_checks import check_routine
from voiceguide.routine.model import Exercise, Routine, Step

ReadRoutine = Callable[[str], tuple[Routine | None, list[Problem]]]
ReadExercise = Callable[[str], tuple[Exercise | None, list[Problem]]]

EXERCISE = "name: A\npurpose: strength\nposition: standing\ndose: {reps: 2}\nrep: [{rest: 1 s}]\n"
PAGE = 'publisher: NHS, title: Neck, address: "https://www.nhs.uk/", read: 2026-11-28'


def step(read: ReadRoutine, settings: str) -> tuple[Step | None, list[Problem]]:
    text = f"name: A\nitems:\n  - {{step: Squats, reps: 8, takes: 3 s, {settings}}}\n"
    routine, problems = read(text)
    item = routine.items[0] if routine else None
    assert item is None or isinstance(item, Step)
    return item, problems


@pytest.mark.parametrize(
    ("written", "loads"),
    [
        ("8 kg", ("8 kg",)),
        ("a green band", ("a green band",)),
        ("[8 kg, 12.5 kg]", ("8 kg", "12.5 kg")),
    ],
)
def test_a_load_is_words_or_a_weight(
    read_routine: ReadRoutine, written: str, loads: tuple[str, ...]
) -> None:
    item, problems = step(read_routine, f"sets: 2, load: {written}")
    assert not problems
    assert item is not None
    assert item.loads == loads


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("8", "'8' has no unit", "write '8 kg'"),
        ("1000000000 kg", "no weight to train with", "up to 500 kg"),
        ("0 kg", "no weight to train with", "such as '8 kg'"),
        ("2000 lb", "no weight to train with", "up to 1000 lb"),
        ("x" * 41, "has 41 characters; at most 40", ""),
        ("<side> dumbbell", "<side> has no meaning here", "in words"),
    ],
)
def test_what_is_no_load_is_told_with_what_to_write(
    read_routine: ReadRoutine, written: str, message: str, hint: str
) -> None:
    _, (problem,) = step(read_routine, f"load: {written}")
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert problem.place.line == 3


@pytest.mark.parametrize("written", ["7", "7 of 10", "7/10"])
def test_an_effort_is_one_of_ten(read_routine: ReadRoutine, written: str) -> None:
    item, problems = step(read_routine, f"effort: {written}")
    assert not problems
    assert item is not None
    assert item.effort == 7


@pytest.mark.parametrize("written", ["0", "11", "7 of 12", "hard", "7.5"])
def test_what_is_no_effort_is_told_with_the_right_form(
    read_routine: ReadRoutine, written: str
) -> None:
    _, (problem,) = step(read_routine, f"effort: {written}")
    assert problem.hint == "write it as  effort: 7 of 10"


@pytest.mark.parametrize("what", ["do: cat-stretch", "step: Squats, for: 20 s"])
def test_more_loads_than_sets_are_an_error(read_routine: ReadRoutine, what: str) -> None:
    _, (problem,) = read_routine(
        f"name: A\nitems: [{{{what}, sets: 2, load: [1 kg, 2 kg, 3 kg]}}]\n"
    )
    assert problem.message == "3 loads for 2 sets"


def test_eyes_can_only_be_open(read_routine: ReadRoutine) -> None:
    _, (problem,) = step(read_routine, "eyes: shut")
    assert "expected open" in problem.message


def test_sources_are_pages_with_the_day_they_were_read(read_exercise: ReadExercise) -> None:
    made, problems = read_exercise(f"{EXERCISE}source: {{{PAGE}, says: Ten times.}}\n")
    assert not problems
    assert made is not None
    assert made.comes_from == made.shown_sources
    assert made.comes_from == ("NHS, Neck, https://www.nhs.uk/ (read 2026-11-28)",)


@pytest.mark.parametrize(
    ("origin", "shown"),
    [("own practice, unreviewed", ("own practice, unreviewed",)), ("back-list-3", ())],
)
def test_what_nobody_reviewed_is_shown(
    read_exercise: ReadExercise, origin: str, shown: tuple[str, ...]
) -> None:
    made, _ = read_exercise(f"{EXERCISE}from: {origin}\n")
    assert made is not None
    assert made.comes_from == (origin,)
    assert made.shown_sources == shown


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{publisher: NHS}", "'title' is missing"),
        (f"{{{PAGE.replace('https:', 'ftp:')}}}", "is not the address of a page"),
        (f"{{{PAGE.replace('2026-11-28', 'today')}}}", "is not a day"),
    ],
)
def test_a_source_that_nobody_could_look_up_is_refused(
    read_exercise: ReadExercise, source: str, message: str
) -> None:
    _, problems = read_exercise(f"{EXERCISE}source: {source}\n")
    assert message in problems[0].message


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("tempo: 3-1-3-1-2", "is not a tempo such as 3-1-3"),
        ("tempo: 3/1/3", "is not a tempo such as 3-1-3"),
        ("tempo: 0-1-3", "a movement takes no time; only a hold and the pause may be 0"),
        ("tempo: 3-1-61", "a part of '3-1-61' is longer than 60 s"),
    ],
)
def test_a_tempo_of_another_form_is_told_with_the_right_one(
    read_routine: ReadRoutine, settings: str, message: str
) -> None:
    _, (problem,) = read_routine(f"name: A\nitems:\n  - {{step: Squats, reps: 8, {settings}}}\n")
    assert message in problem.message
    assert "tempo: 3-1-3" in (problem.hint or "")
    assert problem.place.line == 3


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("for: 30 s, tempo: 3-1-3", "a tempo is for repetitions"),
        ("reps: 8, takes: 3 s, tempo: 3-1-3", "both say how long a repetition takes"),
        ("reps: 8, takes: 3 s, begins: lift", "there is none"),
    ],
)
def test_a_tempo_and_another_time_are_not_both_written(
    read_routine: ReadRoutine, settings: str, message: str
) -> None:
    _, (problem,) = read_routine(f"name: A\nitems:\n  - {{step: Squats, {settings}}}\n")
    assert message in problem.message


def test_an_exercise_without_parts_takes_no_tempo() -> None:
    made = routine("name: A\nitems: [{do: wall-sit, tempo: 3-1-3}]\n")
    (problem,) = [each for each in check_routine(made, BUILT_IN) if each.grade == "error"]
    assert problem.message == "'wall-sit' has no parts that a tempo could time"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (f"takes: 2 s, ladder: {[1] * 500}", "500 are too many; at most 20"),
        ("takes: 2 s, ladder: [1, 2], sets: 3", "'sets' says it again"),
        ("takes: 2 s, ladder: [1, 2], reps: 3", "'reps' says it again"),
        ("ladder: [1, 10 s]", "all times, or all of one unit"),
        ("takes: 2 s, ladder: [1-2, 3]", "no range"),
        ("ladder: [1, 2, 3]", "nothing says how long the repetitions take"),
        ("takes: 2 s, ladder: [3]", "1 is too few; at least 2"),
    ],
)
def test_a_ladder_of_another_form_is_told_with_the_right_one(
    read_routine: ReadRoutine, settings: str, message: str
) -> None:
    _, problems = read_routine(f"name: A\nitems:\n  - {{step: Squats, {settings}}}\n")
    assert message in problems[0].message
    assert problems[0].place.line == 3


def test_a_ladder_of_holds_is_for_an_exercise_that_holds() -> None:
    made = routine("name: A\nitems: [{do: pelvic-tilt, ladder: [10 s, 20 s]}]\n")
    (problem,) = [each for each in check_routine(made, BUILT_IN) if each.grade == "error"]
    assert "has no hold that the rungs could be" in problem.message


@pytest.mark.parametrize(
    ("settings", "items", "message"),
    [
        ("every: 1 min", "{step: A, for: 70 s}", "1 min 10 s of work in 1 min is too much"),
        ("every: 1 min", "{step: A, for: 58 s}, {step: B, reps: 3}", "for your own pace"),
        ("every: 1 min, rest: 10 s", "{step: A, reps: 3}", "there is no rest to write"),
        ("every: 5 s", "{step: A, reps: 3}", "5 s is too little"),
        ("every: 1 min", "cat-stretch", "has only steps on one side, in one set, and rests"),
        ("every: 1 min", "{step: A, for: 5 s, each_side: true}", "only steps on one side"),
        (
            "every: 1 min",
            "{step: A, reps: 3}, {step: B, for: 9 s}, {step: C, reps: 3}",
            "have to follow each other",
        ),
        ("rounds: 2", "{step: A, reps: 3}", "nothing says how long the repetitions take"),
    ],
)
def test_what_a_round_by_the_clock_cannot_hold_is_told(
    read_routine: ReadRoutine, settings: str, items: str, message: str
) -> None:
    text = f"name: A\nitems:\n  - {{group: G, {settings}, items: [{items}]}}\n"
    _, problems = read_routine(text)
    assert message in problems[0].message
    assert problems[0].place.line == 3


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("{step: A, until: ready}", "'until: ready' and 'about' go together"),
        ("{step: A, for: 20 s, about: 1 min}", "'until: ready' and 'about' go together"),
        ("{step: A, until: ready, about: 1 min, for: 9 s}", "'for' says how long"),
        ("{step: A, until: ready, about: 2 h}", "2"),
        ("{group: G, amrap: 0 min, items: [{step: A, reps: 3}]}", "0 min"),
        ("{group: G, amrap: 90 min, items: [{step: A, reps: 3}]}", "too much"),
        ("{group: G, amrap: 5 min, rounds: 3, items: [{step: A, reps: 3}]}", "do not go together"),
        ("{group: G, amrap: 5 min, items: [{step: A, for: 9 s}]}", "only steps with 'reps'"),
        ("{group: G, amrap: 5 min, items: [cat-stretch]}", "only steps with 'reps'"),
        ("{group: G, amrap: 5 min, items: [{step: A, ladder: [3, 2]}]}", "has no 'ladder'"),
        ("{group: G, amrap: 5 min, items: [{step: A, reps: 3, sets: 2}]}", "has no 'sets'"),
        ("{group: G, amrap: 5 min, items: [{step: A, reps: 3, get_set: 9 s}]}", "no 'get_set'"),
        ("{group: G, clock: up, items: [{step: A, reps: 3}]}", "'clock: up' and 'about'"),
        ("{group: G, about: 5 min, items: [{step: A, for: 9 s}]}", "'clock: up' and 'about'"),
        ("{group: G, clock: down, items: [{step: A, reps: 3}]}", "expected up"),
    ],
)
def test_what_is_at_ones_own_pace_has_one_time(
    read_routine: ReadRoutine, item: str, message: str
) -> None:
    _, problems = read_routine(f"name: A\nitems:\n  - {item}\n")
    assert message in problems[0].message
    assert problems[0].place.line == 3


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ("ladder: [20, 30, 40]", "[20 s, 30 s, 40 s]; for times add  takes: 3 s"),
        ("ladder: [20, 30], count: ends", "for seconds write  ladder: [20 s, 30 s]"),
        ("ladder: [20, 30], bell: true", "for seconds write  ladder: [20 s, 30 s]"),
        ("reps: 10", "add  takes: 3 s, or  until: ready, about: 2 min"),
    ],
)
def test_what_has_no_time_gets_the_form_that_fits(
    read_routine: ReadRoutine, settings: str, hint: str
) -> None:
    _, (problem,) = read_routine(f"name: A\nitems:\n  - {{step: Plank, {settings}}}\n")
    assert hint in (problem.hint or "")


def test_a_ladder_over_the_range_of_a_hold_is_told_how_seconds_are_written() -> None:
    made = routine("name: A\nitems: [{do: hamstring-stretch, ladder: [20, 30, 40]}]\n")
    (problem,) = check_routine(made, BUILT_IN)
    assert "ladder: [20 s, 30 s, 40 s]" in (problem.hint or "")


@pytest.mark.parametrize(
    "setting", ["distance: 400 m", "metres: 400", "for: 1 km", "takes: 400 m", "for: 0.5 miles"]
)
def test_a_distance_is_told_how_it_is_written(read_routine: ReadRoutine, setting: str) -> None:
    _, (problem,) = read_routine(f"name: A\nitems:\n  - {{step: Run, {setting}}}\n")
    assert "step: Run 400 m, until: ready, about: 2 min" in (problem.hint or "")


@pytest.mark.parametrize(
    ("item", "faults"),
    [
        ("{step: A, until: ready, for: 9 s, takes: 3 s}", ["'about'", "'for'", "'takes'"]),
        ("{step: A, ladder: [1, 2], sets: 2, reps: 3}", ["'sets'", "'reps'"]),
        (
            "{group: G, amrap: 5 min, rounds: 3, rest: 10 s, items: [{step: A, for: 9 s}]}",
            ["'rounds'", "'rest'", "only steps with 'reps'"],
        ),
        (
            "{group: G, clock: up, every: 1 min, items: [{step: A, reps: 9}]}",
            ["'every'", "'about'"],
        ),
        (
            "{group: G, every: 1 min, rest: 9 s, items: [{step: A, for: 80 s}]}",
            ["no rest to write", "is too much"],
        ),
    ],
)
def test_all_times_that_do_not_go_together_are_told_at_once(
    read_routine: ReadRoutine, item: str, faults: list[str]
) -> None:
    _, problems = read_routine(f"name: A\nitems:\n  - {item}\n")
    assert len(problems) == len(faults)
    for fault in faults:
        assert any(fault in problem.message for problem in problems)
