"""`voiceguide new`: a routine or exercise file to edit."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import TerminalInteraction

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="What it is to be called: small letters, digits and dashes.",
        show_default=False,
    ),
]

Force = Annotated[bool, typer.Option("--force", help="Make it also where it hides a built-in one.")]


OfExercise = Annotated[bool, typer.Option("--exercise", help="An exercise, not a routine.")]


@options.examples("voiceguide new my-evening", "voiceguide new --exercise shoulder-roll")
def new(id: Id, exercise: OfExercise = False, force: Force = False) -> None:
    """Make a commented routine or exercise file in your own folder, and print its path."""
    from voiceguide.app.own_files import new_file

    kind: Literal["routine", "exercise"] = "exercise" if exercise else "routine"
    console.say(str(new_file(kind, id, TerminalInteraction(), force=force)))
