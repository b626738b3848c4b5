"""Mixing: sounds at frames of a session, as blocks from any position.

Memoryless, so that the mix is the same in blocks of any size from any position on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

import numpy as np

from voiceguide.audio.clip import FULL_SCALE, Clip, Samples
from voiceguide.units import amplitude

KNEE = np.float32(amplitude(-3.0))
"""What is softer passes unchanged, to the bit."""
CEILING = np.float32(amplitude(-1.75))
"""What no sum passes; so low that what lies between its samples stays under -1 dBTP too."""


class Mixer:
    """Sounds, each a first frame and its clip, in any order; they may overlap.

    A block costs the sounds in it and two searches; nothing is kept from block to block.
    """

    def __init__(self, sounds: Iterable[tuple[int, Clip]]) -> None:
        placed = sorted(sounds, key=lambda sound: sound[0])
        if placed and placed[0][0] < 0:
            raise ValueError("a sound before the session's first frame")
        self._starts = [first for first, _ in placed]
        self._pcm = [clip.pcm for _, clip in placed]
        # Never falling, so it can be searched: the first sound that may reach into a block.
        ends = (first + len(clip.pcm) for first, clip in placed)
        self._reached = list(accumulate(ends, max))

    def block(self, first_frame: int, frames: int) -> Samples:
        """A fresh block of shape (frames,), never beyond ±CEILING; zeros where nothing sounds.

        Raises ValueError for a negative position or length.
        """
        if first_frame < 0 or frames < 0:
            raise ValueError("a block begins at frame 0 or later and is not less than empty")
        mix = np.zeros(frames, np.float32)
        first = bisect_right(self._reached, first_frame)
        beyond = bisect_left(self._starts, first_frame + frames)
        for at, pcm in zip(self._starts[first:beyond], self._pcm[first:beyond], strict=True):
            offset = at - first_frame
            part = pcm[max(0, -offset) : max(0, frames - offset)]
            start = max(0, offset)
            # Whole numbers far below 2**24: exact in any order.
            mix[start : start + len(part)] += part
        if first < beyond:
            mix *= np.float32(1 / FULL_SCALE)
            limit(mix)
        return mix


def limit(mix: Samples) -> None:
    """Bend what is louder than KNEE, in place, smoothly towards CEILING.

    Slope and curvature are continuous at the knee. Only operations that IEEE 754 rounds
    exactly, so that a sample's value does not depend on where in a block it lies.
    """
    if len(mix) == 0 or max(mix.max(), -mix.min()) <= KNEE:
        return
    loud = np.flatnonzero(np.abs(mix) > KNEE)
    span = CEILING - KNEE
    over = (np.abs(mix[loud]) - KNEE) / span
    bent = KNEE + span * (over / np.sqrt(1 + over * over))
    mix[loud] = np.copysign(np.minimum(bent, CEILING), mix[loud])
