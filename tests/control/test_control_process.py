"""`voiceguide control` at a session of its own process."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run, program, short
from tests.control.crowd import crowd
from tests.device.controlled_program import ControlledProgram
from tests.known_person import known_person
from voiceguide.control.remotes.socket import DoesNotAnswer, send
from voiceguide.person.lock import Lock

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets"),
]
__all__ = ["program", "short"]


LONG = """\
name: Long
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 10 min}
"""


@pytest.fixture
def led(tmp_path: Path) -> Iterator[ControlledProgram]:
    """A session that plays, in folders of its own."""
    words = ("silent", "--voice", "estimate")
    with ControlledProgram(tmp_path / "led", {**os.environ}, *words, routine=LONG) as led:
        led.until(lambda told: told["mode"] == "playing")
        yield led
        led.end()


def surroundings(led: ControlledProgram) -> dict[str, str]:
    """Of other programs of the same person."""
    return {
        "VOICEGUIDE_DATA_DIR": str(led.folder / "data"),
        "VOICEGUIDE_CONFIG_DIR": str(led.folder / "config"),
        "VOICEGUIDE_RUNTIME_DIR": str(led.runtime),
    }


def test_it_stops_within_a_second_beside_idle_slow_and_flooding_clients(
    led: ControlledProgram,
) -> None:
    with crowd(led.runtime / "control.sock", idle=50, slow=50, flood=50):
        assert json.loads(send("status", led.runtime))["mode"] == "playing"
        begun = time.monotonic()
        assert send("stop", led.runtime) == "ok"
        assert time.monotonic() - begun < 1
        assert led.process.wait(10) == 0
    assert "Stopped" in led.last_words()


def test_the_command_stops_it_and_then_says_that_nothing_plays(
    led: ControlledProgram, program: Run
) -> None:
    with crowd(led.runtime / "control.sock", idle=20, slow=20, flood=20):
        stopped = program("control", "stop", **surroundings(led))
        assert (stopped.returncode, stopped.stderr) == (0, "")
        assert led.process.wait(5) == 0
    again = program("control", "stop", **surroundings(led))
    assert again.returncode == 2
    assert "no session is playing" in again.stderr


def test_the_caller_hears_what_the_session_would_not_do(
    led: ControlledProgram, program: Run
) -> None:
    asked = program("control", "answer", "3", **surroundings(led))
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "nothing is asked now" in asked.stderr


def test_a_session_that_cannot_be_reached_is_not_said_to_be_none(
    tmp_path: Path, program: Run
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with Lock(folder / "session.lock"):
        asked = program(
            "control", "stop",
            VOICEGUIDE_DATA_DIR=str(folder), VOICEGUIDE_RUNTIME_DIR=str(tmp_path / "run"),
        )  # fmt: skip
    assert asked.returncode == DoesNotAnswer.exit_code == 4
    assert "a session is there, but takes no commands" in asked.stderr


def test_a_second_session_tells_that_no_command_reaches_it_and_leaves_the_first_alone(
    led: ControlledProgram, program: Run, short: Path, tmp_path: Path
) -> None:
    known_person(tmp_path / "other")  # who has heard the safety words
    other = {**surroundings(led), "VOICEGUIDE_DATA_DIR": str(tmp_path / "other")}
    words = ("--output", "silent", "--voice", "estimate", "--screen", "lines", "--yes")
    played = program("play", str(short), *words, **other)
    assert played.returncode == 0
    said = played.stdout + played.stderr
    assert said.count("`voiceguide control` cannot reach this session") == 1
    assert led.status["mode"] == "playing"
