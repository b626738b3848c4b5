"""The one queue that every source of commands puts into; what is held or doubled counts once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from voiceguide.control.commands import BOUNCE_MS, Command, Name, command_named, command_of
from voiceguide.playback.clock import Clock, RealClock
from voiceguide.units import Ms

MOST_WAITING = 32
"""More than a person can mean; a source that floods is not heard."""
ALWAYS_ROOM: frozenset[Name] = frozenset({"pain", "pause"})
"""Never refused for want of room: each waits at most once."""

PostResult = Literal["taken", "same", "full", "over"]
"""A command waits now; is the same press still; finds no room; or comes after "stop"."""


class QueuedCommand(Struct, frozen=True):
    """A command, and when it came, on the monotonic clock."""

    name: Name
    at_ms: Ms
    value: int = 0


class CommandQueue:
    """Commands in the order they came, "stop" before all. `post` may be called from any thread.

    It never waits. `on_stop` is called on the thread that asks to stop, each time.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or RealClock()
        self._asked: deque[QueuedCommand] = deque()
        self._stop: QueuedCommand | None = None
        self._over = False
        self._last: dict[Name, int] = {}
        self._turn = threading.Condition()
        self.on_stop: Callable[[], None] = _nothing

    def post_line(self, line: str) -> PostResult:
        """Ask for a command by a line from outside, as `command_of` reads it; raises UsageError."""
        name, value = command_of(line)
        return self._post(command_named(name), value)

    def post_key(self, name: str) -> bool:
        """Ask for a command by a key, which may be held; False where it is the same press still."""
        return self._post(command_named(name), held=True) == "taken"

    def post(self, name: str, value: int = 0) -> bool:
        """Ask for a command by what sends no repeats; False where it was just asked for.

        Raises UsageError for a name that is no command.
        """
        return self._post(command_named(name), value) == "taken"

    def _post(self, command: Command, value: int = 0, *, held: bool = False) -> PostResult:
        name, gap_ms = command.name, command.gap_ms
        with self._turn:
            now = self._clock.now()
            last = self._last.get(name)
            same = last is not None and now - last < (gap_ms if held else min(gap_ms, BOUNCE_MS))
            result = "same" if same else self._put(QueuedCommand(name, now, value))
            if held or result == "taken":
                # Not at every try: a source that floods would keep everybody else's out.
                self._last[name] = now
        if name == "stop":
            self.on_stop()
        return result

    def _put(self, asked: QueuedCommand) -> PostResult:
        if asked.name == "stop":
            self._stop, self._over = self._stop or asked, True
        elif self._over:
            return "over"
        elif asked.name in ALWAYS_ROOM and any(each.name == asked.name for each in self._asked):
            return "same"
        elif len(self._asked) >= MOST_WAITING and asked.name not in ALWAYS_ROOM:
            return "full"
        else:
            self._asked.append(asked)
        self._turn.notify_all()
        return "taken"

    def pain_left(self) -> QueuedCommand | None:
        """The pain that was told before a stop overtook it, to be logged all the same."""
        with self._turn:
            return next((each for each in self._asked if each.name == "pain"), None)

    def take(self, wait_s: float) -> QueuedCommand | None:
        """The next command, waiting for it at most so long."""
        with self._turn:
            self._turn.wait_for(lambda: self._stop is not None or self._asked, wait_s)
            if self._stop is not None:
                stop, self._stop = self._stop, None
                return stop
            return self._asked.popleft() if self._asked else None


def _nothing() -> None:
    """Nobody waits for a stop."""
