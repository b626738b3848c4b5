"""Groups of timed steps, to the millisecond (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.kit import Session, compiled, items, routine
from voiceguide.phrases.phrases import phrases_of
from voiceguide.routine.model import Routine
from voiceguide.timeline import Segment, Tone

TABATA = """name: Test
items:
  - group: Tabata
    rounds: {rounds}
    rest: {rest}
    items:
      - {step}
"""


def group(rounds: int = 8, rest: str = "10 s", step: str = "{step: Work, for: 20 s}") -> Routine:
    return routine(TABATA.format(rounds=rounds, rest=rest, step=step))


def row(*items: str, rounds: int = 1) -> Routine:
    lines = "".join(f"      - {item}\n" for item in items)
    return routine(f"name: Test\nitems:\n  - group: Row\n    rounds: {rounds}\n    items:\n{lines}")


def said_in(session: Session, segment: Segment) -> list[str]:
    return [voice.text for voice in session.voices_in(segment)]


def pips_before(session: Session, at: int) -> list[int]:
    return [tone.at_ms - at for tone in session.tones("pip-next") if at - 4000 < tone.at_ms < at]


def test_the_times_are_kept_to_the_millisecond() -> None:
    session = compiled(group())
    holds = session.segments("hold")
    assert session.lengths("hold") == [20_000] * 8
    assert session.lengths("rest") == [10_000] * 7
    assert holds[-1].end_ms - holds[0].start_ms == 230_000


@pytest.mark.parametrize("slowness", [0.3, 2, 5])
def test_the_times_are_kept_whatever_the_voice(slowness: float) -> None:
    holds = compiled(group(), slowness=slowness).segments("hold")
    assert holds[-1].end_ms - holds[0].start_ms == 230_000


def test_the_group_is_announced_once() -> None:
    session = compiled(group())
    said = session.said("announce")
    assert said[0] == "Tabata. Eight rounds of twenty seconds, with ten seconds of rest."
    assert [line for line in said if line.startswith("Tabata.")] == said[:1]


def test_five_seconds_with_pips_lead_into_the_first_round() -> None:
    session = compiled(group())
    first = session.segments("hold")[0]
    ready = session.voice("Work. Get ready.")
    assert first.start_ms - ready.at_ms == 5000
    assert pips_before(session, first.start_ms) == [-3000, -2000, -1000]
    assert session.timeline.segment_at(first.start_ms - 1).kind == "setup"


def test_a_steps_own_words_come_before_the_first_round_only() -> None:
    session = compiled(group(step="{step: Work, for: 20 s, say: Push hard.}"))
    assert session.said().count("Push hard.") == 1
    assert session.voice("Push hard.").at_ms < session.voice("Work. Get ready.").at_ms


def test_each_rest_names_the_next_step_and_its_round() -> None:
    session = compiled(group())
    said = [said_in(session, rest)[0] for rest in session.segments("rest")]
    assert said[0] == "Rest. Next, work, round two."
    assert said[-1] == "Rest. Next, work, last round."


def test_pips_of_a_second_pitch_and_a_start_tone_begin_each_step() -> None:
    session = compiled(group())
    for hold in session.segments("hold"):
        assert pips_before(session, hold.start_ms) == [-3000, -2000, -1000]
        assert hold.start_ms in [tone.at_ms for tone in session.tones("start")]
    pips = [tone.at_ms for tone in session.tones("pip")]
    ends = [hold.end_ms for hold in session.segments("hold")]
    assert pips == [end - left for end in ends for left in (3000, 2000, 1000)]


def test_soft_pips_lead_into_the_steps_too() -> None:
    session = compiled(group(rounds=2), countdown="soft")
    assert session.tones("pip", "pip-next") == ()
    ticks = [tone.at_ms for tone in session.tones("tick")]
    for hold in session.segments("hold"):
        assert [hold.start_ms - left in ticks for left in (3000, 2000, 1000)] == [True] * 3


def test_spoken_numbers_lead_into_the_steps_too() -> None:
    session = compiled(group(rounds=2), countdown="voice")
    assert session.tones("pip", "pip-next", "tick") == ()
    counted = {int(voice.at_ms): voice.text for voice in session.voices("countdown")}
    for hold in session.segments("hold"):
        before = [counted.get(hold.start_ms - left) for left in (3000, 2000, 1000)]
        assert before == ["Three.", "Two.", "One."]


def test_a_number_that_takes_too_long_leads_in_as_a_pip_with_a_note() -> None:
    session = compiled(group(rounds=2), countdown="voice", own={"Two.": 851})
    starts = [hold.start_ms for hold in session.segments("hold")]
    assert [tone.at_ms for tone in session.tones("pip-next")] == [at - 2000 for at in starts]
    assert [note.after for note in session.timeline.notes if note.change == "countdown"] == [
        "pip-next",
        "pip",
    ]


@pytest.mark.parametrize("rest", ["5 s", "6 s", "10 s"])
def test_spoken_numbers_have_air_before_them(rest: str) -> None:
    session = compiled(group(rest=rest), countdown="voice", slowness=1.3)
    for one, later in pairwise(session.timeline.voices):
        air = 0 if one.role == "countdown" else 400
        assert later.at_ms >= one.end_ms + air


def test_without_a_countdown_nothing_leads_in_but_the_start_tone() -> None:
    session = compiled(group(rounds=2), countdown="none")
    assert session.tones("pip", "pip-next", "tick") == ()
    assert len(session.tones("start")) == 2


def test_no_voice_runs_over_a_pip_or_another_voice() -> None:
    for slowness in (1, 2, 4):
        session = compiled(group(rest="6 s"), slowness=slowness)
        for one, later in pairwise(session.timeline.voices):
            assert later.at_ms >= one.end_ms + 400
        for pip in session.timeline.cues:
            if pip.role == "countdown" and isinstance(pip, Tone):
                over = [
                    voice
                    for voice in session.timeline.voices
                    if voice.at_ms < pip.end_ms and voice.end_ms > pip.at_ms
                ]
                assert over == []


def test_the_group_is_done_half_a_second_after_its_last_tone() -> None:
    session = compiled(group())
    last = session.segments("hold")[-1]
    assert session.voice("Tabata done.").at_ms == last.end_ms + 500


def test_a_rest_after_the_last_step_begins_with_the_groups_end() -> None:
    circuit = "{group: Core, rounds: 2, items: [{step: Plank, for: 30 s}, {rest: 20 s}]}"
    session = compiled(circuit)
    last_rest = session.segments("rest")[-1]
    assert last_rest.length_ms == 20_000
    assert session.voice("Core done.").at_ms == last_rest.start_ms + 500
    assert session.said().count("Core done.") == 1


@pytest.mark.parametrize(
    ("lengths", "said"),
    [
        ({}, "Rest. Next, work, round two."),
        ({"Rest. Next, work, round two.": 9000}, "Work, round two."),
        ({"Rest. Next, work, round two.": 9000, "Work, round two.": 9000}, "Work."),
    ],
)
def test_words_that_do_not_fit_are_shorter(lengths: dict[str, int], said: str) -> None:
    session = compiled(group(), own=lengths, each=600)
    assert said_in(session, session.segments("rest")[0]) == [said]


HOOK = ("{step: Jab, for: 20 s}", "rest: 5 s", "{step: Hook, for: 20 s, each_side: true}")


@pytest.mark.parametrize(
    ("fitting", "said"),
    [
        (["Hook, left side.", "Hook, left.", "Hook.", "Left."], ["Hook, left side."]),
        (["Hook, left.", "Hook.", "Left."], ["Hook, left."]),
        (["Hook.", "Left."], ["Hook."]),
        (["Left."], ["Left."]),
        ([], []),
    ],
)
def test_a_short_rest_names_as_much_of_a_step_and_its_side_as_fits(
    fitting: list[str], said: list[str]
) -> None:
    session = compiled(row(*HOOK), own=dict.fromkeys(fitting, 1200), each=2000)
    (rest,) = session.segments("rest")
    assert rest.length_ms == 5000
    assert said_in(session, rest) == said


def test_of_a_step_that_comes_again_the_side_is_what_is_new() -> None:
    lunges = "{step: Lunges, for: 20 s, each_side: true, sides: {change: 5 s}}"
    session = compiled(group(2, "5 s", lunges), own={"Left.": 1200, "Lunges.": 1200}, each=2000)
    assert said_in(session, session.segments("rest")[0]) == ["Left."]


def test_where_no_word_fits_only_the_tones_are_heard() -> None:
    session = compiled(group(), each=9000)
    assert [said_in(session, rest) for rest in session.segments("rest")] == [[]] * 7
    assert session.lengths("rest") == [10_000] * 7


def test_shorter_words_are_one_note_for_the_group() -> None:
    session = compiled(group(), each=9000)
    assert [note.before for note in session.timeline.notes].count("Tabata") == 1


def test_intervals_say_halfway_from_forty_seconds_on() -> None:
    assert "Halfway." not in compiled(group(step="{step: Work, for: 39 s}")).said()
    session = compiled(group(rounds=2, step="{step: Work, for: 40 s}"))
    first = session.segments("hold")[0]
    assert session.voice("Halfway.").at_ms == first.start_ms + 20_000


def test_without_room_between_the_next_step_is_named_in_the_hold() -> None:
    session = compiled(
        row("{step: March, for: 30 s}", "{step: Squats, for: 30 s}", "{step: Plank, for: 30 s}")
    )
    holds = session.segments("hold")
    assert holds[-1].end_ms - holds[0].start_ms == 90_000
    for hold, name in zip(holds, ("squats", "plank"), strict=False):
        naming = [voice for voice in session.voices_in(hold) if voice.role == "announce"]
        assert [voice.text for voice in naming] == [f"Next, {name}."]
        assert naming[0].at_ms >= hold.end_ms - 8000
        assert naming[0].end_ms <= hold.end_ms - 3500


def test_where_holds_meet_only_the_start_tone_sounds() -> None:
    session = compiled(row("{step: March, for: 30 s}", "{step: Squats, for: 30 s}"))
    first, second = session.segments("hold")
    assert [t.sound for t in session.timeline.tones if t.at_ms == second.start_ms] == ["start"]
    assert first.end_ms == second.start_ms


def test_a_change_of_sides_is_a_rest_that_names_the_side() -> None:
    step = "{step: Side plank, for: 20 s, sides: {order: one-then-other, word: side, change: 8 s}}"
    session = compiled(row(step))
    left, right = session.segments("hold")
    assert (left.side, right.side) == ("left", "right")
    assert right.start_ms - left.end_ms == 8000
    (change,) = session.segments("change")
    assert "Right side." in said_in(session, change)[0]
    assert pips_before(session, right.start_ms) == [-3000, -2000, -1000]


def test_a_change_of_position_lies_inside_the_rest() -> None:
    session = compiled(
        row(
            "{step: Plank, for: 20 s, position: hands-knees}",
            "rest: 25 s",
            "{step: Bridge, for: 20 s, position: back-knees-bent}",
        )
    )
    plank, bridge = session.segments("hold")
    assert bridge.start_ms - plank.end_ms == 25_000
    arrive = session.voice("Lie on your back with your knees bent and your feet flat.")
    assert plank.end_ms < arrive.at_ms
    assert bridge.start_ms - 3000 - arrive.end_ms >= 12_000  # the time from kneeling to lying
    assert session.timeline.notes == ()


def test_only_what_is_missing_for_the_way_is_added_with_a_note() -> None:
    session = compiled(
        row(
            "{step: Plank, for: 20 s, position: hands-knees}",
            "rest: 10 s",
            "{step: Bridge, for: 20 s, position: back-knees-bent}",
        )
    )
    plank, bridge = session.segments("hold")
    between = bridge.start_ms - plank.end_ms
    arrive = session.voice("Lie on your back with your knees bent and your feet flat.")
    assert session.lengths("rest") == [10_000]
    assert between > 10_000
    assert bridge.start_ms - 3000 - arrive.end_ms - 12_000 in range(1000)
    assert [note.change for note in session.timeline.notes].count("rest") == 1


def test_where_time_is_added_for_the_way_the_step_and_its_side_are_named() -> None:
    side_plank = "{step: Side plank, for: 20 s, each_side: true, position: side-support}"
    session = compiled(row("{step: March, for: 20 s}", "rest: 10 s", side_plank))
    (rest,) = session.segments("rest")
    way = [voice.text for voice in session.voices() if voice.end_ms <= rest.end_ms][-3:]
    assert way == [
        "Side plank, left.", "Come down to the floor slowly.", "Lie on your left side.",
    ]  # fmt: skip


def test_the_rounds_of_a_group_are_told_to_every_segment() -> None:
    session = compiled(group(rounds=3))
    rounds = [(each.rounds[0].round, each.rounds[0].of) for each in session.segments("hold")]
    assert rounds == [(1, 3), (2, 3), (3, 3)]
    assert {each.item for each in session.segments("hold")} == {1}


def test_a_step_is_a_hold_with_halfway_pips_and_done() -> None:
    session = compiled("{step: Plank, for: 30 s}")
    (hold,) = session.segments("hold")
    assert hold.length_ms == 30_000
    assert session.voice("Halfway.").at_ms == hold.start_ms + 15_000
    assert [tone.at_ms - hold.end_ms for tone in session.tones("pip")] == [-3000, -2000, -1000]
    assert [tone.at_ms for tone in session.tones("done")] == [hold.end_ms]


def test_a_step_on_each_side_is_two_holds_with_a_change() -> None:
    session = compiled("{step: Side plank, for: 30 s, each_side: true}")
    assert session.lengths("hold") == [30_000, 30_000]
    assert session.sides("hold") == "L R"
    assert len(session.segments("change")) == 1
    assert [line for line in session.said() if line.startswith("Change. Right")]


def test_the_long_words_of_a_step_come_before_its_hold() -> None:
    session = compiled("{step: Plank, for: 30 s, say: Get up on your toes.}", each=12_000)
    (hold,) = session.segments("hold")
    assert hold.length_ms == 30_000
    assert session.voice("Get up on your toes.").end_ms < hold.start_ms


def test_a_step_of_repetitions_is_counted() -> None:
    session = compiled("{step: Squats, reps: 5, takes: 3 s}")
    assert session.lengths("move") == [3000] * 5
    said = session.said("instruction", "number")
    assert [line.partition(".")[0] for line in said][-4:] == ["Two", "Three", "Four", "Last one"]


@pytest.mark.parametrize(("length", "said"), [(4500, True), (4501, False)])
def test_naming_the_next_step_in_a_hold_ends_before_its_last_seconds(
    length: int, said: bool
) -> None:
    made = row("{step: March, for: 30 s}", "{step: Squats, for: 30 s}")
    session = compiled(made, own={"Next, squats.": length}, each=600)
    assert ("Next, squats." in session.said()) is said


def test_all_out_work_is_left_in_peace() -> None:
    """Holds of less than 40 s have no room for encouragement."""
    assert compiled(group(rounds=20, step="{step: Work, for: 39 s}")).said("encourage") == []
    assert compiled(group(rounds=20, step="{step: Work, for: 40 s}")).said("encourage")


def test_nobody_is_praised_in_the_first_half_minute_of_work() -> None:
    long = "{step: Walk, for: 1 min, say: [Swing your arms., Walk tall., Breathe easily.]}"
    session = compiled(group(step=long), each=3000, own={"Walk tall.": 40_000})
    begins = session.segments("hold")[0].start_ms
    praise = session.voices("encourage")
    assert praise
    assert praise[0].at_ms >= begins + 30_000


LADDER = (
    "{step: Plank, for: 10 s}",
    "rest: 15 s",
    "{step: Longer plank, for: 20 s}",
    "rest: 15 s",
    "{step: Last plank, for: 10 s}",
)


def test_a_group_of_one_round_says_how_many_exercises_it_has() -> None:
    assert compiled(row(*LADDER)).said("announce")[0] == "Row. Three exercises."


def test_steps_of_different_lengths_say_how_long_they_are() -> None:
    said = compiled(row(*LADDER)).said("announce")
    assert said[1:4] == [
        "Plank, for ten seconds. Get ready.",
        "Rest. Next, longer plank, for twenty seconds.",
        "Rest. Next, last plank, for ten seconds.",
    ]


def test_a_rest_says_how_long_it_is_where_the_group_has_not() -> None:
    steps = ("{step: Plank, for: 10 s}", "rest: 20 s", "{step: Row, for: 10 s}", "rest: 10 s")
    said = compiled(row(*steps, "{step: Bridge, for: 10 s}")).said("announce")
    assert said[2:4] == ["Rest for twenty seconds. Next, row.", "Rest. Next, bridge."]


def test_they_say_it_in_the_first_round_only() -> None:
    said = compiled(row(*LADDER, "rest: 15 s", rounds=2)).said("announce")
    assert said[2] == "Rest. Next, longer plank, for twenty seconds, round one."
    assert said[5] == "Rest. Next, longer plank, last round."


def test_steps_of_one_length_say_it_once() -> None:
    steps = ("{step: Squats, for: 30 s}", "rest: 15 s", "{step: Plank, for: 30 s}", "rest: 15 s")
    said = compiled(row(*steps)).said("announce")
    assert said[:3] == [
        "Row. Two exercises, thirty seconds each.",
        "Squats. Get ready.",
        "Rest. Next, plank.",
    ]
    said = compiled(row(*steps, rounds=3)).said("announce")
    assert said[0] == "Row. Three rounds of two exercises, thirty seconds each."


def test_a_single_step_says_how_long_it_is() -> None:
    said = compiled(row("{step: Plank, for: 30 s}")).said("announce")
    assert said[:2] == ["Row.", "Plank, for thirty seconds. Get ready."]


@pytest.mark.parametrize("rest", [(), ("rest: 3 s",)])
def test_a_change_of_position_with_no_rest_is_told_and_has_its_time(rest: tuple[str, ...]) -> None:
    session = compiled(
        row(
            "{step: March, for: 20 s, position: standing}",
            *rest,
            "{step: Bridge, for: 20 s, position: back-knees-bent}",
        )
    )
    march, bridge = session.segments("hold")
    arrive = session.voice("Lie on your back with your knees bent and your feet flat.")
    assert march.end_ms < session.voice("Bridge.").at_ms < arrive.at_ms
    assert bridge.start_ms - 3000 - arrive.end_ms - 18_000 in range(1000)
    assert pips_before(session, bridge.start_ms) == [-3000, -2000, -1000]
    assert session.lengths("rest") == [3000] * len(rest)
    assert [note.change for note in session.timeline.notes].count("rest") == 1


def test_a_rest_in_another_position_is_led_into_and_out_of() -> None:
    session = compiled(
        row(
            "{step: Plank, for: 20 s, position: hands-knees}",
            "{rest: 60 s, position: floor-sitting, say: Rest a little.}",
            "{step: Row, for: 20 s, position: hands-knees}",
        )
    )
    (rest,) = session.segments("rest")
    said = [voice.text for voice in session.voices_in(rest)]
    assert said[1:] == ["Rest a little.", "Row.", "Come onto your hands and knees."]
    assert session.voice(said[0]).role == "position"
    assert rest.length_ms == 60_000


def test_rests_in_a_row_lead_into_the_next_step_as_one() -> None:
    session = compiled(group(2, "6 s", "{step: Work, for: 20 s}\n      - rest: 4 s"))
    first, second = session.segments("hold")
    assert second.start_ms - first.end_ms == 10_000
    assert session.lengths("rest") == [4000, 6000, 4000]
    assert session.voice("Rest. Next, work, last round.").at_ms == first.end_ms + 500
    assert pips_before(session, second.start_ms) == [-3000, -2000, -1000]


def test_a_rest_before_the_first_step_is_left_out_with_a_note() -> None:
    session = compiled(row("rest: 10 s", "{step: Work, for: 20 s}", rounds=2))
    assert session.lengths("rest") == [10_000]
    notes = [(note.change, note.before, note.after) for note in session.timeline.notes]
    assert notes == [("rest", "10 s", "left out")]


def test_a_rest_elsewhere_after_the_last_step_is_led_into() -> None:
    sit = "{rest: 10 s, position: floor-sitting}"
    session = compiled(row("{step: Work, for: 20 s, position: standing}", sit))
    (rest,) = session.segments("rest")
    assert rest.length_ms == 10_000
    said = [voice for voice in session.voices("position") if voice.at_ms > 20_000]
    assert said[-1].end_ms < rest.start_ms
    assert session.voice("Row done.").end_ms < said[0].at_ms


UP_AND_DOWN = (
    "{step: March, for: 20 s, position: standing}",
    "{step: Bridge, for: 20 s, position: back-knees-bent, say: You will lift your hips.}",
    "{step: Stand, for: 20 s, position: standing}",
)


def test_going_to_the_floor_and_getting_up_is_led_as_between_exercises() -> None:
    assert compiled(row(*UP_AND_DOWN)).said("position") == [
        "Come down to the floor slowly.",
        "Lie on your back with your knees bent and your feet flat.",
        "Bend your knees, roll onto one side, and push up with your hands.",
        "Come up onto your knees, bring one foot forward, and stand up slowly. "
        "Pause if you feel dizzy.",
        "Stand tall with your feet hip-width apart.",
    ]


def test_a_steps_own_words_are_said_on_the_way_to_it() -> None:
    session = compiled(row(*UP_AND_DOWN))
    line, bridge = session.voice("You will lift your hips."), session.segments("hold")[1]
    arrive = session.voice("Lie on your back with your knees bent and your feet flat.")
    assert arrive.end_ms + 400 == line.at_ms
    assert bridge.start_ms - 3000 - arrive.end_ms - 18_000 in range(1500)


def test_the_words_of_a_step_without_rest_before_it_come_before_the_group() -> None:
    raises = "{step: Heel raises, for: 20 s, say: You will rise onto your toes.}"
    session = compiled(row("{step: March, for: 20 s}", raises, rounds=2))
    assert session.said().count("You will rise onto your toes.") == 1
    assert (
        session.voice("Heel raises.").end_ms < session.voice("You will rise onto your toes.").at_ms
    )
    assert (
        session.voice("You will rise onto your toes.").end_ms < session.segments("hold")[0].start_ms
    )


def test_words_of_a_step_that_no_rest_has_room_for_are_told_by_line() -> None:
    lunges = "{step: Lunges, for: 20 s, say: Keep your back long and your breath easy.}"
    session = compiled(row("{step: March, for: 20 s}", "rest: 5 s", lunges))
    notes = [(note.before, note.why) for note in session.timeline.notes]
    why = "the rest before Lunges is too short"
    assert ("Keep your back long and your breath easy.", why) in notes


SHAKE = "{rest: 3 s, say: Shake out both of your arms and your legs well.}"


@pytest.mark.parametrize("length", ["8 s", "20 s"])
def test_the_words_of_a_short_rest_never_run_into_the_next_step(length: str) -> None:
    session = compiled(row(f"{{step: Squats, for: {length}}}", SHAKE, rounds=2))
    assert "Shake out both of your arms and your legs well." not in session.said()
    notes = [note.before for note in session.timeline.notes]
    assert "Shake out both of your arms and your legs well." in notes


def test_the_words_of_a_last_rest_wait_for_one_with_room() -> None:
    shake = "{rest: 2 s, say: Shake out both arms.}"
    session = compiled(row("{step: Kicks, for: 12 s}", shake, "rest: 9 s"))
    rests = session.segments("rest")
    assert rests[1].start_ms <= session.voice("Shake out both arms.").at_ms < rests[1].end_ms
    assert session.lengths("rest") == [2000, 9000]


def test_a_step_that_no_hold_has_room_to_name_is_named_in_the_short_rest() -> None:
    session = compiled(row("{step: Up, for: 5 s}", "rest: 4 s", "{step: Kicks, for: 5 s}"))
    (rest,) = session.segments("rest")
    assert said_in(session, rest)[0].startswith("Kicks")


@pytest.mark.parametrize(
    ("step", "countdown", "told"),
    [
        ("{step: Kicks, for: 8 s}", "tones", ["pips_start"]),
        ("{step: Kicks, for: 8 s, count: ends}", "tones", ["pips_start", "done"]),
        ("{step: Kicks, for: 15 s}", "tones", ["pips_start", "pips_done"]),
        ("{step: Kicks, for: 15 s}", "voice", ["done", "start"]),
        ("{step: Kicks, for: 15 s, count: silent}", "voice", ["start"]),
    ],
)
def test_only_tones_that_are_heard_are_explained(
    step: str, countdown: str, told: list[str]
) -> None:
    session = compiled(row(step, "rest: 12 s", rounds=2), countdown=countdown, tones="explained")
    lines = {phrases_of("en").get(f"tones.{name}"): name for name in (*told, "pips_done", "done")}
    assert [lines[line] for line in session.said("note") if line in lines] == told


def test_a_group_that_begins_on_another_side_turns_over() -> None:
    def lift(side: str) -> str:
        sides = f"sides: {{order: one-then-other, only: {side}}}"
        return f"{{group: G, items: [{{step: Lift, for: 9 s, position: side-support, {sides}}}]}}"

    said = compiled(items(lift("left"), lift("right"))).said("position")
    assert [line for line in said if line.startswith("Lie")] == [
        "Lie on your left side.",
        "Lie on your right side.",
    ]


CLAM = (
    "{step: Clam, for: 20 s, position: side-lying, sides: {order: one-then-other, change: 15 s, "
    "change_say: Roll over to your <other> side.}}"
)


def test_a_steps_own_words_turn_the_person_over_in_place_of_the_positions() -> None:
    session = compiled(row(CLAM))
    turn, (change,) = session.voice("Roll over to your left side."), session.segments("change")
    assert "Lie on your left side." not in session.said()
    assert turn.at_ms > session.segments("hold")[0].end_ms
    assert change.end_ms - 3000 - turn.end_ms >= 10_000
    assert session.lengths("change") == [15_000]


def test_a_rest_after_a_step_that_lies_on_a_side_turns_nobody_over() -> None:
    session = compiled(row(CLAM, "rest: 20 s", "{step: Sit, for: 20 s, position: floor-sitting}"))
    assert [line for line in session.said("position") if line.startswith("Lie")] == [
        "Lie on your right side."
    ]
