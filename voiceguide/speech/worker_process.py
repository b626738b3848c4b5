"""One worker process from the parent's side: started, asked with a bounded wait, ended."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from voiceguide.errors import NoVoice, UsageError

Request = dict[str, object]
Answer = dict[str, object]

_LONGEST_ANSWER: Final = 1 << 20
_MOST_FRAMES: Final = 1 << 26

START_LIMIT_S: Final = 20.0
LINE_LIMIT_S: Final = 5.0
"""A line takes some 20 ms; a machine that needs 5 s for one has a hanging engine."""

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from voiceguide.speech.worker import main; main()"

_MALLOC = {
    # Large arrays stay with the process between lines, which halves the time of the filters;
    # only glibc reads these.
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "1073741824",
    "MALLOC_TOP_PAD_": "33554432",
}
_NO_TELEMETRY = {
    # ONNX Runtime sends reports to its maker and keeps an id of the machine, unless this is set
    # before it is loaded (its pull requests 27379 and 29843; the second name is an older one).
    "ORT_DISABLE_TELEMETRY": "1",
    "ORT_TELEMETRY_DISABLED": "1",
}


def worker_command() -> list[str]:
    """Starts a worker that imports what this process imports, and nothing from its folder."""
    return [sys.executable, "-P", "-c", _BOOT, *sys.path]


class Limits(Struct, frozen=True):
    """How long a worker may take before it counts as hanging."""

    start_s: float = START_LIMIT_S
    line_s: float = LINE_LIMIT_S


class WorkerFault(Exception):
    """A worker hung, died or answered nonsense."""


class Worker:
    """One child process; asked by one thread at a time, killed by any.

    It is started at birth and takes its first request when it is ready. Raises NoVoice where
    no process can be started.
    """

    def __init__(self, command: Sequence[str], opening: Request, limits: Limits) -> None:
        self._limits = limits
        self._opening = opening
        self._opened: Answer | None = None
        self._overdue = False
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_MALLOC, **_NO_TELEMETRY},
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as problem:
            raise NoVoice(
                f"the speech process does not start: {problem.strerror}",
                hint="close other programs, or restart the machine",
            ) from problem

    @property
    def process_id(self) -> int:
        return self._process.pid

    def opened(self) -> Answer:
        """What it says of its engine: `voice`, `version` and `files`; or its `voices`.

        Raises NoVoice or UsageError where it refuses the engine or the voice.
        """
        if self._opened is None:
            answer, _ = self._exchange({"do": "open", **self._opening}, self._limits.start_s)
            if "refused" in answer:
                hint = answer.get("hint")
                kind = UsageError if answer["refused"] == "voice" else NoVoice
                raise kind(str(answer.get("why")), hint=str(hint) if hint else None)
            self._opened = answer
        return self._opened

    def ask(self, request: Request) -> tuple[Answer, bytes]:
        """The answer to a request, and the sound that follows it: 16-bit samples as bytes.

        Raises WorkerFault; after that it is of no more use.
        """
        self.opened()
        return self._exchange(request, self._limits.line_s)

    def kill(self) -> None:
        """End it at once; it has nothing to lose. Whoever waits for an answer gets a fault."""
        self._process.kill()

    def close(self) -> None:
        """Kill it and give back its pipes; only while nobody waits for an answer."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What could not be written before it died is written again on closing.
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _exchange(self, request: Request, limit_s: float) -> tuple[Answer, bytes]:
        watch = threading.Timer(limit_s, self._kill_overdue)
        watch.daemon = True
        watch.start()
        try:
            return self._written_and_read(request)
        except (OSError, ValueError) as problem:
            reason = f"no answer within {limit_s:g} s" if self._overdue else str(problem)
            raise WorkerFault(reason) from problem
        finally:
            watch.cancel()

    def _written_and_read(self, request: Request) -> tuple[Answer, bytes]:
        to_worker, from_worker = self._process.stdin, self._process.stdout
        if to_worker is None or from_worker is None:
            raise ValueError("it has no pipes")
        to_worker.write(json.dumps(request).encode() + b"\n")
        to_worker.flush()
        line = from_worker.readline(_LONGEST_ANSWER)
        if not line:
            raise ValueError("it ended without an answer")
        try:
            answer = json.loads(line)
        except ValueError as problem:
            raise ValueError("its answer is nonsense") from problem
        if isinstance(answer, dict) and "failed" in answer:
            raise ValueError(str(answer["failed"]))
        frames = answer.get("frames", 0) if isinstance(answer, dict) else None
        if not isinstance(frames, int) or not 0 <= frames <= _MOST_FRAMES:
            raise ValueError("its answer is nonsense")
        sound = from_worker.read(2 * frames)
        if len(sound) != 2 * frames:
            raise ValueError("it ended within a line")
        return answer, sound

    def _kill_overdue(self) -> None:
        self._overdue = True
        self._process.kill()
