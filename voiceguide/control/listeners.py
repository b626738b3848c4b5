"""Whom a session tells what happens in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from voiceguide.control.piece_source import PlaybackPosition
    from voiceguide.timeline import Timeline

Ending = Literal["finished", "stopped", "output-lost"]


class Listener(Protocol):
    """Told from the conductor's thread, whatever becomes of the screen; must not wait or raise."""

    def at(self, position: PlaybackPosition, timelines: Sequence[Timeline]) -> None:
        """It has come to a place of its parts; the timeline of the last may have changed.

        Told ten times a second.
        """
        ...

    def wants_end(self, now_ms: int) -> bool:
        """Whether the session is to end now, for safety; asked ten times a second."""
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
