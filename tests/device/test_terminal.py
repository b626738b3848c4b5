"""A session at a terminal that is closed, stopped by Ctrl-Z, or ended by SIGTERM, as it sounds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.device.busy import in_time
from tests.device.controlled_program import REAL, at_once
from tests.device.soundserver import SINKS, SoundServer
from tests.device.terminal import AtTerminal
from voiceguide.person.history import read_history
from voiceguide.person.store import open_store

pytestmark = pytest.mark.device
each_output = pytest.mark.parametrize("name", REAL)
BRIEF = ("--voice", "estimate", "--detail", "brief")

Facts = dict[str, Any]


def at_once_on(
    server: SoundServer, folder: Path, lead: Callable[[AtTerminal, str], Facts]
) -> dict[str, Facts]:
    """What `lead` tells of a session in its first hold, on every real output at once."""

    def led(name: str) -> Facts:
        sink = SINKS[REAL.index(name)]
        with AtTerminal(folder / name, server.env_of(sink), name, *BRIEF) as program:
            program.in_the_hold()
            time.sleep(0.5)
            return lead(program, sink)

    return at_once(led, {name: name for name in REAL})


def ending(folder: Path) -> str | None:
    """What the log says of why the only session ended."""
    with open_store(folder / "data") as store:
        (session,) = read_history(store).sessions
        return session.reason


@pytest.fixture(scope="module")
def terminated(server: SoundServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Facts]:
    def lead(program: AtTerminal, _: str) -> Facts:
        os.kill(program.pid, signal.SIGTERM)
        asked_s = time.monotonic()
        ended_s, code = program.report("ended")
        return {
            "took_s": ended_s - asked_s,
            "code": code,
            "whole": program.modes_now == program.modes,
            "seen": program.seen.decode(),
        }

    return at_once_on(server, tmp_path_factory.mktemp("terminated"), lead)


@each_output
def test_sigterm_ends_it_within_a_second_and_leaves_the_terminal_whole(
    terminated: dict[str, Facts], name: str
) -> None:
    facts = terminated[name]
    print(name, facts["took_s"])
    assert facts["took_s"] < in_time(1.0)
    assert facts["code"] == 128 + signal.SIGTERM
    assert facts["whole"]
    assert "Traceback" not in facts["seen"]


def runs(pid: int) -> bool:
    """Whether a process is still there, and more than a line in the table of processes."""
    try:
        about = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return about.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture(scope="module")
def closed(server: SoundServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Facts]:
    folder = tmp_path_factory.mktemp("closed")

    def lead(program: AtTerminal, sink: str) -> Facts:
        pid = program.pid
        with server.recorded(sink) as recording:
            program.close_terminal()
            closed_s = time.monotonic()
            while time.monotonic() < closed_s + 5 and runs(pid):
                time.sleep(0.01)
            gone_s = time.monotonic()
            time.sleep(0.5)
        after = recording.samples[recording.frame_at(gone_s) :]
        return {
            "took_s": gone_s - closed_s,
            "loudest": float(np.abs(after).max()),
            "reason": ending(program.folder),
        }

    facts = at_once_on(server, folder, lead)
    streams = server.pactl("list", "sink-inputs")
    return {name: {**each, "streams": streams} for name, each in facts.items()}


@each_output
def test_a_terminal_that_is_closed_ends_the_session_cleanly(
    closed: dict[str, Facts], name: str
) -> None:
    facts = closed[name]
    print(name, facts["took_s"])
    assert facts["took_s"] < in_time(2.0)
    assert facts["reason"] == "interrupted"
    assert facts["loudest"] < 0.001
    assert "python" not in facts["streams"]


@dataclass(frozen=True)
class Stopped:
    """One session that was stopped by Ctrl-Z and brought back."""

    whole_while_stopped: bool
    loudest: float
    mode_after: str
    mode_after_space: str
    armed_again: bool
    seen: str
    code: int
    whole_at_the_end: bool


@pytest.fixture(scope="module")
def stopped(server: SoundServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    def lead(program: AtTerminal, sink: str) -> Any:
        armed = program.modes_now
        with server.recorded(sink) as recording:
            program.press("\x1a")
            stopped_s, _ = program.report("stopped")
            whole = program.modes_now == program.modes
            time.sleep(2.6)
        silent = recording.samples[recording.frame_at(stopped_s + 0.8) :]
        program.foreground()
        program.until(lambda told: told["mode"] == "paused", 3)
        mode, ends = program.status["mode"], time.monotonic() + 3
        while program.modes_now != armed and time.monotonic() < ends:
            time.sleep(0.01)
        armed_again = program.modes_now == armed
        program.press(" ")
        program.until(lambda told: told["mode"] == "playing", 2)
        after_space = program.status["mode"]
        program.press("q")
        _, code = program.report("ended")
        return Stopped(
            whole, float(np.abs(silent).max()), mode, after_space, armed_again,
            program.seen.decode(), code, program.modes_now == program.modes,
        )  # fmt: skip

    return at_once_on(server, tmp_path_factory.mktemp("stopped"), lead)


@each_output
def test_ctrl_z_gives_the_terminal_back_and_is_silent(
    stopped: dict[str, Stopped], name: str
) -> None:
    assert stopped[name].whole_while_stopped
    assert stopped[name].loudest < 0.001


@each_output
def test_in_front_again_it_is_paused_and_its_keys_work(
    stopped: dict[str, Stopped], name: str
) -> None:
    observed = stopped[name]
    assert observed.mode_after == "paused"
    assert observed.armed_again
    assert observed.mode_after_space == "playing"
    for untrue in ("asleep", "was stopped", "gone", "Nobody can hear"):
        assert untrue not in observed.seen
    assert observed.code == 0
    assert observed.whole_at_the_end
    assert "Traceback" not in observed.seen
