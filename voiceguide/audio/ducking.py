"""How loud music may be under a session: softer from just before each cue, and softly back."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.units import amplitude, frame_at

DUCKED = amplitude(-12.0)
AHEAD_MS = 150
BACK_MS = 700


class Ducking:
    """The factor of the music at any frame of a session, from the times of its cues in ms."""

    def __init__(self, cues: Iterable[tuple[int, int]]) -> None:
        frames: list[int] = [0]
        factors: list[float] = [1.0]
        for start_ms, end_ms in _joined(cues):
            edges = (start_ms - AHEAD_MS, start_ms, end_ms, end_ms + BACK_MS)
            frames += [frame_at(edge) for edge in edges]
            factors += [1.0, DUCKED, DUCKED, 1.0]
        self._frames, self._factors = frames, factors

    def factors(self, first_frame: int, frames: int) -> Samples:
        """Shape (frames,), from DUCKED to 1."""
        at = np.arange(first_frame, first_frame + frames)
        return np.interp(at, self._frames, self._factors).astype(np.float32)


def _joined(cues: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches with cues, those joined between which the music would not come back."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cues):
        if joined and start - joined[-1][1] < AHEAD_MS + BACK_MS:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
