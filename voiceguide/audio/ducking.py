"""How loud music may be under a session: softer from just before each cue, and softly back."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.units import amplitude, frame_at

DUCKED = amplitude(-12.0)
AHEAD_MS = 150
BACK_MS = 700

PAUSE_MS = 1500
"""In a shorter pause between cues it stays soft: the pips of a countdown shall not make it pump."""

FADE_OUT_MS = 6000
"""How long before the end of a session it begins to go."""


class Ducking:
    """The factor of the music at any frame of a session, from the times of its cues in ms.

    With `end_ms`, the music fades out towards it, and is silent from then on.
    """

    def __init__(self, cues: Iterable[tuple[int, int]], end_ms: int | None = None) -> None:
        frames: list[int] = [0]
        factors: list[float] = [1.0]
        for start_ms, end_of_cue_ms in _joined(cues):
            edges = (start_ms - AHEAD_MS, start_ms, end_of_cue_ms, end_of_cue_ms + BACK_MS)
            frames += [frame_at(edge) for edge in edges]
            factors += [1.0, DUCKED, DUCKED, 1.0]
        self._frames, self._factors = np.array(frames), np.array(factors)
        self._end = None if end_ms is None else frame_at(end_ms)

    def factors(self, first_frame: int, frames: int) -> Samples:
        """Shape (frames,), from 0 to 1; the same for a frame in blocks of any size."""
        last = first_frame + frames - 1
        # Of the edges, only those around the block: a session has thousands.
        before, beyond = np.searchsorted(self._frames, (first_frame, last), side="right")
        edges = slice(max(0, before - 1), beyond + 1)
        near, at_edges = self._frames[edges], self._factors[edges]
        if np.all(at_edges == at_edges[0]):
            found = np.full(frames, at_edges[0], np.float32)
        else:
            at = np.arange(first_frame, first_frame + frames)
            found = np.interp(at, near, at_edges).astype(np.float32)
        if self._end is not None and last > self._end - frame_at(FADE_OUT_MS):
            left = self._end - np.arange(first_frame, first_frame + frames)
            part = np.clip(left / frame_at(FADE_OUT_MS), 0, 1)
            found *= (part * part).astype(np.float32)
        return found


def _joined(cues: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches with cues, those joined between which the music would hardly come back."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cues):
        if joined and start - joined[-1][1] < PAUSE_MS:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
