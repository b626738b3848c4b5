"""Movements, breaths and their words (docs/laws-of-time.md#movements)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.kit import Session, compiled, exercise, items
from voiceguide.phrases.phrases import phrases_of

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
    lift, lower = session.segments("move", rep=2)
    assert session.voice("Two. Lift.").end_ms <= lift.end_ms
    line = session.voice("Lower.")
    assert line.end_ms <= lower.end_ms
    assert line.at_ms == lower.start_ms - max(0, each - lower.length_ms)


@pytest.mark.parametrize("each", [200, 1000, 2000])
def test_a_number_comes_before_its_movement_and_the_words_to_act_on_over_it(each: int) -> None:
    session = compiled("own", exercise(LIFT), each=each)
    before_ms = session.segments("move", rep=2)[0].start_ms - session.voice("Two. Lift.").at_ms
    assert before_ms == each * len("Two.") // len("Two. Lift.")


@pytest.mark.parametrize(
    ("side", "said"),
    [("", "Lift. Two."), ("sides: {order: rep-by-rep, word: leg}\n", "Two. Left. Lift.")],
)
def test_at_a_holds_end_the_word_to_act_on_comes_before_a_number_alone(
    side: str, said: str
) -> None:
    whose = "<side> arm" if side else "arms"
    phases = f"move: Lift your {whose}., again: Lift., takes: 2 s | hold: 5 s, count: silent"
    session = compiled("own", exercise(side + reps(phases)), each=600)
    assert session.voice(said).at_ms == session.segments("hold", rep=1)[-1].end_ms


def test_no_movement_waits_for_its_number_longer_than_it_must() -> None:
    own = exercise(reps("move: Up., takes: 4 s | hold: 10 counts | move: And down., takes: 3 s"))
    session = compiled("own", own, own={"Second one. Up.": 4000}, each=600)
    before_ms = session.segments("move", rep=2)[0].start_ms - session.voice("Second one. Up.").at_ms
    assert before_ms == 900


def test_without_again_the_full_line_repeats_until_it_fades() -> None:
    own = exercise(reps("move: Lift both arms., takes: 2 s"))
    session = compiled("own", own, each=600)
    assert session.said("instruction") == [
        "Lift both arms.", "Two. Lift both arms.", "Three. Lift both arms.",
    ]  # fmt: skip


def test_a_breath_is_not_kept_waiting() -> None:
    own = exercise(
        reps(
            "move: Reach up., takes: 3 s | "
            'move: "Breathe out, and relax.", takes: 3 s, breath: out',
            1,
        )
    )
    session = compiled("own", own, each=1000)
    up, down = session.segments("move")
    assert down.start_ms == up.end_ms
    assert session.voice("Breathe out, and relax.").at_ms == down.start_ms


def test_a_long_breath_line_begins_ahead_and_ends_with_its_movement() -> None:
    own = exercise(
        reps(
            "move: Reach up., takes: 3 s | "
            'move: "Breathe out, and relax.", takes: 3 s, breath: out',
            1,
        )
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


@pytest.mark.parametrize("rep", [1, 2])
def test_after_a_silent_hold_the_movement_and_its_line_begin_at_the_holds_end(rep: int) -> None:
    own = exercise(reps("move: Up., takes: 2 s | hold: 5 s | move: And down., takes: 3 s", 2))
    session = compiled("own", own, each=1000)
    hold = session.segments("hold")[rep - 1]
    assert session.voice("And down.", rep).at_ms == hold.end_ms
    assert session.segments("move", rep=rep)[1].start_ms == hold.end_ms


def test_a_movement_after_a_silent_hold_does_not_wait_for_the_holds_own_word() -> None:
    own = exercise(
        reps("move: Up., takes: 2 s | hold: 3 s, say: Hold. | move: And down., takes: 3 s", 1)
    )
    session = compiled("own", own, own={"Hold.": 2600}, each=1000)
    (hold,) = session.segments("hold")
    assert session.voice("Hold.").end_ms + 400 == hold.end_ms
    assert session.voice("And down.").at_ms == hold.end_ms == moves(session)[1]


def test_a_line_that_outlasts_the_movement_after_a_silent_hold_makes_room_after_it() -> None:
    own = exercise(
        reps("move: Up., takes: 2 s | hold: 1 s | move: And down., takes: 2 s | hold: 4 s", 1)
    )
    session = compiled("own", own, own={"And down.": 5000}, each=600)
    hold, rest = session.segments("hold")
    down = session.segments("move")[1]
    assert down.start_ms == hold.end_ms == session.voice("And down.").at_ms
    assert down.length_ms == 2000
    assert rest.start_ms >= session.voice("And down.").end_ms


@pytest.mark.parametrize("line", ["finish: And rest.", "after"])
def test_what_follows_a_silent_hold_is_said_at_its_end(line: str) -> None:
    rep = reps("move: Up., takes: 2 s | hold: 5 s", 1)
    own = exercise(rep if line == "after" else f"{rep}{line}\n")
    session = compiled("{do: own, after: And rest.}" if line == "after" else "own", own, each=1000)
    assert session.voice("And rest.").at_ms == session.segments("hold")[0].end_ms


def test_a_silent_hold_without_words_gets_one_of_the_coachs_on_each_side() -> None:
    rep = reps("move: Lift your <side> arm., takes: 2 s | hold: 5 s", 3)
    own = exercise(f"sides: {{order: one-then-other}}\n{rep}")
    session = compiled("own", own, each=600)
    words = phrases_of("en").pool("hold")
    said = [voice.text for voice in session.voices("instruction") if voice.text in words]
    assert said == list(words[:2])
    for voice, hold in zip(
        (each for each in session.voices("instruction") if each.text in words),
        session.segments("hold", rep=1),
        strict=True,
    ):
        assert voice.at_ms == hold.start_ms


@pytest.mark.parametrize(("seconds", "breathes"), [(2, False), (4, False), (5, True)])
def test_a_short_hold_is_not_told_to_breathe(seconds: int, breathes: bool) -> None:
    own = exercise(reps(f"move: Up., takes: 2 s | hold: {seconds} s", 1))
    session = compiled(items(*["own"] * 5), own, each=600)
    said = [voice.text for hold in session.segments("hold") for voice in session.voices_in(hold)]
    assert len(said) == 5
    assert any("reath" in text for text in said) is breathes
    assert all(one != two for one, two in pairwise(said))


def test_a_hold_that_is_too_short_for_a_word_of_the_coachs_is_quiet() -> None:
    own = exercise(reps("move: Up., takes: 2 s | hold: 1 s", 1))
    session = compiled("own", own, each=700)
    (hold,) = session.segments("hold")
    assert session.voices_in(hold) == ()


def test_a_form_line_is_said_inside_a_silent_hold_that_has_room() -> None:
    rep = reps("move: Up., takes: 2 s | move: Down., takes: 2 s | hold: 6 s", 4)
    session = compiled("own", exercise(f"{rep}watch: Neck long.\n"), each=1000)
    hold = session.segments("hold", rep=2)[0]
    assert session.voice("Neck long.").end_ms <= hold.end_ms - 500
    assert session.voice("Neck long.").at_ms >= hold.start_ms


def test_a_form_line_that_no_silent_hold_has_room_for_is_not_said() -> None:
    rep = reps("move: Up., takes: 2 s | move: Down., takes: 2 s | hold: 2 s", 4)
    session = compiled(
        "own", exercise(f"{rep}watch: Neck long.\n"), own={"Neck long.": 3000}, each=900
    )
    assert "Neck long." not in session.said()


def test_from_the_fourth_rep_on_words_are_tones() -> None:
    session = compiled("own", exercise(LIFT), each=600)
    assert session.said("instruction").count("Two. Lift.") == 1
    assert session.said("instruction").count("Three. Lift.") == 1
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


def test_a_faded_movements_tone_begins_when_its_number_is_over() -> None:
    session = compiled("own", exercise(LIFT), each=600)
    fourth = session.segments("move", rep=4)[0]
    number = session.voice("Four.")
    assert number.at_ms == fourth.start_ms
    assert session.tones("rise")[0].at_ms == number.end_ms


def test_number_side_and_movement_are_one_line() -> None:
    own = exercise(
        "sides: {order: rep-by-rep, word: arm}\ndose: {reps: 4}\nrep:\n"
        '  - {move: "Lift your <side> arm.", again: Lift., takes: 2 s}\n'
    )
    session = compiled("own", own, each=600)
    assert session.said("instruction", "number", "side") == [
        "Lift your left arm.", "Lift your right arm.",
        "Two. Left. Lift.", "Right. Lift.", "Three. Left. Lift.", "Right. Lift.",
        "Last one. Left.", "Right.",
    ]  # fmt: skip


def test_sets_fade_by_themselves() -> None:
    session = compiled("{do: own, sets: 2, rest: 5 s}", exercise(LIFT), each=600)
    second = session.segments("move", set=2, rep=2)[0]
    assert session.voice("Two. Lift.", 2).end_ms > second.start_ms
    assert session.tones_in(session.segments("move", set=2, rep=4)[0]) == ("rise",)


def test_sets_of_one_repetition_never_fade() -> None:
    session = compiled("{do: own, reps: 1, sets: 6}", exercise(LIFT), each=600)
    assert [line for line in session.said("instruction") if "Lift." in line] == ["Lift."] * 5
    assert session.tones("rise", "fall") == ()


def test_with_every_cue_the_words_stay() -> None:
    session = compiled("own", exercise(LIFT), each=600, cues="every")
    assert sum(line.endswith("Lift.") for line in session.said("instruction")) == 5
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


def test_a_step_of_repetitions_without_words_is_counted_alone() -> None:
    session = compiled("{step: Squats, reps: 3, takes: 3 s}", each=600)
    assert session.said("instruction", "number") == ["Two.", "Last one."]
    assert all(voice.text for voice in session.timeline.voices)
    starts = [voice.at_ms for voice in session.voices("number")]
    assert starts == [move.start_ms for move in session.segments("move")[1:]]
