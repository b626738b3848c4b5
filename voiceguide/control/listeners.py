"""Whom a session tells what happens in it: the log, the rule about pain, the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from voiceguide.control.status import Snapshot
    from voiceguide.timeline import Segment

SessionEnd = Literal["finished", "stopped", "output-lost", "voice-lost"]


class Message(Struct, frozen=True):
    """Words for the screen; `aloud` where they are heard as well.

    An `alarm` is to be noticed with the eyes shut.
    """

    text: str
    aloud: bool = False
    alarm: bool = False


class Listener:
    """Told from the conductor's thread, whatever becomes of the screen; must not wait or raise.

    Each of these does nothing unless a listener has it otherwise.
    """

    def moved(self, snapshot: Snapshot) -> None:
        """Where it is now; the last timeline may have changed. Told ten times a second."""

    def must_end(self, now_ms: int) -> bool:  # noqa: ARG002 - for those that have it otherwise
        """Whether the session is to end now, for safety; asked ten times a second."""
        return False

    def pain_reported(self, now_ms: int) -> None:
        """The person said that the exercise hurts; on the monotonic clock."""

    def question_answered(self, pain: int, now_ms: int, *, sore: bool) -> None:
        """The person told their pain, from 0 to 10; `sore`: so much that the session stops."""

    def round_counted(self, stretch: Segment, rounds: int) -> None:
        """The person has done so many rounds of a stretch in which they count them; 0: anew."""

    def told(self, message: Message) -> None:
        """The person is to be shown this; from any thread."""

    def ended(self, end: SessionEnd) -> None:
        """The session is over; told once."""


class Listeners(Listener):
    """Several as one."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self._all = tuple(listeners)

    def moved(self, snapshot: Snapshot) -> None:
        for listener in self._all:
            listener.moved(snapshot)

    def must_end(self, now_ms: int) -> bool:
        return any(listener.must_end(now_ms) for listener in self._all)

    def pain_reported(self, now_ms: int) -> None:
        for listener in self._all:
            listener.pain_reported(now_ms)

    def question_answered(self, pain: int, now_ms: int, *, sore: bool) -> None:
        for listener in self._all:
            listener.question_answered(pain, now_ms, sore=sore)

    def round_counted(self, stretch: Segment, rounds: int) -> None:
        for listener in self._all:
            listener.round_counted(stretch, rounds)

    def told(self, message: Message) -> None:
        for listener in self._all:
            listener.told(message)

    def ended(self, end: SessionEnd) -> None:
        for listener in self._all:
            listener.ended(end)
