"""Music under a session, heard: there, softer for a cue, gone in a pause; and what it costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.audio.test_music import tone_file
from tests.device.controlled_program import ControlledProgram
from tests.device.soundserver import HEARD_RATE_HZ, Recording, SoundServer

pytestmark = pytest.mark.device
HZ = 3000


@pytest.fixture
def program(server: SoundServer, tmp_path: Path) -> Iterator[ControlledProgram]:
    file = tone_file(tmp_path / "tone.mp3", 90, hz=HZ, level=0.2)
    led = ControlledProgram(
        tmp_path, server.env, "sounddevice", "--voice", "estimate", "--music", str(file),
        "--music-volume", "100",
    )  # fmt: skip
    yield led
    led.end()


def strength(recording: Recording, from_s: float, to_s: float) -> float:
    """Of the music's tone, between two monotonic seconds; usual in them, whatever a gap does."""
    edges = map(recording.frame_at, (from_s, to_s))
    heard: npt.NDArray[np.float32] = recording.samples[slice(*edges)]
    window = HEARD_RATE_HZ // 20
    turns = np.exp(-2j * np.pi * HZ * np.arange(window) / HEARD_RATE_HZ)
    parts = heard[: len(heard) // window * window].reshape(-1, window)
    return float(np.median(np.abs(parts @ turns) / window))


def test_music_is_softer_under_cues_and_gone_in_a_pause(
    server: SoundServer, program: ControlledProgram
) -> None:
    with server.recorded() as recording:
        program.begin_session()
        hold_s = program.until(lambda told: told["kind"] == "hold", 30)
        time.sleep(5)
        program.ask("pause")
        paused_s = time.monotonic()
        time.sleep(2)
        used_s = cpu_s(program)
        program.ask("go-on")
        gone_on_s = time.monotonic()
        program.until(lambda told: told["kind"] != "hold", 40)
        cpu = (cpu_s(program) - used_s) / (time.monotonic() - gone_on_s)
    quiet = strength(recording, hold_s + 2.5, hold_s + 4.5)
    said = strength(recording, hold_s - 1.5, hold_s - 0.7)
    silent = strength(recording, paused_s + 0.8, paused_s + 1.8)
    print(f"music {quiet:.4f}, under words {said:.4f}, paused {silent:.5f}, CPU {100 * cpu:.1f} %")
    assert quiet > 0.05
    assert -14 < 20 * np.log10(said / quiet) < -10
    assert silent < quiet / 100
    assert cpu < 0.12


def cpu_s(program: ControlledProgram) -> float:
    """The processor's seconds that the program has used."""
    fields = Path(f"/proc/{program.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
