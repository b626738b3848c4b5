import pytest

from voiceguide.app.session_loop import stopped_words
from voiceguide.control.piece_source import PlaybackPosition
from voiceguide.control.status import Snapshot
from voiceguide.text import clock
from voiceguide.timeline import Timeline
from voiceguide.units import Ms


def stopped_at(at_ms: int, timelines: list[Timeline]) -> Snapshot:
    return Snapshot("stopped", PlaybackPosition(0, Ms(at_ms)), tuple(timelines), 100)


@pytest.mark.parametrize(
    ("done_ms", "done"),
    [(159_000, ""), (155_000, ""), (35_000, " Done: 0:35."), (190_000, " Done: 3:10.")],
)
def test_a_stopped_session_tells_its_place_and_the_time_done_where_that_is_another(
    done_ms: int, done: str, morning: Timeline
) -> None:
    words = stopped_words(stopped_at(159_400, [morning]), done_ms)
    assert words == f"Stopped at 2:39 of {clock(morning.length_ms)}.{done}"


def test_a_session_stopped_in_the_safety_words_has_no_place(morning: Timeline) -> None:
    words = stopped_words(stopped_at(9000, [morning, morning]), 0)
    assert words == "Stopped in the safety words, before the session."
