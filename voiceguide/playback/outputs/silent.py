"""No sound: pulls against the clock, for the screen alone and for measurements."""

from __future__ import annotations

import threading
from collections.abc import Callable

from voiceguide.playback.clock import Clock, RealClock
from voiceguide.playback.outputs.interface import STREAM_PATIENCE_MS, Pull
from voiceguide.units import SAMPLE_RATE_HZ, Ms, frame_at

BLOCK_MS = 50

STALL_MS = 200
"""Lateness after which the pace starts anew instead of catching up: nothing is ever hurried."""


class SilentSink:
    """Takes blocks at the pace of a sound card, or `speed` times faster, and drops them."""

    name = "silent"
    is_device = False
    corrected_frames = 0
    patience_ms = STREAM_PATIENCE_MS
    latency_ms = BLOCK_MS
    lost = None

    def __init__(self, clock: Clock | None = None, *, speed: float = 1.0) -> None:
        self._clock = clock or RealClock()
        self._speed = speed
        self._block_frames = frame_at(BLOCK_MS)
        self._turn = threading.Lock()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None
        self._due_ms = 0.0

    def start(self, pull: Pull) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(pull, self._end), name="voiceguide-silent", daemon=True
        )
        self._thread.start()

    def retake(self, change: Callable[[int], None]) -> None:
        with self._turn:
            change(0)

    def unheard_frames(self) -> int:
        left_ms = (self._due_ms - self._clock.now()) * self._speed
        return min(self._block_frames, max(0, round(left_ms * SAMPLE_RATE_HZ / 1000)))

    def stop(self) -> None:
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        self.stop()

    def _run(self, pull: Pull, end: threading.Event) -> None:
        self._due_ms = float(self._clock.now())
        while not self._clock.wait_until(Ms(int(self._due_ms)), end):
            if self._clock.now() > self._due_ms + STALL_MS:
                self._due_ms = float(self._clock.now())
            with self._turn:
                pull(self._block_frames)
                self._due_ms += BLOCK_MS / self._speed


def open_sink() -> SilentSink:
    """Silence at the pace of the clock; always opens."""
    return SilentSink()
