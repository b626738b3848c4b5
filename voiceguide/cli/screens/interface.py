"""The screens a session can be played on, and choosing one."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from voiceguide.cli.terminal import console
from voiceguide.errors import UsageError

if TYPE_CHECKING:
    from voiceguide.app.programme import Programme, Spot
    from voiceguide.control.live_session import Mode

SCREENS = {
    "rich": "voiceguide.cli.screens.rich",
    "lines": "voiceguide.cli.screens.lines",
    "quiet": "voiceguide.cli.screens.quiet",
}
"""Every screen by name, and the module whose ``open_screen(programme)`` makes it."""


class Screen(Protocol):
    """Shows where a session is; a context manager that leaves the terminal as it was."""

    def __enter__(self) -> Screen: ...

    def __exit__(self, *_: object) -> None: ...

    def show(self, spot: Spot, state: Mode) -> None:
        """Show what is new since the last time; called many times a second."""
        ...

    def wait_s(self, spot: Spot) -> float:
        """How long nothing new is to be shown, at most; a key may come before."""
        ...

    def tell(self, text: str) -> None:
        """What the person may like to know, and does not hear."""
        ...

    def tell_heard(self, text: str) -> None:
        """What the coach also says aloud, outside of the session's own lines."""
        ...

    def put_away(self) -> bool:
        """Take away a message that stands in the session's place; whether there was one."""
        ...


def choose(asked: str | None, preferred: str | None) -> str:
    """The screen asked for by name, or the preferred one where the terminal can show it.

    Raises UsageError for `rich` asked for by name where there is no terminal.
    """
    moves = console.is_terminal(sys.stdout)
    if asked == "rich" and not moves:
        raise UsageError("the screen 'rich' needs a terminal", hint="use --screen lines")
    if asked is not None:
        return asked
    if preferred is None or (preferred == "rich" and not moves):
        return "rich" if moves else "lines"
    return preferred


def open_screen(name: str, programme: Programme) -> Screen:
    """One of `SCREENS`, for a programme."""
    screen: Screen = import_module(SCREENS[name]).open_screen(programme)
    return screen
