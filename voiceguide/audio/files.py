"""Files that are whole or absent, and the words for disks that will not take them."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

from voiceguide.errors import UsageError, disk_problem


@contextmanager
def whole_file(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A new, empty binary file that takes the name `path` when the block ends well.

    Until then it lies beside the target under a hidden name. Any failure, an interruption and
    SIGTERM included, removes it and leaves what bore the name before as it was. The file is on
    the disk before it is named. A symbolic link is followed: the file it leads to is replaced.

    Raises UsageError for a target that exists (unless `force`), is not a regular file or lies
    where nothing can be written; DiskProblem where the disk is full, broken or read-only.
    """
    target = checked_target(path, force)
    beside = target.parent / f".voiceguide-{secrets.token_hex(6)}.part"
    named = False
    with _ended_tidily(), _in_words(path):
        try:
            with beside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if not force and os.path.lexists(target):
                raise _exists(path)
            beside.replace(target)
            named = True
            _sync_folder(target.parent)
        finally:
            if not named:
                beside.unlink(missing_ok=True)


def checked_target(path: Path, force: bool) -> Path:
    """The file that a path leads to, links followed. Raises UsageError as `whole_file` does."""
    if "\0" in str(path):
        raise UsageError(f"{str(path)!r} is no file name", hint="choose another name")
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise UsageError(
                f"{path} is a folder", hint=f"name a file in it: {path / f'NAME{path.suffix}'}"
            )
        if not target.parent.is_dir():
            raise UsageError(
                f"{path}: there is no folder {target.parent}",
                hint="make the folder first, or choose another",
            )
        if os.path.lexists(target):
            if not target.is_file():
                raise UsageError(f"{path} is not a regular file", hint="choose another name")
            if not force:
                raise _exists(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="choose another name") from error
    return target


def _exists(path: Path) -> UsageError:
    return UsageError(f"{path} exists already", hint="--force replaces it")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn the refusals of a disk into messages for people."""
    try:
        yield
    except PermissionError as error:
        raise UsageError(
            f"{path}: writing is not allowed here", hint="choose another folder"
        ) from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise UsageError(f"{path}: the name is too long", hint="choose another") from error
        if (problem := disk_problem(error, str(path))) is None:
            raise
        raise problem from error


@contextmanager
def _ended_tidily() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the stack, where nobody else has claimed them."""

    def end(signum: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + signum)

    claimed: list[signal.Signals] = []
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)
                claimed.append(number)
    try:
        yield
    finally:
        for number in claimed:
            signal.signal(number, signal.SIG_DFL)


def _sync_folder(folder: Path) -> None:
    """Keep the new name through a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
