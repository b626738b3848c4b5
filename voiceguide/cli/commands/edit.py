"""`voiceguide edit`: a file of one's own in the editor, checked when that is closed."""

from __future__ import annotations

from typing import Annotated

import typer

from voiceguide.cli.terminal import completion, console, options
from voiceguide.cli.terminal.questions import user_context
from voiceguide.errors import errors_last

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A routine or an exercise.",
        autocompletion=completion.things,
        show_default=False,
    ),
]


@options.examples("voiceguide edit my-evening", "EDITOR=nano voiceguide edit my-evening")
def edit(id: Id) -> None:
    """Open a routine or exercise of yours in your editor, and check it when you close that.

    The editor is what VISUAL or EDITOR names. Of a built-in one you are asked whether to make a
    copy, which is then used in its place.
    """
    from voiceguide.app.own_files import edit as edit_file

    checked = edit_file(id, user_context())
    for problem in errors_last(checked.problems):
        console.say(str(problem))
    for note in checked.notes:
        console.tell(note)
    if any(problem.grade == "error" for problem in checked.problems):
        raise typer.Exit(2)
