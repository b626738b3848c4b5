"""`voiceguide list`: what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voiceguide.cli.terminal import options
from voiceguide.cli.terminal.listings import show_listing
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

What = Annotated[
    Literal["routines", "exercises", "advice", "voices", "sounds"],
    typer.Argument(metavar="WHAT", help="routines, exercises, advice, voices or sounds."),
]


@options.examples("voiceguide list", "voiceguide list exercises", "voiceguide list voices --json")
@options.takes("voice")
def list_(chosen: SessionOptions, what: What = "routines", json: options.Json = False) -> None:
    """List the routines, exercises, advice, voices or sounds that there are."""
    from voiceguide.app.listing import LISTINGS, routines
    from voiceguide.settings import Folders

    if what == "routines":
        listing = routines(user_context(), chosen.voice)
    else:
        listing = LISTINGS[what](Folders.of_user())
    show_listing(listing, json=json)
