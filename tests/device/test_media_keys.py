"""A real client of MPRIS on a real bus, at a session that plays."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.device.controlled_program import ControlledProgram

pytestmark = [
    pytest.mark.device,
    pytest.mark.skipif(
        os.environ.get("CI") != "true"
        and (shutil.which("playerctl") is None or shutil.which("dbus-run-session") is None),
        reason="needs playerctl and dbus-run-session",
    ),
]
PRESS_S = 0.8
"""After so long a command is not taken for the last press of the same key."""


@pytest.fixture(scope="module")
def bus() -> Iterator[dict[str, str]]:
    """The environment of programs on a bus of their own."""
    pytest.importorskip("dbus_fast")
    with subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", "echo $DBUS_SESSION_BUS_ADDRESS; cat"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as session:  # fmt: skip
        assert session.stdout is not None
        assert session.stdin is not None
        address = session.stdout.readline().strip()
        yield {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        session.stdin.close()


@pytest.fixture(scope="module")
def program(
    bus: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ControlledProgram]:
    program = ControlledProgram(
        tmp_path_factory.mktemp("led"), bus, "silent", "--voice", "estimate"
    )
    program.begin_session()
    listed(bus, program)
    time.sleep(PRESS_S)
    yield program
    program.end()


def listed(bus: dict[str, str], program: ControlledProgram) -> str:
    """The program's name on the bus, where it comes a moment after the first sound."""
    ends = time.monotonic() + 5
    while time.monotonic() < ends:
        for each in playerctl(bus, "--list-all").split():
            if each.endswith(f"instance{program.process.pid}"):
                return each
        time.sleep(0.1)
    raise AssertionError("it is not on the bus")


def playerctl(bus: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        ["playerctl", "--player", "voiceguide", *words],
        env=bus, capture_output=True, text=True, check=True, timeout=10,
    )  # fmt: skip
    return done.stdout.strip()


def test_a_headsets_button_pauses_and_goes_on(
    bus: dict[str, str], program: ControlledProgram
) -> None:
    assert playerctl(bus, "status") == "Playing"
    playerctl(bus, "play-pause")
    program.until(lambda told: told["mode"] == "paused", 1)
    assert playerctl(bus, "status") == "Paused"
    playerctl(bus, "pause")
    time.sleep(0.2)
    assert program.status["mode"] == "paused"
    playerctl(bus, "play")
    program.until(lambda told: told["mode"] == "playing", 1)


def test_next_and_previous_are_steps(bus: dict[str, str], program: ControlledProgram) -> None:
    program.until(lambda told: told["mode"] == "playing", 1)
    playerctl(bus, "next")
    program.until(lambda told: told["item"] == 1, 2)
    time.sleep(PRESS_S)
    playerctl(bus, "next")
    program.until(lambda told: told["item"] == 2, 2)
    time.sleep(PRESS_S)
    playerctl(bus, "previous")
    program.until(lambda told: told["item"] == 1, 2)


def test_it_tells_what_is_done_and_where_it_is(
    bus: dict[str, str], program: ControlledProgram
) -> None:
    title = playerctl(bus, "metadata", "--format", "{{title}}|{{album}}|{{mpris:length}}")
    told = program.status
    assert title == f"{told['label']}|Led|{told['length_ms'] * 1000}"
    assert abs(float(playerctl(bus, "position")) * 1000 - program.status["at_ms"]) < 500


def test_the_volume_and_the_place_can_be_set(
    bus: dict[str, str], program: ControlledProgram
) -> None:
    playerctl(bus, "volume", "0.6")
    program.until(lambda told: told["volume_percent"] == 60, 1)
    assert float(playerctl(bus, "volume")) == pytest.approx(0.6)
    playerctl(bus, "position", "2")
    program.until(lambda told: told["at_ms"] < 3500, 1)


def test_stop_ends_it(bus: dict[str, str], tmp_path: Path) -> None:
    program = ControlledProgram(tmp_path, bus, "silent", "--voice", "estimate")
    program.begin_session()
    subprocess.run(["playerctl", "--player", listed(bus, program), "stop"], env=bus, check=True)
    assert program.process.wait(5) == 0
    assert "Stopped at" in program.process.communicate()[1]
