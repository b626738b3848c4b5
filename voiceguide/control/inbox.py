"""The one queue that every source of commands puts into; what is held or doubled counts once."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass

from voiceguide.control.commands import BOUNCE_MS, Command, Name, command_named, command_of
from voiceguide.playback.clock import Clock, RealClock
from voiceguide.units import Ms

MOST_WAITING = 32
"""More than a person can mean; a source that floods is not heard."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, and when it came, on the monotonic clock."""

    name: Name
    at_ms: Ms
    value: int = 0


class Inbox:
    """Commands in the order they came. `post` may be called from any thread and never waits."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or RealClock()
        self._asked: queue.Queue[Asked] = queue.Queue(MOST_WAITING)
        self._last: dict[Name, int] = {}
        self._turn = threading.Lock()

    def post_line(self, line: str) -> bool:
        """Ask for a command by a line from outside, as `command_of` reads it; raises UsageError."""
        return self.post(*command_of(line))

    def post_key(self, name: str) -> bool:
        """Ask for a command by a key, which may be held; False where it is the same press still."""
        return self._post(command_named(name), 0, command_named(name).gap_ms)

    def post(self, name: str, value: int = 0) -> bool:
        """Ask for a command by what sends no repeats; False where it was just asked for.

        Raises UsageError for a name that is no command.
        """
        command = command_named(name)
        return self._post(command, value, min(command.gap_ms, BOUNCE_MS))

    def _post(self, command: Command, value: int, gap_ms: int) -> bool:
        with self._turn:
            now = self._clock.now()
            last = self._last.get(command.name)
            self._last[command.name] = now
            if last is not None and now - last < gap_ms:
                return False
            try:
                self._asked.put_nowait(Asked(command.name, now, value))
            except queue.Full:
                return False
        return True

    def take(self, wait_s: float) -> Asked | None:
        """The next command, waiting for it at most so long."""
        try:
            return self._asked.get(timeout=wait_s)
        except queue.Empty:
            return None
