"""`voiceguide show`: one routine, exercise or advice."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import completion, console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.app.description import Part
    from voiceguide.session_options import SessionOptions

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A routine, an exercise or an advice; or a file of one.",
        autocompletion=completion.things,
        show_default=False,
    ),
]

WIDTH_AT_MOST = 100
NARROWEST_TEXT = 40
LABEL_WIDTH = 13


@options.examples(
    "voiceguide show morning",
    "voiceguide show hamstring-stretch",
    "voiceguide show my-exercise.yaml",
    "voiceguide show morning --level strong --voice pyttsx3",
)
@options.takes("level", "voice", "minutes", "conditions", "asked")
def show(
    id: Id,
    chosen: SessionOptions,
    for_me: options.ForMe = False,
    json: options.Json = False,
) -> None:
    """Show what a routine, an exercise or an advice is."""
    from voiceguide.app.description import describe

    description = describe(id, chosen, user_context(), for_me=for_me)
    if json:
        console.write_json(description.facts)
        return
    width = min(WIDTH_AT_MOST, shutil.get_terminal_size().columns)
    for part in description.parts:
        for line in _lines(part, width):
            console.say(line)
    for note in description.notes:
        console.tell(note)


def _lines(part: Part, width: int) -> Iterator[str]:
    """A part of a description on lines no wider than that, but for paths, which stay whole."""
    if isinstance(part, str):
        yield part
    elif not isinstance(part, tuple):
        yield from part(width)
    else:
        label, texts = part
        inset = "" if label is None else " " * LABEL_WIDTH
        head = f"{label}:" if label else ""
        for text in filter(None, texts):
            yield from textwrap.wrap(
                text,
                max(NARROWEST_TEXT, width),
                initial_indent=f"{head:<{len(inset)}}",
                subsequent_indent=inset,
                break_long_words=label is None,
                break_on_hyphens=label is None,
            )
            head = ""
