"""All problems of files, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from voiceguide import session_check
from voiceguide.app.context import AppContext
from voiceguide.app.description import KINDS, unknown_id
from voiceguide.app.preparing import planned
from voiceguide.errors import Problem
from voiceguide.loading import Loaded, is_path
from voiceguide.routine.library import Library
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.text import clean, count_of
from voiceguide.timeline import Timeline

UNCHECKED = (
    "some steps do not say whom they do not suit (avoid_if, ask_first_if), so they are not "
    "checked against anybody's conditions"
)


class Checked(Struct, frozen=True):
    """The problems that were found, each once, and what to tell beside them."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, names: Sequence[str], chosen: SessionOptions, context: AppContext) -> Checked:
        """Of files, ids and folders; without any, of all that is installed. Raises UsageError."""
        folders = context.folders
        if names:
            paths = list(dict.fromkeys(path for name in names for path in _paths_of(name, folders)))
            found: dict[Problem, None] = {}
        else:
            paths = session_check.installed_files(folders)
            found = dict.fromkeys(session_check.unused_files(folders))

        def lay_out(loaded: Loaded) -> Timeline:
            return planned(loaded, chosen, context)

        for path in paths:
            found |= dict.fromkeys(session_check.check_file(path, folders, lay_out))
        suiting = session_check.says_whom_it_suits
        notes = [f"{path}: {UNCHECKED}" for path in paths if names and not suiting(path)]
        return cls(tuple(found), (*notes, _summary(len(paths), list(found))))

    @property
    def facts(self) -> list[dict[str, object]]:
        """The problems for programs."""
        return [
            {
                "file": problem.place.file,
                "line": problem.place.line,
                "column": problem.place.column,
                "grade": problem.grade,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in self.problems
        ]


def _paths_of(name: str, folders: Folders) -> list[Path]:
    """The files that are meant by a name: of an id, a folder or a file, whether it exists or not.

    Raises UsageError for an unknown id, and for a folder with nothing to check.
    """
    path, library = Path(name), Library([folders.library])
    if not is_path(name):
        found = [library.find(kind, name) for kind in KINDS]
        if by_id := [origin.path for origin in found if origin is not None]:
            return by_id
    if path.is_dir():
        return session_check.files_in(path)
    if is_path(name) or path.exists():
        return [path]
    raise unknown_id(clean(name), library)


def _summary(files: int, problems: Sequence[Problem]) -> str:
    errors = sum(problem.grade == "error" for problem in problems)
    counts = ((errors, "error"), (len(problems) - errors, "warning"))
    found = " and ".join(count_of(number, word) for number, word in counts if number)
    return f"{count_of(files, 'file') if files else ''}: {found or 'nothing to mend'}."
