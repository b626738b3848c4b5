"""`voiceguide show`: one routine, exercise or advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli import complete, console, options

if TYPE_CHECKING:
    from voiceguide.routine.library import FileKind, Library

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A routine, an exercise or an advice; or a routine file.",
        autocompletion=complete.things,
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
    json: options.Json = False,
) -> None:
    """Show what a routine, an exercise or an advice is."""
    from voiceguide.cli import show_library, show_routine
    from voiceguide.routine.library import Library
    from voiceguide.session import is_path

    folders, settings = options.surroundings()
    library = Library([folders.library])
    kind = "routine" if is_path(id) else _kind_of(id, library)
    if kind == "routine":
        chosen = options.choices(
            level=level, voice=voice, minutes=minutes, conditions=condition, asked=asked
        )
        shown = show_routine.shown(id, chosen, settings, folders)
    elif kind == "exercise":
        shown = show_library.exercise_shown(library.exercise(id), library)
    else:
        shown = show_library.advice_shown(library.advice(id), library)
    if json:
        console.write_json(shown.facts)
        return
    for line in shown.lines:
        console.say(line)
    for note in shown.notes:
        console.tell(note)


def _kind_of(id: str, library: Library) -> FileKind:
    """What an id names; a routine before an exercise before an advice. Raises UsageError."""
    from voiceguide.errors import UsageError, did_you_mean

    for kind in KINDS:
        if library.has(kind, id):
            return kind
    known = [each for kind in KINDS for each in library.ids(kind)]
    raise UsageError(
        f"there is no routine, exercise or advice '{id}'",
        hint=did_you_mean(id, known) or "see them with: voiceguide list routines|exercises|advice",
    )
