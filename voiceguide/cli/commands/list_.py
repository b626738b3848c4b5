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
    "voiceguide list exercises --area hip --position chair --condition knee-pain",
    "voiceguide list conditions",
    "voiceguide list voices --json",
)
@options.takes("voice", "conditions", "asked")
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

    Routines and exercises are found by what they are for, where they are done and with what,
    routines by their length too. With --condition each says whether it is fit for that, and what
    is left out or changed.
    """
    from voiceguide.app.listing import LISTINGS, routines
    from voiceguide.settings import Folders

    folders = Folders.of_user()
    if what == "routines":
        listing = routines(user_context(), chosen.voice)
    else:
        listing = LISTINGS[what](folders)
    is_wanted = any(each is not None for each in (area, minutes, position, without))
    if what == "routines" or what == "exercises":
        if what == "exercises" and minutes is not None:
            raise UsageError("--minutes is for routines: an exercise is as long as its dose")
        if is_wanted:
            from voiceguide.app.find_session import Wanted, found

            wanted = Wanted(area, minutes, position, tuple(without or ()))
            listing = found(listing, wanted, what)
        if chosen.conditions:
            from voiceguide.app.for_conditions import exercises_for, routines_for

            judged = routines_for if what == "routines" else exercises_for
            listing = judged(listing, chosen, folders)
    elif is_wanted or chosen.conditions:
        filters = "--area, --minutes, --position, --without and --condition"
        raise UsageError(f"{filters} are for routines and exercises")
    show_listing(listing, json=json)
