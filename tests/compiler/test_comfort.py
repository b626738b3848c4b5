"""The question after comfort (docs/laws-of-time.md#comfort)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.kit import Session, compiled, items, routine
from voiceguide.phrases.phrases import phrases_of

EN = phrases_of("en")
COMFORT = tuple(EN.pool("comfort"))
MINUTE_MS = 60_000


def asked(session: Session) -> list[int]:
    """When it is asked."""
    return [voice.at_ms for voice in session.timeline.voices if voice.text in COMFORT]


def steps(*lengths: str, more: str = "") -> Session:
    lines = (f"{{step: Walk on, for: {length}, count: silent{more}}}" for length in lengths)
    return compiled(items(*lines))


def test_a_short_session_is_not_asked() -> None:
    assert asked(steps("2 min", "2 min")) == []


def test_it_is_asked_between_items_after_five_minutes_of_exercise() -> None:
    session = steps("3 min", "3 min", "1 min")
    (at_ms,) = asked(session)
    second, third = session.segments("hold")[1:]
    assert second.end_ms <= at_ms < third.start_ms
    assert session.timeline.segment_at(at_ms).kind == "setup"


def test_it_is_asked_again_five_minutes_later() -> None:
    times = asked(steps(*["3 min"] * 6, "1 min"))
    assert len(times) == 3
    assert all(b - a >= 5 * MINUTE_MS for a, b in pairwise(times))


def test_it_is_asked_in_the_first_rest_of_a_long_exercise() -> None:
    session = compiled("{step: Walk on, for: 2 min, count: silent, sets: 4, rest: 20 s}")
    (at_ms,) = asked(session)
    third_rest = session.segments("rest")[2]
    assert at_ms < third_rest.start_ms
    assert session.lengths("rest") == [20_000] * 3


def test_it_is_never_asked_inside_a_hold_or_a_group_of_intervals() -> None:
    group = "{group: Go, rounds: 20, rest: 20 s, intensity: easy, items: [{step: Work, for: 40 s}]}"
    session = compiled(items(group, "{step: Walk on, for: 1 min}"))
    (at_ms,) = asked(session)
    assert at_ms > session.voice("Go done.").at_ms


def test_a_question_about_pain_takes_its_place() -> None:
    walk = "{step: Walk on, for: 4 min, count: silent}"
    assert asked(compiled(items(walk, "{ask: pain}", walk, "{step: Walk on, for: 1 min}"))) == []


@pytest.mark.parametrize("exercise", ["quiet-breathing"])
def test_a_session_that_only_relaxes_is_not_asked(exercise: str) -> None:
    session = compiled(items(*[f"{{do: {exercise}, hold: 20 breaths}}"] * 5))
    assert session.timeline.length_ms > 10 * MINUTE_MS
    assert asked(session) == []


def test_a_script_is_not_asked() -> None:
    lines = "".join("  - note: Breathe softly.\n  - rest: 2 min\n" for _ in range(5))
    assert asked(compiled(routine(f"name: Test\nitems:\n{lines}"))) == []


HARD = [
    "{group: Go, rounds: 20, rest: 20 s, items: [{step: Work, for: 40 s}]}",
    "{group: Go, amrap: 12 min, items: [{step: Squats, reps: 10}]}",
    "{step: Run, for: 6 min, count: silent, intensity: hard}",
    "{step: Run, for: 6 min, count: silent, intensity: all-out}",
    "{step: Squats, for: 6 min, count: silent, effort: 8 of 10}",
]


@pytest.mark.parametrize("hard", HARD)
def test_right_after_hard_work_it_is_not_asked(hard: str) -> None:
    assert asked(compiled(items(hard, "{step: Walk on, for: 1 min}"))) == []


@pytest.mark.parametrize("hard", HARD)
def test_half_a_minute_after_hard_work_it_is_asked(hard: str) -> None:
    walk = "{step: Walk on, for: 1 min}"
    session = compiled(items(hard, "rest: 40 s", walk, walk))
    (at_ms,) = asked(session)
    rest = session.segments("rest")[-1]
    assert rest.end_ms <= at_ms < session.segments("hold")[-2].start_ms


def test_between_hard_sets_it_is_not_asked() -> None:
    sets = "{step: Squats, for: 2 min, count: silent, sets: 4, rest: 90 s, intensity: hard}"
    assert asked(compiled(sets)) == []
