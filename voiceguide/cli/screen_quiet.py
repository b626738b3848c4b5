"""The names of the exercises and nothing else, for those whose screen reader reads all aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli import console
from voiceguide.cli.view import step_of
from voiceguide.timeline import Segment, Timeline, Voice

if TYPE_CHECKING:
    from voiceguide.cli.programme import Programme, Spot
    from voiceguide.control.desk import Mode

EVERY_S = 0.25


class QuietScreen:
    """A line when an item begins, and the words of a question."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._shown: Segment | None = None
        self._step = ""

    def __enter__(self) -> QuietScreen:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, spot: Spot, _state: Mode) -> None:
        timeline = self._programme.timelines[spot.part]
        segment = timeline.segment_at(spot.at_ms)
        if segment is self._shown:
            return
        self._shown = segment
        lines = questions(segment, timeline)
        step = step_of(segment, timeline)
        if step and step != self._step:
            lines.insert(0, step)
            self._step = step
        for line in lines:
            console.say(line)
            console.flush()

    def wait_s(self, _spot: Spot) -> float:
        return EVERY_S

    def tell(self, text: str) -> None:
        """Nothing: what a person did, they know."""


def questions(segment: Segment, timeline: Timeline) -> list[str]:
    """What is asked in a segment."""
    if segment.kind != "check":
        return []
    cues = timeline.between(segment.start_ms, segment.end_ms)
    return [cue.text for cue in cues if isinstance(cue, Voice)]


def open_screen(programme: Programme) -> QuietScreen:
    """Names on standard output."""
    return QuietScreen(programme)
