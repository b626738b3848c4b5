"""How much slower the machine works than if nothing else ran; limits on time are stretched so."""

from __future__ import annotations

import threading
import time
from collections import deque

EVERY_S = 0.25
PIECE_S = 0.004
"""Processor time of one sample."""
SAMPLES = 240
"""Of the last minute."""
MOST = 4.0
"""No limit is stretched further: what is late by more is late."""


class Slowness:
    """Takes small pieces of work now and then, and compares their length with their cost."""

    def __init__(self) -> None:
        self._ratios: deque[float] = deque(maxlen=SAMPLES)
        threading.Thread(target=self._sample, daemon=True).start()

    def _sample(self) -> None:
        while True:
            began_s, cost_s = time.monotonic(), time.thread_time()
            while time.thread_time() - cost_s < PIECE_S:
                pass
            self._ratios.append((time.monotonic() - began_s) / PIECE_S)
            time.sleep(EVERY_S)

    @property
    def now(self) -> float:
        """1 on a machine at rest, 2 where two programs want each of its cores; the mean."""
        ratios = list(self._ratios) or [1.0]
        return min(max(1.0, sum(ratios) / len(ratios)), MOST)


SLOWNESS = Slowness()


def in_time(limit_s: float) -> float:
    """A limit as it is on a machine that is as busy as this one was in the last minute."""
    return limit_s * SLOWNESS.now
