"""A session goes on when its sound comes back, from the place it had."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.device.led import LedProgram
from tests.device.soundserver import HEARD_RATE_HZ, NULL_SINK, SINKS, SoundServer

pytestmark = pytest.mark.device
REAL = ("sounddevice", "miniaudio", "simpleaudio")
Lead = Callable[..., LedProgram]


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Lead]:
    programs: list[LedProgram] = []

    def start(env: dict[str, str], sink: str, *options: str, **more: str) -> LedProgram:
        folder = tmp_path / f"led{len(programs)}"
        folder.mkdir()
        programs.append(LedProgram(folder, env, sink, *options, **more))
        return programs[-1]

    yield start
    for program in programs:
        if program.process.poll() is None:
            program.process.kill()
        program.process.communicate()


def in_the_hold(program: LedProgram) -> None:
    program.begin_session()
    program.until(lambda told: told["kind"] == "hold", 30)


@pytest.mark.parametrize("sink", REAL)
def test_it_goes_on_when_the_sound_server_is_back(
    own_server: SoundServer, lead: Lead, sink: str
) -> None:
    own_server.start()
    program = lead(own_server.env, sink)
    in_the_hold(program)
    before = program.status["at_ms"]
    own_server.kill()
    killed_s = time.monotonic()
    lost_s = program.until(lambda told: told["mode"] == "lost", 5)
    assert lost_s - killed_s < 1.5
    place = program.status["at_ms"]
    assert before - 200 < place < before + 1500
    time.sleep(1.5)
    assert program.status["at_ms"] == place
    own_server.start()
    started_s = time.monotonic()
    back_s = program.until(lambda told: told["mode"] == "playing", 10)
    print(sink, "lost after", lost_s - killed_s, "back after", back_s - started_s)
    assert back_s - started_s < 3
    assert program.status["at_ms"] <= place
    with own_server.recorded() as recording:
        program.until(lambda told: told["at_ms"] > place + 500, 15)
    assert np.abs(recording.samples).max() > 0.01
    _, errors = program.end()
    assert "The sound output is gone" in errors
    assert "Sound is back" in errors


@pytest.mark.parametrize("sink", REAL)
def test_it_goes_on_when_the_headset_is_back(
    own_server: SoundServer, lead: Lead, sink: str
) -> None:
    own_server.start()
    program = lead(own_server.env, sink)
    in_the_hold(program)
    own_server.unplug()
    program.until(lambda told: told["mode"] == "lost", 5)
    time.sleep(1)
    command = ["pactl", *NULL_SINK.format(SINKS[0]).split()]
    command[1] = "load-module"
    subprocess.run(command, env=own_server.env, check=True, capture_output=True)
    plugged_s = time.monotonic()
    back_s = program.until(lambda told: told["mode"] == "playing", 12)
    print(sink, "back after", back_s - plugged_s)
    assert back_s - plugged_s < 5


def test_a_program_that_slept_has_paused(server: SoundServer, lead: Lead) -> None:
    program = lead(server.env, "miniaudio")
    in_the_hold(program)
    before = program.status["at_ms"]
    os.kill(program.process.pid, signal.SIGSTOP)
    time.sleep(4)
    os.kill(program.process.pid, signal.SIGCONT)
    program.until(lambda told: told["mode"] == "paused", 3)
    assert program.status["at_ms"] < before + 1500
    program.ask("go-on")
    program.until(lambda told: told["mode"] == "playing", 3)
    _, errors = program.end()
    assert "asleep" in errors


@pytest.mark.parametrize("sink", REAL)
def test_a_pause_is_heard_at_once_from_the_command_on(
    server: SoundServer, lead: Lead, sink: str
) -> None:
    """Silence but for the sound that acknowledges it."""
    program = lead(server.env, sink)
    program.begin_session()
    with server.recorded() as recording:
        program.until(lambda told: told["at_ms"] > 500)
        asked_s = time.monotonic()
        program.ask("pause")
        program.until(lambda told: told["mode"] == "paused", 2)
        took_s = time.monotonic() - asked_s
        time.sleep(1.2)
    after = recording.samples[int((asked_s - recording.began_s + 0.6) * HEARD_RATE_HZ) :]
    assert np.abs(after).max() < 0.001
    assert took_s < 0.15


def pactl(server: SoundServer, *words: str) -> None:
    subprocess.run(["pactl", *words], env=server.env, check=True, capture_output=True)


@pytest.mark.parametrize("sink", REAL)
def test_a_dummy_in_place_of_the_only_output_is_no_success(
    own_server: SoundServer, lead: Lead, sink: str
) -> None:
    own_server.start(awake=False)
    pactl(own_server, "load-module", "module-always-sink")
    program = lead(own_server.env, sink)
    program.begin_session()
    program.until(lambda told: told["at_ms"] > 2500)
    own_server.unplug()
    unplugged_s = time.monotonic()
    lost_s = program.until(lambda told: told["mode"] == "lost", 5)
    print(sink, "noticed after", lost_s - unplugged_s)
    assert lost_s - unplugged_s < 1.2
    pactl(own_server, "load-module", "module-null-sink", "sink_name=ci")
    program.until(lambda told: told["mode"] == "playing", 10)
    time.sleep(0.5)
    _, errors = program.end()
    assert "a stand-in that nobody hears" in errors
    assert "Sound is back" in errors


def test_a_muted_output_is_warned_of_before_the_start_and_stops_it_later(
    own_server: SoundServer, lead: Lead
) -> None:
    own_server.start()
    pactl(own_server, "set-sink-mute", "ci", "1")
    program = lead(own_server.env, "sounddevice")
    program.begin_session()
    pactl(own_server, "set-sink-mute", "ci", "0")
    program.until(lambda told: told["mode"] == "playing", 5)
    program.until(lambda told: told["at_ms"] > 2500)
    pactl(own_server, "set-sink-mute", "ci", "1")
    program.until(lambda told: told["mode"] == "lost", 2)
    time.sleep(0.5)
    _, errors = program.end()
    assert "warning: the sound output" in errors
    assert "is muted: your place is kept" in errors
