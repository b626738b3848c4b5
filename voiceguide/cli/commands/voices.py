"""`voiceguide voices`: which there are, trying them, adding, choosing and removing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.commands import voice_packs
from voiceguide.cli.terminal import completion, console, options
from voiceguide.cli.terminal.listings import show_listing
from voiceguide.cli.terminal.option_names import OF_THE_SESSION
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="As `voiceguide voices list` shows it, with or without its engine.",
        autocompletion=completion.voices,
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@group.callback(
    epilog=options.below_help(
        "voiceguide voices list",
        "voiceguide voices add kristin",
        "voiceguide voices use kristin",
    )
)
def voices() -> None:
    """List, try, add, choose and remove voices."""


@group.command(
    "list", epilog=options.below_help("voiceguide voices list", "voiceguide voices list --json")
)
def list_(json: options.Json = False) -> None:
    """List what is here, and what can be had."""
    from voiceguide.app.voices import voice_listing

    show_listing(voice_listing(), json=json)


@group.command(
    "try",
    epilog=options.below_help(
        "voiceguide voices try kristin", "voiceguide voices try pyttsx3:en-gb-scotland"
    ),
)
@options.takes("pace", "output")
def try_(name: Name, chosen: SessionOptions) -> None:
    """Say three lines of a coach with a voice."""
    from voiceguide.app.voice_trial import try_voice
    from voiceguide.session_options import decided

    context = user_context()
    for line in try_voice(name, decided(chosen, context.settings), context):
        console.say(line)
        console.flush()


@group.command(
    epilog=options.below_help(
        "voiceguide voices add kristin",
        "voiceguide voices add en_US-joe-medium.onnx",
        "voiceguide voices add anna.zip",
    )
)
def add(
    what: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|FOLDER",
            help="A name of `voiceguide voices list`; FILE.onnx of Piper, with FILE.onnx.json"
            " beside it; or a pack of recordings: its folder, or that as .zip.",
            autocompletion=completion.voices_to_add,
            show_default=False,
        ),
    ],
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="NAME", help="What a file is to be called.", show_default=False
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Add a voice, by its name or from files.

    By its name it is downloaded, after you were told its size and licence.
    """
    from voiceguide.app.adding_voices import add_voice

    for line in add_voice(what, user_context(), name=name, yes=yes):
        console.say(line)


@group.command(
    epilog=options.below_help(
        "voiceguide voices use kristin", "voiceguide voices use system --language de"
    )
)
def use(
    name: Name,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="CODE",
            help="Such as de; else the voice's own.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Have a voice speak from now on.

    `system` goes back to the system's voice.
    """
    from voiceguide.app.voices import use_voice

    console.say(use_voice(name, language, user_context().folders))


@group.command(
    epilog=options.below_help(
        "voiceguide voices prepare morning",
        "voiceguide voices prepare morning back-relief --voice piper:kristin",
    )
)
@options.takes(*OF_THE_SESSION, "progress")
def prepare(
    routines: Annotated[
        list[str],
        typer.Argument(
            metavar="ROUTINE...",
            help="Names of routines, or files.",
            autocompletion=completion.routines,
            show_default=False,
        ),
    ],
    chosen: SessionOptions,
) -> None:
    """Speak all lines of sessions ahead, as `play` would need them.

    A slow voice then keeps nobody waiting, and sessions need no voice any more.
    """
    from voiceguide.app.prepare_voice import prepare_voice

    for line in prepare_voice(routines, chosen, user_context()):
        console.say(line)
        console.flush()


@group.command(epilog=options.below_help("voiceguide voices remove kristin"))
def remove(name: Name, yes: Yes = False) -> None:
    """Erase a voice that was added."""
    from voiceguide.app.voices import remove_voice

    for line in remove_voice(name, user_context(), yes=yes):
        console.say(line)


voice_packs.add_to(group)
