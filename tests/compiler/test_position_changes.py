"""From one position to the next (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

from itertools import product

import pytest

from tests.kit import BUILT_IN, Session, compiled, items
from voiceguide.session_options import SessionOptions

ROLL = "Bend your knees, roll onto one side, and push up with your hands."
STAND_UP = (
    "Come up onto your knees, bring one foot forward, and stand up slowly. Pause if you feel dizzy."
)
DOWN = "Come down to the floor slowly."
PUSH_UP = "Put your hands under your shoulders, and push up onto your knees."
POSITIONS = BUILT_IN.positions.positions


def quiet_on_the_way(session: Session, exercise: str) -> int:
    """The time without a voice while the coach takes a person to an exercise's position."""
    ways = session.voices("position")
    announced = session.segments("announce", exercise=exercise)[0].end_ms
    ways = tuple(voice for voice in ways if voice.at_ms >= announced)
    ready = next(
        voice.at_ms for voice in session.voices("instruction") if voice.at_ms > ways[-1].at_ms
    )
    said = sum(voice.length_ms + 400 for voice in ways)
    return ready - announced - said


@pytest.mark.parametrize(
    ("before", "after", "lines", "quiet_ms"),
    [
        ("posture-check", "bird-dog", [DOWN, "Come onto your hands and knees."], 12_000),
        ("pelvic-tilt", "bird-dog", [ROLL, "Come onto your hands and knees."], 14_000),
        ("bird-dog", "apple-reach", [STAND_UP], 12_000),
        ("pelvic-tilt", "apple-reach", [ROLL, STAND_UP], 22_000),
        ("posture-check", "pelvic-tilt", [DOWN], 18_000),
        ("pelvic-tilt", "seated-twist", [ROLL], 12_000),
        ("pelvic-tilt", "side-leg-lift", ["Lie on your right side."], 6_000),
        ("posture-check", "wall-sit", ["Stand with your spine against the wall."], 5_000),
    ],
)
def test_the_way_has_its_lines_and_its_time(
    before: str, after: str, lines: list[str], quiet_ms: int
) -> None:
    session = compiled(items(before, after), each=600)
    said = [
        voice.text
        for voice in session.voices("position")
        if voice.at_ms > session.segments("announce", exercise=after)[0].start_ms
    ]
    assert said[: len(lines)] == lines
    assert quiet_on_the_way(session, after) == quiet_ms


def test_from_lying_to_standing_the_time_is_split_around_the_second_line() -> None:
    session = compiled(items("pelvic-tilt", "apple-reach"), each=600)
    roll, stand = session.voice(ROLL), session.voice(STAND_UP)
    assert stand.at_ms - roll.end_ms - 400 == 14_000  # the time from lying to kneeling
    arrive = session.voice("Stand tall with your feet hip-width apart.")
    assert session.voice("Now lift both arms, and keep them up as long as feels good.").at_ms == (
        arrive.end_ms + 400 + 22_000 - 14_000
    )


def test_in_the_same_position_there_is_no_way() -> None:
    session = compiled(items("posture-check", "apple-reach"), each=600)
    announced = session.segments("announce", exercise="apple-reach")[0]
    ready = session.voice("Now lift both arms, and keep them up as long as feels good.")
    assert ready.at_ms == announced.end_ms
    assert session.said("position") == []


def test_after_a_finish_in_the_same_position_a_moment_more() -> None:
    session = compiled(items("apple-reach", "calf-stretch"), each=600)
    announced = session.segments("announce", exercise="calf-stretch")[0]
    first = session.voice("Rest your hands on the wall.")
    assert first.at_ms == announced.end_ms + 1500


def test_arriving_lines_name_the_first_side() -> None:
    right = compiled("{do: side-leg-lift, sides: {first: right}}")
    assert "Lie on your left side." in right.said("position")
    assert "Lie on your right side." in compiled("side-leg-lift").said("position")


SIDE_PLANK = "{step: Side plank, for: 20 s, each_side: true, position: side-support}"


