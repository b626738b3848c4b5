"""What every output must do, heard: start, pause, go on, seek, end."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from tests.device.clicks import BED, FIRST_MS, sweep
from tests.device.conftest import Program
from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ, SINKS, Recording, SoundServer

pytestmark = pytest.mark.device

REAL = ("sounddevice", "miniaudio", "simpleaudio")
SECONDS = 13
PAUSE_AFTER_S, PAUSE_S, SEEK_AFTER_S = 3.2, 1.0, 3.0
SEEK_TO_MS = 9_200
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
        return [at * 1000 / HEARD_RATE_HZ for at in find(self.recording.samples, sound)]

    def between(self, start_s: float, stop_s: float) -> npt.NDArray[np.float32]:
        """What was heard from one monotonic second to another."""
        assert self.recording is not None
        edges = (int((s - self.recording.began_s) * HEARD_RATE_HZ) for s in (start_s, stop_s))
        return self.recording.samples[slice(*edges)]


@pytest.fixture(scope="module")
def runs(server: SoundServer) -> dict[str, Heard]:
    """All outputs go through the same session at once, each into a sink of its own."""
    heard: dict[str, Heard] = {}
    with ExitStack() as stack:
        recordings = [stack.enter_context(server.recorded(sink)) for sink in SINKS]
        for name, sink, recording in zip(REAL, SINKS, recordings, strict=True):
            heard[name] = Heard(Program(server.env_of(sink), name, SECONDS), recording)
        heard["silent"] = Heard(Program(server.env, "silent", SECONDS), None)
        sessions = [
            threading.Thread(target=lead_through, args=(run.program,)) for run in heard.values()
        ]
        for session in sessions:
            session.start()
        for session in sessions:
            session.join()
    return heard


def lead_through(program: Program) -> None:
    """The session that every output goes through."""
    program.fact("playing")
    for wait_s, command in [
        (PAUSE_AFTER_S, "pause"),
        (PAUSE_S, "resume"),
        (SEEK_AFTER_S, f"seek {SEEK_TO_MS * 441 // 10}"),
    ]:
        time.sleep(wait_s)
        program.say(command)
    program.code = program.end()


@pytest.mark.parametrize("name", [*REAL, "silent"])
def test_it_plays_to_the_end_and_says_so(runs: dict[str, Heard], name: str) -> None:
    program = runs[name].program
    assert program.code == 0
    assert program.errors == ""
    assert program.fact("opened")["sink"] == name
    assert program.fact("finished")["position_ms"] == SECONDS * 1000


@pytest.mark.parametrize("name", [*REAL, "silent"])
def test_it_keeps_its_place_in_a_pause(runs: dict[str, Heard], name: str) -> None:
    program = runs[name].program
    paused, resumed = program.fact("pause"), program.fact("resume")
    played_ms = (paused["called_s"] - program.fact("playing")["s"]) * 1000
    assert played_ms - 500 < paused["position_ms"] < played_ms + 100
    assert 0 <= resumed["position_ms"] - paused["position_ms"] < 250


@pytest.mark.parametrize("name", [*REAL, "silent"])
def test_commands_return_at_once(runs: dict[str, Heard], name: str) -> None:
    for command in ("pause", "resume", "seek"):
        assert runs[name].program.fact(command)["took_ms"] < 50


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
    assert np.abs(steady - 500).max() < 2


@pytest.mark.parametrize("name", REAL)
def test_a_pause_is_heard_within_a_fifth_of_a_second_and_without_a_click(
    runs: dict[str, Heard], name: str
) -> None:
    called_s = runs[name].program.fact("pause")["called_s"]
    heard = runs[name].between(called_s, called_s + 0.8)
    last = int(np.flatnonzero(np.abs(heard) > BED / 20)[-1])
    print(name, "pause heard after", round(last * 1000 / HEARD_RATE_HZ), "ms")
    assert last / HEARD_RATE_HZ < 0.2
    tail = heard[max(0, last - 480) :]
    steepest = BED * 2 * np.pi * 220 / HEARD_RATE_HZ
    assert np.abs(np.diff(tail)).max() < 1.5 * steepest


@pytest.mark.parametrize("name", REAL)
def test_nothing_is_missing_between(runs: dict[str, Heard], name: str) -> None:
    run = runs[name]
    paused_s = run.program.fact("pause")["called_s"]
    heard = run.between(paused_s - 2, paused_s)
    loudest = np.abs(heard[: len(heard) // 240 * 240]).reshape(-1, 240).max(axis=1)
    assert loudest.min() > BED / 2


def test_playing_costs_little(runs: dict[str, Heard]) -> None:
    for name, run in runs.items():
        closed = run.program.fact("closed")
        print(name, round(closed["cpu_percent"], 2), "% CPU", round(closed["memory_mb"]), "MB")
        assert closed["cpu_percent"] < 6  # four at once on a shared machine; alone it is 2
        assert closed["memory_mb"] < 120
