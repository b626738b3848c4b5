"""`voiceguide log`: what was done, adding to it, taking it along, and deleting it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

Export = Annotated[
    Path | None,
    typer.Option(
        "--export",
        metavar="FILE",
        help="Write the whole log as .json (all of it) or .csv (a line a session).",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists.")]
Delete = Annotated[
    bool, typer.Option("--delete", help="Delete the log and your answers, backups too.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
All = Annotated[bool, typer.Option("--all", help="All of it, not only the last two weeks.")]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DAY", help="Another day than today: yesterday, monday or 2026-03-02."
    ),
]


group = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@group.callback(
    epilog=options.below_help(
        "voiceguide log",
        "voiceguide log add walk 30min --on yesterday",
        "voiceguide log --export log.csv",
        "voiceguide log --delete",
    )
)
def log(
    context: typer.Context,
    export: Export = None,
    force: Force = False,
    delete: Delete = False,
    yes: Yes = False,
    every: All = False,
    json: options.Json = False,
) -> None:
    """Show your sessions, or take the log along, or delete it. It is only on this machine."""
    if context.invoked_subcommand is not None:
        return
    from voiceguide.app import logbook

    if delete:
        if (said := logbook.delete(user_context(), yes=yes)) is not None:
            console.say(said)
    elif export is not None:
        logbook.export(export, user_context(), force=force)
    elif json:
        console.write_json(logbook.facts(user_context()))
    else:
        for line in logbook.lines(user_context(), every=every):
            console.say(line)


@group.command(
    epilog=options.below_help(
        "voiceguide log add walk 30", "voiceguide log add swim 1h --on yesterday"
    )
)
def add(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="Such as walk, swim, cycle.")],
    length: Annotated[
        str, typer.Argument(metavar="TIME", help="Such as 30 or 30min, 1h20min or 1:20.")
    ],
    on: On = None,
) -> None:
    """Add a walk, or anything else that made you breathe a little harder."""
    from voiceguide.app import logbook

    console.say(logbook.add(what, length, on, user_context()))


@group.command(epilog=options.below_help("voiceguide log remove 1a2b3c"))
def remove(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `voiceguide log` shows it.")],
) -> None:
    """Take back one entry."""
    from voiceguide.app import logbook

    if logbook.remove(id, user_context()):
        console.say("Taken out.")
