"""What is told where something takes long."""

from __future__ import annotations

import pytest

from voiceguide.cli.terminal.busy_bar import BusyBar, SpeakingBar


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told, with a clock that strikes as soon as it is started."""
    told: list[str] = []

    class AtOnce:
        daemon = False

        def __init__(self, _after_s: float, strike: object) -> None:
            self.strike = strike

        def start(self) -> None:
            assert callable(self.strike)
            self.strike()

        def cancel(self) -> None:
            pass

    monkeypatch.setattr("threading.Timer", AtOnce)
    monkeypatch.setattr("voiceguide.cli.terminal.console.is_terminal", lambda _stream: False)
    monkeypatch.setattr("voiceguide.cli.terminal.console.tell", told.append)
    return told


def test_what_takes_long_is_told(shown: list[str]) -> None:
    with BusyBar("Writing it"):
        assert shown == ["Writing it .."]


def test_lines_that_are_there_are_not_told_as_new_ones_however_long_the_rest_takes(
    shown: list[str],
) -> None:
    with SpeakingBar() as speaking:
        speaking(12, 12)
    assert shown == []


def test_new_lines_are_told_once(shown: list[str]) -> None:
    with SpeakingBar() as speaking:
        for done in range(9, 13):
            speaking(done, 12)
    assert shown == ["Speaking lines that are new; the next time they are there at once .."]
