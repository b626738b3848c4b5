"""What becomes of a session when the computer sleeps or the program is stopped for a while."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceguide.control import live_lines as words
from voiceguide.control.output_changes import Outputs
from voiceguide.control.resume_position import reentry
from voiceguide.text import rough_length

if TYPE_CHECKING:
    from voiceguide.control.live_session import LiveSetup
    from voiceguide.control.output_recovery import Recovery
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.playback.system_output_watch import SystemOutputWatch

AWAY_MS = 2000
"""A look so late means that the program or the computer stood still."""
GONE_FOR_GOOD_MS = 10 * 60_000
"""After longer than that nobody waits for a session that is led from no terminal."""
STOP_LIMIT_S = 0.6
"""How long the person's Ctrl-Z waits for the sound to fade out."""
FADE_S = 0.3
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


class Standstill(Outputs):
    """Outputs that notice a standstill: they pause, and what they tell of it is true.

    Where it is led from no terminal (`attended` is false), nobody can press a key: then it goes
    on by itself, or ends where that took long.
    """

    def __init__(
        self,
        setup: LiveSetup,
        sink: Sink,
        recover: Callable[[str], Recovery],
        watch: SystemOutputWatch | None,
        attended: bool,
    ) -> None:
        super().__init__(setup, sink, recover, watch)
        self._attended = attended
        self._looked_at = self._due_at = 0
        self._slept_ms = asleep_ms()
        self._leaves = threading.Event()
        self._left = threading.Event()
        self._away_by_hand = False
        self._overslept = False

    def leave(self) -> None:
        """The program is about to be stopped by the person: pause. Returns when it is silent.

        For any other thread; waits `STOP_LIMIT_S` at most.
        """
        self._left.clear()
        self._leaves.set()
        self._left.wait(STOP_LIMIT_S)

    def _leave(self, now: int) -> None:
        """Do what `leave` asks for."""
        if not self._leaves.is_set():
            return
        self._leaves.clear()
        self._away_by_hand = True
        if self._mode == "playing":
            self._halt("paused", now)
            time.sleep(FADE_S)
        elif self._mode == "waiting":
            self._halt("paused", now)
        self._left.set()

    def _notice_standstill(self, now: int) -> None:
        slept_before, self._slept_ms = self._slept_ms, asleep_ms()
        stopped_ms, slept_ms = now - self._looked_at, self._slept_ms - slept_before
        self._looked_at = now
        away_ms = max(stopped_ms, slept_ms)
        if away_ms <= AWAY_MS:
            return
        by_hand, self._away_by_hand = self._away_by_hand, False
        self._woken_at = now
        self._due_at += stopped_ms
        if self._mode != "playing" or by_hand:
            return
        asleep = slept_ms > AWAY_MS or sys.platform == "win32"  # whose one clock never stands
        what = "The computer was asleep" if asleep else "voiceguide was stopped"
        length = f"for {rough_length(away_ms)}"
        self._halt("paused", now)
        self._halted_at, self._halted_device = now - away_ms, None
        if self._attended:
            self._alarm(f"{what} {length}: paused.")
        elif away_ms > GONE_FOR_GOOD_MS:
            self._alarm(f"{what} {length}: the session ends here.")
            self._overslept = True
        else:
            self._alarm(f"{what} {length}: it goes on.")
            way = reentry(self._timeline_at(self._position), self._position.at_ms, words.MINUTE_MS)
            self._enter(way, now)
