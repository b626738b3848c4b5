"""What was given to an output, so that it is known what of it is heard, and some can be taken back.

An output may work seconds ahead of the ear: what is heard now was given to it some time ago.
"""

from __future__ import annotations

from collections import deque

from voiceguide.playback.playhead import Playhead, Span
from voiceguide.units import SAMPLE_RATE_HZ

KEPT_FRAMES = 3 * SAMPLE_RATE_HZ
"""How far back it is known: more than any output works ahead."""


class PlayheadHistory:
    """The playhead of what comes next, and those of what was given of late."""

    def __init__(self, head: Playhead) -> None:
        self.head = head
        self.given = 0
        """Frames in all that the output was given."""
        self._before: deque[tuple[int, Playhead]] = deque()

    def take(self, frames: int) -> tuple[Span, ...]:
        """The spans of the next frames, which are given to the output."""
        before = self.head
        spans, self.head = before.take(frames)
        self._before.append((self.given, before))
        self.given += frames
        while len(self._before) > 1 and self._before[1][0] < self.given - KEPT_FRAMES:
            self._before.popleft()
        return spans

    def take_back(self, frames: int) -> None:
        """Forget the last frames given to the output: it will pull them again."""
        if frames == 0:
            return
        self.head = self.at(self.given - frames)
        self.given -= frames
        while self._before and self._before[-1][0] >= self.given:
            self._before.pop()

    def at(self, given: int) -> Playhead:
        """The playhead when so many frames had been given to the output."""
        for first, head in reversed(self._before):
            if first <= given:
                return head.after(given - first)
        return self._before[0][1] if self._before else self.head

    def stop_at(self, head: Playhead) -> None:
        """Nothing is heard any more; what comes next, if anything does."""
        self.head = head
        self._before.clear()
