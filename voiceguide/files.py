"""Files that are whole or absent, and files of strangers, read safely.

Whatever the program opens that others wrote is opened here: a name may lead to a pipe, a device,
a folder, another folder's file, or more bytes than there is memory.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import signal
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

from voiceguide.errors import BadFiles, Place, Problem, UsageError, disk_problem, path_problem


def at_home(path: str | Path) -> Path:
    """A path of somebody's with ~ written out. Raises UsageError where it is nobody's home."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise UsageError(
            f"{path}: nobody here has that home folder", hint="write the path without ~"
        ) from None


def given_folder(name: str, given: str) -> Path:
    """The folder that an environment variable names, as a whole path. Raises UsageError."""
    try:
        return at_home(given).absolute()
    except (UsageError, OSError) as error:
        raise UsageError(
            f"{name} is '{given}', which is no folder here", hint=f"set {name} to a whole path"
        ) from error


class NotPlain(Exception):
    """Why a file is not read, in words that follow its name; `hint` says what to do, if known."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.hint = hint


def open_plain(path: Path, within: Path | None = None) -> BinaryIO:
    """A regular file, open for reading; links are followed, as far as they stay `within` a folder.

    Never waits, and opens nothing else. Raises NotPlain, and what the system says: OSError, also
    RuntimeError for links in a circle, ValueError for what is no name.
    """
    if within is not None and not path.resolve().is_relative_to(within.resolve()):
        raise NotPlain("leads out of its folder", "put the file itself there")
    _check_plain(path.stat())
    with contextlib.ExitStack() as on_failure:
        file = on_failure.enter_context(open(path, "rb", opener=_open_unwaiting))
        # Something else may have taken its place meanwhile.
        _check_plain(os.fstat(file.fileno()))
        on_failure.pop_all()
    return file


def _check_plain(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotPlain("is no file")


def _open_unwaiting(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def read_plain(path: Path, most_bytes: int, within: Path | None = None) -> bytes:
    """The bytes of a regular file; of one that has more than `most_bytes`, one byte more.

    Raises as `open_plain`.
    """
    with open_plain(path, within) as file:
        raw: bytes | None = file.read(most_bytes + 1)
    if raw is None:  # a file of the kernel's that has to be waited for
        raise NotPlain("gives nothing to read")
    return raw


def decoded(raw: bytes, shown: str) -> str:
    """The UTF-8 text of a file that is called `shown`. Raises BadFiles with the place.

    Editors on Windows begin a file with a byte order mark, which is no part of the text.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8").split("\n")
        place = Place(shown, len(before), len(before[-1]) + 1)
        problem = Problem(place, "the file is not UTF-8 text", "save it as UTF-8")
        raise BadFiles([problem]) from None


@contextmanager
def whole_file(path: Path, *, force: bool = False, private: bool = False) -> Iterator[BinaryIO]:
    """A new, empty binary file that takes the name `path` when the block ends well.

    Until then it lies beside the target under a hidden name. Any failure, an interruption and
    SIGTERM included, removes it and leaves what bore the name before as it was; what a killed
    process left there is removed too. The file is on the disk before it is named. A symbolic
    link is followed: the file it leads to is replaced. `private` files, those that tell of a
    person's health, are for their owner alone, from the beginning.

    Raises UsageError for a target that exists (unless `force`), is not a regular file or lies
    where nothing can be written; DiskProblem where the disk is full, broken or read-only.
    """
    target = checked_target(path, force)
    beside = target.parent / f"{PART}{secrets.token_hex(6)}.part"
    named = False
    with ended_tidily(), refusals_in_words(path):
        _remove_left_parts(target.parent)
        try:
            with open(beside, "xb", opener=_opener(private)) as file:
                with contextlib.suppress(OSError):  # a disk without locks
                    _hold(file.fileno())
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


def _opener(private: bool) -> Callable[[str, int], int]:
    return lambda name, flags: os.open(name, flags, 0o600 if private else 0o666)


PART = ".voiceguide-"
LEFT_AFTER_S = 60.0
"""A file that nobody holds may have been made just now, and be about to be held."""


def _remove_left_parts(folder: Path) -> None:
    """Remove the unfinished files of processes that were killed: nobody holds them any more."""
    for part in folder.glob(f"{PART}*.part"):
        with contextlib.suppress(OSError):  # whatever it is: it hinders nobody
            status = part.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode) and time.time() - status.st_mtime > LEFT_AFTER_S:
                opened = os.open(part, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
                try:
                    _hold(opened)
                    if os.name == "posix":
                        part.unlink()
                finally:
                    os.close(opened)
                if os.name != "posix":
                    part.unlink()


if sys.platform == "win32":

    def _hold(_file: int) -> None:
        """Nobody can remove a file that is open."""

else:
    import fcntl

    def _hold(file: int) -> None:
        """Keep others from taking it for one that was left. Raises OSError where another holds it.

        Given back by the system however the process ends.
        """
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
def refusals_in_words(path: Path) -> Iterator[None]:
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
        if (problem := disk_problem(error, str(path))) is not None:
            raise problem from error
        if error.filename is None or (wrong := path_problem(error, str(path))) is None:
            raise
        raise wrong from error


@contextmanager
def ended_tidily() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the stack, where nobody else has claimed them.

    So files, terminal and device are given back.
    """

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
