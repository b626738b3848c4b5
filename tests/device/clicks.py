"""Sounds that are easy to find again: short sweeps, rising in the session's first half."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.clip import Samples
from voiceguide.units import SAMPLE_RATE_HZ, frame_at

CLICK_MS = 40
EVERY_MS = 500
FIRST_MS = 1000


def sweep(rate_hz: int, *, rising: bool = True) -> Samples:
    """A Hann-shaped sweep between 500 and 2,500 Hz."""
    seconds = np.arange(CLICK_MS * rate_hz // 1000) / rate_hz
    length_s = CLICK_MS / 1000
    phase = 2 * np.pi * (500 * seconds + 1000 * seconds**2 / length_s)
    shape = 0.5 - 0.5 * np.cos(2 * np.pi * seconds / length_s)
    sound = (0.5 * shape * np.sin(phase)).astype(np.float32)
    return sound if rising else sound[::-1].copy()


BED_HZ = 220
BED = 0.05


class Clicks:
    """A source of `seconds` with a click every half second from the first second on.

    Under them lies, where `bed` says so, a soft tone of 220 Hz, in which gaps and jumps show.
    """

    def __init__(self, seconds: float, *, bed: bool = True) -> None:
        self.frames = frame_at(round(seconds * 1000))
        turns = np.arange(SAMPLE_RATE_HZ) * (2 * np.pi * BED_HZ / SAMPLE_RATE_HZ)
        self._bed: Samples = (bed * BED * np.sin(turns)).astype(np.float32)
        self._sweeps = {up: sweep(SAMPLE_RATE_HZ, rising=up) for up in (True, False)}
        self.due_ms = list(range(FIRST_MS, round(seconds * 1000) - EVERY_MS + 1, EVERY_MS))

    def rises(self, at_ms: int) -> bool:
        """Whether the click at a time is one of the first half's."""
        return frame_at(at_ms) < self.frames // 2

    def block(self, first_frame: int, frames: int) -> Samples:
        numbers = np.arange(first_frame, first_frame + frames)
        out = np.where(numbers < self.frames, self._bed[numbers % SAMPLE_RATE_HZ], np.float32(0))
        last_ms = (first_frame + frames) * 1000 // SAMPLE_RATE_HZ + 1
        start_ms = first_frame * 1000 // SAMPLE_RATE_HZ - CLICK_MS - 1
        near = range(start_ms // EVERY_MS * EVERY_MS, last_ms + 1, EVERY_MS)
        for at_ms in near:
            if not self.due_ms or not self.due_ms[0] <= at_ms <= self.due_ms[-1]:
                continue
            sound = self._sweeps[self.rises(at_ms)]
            at = frame_at(at_ms) - first_frame
            low, high = max(0, at), min(frames, at + len(sound))
            if low < high:
                out[low:high] += sound[low - at : high - at]
        return out
