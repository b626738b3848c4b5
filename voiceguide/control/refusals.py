"""What a session would not do just now, for whoever asks from outside; pure.

The person at the session is told by the session itself, on its screen or aloud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voiceguide.control.answers import question_at

if TYPE_CHECKING:
    from voiceguide.control.commands import Name
    from voiceguide.control.live_session import Snapshot

LENGTHENED = ("hold", "rest", "fill", "change", "setup")
"""Kinds of stretches that can be made longer."""
_OF_EXERCISES: tuple[Name, ...] = ("more", "easier", "pain", "less")


class Refusal(NamedTuple):
    """Why a command is not obeyed; `aloud` where the session says so too once it is asked."""

    why: str
    aloud: bool = False


def is_asked(snapshot: Snapshot) -> bool:
    """Whether a question can be answered now."""
    session = snapshot.timelines[-1]
    return _in_session(snapshot) and question_at(session, snapshot.position.at_ms) is not None


def can_be_longer(snapshot: Snapshot) -> bool:
    """Whether there is something here that "more" makes longer."""
    if not _in_session(snapshot):
        return False
    return snapshot.timelines[-1].segment_at(snapshot.position.at_ms).kind in LENGTHENED


def refusal(name: Name, snapshot: Snapshot) -> Refusal | None:
    """Why a session would not do a command now; None where it would. "stop" always does."""
    if name == "stop":
        return None
    if snapshot.mode == "lost":
        return Refusal("nothing can be heard now: the session has no sound output")
    if name == "answer":
        return None if is_asked(snapshot) else Refusal("nothing is asked now")
    waits = snapshot.mode == "waiting"
    if name in _OF_EXERCISES and not _in_session(snapshot) and not (name == "more" and waits):
        return Refusal("the session itself has not begun yet")
    if name == "more" and not waits and not can_be_longer(snapshot):
        return Refusal("there is nothing to make longer here")
    if name == "easier" and snapshot.mode != "asking" and not _has_easier(snapshot):
        return Refusal("there is no easier version here", aloud=True)
    return None


def _in_session(snapshot: Snapshot) -> bool:
    return snapshot.position.part == len(snapshot.timelines) - 1


def _has_easier(snapshot: Snapshot) -> bool:
    return snapshot.layout is None or snapshot.layout.has_easier(snapshot.position.at_ms)
