"""A pause where nothing sounds moves everything after it by exactly what it lasted."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from tests.device.led import LedProgram
from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ, SoundServer
from voiceguide.audio.tones import load_tones
from voiceguide.session import Choices, estimated, load
from voiceguide.settings import Folders, Settings

pytestmark = pytest.mark.device
ROUTINE = """\
name: Led
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 5 s}
  - rest: 14 s
  - {step: Stand tall, for: 5 s}
"""
RATE = 44_100


def tone(name: str) -> np.ndarray:
    samples = load_tones(None)[name].samples()
    at = np.arange(len(samples) * HEARD_RATE_HZ // RATE) * RATE / HEARD_RATE_HZ
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


@pytest.mark.parametrize("sink", ["sounddevice", "miniaudio", "simpleaudio"])
def test_a_pause_is_as_long_as_it_was_asked(server: SoundServer, tmp_path: Path, sink: str) -> None:
    program = LedProgram(tmp_path, server.env, sink, "--voice", "estimate", routine=ROUTINE)
    folders = Folders.of_user({"VOICEGUIDE_CONFIG_DIR": str(tmp_path / "config")})
    timeline = estimated(load(str(tmp_path / "led.yaml"), folders), Choices(), Settings(), folders)
    first_ms, second_ms = (cue.at_ms for cue in timeline.tones if cue.role == "start")
    try:
        with server.recorded() as recording:
            program.begin_session()
            program.until(lambda told: told["kind"] == "rest", 40)
            time.sleep(5.0)
            before_s = time.monotonic()
            program.ask("pause")
            time.sleep(3.013)
            after_s = time.monotonic()
            program.ask("go-on")
            program.until(lambda told: told["item"] == 3 and told["kind"] == "hold", 40)
    finally:
        program.end()
    # The sound that acknowledges a command is like the start tone: two notes up.
    found = find(recording.samples, tone("start"), threshold=0.7)
    paused = (before_s - recording.began_s) * HEARD_RATE_HZ
    first, second = max(at for at in found if at < paused), found[-1]
    shift_ms = (second - first) * 1000 / HEARD_RATE_HZ - (second_ms - first_ms)
    pause_ms = (after_s - before_s) * 1000
    print(f"{sink}: {shift_ms - pause_ms:+.2f} ms off")
    assert shift_ms == pytest.approx(pause_ms, abs=5)
