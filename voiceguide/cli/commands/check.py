"""`voiceguide check`: all problems of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import completion, console, options
from voiceguide.cli.terminal.questions import user_context
from voiceguide.text import count_of

if TYPE_CHECKING:
    from voiceguide.errors import Problem
    from voiceguide.loading import Loaded
    from voiceguide.session_options import SessionOptions
    from voiceguide.settings import Folders
    from voiceguide.timeline import Timeline

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE|ID|FOLDER",
        help="Routines, exercises or advice; a folder stands for all .yaml files in it. "
        "Without any, all that is installed.",
        autocompletion=completion.things,
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")]


UNCHECKED = (
    "some steps do not say whom they do not suit (avoid_if, ask_first_if), so they are not "
    "checked against anybody's conditions"
)


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide check my-routine.yaml",
            "voiceguide check knee-week1 my-folder/",
            "voiceguide check --strict",
        )
    )(check)


@options.takes("voice")
def check(
    chosen: SessionOptions,
    file: Files = None,
    strict: Strict = False,
    json: options.Json = False,
) -> None:
    """Find all problems of files, with line, column and what to do.

    Lengths are estimated unless a voice is chosen.
    """
    from voiceguide import session_check
    from voiceguide.app.preparing import planned
    from voiceguide.errors import errors_last

    context = user_context()
    folders = context.folders
    if file:
        paths = list(dict.fromkeys(path for name in file for path in _paths_of(name, folders)))
    else:
        paths = session_check.installed_files(folders)
    unused = [] if file else session_check.unused_files(folders)

    def lay_out(loaded: Loaded) -> Timeline:
        return planned(loaded, chosen, context)

    found = dict.fromkeys(unused)
    for path in paths:
        found |= dict.fromkeys(session_check.check_file(path, folders, lay_out))
    problems = list(found)
    if json:
        console.write_json([_facts(problem) for problem in problems])
    else:
        for problem in errors_last(problems):
            console.say(str(problem))
        for path in paths if file else ():
            if not session_check.says_whom_it_suits(path):
                console.tell(f"{path}: {UNCHECKED}")
        console.tell(_summary(len(paths), problems))
    if any(strict or problem.grade == "error" for problem in problems):
        raise typer.Exit(2)


def _paths_of(name: str, folders: Folders) -> list[Path]:
    """The files that are meant by a name: of an id, a folder or a file, whether it exists or not.

    Raises UsageError for an unknown id, and for a folder with nothing to check.
    """
    from voiceguide import session_check
    from voiceguide.app.description import KINDS, unknown_id
    from voiceguide.routine.library import Library
    from voiceguide.session import is_path

    path, library = Path(name), Library([folders.library])
    if not is_path(name):
        found = [library.find(kind, name) for kind in KINDS]
        if by_id := [origin.path for origin in found if origin is not None]:
            return by_id
    if path.is_dir():
        return session_check.files_in(path)
    if is_path(name) or path.exists():
        return [path]
    raise unknown_id(console.safe(name), library)


def _facts(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "grade": problem.grade,
        "message": problem.message,
        "hint": problem.hint,
    }


def _summary(files: int, problems: Sequence[Problem]) -> str:
    errors = sum(problem.grade == "error" for problem in problems)
    warnings = len(problems) - errors
    found = [_many(errors, "error"), _many(warnings, "warning")]
    said = " and ".join(each for each in found if each) or "nothing to mend"
    return f"{_many(files, 'file')}: {said}."


def _many(number: int, word: str) -> str:
    return count_of(number, word) if number else ""
