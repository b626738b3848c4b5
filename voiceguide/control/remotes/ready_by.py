"""What a person can say "ready" with in a session, before any source of commands is open."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from voiceguide.control.remotes.terminal_keys import open_keys

if TYPE_CHECKING:
    from voiceguide.session_options import ReadyBy


def ready_by() -> ReadyBy | None:
    """Keys of the terminal, and media keys where there is a desktop's bus for them."""
    media_keys = "DBUS_SESSION_BUS_ADDRESS" in os.environ and find_spec("dbus_fast") is not None
    if open_keys().possible:
        return "enter_or_headset" if media_keys else "enter"
    return "headset" if media_keys else None
