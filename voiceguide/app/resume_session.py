"""Going on with a session that did not come to its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.person.history import Session
    from voiceguide.session_options import SessionOptions

WITHIN = timedelta(hours=24)
ROUTINE = "routine"
"""The option under which the routine is kept as it was asked for."""


def resume_session(chosen: SessionOptions, context: AppContext) -> None:
    """Play the rest of the last session. Raises UsageError where there is none to go on with."""
    from voiceguide.app.log_access import read_log
    from voiceguide.app.play_session import play_session
    from voiceguide.errors import UsageError
    from voiceguide.person.event import local_now
    from voiceguide.person.history import interrupted

    found = read_log(
        context, lambda store: interrupted(store, local_now(), WITHIN), looked_through=False
    )
    if found is None:
        raise UsageError(
            "there is nothing to go on with", hint="begin anew with: voiceguide play ROUTINE"
        )
    context.ui.tell(place_of(found))
    routine = str(found.options.get(ROUTINE, found.routine))
    play_session(routine, chosen.over(kept_options(found)), context, found)


def place_of(session: Session) -> str:
    """Where a session was, in words."""
    from voiceguide.text import clock

    return f"{session.name} was at {clock(session.place_ms)} of {clock(session.length_ms)}."


def options_to_keep(chosen: SessionOptions, routine: str, *, silent: bool) -> dict[str, Any]:
    """What the log keeps, to make the same session again; and where nobody could hear it, that."""
    from pathlib import Path

    from voiceguide.person.known_tones import SILENT
    from voiceguide.session import is_path

    where = str(Path(routine).absolute()) if is_path(routine) else routine
    return {**chosen.shaping(), ROUTINE: where, **({SILENT: True} if silent else {})}


def kept_options(session: Session) -> SessionOptions:
    """The options a session was made with; what this program does not know is left out."""
    from voiceguide.session_options import SHAPING, SessionOptions

    kept = {name: value for name, value in session.options.items() if name in SHAPING}
    for name in {"conditions", "unnamed"} & kept.keys():
        kept[name] = tuple(kept[name])
    return SessionOptions(**kept)
