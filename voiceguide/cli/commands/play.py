"""`voiceguide play`: a session for the ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli.terminal import options
from voiceguide.cli.terminal.option_names import OF_PLAY
from voiceguide.cli.terminal.questions import user_context
from voiceguide.errors import UsageError
from voiceguide.structs import replace

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.session_options import SessionOptions


@options.takes(*OF_PLAY)
@options.examples(
    "voiceguide play morning",
    "voiceguide play morning --from 3 --level steady --volume 80",
    "voiceguide play my-routine.yaml --screen lines",
    "voiceguide play --area neck --minutes 10",
)
def play(
    chosen: SessionOptions,
    routine: options.MaybeRoutine = None,
    area: options.Area = None,
    position: options.PositionWanted = None,
    without: options.Without = None,
) -> None:
    """Play a session: the coach speaks, tones keep the time.

    Without ROUTINE it is chosen by --area, --minutes, --position and --without, or asked for.

    While it plays, space pauses and goes on, n and b go to the next step and back, q stops,
    a number answers a question, ? shows all keys.
    From elsewhere: `voiceguide control`, and media keys.
    """
    from voiceguide.app.play_session import play_session

    context = user_context()
    if routine is None or area or position or without:
        found = _found(routine, area, position, without, chosen, context)
        if found is None:
            return
        routine, chosen = found
    play_session(routine, chosen, context)


def _found(
    routine: str | None,
    area: str | None,
    position: str | None,
    without: list[str] | None,
    chosen: SessionOptions,
    context: AppContext,
) -> tuple[str, SessionOptions] | None:
    """The routine that is looked for, and what is said of it; None where none is wanted."""
    from voiceguide.app.find_session import Wanted, ask_for_session, best

    if routine is not None:
        raise UsageError(
            "a routine is named, so there is nothing to look for",
            hint="leave out its name, or --area, --position and --without",
        )
    wanted = Wanted(area, chosen.minutes, position, tuple(without or ()))
    if wanted.is_said:
        return best(context, wanted), chosen
    if not context.ui.can_ask:
        raise UsageError(
            "no routine is named, and nobody is there to be asked",
            hint="voiceguide play ROUTINE, or voiceguide play --area back --minutes 10",
        )
    asked = ask_for_session(context)
    if asked is None:
        return None
    id, minutes = asked
    return id, replace(chosen, minutes=chosen.minutes or minutes)
