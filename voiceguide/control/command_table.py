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
    "stop for pain", "time left", "louder", "softer", "talk less", "seek", "seek, still",
    "volume", "answer", "end", "no sound",
]  # fmt: skip

MODES: tuple[Mode, ...] = ("playing", "paused", "waiting", "asking", "lost")
"""The columns of the table; in the other modes the session is over, and nothing is obeyed."""

TABLE: dict[Name, tuple[Action, Action, Action, Action, Action]] = {
    #          playing          paused           waiting          asking           lost
    "toggle": ("pause",         "resume",        "end the wait",  "next item",     "no sound"),
    "pause":  ("pause",         "nothing",       "pause",         "nothing",       "no sound"),
    "go-on":  ("nothing",       "resume",        "end the wait",  "next item",     "no sound"),
    "next":   ("next step",     "next step",     "next step",     "next item",     "no sound"),
    "back":   ("back",          "back",          "back",          "back",          "no sound"),
    "repeat": ("repeat",        "repeat",        "repeat",        "repeat",        "no sound"),
    "more":   ("lengthen",      "lengthen",      "wait longer",   "lengthen",      "no sound"),
    "ready":  ("ready early",   "nothing",       "end the wait",  "next item",     "no sound"),
    "easier": ("easier",        "easier",        "easier",        "easier or next", "no sound"),
    "pain":   ("stop for pain", "stop for pain", "stop for pain", "nothing",       "no sound"),
    "time":   ("time left",     "time left",     "time left",     "time left",     "no sound"),
    "louder": ("louder",        "louder",        "louder",        "louder",        "no sound"),
    "softer": ("softer",        "softer",        "softer",        "softer",        "no sound"),
    "less":   ("talk less",     "talk less",     "talk less",     "talk less",     "no sound"),
    "stop":   ("end",           "end",           "end",           "end",           "end"),
    "seek":   ("seek",          "seek, still",   "seek",          "seek",          "no sound"),
    "volume": ("volume",        "volume",        "volume",        "volume",        "no sound"),
    "answer": ("answer",        "answer",        "answer",        "answer",        "no sound"),
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
    "stop for pain": (SESSION,),
    "talk less": (SESSION,),
    "answer": (QUESTION,),
}


def action_of(name: Name, mode: Mode) -> Action:
    """What a command does in a mode."""
    return TABLE[name][MODES.index(mode)] if mode in MODES else "nothing"


def refusal(name: Name, snapshot: Snapshot) -> Need | None:
    """What a session misses that it would need to do a command now; None where it would do it."""
    needs = NEEDS.get(action_of(name, snapshot.mode), ())
    return next((need for need in needs if not need.is_met(snapshot)), None)
