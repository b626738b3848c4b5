"""Whether a device takes no more sound: it is gone or frozen, and no library tells of it."""

from __future__ import annotations

from voiceguide.units import SAMPLE_RATE_HZ, Ms

BEGINNING_MS = 3000
"""What a device may take for its first second: Bluetooth and idle servers wake up slowly."""

ASLEEP_MS = 300
"""A watch that itself was late by so much slept with the whole program: it begins anew."""

WATCHED_MS = 120
"""So much at most counts of the time between two looks: where they are late, so is the device."""

SLOW_MS = 300
"""How much longer than what it holds a device may take nothing: a busy machine is late."""


class StallDetection:
    """Counts how long a device has taken nothing."""

    def __init__(self) -> None:
        self._pulls = self._pulls_seen = 0
        self._still_ms, self._looked = 0, Ms(0)

    def begin(self, now: Ms) -> None:
        """The device is started."""
        self._looked = now

    def pulled(self) -> None:
        """It has taken sound."""
        self._pulls += 1

    def stands_still(self, now: Ms, *, given: int, patience_ms: int, ahead_ms: int) -> bool:
        """Whether it has taken nothing for longer than it may; to be asked ten times a second.

        `given` frames it has taken in all; it works `ahead_ms` ahead.
        """
        passed_ms, self._looked = now - self._looked, now
        if self._pulls != self._pulls_seen or passed_ms > ASLEEP_MS:
            self._pulls_seen, self._still_ms = self._pulls, 0
        else:
            self._still_ms += min(passed_ms, WATCHED_MS)
        limit_ms = patience_ms if given > SAMPLE_RATE_HZ else BEGINNING_MS
        # A device that works seconds ahead takes nothing for seconds, and is well.
        return self._still_ms > max(limit_ms, ahead_ms + SLOW_MS)
