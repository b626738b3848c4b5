"""Where in the session the sound is: pure arithmetic over frames, without clock or thread.

A playhead answers one question, "what comes out for the next n frames", with spans of the
session and of silence. Pauses and seeks are changes of its state: what sounds is faded out
first, so that nothing clicks, and what goes on is faded in.
"""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from voiceguide.structs import replace

FULL = 600
"""The level of sound at full strength; 0 is silence."""

FALL = 1
"""Levels lost a frame in a fade-out: 600 frames, 14 ms."""

RISE = 3
"""Levels won a frame in a fade-in: 200 frames, 5 ms, so that a first consonant stays whole."""


class HasFrames(Protocol):
    """Anything that lasts so many frames."""

    @property
    def frames(self) -> int: ...


class Span(Struct, frozen=True):
    """`frames` of the session from `first_frame` on, or of silence where that is None.

    The level of its frame i is ``level + slope * i``, at most `FULL`.
    """

    frames: int
    first_frame: int | None
    level: int = FULL
    slope: int = 0
    source: HasFrames | None = None
    """What the frames are of, where the playhead was told."""


class Playhead(Struct, frozen=True):
    """`position` and `goal` are frames of the session, which ends before frame `end`.

    `running` is what was asked for; `level` follows it through the fades. A `goal` is where to
    go on once what sounds has faded, in `goal_source` where that is another one than `source`.
    """

    end: int
    position: int = 0
    running: bool = True
    level: int = FULL
    goal: int | None = None
    source: HasFrames | None = None
    goal_source: HasFrames | None = None

    @property
    def finished(self) -> bool:
        return self.position >= self.end and self.goal is None

    @property
    def steady(self) -> bool:
        """Whether it plays at full level, with no fade to come and something left."""
        going = self.running and self.goal is None
        return going and self.level == FULL and self.position < self.end

    def paused(self) -> Playhead:
        """Falls silent; goes on later from where the fade ends."""
        return replace(self, running=False)

    def resumed(self, at_frame: int | None = None) -> Playhead:
        """Goes on, from another frame when one is given."""
        going_on = replace(self, running=True)
        return going_on if at_frame is None else going_on.sought(at_frame)

    def sought(self, frame: int) -> Playhead:
        """Goes to a frame (kept inside the session), running or paused as before."""
        end = self.end if self.goal_source is None else self.goal_source.frames
        return replace(self, goal=min(max(0, frame), end))

    def switched(self, source: HasFrames, frame: int = 0) -> Playhead:
        """Goes on in another source, running, once what sounds has faded."""
        goal = min(max(0, frame), source.frames)
        return replace(self, goal=goal, goal_source=source, running=True)

    def swapped(self, source: HasFrames) -> Playhead:
        """The same place in a source that was the same up to here."""
        if self.goal is not None and self.goal_source is not None:
            return replace(self, goal_source=source)
        return replace(self, source=source, end=source.frames)

    @property
    def left(self) -> tuple[HasFrames | None, int]:
        """What would go on after the fade if something else came now: a source and its frame."""
        if self.goal is not None:
            return self.goal_source or self.source, self.goal
        return self.source, min(self.end, self.position + self.level // FALL)

    def halted(self) -> Playhead:
        """Stands still at once, without a fade: nobody hears it any more."""
        there = self if self.goal is None else self._arrived(self.goal)
        return replace(there, running=False, level=0)

    def take(self, frames: int) -> tuple[tuple[Span, ...], Playhead]:
        """The spans of the next `frames` frames, and the playhead after them.

        Taking a + b frames gives the same sound as taking a, then b.
        """
        spans: list[Span] = []
        head = self
        while frames > 0:
            span, head = head._next(frames)
            if span is not None:
                spans.append(span)
                frames -= span.frames
        return tuple(spans), head

    def after(self, frames: int) -> Playhead:
        """The playhead `frames` frames later."""
        return self.take(frames)[1]

    def _next(self, frames: int) -> tuple[Span | None, Playhead]:
        if self.level > 0 and self.position >= self.end:
            return None, replace(self, level=0)
        if self.level > 0 and (not self.running or self.goal is not None):
            return self._play(min(frames, self.level), -FALL)
        if self.goal is not None:
            return None, self._arrived(self.goal)
        if not self.running or self.position >= self.end:
            return Span(frames, None, 0), self
        if self.level < FULL:
            return self._play(min(frames, -((self.level - FULL) // RISE)), RISE)
        return self._play(frames, 0)

    def _arrived(self, goal: int) -> Playhead:
        source = self.goal_source or self.source
        end = self.end if self.goal_source is None else self.goal_source.frames
        return replace(self, position=goal, goal=None, source=source, goal_source=None, end=end)

    def _play(self, frames: int, slope: int) -> tuple[Span, Playhead]:
        frames = min(frames, self.end - self.position)
        level = min(FULL, self.level + slope * frames)
        span = Span(frames, self.position, self.level, slope, self.source)
        return span, replace(self, position=self.position + frames, level=level)
