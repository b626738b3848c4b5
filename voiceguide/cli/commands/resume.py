"""`voiceguide resume`: go on with a session that did not come to its end."""

from __future__ import annotations

import typer

from voiceguide.cli.commands.play import Music, MusicVolume, Output, ScreenName, Volume, Yes
from voiceguide.cli.terminal import options
from voiceguide.cli.terminal.questions import user_context


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(epilog=options.examples("voiceguide resume"))(resume)


def resume(
    output: Output = None,
    screen: ScreenName = None,
    volume: Volume = None,
    yes: Yes = False,
    music: Music = None,
    music_volume: MusicVolume = 40,
) -> None:
    """Go on with your last session, where it was cut off or stopped within a day."""
    from voiceguide.app.play_session import Manner
    from voiceguide.app.resume_session import resume_session

    manner = Manner(output, screen, volume, yes, music=music, music_volume=music_volume)
    resume_session(manner, user_context())
