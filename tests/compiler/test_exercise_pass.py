"""Movements, breaths and their words (docs/laws-of-time.md#movements)."""

from __future__ import annotations

import pytest

from tests.kit import Session, compiled, exercise, items

LIFT = """
dose: {reps: 6}
rep:
  - {move: Lift both arms., again: Lift., takes: 2 s}
  - {move: Lower them again., again: Lower., takes: 3 s}
"""


def reps(rep: str, many: int = 6) -> str:
    return f"dose: {{reps: {many}}}\nrep:\n" + "".join(
        f"  - {{{phase}}}\n" for phase in rep.split(" | ")
    )


def moves(session: Session) -> list[int]:
    return [segment.start_ms for segment in session.segments("move")]


@pytest.mark.parametrize("each", [200, 1000, 5000])
def test_a_movement_takes_exactly_what_is_written(each: int) -> None:
    session = compiled("own", exercise(LIFT), each=each)
    assert session.lengths("move") == [2000, 3000] * 6


@pytest.mark.parametrize("each", [200, 1000, 5000])
def test_the_first_time_a_line_ends_before_its_movement(each: int) -> None:
    session = compiled("own", exercise(LIFT), each=each)
    first, second, *_ = moves(session)
    assert session.voice("Lift both arms.").end_ms < first
    assert session.voice("Lower them again.").end_ms < second


@pytest.mark.parametrize("each", [200, 1000, 2500, 5000])
def test_an_again_line_ends_by_the_movements_end(each: int) -> None:
    session = compiled("own", exercise(LIFT), each=each)
    for rep in (2, 3):
        for number, text in enumerate(("Lift.", "Lower.")):
            move = session.segments("move", rep=rep)[number]
            line = session.voice(text, rep - 1)
            assert line.end_ms <= move.end_ms
            assert line.at_ms == move.start_ms - max(0, each - move.length_ms)


def test_without_again_the_full_line_repeats_until_it_fades() -> None:
    own = exercise(reps("move: Lift both arms., takes: 2 s"))
    session = compiled("own", own, each=600)
    assert session.said("instruction").count("Lift both arms.") == 3


def test_a_breath_is_not_kept_waiting() -> None:
    own = exercise(
        reps('move: Reach up., takes: 3 s | move: "Breathe out, and relax.", takes: 3 s', 1)
    )
    session = compiled("own", own, each=1000)
    up, down = session.segments("move")
    assert down.start_ms == up.end_ms
    assert session.voice("Breathe out, and relax.").at_ms == down.start_ms


def test_a_long_breath_line_begins_ahead_and_ends_with_its_movement() -> None:
    own = exercise(
        reps('move: Reach up., takes: 3 s | move: "Breathe out, and relax.", takes: 3 s', 1)
    )
    session = compiled("own", own, own={"Breathe out, and relax.": 4000}, each=1000)
    down = session.segments("move")[1]
    assert session.voice("Breathe out, and relax.").end_ms == down.end_ms


def test_a_breath_line_that_opens_a_rep_comes_before_its_movement() -> None:
    own = exercise(reps('move: "Breathe in, and reach.", takes: 3 s', 1))
    session = compiled("own", own, each=1000)
    assert session.voice("Breathe in, and reach.").end_ms < moves(session)[0]


def test_after_a_done_tone_the_movement_begins_at_once_with_its_line_over_it() -> None:
    own = exercise(reps("move: Up., takes: 2 s | hold: 10 s | move: And down., takes: 3 s", 1))
    session = compiled("own", own, each=1000)
    (hold,) = session.segments("hold")
    down = session.segments("move")[1]
    assert down.start_ms == hold.end_ms == session.tones("done")[0].at_ms
    assert session.voice("And down.").at_ms == hold.end_ms + 500


def test_the_done_tone_takes_the_place_of_the_fall() -> None:
    own = exercise(reps("move: Up., takes: 2 s | hold: 10 s | move: And down., takes: 3 s", 4))
    session = compiled("own", own, each=600)
    last = session.segments("move", rep=4)[1]
    assert session.tones_in(last) == ("done",)


def test_after_a_silent_hold_the_line_ends_just_before_the_holds_end() -> None:
    own = exercise(reps("move: Up., takes: 2 s | hold: 5 s | move: And down., takes: 3 s", 1))
    session = compiled("own", own, each=1000)
    (hold,) = session.segments("hold")
    assert session.voice("And down.").end_ms == hold.end_ms - 300
    assert moves(session)[1] == hold.end_ms


def test_a_line_too_long_for_a_silent_hold_begins_after_its_word_and_runs_on() -> None:
    own = exercise(
        reps("move: Up., takes: 2 s | hold: 3 s, say: Hold. | move: And down., takes: 3 s", 1)
    )
    session = compiled("own", own, own={"And down.": 4000}, each=1000)
    (hold,) = session.segments("hold")
    line = session.voice("And down.")
    assert line.at_ms == session.voice("Hold.").end_ms + 400
    assert moves(session)[1] == hold.end_ms
    assert line.end_ms <= session.segments("move")[1].end_ms


