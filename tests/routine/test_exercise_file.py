from __future__ import annotations

from collections.abc import Callable

import pytest

from voiceguide.errors import Problem
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import Breathe, Exercise, Hold, Move, Pause, Say
from voiceguide.units import Ms

Read = Callable[[str], tuple[Exercise | None, list[Problem]]]
Says = Callable[[str], str]
Text = Callable[..., str]


def exercise_of(read: Read, text: str) -> Exercise:
    exercise, problems = read(text)
    assert exercise is not None, problems
    return exercise


def test_the_smallest_exercise_has_the_defaults(read_exercise: Read, exercise_text: Text) -> None:
    exercise = exercise_of(read_exercise, exercise_text())
    assert (exercise.id, exercise.name, exercise.position) == ("x", "Arm circle", "standing")
    assert exercise.dose.sets == Amount(1, 1, "times")
    assert exercise.dose.reps == Amount(8, 12, "times")
    assert exercise.dose.rest_ms == 10_000
    assert (exercise.sides.order, exercise.sides.change_ms, exercise.sides.word) == (
        "none", 5000, "side",
    )  # fmt: skip


def test_all_phases_are_read(read_exercise: Read, exercise_text: Text) -> None:
    exercise = exercise_of(
        read_exercise,
        exercise_text(
            dose="{hold: 6-10 breaths}",
            rep="""
  - {move: Up., again: And up., takes: 2 s, breath: in, away: true}
  - {hold: dose, say: Hold., again: And., count: ends}
  - {hold: 3 s, count: silent}
  - {breathe: in, takes: 3 s, say: In., again: And in.}
  - {breathe: 3, say: Three breaths.}
  - {rest: 1.5 s}""",
        ),
    )
    assert exercise.rep == (
        Move("Up.", Ms(2000), "And up.", "in", True),
        Hold(None, "Hold.", "And.", "ends"),
        Hold(Amount(3000, 3000, "time"), count="silent"),
        Breathe("in", Ms(3000), "In.", "And in."),
        Breathe(3, None, "Three breaths."),
        Pause(Ms(1500)),
    )


def test_get_ready_lines_wait_two_seconds_or_what_they_say(
    read_exercise: Read, exercise_text: Text
) -> None:
    text = exercise_text(get_ready='["One.", {say: Two., wait: 0 s}, {say: Three., wait: 5 s}]')
    exercise = exercise_of(read_exercise, text)
    assert exercise.get_ready == (
        Say("One.", Ms(2000)),
        Say("Two.", Ms(0)),
        Say("Three.", Ms(5000)),
    )


def test_versions_say_the_same_when_used_unless_they_say_it_otherwise(
    read_exercise: Read, exercise_text: Text
) -> None:
    text = exercise_text(
        easier="[{id: soft, say: Softer.}]",
        harder="[{id: more, say: More., use: Do more., needs: [mat], rep: [{rest: 1 s}]}]",
    )
    soft, more = exercise_of(read_exercise, text).versions
    assert (soft.use, soft.harder) == ("Softer.", False)
    assert (more.use, more.harder, more.needs, more.rep) == (
        "Do more.", True, ("mat",), (Pause(Ms(1000)),),
    )  # fmt: skip


