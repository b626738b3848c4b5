"""Groups whose rounds begin by the clock (docs/laws-of-time.md#every)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit import Session, compiled
from voiceguide.session_options import SessionOptions

SQUATS = "{step: Squats, reps: 10, position: standing}"
PRESS = "{step: Push-ups, reps: 5, position: hands-knees}"
SWINGS = "{step: Swings, for: 20 s, position: standing}"


def group(*steps: str, every: str = "1 min", rounds: int = 3, **options: object) -> Session:
    items = ", ".join(steps)
    text = f"{{group: Strength, every: {every}, rounds: {rounds}, items: [{items}]}}"
    return compiled(text, **options)  # type: ignore[arg-type]


def starts(session: Session) -> list[int]:
    """When the rounds begin."""
    first: dict[int, int] = {}
    for segment in session.timeline.segments:
        if segment.rounds and segment.kind in ("hold", "rest"):
            first.setdefault(segment.rounds[-1].round, segment.start_ms)
    return list(first.values())


@given(
    every_s=st.sampled_from([30, 45, 60, 90]),
    rounds=st.integers(1, 6),
    before=st.lists(st.integers(1, 8), max_size=2),
    after=st.lists(st.integers(1, 8), max_size=1),
    own=st.integers(0, 2),
    slowness=st.floats(0.5, 3),
)
@settings(max_examples=50, deadline=None)
def test_each_round_begins_on_the_clock_whatever_is_in_it(
    every_s: int, rounds: int, before: list[int], after: list[int], own: int, slowness: float
) -> None:
    steps = [f"{{step: Timed {n}, for: {n} s}}" for n in before]
    steps += [SQUATS] * own
    steps += [f"{{step: After {n}, for: {n} s}}" for n in after]
    if not steps:
        return
    session = group(*steps, every=f"{every_s} s", rounds=rounds, slowness=slowness)
    begins = starts(session)
    assert len(begins) == rounds
    if not any("longer than the rest" in note.why for note in session.timeline.notes):
        assert {after - before for before, after in pairwise(begins)} <= {every_s * 1000}


def test_what_is_at_ones_own_pace_has_the_whole_round() -> None:
    session = group(SQUATS, PRESS)
    assert session.lengths("hold") == [60_000] * 3
    assert session.said("announce")[:2] == [
        "Strength. Three rounds, one every minute.",
        "Ten squats and five push-ups. Get ready.",
    ]
    assert session.segments("hold")[0].label == "10 Squats, 5 Push-ups"


def test_own_pace_after_timed_work_has_what_is_left() -> None:
    assert group(SWINGS, SQUATS).lengths("hold") == [20_000, 40_000] * 3


def test_timed_work_alone_rests_for_what_is_left_of_the_round() -> None:
    session = group(SWINGS, every="45 s")
    assert session.lengths("hold") == [20_000] * 3
    assert session.lengths("rest") == [25_000] * 3
    assert session.said("announce")[0] == "Strength. Three rounds, one every forty-five seconds."


def test_the_next_round_is_named_before_it_begins_and_counted_in() -> None:
    session = group(SQUATS)
    first, second, _ = session.segments("hold")
    named = [cue for cue in session.voices_in(first) if cue.role == "announce"]
    assert [cue.text for cue in named] == ["Next, ten squats, round two."]
    pips = [tone.at_ms for tone in session.tones("pip") if tone.at_ms < second.start_ms]
    assert pips == [second.start_ms - left for left in (3000, 2000, 1000)]


def test_a_slow_voice_says_the_round_alone() -> None:
    session = group(SQUATS, own={"Next, ten squats, round two.": 5000})
    assert "Round two." in session.said("announce")


def test_every_two_minutes_is_told_so() -> None:
    assert "one every two minutes" in group(SQUATS, every="2 min").said("announce")[0]


def test_what_is_not_for_the_person_is_left_out_of_each_round() -> None:
    press = "{step: Push-ups, reps: 5, position: hands-knees, avoid_if: [wrist-pain]}"
    session = group(SQUATS, press, today=SessionOptions(conditions=frozenset({"wrist-pain"})))
    assert session.lengths("hold") == [60_000] * 3
    assert {each.label for each in session.segments("hold")} == {"10 Squats"}


@pytest.mark.parametrize("language", ["de"])
def test_it_speaks_german(language: str) -> None:
    from tests.kit import routine

    made = routine(
        "name: Kraft\nlanguage: de\nitems:\n  - {group: Kraft, every: 1 min, rounds: 2, items: "
        "[{step: Kniebeugen, reps: 10}]}\n"
    )
    said = compiled(made).said("announce")
    assert said[:2] == [
        "Kraft. Zwei Runden: jede Minute beginnt eine.",
        "Zehn Kniebeugen. Mach dich bereit.",
    ]


def test_steps_of_one_stretch_tell_their_loads_with_their_names_where_they_differ() -> None:
    swings = "{step: Swings, reps: 10, load: 12 kg}"
    press = "{step: Presses, reps: 5, load: 8 kg}"
    said = group(swings, press).said("announce")
    assert said[1] == "Ten swings, 12 kg and five presses, 8 kg. Get ready."
    one = group(swings, press.replace(", load: 8 kg", ""))
    assert "Ten swings, 12 kg and five presses. Get ready." in one.said("announce")
    same = group(swings, press.replace("8 kg", "12 kg"))
    assert "With 12 kg." in same.said("announce")
