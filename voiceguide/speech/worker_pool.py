"""Lines shared out to worker processes: two at once, one restart and retry, no orphans."""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from voiceguide.errors import NoVoice, VoiceguideError
from voiceguide.speech.worker_process import (
    Answer,
    Limits,
    Request,
    Worker,
    WorkerFault,
    worker_command,
)

_LOGGER = logging.getLogger(__name__)
OTHER_WORDS = "change these words, or choose another voice with --voice"
MOST_WORKERS: Final = 2
"""Two halve a cold start; more would wait for each other on the machines of most."""

_WORTH_A_WORKER: Final = 6
"""Lines that take about as long as starting a worker."""


_Results = queue.SimpleQueue[tuple[int, Answer, bytes] | VoiceguideError | None]
"""What threads hand over: an answer, why there is none, None when they end."""


class _Slot(Struct):
    """One worker after another, for one thread."""

    start: Callable[[], Worker]
    worker: Worker | None = None
    stopped: bool = False

    def ready(self) -> Worker:
        if self.worker is None:
            self.worker = self.start()
        return self.worker

    def ask(self, request: Request) -> tuple[Answer, bytes]:
        """The answer, by a second worker where the first fails. Raises NoVoice after that."""
        reason = ""
        for _attempt in range(2):
            if self.stopped:
                break
            try:
                answer, sound = self.ready().ask(request)
            except WorkerFault as fault:
                reason = str(fault)
            else:
                if any(answer.get(kind) for kind in ("frames", "length_ms")):
                    return answer, sound
                reason = "it gave no sound"
            _LOGGER.warning("a speech worker did not speak a line, and is ended")
            self.end()
        raise NoVoice(
            f"the voice failed twice ({reason}) to speak: {request['text']}",
            hint=OTHER_WORDS,
        )

    def opened(self) -> Answer:
        reason = ""
        for _attempt in range(2):
            try:
                return self.ready().opened()
            except WorkerFault as fault:
                reason = str(fault)
                _LOGGER.warning("a speech worker does not start: %s", reason)
                self.end()
        raise NoVoice(
            f"the speech engine does not start: {reason}", hint="see what `voiceguide doctor` says"
        )

    def stop(self) -> None:
        """Let the thread that waits for an answer give up; called from another one."""
        self.stopped = True
        if self.worker is not None:
            self.worker.kill()

    def end(self) -> None:
        if self.worker is not None:
            self.worker.close()
            self.worker = None


class WorkerPool:
    """Workers that share out requests: as many as there are slots, started when needed."""

    def __init__(
        self,
        opening: Request,
        *,
        command: Sequence[str] | None = None,
        limits: Limits | None = None,
        most: int = MOST_WORKERS,
    ) -> None:
        command = worker_command() if command is None else command
        limits = limits or Limits()
        most = min(most, os.cpu_count() or 1)
        self._slots = [_Slot(lambda: Worker(command, opening, limits)) for _ in range(most)]

    def opened(self, lines: int = 1) -> Answer:
        """What a worker says of its engine; see `Worker.opened`.

        Starts as many as so many lines are worth, all at once.
        """
        for slot in self._slots_for(lines):
            slot.ready()
        return self._slots[0].opened()

    def ask_all(
        self, requests: Sequence[Request], take: Callable[[int, Answer, bytes], None]
    ) -> None:
        """Have every request answered; `take` gets its number and answer, as they come.

        `take` is called in the caller's thread. Raises NoVoice for the first request that
        fails; what was taken before stays. However it ends, no thread is left waiting.
        """
        waiting = deque(enumerate(requests))
        done: _Results = queue.SimpleQueue()
        slots = self._slots_for(len(requests))
        threads = [
            threading.Thread(target=_work, args=(slot, waiting, done), daemon=True)
            for slot in slots
        ]
        finished = False
        try:
            for thread in threads:
                thread.start()
            left, working = len(requests), len(threads)
            while left:
                result = done.get()
                if isinstance(result, VoiceguideError):
                    raise result
                if result is not None:
                    take(*result)
                    left -= 1
                elif (working := working - 1) == 0:
                    raise RuntimeError("the threads of the workers ended before their work")
            finished = True
        finally:
            waiting.clear()
            if not finished:
                for slot in slots:
                    slot.stop()
            for thread in threads:
                thread.join()
            for slot in slots:
                slot.stopped = False

    def _slots_for(self, lines: int) -> list[_Slot]:
        return self._slots[: max(1, -(-lines // _WORTH_A_WORKER))]

    def process_ids(self) -> list[int]:
        """The workers that run now."""
        return [slot.worker.process_id for slot in self._slots if slot.worker is not None]

    def close(self) -> None:
        """End all workers; another request starts new ones."""
        for slot in self._slots:
            slot.end()


def _work(
    slot: _Slot,
    waiting: deque[tuple[int, Request]],
    done: _Results,
) -> None:
    try:
        while True:
            number, request = waiting.popleft()
            done.put((number, *slot.ask(request)))
    except IndexError:
        return  # nothing is waiting
    except VoiceguideError as problem:
        done.put(problem)
    finally:
        done.put(None)
