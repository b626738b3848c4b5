"""How exactly and how cheaply an output plays: onsets, CPU, memory, times to open and to pause.

    python tests/device/measure.py [SECONDS [SINK ...]]

`measure` is for scripts that want the figures.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.device.clicks import BED, Clicks, sweep
from tests.device.conftest import Program
from tests.device.onsets import Errors, compare, find_named
from tests.device.soundserver import HEARD_RATE_HZ, SoundServer

NAMES = ("rising", "falling")
"""Of the clicks."""


@dataclass(frozen=True, slots=True)
class Measured:
    sink: str
    open_ms: float
    pause_ms: float
    cpu_percent: float
    memory_mb: float
    onsets: Errors


def measure(server: SoundServer, sink: str, seconds: float) -> Measured:
    """Plays a click every half second for `seconds`; then, in a second run, pauses five times."""
    with server.recorded() as recording:
        program = Program(server.env, sink, seconds)
        program.end(seconds + 30)
    sounds = {name: sweep(HEARD_RATE_HZ, rising=name == "rising") for name in NAMES}
    clicks = Clicks(seconds)
    due = [(NAMES[not clicks.rises(at_ms)], float(at_ms)) for at_ms in clicks.due_ms]
    closed = program.fact("closed")
    return Measured(
        sink=sink,
        open_ms=program.fact("opened")["took_ms"],
        pause_ms=_pause_ms(server, sink),
        cpu_percent=closed["cpu_percent"],
        memory_mb=closed["memory_mb"],
        onsets=compare(find_named(recording.samples, sounds, HEARD_RATE_HZ), due),
    )


def _pause_ms(server: SoundServer, sink: str) -> float:
    """The longest of five times from the command to silence."""
    with server.recorded() as recording:
        program = Program(server.env, sink, 8)
        program.fact("playing")
        for _ in range(5):
            time.sleep(0.7)
            program.say("pause")
            time.sleep(0.4)
            program.say("resume")
        program.say("stop")
        program.end()
    longest = 0.0
    for paused in (fact for fact in program.told if fact["event"] == "pause"):
        at = recording.frame_at(paused["called_s"])
        heard = recording.samples[at : at + int(0.38 * HEARD_RATE_HZ)]
        loud = np.flatnonzero(np.abs(heard) > BED / 20)
        longest = max(longest, float(loud[-1]) * 1000 / HEARD_RATE_HZ)
    return longest


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    sinks = sys.argv[2:] or ["sounddevice", "miniaudio", "simpleaudio"]
    with tempfile.TemporaryDirectory() as folder:
        server = SoundServer(Path(folder))
        server.start()
        try:
            for sink in sinks:
                got = measure(server, sink, seconds)
                errors = got.onsets
                print(
                    f"{sink}: {errors.count} onsets, {errors.missing} missing, "
                    f"{errors.extra} extra, median {errors.median_ms:.3f} ms, "
                    f"p99 {errors.p99_ms:.3f}, "
                    f"max {errors.max_ms:.3f}, drift {errors.drift_ms:.3f}; "
                    f"open {got.open_ms:.0f} ms, pause {got.pause_ms:.0f} ms, "
                    f"CPU {got.cpu_percent:.2f} %, memory {got.memory_mb:.0f} MB",
                    flush=True,
                )
        finally:
            server.kill()


if __name__ == "__main__":
    main()
