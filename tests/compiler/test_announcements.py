"""What is announced of an exercise (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

import pytest

from tests.kit import compiled, exercise, items
from voiceguide.session_options import Detail

ELSEWHERE = "- {rest: 5 s, position: chair-sitting}"


@pytest.mark.parametrize(
    ("item", "sentences"),
    [
        (
            "{do: hamstring-stretch, sets: 2, hold: 20 s}",
            "Two holds of twenty seconds on each leg. Left leg first.",
        ),
        ("{do: hamstring-stretch, sets: 1}", "Fifteen seconds on each leg. Left leg first."),
        ("{do: childs-pose, sets: 2, hold: 20 s}", "Twice, twenty seconds."),
        ("{do: childs-pose, hold: 1 min 30 s}", "For one minute and thirty seconds."),
        ("{do: childs-pose, hold: 1 min}", "For one minute."),
        ("wall-sit", "Eight times, ten counts each."),
        ("quiet-breathing", "Six slow breaths."),
        ("cat-stretch", "For at least thirty seconds."),
        ("pelvic-tilt", "Twelve times."),
        ("{do: pelvic-tilt, sets: 3}", "Three sets of twelve."),
        ("bird-dog", "Five times on each leg. Left leg first."),
        ("{do: bird-dog, sides: {first: right}}", "Five times on each leg. Right leg first."),
        ("{do: single-leg-lift, sides: {only: left}}", "Ten times. Left leg only."),
        ("{do: seated-twist, sides: {only: right}}", "Twenty seconds. Right side only."),
        (
            "knees-side-to-side",
            "Four times on each side. Left side first. Through the middle each time.",
        ),
    ],
)
def test_the_dose_and_the_side_are_announced(item: str, sentences: str) -> None:
    session = compiled(item, detail="brief")
    (announced,) = session.segments("announce")
    said = " ".join(voice.text for voice in session.voices_in(announced))
    assert said.partition(". ")[2] == sentences


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", True), ("brief", False)])
def test_sides_in_turn_are_said_to_be_so_but_not_in_brief(detail: Detail, *, said: bool) -> None:
    line = compiled("bird-dog", detail=detail).said("announce")[0]
    assert ("In turn, left leg first." in line) is said
    assert "In turn" not in compiled("single-leg-lift", detail=detail).said("announce")[0]


def test_once_says_no_dose() -> None:
    assert compiled("posture-check", detail="brief").said("announce") == ["Check your posture."]


def test_first_next_and_last_are_said() -> None:
    session = compiled(items("posture-check", "{rest: 5 s}", "walk-in-place", "wall-sit"))
    starts = [line.partition(",")[0] for line in session.said("announce")]
    assert starts == ["First", "Next", "Last"]


def test_the_only_exercise_is_neither_first_nor_last() -> None:
    assert compiled("bird-dog").said("announce") == [
        "Bird dog. Five times on each leg. In turn, left leg first."
    ]


@pytest.mark.parametrize("name", ["Last plank", "LAST PLANK", "Last, a plank", "Last"])
def test_a_name_that_begins_like_its_announcement_is_said_alone(name: str) -> None:
    session = compiled(items("posture-check", f'{{step: "{name}", for: 20 s}}'))
    assert session.said("announce")[-1].startswith(f"{name}. For twenty seconds.")


def test_a_name_that_begins_like_another_announcement_is_no_double() -> None:
    session = compiled(items("{step: Last plank, for: 20 s}", "posture-check"))
    assert session.said("announce")[0].startswith("First, last plank.")


def test_silence_between_bells_is_announced_by_its_name() -> None:
    session = compiled(items("posture-check", "{step: Silence, for: 10 min, bell: true}"))
    assert session.said("announce")[-1].startswith("Silence. For ten minutes.")


def test_over_twenty_words_it_is_two_lines() -> None:
    own = exercise(
        "name: The very long stretch of all the muscles along your back\n"
        "sides: {order: rep-by-rep, through_centre: true}\n"
        "dose: {reps: 4}\nrep:\n  - {move: Lean <side>., takes: 2 s}\n"
    )
    assert compiled("own", own).said("announce") == [
        "The very long stretch of all the muscles along your back.",
        "Four times on each side. In turn, left side first. Through the middle each time.",
    ]


@pytest.mark.parametrize(("detail", "said"), [("full", True), ("normal", True), ("brief", False)])
def test_you_are_already_in_place(detail: str, said: bool) -> None:
    session = compiled(items("bird-dog", "childs-pose"), detail=detail)
    first, second = session.said("announce")[0], session.said("announce")[-1]
    assert second.endswith("You are already in place.") is said
    assert "in place" not in first


def test_already_in_place_gives_way_to_twenty_words() -> None:
    pair = items("pelvic-tilt", "{do: hamstring-stretch, sets: 2, hold: 1 min 30 s}")
    assert compiled(pair).said("announce")[1] == (
        "Last, hamstring stretch. "
        "Two holds of one minute and thirty seconds on each leg. Left leg first."
    )


def test_a_name_keeps_its_capitals_only_where_it_must() -> None:
    own = exercise("name: T raise\ndose: {reps: 2}\nrep:\n  - {move: Lift., takes: 2 s}\n")
    assert compiled("own", own, detail="brief").said("announce") == ["T raise. Twice."]


def test_breath_holds_tell_their_sets() -> None:
    said = compiled("{do: quiet-breathing, sets: 2}", detail="brief").said("announce")
    assert said[0] == "Quiet breathing. Twice, six slow breaths."


def test_nobody_is_in_place_before_anything_was_said_of_a_place() -> None:
    both = compiled(items("apple-reach", "apple-reach")).said("announce")
    assert ["in place" in line for line in both] == [False, True]


def test_several_holds_in_one_repetition_are_not_counted_as_sets() -> None:
    phases = "".join(
        f"  - {{move: {line}, takes: 2 s}}\n  - {{hold: 30 s}}\n" for line in ("Up.", "On.")
    )
    own = exercise(f"dose: {{sets: 2}}\nrep:\n{phases}")
    assert compiled("own", own).said("announce")[0].endswith("Twice.")
