"""Workouts of other programs, and scripts, as routine files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voiceguide import session
from voiceguide.app.interaction import Interaction
from voiceguide.app.write_targets import check_targets, make_folder
from voiceguide.errors import BadFiles, Place, Problem, UsageError
from voiceguide.files import checked_target, whole_file
from voiceguide.importing.draft import Draft, routine_yaml
from voiceguide.importing.ids import ids_of
from voiceguide.importing.open_file import read_workouts
from voiceguide.routine.library import Library
from voiceguide.routine.routine_files import shown_path
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders


def import_workouts(
    file: Path, output: Path | None, ui: Interaction, *, force: bool
) -> Iterator[Path]:
    """Write routine files of all that is in a file, and give their paths, each once it is there.

    Raises UsageError; BadFiles at the end, for what could not be written.
    """
    workouts = read_workouts(file)
    refused = list(workouts.refused)
    paths = _paths(workouts.drafts, output)
    for path in paths:
        checked_target(path, force)
    check_targets(paths, [file])
    for draft, path in zip(workouts.drafts, paths, strict=True):
        try:
            source, warnings = _checked(draft, file, path)
        except BadFiles as bad:
            refused.extend(bad.problems)
            continue
        with whole_file(path, force=force) as target:
            target.write(source)
        for lost in draft.lost:
            ui.tell(f"not carried over: {lost.message}")
        for problem in warnings:
            ui.tell(str(problem))
        yield path
    if refused:
        raise BadFiles(refused)


def _checked(draft: Draft, file: Path, path: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """A routine file to be and its warnings, read and laid out as `check` and `play` will do.

    So nobody finds out on the mat what is wrong. Raises BadFiles for what they would refuse.
    """
    source = routine_yaml(draft, file.name).encode()
    folders = Folders.of_user()
    try:
        loaded = session.load_source(source, path, folders)
        session.estimated(loaded, SessionOptions(), folders)
    except BadFiles as bad:
        problem = next(each for each in bad.problems if each.grade == "error")
        what = f"'{draft.name[:60]}' makes no routine, and is not written: {problem.message}"
        place = Place(shown_path(file), 1, 1)
        raise BadFiles([Problem(place, what, problem.hint)]) from None
    return source, loaded.warnings


def _paths(drafts: tuple[Draft, ...], output: Path | None) -> list[Path]:

    # In the person's own folder a file would hide the built-in routine of its name.
    taken = Library([]).ids("routine") if output is None else ()
    names = [f"{id}.yaml" for id in ids_of((draft.name for draft in drafts), taken)]
    if output is None:
        folder = Folders.of_user().library / "routines"
        make_folder(folder)
        return [folder / name for name in names]
    if output.is_dir():
        return [output / name for name in names]
    if len(drafts) > 1:
        raise UsageError(
            f"there are {len(drafts)} workouts in it, and {output} is no folder",
            hint="give a folder, which must be there",
        )
    if output.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(
            f"{output}: a routine file is called .yaml", hint=f"-o {output.with_suffix('.yaml')}"
        )
    return [output]
