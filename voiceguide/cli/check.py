"""`voiceguide check`: all problems of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli import complete, console, options

if TYPE_CHECKING:
    from voiceguide.errors import Problem
    from voiceguide.session import Loaded
    from voiceguide.timeline import Timeline

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help="Routine, exercise or advice files; without any, all that is installed.",
        autocompletion=complete.files,
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
        epilog=options.examples("voiceguide check my-routine.yaml", "voiceguide check --strict")
    )(check)


def check(
    file: Files = None,
    strict: Strict = False,
    voice: options.Voice = None,
    json: options.Json = False,
) -> None:
    """Find all problems of files, with line, column and what to do.

    Lengths are estimated unless a voice is chosen.
    """
    from voiceguide import session_check
    from voiceguide.cli.preparing import planned

    folders, settings = options.surroundings()
    paths = [Path(name) for name in file] if file else session_check.installed_files(folders)
    unused = [] if file else session_check.unused_files(folders)
    chosen = options.choices(voice=voice)

    def lay_out(loaded: Loaded) -> Timeline:
        return planned(loaded, chosen, settings, folders)

    found = dict.fromkeys(unused)
    for path in paths:
        found |= dict.fromkeys(session_check.check_file(path, folders, lay_out))
    problems = list(found)
    if json:
        console.write_json([_facts(problem) for problem in problems])
    else:
        for problem in problems:
            console.say(str(problem))
        for path in paths if file else ():
            if not session_check.says_whom_it_suits(path):
                console.tell(f"{path}: {UNCHECKED}")
        console.tell(_summary(len(paths), problems))
    if any(strict or problem.grade == "error" for problem in problems):
        raise typer.Exit(2)


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
    if not number:
        return ""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
