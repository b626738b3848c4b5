"""The acceptance cases about time (docs/acceptance.md says which test holds which case)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from tests.kit import BUILT_IN, Session, compiled, exercise, items
from voiceguide.phrases.phrases import phrases_of
from voiceguide.reader.amounts import read_amount
from voiceguide.session_options import Level
from voiceguide.timeline import SegmentKind

LEVELS: tuple[Level, ...] = ("gentle", "steady", "strong")
HAMSTRING = "{{do: hamstring-stretch, sets: 3, hold: 20 s, sides: {{{sides}}}}}"
ROUTINES = tuple(BUILT_IN.ids("routine"))


def changes(session: Session) -> list[str]:
    """The lines that lead to the other side: each right before a change."""
    starts = {segment.start_ms - 400 for segment in session.segments("change")}
    return [voice.text for voice in session.voices("side") if voice.end_ms in starts]


def test_all_sets_of_one_side_come_before_the_other() -> None:
    session = compiled(HAMSTRING.format(sides="order: one-then-other"))
    assert session.lengths("hold") == [20_000] * 6
    assert session.sides("hold") == "L L L R R R"
    assert [line for line in changes(session) if "right" in line] == changes(session)
    assert len(changes(session)) == 1


def test_set_by_set_the_side_changes_after_each_set() -> None:
    session = compiled(HAMSTRING.format(sides="order: set-by-set"))
    assert session.sides("hold") == "L R L R L R"
    for line, side in zip(session.said("side"), ["right", "left"] * 3, strict=False):
        assert side in line.lower()
    assert len(session.segments("change")) == 5


def test_the_right_side_may_come_first() -> None:
    session = compiled(HAMSTRING.format(sides="first: right"))
    assert session.sides("hold") == "R R R L L L"
    assert "Right leg first." in session.said("announce")[0]
    for voice in session.voices("instruction"):
        named = re.findall(r"\b(left|right)\b", voice.text)
        assert set(named) <= {session.timeline.segment_at(voice.at_ms).side}


def test_where_one_side_is_asked_for_the_other_is_neither_done_nor_named() -> None:
    session = compiled(HAMSTRING.format(sides="only: left"))
    assert session.lengths("hold") == [20_000] * 3
    assert changes(session) == []
    assert not [line for line in session.said() if "right" in line.lower()]


@pytest.mark.parametrize(
    ("item", "reps"), [("partial-sit-up", (8, 10, 12)), ("pelvic-tilt", (12, 14, 15))]
)
def test_the_level_decides_the_repetitions(item: str, reps: tuple[int, ...]) -> None:
    found = [
        max(segment.rep or 0 for segment in compiled(item, level=level).segments("move"))
        for level in LEVELS
    ]
    assert tuple(found) == reps


def test_the_level_decides_the_sets() -> None:
    found = [
        len(compiled("hamstring-stretch", level=level).segments("hold", side="left"))
        for level in LEVELS
    ]
    assert found == [2, 3, 4]


@pytest.mark.parametrize(
    ("amount", "seconds"),
    [
        ("15-30 s", (15, 25, 30)),
        ("20 s up to 60 s", (20, 40, 60)),
        ("2-4 min", (120, 180, 240)),
    ],
)
def test_times_are_taken_from_their_range(amount: str, seconds: tuple[int, ...]) -> None:
    read = read_amount(amount)
    assert tuple(read.at(place) // 1000 for place in (0, 2, 4)) == seconds
    every = [read.at(place) for place in range(5)]
    assert every == sorted(every)
    assert all(read.low <= value <= read.high for value in every)


def test_apple_reach_alternates() -> None:
    session = compiled("{do: apple-reach, reps: 10}")
    assert session.sides("move") == " ".join(["L L R R"] * 10)


def test_single_leg_lift_changes_once_and_never_lifts_both() -> None:
    session = compiled("single-leg-lift")
    assert session.sides("hold") == " ".join(["L"] * 10 + ["R"] * 10)
    assert len(session.segments("change")) == 1
    assert not [line for line in session.said("instruction") if "both legs" in line]


@pytest.mark.parametrize(("level", "cycles"), [("gentle", 3), ("steady", 4), ("strong", 5)])
def test_cat_stretch_repeats_whole_cycles(level: Level, cycles: int) -> None:
    session = compiled("cat-stretch", level=level)
    assert session.lengths("hold") == [5000] * (2 * cycles)
    assert sum(session.lengths("hold", "move")) == cycles * 14_500


def test_the_pillow_twist_breathes_before_it_rises_and_changes() -> None:
    session = compiled("pillow-side-twist")
    hold = session.segments("hold", side="left")[0]
    breaths = [each for each in session.segments("breathe", side="left") if each.length_ms > 4000]
    assert (hold.length_ms, [each.length_ms for each in breaths]) == (120_000, [21_000])
    rising = session.voice("Press your hands down, and come up slowly.")
    change = session.segments("change")[0]
    assert hold.end_ms <= breaths[0].start_ms < breaths[0].end_ms <= rising.at_ms < change.start_ms


@pytest.mark.parametrize("item", ["hamstring-stretch", "wall-sit", "bird-dog", "calf-stretch"])
def test_a_voice_twice_as_slow_changes_only_words(item: str) -> None:
    usual, slow = compiled(item), compiled(item, slowness=2)
    kinds: tuple[SegmentKind, ...] = ("hold", "move", "rest", "change")
    for kind in kinds:
        assert usual.lengths(kind) == slow.lengths(kind)
    assert slow.timeline.length_ms > usual.timeline.length_ms
    for session in (usual, slow):
        pips = [tone.at_ms for tone in session.tones("pip")]
        ends = [hold.end_ms for hold in session.segments("hold") if hold.length_ms >= 15_000]
        assert pips == [end - left for end in ends for left in (3000, 2000, 1000)]


@pytest.mark.parametrize(
    ("level", "reps", "hold"), [("gentle", 5, 3), ("steady", 8, 4), ("strong", 10, 5)]
)
def test_bird_dog_names_leg_and_arm(level: Level, reps: int, hold: int) -> None:
    session = compiled("bird-dog", level=level)
    said = session.said("instruction")
    first, second = [line for line in said if line.endswith("arm, breathing out.")]
    assert first.startswith("Left leg, right arm")
    assert second.startswith("Right leg, left arm")
    assert session.sides("hold") == " ".join(["L R"] * reps)
    assert session.lengths("hold") == [hold * 1000] * (2 * reps)


def test_every_hip_sway_passes_through_the_middle() -> None:
    moves = compiled("kneeling-hip-sway").lengths("move")
    assert moves == [4000, 4000] * 8


@pytest.mark.parametrize(("side", "other"), [("left", "right"), ("right", "left")])
def test_the_seated_twist_is_its_own_mirror(side: str, other: str) -> None:
    said = compiled(f"{{do: seated-twist, sides: {{only: {side}}}}}").said("instruction")
    assert f"Put your {side} foot across, outside your {other} knee." in said
    assert f"Wrap your {other} arm around your {side} knee." in said
    assert f"Rest your {side} hand on the mat behind you." in said
    assert f"Turn to the {side}, breathing out." in said


@pytest.mark.parametrize(("side", "other"), [("left", "right"), ("right", "left")])
def test_the_crescent_bends_away_from_its_side(side: str, other: str) -> None:
    said = compiled(f"{{do: crescent-stretch, sides: {{only: {side}}}}}").said("instruction")
    assert f"Slide both legs a little way to the {other}." in said
    assert f"With your {other} hand, take your {side} wrist." in said
    assert f"Slide your shoulders a little way to the {other}." in said


def test_words_fade_to_tones() -> None:
    session = compiled("{do: bird-dog, reps: 6}")
    for segment in session.segments("move"):
        tones = session.tones_in(segment)
        assert bool(tones) is ((segment.rep or 0) >= 4), segment
    assert session.said("number") == ["Four. Left.", "Five. Left.", "Last one. Left."]
    every = compiled("{do: bird-dog, reps: 6}", cues="every")
    assert every.tones("rise", "fall") == ()


@pytest.mark.parametrize("name", ROUTINES)
@pytest.mark.parametrize("slowness", [1, 2])
def test_nothing_talks_over_anything(name: str, slowness: int) -> None:
    for level in LEVELS:
        for detail in ("full", "normal", "brief"):
            session = compiled(
                BUILT_IN.routine(name),
                level=level,
                detail=detail,
                slowness=slowness,
            )
            timeline = session.timeline
            assert [cue.at_ms for cue in timeline.cues] == sorted(c.at_ms for c in timeline.cues)
            assert timeline.cues[0].at_ms == 0
            for one, later in pairwise(timeline.voices):
                air = 0 if one.role in ("count", "countdown") else 400
                assert later.at_ms >= one.end_ms + air, (one, later)
            for pip in timeline.tones:
                if pip.role == "countdown":
                    over = [
                        v for v in timeline.voices if v.at_ms < pip.end_ms and v.end_ms > pip.at_ms
                    ]
                    assert over == []


@pytest.mark.parametrize("name", ROUTINES)
def test_every_long_hold_of_every_routine_says_halfway_and_ends_in_quiet(name: str) -> None:
    for slowness in (1, 2):
        session = compiled(BUILT_IN.routine(name), level="strong", slowness=slowness)
        counted = {"wall-sit", "quiet-breathing", "belly-breathing"}
        word = phrases_of(BUILT_IN.routine(name).language).get("hold.halfway").rstrip(".")
        for hold in session.segments("hold"):
            if hold.length_ms < 10_000 or hold.exercise in {None, *counted}:
                continue
            voices = [v for v in session.timeline.voices if hold.start_ms <= v.end_ms]
            late = [v for v in voices if v.at_ms < hold.end_ms and v.end_ms > hold.end_ms - 3500]
            assert late == []
            halfway = [v.at_ms - hold.start_ms for v in session.voices_in(hold) if word in v.text]
            assert halfway == ([hold.length_ms // 2] if hold.length_ms >= 20_000 else [])


LIFT = """\
dose: {reps: 3}
rep:
  - {move: Lift both arms., takes: 2 s, again: Lift.}
  - {hold: 10 s, say: Hold.}
  - {move: Lower your arms., takes: 3 s, again: Lower.}
