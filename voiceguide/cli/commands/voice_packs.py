"""`voiceguide voices script`, `record` and `check`: a voice of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import completion, console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

Routines = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ROUTINE",
        help="Ids from `voiceguide list`, or routine files.",
        autocompletion=completion.routines,
        show_default=False,
    ),
]
PackFolder = Annotated[
    Path, typer.Argument(metavar="PACK", help="The folder of a voice pack.", show_default=False)
]
Parts = Annotated[
    list[str] | None,
    typer.Option(
        "--part",
        metavar="PART",
        help="session, live, settings, conditions, minutes or lengths; may be repeated.",
        show_default=False,
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Such as de.", show_default=False),
]


def add_to(group: typer.Typer) -> None:
    """Put the commands into the group `voices`."""
    group.command(
        epilog=options.below_help(
            "voiceguide voices script six-minute -o lines.csv",
            "voiceguide voices script --all --part session",
        )
    )(script)
    group.command(
        epilog=options.below_help(
            "voiceguide voices record my-voice six-minute",
            "voiceguide voices record my-voice --lines lines.csv --hands-free",
        )
    )(record)
    group.command(
        epilog=options.below_help(
            "voiceguide voices check my-voice",
            "voiceguide voices check my-voice six-minute --json",
        )
    )(check)


def script(
    routine: Routines = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every routine there is in a language.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", metavar="FILE.csv", help="Write a table.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    part: Parts = None,
    minutes: Annotated[
        list[int] | None,
        typer.Option(
            "--minutes",
            metavar="N",
            min=1,
            max=180,
            help="A length that sessions are asked for; may be repeated.  "
            "[default: 5, 10, 15, 20 and 30]",
            show_default=False,
        ),
    ] = None,
    language: Language = None,
    json: options.Json = False,
) -> None:
    """List every line that routines may say, for a person who will read them.

    The likelier come first: those of the sessions, then what is said while one is led, with
    other settings, with conditions, and with less time. Lines that name how long a session is
    come with --part lengths.
    """
    from voiceguide.app.voice_packs import scripts
    from voiceguide.app.voice_packs.lines_file import lines_csv
    from voiceguide.app.voice_packs.lines_to_read import UNASKED
    from voiceguide.app.voice_packs.may_say import MINUTES
    from voiceguide.errors import UsageError
    from voiceguide.files import checked_target, whole_file

    if every == bool(routine):
        raise UsageError("which routines?", hint="name some, or --all for all of them")
    if out is not None:
        checked_target(out, force)
    parts = scripts.chosen_parts(part, UNASKED)
    found = scripts.gathered(
        routine or (), user_context(), language=language, minutes=minutes or MINUTES
    )
    lines = found.lines(parts)
    if json:
        console.write_json(
            [
                {"file": f"{each.file}.wav", "text": each.text, "where": each.places,
                 "part": each.part}
                for each in lines
            ]
        )  # fmt: skip
    elif out is None:
        console.write_utf8(lines_csv(lines))
    if out is not None:
        with whole_file(out, force=force) as file:
            file.write(lines_csv(lines).encode())
    console.tell(scripts.amount(lines))
    if not part and (more := len(found.lines(("lengths",)))):
        console.tell(f"{more:,} more name how long a session is: --part lengths lists them.")


@options.takes("voice", "output")
def record(
    pack: PackFolder,
    chosen: SessionOptions,
    routine: Routines = None,
    lines: Annotated[
        Path | None,
        typer.Option(
            "--lines",
            metavar="FILE.csv",
            help="Lines as `voices script` writes them.",
            show_default=False,
        ),
    ] = None,
    part: Parts = None,
    hands_free: Annotated[
        bool,
        typer.Option(
            "--hands-free", help="Begin at a tone, keep what is good, ask again for what is not."
        ),
    ] = False,
    aloud: Annotated[
        bool, typer.Option("--aloud", help="With --hands-free: say each line first.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Record also what is there already.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="Of a new pack.", show_default=False),
    ] = None,
    language: Language = None,
    fallback: Annotated[
        str | None,
        typer.Option(
            "--fallback",
            metavar="VOICE|refuse",
            help="Of a new pack: who says what is missing.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Lead through lines with a microphone: prompt, record, hear it, keep it.

    It goes on where it stopped. Without --part only the lines of the sessions are read.
    """
    from voiceguide.app.voice_packs import recording_run, scripts
    from voiceguide.cli.screens.recording_desk import TerminalDesk
    from voiceguide.session_options import decided

    context = user_context()
    wishes = recording_run.RecordingWishes(
        routine or (),
        lines,
        scripts.chosen_parts(part, ("session",)),
        again=again,
        hands_free=hands_free,
        aloud=aloud,
        name=name,
        language=language,
        fallback=fallback,
    )
    spoken = recording_run.spoken_language(pack, wishes)
    desk = TerminalDesk(context, decided(chosen, context.settings), spoken)
    try:
        console.say(recording_run.record(pack, wishes, context, desk))
    finally:
        desk.close()


def check(
    pack: PackFolder, routine: Routines = None, part: Parts = None, json: options.Json = False
) -> None:
    """Find what is missing, clipped, too soft, too noisy, too long or cut in a pack.

    Of routines, the lines of the sessions must be there; --part asks for others, too.
    """
    from voiceguide.app.voice_packs import pack_check, scripts
    from voiceguide.speech.engines.recorded import pack_folder
    from voiceguide.speech.recordings.voice_pack import read_pack

    read = read_pack(pack_folder(str(pack)))
    parts = scripts.chosen_parts(part, ("session",))
    report = pack_check.check_pack(read, routine or (), parts, user_context())
    if json:
        console.write_json(report.facts())
    else:
        for line in report.lines():
            console.say(line)
        console.tell(report.summary())
    if not report.is_good:
        raise typer.Exit(2)
