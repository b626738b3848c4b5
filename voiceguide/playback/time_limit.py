"""Work on threads of its own, and calls that must come back: a sound library may wait for ever."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

WAIT_S = 0.05
"""A limit is counted in waits of about this length: each counts as that, however long it took."""


class Background(threading.Thread, Generic[T]):
    """Work that does not keep the program alive; what comes of it is had where it is awaited.

    `too_late` gets the result of work that was given up and came to its end after all.
    """

    def __init__(
        self, work: Callable[[], T], name: str, too_late: Callable[[T], object] | None = None
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._too_late = work, too_late
        self._turn = threading.Lock()
        self._given_up = False
        self._results: list[T] = []
        self.error: BaseException | None = None
        """What ended the work, where it failed."""

    def run(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asks
            self.error = error
            return
        with self._turn:
            unwanted = self._given_up
        if unwanted and self._too_late is not None:
            self._too_late(self._results[0])

    def result(self, limit_s: float | None = None) -> T:
        """What the work returns or raises; TimeoutError, and it is given up, after `limit_s`."""
        self.join(limit_s)
        with self._turn:
            if self._results:
                return self._results[0]
            if self.error is not None:
                raise self.error
            self._given_up = True
        raise TimeoutError("no answer in time")


def within(
    limit_s: float, work: Callable[[], T], too_late: Callable[[T], object] | None = None
) -> T:
    """What `work` returns or raises, when it does so within `limit_s` seconds.

    On a busy machine that is so much longer as short waits of this thread last longer than they
    should. Raises TimeoutError otherwise. The call is then left to itself on its own thread;
    should it return after all, `too_late` gets its result.
    """
    call = Background(work, "voiceguide-bounded", too_late)
    call.start()
    waits = math.ceil(limit_s / WAIT_S)
    for _ in range(waits):
        call.join(limit_s / waits)
        if not call.is_alive():
            break
    return call.result(0)
