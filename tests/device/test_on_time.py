"""A device that ran dry for a moment: what follows is on time again."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from tests.device.busy import in_time
from tests.device.controlled_program import ControlledProgram
from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ, SINKS, Recording, SoundServer
from voiceguide.audio.tones import load_tones
from voiceguide.session import estimated, load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders

pytestmark = pytest.mark.device
ROUTINE = """\
name: Led
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 12 s}
  - rest: 8 s
  - {step: Stand tall, for: 5 s}
"""
REAL = ("sounddevice", "miniaudio", "simpleaudio")
STALL_S = 0.35


def tone(name: str) -> np.ndarray:
    samples = load_tones(None)[name].samples()
    at = np.arange(len(samples) * HEARD_RATE_HZ // 44_100) * 44_100 / HEARD_RATE_HZ
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def stall(program: ControlledProgram) -> None:
    """The whole program stands still for longer than its device has sound."""
    os.kill(program.process.pid, signal.SIGSTOP)
    time.sleep(STALL_S)
    os.kill(program.process.pid, signal.SIGCONT)


def lead(program: ControlledProgram) -> None:
    program.begin_session()
    program.until(lambda told: told["kind"] == "hold", 20)
    time.sleep(2.5)
    stall(program)
    program.until(lambda told: told["kind"] == "rest", 20)
    time.sleep(1)
    stall(program)
    program.until(lambda told: told["item"] == 3 and told["kind"] == "hold", 20)
    time.sleep(1)


@pytest.fixture(scope="module")
def runs(server: SoundServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recording]:
    """Every output into a sink of its own, at once."""
    heard: dict[str, Recording] = {}
    programs: list[ControlledProgram] = []
    with ExitStack() as stack:
        for name, sink in zip(REAL, SINKS, strict=True):
            heard[name] = stack.enter_context(server.recorded(sink))
            folder = tmp_path_factory.mktemp(name)
            more = ("--voice", "estimate")
            programs.append(
                ControlledProgram(folder, server.env_of(sink), name, *more, routine=ROUTINE)
            )
        leading = [threading.Thread(target=lead, args=(each,)) for each in programs]
        for thread in leading:
            thread.start()
        for thread in leading:
            thread.join()
        for program in programs:
            program.end()
    return heard


@pytest.fixture(scope="module")
def due_ms(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[int]]:
    folder: Path = tmp_path_factory.mktemp("due")
    (folder / "led.yaml").write_text(ROUTINE)
    folders = Folders.of_user({"VOICEGUIDE_CONFIG_DIR": str(folder)})
    loaded = load(str(folder / "led.yaml"), folders)
    timeline = estimated(loaded, SessionOptions(), folders)
    return lambda name: [cue.at_ms for cue in timeline.tones if cue.sound == name]


@pytest.mark.parametrize("name", REAL)
def test_a_hold_and_a_rest_are_as_long_as_asked_for_all_that(
    runs: dict[str, Recording], due_ms: Callable[[str], list[int]], name: str
) -> None:
    heard = runs[name].samples
    starts, dones = (
        [at * 1000 / HEARD_RATE_HZ for at in find(heard, tone(which), threshold=0.8)]
        for which in ("start", "done")
    )
    first, second = due_ms("start")[:2]
    done = due_ms("done")[0]
    began = nearest(starts, starts[-1] - (second - first))
    ended = nearest(dones, began + done - first)
    hold_off = ended - began - (done - first)
    rest_off = starts[-1] - ended - (second - done)
    print(f"{name}: hold {hold_off:+.1f} ms, rest {rest_off:+.1f} ms")
    assert abs(hold_off) < in_time(20)
    assert abs(rest_off) < in_time(20)


def nearest(found_ms: list[float], due_ms: float) -> float:
    return min(found_ms, key=lambda at_ms: abs(at_ms - due_ms))