@pytest.mark.parametrize(
    "item",
    [
        SIDE_PLANK,
        f"{{group: Core, rounds: 2, items: [{SIDE_PLANK}]}}",
        f"{{group: Core, items: [{{step: March, for: 20 s}}, {{rest: 40 s}}, {SIDE_PLANK}]}}",
    ],
)
def test_a_side_plank_lies_on_the_side_that_it_names(item: str) -> None:
    lines = [line for line in compiled(item).said("position") if line.startswith("Lie")]
    turns = ["Lie on your left side.", "Lie on your right side."]
    assert lines == turns * (len(lines) // 2)


@pytest.mark.parametrize("item", [SIDE_PLANK, f"{{group: Core, items: [{SIDE_PLANK}]}}"])
def test_turning_over_has_its_time_and_a_note(item: str) -> None:
    session = compiled(item)
    left, right = session.segments("hold")
    turn = session.voice("Lie on your right side.")
    assert left.end_ms < turn.at_ms
    assert right.start_ms - turn.end_ms >= 10_000
    assert session.lengths("change") == [5000]
    assert len(session.timeline.notes) >= 1


@pytest.mark.parametrize("group", [True, False])
def test_a_steps_own_words_for_the_change_are_said(group: bool) -> None:
    sides = "sides: {order: one-then-other, change: 12 s, change_say: Roll over to your <side>.}"
    step = f"{{step: Clam, for: 20 s, {sides}}}"
    session = compiled(f"{{group: Core, items: [{step}]}}" if group else step)
    assert session.voice("Roll over to your right.").at_ms >= session.segments("hold")[0].end_ms
    assert session.lengths("change") == [12_000]


def test_the_way_to_a_rest_comes_before_it() -> None:
    session = compiled(
        items("pelvic-tilt", "{rest: 20 s, position: hands-knees, say: Rest here.}"), each=600
    )
    rest = session.segments("rest")[-1]
    assert rest.length_ms == 20_000
    assert session.voice("Rest here.").at_ms == rest.start_ms
    way = session.segments("setup", item=2)[0]
    assert way.end_ms == rest.start_ms
    assert way.length_ms == 2 * (600 + 400) + 14_000


@pytest.mark.parametrize(
    "item", ["{rest: 20 s, position: side-lying}", "{rest: 20 s, position: side-lying, say: Rest.}"]
)
def test_no_marker_of_a_side_is_ever_spoken(item: str) -> None:
    assert not [line for line in compiled(items("pelvic-tilt", item)).said() if "<" in line]


PLANK = "{step: Side plank, for: 20 s, each_side: true, position: side-support}"


def test_whoever_lies_on_the_other_side_is_told_to_turn_over_and_has_time_for_it() -> None:
    session = compiled(items(PLANK, PLANK))
    assert session.said("position").count("Lie on your left side.") == 2
    assert "You are already in place." not in " ".join(session.said("announce"))
    turn = session.voice("Lie on your left side.", 2)
    assert session.tones("start")[2].at_ms - turn.end_ms >= 10_000


def test_whoever_lies_on_that_side_already_stays() -> None:
    left = "{step: Side plank, for: 20 s, sides: {order: one-then-other, only: left}"
    session = compiled(items(f"{left}, position: side-support}}", f"{left}}}"))
    assert session.said("position").count("Lie on your left side.") == 1


def step(position: str) -> str:
    return f"{{step: Stay, for: 20 s, each_side: true, position: {position}}}"


@pytest.mark.parametrize(("before", "after"), [*product(POSITIONS, repeat=2)])
def test_there_is_a_way_from_every_position_to_every_other(before: str, after: str) -> None:
    session = compiled(items(step(before), step(after)))
    resting = BUILT_IN.positions.resting(POSITIONS[after])
    arrive = resting.arrive.replace("<side>", "left").replace("<other>", "right")
    if BUILT_IN.positions.resting(POSITIONS[before]) != resting:
        assert arrive in session.said("position")
        assert session.voice(arrive).end_ms <= session.segments("hold")[2].start_ms


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        ("hands-knees", [PUSH_UP, "Come onto your hands and knees."]),
        ("standing", [PUSH_UP, STAND_UP]),
        ("back-knees-bent", ["Lie on your back with your knees bent and your feet flat."]),
    ],
)
def test_from_the_front_one_pushes_up_or_rolls_over(after: str, lines: list[str]) -> None:
    said = compiled(items(step("prone"), step(after))).said("position")
    at = said.index(POSITIONS["prone"].arrive) + 1
    assert said[at : at + len(lines)] == lines


def test_nobody_who_is_pregnant_is_led_onto_the_front() -> None:
    today = SessionOptions(conditions=frozenset({"pregnant"}))
    session = compiled(items(step("standing"), step("prone")), today=today)
    assert POSITIONS["prone"].arrive not in session.said()


@pytest.mark.parametrize("after", ["cat-stretch", "posture-check"])
def test_whoever_lies_on_a_side_is_not_told_to_roll_onto_one(after: str) -> None:
    said = compiled(items("clamshell", after)).said("position")
    assert ROLL not in said
    assert "Bend your knees, and push up with your hands." in said
