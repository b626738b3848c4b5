"""What becomes of a session when the computer sleeps or the program is stopped for a while."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

from voiceguide.control.live_lines import MINUTE_MS
from voiceguide.text import rough_length

if TYPE_CHECKING:
    from voiceguide.control.live_session import LiveSession
    from voiceguide.playback.clock import Clock

AWAY_MS = 2000
"""A look so late means that the program or the computer stood still."""
GONE_FOR_GOOD_MS = 10 * 60_000
"""After longer than that nobody waits for a session that is led from no terminal."""
STOP_LIMIT_S = 0.6
"""How long the person's Ctrl-Z waits for the sound to fade out."""
FADE_MS = 300
"""How long that takes, the latency of any output included."""

CLOCKS = {"linux": ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"),
          "darwin": ("CLOCK_MONOTONIC", "CLOCK_UPTIME_RAW")}  # fmt: skip
"""By platform, one that counts while the computer sleeps and one that does not."""


def asleep_ms() -> int:
    """How long the computer has slept since it was started; 0 where nobody counts that."""
    clocks = [getattr(time, name, None) for name in CLOCKS.get(sys.platform, ())]
    if None in clocks or not clocks:
        return 0
    with_sleep, without = (time.clock_gettime_ns(clock) for clock in clocks)  # type: ignore[arg-type]
    return (with_sleep - without) // 1_000_000


class SleepDetection:
    """Notices a standstill: the session pauses, and what is told of it is true.

    Where it is led from no terminal (`attended` is false), nobody can press a key: then it goes
    on by itself, or ends where that took long.
    """

    def __init__(self, live: LiveSession, clock: Clock, *, attended: bool) -> None:
        self._live, self._clock, self._attended = live, clock, attended
        self._looked_ms = clock.now()
        self._slept_ms = asleep_ms()
        self._leaves = threading.Event()
        self._left = threading.Event()
        self._away_by_hand = False
        self.gone_for_good = False
        """Whether it stood still for so long that the session ends."""

    def leave(self) -> None:
        """The program is about to be stopped by the person: pause. Returns when it is silent.

        For any other thread; waits `STOP_LIMIT_S` at most.
        """
        self._left.clear()
        self._leaves.set()
        self._left.wait(STOP_LIMIT_S)

    def was_busy(self) -> None:
        """What was done up to now took its time, and was no standstill."""
        self._looked_ms = self._clock.now()

    def look(self) -> None:
        """Do what `leave` asks for, and notice a standstill since the last look."""
        if self._leaves.is_set():
            self._pause_by_hand()
        now_ms = self._clock.now()
        slept_before, self._slept_ms = self._slept_ms, asleep_ms()
        stopped_ms, slept_ms = now_ms - self._looked_ms, self._slept_ms - slept_before
        self._looked_ms = now_ms
        away_ms = max(stopped_ms, slept_ms)
        if away_ms <= AWAY_MS:
            return
        by_hand, self._away_by_hand = self._away_by_hand, False
        live = self._live
        live.woken_ms = now_ms
        live.due_ms += stopped_ms
        if live.mode in ("playing", "preparing") and not by_hand:
            asleep = slept_ms > AWAY_MS or sys.platform == "win32"  # whose one clock never stands
            what = "The computer was asleep" if asleep else "voiceguide was stopped"
            self._tell_and_pause(f"{what} for {rough_length(away_ms)}", now_ms, away_ms)

    def _pause_by_hand(self) -> None:
        self._leaves.clear()
        self._away_by_hand = True
        if self._live.mode in ("playing", "waiting", "preparing"):
            sounding = self._live.mode == "playing"
            self._live.halt("paused", self._clock.now())
            if sounding:
                self._clock.wait_until(self._clock.now() + FADE_MS, threading.Event())
        self._left.set()

    def _tell_and_pause(self, what: str, now_ms: int, away_ms: int) -> None:
        live = self._live
        live.halt("paused", now_ms)
        live.stand("paused", live.position, now_ms - away_ms)
        if self._attended:
            live.alarm(f"{what}: paused.")
        elif away_ms > GONE_FOR_GOOD_MS:
            live.alarm(f"{what}: the session ends here.")
            self.gone_for_good = True
        else:
            live.alarm(f"{what}: it goes on.")
            live.resume(now_ms, after_ms=MINUTE_MS)
