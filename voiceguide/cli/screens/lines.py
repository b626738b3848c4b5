"""One plain line for every cue, at the moment it is heard."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from voiceguide.app.moment_view import pause_words
from voiceguide.cli.terminal import console
from voiceguide.text import clean, exact_clock
from voiceguide.timeline import Cue, VoiceCue

if TYPE_CHECKING:
    from voiceguide.control.status import Mode, Snapshot
    from voiceguide.timeline import Timeline

AT_MOST_S = 0.25
AT_LEAST_S = 0.01
JUMP_MS = 2000
"""A place so far from the one before was gone to: nothing in between was heard."""
JUST_MS = 250
"""What began so shortly before a place that was gone to was heard with it."""


class LinesScreen:
    """Lines such as ``0:24.6  say   Breathe out …``; the times are those of the script."""

    def __init__(self) -> None:
        self._part = self._shown = self._at_ms = 0
        self._timeline: Timeline | None = None
        self._state: Mode = "playing"

    def __enter__(self) -> LinesScreen:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, snapshot: Snapshot) -> None:
        timeline, position = snapshot.timeline, snapshot.position
        before = self._timeline or snapshot.timelines[0]
        if self._part < position.part:
            if before.length_ms - self._at_ms < JUMP_MS:
                self._print_before(before, before.length_ms + 1)
            self._part, self._shown, self._at_ms = position.part, 0, 0
        jumped = not 0 <= position.at_ms - self._at_ms < JUMP_MS
        if jumped or timeline is not before:
            from_ms = max(0, position.at_ms - JUST_MS) if jumped else self._at_ms + 1
            self._shown = bisect_left(timeline.cues, from_ms, key=lambda cue: cue.at_ms)
        self._timeline, self._at_ms = timeline, position.at_ms
        self._print_before(timeline, position.at_ms + 1)
        change = pause_words(self._state, snapshot.mode)
        self._state = snapshot.mode
        if change is not None:
            self.tell(change)

    def wait_s(self, snapshot: Snapshot) -> float:
        cues = snapshot.timeline.cues
        if self._shown >= len(cues):
            return AT_MOST_S
        due_s = (cues[self._shown].at_ms - snapshot.position.at_ms) / 1000
        return min(AT_MOST_S, max(AT_LEAST_S, due_s))

    def tell(self, text: str) -> None:
        console.tell(text)

    tell_heard = tell

    def put_away(self) -> bool:
        return False

    def _print_before(self, timeline: Timeline, at_ms: int) -> None:
        cues = timeline.cues
        while self._shown < len(cues) and cues[self._shown].at_ms < at_ms:
            width = len(exact_clock(timeline.length_ms))
            console.say(_line(cues[self._shown], width))
            console.flush()
            self._shown += 1


def _line(cue: Cue, width: int) -> str:
    kind, what = ("say", cue.text) if isinstance(cue, VoiceCue) else ("tone", cue.sound)
    return f"{exact_clock(cue.at_ms):>{width}}  {kind:<4}  {clean(what)}"


def open_screen() -> LinesScreen:
    """Plain lines on standard output."""
    return LinesScreen()
