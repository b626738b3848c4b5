"""What is played in one go: the prelude, where there is one, and the session."""

from __future__ import annotations

from collections.abc import Sequence

from voiceguide.control.piece_source import PlaybackPosition as PlaybackPosition
from voiceguide.timeline import Timeline


class Programme:
    """The timelines one after the other, as they are now: a command may change the last one.

    Raises ValueError at birth without a part.
    """

    def __init__(self, timelines: Sequence[Timeline]) -> None:
        if not timelines:
            raise ValueError("a programme has at least one part")
        self.timelines = tuple(timelines)
        """The parts in order; the last one is the session."""