def test_a_line_that_outlasts_hold_and_movement_makes_room_between_them() -> None:
    own = exercise(reps("move: Up., takes: 2 s | hold: 1 s | move: And down., takes: 2 s", 1))
    session = compiled("own", own, own={"And down.": 5000}, each=600)
    (hold,), down = session.segments("hold"), session.segments("move")[1]
    assert (hold.length_ms, down.length_ms) == (1000, 2000)
    assert session.voice("And down.").at_ms >= hold.start_ms
    assert session.voice("And down.").end_ms == down.end_ms


def test_from_the_fourth_rep_on_words_are_tones() -> None:
    session = compiled("own", exercise(LIFT), each=600)
    assert session.said("instruction").count("Lift.") == 2
    assert session.said("instruction").count("Lower.") == 2
    for rep in (4, 5, 6):
        up, down = session.segments("move", rep=rep)
        assert session.tones_in(up) == ("rise",)
        assert session.tones_in(down) == ("fall",)


def test_a_phase_may_say_which_way_it_goes() -> None:
    own = exercise(
        reps("move: Sink., takes: 2 s, away: false | move: Come up., takes: 2 s, away: true", 4)
    )
    session = compiled("own", own, each=600)
    assert [session.tones_in(move) for move in session.segments("move", rep=4)] == [
        ("fall",),
        ("rise",),
    ]


def test_breaths_fade_to_their_own_tones() -> None:
    own = exercise(reps("breathe: in, takes: 3 s | breathe: out, takes: 3 s", 4))
    session = compiled("own", own, each=600)
    assert [session.tones_in(each) for each in session.segments("breathe", rep=4)] == [
        ("in",),
        ("out",),
    ]


def test_full_breaths_fade_to_tones_too() -> None:
    own = exercise(reps("move: Lift., takes: 2 s | breathe: 2, say: Two full breaths.", 4))
    session = compiled("own", own, each=600)
    assert session.said().count("Two full breaths.") == 3
    (breaths,) = session.segments("breathe", rep=4)
    assert session.tones_in(breaths) == ("in", "out", "in", "out")


def test_the_number_is_spoken_with_the_faded_movement() -> None:
    session = compiled("own", exercise(LIFT), each=600)
    fourth = session.segments("move", rep=4)[0]
    assert session.voice("Four.").at_ms == fourth.start_ms


def test_sets_fade_by_themselves() -> None:
    session = compiled("{do: own, sets: 2, rest: 5 s}", exercise(LIFT), each=600)
    second = session.segments("move", set=2, rep=2)[0]
    assert [voice.text for voice in session.voices_in(second)] == ["Lift."]
    assert session.tones_in(session.segments("move", set=2, rep=4)[0]) == ("rise",)


def test_sets_of_one_repetition_never_fade() -> None:
    session = compiled("{do: own, reps: 1, sets: 6}", exercise(LIFT), each=600)
    assert session.said("instruction").count("Lift.") == 5
    assert session.tones("rise", "fall") == ()


def test_with_every_cue_the_words_stay() -> None:
    session = compiled("own", exercise(LIFT), each=600, cues="every")
    assert session.said("instruction").count("Lift.") == 5
    assert session.tones("rise", "fall") == ()


@pytest.mark.parametrize(("length", "over"), [(600, True), (2500, True), (2600, False)])
def test_a_breath_overlaps_words_up_to_half_a_second_more(length: int, over: bool) -> None:
    own = exercise(reps("breathe: in, takes: 2 s, say: Breathe in. | move: Lift., takes: 2 s", 1))
    session = compiled("own", own, own={"Breathe in.": length}, each=600)
    (breath,) = session.segments("breathe")
    line = session.voice("Breathe in.")
    assert (line.at_ms == breath.start_ms) is over
    assert over or line.end_ms < breath.start_ms
    assert breath.length_ms == 2000


def test_full_breaths_last_as_long_as_breaths_do() -> None:
    own = exercise(reps("move: Lift., takes: 2 s | breathe: 3, say: Three deep breaths.", 1))
    session = compiled("own", own, each=600)
    assert session.lengths("breathe") == [21_000]


def test_a_rest_in_a_repetition_is_exact() -> None:
    own = exercise(reps("move: Lift., takes: 2 s | rest: 3 s", 3))
    assert compiled("own", own, each=4000).lengths("rest") == [3000] * 3


def test_the_last_lines_of_an_exercise_keep_their_air_before_the_next() -> None:
    own = exercise(reps("move: Up., takes: 2 s | hold: 10 s | move: And down., takes: 1 s", 1))
    session = compiled(items("own", "posture-check"), own, each=1000)
    following = session.voices("announce")[1]
    assert following.at_ms >= session.voice("And down.").end_ms + 400
