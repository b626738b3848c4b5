"""The names of the exercises and nothing else, for those whose screen reader reads all aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli import console
from voiceguide.cli.view import step_of

if TYPE_CHECKING:
    from voiceguide.cli.programme import Programme, Spot
    from voiceguide.playback.player import State

EVERY_S = 0.1


class QuietScreen:
    """A line when an item begins."""

    def __init__(self, programme: Programme) -> None:
        self._timelines = programme.timelines
        self._shown = ""

    def __enter__(self) -> QuietScreen:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, spot: Spot, state: State) -> None:
        timeline = self._timelines[spot.part]
        step = step_of(timeline.segment_at(spot.at_ms), timeline)
        if step and step != self._shown:
            console.say(step)
            console.flush()
            self._shown = step

    def wait_s(self, spot: Spot) -> float:
        return EVERY_S

    def tell(self, text: str) -> None:
        """Nothing: what a person did, they know."""


def open_screen(programme: Programme) -> QuietScreen:
    """Names on standard output."""
    return QuietScreen(programme)
