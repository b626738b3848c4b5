"""The whole program at a terminal of its own, started as a shell starts it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.device.controlled_program import ControlledProgram

SHELL = """\
import fcntl, os, signal, sys, termios

report, orders = os.fdopen(int(sys.argv[1]), "w", buffering=1), os.fdopen(int(sys.argv[2]))
for pipe in (report, orders):
    os.set_inheritable(pipe.fileno(), False)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    while os.tcgetpgrp(0) != os.getpgrp():
        pass
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execvp(sys.argv[3], sys.argv[3:])
try:
    os.setpgid(child, child)
except PermissionError:
    pass  # the child was quicker
os.tcsetpgrp(0, child)
print("began", child, file=report)
while True:
    _, status = os.waitpid(child, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        break
    print("stopped", file=report)
    orders.readline()
    os.tcsetpgrp(0, child)
    os.kill(-child, signal.SIGCONT)
print("ended", os.waitstatus_to_exitcode(status), file=report)
"""
"""A shell with job control: it says what becomes of its one program, and `fg` is any line."""


class AtTerminal(ControlledProgram):
    """What it writes is in `seen`; the terminal's first modes in `modes`."""

    screen = "rich"

    def __init__(
        self, folder: Path, env: dict[str, str], sink: str, *options: str, **more: Any
    ) -> None:
        self.leader, self.follower = pty.openpty()
        termios.tcsetwinsize(self.follower, (24, 80))
        self.modes = termios.tcgetattr(self.follower)
        self.seen = bytearray()
        self.reports: list[tuple[float, str, int]] = []
        """The monotonic second, what became of the program, and a number with it."""
        self._closing = threading.Event()
        super().__init__(folder, {**env, "TERM": "xterm", "COLUMNS": "200"}, sink, *options, **more)

    def _started(self, command: list[str], env: dict[str, str]) -> subprocess.Popen[str]:
        hear, report = os.pipe()
        orders, self._order = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-c", SHELL, str(report), str(orders), *command],
            env=env, stdin=self.follower, stdout=self.follower, stderr=self.follower, text=True,
            start_new_session=True, pass_fds=(report, orders),
        )  # fmt: skip
        os.close(report)
        os.close(orders)
        self._threads = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._hear, args=(hear,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        return process

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if "ended" not in [what for _, what, _ in self.reports]:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self.close_terminal()
        os.close(self.follower)
        os.close(self._order)

    def last_words(self) -> str:
        time.sleep(0.2)
        return f"{self.reports} {self.seen.decode()}"

    def _read(self) -> None:
        while not self._closing.is_set():
            if select.select([self.leader], [], [], 0.05)[0]:
                try:
                    self.seen += os.read(self.leader, 65_536)
                except OSError as error:
                    self.reports.append((time.monotonic(), f"no longer read: {error}", 0))
                    return

    def _hear(self, pipe: int) -> None:
        with os.fdopen(pipe) as lines:
            for line in lines:
                what, _, number = line.strip().partition(" ")
                self.reports.append((time.monotonic(), what, int(number or 0)))

    def report(self, what: str, limit_s: float = 5) -> tuple[float, int]:
        """When something was told of the program, and the number with it; waits for it."""
        ends = time.monotonic() + limit_s
        while time.monotonic() < ends:
            for told_s, told, number in self.reports:
                if told == what:
                    return told_s, number
            time.sleep(0.01)
        raise AssertionError(f"never {what}: {self.reports}\n{self.seen[-2000:].decode()}")

    def until_shown(self, text: str, since: int = 0, limit_s: float = 5) -> None:
        """Wait until it has written a text, from the byte `since` on, wherever its lines break."""
        ends = time.monotonic() + limit_s
        while text not in " ".join(self.seen[since:].decode(errors="replace").split()):
            assert time.monotonic() < ends, f"'{text}' is not shown: {self.seen[since:].decode()}"
            time.sleep(0.02)

    @property
    def pid(self) -> int:
        """Of the program itself."""
        return self.report("began")[1]

    @property
    def modes_now(self) -> list[Any]:
        return termios.tcgetattr(self.follower)

    def sleep(self, seconds: float) -> None:
        os.kill(self.pid, signal.SIGSTOP)
        time.sleep(seconds)
        self.foreground()

    def press(self, key: str) -> None:
        os.write(self.leader, key.encode())

    def foreground(self) -> None:
        """As the shell's `fg`."""
        os.write(self._order, b"fg\n")

    def close_terminal(self) -> None:
        """As when its window is closed."""
        if not self._closing.is_set():
            self._closing.set()
            self._threads[0].join()
            os.close(self.leader)
