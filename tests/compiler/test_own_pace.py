"""Rounds at one's own pace, and what lasts until one is ready (docs/laws-of-time.md#own-pace)."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, items

SQUATS = "{step: Squats, reps: 10, position: standing}"
PRESS = "{step: Push-ups, reps: 1}"


def hold(session: Session) -> object:
    (segment,) = session.segments("hold")
    return segment.length_ms, segment.until, segment.counted_rounds


def test_as_many_rounds_as_one_can_are_one_stretch_with_its_calls() -> None:
    session = compiled(f"{{group: Legs, amrap: 12 min, items: [{SQUATS}, {PRESS}]}}")
    assert session.said("announce") == [
        "Legs. In twelve minutes, as many rounds as you can.",
        "Ten squats and push-ups. Get ready.",
        "Legs done.",
    ]
    assert hold(session) == (720_000, None, 0)
    assert session.said("halfway") == ["Halfway.", "One minute left."]
    assert len(session.tones("pip")) == 3


def test_for_time_is_silent_and_ends_when_the_person_says_so() -> None:
    group = f"{{group: Legs, clock: up, about: 10 min, rounds: 5, items: [{SQUATS}]}}"
    session = compiled(group)
    assert session.said("announce")[0] == "Legs. Five rounds, at your own pace."
    assert hold(session) == (600_000, "ready", 5)
    assert not session.said("halfway")
    assert not session.tones("pip", "done")


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
