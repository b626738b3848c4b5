"""A sound server for the tests, and programs that play into it.

Without PulseAudio these tests are skipped, except in CI, where they fail: there it must be there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that tests.device can be imported, here and from scripts/bench

from tests.device.soundserver import SoundServer, needs_pulseaudio  # noqa: E402

PLAY = Path(__file__).with_name("play.py")


class Program:
    """`play.py` at work: what it tells, with commands for it, and how it ended."""

    def __init__(self, env: dict[str, str], sink: str, seconds: float) -> None:
        self.began_s = time.monotonic()
        self.ended_s = 0.0
        self.code: int | None = None
        self.process = subprocess.Popen(
            [sys.executable, str(PLAY), sink, str(seconds)],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, bufsize=1,
        )  # fmt: skip
        self.told: list[dict[str, Any]] = []
        self.errors = ""
        self._news = threading.Condition()
        self._threads = [
            threading.Thread(target=read, daemon=True) for read in (self._hear, self._err)
        ]
        for thread in self._threads:
            thread.start()

    def _hear(self) -> None:
        for line in self.process.stdout or ():
            with self._news:
                self.told.append(json.loads(line))
                self._news.notify_all()

    def _err(self) -> None:
        self.errors = (self.process.stderr or sys.stdin).read()

    def fact(self, event: str, timeout_s: float = 20) -> dict[str, Any]:
        """What was told with an event, waiting for it."""
        with self._news:
            told = self._news.wait_for(
                lambda: next((fact for fact in self.told if fact["event"] == event), None),
                timeout_s,
            )
        assert told is not None, f"no '{event}' in {self.told}; {self.errors}"
        return told

    def facts(self, event: str) -> list[dict[str, Any]]:
        """All that was told with an event so far."""
        return [fact for fact in self.told if fact["event"] == event]

    def say(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")

    def end(self, timeout_s: float = 20) -> int:
        """Its exit code."""
        try:
            code = self.process.wait(timeout_s)
        finally:
            self.process.kill()
        self.ended_s = time.monotonic()
        for thread in self._threads:
            thread.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        return code


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    """One server for all tests of a module that leave it whole."""
    needs_pulseaudio()
    server = SoundServer(tmp_path_factory.mktemp("sound"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[SoundServer]:
    """A server to break; not yet started."""
    needs_pulseaudio()
    server = SoundServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def play() -> Iterator[Callable[..., Program]]:
    """Starts programs that play clicks; none of them outlives the test."""
    programs: list[Program] = []

    def start(env: dict[str, str], sink: str, seconds: float = 8) -> Program:
        programs.append(Program(env, sink, seconds))
        return programs[-1]

    yield start
    for program in programs:
        if not program.ended_s:
            program.process.kill()
            program.end()
