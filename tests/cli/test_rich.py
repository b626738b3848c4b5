import io
import re

import pytest
from rich.console import Console

from tests.fake_clock import FakeClock
from voiceguide.app.moment_view import Views
from voiceguide.cli.screens.rich import READ_MS, RichScreen, frame
from voiceguide.control.commands import keys_help
from voiceguide.control.piece_source import PlaybackPosition
from voiceguide.control.status import Mode, Snapshot
from voiceguide.timeline import Timeline
from voiceguide.units import Ms


def texts(timeline: Timeline, at_ms: int, width: int, marks: str = "━─") -> list[str]:
    return [text for text, _ in frame(Views(timeline).at(at_ms), "playing", width, marks=marks)]


@pytest.mark.parametrize("width", [20, 39, 76])
def test_every_moment_fits_and_has_the_same_height(morning: Timeline, width: int) -> None:
    frames = [texts(morning, at_ms, width) for at_ms in range(0, morning.length_ms + 1, 1700)]
    assert {len(lines) for lines in frames} == {len(frames[0])}
    assert len(frames[0]) <= 22
    assert max(len(line) for lines in frames for line in lines) <= width


@pytest.mark.parametrize(("width", "height"), [(40, 14), (40, 10), (79, 10), (20, 6)])
def test_on_a_low_terminal_the_step_the_time_and_the_keys_are_seen(
    morning: Timeline, width: int, height: int
) -> None:
    views = Views(morning)
    for at_ms in range(0, morning.length_ms, 1700):
        view = views.at(at_ms)
        lines = [text for text, _ in frame(view, "paused", width, marks="#-", height=height)]
        assert len(lines) == height
        assert lines[0].endswith(" left")
        assert any(line.startswith("Paused") for line in lines)
        assert lines[-1].startswith("space pauses")


def test_a_hold_has_a_bar_and_its_seconds(morning: Timeline) -> None:
    hold = next(each for each in morning.segments if each.kind == "hold" and each.item == 5)
    half_ms = hold.start_ms + hold.length_ms // 2
    lines = texts(morning, half_ms, 40)
    left = morning.length_ms - half_ms
    assert lines[0].endswith(f"{left // 60_000}:{left // 1000 % 60:02} left")
    assert lines[3] == "5 of 6: Child's pose"
    assert lines[6] == f"{'Hold':36}{hold.length_ms // 2000} s"
    assert lines[7] == "━" * 20 + "─" * 20


def test_a_pause_is_said_where_the_person_looks(morning: Timeline) -> None:
    lines = [text for text, _ in frame(Views(morning).at(0), "paused", 40, marks="━─")]
    assert lines[6] == "Paused: space goes on"


def test_a_terminal_without_unicode_gets_plain_marks(morning: Timeline) -> None:
    assert all(line.isascii() for line in texts(morning, 30_000, 76, marks="#-"))


def shown_at(timeline: Timeline, at_ms: int, mode: Mode = "playing") -> Snapshot:
    return Snapshot(mode, PlaybackPosition(0, Ms(at_ms)), (timeline,), 100)


class Phone:
    """A session on a terminal of 40 by 20; what is written to it since the last time."""

    def __init__(self, timeline: Timeline, height: int = 20) -> None:
        self._written = io.StringIO()
        self.clock = FakeClock()
        console = Console(
            file=self._written, width=40, height=height, force_terminal=True, highlight=False
        )
        self.screen = RichScreen(console, self.clock)

    def new(self) -> str:
        text = self._written.getvalue()
        self._written.truncate(0)
        self._written.seek(0)
        return text


@pytest.mark.parametrize("height", [15, 20])
def test_all_keys_are_told_on_a_terminal_too_small_for_them_and_the_session(
    height: int, morning: Timeline
) -> None:
    phone = Phone(morning, height)
    with phone.screen as screen:
        screen.show(shown_at(morning, 2000))
        phone.new()
        screen.tell(keys_help())
        told = phone.new()
        assert all(f"{key}" in told for key in ("space", "n right", "0 to 10"))
        assert told.count("\n") < height
        assert "q stops" not in told
        screen.show(shown_at(morning, 5000))
        assert not phone.new()
        phone.clock.advance(READ_MS)
        screen.show(shown_at(morning, 15_000))
        assert "q stops" in phone.new()


def test_keys_that_are_joined_for_want_of_height_stay_whole(morning: Timeline) -> None:
    phone = Phone(morning, 15)
    with phone.screen as screen:
        screen.show(shown_at(morning, 2000))
        phone.new()
        screen.tell(keys_help())
        told = " ".join(phone.new().split())
    for row in keys_help().split("\n"):
        assert " ".join(row.split()) in told


def test_what_is_read_in_the_sessions_place_is_put_away_at_once(morning: Timeline) -> None:
    phone = Phone(morning)
    with phone.screen as screen:
        screen.show(shown_at(morning, 2000))
        assert not screen.put_away()
        screen.tell(keys_help())
        phone.new()
        assert screen.put_away()
        screen.show(shown_at(morning, 2500))
        assert "q stops" in phone.new()
        assert not screen.put_away()


def test_who_reads_the_keys_sees_at_once_what_a_key_does(morning: Timeline) -> None:
    phone = Phone(morning)
    with phone.screen as screen:
        screen.show(shown_at(morning, 2000))
        screen.tell(keys_help())
        phone.new()
        screen.show(shown_at(morning, 2500, "paused"))
        assert "Paused" in phone.new()


def test_a_short_message_stays_above_the_session(morning: Timeline) -> None:
    phone = Phone(morning)
    with phone.screen as screen:
        screen.show(shown_at(morning, 2000))
        phone.new()
        screen.tell("Volume 90 %.")
        told = phone.new()
        assert "Volume 90 %." in told
        assert "q stops" in told


def test_no_color_takes_away_the_colours_and_nothing_else(
    morning: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    phone = Phone(morning)
    with phone.screen as screen:
        screen.show(shown_at(morning, 60_000))
        shown = phone.new()
    assert "q stops" in shown
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", shown) for code in found.split(";")}
    assert codes <= {"", "0", "1", "2"}, "bold and dim are no colours"
