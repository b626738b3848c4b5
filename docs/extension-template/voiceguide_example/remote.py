"""A remote: stops the session after two seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable

from voiceguide.control.command_queue import CommandQueue
from voiceguide.control.status import Snapshot


class Countdown:
    """Posts "stop" once its time is over."""

    def __init__(self, queue: CommandQueue) -> None:
        self._timer = threading.Timer(2, queue.post, ["stop"])
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """Listen no more."""
        self._timer.cancel()


def open_remote(
    queue: CommandQueue, snapshot: Callable[[], Snapshot], tell: Callable[[str], None]
) -> Countdown:
    """Begin to listen; return at once. Raises Missing where it cannot on this machine."""
    del snapshot
    tell("the session stops in two seconds")
    return Countdown(queue)
