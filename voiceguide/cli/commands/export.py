"""`voiceguide export`: a session as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import completion, options
from voiceguide.cli.terminal.option_names import OF_THE_SESSION
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

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
Routine = Annotated[
    str | None,
    typer.Argument(
        metavar="[ROUTINE]",
        help="An id from `voiceguide list`, or a file: a routine, or a script (.txt .md).",
        autocompletion=completion.routines,
        show_default=False,
    ),
]
All = Annotated[
    bool, typer.Option("--all", help="Every routine of the library, into the folder -o.")
]
Formats = Annotated[
    str | None,
    typer.Option("--as", metavar="m4a,html", help="With --all: the formats.", show_default=False),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        max=16,
        help="With --all: how many routines at a time; else one for each core, up to four.",
        show_default=False,
    ),
]


@options.examples(
    "voiceguide export morning -o morning.wav",
    "voiceguide export morning -o morning.m4a -o morning.html --level steady",
    "voiceguide export morning -o morning.m4a --music my-songs --music-volume 30",
    "voiceguide export --all --as m4a,html -o my-folder",
)
@options.takes(*OF_THE_SESSION, "music", "music_percent")
def export(
    output: Files,
    chosen: SessionOptions,
    routine: Routine = None,
    every: All = False,
    formats: Formats = None,
    jobs: Jobs = None,
    force: Force = False,
    for_me: options.ForMe = False,
) -> None:
    """Write the session to files: sound, or its script.

    They take nothing from your profile unless they are made --for-me.
    """
    from voiceguide.errors import UsageError

    if every == (routine is not None):
        raise UsageError("name one routine, or --all", hint="voiceguide export morning -o a.m4a")
    if routine is not None:
        if formats is not None or jobs is not None:
            raise UsageError("--as and --jobs go with --all", hint="the suffixes of -o say how")
        from voiceguide.app.export_session import export_session

        export_session(routine, output, chosen, user_context(), force=force, for_me=for_me)
        return
    if formats is None or len(output) != 1:
        raise UsageError(
            "--all needs the formats and one folder",
            hint="voiceguide export --all --as m4a,html -o my-folder",
        )
    from voiceguide.app.export_all import export_all, suffixes_of, usual_jobs

    code = export_all(
        output[0],
        suffixes_of(formats),
        chosen,
        user_context(),
        jobs=jobs or usual_jobs(),
        force=force,
        for_me=for_me,
    )
    if code:
        raise typer.Exit(code)
