"""Rests between sets and changes of sides (docs/laws-of-time.md#breaks)."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, exercise

SQUAT = "dose: {sets: 3, reps: 2}\nrep: [{move: Squat down., again: Down., takes: 3 s}]\n"
HELD = "dose: {sets: 3, hold: 20 s}\nrep: [{hold: dose}]\n"


def pips_before(session: Session, at_ms: int) -> list[int]:
    """The counting in that ends at a time, as milliseconds before it."""
    tones = session.tones("pip-next", "tick")
    return [at_ms - tone.at_ms for tone in tones if 0 < at_ms - tone.at_ms <= 4000]


def test_a_long_rest_says_its_length_and_the_next_set() -> None:
    session = compiled("{do: own, rest: 1 min}", exercise(SQUAT), encourage="none")
    assert session.said("announce")[1:] == [
        "Rest one minute. Set two of three.",
        "Rest one minute. Set three of three.",
    ]
    assert session.lengths("rest") == [60_000] * 2


@pytest.mark.parametrize("rest_s", [6, 10, 14])
def test_a_short_rest_says_the_next_set(rest_s: int) -> None:
    session = compiled(f"{{do: own, rest: {rest_s} s}}", exercise(SQUAT), encourage="none")
    assert session.said("announce")[1:] == ["Set two of three.", "Set three of three."]


@pytest.mark.parametrize(("length", "said"), [(1800, "Set two of three."), (1801, "Set two.")])
def test_words_that_do_not_fit_are_shorter(length: int, said: str) -> None:
    own = exercise(SQUAT.replace("sets: 3", "sets: 2"))
    lines = {"Set two of two.": length}
    session = compiled("{do: own, rest: 5 s}", own, own=lines, each=500)
    assert session.said("announce")[1:] == [said.replace("three", "two")]


@pytest.mark.parametrize("rest_s", [5, 10, 60])
@pytest.mark.parametrize("each", [300, 1500, 6000])
def test_a_rest_is_counted_in_and_never_longer(rest_s: int, each: int) -> None:
    session = compiled(f"{{do: own, rest: {rest_s} s}}", exercise(SQUAT), each=each)
    rests = session.segments("rest")
    assert [rest.length_ms for rest in rests] == [1000 * rest_s] * 2
    for rest, tone in zip(rests, session.tones("start")[1:], strict=True):
        assert pips_before(session, rest.end_ms) == [3000, 2000, 1000]
        assert tone.at_ms == rest.end_ms
        assert all(voice.end_ms <= rest.end_ms - 3000 for voice in session.voices_in(rest))


def test_a_rest_of_less_than_five_seconds_has_the_start_tone_alone() -> None:
    session = compiled("{do: own, rest: 4 s}", exercise(SQUAT))
    for rest, tone in zip(session.segments("rest"), session.tones("start")[1:], strict=True):
        assert session.cues_in(rest) == ()
        assert tone.at_ms == rest.end_ms


def test_work_begins_after_the_start_tone_of_each_set() -> None:
    session = compiled("{do: own, rest: 10 s}", exercise(SQUAT), each=600)
    second = session.segments("move", set=2, rep=1)[0]
    assert second.start_ms == session.tones("start")[1].at_ms + 600
    assert session.voice("Down.").at_ms == second.start_ms


def test_sets_of_one_hold_are_told_as_times() -> None:
    session = compiled("{do: own, rest: 10 s}", exercise(HELD), encourage="none")
    assert session.said("announce")[1:] == ["Now the second of three.", "Now the last one."]
    assert "Last one." not in session.said()


@pytest.mark.parametrize(("countdown", "sound"), [("tones", "pip-next"), ("soft", "tick")])
def test_a_rest_is_counted_in_as_the_person_wants(countdown: str, sound: str) -> None:
    session = compiled("{do: own, rest: 10 s}", exercise(SQUAT), countdown=countdown)
    rest = session.segments("rest")[0]
    assert session.tones_in(rest) == (sound,) * 3


def test_a_rest_is_counted_in_aloud() -> None:
    session = compiled("{do: own, rest: 10 s}", exercise(SQUAT), countdown="voice", each=600)
    rest = session.segments("rest")[0]
    words = [voice.text for voice in session.voices_in(rest) if voice.role == "countdown"]
    assert words == ["Three.", "Two.", "One."]


def test_without_a_countdown_only_the_start_tone_ends_a_rest() -> None:
    session = compiled("{do: own, rest: 10 s}", exercise(SQUAT), countdown="none")
    rest = session.segments("rest")[0]
    assert session.tones_in(rest) == ()
    assert session.tones("start")[1].at_ms == rest.end_ms


def test_the_second_side_of_a_step_is_named_and_counted_in() -> None:
    session = compiled("{step: Side plank, for: 30 s, each_side: true}", encourage="none")
    (change,) = session.segments("change")
    assert session.said("side") == ["Change. Right side."]
    assert pips_before(session, change.end_ms) == [3000, 2000, 1000]
    assert [tone.at_ms for tone in session.tones("start")][1:] == [change.end_ms]
    second = session.segments("hold")[1]
    assert (second.length_ms, second.start_ms) == (30_000, change.end_ms + 600)


def test_the_second_set_of_a_step_is_told_and_counted_in() -> None:
    session = compiled("{step: Plank, for: 30 s, sets: 2, rest: 8 s}", encourage="none")
    (rest,) = session.segments("rest")
    assert [voice.text for voice in session.voices_in(rest)] == ["Now the last one."]
    assert pips_before(session, rest.end_ms) == [3000, 2000, 1000]


def test_a_set_that_begins_with_a_change_says_the_side_first() -> None:
    rep = "rep: [{move: Lift your <side> heel., again: Lift., takes: 2 s}]\n"
    own = exercise(f"sides: {{order: set-by-set}}\ndose: {{sets: 2, reps: 2}}\n{rep}")
    session = compiled("own", own, encourage="none")
    assert session.said("side", "announce")[1:] == [
        "Change. Right side.", "Change. Left side.", "Set two of two.", "Change. Right side.",
        "Set two of two.",
    ]  # fmt: skip


def test_a_bell_is_not_counted_in() -> None:
    session = compiled("{step: Sit, for: 1 min, sets: 2, rest: 10 s, bell: true}")
    assert session.tones("pip-next") == ()


def test_a_line_that_outlasts_its_movement_makes_room_before_the_rest() -> None:
    own = exercise(
        "dose: {sets: 2, reps: 2}\n"
        "rep: [{hold: 1 s}, {move: Up., again: Now up again., takes: 1 s}]\n"
    )
    session = compiled("{do: own, rest: 5 s}", own, own={"Now up again.": 4000}, each=500)
    (rest,) = session.segments("rest")
    assert rest.length_ms == 5000
    assert rest.start_ms >= session.voice("Now up again.").end_ms


def test_words_that_no_rest_has_room_for_are_left_out_with_a_note() -> None:
    session = compiled("{do: own, rest: 5 s}", exercise(SQUAT), each=2500)
    assert session.said("announce")[1:] == []
    assert {note.why for note in session.timeline.notes} == {"no room in a rest of 5 s"}
