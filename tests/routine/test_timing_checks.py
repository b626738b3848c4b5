"""Warnings for words that have no room, by line and column."""

from __future__ import annotations

import pytest

from tests.kit import compiled, exercise
from voiceguide.errors import Problem
from voiceguide.reader.document import parse
from voiceguide.reader.reading import Reading
from voiceguide.routine.exercise_file import exercise_record

HEAD = "name: Own\npurpose: strength\nposition: standing\n"


def warnings(text: str) -> list[str]:
    """Line, column and message of each warning for an exercise."""
    problems: list[Problem] = []
    node = parse((HEAD + text).encode(), "own.yaml", problems)
    assert node is not None
    assert exercise_record("own").read(node, Reading(problems, "en")) is not None
    return [f"{each.place.line}:{each.place.column}: {each.message}" for each in problems]


def rep(*phases: str, dose: str = "{reps: 4}") -> str:
    return f"dose: {dose}\nrep:\n" + "".join(f"  - {{{phase}}}\n" for phase in phases)


def test_words_that_have_room_are_not_warned_of() -> None:
    text = rep("move: Lift., takes: 2 s", "hold: 3 s, say: Stay.", "move: And down., takes: 2 s")
    assert warnings(text) == []


def test_again_words_longer_than_their_movement() -> None:
    (told,) = warnings(rep("move: Lift., again: Lift it up as high as you can., takes: 1 s"))
    assert told.startswith("6:5: 'Lift it up as high as you can.' takes about 3.6 s to say")
    assert told.endswith("each repetition waits for its words")


@pytest.mark.parametrize(
    ("hold", "takes", "told"),
    [("5 s", "2 s", False), ("5 s", "1.5 s", True), ("12 s", "3 s", False), ("12 s", "2 s", True)],
)
def test_a_release_longer_than_its_movement(hold: str, takes: str, told: bool) -> None:
    text = rep(
        "move: Up., takes: 2 s", f"hold: {hold}", f"move: Come back down now., takes: {takes}"
    )
    assert [each.partition(" ends a hold")[0] for each in warnings(text)] == (
        ["8:5: 'Come back down now.'"] if told else []
    )


def test_hold_words_longer_than_the_shortest_hold() -> None:
    text = rep("hold: dose, say: Squeeze both hands together., count: silent", dose="{hold: 1-5 s}")
    (told,) = warnings(text)
    assert told.startswith("6:5: 'Squeeze both hands together.' takes about 1.9 s to say")


def test_later_hold_words_longer_than_the_hold() -> None:
    text = rep("hold: 2 s, say: Stay., again: Stay there as you are now.")
    (told,) = warnings(text)
    assert told.startswith("6:5: 'Stay there as you are now.' takes about 2.8 s to say")
    assert told.endswith("then it is left out")


@pytest.mark.parametrize(("reps", "told"), [(1, False), (2, True)])
def test_a_long_line_that_each_repetition_says_again(reps: int, told: bool) -> None:
    text = rep("move: Lift it up as high as you can., takes: 1 s", dose=f"{{reps: {reps}}}")
    said = [each.partition(" takes")[0] for each in warnings(text)]
    assert said == (["6:5: 'Lift it up as high as you can.'"] if told else [])


@pytest.mark.parametrize(("reps", "told"), [(1, False), (2, True)])
def test_a_repetition_that_begins_at_the_hold_of_the_one_before(reps: int, told: bool) -> None:
    first = "move: Lift it up as high as you can., takes: 3 s, again: Up to where it was just now."
    text = rep(first, "hold: 12 s", dose=f"{{reps: {reps}}}")
    said = [each.partition(" ends a hold")[0] for each in warnings(text) if "ends a hold" in each]
    assert said == (["6:5: 'Up to where it was just now.'"] if told else [])


@pytest.mark.parametrize(("takes", "told"), [("2 s", False), ("1 s", True)])
def test_breath_words_longer_than_the_breath(takes: str, told: bool) -> None:
    text = rep("hold: 5 s", f"breathe: out, takes: {takes}, say: Breathe all the way out.")
    said = [each.partition(" takes")[0] for each in warnings(text)]
    assert said == (["7:5: 'Breathe all the way out.'"] if told else [])


def test_a_break_too_short_for_words() -> None:
    text = rep("move: Lift., takes: 2 s", dose="{sets: 3, rest: 1 s}")
    (told,) = warnings(text)
    assert told.startswith("4:7: 1 s is too short to say which set comes")


def test_what_is_warned_of_is_played_as_written() -> None:
    text = rep(
        "move: Up., takes: 1 s", "hold: 1 s, say: Stay there.",
        "move: Come all the way down., takes: 1 s", dose="{sets: 2, rest: 1 s, reps: 2}",
    )  # fmt: skip
    session = compiled("own", exercise(HEAD + text))
    assert session.lengths("move") == [1000] * 8
    assert session.lengths("hold") == [1000] * 4
    assert session.lengths("rest") == [1000]


def test_a_movement_without_words_of_its_own_is_not_warned_of() -> None:
    told = warnings(rep("hold: 5 s", "move: Up., takes: 0.1 s", dose="{reps: 2}"))
    assert [each.partition(" ends a hold")[0] for each in told] == ["7:5: 'Up.'"]


@pytest.mark.parametrize(
    ("hold", "told"),
    [
        ("1 min", False),
        ("30-60 s", False),
        ("20 s or more", False),
        ("59 s", True),
        ("1 min, count: silent", True),
        ("10 breaths", True),
    ],
)
def test_words_for_half_time_that_are_never_said(hold: str, told: bool) -> None:
    said = warnings(rep(f"hold: {hold}, halfway: Turn your head.", dose="{reps: 1}"))
    if told:
        assert said == ["6:5: 'Turn your head.' is never said: this hold has no half time"]
    else:
        assert said == []
