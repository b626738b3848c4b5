"""`voiceguide check`: all problems of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import completion, console, options
from voiceguide.cli.terminal.questions import user_context
from voiceguide.errors import errors_last

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

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


@options.examples(
    "voiceguide check my-routine.yaml",
    "voiceguide check knee-week1 my-folder/",
    "voiceguide check --strict",
)
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
    from voiceguide.app.check_files import Checked

    checked = Checked.of(file or [], chosen, user_context())
    if json:
        console.write_json(checked.facts)
    else:
        for problem in errors_last(checked.problems):
            console.say(str(problem))
        for note in checked.notes:
            console.tell(note)
    if any(strict or problem.grade == "error" for problem in checked.problems):
        raise typer.Exit(2)
