"""A terminal that stands still: the session and its log go on, and a signal ends the program."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.known_person import known_person
from voiceguide.control.remotes.socket import send
from voiceguide.person.history import Session, read_history
from voiceguide.person.store import open_store

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(sys.platform != "linux", reason="needs terminals as Linux has them"),
]

STEPS = """\
name: Steps
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 2 s}
  - {step: Stand tall, for: 2 s}
"""
ENDLESS = "name: Steps\nopening: {safety: none}\nitems: [{step: Stand still, for: 200 s}]\n"


class Stalled:
    """The program at a terminal that stands still from the beginning of the session on."""

    def __init__(self, folder: Path, text: str, *options: str, frozen: bool = False) -> None:
        self.leader, self.follower = pty.openpty()
        self.modes = termios.tcgetattr(self.follower)
        self.data = folder / "data"
        known_person(self.data)
        path = folder / "steps.yaml"
        path.write_text(text)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voiceguide", "play", str(path), "--output", "silent",
             "--voice", "estimate", "--yes", "--anyway", *options],
            stdin=self.follower, stdout=self.follower, stderr=self.follower,
            start_new_session=True, env={**os.environ, "TERM": "xterm"},
        )  # fmt: skip
        self.until(bool)
        if frozen:
            self._fill()
        else:
            termios.tcflow(self.follower, termios.TCOOFF)

    def _fill(self) -> None:
        """As behind a frozen ssh: the terminal's buffer is full, and nobody reads it."""
        terminal = os.open(os.ttyname(self.follower), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        with suppress(BlockingIOError):
            while True:
                os.write(terminal, b"." * 512)
        os.close(terminal)

    @property
    def sessions(self) -> tuple[Session, ...]:
        if not (self.data / "voiceguide.db").exists():
            return ()
        with open_store(self.data) as store:
            return tuple(read_history(store).sessions)

    @property
    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(send("status"))
        return told

    def until_status(self, is_so: Callable[[dict[str, Any]], bool], limit_s: float = 40) -> None:
        """Wait until the session is as wanted."""
        ends_s = time.monotonic() + limit_s
        while not is_so(told := self.status):
            assert time.monotonic() < ends_s, told
            time.sleep(0.1)

    @property
    def pains(self) -> int:
        """How often pain is in the log."""
        with open_store(self.data) as store:
            rows = store.connection.execute("SELECT count(*) FROM events WHERE kind = 'pain'")
            return int(rows.fetchone()[0])

    def until(self, is_so: Callable[[tuple[Session, ...]], bool], limit_s: float = 40) -> Session:
        """Wait until the log is as wanted; the last session in it."""
        ends_s = time.monotonic() + limit_s
        while not is_so(self.sessions):
            assert time.monotonic() < ends_s, self.sessions
            with pytest.raises(subprocess.TimeoutExpired):
                self.process.wait(0.1)
        return self.sessions[-1]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.leader)
        os.close(self.follower)


@pytest.fixture
def stalled(data: Path, tmp_path: Path) -> Iterator[Callable[..., Stalled]]:
    made: list[Stalled] = []

    def at_one(*arguments: str, frozen: bool = False) -> Stalled:
        made.append(Stalled(tmp_path, *arguments, frozen=frozen))
        return made[-1]

    yield at_one
    for each in made:
        each.close()


@pytest.mark.parametrize(
    ("screen", "frozen"), [("rich", False), ("rich", True), ("lines", False), ("quiet", True)]
)
def test_a_terminal_that_stands_still_costs_no_step_and_no_second(
    stalled: Callable[..., Stalled], screen: str, frozen: bool
) -> None:
    held_up = stalled(STEPS, "--screen", screen, frozen=frozen)
    kept = held_up.until(lambda sessions: bool(sessions) and sessions[-1].reason is not None)
    assert kept.reason == "finished"
    assert len(kept.exercises) == 2
    assert kept.done_ms > 4000


@pytest.mark.parametrize("frozen", [False, True])
def test_pain_told_at_a_terminal_that_stands_still_stops_the_movement_and_is_logged(
    stalled: Callable[..., Stalled], frozen: bool
) -> None:
    held_up = stalled(ENDLESS, "--screen", "rich", frozen=frozen)
    held_up.until_status(lambda told: told["kind"] == "hold")
    os.write(held_up.leader, b"p")
    held_up.until_status(lambda told: told["mode"] == "asking")
    at_ms = held_up.status["at_ms"]
    time.sleep(1)
    assert held_up.status["at_ms"] == at_ms
    assert held_up.pains == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_and_leaves_the_terminal_as_it_was(
    stalled: Callable[..., Stalled], number: signal.Signals
) -> None:
    held_up = stalled(ENDLESS, "--screen", "rich")
    held_up.process.send_signal(number)
    begun_s = time.monotonic()
    held_up.process.wait(10)
    print(f"after {time.monotonic() - begun_s:.2f} s")
    assert held_up.process.returncode == 128 + number
    assert termios.tcgetattr(held_up.follower) == held_up.modes
    assert held_up.sessions[-1].reason == "interrupted"
