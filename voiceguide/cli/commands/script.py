"""`voiceguide script`: the timed script of a session on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.app.preparing import prepare
from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.extensible_options import choice
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.session_options import SessionOptions
    from voiceguide.timeline import Timeline

FORMS = ("text", "md", "json", "html", "vtt", "srt", "lrc", "labels", "chapters", "csv", "ssml")

Form = Annotated[
    str,
    choice(
        "--format",
        "-f",
        known=FORMS,
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


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide script morning",
            "voiceguide script morning --format md > morning.md",
            "voiceguide script my-routine.yaml --voice estimate --format json",
            "voiceguide script my-routine.yaml --as-spoken",
        )
    )(script)


@options.takes(*options.OF_THE_SESSION)
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
    from voiceguide import exporting

    context = user_context()
    timeline = prepare(routine, chosen, context, for_me=for_me).timeline
    if as_spoken:
        console.write(_as_spoken(routine, timeline, context))
        return
    written = exporting.script_text(timeline, form)
    if form == "text":
        console.write(written)
    else:
        console.write_utf8(written)


def _as_spoken(routine: str, timeline: Timeline, context: AppContext) -> str:
    """A row for each line that is spoken; below it how it is written, where that differs."""
    from voiceguide import session
    from voiceguide.phrases.spoken import spoken_form
    from voiceguide.routine.say_as_words import spelling
    from voiceguide.text import clean, exact_clock

    loaded = session.load(routine, context.folders)
    words = spelling(loaded.routine, loaded.library, context.settings.say_as)
    rows = []
    for line in timeline.voices:
        said = spoken_form(words.of(line.text), timeline.language)
        rows.append(f"{exact_clock(line.at_ms):>9}  {said}")
        if said != line.text:
            rows.append(f"{'written':>9}  {clean(line.text)}")
    return "\n".join((*rows, ""))
