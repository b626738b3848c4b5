"""What shows a session while it plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from voiceguide.control.status import Snapshot


class Screen(Protocol):
    """Shows where a session is; a context manager that leaves everything as it was."""

    def __enter__(self) -> Screen: ...

    def __exit__(self, *_: object) -> None: ...

    def show(self, snapshot: Snapshot) -> None:
        """Show what is new since the last time; called many times a second."""

    def wait_s(self, snapshot: Snapshot) -> float:
        """How long nothing new is to be shown, at most; a key may come before."""

    def tell(self, text: str) -> None:
        """What the person may like to know, and does not hear."""

    def tell_heard(self, text: str) -> None:
        """What the coach also says aloud, outside of the session's own lines."""

    def put_away(self) -> bool:
        """Take away a message that stands in the session's place; whether there was one."""
