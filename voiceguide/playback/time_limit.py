"""Calls that must come back: a sound library may wait for its server for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


def within(
    limit_s: float, work: Callable[[], T], too_late: Callable[[T], object] | None = None
) -> T:
    """What `work` returns or raises, when it does so within `limit_s` seconds.

    Raises TimeoutError otherwise. The call is then left to itself on its own thread, which does
    not keep the program alive; should it return after all, `too_late` gets its result.
    """
    call = _Call(work, too_late)
    call.start()
    call.join(limit_s)
    return call.answer()


class _Call(threading.Thread, Generic[T]):
    def __init__(self, work: Callable[[], T], too_late: Callable[[T], object] | None) -> None:
        super().__init__(name="voiceguide-bounded", daemon=True)
        self._work, self._too_late = work, too_late
        self._turn = threading.Lock()
        self._given_up = False
        self._results: list[T] = []
        self._errors: list[BaseException] = []

    def run(self) -> None:
        try:
            result = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            self._errors.append(error)
            return
        with self._turn:
            self._results.append(result)
            unwanted = self._given_up
        if unwanted and self._too_late is not None:
            self._too_late(result)

    def answer(self) -> T:
        with self._turn:
            if self._results:
                return self._results[0]
            if self._errors:
                raise self._errors[0]
            self._given_up = True
        raise TimeoutError("no answer in time")
