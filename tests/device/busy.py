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


NAP_S = 0.01
COVERED_MS = 40
"""Every output has so much sound in hand that being late by less is never heard."""


class Slowness:
    """Takes small pieces of work now and then, and compares their length with their cost.

    It also naps all the time, to find out how long a program may wait until it is its turn.
    """

    def __init__(self) -> None:
        self._ratios: deque[float] = deque(maxlen=SAMPLES)
        self._late_ms: deque[float] = deque(maxlen=SAMPLES)
        threading.Thread(target=self._sample, daemon=True).start()
        threading.Thread(target=self._nap, daemon=True).start()

    def _nap(self) -> None:
        while True:
            ends_s, latest_ms = time.monotonic() + EVERY_S, 0.0
            while (before_s := time.monotonic()) < ends_s:
                time.sleep(NAP_S)
                latest_ms = max(latest_ms, (time.monotonic() - before_s - NAP_S) * 1000)
            self._late_ms.append(latest_ms)

    def _sample(self) -> None:
        while True:
            began_s, cost_s = time.monotonic(), time.thread_time()
            while time.thread_time() - cost_s < PIECE_S:
                pass
            self._ratios.append((time.monotonic() - began_s) / PIECE_S)
            time.sleep(EVERY_S)

    @property
    def now(self) -> float:
        """1 on a machine at rest, 2 where two programs want each of its cores.

        The mean of the slower half: what takes a few seconds may lie in the worst of a minute.
        """
        ratios = sorted(self._ratios) or [1.0]
        slower = ratios[len(ratios) // 2 :]
        return min(max(1.0, sum(slower) / len(slower)), MOST)

    @property
    def longest_wait_ms(self) -> float:
        """How long a program that was ready had to wait, at most in the last minute."""
        return max(self._late_ms, default=0.0)


SLOWNESS = Slowness()


def in_time(limit_s: float) -> float:
    """A limit as it is on a machine that is as busy as this one was in the last minute."""
    return limit_s * SLOWNESS.now


BUSY = 1.3
"""From this slowness on, two programs often want one core."""
HELD_ONCE_MS = 60
"""Gaps that were heard on such a machine, and no longer, beyond what an output has in hand."""


def one_gap_ms(limit_ms: float, kept_waiting_ms: float = 0.0) -> float:
    """A limit on a gap that comes once; all others are under `gap_ms`.

    On a busy machine a library's own thread, which nothing here measures, may be held once.
    """
    held_ms = HELD_ONCE_MS if SLOWNESS.now > BUSY else 0.0
    return max(gap_ms(limit_ms, kept_waiting_ms), held_ms)


def gap_ms(limit_ms: float, kept_waiting_ms: float = 0.0) -> float:
    """A limit on gaps in what is heard, where programs were kept waiting for as long as here.

    `kept_waiting_ms` is what the program that plays knows of itself.
    """
    waited_ms = max(SLOWNESS.longest_wait_ms, kept_waiting_ms)
    return limit_ms + max(0.0, waited_ms - COVERED_MS)
