"""Rests, notes and advice between exercises, and what one item hands to the next."""

from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, TONES, Shelf, Speech, compiled, exercise, items, make_plan, routine
from voiceguide.compiler.carry import Carry
from voiceguide.compiler.item import compile_item
from voiceguide.compiler.track import Context
from voiceguide.phrases.phrases import phrases_of
from voiceguide.session_options import BUILT_IN as BUILT_IN_OPTIONS
from voiceguide.session_options import SessionOptions

FILL = "name: Test\nlength: 2 min\nitems:\n  - posture-check\n  - {rest: fill, say: Rest now.}\n"


def test_a_rest_is_exact_with_its_words_inside() -> None:
    session = compiled(items("{rest: 20 s, say: [Lie down., Let go.]}"), each=1000)
    (rest,) = session.segments("rest")
    assert rest.length_ms == 20_000
    assert [voice.text for voice in session.voices_in(rest)] == ["Lie down.", "Let go."]


def test_words_that_do_not_fit_a_rest_come_before_it() -> None:
    session = compiled(items("{rest: 3 s, say: [Lie down., Let go.]}"), each=2000)
    (rest,) = session.segments("rest")
    assert rest.length_ms == 3000
    assert session.voice("Let go.").end_ms + 400 == rest.start_ms


def test_a_fill_makes_the_session_exactly_as_long_as_it_says() -> None:
    session = compiled(routine(FILL))
    assert session.timeline.length_ms == 120_000
    assert session.timeline.notes == ()


def test_a_fill_is_at_least_five_seconds_or_its_words() -> None:
    short = routine(FILL.replace("2 min", "30 s"))
    assert compiled(short).lengths("fill") == [5000]
    assert compiled(short, own={"Rest now.": 7000}).lengths("fill") == [7400]


def test_a_note_is_said_between_items() -> None:
    session = compiled(items("posture-check", "note: Now drink some water."))
    (note,) = session.segments("note")
    assert [voice.text for voice in session.voices_in(note)] == ["Now drink some water."]


@pytest.mark.parametrize("detail", ["full", "normal"])
def test_advice_says_its_lines_and_what_to_do_instead(detail: str) -> None:
    session = compiled(items("advice: double-leg-lifts"), detail=detail)
    advice = BUILT_IN.advice("double-leg-lifts")
    assert session.said("advice") == [*advice.say, advice.instead_say]


def test_advice_in_brief_is_short() -> None:
    session = compiled(items("{advice: double-leg-lifts, show_instead: false}"), detail="brief")
    assert session.said("advice") == ["Never lift both legs together."]


def test_the_items_are_numbered_as_they_are_written() -> None:
    session = compiled(items("posture-check", "{rest: 5 s}", "advice: sitting", "walk-in-place"))
    assert sorted({each.item for each in session.segments() if each.item}) == [1, 2, 3, 4]


def test_after_a_rest_elsewhere_the_way_begins_there() -> None:
    session = compiled(items("posture-check", "{rest: 5 s, position: hands-knees}", "bird-dog"))
    assert "You are already in place." in session.said("announce")[-1]


@pytest.mark.parametrize(
    "after", ["posture-check", "{rest: 20 s}", "note: Well done.", "advice: sitting"]
)
def test_the_done_tone_of_an_items_last_hold_begins_the_next_item(after: str) -> None:
    session = compiled(items("walk-in-place", after), each=600)
    (hold,) = session.segments("hold")
    following = session.segments(item=2)[0]
    assert [tone.at_ms for tone in session.tones("done")] == [hold.end_ms] == [following.start_ms]
    assert all(voice.at_ms >= hold.end_ms + 500 for voice in session.voices_in(following))


def test_the_rest_of_a_session_can_be_laid_out_anew_from_any_item() -> None:
    library = Shelf()
    plan = make_plan(BUILT_IN.routine("back-relief"), library, SessionOptions())
    context = Context(Speech(), TONES, phrases_of("en"), BUILT_IN_OPTIONS)
    carries = [Carry(position=plan.starts)]
    fragments = []
    for step in plan.steps:
        fragment, carry = compile_item(step, carries[-1], library.positions, context)
        fragments.append(fragment)
        carries.append(carry)
    again = [
        compile_item(step, carry, library.positions, context)[0]
        for step, carry in reversed(list(zip(plan.steps, carries[:-1], strict=True)))
    ]
    assert again[::-1] == fragments


@pytest.mark.parametrize(
    ("setting", "asked"),
    [("", "how is your pain now?"), ("body: knee\n", "how is your knee now?")],
)
def test_a_question_about_pain_has_a_scale_with_two_ends_and_presumes_no_back(
    setting: str, asked: str
) -> None:
    session = compiled(routine(f"name: T\n{setting}items:\n  - posture-check\n  - ask: pain\n"))
    (question,) = session.voices("check")
    scale = "On a scale from 0, no pain, to 10, the worst pain you can imagine:"
    assert question.text == f"{scale} {asked}"


@pytest.mark.parametrize("each", [600, 4000, 9000])
def test_a_question_about_pain_takes_five_seconds(each: int) -> None:
    session = compiled(items("posture-check", "ask: pain"), each=each)
    assert session.lengths("check") == [5000]
    (question,) = session.voices("check")
    assert question.end_ms <= session.segments("check")[0].start_ms  # five seconds to answer it


def test_after_a_done_tone_the_next_item_waits_for_it_too() -> None:
    own = exercise("dose: {reps: 1}\nrep:\n  - {hold: 2 s, count: ends}\n")
    session = compiled(items("own", "rest: 0.1 s", "note: Well."), own, each=600)
    (done,) = session.tones("done")
    assert session.voice("Well.").at_ms == done.at_ms + 500


def test_a_rest_does_not_begin_under_the_words_of_the_movement_before_it() -> None:
    phases = "  - {hold: 5 s}\n  - {move: Lower it slowly., takes: 1 s}\n"
    own = exercise(f"dose: {{reps: 1}}\nrep:\n{phases}")
    session = compiled(items("own", "rest: 4 s"), own, each=3000)
    (rest,) = session.segments("rest")
    assert rest.start_ms == session.voice("Lower it slowly.").end_ms


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("15 s", "Rest for fifteen seconds."),
        ("20 s", "Rest for twenty seconds."),
        ("30 s", "Rest for thirty seconds. Next, bird dog."),
        ("1 min", "Rest for one minute. Next, bird dog."),
    ],
)
def test_what_comes_next_is_named_once_unless_there_is_time_to_prepare(
    rest: str, said: str
) -> None:
    session = compiled(items("posture-check", f"rest: {rest}", "bird-dog"))
    assert session.said("rest") == [said]
    (announced,) = (line for line in session.said("announce") if "bird dog" in line)
    assert announced.startswith("Last, bird dog.")
