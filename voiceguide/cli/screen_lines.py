"""One plain line for every cue, at the moment it is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli import console
from voiceguide.export.sheet import clean, moment
from voiceguide.timeline import Cue, Voice

if TYPE_CHECKING:
    from voiceguide.cli.programme import Programme, Spot
    from voiceguide.playback.player import State

AT_MOST_S = 0.25
AT_LEAST_S = 0.01


class LinesScreen:
    """Lines such as ``0:24.6  say   Breathe out …``; the times are those of the script."""

    def __init__(self, programme: Programme) -> None:
        self._timelines = programme.timelines
        self._widths = [len(moment(each.length_ms)) for each in self._timelines]
        self._part = self._shown = 0
        self._state: State = "playing"

    def __enter__(self) -> LinesScreen:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, spot: Spot, state: State) -> None:
        while self._part < spot.part:
            self._print_before(self._timelines[self._part].length_ms + 1)
            self._part, self._shown = self._part + 1, 0
        self._print_before(spot.at_ms + 1)
        if state != self._state and "paused" in (state, self._state):
            self.tell("Paused." if state == "paused" else "Going on.")
        self._state = state

    def wait_s(self, spot: Spot) -> float:
        cues = self._timelines[self._part].cues
        if self._shown >= len(cues):
            return AT_MOST_S
        due_s = (cues[self._shown].at_ms - spot.at_ms) / 1000
        return min(AT_MOST_S, max(AT_LEAST_S, due_s))

    def tell(self, text: str) -> None:
        console.tell(text)

    def _print_before(self, at_ms: int) -> None:
        cues = self._timelines[self._part].cues
        while self._shown < len(cues) and cues[self._shown].at_ms < at_ms:
            console.say(_line(cues[self._shown], self._widths[self._part]))
            console.flush()
            self._shown += 1


def _line(cue: Cue, width: int) -> str:
    kind, what = ("say", cue.text) if isinstance(cue, Voice) else ("tone", cue.sound)
    return f"{moment(cue.at_ms):>{width}}  {kind:<4}  {clean(what)}"


def open_screen(programme: Programme) -> LinesScreen:
    """Plain lines on standard output."""
    return LinesScreen(programme)
