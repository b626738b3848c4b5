"""`voiceguide script`: the timed script of a session on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voiceguide.cli import console, options
from voiceguide.cli.preparing import prepare

if TYPE_CHECKING:
    from voiceguide.session import Choices

Form = Annotated[
    Literal["text", "md", "json", "html", "vtt", "srt", "lrc", "labels", "chapters", "csv", "ssml"],
    typer.Option(
        "--format",
        "-f",
        help="How it is written.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide script morning",
            "voiceguide script morning --format md > morning.md",
            "voiceguide script my-routine.yaml --voice estimate --format json",
        )
    )(script)


@options.with_choices
def script(
    routine: options.RoutineName,
    chosen: Choices,
    form: Form = "text",
    for_me: options.ForMe = False,
) -> None:
    """Print the timed script: all that is said, every tone and hold.

    It takes nothing from your profile unless it is made --for-me.
    """
    from voiceguide import export

    written = export.script(prepare(routine, chosen, for_me=for_me).timeline, form)
    if form == "text":
        console.write(written)
    else:
        console.write_utf8(written)
