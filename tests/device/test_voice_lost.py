"""The processes that speak are killed in a session: others take their place."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.device.background_scenarios import background_scenario
from tests.device.controlled_program import ControlledProgram
from tests.device.soundserver import SINKS, Recording, SoundServer

pytestmark = pytest.mark.device
ROUTINE = """\
name: Led
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 120 s}
"""
"""So long that what is left of it was not foreseen, and has to be spoken when it is asked for."""


@dataclass(frozen=True)
class Spoken:
    """Seconds of speech that were heard after each question, and the workers before and after."""

    seconds: list[float]
    before: set[int]
    after: set[int]
    mode: str
    errors: str


@background_scenario
def spoken(folder: Path) -> Spoken:
    server = SoundServer(folder)
    server.start(sinks=SINKS[:1])
    env = {**server.env, "VOICEGUIDE_CACHE_DIR": str(folder / "cache")}
    more = ("--detail", "brief")
    try:
        with ControlledProgram(folder / "led", env, "miniaudio", *more, routine=ROUTINE) as program:
            program.in_the_hold()
            time.sleep(4)  # until its first words were said
            before = workers(program.process.pid)
            for pid in before:
                os.kill(pid, signal.SIGKILL)
            seconds = []
            for _ in range(2):
                with server.recorded() as recording:
                    asked_s = time.monotonic()
                    program.ask("time")
                    time.sleep(5)
                seconds.append(speech_s(recording, asked_s))
            after = workers(program.process.pid)
            mode = program.status["mode"]
            return Spoken(seconds, before, after, mode, program.end()[1])
    finally:
        server.kill()


def workers(pid: int) -> set[int]:
    """The processes of a program that speak."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in task.read_text().split()
    ]
    return {
        child
        for child in children
        if b"voiceguide.speech.worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    }


def speech_s(recording: Recording, asked_s: float) -> float:
    """How long something was heard after the sound that acknowledges a command."""
    first = recording.frame_at(asked_s + 0.6)
    heard = np.abs(recording.samples[first:])
    frames = heard[: len(heard) // 960 * 960].reshape(-1, 960).max(axis=1)
    return float((frames > 0.01).sum() * 0.02)


def test_after_the_voice_was_killed_what_is_asked_is_spoken_still(spoken: Spoken) -> None:
    print(spoken)
    assert spoken.before
    assert spoken.seconds[-1] > 0.8
    assert spoken.after
    assert not spoken.before & spoken.after


def test_the_voice_that_was_killed_does_not_stop_the_session(spoken: Spoken) -> None:
    assert spoken.mode == "playing"
    assert "Traceback" not in spoken.errors
