"""What the outputs that call back for every block have in common."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from voiceguide.playback.clock import Clock
from voiceguide.playback.outputs.interface import STREAM_PATIENCE_MS, Pull
from voiceguide.units import SAMPLE_RATE_HZ, Ms, frame_at, ms_at

BEGINNING_MS = 500
"""While a device fills its buffer: what it takes more than time passes is how far it is ahead."""

DEEP_MS = 1000
"""From here on that is believed rather than what the device was asked for."""


class CallbackStream:
    """Counts what a device pulls, and turns mono into the two channels devices like best.

    macOS plays a single channel on the left side only, and some of Windows' interfaces refuse it.
    """

    def __init__(self, pull: Pull, clock: Clock, latency_ms: int) -> None:
        self._pull, self._clock, self._latency_ms = pull, clock, latency_ms
        self._last: tuple[Ms, int] | None = None
        self._began: Ms | None = None
        self._taken = self._deep_ms = 0

    def block(self, frames: int) -> npt.NDArray[np.float32]:
        """The next frames for the device: float32, shape (frames, 2)."""
        self._last = self._clock.now(), frames
        self._measure(*self._last)
        return np.repeat(self._pull(frames), 2).reshape(frames, 2)

    def unheard_frames(self) -> int:
        """Of the last block and the latency before it, what has not been heard by now."""
        if self._last is None:
            return 0
        pulled_ms, frames = self._last
        passed_ms = self._clock.now() - pulled_ms
        if self._deep_ms >= DEEP_MS:
            return max(0, frame_at(self._deep_ms - passed_ms))
        ahead = (self._latency_ms - passed_ms) * SAMPLE_RATE_HZ // 1000 + frames
        return max(0, ahead)

    def _measure(self, now: Ms, frames: int) -> None:
        if self._began is None:
            self._began = now
        passed_ms = now - self._began
        if passed_ms < BEGINNING_MS:
            self._taken += frames
            self._deep_ms = max(self._deep_ms, ms_at(self._taken) - passed_ms)


class CallbackOutput:
    """What is so of every output whose device calls back."""

    is_device = True
    corrected_frames = 0
    patience_ms = STREAM_PATIENCE_MS
    _stream: CallbackStream | None = None

    def retake(self, change: Callable[[int], None]) -> None:
        change(0)

    def unheard_frames(self) -> int:
        return self._stream.unheard_frames() if self._stream else 0
