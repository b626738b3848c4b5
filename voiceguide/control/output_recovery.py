"""Getting a sound output back: tried more than once a second, off the thread that leads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from voiceguide.errors import NoSoundOutput
from voiceguide.playback.outputs.interface import Sink, open_sink

EVERY_S = 0.75
"""From the beginning of one try to that of the next: simpleaudio itself takes a second more."""

AT_LEAST_S = 0.2
"""Between two tries, where one takes long."""

RARELY_FROM_TRIES = 160
"""After so many, two minutes, nobody waits for each second of it."""

RARELY_S = 5.0
"""From then on from one try to the next."""

SAME_FOR_TRIES = 14
"""So often, for ten seconds, the output that was lost is tried; then any that opens."""


class Recovery:
    """Tries until an output opens, or until it is given up."""

    def __init__(self, name: str, open_: Callable[[str], Sink] = open_sink) -> None:
        self._name, self._open = name, open_
        self._given_up = threading.Event()
        self._turn = threading.Lock()
        self._sink: Sink | None = None
        threading.Thread(target=self._run, name="voiceguide-recovery", daemon=True).start()

    def sink(self) -> Sink | None:
        """The output, once it is there; from then on it is the caller's."""
        with self._turn:
            sink, self._sink = self._sink, None
            return sink

    def give_up(self) -> None:
        """Open nothing any more, and give back what was opened."""
        self._given_up.set()
        sink = self.sink()
        if sink is not None:
            sink.close()

    def _run(self) -> None:
        tries, wait_s = 0, EVERY_S
        while not self._given_up.wait(wait_s):
            tries, began_s = tries + 1, time.monotonic()
            try:
                sink = self._open(self._name if tries <= SAME_FOR_TRIES else "auto")
            except NoSoundOutput:
                wait_s = wait_after(tries, time.monotonic() - began_s)
                continue
            with self._turn:
                if not self._given_up.is_set():
                    self._sink = sink
                    return
            sink.close()


def wait_after(tries: int, took_s: float) -> float:
    """How long to wait, in seconds, after so many tries, of which the last one took so long."""
    every_s = EVERY_S if tries < RARELY_FROM_TRIES else RARELY_S
    return max(AT_LEAST_S, every_s - took_s)
