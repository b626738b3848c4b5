import pytest

from voiceguide.app.moment_view import Views
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
    view = Views(morning).at(hold.start_ms + 20_000)
    assert view.step == "5 of 6: Child's pose"
    assert (view.doing, view.doing_left_ms, view.doing_length_ms) == ("Hold", 20_000, 40_000)
    assert view.then == "Rest"
    said = [cue.text for cue in morning.voices if cue.at_ms <= hold.start_ms + 20_000]
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
