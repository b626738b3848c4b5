"""What every output must do, heard: start, pause, go on, volume, seek, end, stop, loss."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.device.background_scenarios import background_scenario
from tests.device.busy import gap_ms, in_time, one_gap_ms
from tests.device.clicks import BED, BED_HZ, CLICK_MS, FIRST_MS, sweep
from tests.device.conftest import Program
from tests.device.controlled_program import REAL, at_once
from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ, SINKS, Recording, SoundServer

pytestmark = pytest.mark.device

ALL = (*REAL, "silent")
SECONDS = 13
PAUSE_S = 1.0
BLOCK_MS = 5
SEEK_TO_MS = 9_200
COURSE = (
    (3.2, "pause"),
    (PAUSE_S, "resume"),
    (1.0, "set_volume 0.5"),
    (1.0, "set_volume 1.0"),
    (1.0, f"seek {SEEK_TO_MS * 441 // 10}"),
)
"""Seconds to wait, and what is then asked for."""
STEEPEST = BED * 2 * np.pi * BED_HZ / HEARD_RATE_HZ
"""From one sample of the bed to the next; a click is steeper."""

RISING = [FIRST_MS + 500 * i for i in range(11)]
FALLING = [9_500 + 500 * i for i in range(7)]


@dataclass(frozen=True)
class Heard:
    """One run: what the program told, and the recording on the monotonic clock."""

    program: Program
    recording: Recording | None

    @property
    def rising_ms(self) -> list[float]:
        return self._onsets_ms(rising=True)

    @property
    def falling_ms(self) -> list[float]:
        return self._onsets_ms(rising=False)

    def _onsets_ms(self, *, rising: bool) -> list[float]:
        assert self.recording is not None
        sound = sweep(HEARD_RATE_HZ, rising=rising)
        found = find(self.recording.samples, sound, threshold=0.35)  # also at half volume
        return [at * 1000 / HEARD_RATE_HZ for at in found]

    def between(self, start_s: float, stop_s: float) -> npt.NDArray[np.float32]:
        """What was heard from one monotonic second to another."""
        assert self.recording is not None
        edges = map(self.recording.frame_at, (start_s, stop_s))
        return self.recording.samples[slice(*edges)]


def at_once_on(
    server: SoundServer, lead: Callable[[Program], None], seconds: float
) -> dict[str, Heard]:
    """All outputs go through the same session at once, each into a sink of its own."""
    heard: dict[str, Heard] = {}
    with ExitStack() as stack:
        recordings = [stack.enter_context(server.recorded(sink)) for sink in SINKS]
        for name, sink, recording in zip(REAL, SINKS, recordings, strict=True):
            heard[name] = Heard(Program(server.env_of(sink), name, seconds), recording)
        heard["silent"] = Heard(Program(server.env, "silent", seconds), None)
        at_once(lambda run: lead(run.program), heard)
    return heard


def lead_through(program: Program) -> None:
    """The session that every output goes through."""
    program.fact("playing")
    for wait_s, command in COURSE:
        time.sleep(wait_s)
        program.say(command)
    program.code = program.end()


def stop_soon(program: Program) -> None:
    """One that is stopped."""
    program.fact("playing")
    time.sleep(1.25)  # between two clicks
    program.say("stop")
    program.code = program.end()


@pytest.fixture(scope="module")
def runs(server: SoundServer) -> dict[str, Heard]:
    return at_once_on(server, lead_through, SECONDS)


@pytest.fixture(scope="module")
def stopped(server: SoundServer) -> dict[str, Heard]:
    return at_once_on(server, stop_soon, SECONDS)


@background_scenario
def lost(folder: Path) -> dict[str, Program]:
    """The server goes."""
    server = SoundServer(folder)
    server.start()
    sinks = dict(zip(REAL, SINKS, strict=True))
    with ExitStack() as stack:
        for sink in SINKS:
            stack.enter_context(server.recorded(sink))  # from now on they play without a wait
        programs = {name: Program(server.env_of(sinks.get(name, "")), name, 5) for name in ALL}
        for program in programs.values():
            program.fact("playing")
        time.sleep(1.8)
        server.kill()
        killed_s = time.monotonic()
        for program in programs.values():
            program.code = program.end()
            program.told.append({"event": "kill", "s": killed_s})
    return programs


@pytest.mark.parametrize("name", ALL)
def test_it_plays_to_the_end_and_says_so(runs: dict[str, Heard], name: str) -> None:
    program = runs[name].program
    assert program.code == 0
    assert program.errors == ""
    assert program.fact("opened")["sink"] == name
    assert program.fact("finished")["position_ms"] == SECONDS * 1000


@pytest.mark.parametrize("name", ALL)
def test_it_keeps_its_place_in_a_pause(runs: dict[str, Heard], name: str) -> None:
    program = runs[name].program
    paused, resumed = program.fact("pause"), program.fact("resume")
    played_ms = (paused["called_s"] - program.fact("playing")["s"]) * 1000
    assert played_ms - 500 < paused["position_ms"] < played_ms + in_time(100)
    assert 0 <= resumed["position_ms"] - paused["position_ms"] < 250


@pytest.mark.parametrize("name", ALL)
def test_commands_return_at_once(runs: dict[str, Heard], name: str) -> None:
    for command in ("pause", "resume", "set_volume", "seek"):
        assert runs[name].program.fact(command)["took_ms"] < in_time(50)


@pytest.mark.parametrize("name", REAL)
def test_every_click_is_heard_once_and_on_time(runs: dict[str, Heard], name: str) -> None:
    rising, falling = runs[name].rising_ms, runs[name].falling_ms
    print(name, np.round(np.diff(rising), 2), np.round(np.diff(falling), 2))
    assert len(rising) == len(RISING)
    assert len(falling) == len(FALLING)
    steps = np.diff(rising)
    pause = int(steps.argmax())
    assert steps[pause] - 500 == pytest.approx(PAUSE_S * 1000, abs=100)
    steady = np.concatenate([np.delete(steps, pause), np.diff(falling)])
    waited_ms = runs[name].program.fact("closed")["kept_waiting_ms"]
    *others, longest = np.sort(np.abs(steady - 500))
    assert longest < one_gap_ms(2, waited_ms)
    assert max(others) < gap_ms(2, waited_ms)


@pytest.mark.parametrize("name", REAL)
def test_a_pause_is_heard_within_a_fifth_of_a_second_and_without_a_click(
    runs: dict[str, Heard], name: str
) -> None:
    falls_silent(runs[name], "pause")


def falls_silent(run: Heard, command: str) -> None:
    """It does so within a fifth of a second, in a fade."""
    called_s = run.program.fact(command)["called_s"]
    heard = run.between(called_s, called_s + 0.8)
    last = int(np.flatnonzero(np.abs(heard) > BED / 20)[-1])
    print(f"{command} heard after", round(last * 1000 / HEARD_RATE_HZ), "ms")
    assert last / HEARD_RATE_HZ < 0.2
    tail = heard[max(0, last - 480) :]
    assert np.abs(np.diff(tail)).max() < 1.5 * STEEPEST


def bed_level(heard: npt.NDArray[np.float32]) -> float:
    """How loud the tone under the clicks is, in most tenths of a second of it."""
    tenth = HEARD_RATE_HZ // 10
    turns = np.exp(-2j * np.pi * BED_HZ * np.arange(tenth) / HEARD_RATE_HZ)
    parts = heard[: len(heard) // tenth * tenth].reshape(-1, tenth)
    return float(np.median(2 * np.abs((parts * turns).mean(axis=1))))


@pytest.mark.parametrize("name", REAL)
def test_half_the_volume_is_heard_as_half(runs: dict[str, Heard], name: str) -> None:
    run = runs[name]
    softer, louder = (fact["called_s"] for fact in run.program.facts("set_volume"))
    before = bed_level(run.between(softer - 0.6, softer))
    half = bed_level(run.between(softer + 0.3, louder))
    after = bed_level(run.between(louder + 0.3, louder + 0.9))
    print(name, before, half, after)
    assert before == pytest.approx(BED, rel=0.05)
    assert half == pytest.approx(BED / 2, rel=0.05)
    assert after == pytest.approx(BED, rel=0.05)


@pytest.mark.parametrize("name", REAL)
def test_a_change_of_volume_does_not_click(runs: dict[str, Heard], name: str) -> None:
    run = runs[name]
    assert run.recording is not None
    steps = np.abs(np.diff(run.recording.samples))
    for at_ms in (*run.rising_ms, *run.falling_ms):
        edges = (at_ms - 2, at_ms + CLICK_MS + 2)
        steps[slice(*(int(edge * HEARD_RATE_HZ / 1000) for edge in edges))] = 0
    for fact in run.program.facts("set_volume"):
        first = run.recording.frame_at(fact["called_s"])
        assert steps[first : first + HEARD_RATE_HZ // 2].max() < 1.5 * STEEPEST


@pytest.mark.parametrize("name", REAL)
def test_a_stop_is_heard_within_a_fifth_of_a_second_and_without_a_click(
    stopped: dict[str, Heard], name: str
) -> None:
    falls_silent(stopped[name], "stop")


@pytest.mark.parametrize("name", ALL)
def test_a_stop_ends_it_and_keeps_the_place(stopped: dict[str, Heard], name: str) -> None:
    program = stopped[name].program
    assert program.code == 0
    assert program.errors == ""
    played_ms = (program.fact("stop")["called_s"] - program.fact("playing")["s"]) * 1000
    assert played_ms - 500 < program.fact("stopped")["position_ms"] < played_ms + in_time(200)


@pytest.mark.parametrize("name", REAL)
def test_a_loss_is_noticed_within_a_second_and_keeps_the_place(
    lost: dict[str, Program], name: str
) -> None:
    program = lost[name]
    assert program.code == 4
    assert program.errors.startswith("The sound output is gone: ")
    killed_s, told = program.fact("kill")["s"], program.fact("lost")
    assert told["s"] - killed_s < in_time(1.0)
    due_ms = (killed_s - program.fact("playing")["s"]) * 1000
    assert due_ms - 500 < told["position_ms"] < due_ms + 300


def test_silence_cannot_be_lost(lost: dict[str, Program]) -> None:
    assert lost["silent"].code == 0
    assert lost["silent"].fact("finished")["position_ms"] == 5000


@pytest.mark.parametrize("name", REAL)
def test_nothing_is_missing_between(runs: dict[str, Heard], name: str) -> None:
    run = runs[name]
    paused_s = run.program.fact("pause")["called_s"]
    heard = run.between(paused_s - 2, paused_s)
    block = BLOCK_MS * HEARD_RATE_HZ // 1000
    loudest = np.abs(heard[: len(heard) // block * block]).reshape(-1, block).max(axis=1)
    assert BLOCK_MS * np.count_nonzero(loudest <= BED / 2) <= one_gap_ms(0)


def test_playing_costs_little(runs: dict[str, Heard]) -> None:
    for name, run in runs.items():
        closed = run.program.fact("closed")
        print(name, round(closed["cpu_percent"], 2), "% CPU", round(closed["memory_mb"]), "MB")
        assert closed["cpu_percent"] < 6  # four at once on a shared machine; alone it is 2
        assert closed["memory_mb"] < 120
