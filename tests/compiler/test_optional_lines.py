"""Lines that are said only where there is room for them (docs/laws-of-time.md#optional-lines)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.kit import BUILT_IN, Session, compiled, exercise, items
from voiceguide.timeline import Segment, VoiceCue

HOLD = """
breathing: Breathe slowly.
feel: a stretch
watch: [Watch your knees., Watch your neck.]
dose: {sets: 6, hold: 30 s, rest: 5 s}
rep:
  - {move: Reach up., takes: 2 s}
  - {hold: dose}
  - {move: Lower., takes: 2 s}
"""
LIFT = """
breathing: Breathe slowly.
feel: a stretch
watch: [Watch your knees., Watch your neck., Watch your feet., Watch your hands.]
dose: {reps: 10}
rep: [{move: Reach up., again: Up., takes: 2 s}, {move: Lower., takes: 2 s}]
"""
OPTIONAL = ("breath", "form", "feel", "encourage")


def inside(session: Session) -> list[list[VoiceCue]]:
    """The optional lines of each hold."""
    return [
        [voice for voice in session.voices_in(hold) if voice.role in OPTIONAL]
        for hold in session.segments("hold")
    ]


def test_at_most_one_optional_line_in_a_hold_in_their_order() -> None:
    session = compiled("own", exercise(HOLD), each=1000, detail="full", encourage="none")
    said = [[voice.role for voice in lines] for lines in inside(session)]
    assert said == [["breath"], ["form"], ["form"], ["feel"], [], []]


def test_each_line_comes_once_in_an_exercise() -> None:
    session = compiled("own", exercise(HOLD), each=1000, detail="full", encourage="none")
    lines = session.said("breath", "form", "feel")
    assert len(lines) == len(set(lines)) == 4


def test_the_line_comes_four_seconds_into_the_hold() -> None:
    session = compiled("own", exercise(HOLD), each=1000, encourage="none")
    (hold, *_), (line, *_) = session.segments("hold"), inside(session)[0]
    assert line.at_ms == hold.start_ms + 4000


@pytest.mark.parametrize(
    ("length", "at"),
    [
        (10_500, 4000),  # to halfway - 0.5 s
        (12_500, 2000),
        (10_000, 4000),
        (13_000, None),  # neither fits before nor after halfway
        (20_000, None),
    ],
)
def test_a_long_line_finds_its_window_or_is_left_out(length: int, at: int | None) -> None:
    session = compiled(
        "own", exercise(HOLD), own={"Breathe slowly.": length}, each=600, encourage="none"
    )
    hold = session.segments("hold")[0]
    found = [voice.at_ms - hold.start_ms for voice in inside(session)[0] if voice.role == "breath"]
    assert found == ([] if at is None else [at])


def test_a_line_may_come_after_halfway() -> None:
    own = exercise(HOLD.replace("{hold: dose}", "{hold: dose, say: Stay.}"))
    lengths = {"Thirty seconds, starting now. Stay.": 9000, "Breathe slowly.": 8000}
    session = compiled("own", own, own=lengths, each=600, encourage="none")
    hold, line = session.segments("hold")[0], inside(session)[0][0]
    assert line.text == "Breathe slowly."
    assert line.at_ms - hold.start_ms == 16_500


@pytest.mark.parametrize("hold", ["14 s", "20 counts", "5 breaths"])
def test_short_counted_and_breath_holds_have_none(hold: str) -> None:
    own = exercise(HOLD.replace("hold: 30 s", f"hold: {hold}"))
    session = compiled("own", own, each=600, detail="full", encourage="none")
    roles = {voice.text for lines in inside(session) for voice in lines}
    assert roles <= {"Breathe in.", "Breathe out."}


def test_without_such_a_hold_breathing_and_feel_end_the_get_ready_lines() -> None:
    session = compiled("own", exercise(LIFT), each=600, detail="full")
    breath, feel = session.voice("Breathe slowly."), session.voice("You should feel a stretch.")
    assert breath.end_ms < feel.at_ms < session.voice("Reach up.").at_ms


def test_form_lines_come_before_reps_three_six_and_nine() -> None:
    session = compiled("own", exercise(LIFT), each=600)
    reps = [session.timeline.segment_at(voice.at_ms).rep for voice in session.voices("form")]
    assert reps == [3, 6, 9]
    assert len(set(session.said("form"))) == 3


def test_form_lines_before_reps_are_not_for_brief() -> None:
    assert compiled("own", exercise(LIFT), each=600, detail="brief").said("form") == []


def test_in_alternating_orders_form_lines_come_on_the_first_side() -> None:
    session = compiled("bird-dog", level="strong")
    sides = {session.timeline.segment_at(voice.at_ms).side for voice in session.voices("form")}
    assert sides == {"left"}


LONG = ("yoga-side-stretch", "back-relief")


@pytest.mark.parametrize(("encourage", "apart"), [("normal", 90_000), ("rarely", 180_000)])
@pytest.mark.parametrize("name", LONG)
def test_encouragement_is_rare(name: str, encourage: str, apart: int) -> None:
    session = compiled(BUILT_IN.routine(name), level="strong", encourage=encourage)
    said = session.voices("encourage")
    assert said
    assert all(later.at_ms - one.at_ms >= apart for one, later in pairwise(said))
    for voice in said:
        segment = session.timeline.segment_at(voice.at_ms)
        assert segment.kind in ("hold", "rest", "change")
        began = min(each.start_ms for each in session.segments(item=segment.item))
        assert voice.at_ms - began >= 30_000
    for index, voice in enumerate(said):
        assert voice.text not in [other.text for other in said[max(0, index - 5) : index]]


def test_no_encouragement_comes_where_none_is_wanted() -> None:
    assert compiled(BUILT_IN.routine("back-relief"), encourage="none").said("encourage") == []


def test_encouragement_never_comes_in_two_neighbouring_holds() -> None:
    own = exercise(
        "dose: {reps: 6, hold: 1 min}\n"
        "rep:\n  - {move: Reach up., takes: 2 s}\n  - {hold: dose}\n  - {move: Rest., takes: 2 s}\n"
    )
    session = compiled("own", own, each=600)
    holds = [any(voice.role == "encourage" for voice in lines) for lines in inside(session)]
    assert True in holds
    assert (True, True) not in list(pairwise(holds))


def test_encouragement_in_a_rest_ends_inside_it() -> None:
    session = compiled(items("{do: hamstring-stretch, sets: 4, hold: 30 s}", "wall-sit"))
    quiet: list[Segment] = [*session.segments("rest"), *session.segments("change")]
    for voice in session.voices("encourage"):
        segment = session.timeline.segment_at(voice.at_ms)
        if segment in quiet:
            assert voice.end_ms + 400 <= segment.end_ms


def test_another_seed_changes_only_encouragement_and_form_lines() -> None:
    routine = BUILT_IN.routine("wind-down")
    one, other = (compiled(routine, seed=seed) for seed in (1, 2))

    def fixed(session: Session) -> list[tuple[str, str]]:
        return [(v.role, v.text) for v in session.voices() if v.role not in ("encourage", "form")]

    assert fixed(one) == fixed(other)
    assert one.said("encourage", "form") != other.said("encourage", "form")


def test_encouragement_lets_a_person_settle_first() -> None:
    for name in LONG:
        session = compiled(BUILT_IN.routine(name), level="strong")
        for voice in session.voices("encourage"):
            segment = session.timeline.segment_at(voice.at_ms)
            if segment.kind != "hold":
                assert segment.length_ms >= 4000
                assert voice.at_ms >= segment.start_ms + 1500
