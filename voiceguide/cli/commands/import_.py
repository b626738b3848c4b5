"""`voiceguide import`: workouts of other programs, and scripts, as routine files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.importing import known_files

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help=f"It may be {known_files()}.",
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


@options.examples(
    "voiceguide import workout.zwo", "voiceguide import meditation.md -o evening.yaml"
)
def import_(file: File, output: Output = None, force: Force = False) -> None:
    """Make routine files of a script or of another program's workouts, and print their paths.

    What is written was checked first; what could not be carried over is told.
    """
    from voiceguide.app.import_workouts import import_workouts

    for path in import_workouts(file, output, TerminalInteraction(), force=force):
        console.say(str(path))
