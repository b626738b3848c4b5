"""`voiceguide script`: the timed script of a session on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.extensible_options import choice
from voiceguide.cli.terminal.option_names import OF_THE_SESSION
from voiceguide.cli.terminal.questions import user_context
from voiceguide.exporting import SCRIPTS, script_text

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

Form = Annotated[
    str,
    choice(
        "--format",
        "-f",
        known=tuple(SCRIPTS),
        kind="formats",
        help="How it is written.",
    ),
]

AsSpoken = Annotated[
    bool,
    typer.Option(
        "--as-spoken", help="Every line as the voice gets it: numbers and signs in words."
    ),
]


@options.examples(
    "voiceguide script morning",
    "voiceguide script morning --format md > morning.md",
    "voiceguide script my-routine.yaml --voice estimate --format json",
    "voiceguide script my-routine.yaml --as-spoken",
)
@options.takes(*OF_THE_SESSION)
def script(
    routine: options.RoutineName,
    chosen: SessionOptions,
    form: Form = "text",
    for_me: options.ForMe = False,
    as_spoken: AsSpoken = False,
) -> None:
    """Print the timed script: all that is said, every tone and hold.

    It takes nothing from your profile unless it is made --for-me.
    """
    from voiceguide.app.preparing import prepare

    context = user_context()
    timeline = prepare(routine, chosen, context, for_me=for_me).timeline
    if as_spoken:
        from voiceguide.app.spoken_sheet import spoken_sheet

        console.write(spoken_sheet(routine, timeline, context))
        return
    written = script_text(timeline, form)
    if form == "text":
        console.write(written)
    else:
        console.write_utf8(written)
