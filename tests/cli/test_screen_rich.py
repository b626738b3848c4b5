import pytest

from voiceguide.cli.screen_rich import frame
from voiceguide.cli.view import Views
from voiceguide.timeline import Timeline


def texts(timeline: Timeline, at_ms: int, width: int, marks: str = "━─") -> list[str]:
    return [text for text, _ in frame(Views(timeline).at(at_ms), "playing", width, marks=marks)]


@pytest.mark.parametrize("width", [20, 39, 76])
def test_every_moment_fits_and_has_the_same_height(morning: Timeline, width: int) -> None:
    frames = [texts(morning, at_ms, width) for at_ms in range(0, morning.length_ms + 1, 1700)]
    assert {len(lines) for lines in frames} == {len(frames[0])}
    assert len(frames[0]) <= 22
    assert max(len(line) for lines in frames for line in lines) <= width


def test_a_hold_has_a_bar_and_its_seconds(morning: Timeline) -> None:
    hold = next(each for each in morning.segments if each.kind == "hold" and each.item == 5)
    lines = texts(morning, hold.start_ms + 30_000, 40)
    left = morning.length_ms - hold.start_ms - 30_000
    assert lines[0].endswith(f"{left // 60_000}:{left // 1000 % 60:02} left")
    assert lines[3] == "5 of 6: Child's pose"
    assert lines[6] == f"{'Hold':36}30 s"
    assert lines[7] == "━" * 20 + "─" * 20


def test_a_pause_is_said_where_the_person_looks(morning: Timeline) -> None:
    lines = [text for text, _ in frame(Views(morning).at(0), "paused", 40, marks="━─")]
    assert lines[6] == "Paused: space goes on"


def test_a_terminal_without_unicode_gets_plain_marks(morning: Timeline) -> None:
    assert all(line.isascii() for line in texts(morning, 30_000, 76, marks="#-"))
