"""What is played in one go: the prelude, where there is one, and the session, at a volume."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.audio.mixer import limit
from voiceguide.rendering import Rendering
from voiceguide.timeline import Timeline
from voiceguide.units import Ms

USUAL_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the programme: which part is heard, and how far into it."""

    part: int
    at_ms: Ms


class Programme:
    """Renderings one after the other, as the one source of a player.

    `volume_percent` is 0 to 150; what it makes too loud is limited. Raises ValueError at birth
    without a part.
    """

    def __init__(self, parts: Sequence[Rendering], *, volume_percent: int = USUAL_PERCENT) -> None:
        if not parts:
            raise ValueError("a programme has at least one part")
        self._parts = tuple(parts)
        self._gain = np.float32(volume_percent / 100)

    @property
    def timelines(self) -> tuple[Timeline, ...]:
        """The parts in order; the last one is the session."""
        return tuple(part.timeline for part in self._parts)

    @property
    def frames(self) -> int:
        """The whole length, at 44.1 kHz."""
        return sum(part.frames for part in self._parts)

    def block(self, first_frame: int, frames: int) -> Samples:
        """Float32 mono of shape (frames,), -1.0 to 1.0; zeros beyond the end."""
        sound = np.zeros(frames, np.float32)
        filled = 0
        for part in self._parts:
            here = min(frames - filled, part.frames - first_frame)
            if here > 0:
                sound[filled : filled + here] = part.block(first_frame, here)
                filled += here
            first_frame = max(0, first_frame - part.frames)
        if self._gain != 1:
            sound *= self._gain
        if self._gain > 1:
            limit(sound)
        return sound

    def spot(self, position_ms: int) -> Spot:
        """Where in its parts a position of the whole lies; the end belongs to the last part."""
        for number, part in enumerate(self._parts[:-1]):
            if position_ms < part.timeline.length_ms:
                return Spot(number, Ms(position_ms))
            position_ms -= part.timeline.length_ms
        last = len(self._parts) - 1
        return Spot(last, Ms(min(position_ms, self._parts[last].timeline.length_ms)))
