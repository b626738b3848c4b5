"""The files of a folder: which there are, what each is, and whether it has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from voiceguide.errors import UsageError
from voiceguide.reader.kinds import ID
from voiceguide.routine.routine_files import FileKind, kind_of_file, shown_path

MOST_FILES = 5000

Version = tuple[str, int, int]
"""What changes when a file does, or when it is called by another name."""


def version_of(path: Path) -> Version:
    """The name as shown, the time of the last change and the size; zeros where it is gone."""
    try:
        status = path.stat()
    except OSError:  # reading it says what is wrong
        return shown_path(path), 0, 0
    return shown_path(path), status.st_mtime_ns, status.st_size


def kind_of_loose(path: Path) -> FileKind | None:
    """What a file is, by what is in it; None for what cannot be read or lies elsewhere."""
    return _kind_at(path, version_of(path))


@lru_cache(maxsize=MOST_FILES)
def _kind_at(path: Path, version: Version) -> FileKind | None:  # noqa: ARG001  # a part of the key
    return kind_of_file(path, path.parent)


def is_file(path: Path) -> bool:
    """Whether there is a file. Raises UsageError where its folder cannot be read."""
    try:
        return path.is_file()
    except OSError as error:
        raise _unreadable(path.parent, error) from error


def yaml_files(folder: Path) -> Iterator[Path]:
    """The files whose names are ids, sorted; none where there is no such folder.

    Raises UsageError for a folder that cannot be read.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".yaml"))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise _unreadable(folder, error) from error
    for name in names[:MOST_FILES]:
        path = folder / name
        if ID.fullmatch(path.stem) and is_file(path):
            yield path


def _unreadable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        f"the folder {shown_path(folder)} cannot be read: {error.strerror}",
        hint="change its rights, or take it out of the settings",
    )
