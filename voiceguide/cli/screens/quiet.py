"""Nothing that the coach says, and everything that is not said aloud.

For those whose screen reader would read the words over the coach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.app.moment_view import pause_words, step_of
from voiceguide.cli.terminal import console
from voiceguide.timeline import Segment, Timeline, VoiceCue

if TYPE_CHECKING:
    from voiceguide.control.status import Mode, Snapshot

EVERY_S = 0.25


class QuietScreen:
    """A line when an item begins, the words of a question, and what is told."""

    def __init__(self) -> None:
        self._shown: Segment | None = None
        self._step = ""
        self._state: Mode = "playing"

    def __enter__(self) -> QuietScreen:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, snapshot: Snapshot) -> None:
        change = pause_words(self._state, snapshot.mode)
        self._state = snapshot.mode
        if change is not None:
            self.tell(change)
        timeline, segment = snapshot.timeline, snapshot.segment
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

    def wait_s(self, _snapshot: Snapshot) -> float:
        return EVERY_S

    def tell(self, text: str) -> None:
        console.tell(text)

    def tell_heard(self, _text: str) -> None:
        """Nothing: it was heard."""

    def put_away(self) -> bool:
        return False


def questions(segment: Segment, timeline: Timeline) -> list[str]:
    """What is asked before the time to answer that a segment is."""
    if segment.kind != "check":
        return []
    cues = timeline.between(0, segment.end_ms)
    asked = [cue.text for cue in cues if isinstance(cue, VoiceCue) and cue.role == "check"]
    return asked[-1:]


def open_screen() -> QuietScreen:
    """Names on standard output."""
    return QuietScreen()
