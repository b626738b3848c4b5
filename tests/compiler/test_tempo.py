"""Repetitions that are kept to the second (docs/laws-of-time.md#tempo)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit import Session, compiled, exercise, items
from voiceguide.timeline import Tone, VoiceCue

ROW = exercise(
    """
name: Row
purpose: strength
position: standing
dose: {reps: 6}
rep:
  - {move: Pull your elbows back., again: Pull., takes: 2 s, part: lift}
  - {hold: 1 s, part: pause}
  - {move: Let them come forward., again: Let go., takes: 2 s, part: lower}
watch: [Stand tall., Keep your shoulders low.]
"""
)


def squats(tempo: str, more: str = "", **options: object) -> Session:
    return compiled(f"{{step: Squats, reps: 5, tempo: {tempo}{more}}}", **options)  # type: ignore[arg-type]


def parts(session: Session) -> list[tuple[str, int]]:
    return [
        (each.kind, each.length_ms)
        for each in session.timeline.segments
        if each.kind in ("move", "hold")
    ]


@pytest.mark.parametrize(
    ("tempo", "more", "rep"),
    [
        ("3-1-3", "", [("move", 3000), ("hold", 1000), ("move", 3000)]),
        ("3-0-2", "", [("move", 3000), ("move", 2000)]),
        ("2-1-2-3", "", [("move", 2000), ("hold", 1000), ("move", 2000), ("hold", 3000)]),
        ("3-1-2-0", ", begins: lift", [("move", 2000), ("move", 3000), ("hold", 1000)]),
        (
            "3-1-2-4",
            ", begins: lift",
            [("move", 2000), ("hold", 4000), ("move", 3000), ("hold", 1000)],
        ),
    ],
)
def test_every_repetition_has_the_parts_that_are_written(
    tempo: str, more: str, rep: list[tuple[str, int]]
) -> None:
    assert parts(squats(tempo, more)) == rep * 5


@given(
    tempo=st.tuples(st.integers(1, 6), st.integers(0, 6), st.integers(1, 6), st.integers(0, 6)),
    begins=st.sampled_from(["lift", "lower"]),
    countdown=st.sampled_from(["tones", "voice", "soft", "none"]),
    cues=st.sampled_from(["fade", "every"]),
    slowness=st.floats(0.5, 3),
    sides=st.sampled_from(["none", "rep-by-rep", "set-by-set"]),
)
@settings(max_examples=60, deadline=None)
def test_nothing_comes_between_the_parts_whatever_the_voice(
    tempo: tuple[int, ...],
    begins: str,
    countdown: str,
    cues: str,
    slowness: float,
    sides: str,
) -> None:
    written = "-".join(map(str, tempo))
    ordered = "" if sides == "none" else f", sides: {sides}"
    session = squats(
        written,
        f", begins: {begins}, sets: 2, effort: 5{ordered}",
        countdown=countdown,
        cues=cues,
        slowness=slowness,
    )
    timed = [each for each in session.timeline.segments if each.kind in ("move", "hold")]
    for before, after in pairwise(timed):
        if (before.set, before.side) == (after.set, after.side) or sides == "rep-by-rep":
            same_set = before.set == after.set
            assert not same_set or before.end_ms == after.start_ms


def test_the_seconds_are_told_before_and_ticked_softly() -> None:
    session = squats("4-2-4")
    assert "Four down, hold two, four up." in session.said("announce")[0]
    first = session.segments("move")[0]
    ticks = [tone.at_ms - first.start_ms for tone in session.tones("tick")[:3]]
    assert ticks[:3] == [0, 1000, 2000]  # its word was said before it


def test_with_a_spoken_countdown_the_seconds_are_numbers() -> None:
    session = squats("4-0-4", countdown="voice", each=500)
    for lift in session.segments("move")[1::2][:3]:
        assert [cue.text for cue in session.voices_in(lift)] == ["Up.", "Two.", "Three.", "Four."]


def test_numbers_of_seconds_are_all_spoken_or_all_ticks() -> None:
    session = squats("4-0-4", countdown="voice", each=500, own={"Three.": 900})
    assert not [cue for cue in session.voices("count") if cue.text == "Four."]
    assert session.tones("tick")


def beats(session: Session, rep: int, set_: int) -> list[int]:
    """When something begins to sound, from the beginning of a repetition."""
    first, *_, last = session.segments("move", "hold", rep=rep, set=set_)
    start, end = first.start_ms, last.end_ms
    return sorted({cue.at_ms - start for cue in session.timeline.between(start, end)})


@given(
    tempo=st.tuples(st.integers(1, 6), st.integers(0, 4), st.integers(1, 6), st.integers(0, 4)),
    begins=st.sampled_from(["lift", "lower"]),
    countdown=st.sampled_from(["tones", "soft"]),
    cues=st.sampled_from(["fade", "every"]),
    slowness=st.floats(0.5, 3),
)
@settings(max_examples=60, deadline=None)
def test_each_second_of_each_repetition_has_its_sound_whatever_the_voice(
    tempo: tuple[int, ...], begins: str, countdown: str, cues: str, slowness: float
) -> None:
    session = squats(
        "-".join(map(str, tempo)),
        f", begins: {begins}, sets: 2",
        countdown=countdown,
        cues=cues,
        slowness=slowness,
        encourage="none",
    )
    every_second = list(range(0, 1000 * sum(tempo), 1000))
    for set_ in (1, 2):
        for rep in range(1, 6):
            assert beats(session, rep, set_) == every_second, (set_, rep)


def test_where_sides_take_turns_each_repetition_leaves_room_for_the_side() -> None:
    session = squats("4-1-3", ", sides: rep-by-rep", encourage="none")
    for segment in session.segments("move", phase=1):
        at = [cue.at_ms - segment.start_ms for cue in session.cues_in(segment)]
        assert at[-2:] == [2000, 3000]
        assert 1000 not in at


def test_the_authors_words_are_heard_whole_the_first_time_alone() -> None:
    session = compiled("own", ROW, own={"Let them come forward.": 1300})
    lower = [each for each in session.segments("move") if each.phase == 3]
    assert [cue.text for cue in session.voices_in(lower[0])] == ["Let them come forward."]
    assert not session.tones_in(lower[0])
    assert session.tones_in(lower[1]) == session.tones_in(lower[2]) == ("tick",)


def test_without_a_countdown_nothing_counts() -> None:
    assert not squats("4-2-4", countdown="none").tones("tick")


def test_no_tick_lies_under_a_voice() -> None:
    session = squats("3-1-3")
    voices = [cue for cue in session.timeline.cues if isinstance(cue, VoiceCue)]
    for tick in session.tones("tick"):
        assert not any(voice.at_ms <= tick.at_ms < voice.end_ms for voice in voices)


def test_from_the_fourth_repetition_a_number_and_tones_lead() -> None:
    session = squats("3-1-3")
    fourth = [each for each in session.segments("move") if each.rep == 4]
    sounds = [
        cue.sound
        for each in fourth
        for cue in session.cues_in(each)
        if isinstance(cue, Tone) and cue.sound != "tick"
    ]
    assert sounds == ["rise"]
    assert [cue.text for cue in session.voices_in(fourth[0])] == ["Four."]


def test_the_tones_are_explained_before_the_first_repetition() -> None:
    session = squats("3-1-3", tones="explained")
    begun = session.segments("move")[0].start_ms
    assert all(voice.at_ms < begun for voice in session.voices("note"))
    assert "Soft ticks count the seconds." in session.said("note")


def test_an_exercise_with_parts_keeps_its_own_words_and_no_line_comes_between() -> None:
    session = compiled("own", ROW)
    assert parts(session) == [("move", 2000), ("hold", 1000), ("move", 2000)] * 6
    said = session.said("instruction")
    assert "Pull your elbows back." in said
    first, *_, last = session.segments("move")
    assert last.end_ms - first.start_ms == 6 * 5000


def test_a_routine_sets_the_tempo_of_an_exercise_that_has_parts() -> None:
    session = compiled("{do: own, tempo: 4-0-3-2, reps: 3}", ROW)
    assert parts(session) == [("move", 3000), ("hold", 2000), ("move", 4000)] * 3
    assert {each.tempo for each in session.segments("move")} == {"4-0-3-2"}


def test_a_pause_of_nothing_is_left_out() -> None:
    session = compiled("{do: own, tempo: 4-0-3, reps: 2}", ROW)
    assert parts(session) == [("move", 3000), ("move", 4000)] * 2


def test_an_exercise_without_parts_has_no_tempo() -> None:
    said = " ".join(compiled(items("wall-sit")).said())
    assert " down, " not in said
