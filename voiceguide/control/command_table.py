"""What every command does in every mode, as `COMMANDS` say, and what it needs; pure.

The person at the session is told by the session itself what it does not do, on its screen or
aloud; whoever asks from outside is told by `refusal`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from voiceguide.control.answers import question_at
from voiceguide.control.commands import COMMANDS

if TYPE_CHECKING:
    from voiceguide.control.commands import Action, Name, Row
    from voiceguide.control.status import Mode, Snapshot

MODES: tuple[Mode, ...] = ("playing", "paused", "waiting", "preparing", "asking")
"""The columns of `TABLE`. Of a session that has lost its sound only the end is left, and one that
is over obeys nothing."""

TABLE: dict[Name, Row] = {command.name: command.actions for command in COMMANDS}
"""Command to action, a column for each of `MODES`."""


class Need(NamedTuple):
    """What must be so, or an action is not done; `aloud`: then the action itself says why not."""

    is_met: Callable[[Snapshot], bool]
    why: str
    aloud: bool = False


LENGTHENED = ("hold", "rest", "fill", "change", "setup")
"""Kinds of stretches that can be made longer."""


def _has_easier(snapshot: Snapshot) -> bool:
    return snapshot.layout is None or snapshot.layout.has_easier(snapshot.position.at_ms)


def _is_asked(snapshot: Snapshot) -> bool:
    here = snapshot.timeline, snapshot.position.at_ms
    return snapshot.in_session and question_at(*here) is not None


AUDIBLE = Need(
    lambda snapshot: snapshot.mode != "lost",
    "nothing can be heard now: the session has no sound output",
)
SESSION = Need(lambda snapshot: snapshot.in_session, "the session itself has not begun yet")
QUESTION = Need(_is_asked, "nothing is asked now")
LENGTH = Need(
    lambda snapshot: snapshot.segment.kind in LENGTHENED, "there is nothing to make longer here"
)
EASIER = Need(_has_easier, "there is no easier version here", aloud=True)

NEEDS: dict[Action, tuple[Need, ...]] = {
    "no sound": (AUDIBLE,),
    "lengthen": (SESSION, LENGTH),
    "easier": (SESSION, EASIER),
    "easier or next": (SESSION,),
    "report pain": (SESSION,),
    "talk less": (SESSION,),
    "answer": (QUESTION,),
}


def action_of(name: Name, mode: Mode) -> Action:
    """What a command does in a mode."""
    if mode == "lost":
        return "end" if name == "stop" else "no sound"
    return TABLE[name][MODES.index(mode)] if mode in MODES else "nothing"


def refusal(name: Name, snapshot: Snapshot) -> Need | None:
    """What a session misses that it would need to do a command now; None where it would do it."""
    needs = NEEDS.get(action_of(name, snapshot.mode), ())
    return next((need for need in needs if not need.is_met(snapshot)), None)