"""


@pytest.mark.parametrize("each", [300, 1500, 4000])
def test_words_come_before_a_movement_or_end_with_it_and_never_make_a_hold_longer(
    each: int,
) -> None:
    session = compiled("own", exercise(LIFT), each=each)
    ups, downs = session.segments("move")[::2], session.segments("move")[1::2]
    holds = session.segments("hold")
    assert session.voice("Lift both arms.").end_ms < ups[0].start_ms
    for number, up in zip(("Two.", "Last one."), ups[1:], strict=True):
        assert session.voice(f"{number} Lift.").end_ms <= up.end_ms
    released = [session.voice("Lower your arms."), *map(session.voice, ["Lower."] * 2, [1, 2])]
    for hold, down, line in zip(holds, downs, released, strict=True):
        assert hold.end_ms == down.start_ms
        assert line.at_ms == down.start_ms + 500
    assert [hold.length_ms for hold in holds] == [10_000] * 3


def quiet_ms(session: Session, exercise: str) -> int:
    """The time without a voice from an exercise's announcement to its last word of the way."""
    start = session.segments("announce", exercise=exercise)[0].end_ms
    ready = session.segments("setup", exercise=exercise)[0].end_ms
    voices = [voice for voice in session.timeline.voices if start <= voice.at_ms < ready]
    return ready - start - sum(voice.length_ms for voice in voices)


