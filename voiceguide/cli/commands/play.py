"""`voiceguide play`: a session for the ear."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voiceguide.cli.terminal import options
from voiceguide.cli.terminal.extensible_options import choice
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session import Choices

Output = Annotated[
    str | None,
    choice(
        "--output",
        known=("auto", "sounddevice", "miniaudio", "simpleaudio", "silent"),
        kind="outputs",
        help="Where the sound goes.  [default: auto]",
        show_default=False,
    ),
]
ScreenName = Annotated[
    Literal["rich", "lines", "quiet"] | None,
    typer.Option(
        "--screen", help="How it is shown; rich at a terminal, else lines.", show_default=False
    ),
]
Volume = Annotated[
    int | None,
    typer.Option(
        "--volume",
        metavar="10-150",
        min=10,
        max=150,
        help="Percent, of voice and tones together.  [default: 100]",
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Answer every question with yes.")]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Play on a day off, or a third time in a day.")
]
Pain = Annotated[
    int | None,
    typer.Option(
        "--pain",
        metavar="0-10",
        min=0,
        max=10,
        help="Your pain now; 0 is no pain, 10 the worst you can imagine.",
        show_default=False,
    ),
]
Music = Annotated[
    Path | None,
    typer.Option(
        "--music",
        metavar="FILE|FOLDER",
        help="Under the voice, over and over; a folder is played by name.",
        show_default=False,
    ),
]
MusicVolume = Annotated[
    int,
    typer.Option(
        "--music-volume",
        metavar="PERCENT",
        min=0,
        max=100,
        help="Of the music; at 100 it is as loud as the voice.",
    ),
]
Wait = Annotated[bool, typer.Option("--wait", help="Wait for you at every change of position.")]
Progress = Annotated[
    bool, typer.Option("--progress", help="Let exercises grow with your good sessions.")
]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide play morning",
            "voiceguide play morning --from 3 --level steady --volume 80",
            "voiceguide play my-routine.yaml --screen lines",
        )
    )(play)


@options.with_choices
def play(
    routine: options.RoutineName,
    chosen: Choices,
    output: Output = None,
    screen: ScreenName = None,
    volume: Volume = None,
    yes: Yes = False,
    pain: Pain = None,
    progress: Progress = False,
    anyway: Anyway = False,
    wait: Wait = False,
    music: Music = None,
    music_volume: MusicVolume = 40,
) -> None:
    """Play a session: the coach speaks, tones keep the time.

    While it plays, space pauses and goes on, n and b go to the next step and back, q stops,
    a number answers a question, ? shows all keys.
    From elsewhere: `voiceguide control`, and media keys.
    """
    from voiceguide.app.play_session import Manner, play_session

    manner = Manner(output, screen, volume, yes, anyway, pain, progress, wait, music, music_volume)
    play_session(routine, chosen, manner, user_context())
