"""A sound output that opens while the session is made ready.

Light to import: what the sound libraries need is loaded on the thread that opens one.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from voiceguide.errors import NoSoundOutput

if TYPE_CHECKING:
    from voiceguide.playback.outputs.interface import Sink


class Opening:
    """Opens an output on a thread of its own; `with` gives it back unless it was taken."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sink: Sink | None = None
        self._error: BaseException | None = None
        self._waited_for = False
        self._thread = self._opener()

    def _opener(self) -> threading.Thread:
        return threading.Thread(target=self._open, name="voiceguide-opening", daemon=True)

    def __enter__(self) -> Opening:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # An output that is being opened turns the standard error away: wait before any message.
        self._thread.join()
        if self._sink is not None:
            self._sink.close()

    def look(self) -> None:
        """Raise what `open_sink` raised, where that is known by now; never waits."""
        if self._error is not None:
            self._thread.join()
            raise self._error

    def wait(self) -> None:
        """Wait until it is open. Raises what `open_sink` raises."""
        self._waited_for = True
        self._thread.join()
        if self._error is not None:
            raise self._error

    def again(self) -> None:
        """Open it anew where it was waited for: questions take time, and it may be another now."""
        if not self._waited_for:
            return
        if self._sink is not None:
            self._sink.close()
        self._sink = None
        self._thread = self._opener()
        self._thread.start()

    def take(self) -> Sink:
        """The open output, which from now on is the caller's. Raises what `open_sink` raises."""
        self._thread.join()
        sink, self._sink = self._sink, None
        if sink is None:
            raise self._error or NoSoundOutput(f"{self._name} was taken already")
        return sink

    def _open(self) -> None:
        from voiceguide.playback.outputs.interface import open_sink

        try:
            self._sink = open_sink(self._name)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asks
            self._error = error