def test_changing_position_takes_its_time() -> None:
    up = compiled(items("pelvic-tilt", "apple-reach"))
    roll = up.voice("Bend your knees, roll onto one side, and push up with your hands.")
    (stand,) = (voice for voice in up.timeline.voices if voice.text.startswith("Come up onto"))
    assert roll.end_ms + 10_000 < stand.at_ms  # some of the time before, and some after it
    assert quiet_ms(up, "apple-reach") >= 22_000
    assert quiet_ms(compiled(items("posture-check", "pelvic-tilt")), "pelvic-tilt") >= 18_000


@pytest.mark.parametrize(
    ("before", "after", "line", "pause_ms"),
    [
        (
            "posture-check",
            "apple-reach",
            "Now lift both arms, and keep them up as long as feels good.",
            0,
        ),
        ("apple-reach", "calf-stretch", "Rest your hands on the wall.", 1500),
    ],
)
def test_staying_in_place_takes_none_or_a_moment_after_a_finish(
    before: str, after: str, line: str, pause_ms: int
) -> None:
    session = compiled(items(before, after))
    announced = session.segments("announce", exercise=after)[0]
    assert session.voice(line).at_ms == announced.end_ms + pause_ms


def test_getting_up_takes_no_less_than_getting_down() -> None:
    change_ms = BUILT_IN.positions.change_ms
    from_the_top = ("stand", "chair", "kneel", "sit", "side", "back")
    for high, low in combinations(from_the_top, 2):
        assert change_ms[low][high] >= change_ms[high][low]


def test_the_items_of_back_relief_come_in_their_order() -> None:
    session = compiled(BUILT_IN.routine("back-relief"))
    order = dict.fromkeys(
        segment.exercise or segment.label for segment in session.segments() if segment.item
    )
    assert list(order) == [
        "Leave out: standing toe touches", "partial-sit-up", "hamstring-stretch", "wall-sit",
        "bird-dog", "childs-pose", "cat-stretch", "pelvic-tilt", "side-leg-lift",
        "Leave out: lifting both legs together", "single-leg-lift", "seated-twist", "Rest",
    ]  # fmt: skip


def test_back_relief_names_each_thing_once_and_nothing_else() -> None:
    said = compiled(BUILT_IN.routine("back-relief")).said("equipment")
    assert said == [
        "You need a yoga mat, a towel and a free wall.",
        "A pillow and a big firm pillow can help.",
        "Take a moment to get it ready.",
    ]


@pytest.mark.parametrize(
    "name", ["desk-break", "six-minute", "morning", "wind-down", "desk-break-long"]
)
@pytest.mark.parametrize("slowness", [1, 1.2])
def test_fixed_lengths_are_exact_at_every_level_and_detail(name: str, slowness: float) -> None:
    routine = BUILT_IN.routine(name)
    for level in LEVELS:
        for detail in ("full", "normal", "brief"):
            session = compiled(routine, level=level, detail=detail, slowness=slowness)
            assert session.timeline.length_ms == routine.length_ms


def test_the_same_input_gives_the_same_timeline() -> None:
    routine = BUILT_IN.routine("back-relief")
    assert compiled(routine, seed=7).timeline == compiled(routine, seed=7).timeline
