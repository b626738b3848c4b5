"""`voiceguide doctor`: what this machine has for a session, and what to install."""

from __future__ import annotations

from typing import Annotated

import typer

from voiceguide.cli.terminal import console, options

Quiet = Annotated[
    bool, typer.Option("--quiet", "--no-sound", help="Play nothing: no test sound, no test word.")
]


@options.examples("voiceguide doctor", "voiceguide doctor --quiet")
def doctor(quiet: Quiet = False) -> None:
    """Look at the sound outputs, the voice and the folders; play a test sound and word.

    Ends with 4 where something is missing that a session needs.
    """
    from voiceguide.app.self_check import SelfCheck
    from voiceguide.settings import Folders

    check = SelfCheck(Folders.of_user())
    for line in check.lines(quiet=quiet):
        console.say(line)
        console.flush()
    if check.exit_code:
        raise typer.Exit(check.exit_code)
