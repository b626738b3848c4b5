"""`voiceguide import`: workouts of other programs, and scripts, as routine files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options

if TYPE_CHECKING:
    from voiceguide.errors import Problem
    from voiceguide.importing.draft import Draft

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A script (.txt .md), a workout of an app (.json), or of Zwift (.zwo).",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where to, instead of your own folder; of several workouts, a folder.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        "import",
        epilog=options.examples(
            "voiceguide import workout.zwo", "voiceguide import meditation.md -o evening.yaml"
        ),
    )(import_)


def import_(file: File, output: Output = None, force: Force = False) -> None:
    """Make routine files of a script or of another program's workouts, and print their paths.

    What is written was checked first; what could not be carried over is told.
    """
    from voiceguide.app.write_targets import check_targets
    from voiceguide.errors import BadFiles
    from voiceguide.files import checked_target, whole_file
    from voiceguide.importing.open_file import read_workouts

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
            console.tell(f"not carried over: {lost.message}")
        for problem in warnings:
            console.tell(str(problem))
        console.say(str(path))
    if refused:
        raise BadFiles(refused)


def _checked(draft: Draft, file: Path, path: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """A routine file to be and its warnings, read and laid out as `check` and `play` will do.

    So nobody finds out on the mat what is wrong. Raises BadFiles for what they would refuse.
    """
    from voiceguide import session
    from voiceguide.errors import BadFiles, Place, Problem
    from voiceguide.importing.draft import routine_yaml
    from voiceguide.routine.routine_files import shown_path
    from voiceguide.session_options import SessionOptions
    from voiceguide.settings import Folders

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
    from voiceguide.errors import UsageError
    from voiceguide.importing.ids import ids_of
    from voiceguide.routine.library import Library

    # In the person's own folder a file would hide the built-in routine of its name.
    taken = Library([]).ids("routine") if output is None else ()
    names = [f"{id}.yaml" for id in ids_of((draft.name for draft in drafts), taken)]
    if output is None:
        return [_own_folder() / name for name in names]
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


def _own_folder() -> Path:
    from voiceguide.errors import DiskProblem
    from voiceguide.settings import Folders

    folder = Folders.of_user().library / "routines"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskProblem(
            f"the folder {folder} cannot be made: {error.strerror}",
            hint="look who may write there; `voiceguide doctor` lists the folders",
        ) from error
    return folder
