"""What comes right before a start, and ends with it (docs/laws-of-time.md#last)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit import Session, compiled, exercise, items
from voiceguide.timeline import Segment

UP, AGAIN, DOWN = "Step back into the plank.", "Back into the plank.", "Lower your knees."
PLANK = "step: Plank, for: 30 s, position: plank-hands"
SQUATS = "step: Squats, reps: 5, takes: 4 s, sets: 3, position: standing"
HELD = exercise(
    "position: plank-forearms\n"
    "dose: {sets: 2, hold: 20 s, rest: 20 s}\n"
    "get_ready: [Elbows under your shoulders.]\n"
    "rep: [{hold: dose}]\n"
)


def start_of(session: Session, work: Segment) -> int:
    """The start tone that work begins with."""
    return max(
        tone.at_ms
        for tone in session.tones("start", "start-hard", "bell")
        if tone.at_ms <= work.start_ms
    )


def led_up(session: Session) -> list[int]:
    """From the end of the way up to each start, in ms."""
    times = []
    ups = [voice for voice in session.timeline.voices if voice.text in (UP, AGAIN)]
    for work, up in zip(session.segments("hold"), ups, strict=True):
        times.append(start_of(session, work) - up.end_ms)
    return times


@pytest.mark.parametrize(
    "item",
    [
        f"{{{PLANK}, sets: 3, rest: 30 s}}",
        f"{{{PLANK}, sets: 3, rest: 8 s}}",
        f"{{group: Planks, rounds: 3, rest: 15 s, items: [{{{PLANK}}}]}}",
        f"{{group: Planks, rounds: 2, items: [{{{PLANK}, sets: 2, rest: 20 s}}, rest: 10 s]}}",
    ],
)
def test_one_rests_out_of_a_plank_and_is_back_in_it_at_the_last_moment(item: str) -> None:
    session = compiled(item)
    holds = session.segments("hold")
    assert [voice.text for voice in session.timeline.voices if voice.text in (UP, AGAIN)] == [
        UP,
        *[AGAIN] * (len(holds) - 1),
    ]
    assert led_up(session) == [3200] * len(holds)
    for hold in holds:
        first = next(each for each in session.timeline.voices if each.at_ms >= hold.end_ms)
        assert (first.text, first.at_ms) == (DOWN, hold.end_ms + 500)


def test_an_exercise_may_begin_in_a_position_that_tires() -> None:
    session = compiled("own", HELD)
    assert "Come down onto your forearms and knees." in session.said("position")
    ready = session.voice("Elbows under your shoulders.")
    assert ready.end_ms < session.voice(UP).at_ms
    assert led_up(session) == [3200, 3200]


def test_each_side_of_a_side_plank_is_led_up_and_down() -> None:
    session = compiled("{step: Side plank, for: 20 s, each_side: true, position: side-plank}")
    said = session.said("instruction", "position")
    assert said == [
        "Come down to the floor slowly.",
        "Lie on your left side.",
        "Up onto your left forearm, and lift your hips.",
        "Lower your hips.",
        "Lie on your right side.",
        "Up onto your right forearm, and lift your hips.",
        "Lower your hips.",
    ]


def test_who_is_out_of_a_plank_is_already_where_the_next_exercise_begins() -> None:
    session = compiled(items(f"{{{PLANK}}}", "bird-dog"))
    assert session.said("position").count("Come onto your hands and knees.") == 1


def test_a_rest_that_is_too_short_to_leave_a_plank_is_spent_in_it() -> None:
    session = compiled(f"{{group: Planks, rounds: 3, rest: 3 s, items: [{{{PLANK}}}]}}")
    assert session.said("instruction") == [UP, DOWN]
    assert session.lengths("rest") == [3000, 3000]


def test_at_your_own_pace_nobody_is_led_into_a_plank() -> None:
    step = "{step: Press-ups, reps: 5, position: plank-hands}"
    session = compiled(f"{{group: A, every: 1 min, rounds: 2, items: [{step}]}}")
    assert not {UP, AGAIN, DOWN} & set(session.said())


@pytest.mark.parametrize(
    ("get_set", "line", "wait_ms"),
    [
        ("{say: Get under the bar., wait: 15 s}", "Get under the bar.", 15_000),
        ("Get under the bar.", "Get under the bar.", 10_000),
        ("15 s", "Get ready.", 15_000),
    ],
)
@pytest.mark.parametrize("rest_s", [0, 5, 90])
def test_each_set_has_the_time_to_take_up_what_it_is_done_with(
    get_set: str, line: str, wait_ms: int, rest_s: int
) -> None:
    session = compiled(f"{{{SQUATS}, rest: {rest_s} s, get_set: {get_set}}}")
    lines = [voice for voice in session.timeline.voices if voice.text == line]
    starts = [start_of(session, each) for each in session.segments("move", rep=1)]
    assert [at - voice.end_ms for voice, at in zip(lines, starts, strict=True)] == [wait_ms] * 3
    assert session.lengths("rest") == [rest_s * 1000] * 2 if rest_s else True
    added = [note for note in session.timeline.notes if "getting set" in note.why]
    assert bool(added) == (rest_s < 15)


def test_each_timed_step_of_a_group_has_it_too() -> None:
    step = "{step: Swings, for: 20 s, get_set: {say: Take the bell., wait: 10 s}}"
    session = compiled(f"{{group: Bells, rounds: 3, rest: 5 s, items: [{step}]}}")
    lines = [voice for voice in session.timeline.voices if voice.text == "Take the bell."]
    starts = [each.start_ms for each in session.segments("hold")]
    assert [at - voice.end_ms for voice, at in zip(lines, starts, strict=True)] == [10_000] * 3


def test_an_exercise_says_what_is_taken_up_and_an_item_may_say_it_in_its_place() -> None:
    own = exercise("dose: {reps: 2}\nget_set: Take the band.\nrep: [{move: Pull., takes: 2 s}]")
    assert "Take the band." in compiled("own", own).said()
    assert "Take the red one." in compiled("{do: own, get_set: Take the red one.}", own).said()


def test_a_load_has_time_to_be_taken_up_before_the_first_set() -> None:
    session = compiled(f"{{{SQUATS}, load: 8 kg}}")
    ready = session.voice("Get ready.")
    assert start_of(session, session.segments("move")[0]) - ready.end_ms == 5000


def test_a_load_is_told_again_at_the_end_of_a_long_rest() -> None:
    session = compiled(f"{{{SQUATS}, load: 8 kg, rest: 2 min}}")
    assert "Rest two minutes. Set two of three." in session.said("announce")
    told = session.voice("Set two. With 8 kg.")
    assert session.segments("rest")[0].end_ms - told.end_ms == 5000


def test_a_load_that_was_told_long_before_the_first_set_is_told_again() -> None:
    session = compiled("{do: squat, load: 8 kg}")
    told = session.voice("With 8 kg.")
    assert start_of(session, session.segments("move")[0]) - told.end_ms == 5000


def test_in_a_round_of_several_each_load_follows_its_own_name() -> None:
    steps = (
        "{step: Swings, for: 20 s, load: 16 kg}, {rest: 40 s}, "
        "{step: Presses, for: 20 s, load: 8 kg}, {rest: 10 s}"
    )
    session = compiled(f"{{group: Bells, rounds: 2, rest: 20 s, items: [{steps}]}}")
    said = session.said()
    first = said.index("Swings. Get ready.")
    assert said[first + 1] == "With 16 kg."
    told = session.voice("Presses. With 8 kg.")
    assert session.segments("hold")[1].start_ms - told.end_ms == 5000


@given(
    rest_s=st.integers(0, 60),
    get_set_s=st.none() | st.integers(1, 30),
    position=st.sampled_from(["standing", "plank-hands", "plank-forearms", "side-plank"]),
    load=st.sampled_from(["", ", load: 8 kg", ", load: [8 kg, 10 kg]"]),
    sides=st.sampled_from(["one-then-other", "set-by-set"]),
    group=st.booleans(),
    countdown=st.sampled_from(["tones", "voice", "soft", "none"]),
    slowness=st.floats(0.4, 3),
)
@settings(max_examples=80, deadline=None)
def test_the_last_words_never_outlast_their_time_whatever_the_voice(
    rest_s: int,
    get_set_s: int | None,
    position: str,
    load: str,
    sides: str,
    group: bool,
    countdown: str,
    slowness: float,
) -> None:
    own = "" if get_set_s is None else f", get_set: {{say: Take it., wait: {get_set_s} s}}"
    step = (
        f"{{step: Work, for: 20 s, sets: 2, rest: {rest_s} s, position: {position}, "
        f"sides: {sides}{load}{own}}}"
    )
    written = f"{{group: All, rounds: 2, rest: {rest_s} s, items: [{step}]}}" if group else step
    session = compiled(written, countdown=countdown, slowness=slowness)
    voices = session.timeline.voices
    for one, later in pairwise(voices):
        air_ms = 0 if one.role in ("count", "countdown") else 400
        assert later.at_ms >= one.end_ms + air_ms, (one, later)
    holds = session.segments("hold")
    assert {each.length_ms for each in holds} == {20_000}
    if get_set_s is not None:
        lines = [voice for voice in voices if voice.text == "Take it."]
        assert len(lines) == len(holds)
        for voice, hold in zip(lines, holds, strict=True):
            assert start_of(session, hold) - voice.end_ms >= 1000 * get_set_s
    ups = {UP, AGAIN, "Hips up again."} | {
        f"Up onto your {side} forearm, and lift your hips." for side in ("left", "right")
    }
    for up in (voice for voice in voices if voice.text in ups):
        following = next(each for each in holds if each.start_ms >= up.end_ms)
        assert start_of(session, following) - up.end_ms >= 3000


def test_the_pips_before_the_first_set_are_explained_before_they_sound() -> None:
    session = compiled(f"{{{PLANK}}}", tones="explained")
    told = session.voice("Three short sounds, then two rising notes, and you start.")
    assert told.end_ms < session.voice(UP).at_ms
    assert "Start when you hear this." not in session.said()
