"""A routine by its name or file, read and checked with all that it uses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.errors import BadFiles, Place, Problem, UsageError
from voiceguide.importing import SCRIPT_SUFFIXES
from voiceguide.reader.unseen_characters import without_unseen
from voiceguide.routine.cross_checks import check_routine
from voiceguide.routine.library import Library, id_of, kind_of_file, shown_path
from voiceguide.routine.model import Routine
from voiceguide.routine.routine_file import routine_record
from voiceguide.routine.routine_files import read_source
from voiceguide.settings import Folders
from voiceguide.structs import replace

if TYPE_CHECKING:
    from voiceguide.importing.script_text import Script


class Loaded(Struct, frozen=True):
    """A routine without errors, the library it uses, and the warnings about both."""

    routine: Routine
    library: Library
    warnings: tuple[Problem, ...]
    script: Script | None = None
    """Spoken as it stands, in place of the items of a routine, which then has none."""


def load(name: str, folders: Folders, library: Library | None = None) -> Loaded:
    """The routine with an id, or of a file; exercises are looked for beside that file too.

    Several ids load faster from one `library`, which then collects the warnings of all of them.
    Raises UsageError for an unknown name, BadFiles with all problems of the file and of the
    exercises it uses.
    """
    path = Path(name)
    if name.lower().endswith(SCRIPT_SUFFIXES):
        return _load_script(path, folders)
    if not is_path(name):
        library = library or Library([folders.library])
        routine = library.routine(name)
    else:
        library = Library.of_file(path, folders.library)
        routine = _routine_at(path, library)
    return checked(routine, library)


def load_source(source: bytes, path: Path, folders: Folders) -> Loaded:
    """As `load`, of a routine file that is to be at `path` and to hold `source`.

    Raises BadFiles as `load` does.
    """
    routine, problems = read_source(source, shown_path(path), routine_record(id_of(path)))
    if routine is None:
        raise BadFiles(problems)
    loaded = checked(routine, Library.of_file(path, folders.library))
    return replace(loaded, warnings=tuple(dict.fromkeys((*problems, *loaded.warnings))))


def checked(routine: Routine, library: Library) -> Loaded:
    """A routine with the library it uses, both checked. Raises BadFiles with all their problems."""
    library = library.in_language(routine.language)
    problems = check_routine(routine, library)
    if any(problem.grade == "error" for problem in problems):
        raise BadFiles([*library.warnings, *problems])
    return Loaded(routine, library, tuple(dict.fromkeys((*library.warnings, *problems))))


def _routine_at(path: Path, library: Library) -> Routine:
    try:
        return library.routine_at(path)
    except BadFiles:
        if (kind := kind_of_file(path)) not in ("exercise", "advice"):
            raise
    shown = shown_path(path)
    raise UsageError(
        f"{shown} is no routine, but holds an {kind}",
        hint=f"a routine names it in its items; see it with: voiceguide show {shown}",
    )


def _load_script(path: Path, folders: Folders) -> Loaded:
    """A script, with a routine of its name, which the safety words and the settings need."""
    from voiceguide.importing.script_file import read_script

    script = read_script(path)
    place = Place(shown_path(path), 1, 1)
    routine = Routine(id=without_unseen(path.stem), name=script.name, items=(), place=place)
    return Loaded(routine, Library([folders.library]), script.unknown, script)


def is_path(name: str) -> bool:
    """Whether a routine's name is that of a file, not an id."""
    separators = {os.sep, os.altsep} - {None}
    suffixes = (".yaml", ".yml", *SCRIPT_SUFFIXES)
    return name.lower().endswith(suffixes) or any(str(mark) in name for mark in separators)
