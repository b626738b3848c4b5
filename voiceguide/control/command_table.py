"""What every command does in every mode, and what it needs: a table; pure.

The person at the session is told by the session itself what it does not do, on its screen or
aloud; whoever asks from outside is told by `refusal`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from voiceguide.control.answers import question_at

if TYPE_CHECKING:
    from voiceguide.control.commands import Name
    from voiceguide.control.status import Mode, Snapshot

Action = Literal[
    "nothing", "pause", "resume", "end the wait", "ready early", "next step", "next item",
    "back", "repeat", "lengthen", "wait longer", "easier", "easier or next",
    "report pain", "time left", "louder", "softer", "talk less", "seek", "seek, still",
    "volume", "answer", "end", "no sound",
]  # fmt: skip

MODES: tuple[Mode, ...] = ("playing", "paused", "waiting", "preparing", "asking")
"""The columns of the table. Of a session that has lost its sound only the end is left, and one that
is over obeys nothing."""

TABLE: dict[Name, tuple[Action, Action, Action, Action, Action]] = {
    #          playing        paused         waiting         preparing      asking
    "toggle": ("pause",       "resume",      "end the wait", "pause",       "next item"),
    "pause":  ("pause",       "nothing",     "pause",        "pause",       "nothing"),
    "go-on":  ("nothing",     "resume",      "end the wait", "nothing",     "next item"),
    "next":   ("next step",   "next step",   "next step",    "next step",   "next item"),
    "back":   ("back",        "back",        "back",         "back",        "back"),
    "repeat": ("repeat",      "repeat",      "repeat",       "repeat",      "repeat"),
    "more":   ("lengthen",    "lengthen",    "wait longer",  "nothing",     "lengthen"),
    "ready":  ("ready early", "nothing",     "end the wait", "nothing",     "next item"),
    "easier": ("easier",      "easier",      "easier",       "easier",      "easier or next"),
    "pain":   ("report pain", "report pain", "report pain",  "report pain", "nothing"),
    "time":   ("time left",   "time left",   "time left",    "time left",   "time left"),
    "louder": ("louder",      "louder",      "louder",       "louder",      "louder"),
    "softer": ("softer",      "softer",      "softer",       "softer",      "softer"),
    "less":   ("talk less",   "talk less",   "talk less",    "talk less",   "talk less"),
    "stop":   ("end",         "end",         "end",          "end",         "end"),
    "seek":   ("seek",        "seek, still", "seek",         "seek",        "seek"),
    "volume": ("volume",      "volume",      "volume",       "volume",      "volume"),
    "answer": ("answer",      "answer",      "answer",       "answer",      "answer"),
}  # fmt: skip
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
