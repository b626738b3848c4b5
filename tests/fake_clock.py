"""Time that a test moves on."""

from __future__ import annotations

import threading

from voiceguide.units import Ms


class FakeClock:
    """A clock that stands still; waiting moves it at once to the moment waited for."""

    def __init__(self, now_ms: int = 0) -> None:
        self._now_ms = now_ms

    def now(self) -> Ms:
        return Ms(self._now_ms)

    def advance(self, length_ms: int) -> None:
        self._now_ms += length_ms

    def wait_until(self, moment_ms: int, wake: threading.Event) -> bool:
        self._now_ms = max(self._now_ms, moment_ms)
        return wake.is_set()
