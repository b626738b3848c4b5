"""`voiceguide progress`: this week's goals, and the last twelve weeks as pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.app.progress_view import Styled

Out = Annotated[
    Path | None,
    typer.Option("-o", metavar="FILE.html", help="Write one HTML page.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists.")]

COLOURS = {
    "both": "bold green", "strength": "green", "stretch": "cyan", "moved": "yellow",
    "off": "red", "nothing": "dim", "head": "bold", "before": "red", "after": "cyan",
}  # fmt: skip


@options.examples("voiceguide progress", "voiceguide progress -o progress.html")
def progress(out: Out = None, force: Force = False, json: options.Json = False) -> None:
    """Show what you did: this week, and the last twelve weeks."""
    from voiceguide.app import progress_view

    context = user_context()
    if out is not None:
        progress_view.write_page(out, context, force=force)
    elif json:
        console.write_json(progress_view.facts(context))
    else:
        _print(progress_view.lines(context))


def _print(lines: Iterable[Styled]) -> None:
    if not console.is_terminal(sys.stdout):
        for line in lines:
            console.say("".join(text for text, _ in line).rstrip())
        return
    from rich.console import Console
    from rich.text import Text

    screen = Console(highlight=False)
    for line in lines:
        pieces = [(text, COLOURS.get(colour, "")) for text, colour in line]
        screen.print(Text.assemble(*pieces), soft_wrap=True)
