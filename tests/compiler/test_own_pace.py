"""Rounds at one's own pace, and what lasts until one is ready (docs/laws-of-time.md#own-pace)."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, items

SQUATS = "{step: Squats, reps: 10, position: standing}"
PRESS = "{step: Push-ups, reps: 1}"


def hold(session: Session) -> object:
    (segment,) = session.segments("hold")
    return segment.length_ms, segment.until, segment.counted_rounds


def called(group: str) -> list[tuple[int, str]]:
    """The calls of the time in a group, with their seconds from its beginning."""
    session = compiled(f"{{group: Legs, {group}, items: [{SQUATS}]}}")
    (work,) = session.segments("hold")
    return [((each.at_ms - work.start_ms) // 1000, each.text) for each in session.voices("halfway")]


def test_as_many_rounds_as_one_can_are_one_stretch_until_the_time_is_up() -> None:
    session = compiled(f"{{group: Legs, amrap: 12 min, items: [{SQUATS}, {PRESS}]}}")
    assert session.said("announce") == [
        "Legs. In twelve minutes, as many rounds as you can.",
        "Ten squats and push-ups. Get ready.",
        "Time.",
    ]
    assert hold(session) == (720_000, None, 0)
    assert len(session.tones("pip")) == 3


def test_the_time_that_is_left_is_called_more_often_towards_the_end() -> None:
    assert called("amrap: 12 min") == [
        (120, "Ten minutes left."),
        (240, "Eight minutes left."),
        (360, "Halfway."),
        (480, "Four minutes left."),
        (600, "Two minutes left."),
        (660, "One minute left."),
        (690, "Thirty seconds left."),
        (710, "Ten seconds left."),
    ]


@pytest.mark.parametrize(
    ("length", "calls"),
    [
        ("1 min", [(30, "Halfway."), (50, "Ten seconds left.")]),
        ("90 s", [(30, "One minute left."), (45, "Halfway."), (80, "Ten seconds left.")]),
        ("2 min", [(60, "Halfway. One minute left."), (110, "Ten seconds left.")]),
    ],
)
def test_a_short_time_has_few_calls(length: str, calls: list[tuple[int, str]]) -> None:
    assert called(f"amrap: {length}") == calls


def test_a_call_and_praise_never_overlap_and_none_is_in_the_countdown() -> None:
    for minutes in (*range(1, 61, 7), 60):
        session = compiled(f"{{group: Legs, amrap: {minutes} min, items: [{SQUATS}]}}", each=2500)
        (work,) = session.segments("hold")
        assert all(each.end_ms <= work.end_ms - 3500 for each in session.voices_in(work))


def test_for_time_calls_what_has_gone_by_and_ends_when_the_person_says_so() -> None:
    group = f"{{group: Legs, clock: up, about: 10 min, rounds: 5, items: [{SQUATS}]}}"
    session = compiled(group)
    assert session.said("announce")[0] == "Legs. Five rounds, at your own pace."
    assert hold(session) == (600_000, "ready", 5)
    assert not session.tones("pip", "done")
    assert called("clock: up, about: 10 min, rounds: 5") == [
        (120, "Two minutes in."),
        (240, "Four minutes in."),
        (360, "Six minutes in."),
        (480, "Eight minutes in."),
    ]


AMRAP = f"{{group: Legs, amrap: 2 min, items: [{SQUATS}]}}"
FOR_TIME = f"{{group: Legs, clock: up, about: 2 min, rounds: 5, items: [{SQUATS}]}}"
ONCE = f"{{group: Legs, clock: up, about: 2 min, items: [{SQUATS}]}}"
WALK = "{step: Walk, until: ready, about: 5 min, position: standing}"


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        (AMRAP, ["After each round, press Enter."]),
        (FOR_TIME, ["After each round, press Enter.", "The last one stops the clock."]),
        (ONCE, ["When you are done, press Enter."]),
        (WALK, ["When you are done, press Enter."]),
    ],
)
def test_what_to_do_is_told_before_it_and_once(item: str, lines: list[str]) -> None:
    session = compiled(items(item, SQUATS_TIMED, item), ready_by="enter")
    assert [line for line in session.said() if "Enter" in line or "clock" in line] == lines
    assert session.voice(lines[-1]).end_ms < session.segments("hold")[0].start_ms


def test_it_is_told_in_words_that_fit_what_is_there() -> None:
    assert (
        "After each round, press next on your headset."
        in compiled(AMRAP, ready_by="headset").said()
    )
    assert (
        "After each round, press Enter, or next on a headset."
        in compiled(AMRAP, ready_by="enter_or_headset").said()
    )


@pytest.mark.parametrize("item", [AMRAP, FOR_TIME, WALK])
def test_where_nobody_can_press_anything_nothing_is_said_of_it(item: str) -> None:
    assert "press" not in " ".join(compiled(item).said())


@pytest.mark.parametrize("item", ["amrap: 12 min", "clock: up, about: 10 min, rounds: 5"])
def test_only_the_work_itself_is_ended_or_counted_by_ready(item: str) -> None:
    session = compiled(f"{{group: Legs, {item}, items: [{SQUATS}]}}")
    others = [each for each in session.timeline.segments if each.kind != "hold"]
    assert {(each.until, each.counted_rounds) for each in others} == {(None, None)}


def test_one_round_for_time_counts_none() -> None:
    session = compiled(f"{{group: Legs, clock: up, about: 10 min, items: [{SQUATS}]}}")
    assert session.said("announce")[0] == "Legs. At your own pace."
    assert hold(session) == (600_000, "ready", None)


@pytest.mark.parametrize(
    ("reps", "line"),
    [
        ("", "Walk. For about five minutes, until you are ready."),
        (", reps: 50", "Walk. Fifty times, at your own pace."),
    ],
)
def test_a_step_until_ready_is_as_long_as_it_takes_about(reps: str, line: str) -> None:
    session = compiled(items(f"{{step: Walk, until: ready, about: 5 min{reps}}}", SQUATS_TIMED))
    assert line in session.said("announce")[0].replace("First, walk", "Walk")
    first = session.segments("hold")[0]
    assert (first.length_ms, first.until) == (300_000, "ready")
    assert all(each.until is None for each in session.timeline.segments if each.item == 2)


SQUATS_TIMED = "{step: Squats, for: 20 s}"
