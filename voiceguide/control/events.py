"""Whom a session tells what happens in it."""

from __future__ import annotations

from typing import Literal, Protocol

from voiceguide.timeline import Timeline

Ending = Literal["finished", "stopped", "output-lost"]


class Listener(Protocol):
    """Told from the conductor's thread; must neither wait nor raise."""

    def at(self, timeline: Timeline, at_ms: int) -> None:
        """The session has come to a place of its timeline, which may have changed.

        Told some twenty times a second while it moves.
        """
        ...

    def hurts(self, now_ms: int) -> None:
        """The person said that the exercise hurts; on the monotonic clock."""
        ...

    def answered(self, pain: int, now_ms: int, *, sore: bool) -> None:
        """The person told their pain, from 0 to 10; `sore`: so much that the session stops."""
        ...

    def ended(self, ending: Ending) -> None:
        """The session is over; told once."""
        ...
