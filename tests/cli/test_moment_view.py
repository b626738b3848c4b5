import pytest

from tests.kit import compiled, routine
from voiceguide.app.moment_view import View, Views
from voiceguide.text import clock
from voiceguide.timeline import Timeline


@pytest.mark.parametrize(
    ("length_ms", "said"),
    [(0, "0:00"), (59_999, "0:59"), (192_400, "3:12"), (3_723_000, "1:02:03")],
)
def test_times_are_told_in_whole_seconds(length_ms: int, said: str) -> None:
    assert clock(length_ms) == said


def test_a_hold_shows_its_step_what_was_said_and_the_time_left(morning: Timeline) -> None:
    hold = next(each for each in morning.segments if each.kind == "hold" and each.item == 5)
    view = Views(morning).at(hold.start_ms + 10_000)
    assert view.step == "5 of 6: Child's pose"
    assert (view.doing, view.doing_length_ms) == ("Hold", hold.length_ms)
    assert view.doing_left_ms == hold.length_ms - 10_000
    assert view.then == "Rest"
    said = [cue.text for cue in morning.voices if cue.at_ms <= hold.start_ms + 10_000]
    assert view.said == said[-1]


def test_sides_and_repetitions_are_told_where_there_are_several(morning: Timeline) -> None:
    move = next(each for each in morning.segments if each.item == 3 and each.rep == 2 and each.side)
    assert Views(morning).at(move.start_ms).detail == f"{move.side}, 2 of 4"


def test_the_ends_of_a_session_have_no_step(morning: Timeline) -> None:
    begin, end = Views(morning).at(0), Views(morning).at(morning.length_ms)
    assert (begin.step, begin.doing, begin.said) == ("", "Welcome", "")
    assert (end.step, end.doing, end.then, end.left_ms) == ("", "The end", "", 0)
    assert begin.then == "Quiet breathing"


def test_the_next_change_is_a_line_or_the_end_of_a_segment(morning: Timeline) -> None:
    views = Views(morning)
    moments = [0]
    while moments[-1] < morning.length_ms:
        moments.append(views.next_change_ms(moments[-1]))
    lines = {cue.at_ms for cue in morning.voices}
    assert set(moments) == {0} | lines | {each.end_ms for each in morning.segments}


TABATA = """name: Test
items:
  - {step: March, for: 2 min}
  - group: Tabata
    rounds: 3
    rest: 10 s
    items: [{step: Squats, for: 20 s}]
  - {step: Walk on the spot, for: 1 min}
"""
LADDER = """name: Test
items:
  - group: Ladder
    items: [{step: Plank, for: 10 s}, {rest: 15 s}, {step: Longer plank, for: 20 s}]
"""
ROUNDS = """name: Test
items:
  - group: Two rounds
    rounds: 2
    items: [bird-dog, cat-stretch]
"""


def views_of(text: str, *kinds: str) -> list[View]:
    """What is seen as each segment of these kinds begins."""
    timeline = compiled(routine(text)).timeline
    views = Views(timeline)
    return [views.at(each.start_ms) for each in timeline.segments if each.kind in kinds]


def test_a_step_says_by_its_name_what_to_do() -> None:
    assert [view.doing for view in views_of(TABATA, "hold")] == [
        "March",
        "Squats",
        "Squats",
        "Squats",
        "Walk on the spot",
    ]


def test_an_exercise_says_what_kind_of_work_it_is() -> None:
    assert {view.doing for view in views_of(ROUNDS, "hold")} == {"Hold"}


def test_after_a_round_comes_the_next_one_and_then_the_next_step() -> None:
    assert [view.then for view in views_of(TABATA, "hold")] == [
        "Squats",
        "round 2 of 3",
        "round 3 of 3",
        "Walk on the spot",
        "The end",
    ]


def test_between_two_rounds_the_next_step_is_named_with_its_round() -> None:
    assert [view.then for view in views_of(TABATA, "rest")] == [
        "Squats, round 2 of 3",
        "Squats, round 3 of 3",
    ]


def test_the_last_exercise_of_a_round_leads_to_the_first_of_the_next() -> None:
    thens = list(dict.fromkeys(view.then for view in views_of(ROUNDS, "hold")))
    assert thens == ["Cat stretch", "Bird dog, round 2 of 2", "The end"]


def test_a_group_of_one_round_tells_no_round() -> None:
    assert [view.detail for view in views_of(LADDER, "hold")] == ["", ""]
    assert views_of(TABATA, "hold")[2].detail == "Tabata 2 of 3"
