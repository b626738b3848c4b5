"""The screens of a terminal that a session can be played on, and choosing one."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from voiceguide.cli.terminal import console
from voiceguide.errors import UsageError

if TYPE_CHECKING:
    from voiceguide.app.session_screen import Screen

SCREENS = {
    "rich": "voiceguide.cli.screens.rich",
    "lines": "voiceguide.cli.screens.lines",
    "quiet": "voiceguide.cli.screens.quiet",
}
"""Every screen by name, and the module whose ``open_screen()`` makes it."""


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


def open_screen(name: str) -> Screen:
    """One of `SCREENS`."""
    screen: Screen = import_module(SCREENS[name]).open_screen()
    return screen
