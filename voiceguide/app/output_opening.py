"""A sound output that opens while the session is made ready.

Light to import: what the sound libraries need is loaded on the thread that opens one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import NoSoundOutput
from voiceguide.playback.time_limit import Background

if TYPE_CHECKING:
    from voiceguide.playback.outputs.interface import Sink


class OutputOpening:
    """Opens an output on a thread of its own; `with` gives it back unless it was taken."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._waited_for = self._taken = False
        self._opening = self._opener()

    def _opener(self) -> Background[Sink]:
        def opened() -> Sink:
            from voiceguide.playback.outputs.interface import open_sink

            return open_sink(self._name)

        return Background(opened, "voiceguide-opening")

    def __enter__(self) -> OutputOpening:
        self._opening.start()
        return self

    def __exit__(self, *_: object) -> None:
        # An output that is being opened turns the standard error away: wait before any message.
        self._opening.join()
        if not self._taken and self._opening.error is None:
            self._opening.result().close()

    def look(self) -> None:
        """Raise what `open_sink` raised, where that is known by now; never waits."""
        if self._opening.error is not None:
            raise self._opening.error

    def wait(self) -> None:
        """Wait until it is open. Raises what `open_sink` raises."""
        self._waited_for = True
        self._opening.result()

    def again(self) -> None:
        """Open it anew where it was waited for: questions take time, and it may be another now."""
        if not self._waited_for:
            return
        if not self._taken:
            self._opening.result().close()
        self._taken = False
        self._opening = self._opener()
        self._opening.start()

    def take(self) -> Sink:
        """The open output, which from now on is the caller's. Raises what `open_sink` raises."""
        sink = self._opening.result()
        if self._taken:
            raise NoSoundOutput(f"{self._name} was taken already")
        self._taken = True
        return sink
