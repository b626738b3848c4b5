"""`voiceguide export`: a session as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voiceguide.cli import console, options
from voiceguide.cli.preparing import prepare

Files = Annotated[
    list[Path],
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="What to write; the suffix says how, as in .wav .mp3 .md .html. May be given again.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide export morning -o morning.wav",
            "voiceguide export morning -o morning.wav -o morning.md --level steady",
        )
    )(export)


def export(
    routine: options.RoutineName,
    output: Files,
    force: Force = False,
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
    """Write the session to files: sound, or its script."""
    from voiceguide.cli.progress import Lasting
    from voiceguide.export import check_all, sound_for, write
    from voiceguide.export.sheet import duration

    check_all(output, force=force)
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
    session = prepare(routine, chosen)
    for path in output:
        with Lasting(f"Writing {path}") as progress:
            write(session, path, force=force, sound=sound_for(path, output), progress=progress)
        console.tell(f"{path}: {duration(session.timeline.length_ms)}")
