"""Everything that can go wrong, in words for the person at the keyboard.

::

    VoiceguideError           exit code 1
    ├── UsageError            2   a wrong option, an unknown name
    ├── BadFiles              2   problems in routine files, all of them
    ├── SafetyStop            3   playing would not be safe
    ├── Missing               4   something this machine lacks
    │   ├── NoSoundOutput
    │   ├── NoVoice
    │   ├── NoMicrophone
    │   └── DiskProblem
    └── Interrupted           130
"""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterable
from typing import ClassVar, Literal

from msgspec import Struct


class Place(Struct, frozen=True, order=True):
    """Where something is written: a file's name as the person knows it, line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


Grade = Literal["error", "warning"]


class Problem(Struct, frozen=True):
    """One thing wrong in a file: an error (nothing plays) or a warning (plays, shown once)."""

    place: Place
    message: str
    hint: str | None = None
    grade: Grade = "error"

    def __str__(self) -> str:
        grade = "warning: " if self.grade == "warning" else ""
        text = f"{self.place}: {grade}{self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


def errors_last(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as a person should read them: what has to be mended stands at the end."""
    return sorted(problems, key=lambda problem: problem.grade == "error")


class VoiceguideError(Exception):
    """What is wrong and where (`message`), and what to do about it (`hint`)."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class UsageError(VoiceguideError):
    """A wrong option or an unknown name."""

    exit_code = 2


class BadFiles(VoiceguideError):
    """Files with problems; `problems` holds all of them, sorted by place."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(str(problem) for problem in errors_last(self.problems)))

    @property
    def closing(self) -> str:
        """What to say after all of them."""
        errors = sum(problem.grade == "error" for problem in self.problems)
        return f"{errors} error{' has' if errors == 1 else 's have'} to be mended first."


class SafetyStop(VoiceguideError):
    """Playing would not be safe for this person."""

    exit_code = 3


class Missing(VoiceguideError):
    """Something this machine lacks: sound, a voice, room on the disk."""

    exit_code = 4


class NoSoundOutput(Missing):
    """No sound output opens, or the one asked for does not."""


class NoVoice(Missing):
    """The speech engine or the voice asked for cannot be used."""


class NoMicrophone(Missing):
    """No microphone opens, or nothing comes from it."""


class DiskProblem(Missing):
    """A file cannot be written: the disk is full, or it may not be written."""


class Interrupted(VoiceguideError):
    """The person stopped the program."""

    exit_code = 130


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint with the closest of the `known` names, or None where none is close."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else None


_DISK = {
    errno.ENOSPC: ("the disk is full", "free some space, or choose another folder"),
    errno.EDQUOT: ("your share of the disk is full", "free some space, or choose another folder"),
    errno.EROFS: ("the disk may only be read", "choose a folder on another disk"),
    errno.EIO: ("the disk reports a fault", "choose another disk, and look after this one"),
    errno.EFBIG: ("the file is too large for this disk", "choose a folder on another disk"),
}
_PATH = {
    errno.ENOENT: ("there is no such file or folder", "check its name"),
    errno.ENOTDIR: ("a part of the path is no folder", "check its name"),
    errno.EISDIR: ("this is a folder", "name a file in it"),
    errno.EACCES: ("you may not read or write there", "change its rights, or choose another"),
    errno.EPERM: ("the system does not allow it", "choose another"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
    errno.ELOOP: ("its links lead in a circle", "name the file itself"),
    errno.EINVAL: ("this cannot be used as a file", "choose another"),
    errno.ENXIO: ("this is no plain file", "choose another"),
    errno.ENODEV: ("this is no plain file", "choose another"),
    errno.EEXIST: ("something else lies in its place", "move that away, or choose another"),
    errno.ENOTEMPTY: ("something else lies in its place", "move that away, or choose another"),
    errno.EXDEV: (
        "a link on the way leads to another disk",
        "put the folder itself there in place of the link, or choose another",
    ),
    errno.ESTALE: ("the disk it lies on is gone", "connect it again"),
}


def disk_problem(error: OSError, path: str) -> DiskProblem | None:
    """Why a disk does not take what is written to `path`; None where it is not the disk."""
    if error.errno not in _DISK:
        return None
    problem, remedy = _DISK[error.errno]
    return DiskProblem(f"{path} cannot be written: {problem}", hint=remedy)


def refusal_of(error: OSError) -> VoiceguideError | None:
    """What the system says of a person's file, in words; None where it says nothing of a file."""
    if error.filename is None:
        if isinstance(error, FileNotFoundError):  # nothing else fails so without a name
            return UsageError("the folder you are in is gone", hint="go to another: cd")
        return None
    path = os.fsdecode(error.filename) if not isinstance(error.filename, int) else "a file"
    if (disk := disk_problem(error, path)) is not None:
        return disk
    if error.errno == errno.ENAMETOOLONG:
        path = f"{path[:57]}..."
    return path_problem(error, path)


def path_problem(error: OSError, path: str) -> UsageError | None:
    """What is wrong with a path, in words; None where the system has no number for it."""
    if error.errno is None:
        return None
    usual = (error.strerror or str(error), "look at it, or choose another")
    problem, remedy = _PATH.get(error.errno, usual)
    return UsageError(f"{path}: {problem}", hint=remedy)
