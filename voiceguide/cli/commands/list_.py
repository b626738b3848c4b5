"""`voiceguide list`: what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voiceguide.cli.terminal import options
from voiceguide.cli.terminal.listings import show_listing
from voiceguide.cli.terminal.questions import user_context
from voiceguide.errors import UsageError

if TYPE_CHECKING:
    from voiceguide.session_options import SessionOptions

What = Annotated[
    Literal[
        "routines", "exercises", "advice", "conditions", "equipment", "positions", "voices",
        "sounds",
    ],
    typer.Argument(
        metavar="WHAT",
        help="routines, exercises, advice, conditions, equipment, positions, voices or sounds.",
    ),
]  # fmt: skip


@options.examples(
    "voiceguide list",
    "voiceguide list --area neck --minutes 10 --position chair --without mat",
    "voiceguide list exercises",
    "voiceguide list conditions",
    "voiceguide list voices --json",
)
@options.takes("voice")
def list_(
    chosen: SessionOptions,
    what: What = "routines",
    area: options.Area = None,
    minutes: options.MinutesWanted = None,
    position: options.PositionWanted = None,
    without: options.Without = None,
    json: options.Json = False,
) -> None:
    """List the routines, exercises, advice, conditions, things, positions, voices or sounds.

    Routines are found by what they are for, how long they are, where they are done, and with what.
    """
    from voiceguide.app.listing import LISTINGS, routines
    from voiceguide.settings import Folders

    is_wanted = any(each is not None for each in (area, minutes, position, without))
    if what != "routines":
        if is_wanted:
            raise UsageError("--area, --minutes, --position and --without are for routines")
        listing = LISTINGS[what](Folders.of_user())
    else:
        listing = routines(user_context(), chosen.voice)
    if is_wanted:
        from voiceguide.app.find_session import Wanted, found

        listing = found(listing, Wanted(area, minutes, position, tuple(without or ())))
    show_listing(listing, json=json)
