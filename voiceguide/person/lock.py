"""One at a time: a lock file with the holder's process id, given back by the system at any end."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from types import TracebackType

SESSION_LOCK = "session.lock"
"""In the data folder, held while a session plays and is logged."""
TRIES = 4
BETWEEN_TRIES_S = 0.02


class Busy(Exception):
    """Somebody else holds the lock; `pid` is theirs where the file tells it."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"held by process {pid}" if pid else "held by another process")
        self.pid = pid


class Lock:
    """A context manager. Raises Busy when entered while another process, or thread, is inside.

    OSError says that no lock file can be made there, as on a disk that may only be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def __enter__(self) -> Lock:
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        for tries_left in reversed(range(TRIES)):
            try:
                _claim(handle)
                break
            except OSError:
                if tries_left:
                    time.sleep(BETWEEN_TRIES_S)  # somebody may only be looking: `is_held`
                    continue
                pid = _pid_in(handle)
                os.close(handle)
                raise Busy(pid) from None
        self._handle = handle
        # Only a help for people: on a full disk the lock holds without it.
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{os.getpid()}\n".encode())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def is_held(file: Path) -> bool:
    """Whether somebody is inside; a lock that cannot be looked at is free."""
    try:
        handle = os.open(file, os.O_RDWR)
    except OSError:
        return False
    try:
        _claim(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 20
    """A byte far behind the process id, which others may then still read."""

    def _claim(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _pid_in(handle: int) -> int | None:
        os.lseek(handle, 0, os.SEEK_SET)
        return _number(os.read(handle, 20))

else:
    import fcntl

    def _claim(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _pid_in(handle: int) -> int | None:
        return _number(os.pread(handle, 20, 0))


def _number(text: bytes) -> int | None:
    digits = text.strip()
    return int(digits) if digits.isdigit() else None
