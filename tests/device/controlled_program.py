"""The whole program on a sound server, led through its control socket."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from voiceguide.control.remotes.socket import DoesNotAnswer, NothingPlays, send

T = TypeVar("T")
R = TypeVar("R")
REAL = ("sounddevice", "miniaudio", "simpleaudio")

ROUTINE = """\
name: Led
opening: {say: [Hello there.], safety: none}
closing: {say: [The end.]}
items:
  - {step: Stand still, for: 20 s}
  - {step: Stand tall, for: 20 s}
"""


def at_once(work: Callable[[T], R], things: Mapping[str, T]) -> dict[str, R]:
    """What `work` gives for each of these, on threads of their own."""
    with ThreadPoolExecutor(len(things)) as pool:
        return dict(zip(things, pool.map(work, things.values()), strict=True))


class ControlledProgram:
    """`voiceguide play`, in folders of its own; as a context manager it does not outlive it."""

    screen = "lines"
    seen: bytes | bytearray = b""
    """What it wrote to its terminal, where it has one."""

    def __init__(
        self,
        folder: Path,
        env: dict[str, str],
        sink: str,
        *options: str,
        routine: str = ROUTINE,
        config: str = "",
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "led.yaml"
        path.write_text(routine)
        (folder / "config").mkdir(exist_ok=True)
        (folder / "config" / "config.toml").write_text(config)
        self.folder, self.runtime = folder, folder / "run"
        command = [sys.executable, "-m", "voiceguide", "play", str(path)]
        command += ["--output", sink, "--screen", self.screen, "--yes", "--anyway", *options]
        self.process = self._started(command, {
            **env,
            "VOICEGUIDE_DATA_DIR": str(folder / "data"),
            "VOICEGUIDE_CONFIG_DIR": str(folder / "config"),
            "VOICEGUIDE_RUNTIME_DIR": str(self.runtime),
            "PYTHONUNBUFFERED": "1",
        })  # fmt: skip

    def _started(self, command: list[str], env: dict[str, str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, env=env,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def last_words(self) -> str:
        """What it told before it ended."""
        return self.process.communicate()[1]

    def ask(self, line: str) -> str:
        return send(line, self.runtime)

    @property
    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.ask("status"))
        return told

    def until(self, wanted: Callable[[dict[str, Any]], bool], limit_s: float = 20) -> float:
        """Wait until the status is as wanted; the monotonic second."""
        ends, told = time.monotonic() + limit_s, {}
        while time.monotonic() < ends:
            try:
                told = self.status
            except (NothingPlays, DoesNotAnswer):  # a busy machine may be late with an answer
                assert self.process.poll() is None, self.last_words()
            else:
                if wanted(told):
                    return time.monotonic()
            time.sleep(0.04)
        raise AssertionError(f"still {told}; {self.seen.decode()}")

    def begin_session(self) -> None:
        """On from the safety words, where they are played, to the session."""
        self.until(lambda told: told["mode"] == "playing", 60)
        if not self.status["session"]:
            self.ask("next")
        self.until(lambda told: told["session"])

    def in_the_hold(self) -> None:
        """On to the first hold."""
        self.begin_session()
        self.ask("next")
        self.until(lambda told: told["kind"] == "hold", 30)

    def sleep(self, seconds: float) -> None:
        """As when the computer sleeps: the program stands still."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    def end(self) -> tuple[str, str]:
        """Stop it; what it printed."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.communicate(timeout=10)
