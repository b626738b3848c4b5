"""Whether a device keeps up with the clock: it is behind once it ran dry.

A device that runs dry plays silence meanwhile, and from then on all is late by so much. No
library tells of it, but the device asks for that much less: its buffer is as full as ever while
fewer frames were taken than time has passed.

That a device's own clock is a little faster or slower than the computer's is no such loss: what
it plays stays as even as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from voiceguide.playback.playhead import HasFrames, Playhead
from voiceguide.structs import replace
from voiceguide.units import Ms, frame_at, ms_at

STRAY_FRAMES = frame_at(20)
"""Less is left alone: no ear notices it."""

BEHIND_AT_MOST = frame_at(1000)
"""More is no gap but a stall, and what follows is later by it: nothing is hurried."""

AHEAD_AT_MOST = frame_at(100)
"""A device that suddenly takes more than that has a longer buffer now, and is no faster."""

NEAR_FRAMES = frame_at(5)
DRIFT_FRAMES = frame_at(1)
"""So near to what is usual, and by so much a second at most (0.1 %), it is the device's clock
that strays. Sound cards differ by 0.01 %, PulseAudio's null sink by 0.04 % (its rounding)."""

DRIFT_EVERY_MS = 1000

WINDOW_MS = 700
"""A block may be asked for late without harm: of so long only the earliest counts."""

BEHIND_SURE_MS = 300
AHEAD_SURE_MS = 2000
"""So long it must have strayed: a device that takes in a burst what it was late for lost nothing,
and one that changes its tape works further ahead for a moment."""

SETTLED_MS = 1500
"""What a device may do at its beginning, until its buffer is full."""


class Spare(NamedTuple):
    """Frames of silence before and after a place that may be given again, or left out."""

    before: int = 0
    after: int = 0


class DriftCorrection:
    """Told of every block that a device takes, and keeps what it plays on time.

    That is only done where the source has a method ``spare(frame, since) -> Spare``; `since` is
    a frame up to which the device kept the pace, None where that was in another source.
    """

    def __init__(self) -> None:
        self._kept: tuple[HasFrames | None, int] | None = None
        self._began: int | None = None
        self._passed_ms = self._followed_ms = 0
        self._leads: deque[tuple[int, int]] = deque()
        self._usual: int | None = None
        self._way = 0
        self._since_ms = 0

    def taken(self, frames: int, now_ms: Ms) -> None:
        """By now the device has taken so many frames in all."""
        if self._began is None:
            self._began = now_ms
        passed_ms = self._passed_ms = now_ms - self._began
        lead = frames - frame_at(passed_ms)
        while self._leads and self._leads[-1][1] <= lead:
            self._leads.pop()
        self._leads.append((passed_ms, lead))
        while self._leads[0][0] < passed_ms - WINDOW_MS:
            self._leads.popleft()
        if self._usual is None and passed_ms >= SETTLED_MS:
            self._usual = self._leads[0][1]
        if passed_ms >= self._followed_ms + DRIFT_EVERY_MS:
            self._followed_ms = passed_ms
            self._follow()

    def _follow(self) -> None:
        """Take for usual what the device's own clock makes of it."""
        if self._usual is not None and abs(off := self._leads[0][1] - self._usual) <= NEAR_FRAMES:
            self._usual += min(max(-DRIFT_FRAMES, off), DRIFT_FRAMES)

    def in_time(self, head: Playhead) -> Playhead:
        """The playhead, moved through silence by what the device has strayed from the clock."""
        stray = self._stray()
        if stray == 0:
            self._kept = None
            return head
        if self._kept is None:
            kept = head.position - frame_at(WINDOW_MS + BEHIND_SURE_MS)
            self._kept = head.source, kept
        spare: Callable[[int, int | None], Spare] | None = getattr(head.source, "spare", None)
        if self._usual is None or spare is None or not head.steady:
            return head
        source, since = self._kept
        room = spare(head.position, since if source is head.source else None)
        frames = min(stray, room.after) if stray > 0 else -min(-stray, room.before)
        self._usual -= frames
        if frames < 0:
            self._since_ms = self._passed_ms
        return replace(head, position=head.position + frames)

    @property
    def ahead_ms(self) -> int:
        """How much more than time has passed the device has taken of late; less than it holds."""
        return ms_at(max(0, self._leads[0][1])) if self._leads else 0

    def forget(self) -> None:
        """As it is now it is right."""
        if self._usual is not None:
            self._usual = self._leads[0][1]

    def _stray(self) -> int:
        """Frames by which the device is behind the clock, or ahead where negative.

        0 where that is little or not yet sure, and after more than a gap, which moves all that
        follows.
        """
        if self._usual is None:
            return 0
        behind = self._usual - self._leads[0][1]
        way = 0 if abs(behind) <= STRAY_FRAMES else 1 if behind > 0 else -1
        if way != self._way:
            self._way, self._since_ms = way, self._passed_ms
        sure_ms = BEHIND_SURE_MS if way > 0 else AHEAD_SURE_MS
        if way == 0 or self._passed_ms - self._since_ms < sure_ms:
            return 0
        if not -AHEAD_AT_MOST < behind <= BEHIND_AT_MOST:
            self.forget()
            return 0
        return behind
