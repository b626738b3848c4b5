"""The end of a session by a signal, which comes even where the terminal stands still.

A terminal stopped by Ctrl-S, a frozen ssh or a pipe that nobody reads holds up whoever writes to
it, for ever. The session and its log end without that; then the program may not stay either.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
EVERY_S = 0.1
STANDS_S = 0.5
"""A terminal that takes nothing for so long will not take the last words either."""
WATCHED_S = 60.0


class SignalEnding:
    """A context manager for the main thread, which may be held up when a signal comes.

    `at_once` is then called on a thread of its own, and may take its time. After that the program
    ends as usual, or without its last words where nobody takes them.
    """

    def __init__(self, at_once: Callable[[], object]) -> None:
        self._at_once = at_once
        self._code: int | None = None
        self._news = threading.Event()
        self._handlers: dict[int, object] = {}

    def __enter__(self) -> SignalEnding:
        if os.name == "posix" and threading.current_thread() is threading.main_thread():
            threading.Thread(target=self._run, name="voiceguide-ending", daemon=True).start()
            for name in SIGNALS:
                number = getattr(signal, name)
                if callable(signal.getsignal(number)):
                    self._handlers[number] = signal.signal(number, self._end)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._news.set()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._code = 128 + number
        self._news.set()
        handler = self._handlers[number]
        if callable(handler):
            handler(number, frame)

    def _run(self) -> None:
        self._news.wait()
        code = self._code
        if code is None:
            return
        self._at_once()
        watched_from_s = stands_from_s = time.monotonic()
        while time.monotonic() < watched_from_s + WATCHED_S:
            time.sleep(EVERY_S)
            if all(_takes_words(fd) for fd in (1, 2)):
                stands_from_s = time.monotonic()
            elif time.monotonic() > stands_from_s + STANDS_S:
                os._exit(code)


def _takes_words(fd: int) -> bool:
    """Whether something written there would not wait; True also where it is closed."""
    with suppress(OSError, ValueError):
        poll = select.poll()
        poll.register(fd, select.POLLOUT)
        return bool(poll.poll(0))
    return True
