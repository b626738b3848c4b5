"""Keeping what C libraries print on the standard error off the screen."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

EVERYTHING = (b"",)

CHATTER = (b"ALSA lib ", b"Expression '", b"PortAudio", b"\n")
"""How lines begin that PortAudio and ALSA print for programmers, when a device goes away."""


@contextmanager
def filtered_stderr(dropped: tuple[bytes, ...] = EVERYTHING) -> Iterator[None]:
    """Drop the lines that begin with one of `dropped` from what C code prints on standard error.

    The others reach the screen. Python's own messages take another way there and all arrive.
    """
    if sys.stderr is None:
        yield
        return
    sys.stderr.flush()
    screen, before = os.dup(2), sys.stderr
    reading, writing = os.pipe()
    sieve = threading.Thread(
        target=_sieve,
        args=(reading, os.dup(screen), dropped),
        name="voiceguide-stderr",
        daemon=True,
    )
    detour = _Detour(os.dup(screen), before)
    os.dup2(writing, 2)
    os.close(writing)
    sys.stderr = detour
    sieve.start()
    try:
        yield
    finally:
        os.dup2(screen, 2)
        os.close(screen)
        if sys.stderr is detour:
            sys.stderr = before
        detour.close()
        sieve.join(0.2)  # longer where a child process still holds the pipe


class _Detour(io.TextIOWrapper):
    """The way of Python's own messages to the screen meanwhile.

    Another thread may have got hold of it just before its end: then they take the usual way.
    """

    def __init__(self, screen: int, usual: TextIO) -> None:
        self._usual = usual
        self._turn = threading.RLock()  # closing flushes
        out = os.fdopen(screen, "wb")
        super().__init__(out, encoding=usual.encoding, errors="backslashreplace")

    def write(self, text: str) -> int:
        with self._turn:
            if self.closed:
                return self._usual.write(text)
            written = super().write(text)
            super().flush()
            return written

    def flush(self) -> None:
        with self._turn:
            if not self.closed:
                super().flush()

    def close(self) -> None:
        with self._turn:
            super().close()


def _sieve(reading: int, screen: int, dropped: tuple[bytes, ...]) -> None:
    with os.fdopen(reading, "rb") as lines, os.fdopen(screen, "wb", buffering=0) as out:
        for line in lines:
            if not line.startswith(dropped):
                out.write(line)


@contextmanager
def stderr_restored() -> Iterator[None]:
    """Give the standard error back when the block ends by a TimeoutError.

    A library that hangs on another thread may have turned it away and never turn it back.
    """
    if sys.stderr is None:
        yield
        return
    screen, before = os.dup(2), sys.stderr
    try:
        yield
    except TimeoutError:
        os.dup2(screen, 2)
        sys.stderr = before
        raise
    finally:
        os.close(screen)
