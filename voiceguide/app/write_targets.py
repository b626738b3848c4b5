"""Where commands write: never what they read, by whatever name or link."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.settings import Folders

MOST_FILES = 10_000


def check_targets(targets: Iterable[Path], sources: Iterable[Path]) -> None:
    """Raise UsageError where a file to be written is one of the `sources`, even with --force.

    Hard and symbolic links are followed. Files that are not there, or may not be looked at, are
    no trouble here.
    """
    from voiceguide.errors import UsageError

    there = {found: target for target in targets if (found := _identity(target)) is not None}
    if not there:
        return
    for source in sources:
        if (target := there.get(_identity(source) or (0, 0))) is not None:
            raise UsageError(
                f"{target} would overwrite {source}, which is read", hint="choose another name"
            )


def write_for_owner(path: Path, text: str, context: AppContext, *, force: bool) -> None:
    """Write what tells of the person's health, for their eyes only, and say so.

    Raises UsageError, also for one of the files it was made of; DiskProblem.
    """
    from voiceguide.files import whole_file

    check_targets([path], own_files(context.folders))
    with whole_file(path, force=force, private=True) as file:
        file.write(text.encode("utf-8"))
    context.ui.tell(f"Wrote {path}.")


def make_folder(folder: Path) -> None:
    """Have one of the person's own folders there. Raises DiskProblem."""
    from voiceguide.errors import DiskProblem

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskProblem(
            f"the folder {folder} cannot be made: {error.strerror}",
            hint="look who may write there; `voiceguide doctor` lists the folders",
        ) from error


def own_files(folders: Folders) -> Iterator[Path]:
    """The person's settings, log and library."""
    yield folders.config_file
    for folder in (folders.data, folders.library):
        yield from files_in(folder)


def files_in(place: Path) -> Iterator[Path]:
    """A file, or the files in a folder and the folders in it."""
    if not place.is_dir():
        yield place
        return
    count = 0
    for folder, _, names in os.walk(place):
        for name in names:
            yield Path(folder, name)
            count += 1
            if count >= MOST_FILES:
                return


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
