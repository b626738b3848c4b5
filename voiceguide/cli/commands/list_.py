"""`voiceguide list`: what there is."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

What = Annotated[
    Literal["routines", "exercises", "advice", "voices", "sounds"],
    typer.Argument(metavar="WHAT", help="routines, exercises, advice, voices or sounds."),
]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        "list",
        epilog=options.examples(
            "voiceguide list", "voiceguide list exercises", "voiceguide list voices --json"
        ),
    )(list_)


def list_(what: What = "routines", json: options.Json = False, voice: options.Voice = None) -> None:
    """List the routines, exercises, advice, voices or sounds that there are."""
    from voiceguide.app.listing import LISTINGS, routines
    from voiceguide.settings import Folders

    if what == "routines":
        listing = routines(user_context(), voice)
    else:
        listing = LISTINGS[what](Folders.of_user())
    for problem in listing.problems:
        console.tell(f"warning: {problem}")
    if json:
        console.write_json(listing.entries)
        return
    console.print_table(listing.rows)
    for note in listing.notes:
        console.tell(note)
