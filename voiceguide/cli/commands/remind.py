"""`voiceguide remind`: a posture break in working hours, here or as a service of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

Once = Annotated[bool, typer.Option("--once", help="Remind now, if it is not a bad moment.")]
Install = Annotated[bool, typer.Option("--install", help="Have the system remind you from now on.")]
ShowStatus = Annotated[bool, typer.Option("--status", help="Say whether that is so.")]
Remove = Annotated[bool, typer.Option("--remove", help="Have the system stop.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show it only, without the spoken line.")]


@options.examples("voiceguide remind", "voiceguide remind --install", "voiceguide remind --status")
@options.takes("level")
def remind(
    chosen: SessionOptions,
    once: Once = False,
    install: Install = False,
    status: ShowStatus = False,
    remove: Remove = False,
    quiet: Quiet = False,
) -> None:
    """Remind you of a posture break every 50 to 60 minutes in working hours.

    Runs here until Ctrl-C. With --install your system does it, also after a restart.
    """
    from voiceguide.app import reminders
    from voiceguide.errors import UsageError

    if once + install + status + remove > 1:
        raise UsageError(
            "these do not go together", hint="one of --once, --install, --status, --remove"
        )
    day = reminders.Reminders(user_context(), chosen, quiet=quiet)
    if once:
        day.once()
    elif install or status or remove:
        act = day.install if install else reminders.status if status else reminders.remove
        for line in act():
            console.say(line)
    else:
        day.keep_on()
