"""`voiceguide script`: the timed script of a session on standard output."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from voiceguide.cli import console, options
from voiceguide.cli.preparing import prepare

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


def script(
    routine: options.RoutineName,
    form: Form = "text",
    level: options.Level = None,
    detail: options.Detail = None,
    pace: options.Pace = None,
    countdown: options.Countdown = None,
    encourage: options.Encourage = None,
    cues: options.Cues = None,
    voice: options.Voice = None,
    seed: options.Seed = None,
    start_at: options.From = None,
    minutes: options.Minutes = None,
    condition: options.Conditions = None,
    asked: options.Asked = False,
) -> None:
    """Print the timed script: all that is said, every tone and hold."""
    from voiceguide import export

    chosen = options.choices(
        level=level,
        detail=detail,
        pace=pace,
        countdown=countdown,
        encourage=encourage,
        cues=cues,
        voice=voice,
        seed=seed,
        start_at=start_at,
        minutes=minutes,
        conditions=condition,
        asked=asked,
    )
    console.write(export.script(prepare(routine, chosen).timeline, form))
