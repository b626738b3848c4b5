"""`voiceguide show`: one routine, exercise or advice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import completion, console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.errors import Problem, UsageError
    from voiceguide.routine.library import FileKind, Library

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A routine, an exercise or an advice; or a file of one.",
        autocompletion=completion.things,
        show_default=False,
    ),
]

KINDS: tuple[FileKind, ...] = ("routine", "exercise", "advice")


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide show morning",
            "voiceguide show hamstring-stretch",
            "voiceguide show my-exercise.yaml",
            "voiceguide show morning --level strong --voice pyttsx3",
        )
    )(show)


def show(
    id: Id,
    level: options.Level = None,
    voice: options.Voice = None,
    minutes: options.Minutes = None,
    condition: options.Conditions = None,
    asked: options.Asked = False,
    for_me: options.ForMe = False,
    json: options.Json = False,
) -> None:
    """Show what a routine, an exercise or an advice is."""
    from voiceguide.app import describe_library, describe_routine
    from voiceguide.routine.cross_checks import check_advice, check_exercise
    from voiceguide.routine.library import Library, kind_of_file
    from voiceguide.session import is_path

    context = user_context()
    folders = context.folders
    path = Path(id) if is_path(id) else None
    library = Library.of_file(path, folders.library) if path else Library([folders.library])
    kind = kind_of_file(path) if path else _kind_of(id, library)
    if kind == "exercise":
        exercise = library.exercise_at(path) if path else library.exercise(id)
        _refuse_errors(check_exercise(exercise, library))
        shown = describe_library.exercise_shown(exercise, library, id if path else None)
    elif kind == "advice":
        advice = library.advice_at(path) if path else library.advice(id)
        _refuse_errors(check_advice(advice, library))
        shown = describe_library.advice_shown(advice, library, id if path else None)
    else:  # a routine, or a file of nothing else that can be shown: reading it says so
        chosen = options.choices(
            level=level, voice=voice, minutes=minutes, conditions=condition, asked=asked
        )
        shown = describe_routine.shown(id, chosen, context, for_me=for_me)
    if json:
        console.write_json(shown.facts)
        return
    for line in shown.lines:
        console.say(line)
    for note in shown.notes:
        console.tell(note)


def _kind_of(id: str, library: Library) -> FileKind:
    """What an id names; a routine before an exercise before an advice. Raises UsageError."""
    for kind in KINDS:
        if library.has(kind, id):
            return kind
    raise unknown_id(id, library)


def unknown_id(id: str, library: Library) -> UsageError:
    """What to say of an id that names nothing."""
    from voiceguide.errors import UsageError, did_you_mean

    known = [each for kind in KINDS for each in library.ids(kind)]
    return UsageError(
        f"there is no routine, exercise or advice '{id}'",
        hint=did_you_mean(id, known) or "see them with: voiceguide list routines|exercises|advice",
    )


def _refuse_errors(problems: Sequence[Problem]) -> None:
    """Raises BadFiles where one of the problems is an error."""
    from voiceguide.errors import BadFiles

    if any(problem.grade == "error" for problem in problems):
        raise BadFiles(problems)
