"""Monotonic time: reading it and waiting for it."""

from __future__ import annotations

import threading
import time
from typing import Protocol

from voiceguide.units import Ms


class Clock(Protocol):
    """Time that only goes forward; wall clock, time zone and daylight saving cannot alter it."""

    def now(self) -> Ms:
        """Milliseconds since some fixed moment."""

    def wait_until(self, moment_ms: int, wake: threading.Event) -> bool:
        """Wait for a moment, or until `wake` is set; True says it was `wake`."""


class RealClock:
    """The machine's monotonic clock."""

    def now(self) -> Ms:
        return Ms(time.monotonic_ns() // 1_000_000)

    def wait_until(self, moment_ms: int, wake: threading.Event) -> bool:
        return wake.wait(max(0.0, moment_ms / 1000 - time.monotonic()))
