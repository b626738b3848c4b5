"""A whole session led by keys at bad moments, and what was heard of it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.device.controlled_program import ControlledProgram
from tests.device.onsets import find_whole
from tests.device.soundserver import HEARD_RATE_HZ, SoundServer
from tests.device.spoken import Signal, clip

pytestmark = pytest.mark.device

ROUTINE = """\
name: Led
opening: {say: [Welcome to this short session.], safety: none}
closing: {say: [That was the whole session.]}
items:
  - note: This is a line that takes a while to be said.
  - {do: hamstring-stretch, reps: 1, sets: 1, hold: 15 s}
  - {step: Stand still, for: 8 s, position: standing}
  - {step: Stand tall, for: 8 s, position: standing}
  - {step: Stand wide, for: 5 s, position: standing}
"""


class AtKeys(ControlledProgram):
    """The same at a terminal, whose keys are pressed."""

    def __init__(self, folder: Path, env: dict[str, str], sink: str) -> None:
        path = folder / "led.yaml"
        path.write_text(ROUTINE)
        self.runtime = folder / "run"
        self.leader, self.follower = pty.openpty()
        termios.tcsetwinsize(self.follower, (24, 80))
        self.modes = termios.tcgetattr(self.follower)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voiceguide", "play", str(path), "--output", sink, "--anyway",
             "--yes"],
            env={
                **env,
                "TERM": "xterm",
                "VOICEGUIDE_DATA_DIR": str(folder / "data"),
                "VOICEGUIDE_CONFIG_DIR": str(folder / "config"),
                "VOICEGUIDE_RUNTIME_DIR": str(self.runtime),
            },
            stdin=self.follower, stdout=self.follower, stderr=self.follower, text=True,
            start_new_session=True,
        )  # fmt: skip
        self.seen = bytearray()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                self.seen += os.read(self.leader, 65_536)
            except OSError:
                return

    def press(self, key: str) -> float:
        """The monotonic second of it."""
        os.write(self.leader, key.encode())
        return time.monotonic()


@pytest.fixture
def program(server: SoundServer, tmp_path: Path) -> Iterator[AtKeys]:
    at_keys = AtKeys(tmp_path, server.env, "sounddevice")
    yield at_keys
    at_keys.process.kill()
    at_keys.process.wait()
    os.close(at_keys.follower)
    os.close(at_keys.leader)


def whole_times(heard: Signal, text: str) -> int:
    """How often a line is heard from its beginning to its end."""
    return len(find_whole(heard, clip(text), HEARD_RATE_HZ))


def test_every_key_at_a_bad_moment(server: SoundServer, program: AtKeys) -> None:
    with server.recorded() as recording:
        program.begin_session()
        program.until(lambda told: told["kind"] == "note")
        time.sleep(1.2)  # in the middle of the line
        program.press(" ")
        program.until(lambda told: told["mode"] == "paused", 1)
        time.sleep(1.0)
        program.press("t")  # while paused
        time.sleep(2.5)
        program.press("  ")  # twice in a row is once
        program.until(lambda told: told["mode"] == "playing", 2)
        program.until(lambda told: told["item"] == 2, 10)
        length_ms = program.status["length_ms"]
        program.press("e")  # in its first word
        program.until(lambda told: told["length_ms"] != length_ms, 10)
        program.press("l")
        program.press("\x1b[A")
        program.press("\x1b[B")
        time.sleep(1)
        program.press("n")
        program.until(lambda told: told["label"] == "Stand still", 5)
        program.until(lambda told: told["kind"] == "hold", 20)
        began_s = time.monotonic()
        time.sleep(6.5)
        program.press("+")  # in the countdown
        over_s = program.until(lambda told: told["kind"] != "hold", 20)
        assert over_s - began_s == pytest.approx(18, abs=0.4)
        program.press("r")
        program.until(lambda told: told["label"] == "Stand tall" and told["kind"] == "hold", 20)
        program.press("p")
        program.until(lambda told: told["mode"] == "asking", 2)
        time.sleep(1)
        program.press("n")
        program.until(lambda told: told["label"] == "Stand wide", 5)
        program.press("b")
        program.until(lambda told: told["label"] == "Stand tall", 3)
        time.sleep(1)
        program.press("n")
        program.until(lambda told: told["label"] == "Stand wide", 5)
        program.until(lambda told: told["kind"] == "closing", 30)
        assert program.process.wait(20) == 0
    heard = recording.samples
    assert whole_times(heard, "This is a line that takes a while to be said.") == 1
    assert whole_times(heard, "That was the whole session.") == 1
    assert termios.tcgetattr(program.follower) == program.modes
    assert b"Traceback" not in program.seen
