"""Going on with a session that did not come to its end."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.app.play_session import Manner
    from voiceguide.person.history import Session
    from voiceguide.session import Choices

WITHIN = timedelta(hours=24)
ROUTINE = "routine"
"""The option under which the routine is kept as it was asked for."""


def resume_session(manner: Manner, context: AppContext) -> None:
    """Play the rest of the last session. Raises UsageError where there is none to go on with."""
    from voiceguide.app.log_access import read_log
    from voiceguide.app.play_session import play_session
    from voiceguide.errors import UsageError
    from voiceguide.person.history import interrupted
    from voiceguide.person.recorder import local_now

    found = read_log(
        context, lambda store: interrupted(store, local_now(), WITHIN), looked_through=False
    )
    if found is None:
        raise UsageError(
            "there is nothing to go on with", hint="begin anew with: voiceguide play ROUTINE"
        )
    context.ui.tell(place_of(found))
    routine = str(found.options.get(ROUTINE, found.routine))
    play_session(routine, choices_of(found), manner, context, found)


def place_of(session: Session) -> str:
    """Where a session was, in words."""
    from voiceguide.text import clock

    return f"{session.name} was at {clock(session.place_ms)} of {clock(session.length_ms)}."


def options_of(chosen: Choices, routine: str) -> dict[str, Any]:
    """What the log keeps, to make the same session again."""
    from pathlib import Path

    from voiceguide.session import is_path

    kept = {name: value for name, value in asdict(chosen).items() if value not in (None, (), {})}
    where = str(Path(routine).absolute()) if is_path(routine) else routine
    return {**kept, ROUTINE: where}


def choices_of(session: Session) -> Choices:
    """The choices a session was made with; what this program does not know is left out."""
    from voiceguide.session import Choices

    known = {each.name for each in fields(Choices)}
    kept = {name: value for name, value in session.options.items() if name in known}
    for name in {"conditions", "unnamed"} & kept.keys():
        kept[name] = tuple(kept[name])
    return Choices(**kept)