MISTAKES = [
    ({"name": None}, "1:1: 'name' is missing in an exercise\n  hint: add  name: a line of text"),
    ({"purpose": "fun"}, "2:10: expected strength, stretch, mobility, relax, posture or activity"),
    (
        {"position": "standin"},
        "3:11: there is no position 'standin'\n  hint: did you mean 'standing'?",
    ),
    ({"position": "side-lying"}, "3:11: the position 'side-lying' is for exercises with sides"),
    ({"dose": "{reps: 8, repeat_for: 30 s}"}, "4:29: 'reps' and 'repeat_for' exclude each other"),
    ({"dose": "{hold: 20 s}"}, "4:7: the dose has a hold, but no phase holds it"),
    ({"dose": "{reps: 999999}"}, "4:14: 999999 is too much\n  hint: from 1 to 100"),
    ({"dose": "{sets: 21}"}, "4:14: 21 is too much\n  hint: from 1 to 20"),
    ({"dose": "8 times"}, "4:7: expected a dose, not text"),
    ({"rep": "[{hold: dose}]"}, "4:7: a phase says 'hold: dose', but the dose has no hold"),
    ({"rep": "[{move: Up.}]"}, "5:14: the movement has no time\n  hint: add  takes: 3 s"),
    (
        {"rep": "[{move: Up., takes: 3}]"},
        "5:26: the time '3' has no unit\n  hint: write '3 s', not '3'",
    ),
    ({"rep": "[{move: Up., takes: 3 s, hold: 2 s}]"}, "5:7: a phase is exactly one of"),
    (
        {"rep": "[{takes: 3 s}]"},
        "5:7: a phase is exactly one of move, hold, breathe, rest, here none",
    ),
    ({"rep": "[Up.]"}, "5:7: expected a phase"),
    ({"rep": "[{breathe: in}]"}, "5:17: the breath has no time"),
    ({"rep": "[{breathe: 3, takes: 3 s}]"}, "5:27: full breaths take the time of the voice's"),
    ({"rep": "[{rest: 2 s, say: Rest.}]"}, "5:19: unknown setting 'say'"),
    ({"rep": "[{hold: 11 min}]"}, "5:14: 11 min is too much\n  hint: from 1 s to 10 min"),
    ({"rep": "[{move: Lift <left> leg., takes: 3 s}]"}, "5:14: <left> means nothing"),
    ({"sides": "one-then-other"}, "6:8: the exercise has sides, but no line names them"),
    ({"sides": "{first: left}"}, "6:8: the sides have no order"),
    ({"sides": "{order: none, only: left}"}, "6:16: 'order: none' means no sides"),
    (
        {"sides": "{order: rep-by-rep, only: left, first: right}"},
        "6:47: only the left side is done",
    ),
    ({"watch": "Lift your <side> leg."}, "6:8: 'Lift your <side> leg.' names a side"),
    ({"easier": "[{id: a, say: A.}, {id: a, say: B.}]"}, "6:28: the version 'a' is there twice"),
    (
        {"offer_easier": "soft"},
        "6:15: there is no easier version 'soft'\n  hint: the easier versions are none",
    ),
    ({"avoid_if": "knee"}, "6:11: there is no condition 'knee'"),
    (
        {"equipment": "{needs: [matt]}"},
        "6:12: there is no thing 'matt'\n  hint: did you mean 'mat'?",
    ),
    ({"equipment": "[mat]"}, "6:12: expected equipment, such as {needs: [mat]}, not a list"),
    (
        {"swap": "cat-strech"},
        "6:7: there is no exercise 'cat-strech'\n  hint: did you mean 'cat-stretch'?",
    ),
    ({"format": "2"}, "6:9: format 2 was made for a newer voiceguide"),
    ({"kind": "routine"}, "6:7: expected exercise, not 'routine'"),
    ({"id": "other"}, "6:5: the id 'other' is not the file's name 'x'"),
    (
        {"contraindications": "[pregnant]"},
        "6:1: unknown setting 'contraindications', did you mean 'avoid_if'?",
    ),
    ({"Position": "standing"}, "6:1: unknown setting 'Position', did you mean 'position'?"),
    ({"finish": "💪"}, "6:9: there is nothing to say in '💪'"),
    ({"finish": "x " * 81}, "6:9: the line has 161 characters; at most 160"),
    (
        {"finish": "one " * 21},
        "6:9: warning: the line has 21 words; it is long to follow while moving",
    ),
    ({"notes": ""}, "6:7: nothing is written here; expected text"),
]


@pytest.mark.parametrize(("changed", "said"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_where_it_is(
    changed: dict[str, str | None], said: str, exercise_says: Says, exercise_text: Text
) -> None:
    message = exercise_says(exercise_text(**changed))
    assert f"x.yaml:{said}" in message
    assert message.count("x.yaml:") == 1


def test_sides_without_a_side_and_a_side_without_sides_are_errors(
    read_exercise: Read, exercise_text: Text
) -> None:
    assert read_exercise(exercise_text(sides="rep-by-rep"))[0] is None
    assert read_exercise(exercise_text(watch="Your <other> arm."))[0] is None
    assert read_exercise(exercise_text(sides="rep-by-rep", watch="Your <other> arm."))[0]
    assert read_exercise(exercise_text(sides="rep-by-rep", watch="Das <linke|rechte> Bein."))[0]


def test_a_lone_angle_bracket_is_text(read_exercise: Read, exercise_text: Text) -> None:
    assert read_exercise(exercise_text(watch="Keep pain < 3."))[0]


def test_texts_of_any_script_are_texts(read_exercise: Read, exercise_text: Text) -> None:
    text = exercise_text(name="Übung „Katze“ 🐈 – 弓", finish='"Don\'t stop – now “rest”."')
    assert exercise_of(read_exercise, text).name == "Übung „Katze“ 🐈 – 弓"


def test_a_needed_setting_in_other_words_is_told_once(
    exercise_says: Says, exercise_text: Text
) -> None:
    said = exercise_says(exercise_text(name=None, Name="Arm circle"))
    assert said == "x.yaml:5:1: unknown setting 'Name', did you mean 'name'?"


def test_lines_and_versions_for_conditions_are_read(
    read_exercise: Read, exercise_text: Text
) -> None:
    easier = "[{id: low, use_if: [neck-pain, pregnant], say: Reach low.}]"
    text = exercise_text(easier=easier, say_if="{pregnant: Take your time.}")
    exercise = exercise_of(read_exercise, text)
    assert exercise.say_if == {"pregnant": "Take your time."}
    assert exercise.version_for({"pregnant"}) == exercise.version("low")
    assert exercise.version_for({"knee-pain"}) is None


def test_no_condition_chooses_a_harder_version(exercise_says: Says, exercise_text: Text) -> None:
    text = exercise_text(harder="[{id: high, use_if: pregnant, say: Reach high.}]")
    assert "the harder version 'high' is chosen for a condition" in exercise_says(text)


def test_a_line_for_a_condition_names_no_side_where_there_is_none(
    exercise_says: Says, exercise_text: Text
) -> None:
    text = exercise_text(say_if="{pregnant: Rest your <side> hand.}")
    assert "names a side, but the exercise has no sides" in exercise_says(text)


@pytest.mark.parametrize(
    "written",
    [
        {"say_if": "{knee: Slowly.}"},
        {"easier": "[{id: low, use_if: knee, say: Reach low.}]"},
    ],
)
def test_conditions_that_say_something_are_known_ones(
    written: dict[str, str], exercise_says: Says, exercise_text: Text
) -> None:
    assert "there is no condition 'knee'" in exercise_says(exercise_text(**written))
