"""`voiceguide new`: a routine file to edit."""

from __future__ import annotations

from typing import Annotated

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

Force = Annotated[
    bool, typer.Option("--force", help="Make it also where it hides a built-in routine.")
]


@options.examples("voiceguide new my-evening")
def new(id: Id, force: Force = False) -> None:
    """Make a commented routine file in your own folder, and print its path."""
    from voiceguide.app.new_routine import new_routine

    console.say(str(new_routine(id, TerminalInteraction(), force=force)))
