"""Keys, one at a time and without Enter, from the terminal; which is left as it was found.

Untried on Windows.
"""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

NAMES = {
    " ": "space", "\r": "enter", "\n": "enter", "\t": "tab", "\x1b": "escape",
    "\x7f": "backspace", "\x08": "backspace",
}  # fmt: skip
ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
WINDOWS_CODES = {"H": "up", "P": "down", "M": "right", "K": "left", "G": "home", "O": "end"}
ESCAPE_WAIT_S = 0.03
"""The bytes of an arrow arrive together; an escape that stays alone for so long is the key."""

SIGNAL_WAIT_S = 0.2
"""A signal that comes just before a wait is answered only after it: none is longer than this."""

ENDING = ("SIGTERM", "SIGHUP", "SIGINT")


class KeyParser:
    """Bytes of a terminal -> names of keys, however the bytes are cut.

    A printable key is itself ("n", "ä", "?"), the others have names ("space", "up"); sequences
    that mean nothing here are dropped whole.
    """

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8")("ignore")
        self._sequence = ""

    @property
    def waiting(self) -> bool:
        """Whether an escape has come, of which more may follow."""
        return bool(self._sequence)

    def feed(self, data: bytes) -> list[str]:
        """The keys that are complete by now."""
        return [key for char in self._text.decode(data) for key in self._take(char)]

    def settle(self) -> list[str]:
        """No more comes: a lone escape is the key escape."""
        alone = self._sequence == "\x1b"
        self._sequence = ""
        return ["escape"] if alone else []

    def _take(self, char: str) -> list[str]:
        if not self._sequence:
            if char == "\x1b":
                self._sequence = char
                return []
            name = NAMES.get(char, char if char.isprintable() else None)
            return [name] if name else []
        if char == "\x1b":
            before = self.settle()
            self._sequence = char
            return before
        self._sequence += char
        if len(self._sequence) == 2 and char in "[O":
            return []
        if len(self._sequence) == 2:
            self._sequence = ""
            return ["escape", *self._take(char)]
        if not "@" <= char <= "~":
            return []
        plain = len(self._sequence) == 3
        self._sequence = ""
        return [ARROWS[char]] if plain and char in ARROWS else []


class Keys:
    """Where keys come from; a context manager. This one is no terminal and has none, ever."""

    possible = False
    """Whether a person can press any."""

    def before_stop(self, do: Callable[[], object]) -> None:
        """Have something done before Ctrl-Z stops the program, where that can be."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def read(self, timeout_s: float) -> str | None:
        """The next key; None when `timeout_s` have passed without one."""
        time.sleep(timeout_s)
        return None


class TerminalKeys(Keys):
    """The terminal in cbreak mode: keys come at once and unseen, Ctrl-C and Ctrl-Z still work.

    The mode is put back at the end of the block, on a signal that ends it, and while the program is
    stopped by Ctrl-Z; taken again when it goes on. A program in the background leaves the
    terminal alone until it is brought to the front. To be entered and left in the main thread,
    which alone may take signals; read in any.
    """

    possible = True

    def __init__(self, terminal: int) -> None:
        self._before_stop: Callable[[], object] = lambda: None
        self._terminal = terminal
        self._parser = KeyParser()
        self._keys: deque[str] = deque()
        self._before: list[Any] | None = None
        self._handlers: dict[int, object] = {}
        self._gone = False
        self._let_go = False
        self._turn = threading.RLock()

    def __enter__(self) -> Self:
        self._let_go = False
        self._arm()
        for name, handler in (
            *((name, self._end) for name in ENDING),
            ("SIGTSTP", self._pause),
            ("SIGCONT", self._go_on),
        ):
            number = getattr(signal, name)
            self._handlers[number] = signal.signal(number, handler)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._handlers.clear()
        self._restore()

    def before_stop(self, do: Callable[[], object]) -> None:
        self._before_stop = do

    def read(self, timeout_s: float) -> str | None:
        ends = time.monotonic() + timeout_s
        while not self._keys:
            left_s = max(0.0, ends - time.monotonic())
            if self._before is None:
                self._arm()
            if self._gone or self._before is None:
                time.sleep(left_s)
                return None
            wait_s = min(left_s, ESCAPE_WAIT_S if self._parser.waiting else SIGNAL_WAIT_S)
            if select.select([self._terminal], [], [], wait_s)[0]:
                self._take()
            elif self._parser.waiting:
                self._keys += self._parser.settle()
            elif wait_s >= left_s:
                return None
        return self._keys.popleft()

    def _take(self) -> None:
        try:
            data = os.read(self._terminal, 1024)
        except OSError:  # the terminal was closed
            data = b""
        self._gone = not data
        self._keys += self._parser.feed(data)

    def _arm(self, *, again: bool = False) -> None:
        import termios
        import tty

        with self._turn:
            armed = self._before is not None
            if self._let_go or (armed and not again) or not self._in_front():
                return
            try:
                before = termios.tcgetattr(self._terminal)
                tty.setcbreak(self._terminal, termios.TCSANOW)
            except (OSError, termios.error):
                return
            if not armed:
                self._before = before

    def _restore(self) -> None:
        import termios

        with self._turn:
            self._let_go = True
            before, self._before = self._before, None
            if before is None or not self._in_front():
                return
            try:
                termios.tcsetattr(self._terminal, termios.TCSANOW, before)
            except (OSError, termios.error):  # the terminal was closed: nothing to put back
                self._gone = True

    def _in_front(self) -> bool:
        try:
            return os.tcgetpgrp(self._terminal) == os.getpgrp()
        except OSError:  # not the terminal of our session, or closed: nobody to be in front of
            return True

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._restore()
        handler = self._handlers.get(number)
        if callable(handler):
            handler(number, frame)
        elif handler != signal.SIG_IGN:
            self._by_default(number)

    def _pause(self, number: int, _frame: FrameType | None) -> None:
        if self._handlers.get(number) == signal.SIG_IGN:
            return
        self._before_stop()
        self._restore()
        self._by_default(number)
        signal.signal(number, self._pause)
        self._let_go = False

    def _go_on(self, _number: int, _frame: FrameType | None) -> None:
        with self._turn:
            self._let_go = False
            self._arm(again=True)

    @staticmethod
    def _by_default(number: int) -> None:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


class WindowsKeys(Keys):
    """The Windows console, asked fifty times a second."""

    possible = True

    def read(self, timeout_s: float) -> str | None:
        import msvcrt

        ends = time.monotonic() + timeout_s
        while not msvcrt.kbhit():  # type: ignore[attr-defined]
            left_s = ends - time.monotonic()
            if left_s <= 0:
                return None
            time.sleep(min(0.02, left_s))
        char: str = msvcrt.getwch()  # type: ignore[attr-defined]
        if char in "\x00\xe0":
            return WINDOWS_CODES.get(msvcrt.getwch())  # type: ignore[attr-defined]
        return NAMES.get(char, char)


def open_keys() -> Keys:
    """The keys of standard input; none where that is no terminal."""
    if sys.stdin is None or not sys.stdin.isatty():
        return Keys()
    return WindowsKeys() if sys.platform == "win32" else TerminalKeys(sys.stdin.fileno())
