"""`voiceguide control`: commands to the session that is playing, from anywhere else."""

from __future__ import annotations

from typing import Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.control.commands import PLAIN, command_of

Command = Annotated[
    str,
    typer.Argument(
        metavar="COMMAND",
        help=f"{', '.join(PLAIN)}; answer, with a number; or status.",
        show_default=False,
    ),
]
Value = Annotated[
    int | None,
    typer.Argument(
        metavar="NUMBER",
        help="Your pain from 0, none, to 10, the worst you can imagine, as an answer.",
        show_default=False,
    ),
]


@options.examples(
    "voiceguide control toggle",
    "voiceguide control next",
    "voiceguide control answer 3",
    "voiceguide control status",
)
def control(command: Command, value: Value = None) -> None:
    """Give a command to the session that is playing: for scripts, foot switches, other devices.

    Only programs of the same user can. `status` prints what is going on, as JSON.
    """
    line = command if value is None else f"{command} {value}"
    if line == "status":
        console.say(_sent(line))
        return
    command_of(line)
    _sent(line)


def _sent(line: str) -> str:
    """The answer of the session that plays. Raises DoesNotAnswer also where none can be reached."""
    from voiceguide.app.session_lock import lock_file
    from voiceguide.control.remotes.socket import DoesNotAnswer, NothingPlays, send
    from voiceguide.person.lock import is_held
    from voiceguide.settings import Folders

    try:
        return send(line)
    except NothingPlays:
        if not is_held(lock_file(Folders.of_user())):
            raise
    raise DoesNotAnswer(
        "a session is there, but takes no commands from outside now",
        hint="it may be about to begin or to end; its own keys work",
    )
