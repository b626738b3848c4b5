"""A session in the diagnostics: its modes and its end, with their times; nothing of its content."""

from __future__ import annotations

import logging

from voiceguide.control.listeners import Listener, SessionEnd
from voiceguide.control.status import Snapshot

_LOGGER = logging.getLogger(__name__)


class SessionDiagnostics(Listener):
    """Writes down each change of the mode."""

    def __init__(self) -> None:
        self._mode = ""

    def moved(self, snapshot: Snapshot) -> None:
        if snapshot.mode != self._mode:
            self._mode = snapshot.mode
            part, at_ms = snapshot.position.part, snapshot.position.at_ms
            _LOGGER.info("%s at %d ms of part %d", snapshot.mode, at_ms, part)

    def ended(self, end: SessionEnd) -> None:
        _LOGGER.info("ended: %s", end)
