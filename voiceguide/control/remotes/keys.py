"""Keys as a source of commands: on a thread of its own, which no screen holds up."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from voiceguide.control.answers import Digits
from voiceguide.control.commands import BY_KEY
from voiceguide.playback.clock import RealClock
from voiceguide.playback.time_limit import Background

if TYPE_CHECKING:
    from voiceguide.control.command_queue import CommandQueue
    from voiceguide.control.remotes.terminal_keys import Keys

READ_S = 0.1
END_LIMIT_S = 1.0


class KeyRemote:
    """Posts what keys ask for as soon as they are pressed, and hands each key on to the screen.

    A context manager, inside that of its keys. Where a terminal stands still, writing to it waits
    without end; "pain" and "pause" must not wait for that.
    """

    def __init__(self, keys: Keys, command_queue: CommandQueue) -> None:
        self._keys, self._command_queue = keys, command_queue
        # Not a SimpleQueue: where a program was stopped longer than its wait, that waits for ever.
        self._pressed: queue.Queue[str] = queue.Queue()
        self._end = threading.Event()
        self._reading = Background(self._read, "voiceguide-keys")

    def __enter__(self) -> KeyRemote:
        if self._keys.possible:
            self._reading.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        if self._keys.possible:
            self._reading.join(END_LIMIT_S)

    def pressed(self, wait_s: float) -> str | None:
        """The next key, waiting for it at most so long; "" for one that was part of an answer.

        Raises what went wrong with the keys.
        """
        try:
            key = self._pressed.get(timeout=wait_s)
        except queue.Empty:
            key = None
        if self._reading.error is not None:
            raise self._reading.error
        return key

    def _read(self) -> None:
        digits, clock = Digits(), RealClock()
        while not self._end.is_set():
            read = self._keys.read(READ_S)
            answer, key = digits.press(read, clock.now())
            if answer is not None:
                self._command_queue.post("answer", answer)
            if key in BY_KEY:
                self._command_queue.post_key(BY_KEY[key])
            if read is not None:
                self._pressed.put(key or "")
