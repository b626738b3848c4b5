"""`voiceguide profile`: what the safety questions were answered with, and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

Again = Annotated[bool, typer.Option("--ask", help="Go through the questions again.")]
Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="ID", help="A condition you have; may be repeated."),
]
Drop = Annotated[
    list[str] | None,
    typer.Option("--drop", metavar="ID", help="A condition you no longer have."),
]


@options.examples(
    "voiceguide profile",
    "voiceguide profile --ask",
    "voiceguide profile --add knee-pain --drop sciatica-flare",
)
@options.takes("output", "screen", "volume_percent", "voice")
def profile(
    chosen: SessionOptions,
    again: Again = False,
    add: Add = None,
    drop: Drop = None,
    json: options.Json = False,
) -> None:
    """Show or change your answers to the safety questions. They stay on this machine.

    Begin with `voiceguide profile` alone, which asks them; --add and --drop change the answers.
    The questions are spoken too, but for --screen quiet and --output silent.
    """
    from voiceguide.app.safety_answers import answer_lines, answers
    from voiceguide.app.spoken_questions import questions_aloud_outside_sessions

    context = user_context()
    aloud = questions_aloud_outside_sessions(context, chosen)
    known, safety = answers(
        context, aloud, again=again, add=add or (), drop=drop or (), ask=not json
    )
    if json:
        console.write_json(None if known is None else known.data())
        return
    for line in answer_lines(known, safety):
        console.say(line)
