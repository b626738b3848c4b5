"""Plays clicks through one sink and tells what happens: the program that the device tests watch.

    python tests/device/play.py SINK SECONDS < commands

The sink ``tapes`` is simpleaudio with tapes of four seconds, and clicks in silence.
Commands, one a line: ``pause``, ``resume``, ``resume FRAME``, ``seek FRAME``, ``set_volume
FACTOR``, ``stop``. Prints a JSON object for everything that happens, with the monotonic second;
ends like the command line does, with the message on standard error and the error's exit code.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from tests.device.clicks import Clicks
from voiceguide.audio.clip import Samples
from voiceguide.errors import VoiceguideError
from voiceguide.playback.outputs.interface import Sink, open_sink
from voiceguide.playback.outputs.simpleaudio import SimpleaudioSink, find_packages
from voiceguide.playback.outputs.simpleaudio_tape import Tape
from voiceguide.playback.player import Player
from voiceguide.units import frame_at


def tell(event: str, **facts: object) -> None:
    # In one piece: several threads tell.
    sys.stdout.write(json.dumps({"event": event, "s": time.monotonic(), **facts}) + "\n")
    sys.stdout.flush()


class TimedClicks(Clicks):
    """Clicks that remember when they were pulled."""

    def __init__(self, seconds: float, *, bed: bool) -> None:
        super().__init__(seconds, bed=bed)
        self._pulled_s: float | None = None
        self._between_s: list[float] = []

    def block(self, first_frame: int, frames: int) -> Samples:
        now_s = time.monotonic()
        if self._pulled_s is not None:
            self._between_s.append(now_s - self._pulled_s)
        self._pulled_s = now_s
        return super().block(first_frame, frames)

    def stood_still(self) -> None:
        """What comes next follows a pause."""
        self._pulled_s = None

    @property
    def kept_waiting_ms(self) -> float:
        """How much later than usual the latest pull came after the one before it."""
        if not self._between_s:
            return 0.0
        return 1000 * float(max(self._between_s) - np.median(self._between_s))


def short_tapes() -> Sink:
    packages = find_packages()
    return SimpleaudioSink(
        lambda: Tape(packages, frame_at(4000)), change_left_frames=frame_at(2900)
    )


def cpu_s() -> float:
    """Of this process and of those it started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def memory_mb() -> float:
    """The most this program ever held; `ru_maxrss` would begin with what its parent held."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def obey(player: Player, clicks: TimedClicks, at_work: threading.Lock) -> None:
    for line in sys.stdin:
        command, *numbers = line.split()
        with at_work:
            clicks.stood_still()
            called_s = time.monotonic()
            getattr(player, command)(*map(float if command == "set_volume" else int, numbers))
            took_ms = (time.monotonic() - called_s) * 1000
            tell(command, called_s=called_s, took_ms=took_ms, position_ms=player.position_ms)


def main(name: str, seconds: str) -> int:
    began_s = time.monotonic()
    try:
        sink = short_tapes() if name == "tapes" else open_sink(name)
    except VoiceguideError as error:
        tell("refused", took_ms=(time.monotonic() - began_s) * 1000)
        print(error, file=sys.stderr)
        return error.exit_code
    tell("opened", sink=sink.name, took_ms=(time.monotonic() - began_s) * 1000)
    clicks = TimedClicks(float(seconds), bed=name != "tapes")
    used_s = cpu_s()
    with Player(clicks, sink) as player:
        player.start()
        tell("playing", latency_ms=sink.latency_ms)
        at_work = threading.Lock()
        threading.Thread(target=obey, args=(player, clicks, at_work), daemon=True).start()
        began_s = time.monotonic()
        state = player.wait()
        played_s = time.monotonic() - began_s
        with at_work:  # the command that ended it is told first
            tell(state, position_ms=player.position_ms)
    tell(
        "closed",
        cpu_percent=100 * (cpu_s() - used_s) / played_s,
        memory_mb=memory_mb(),
        kept_waiting_ms=clicks.kept_waiting_ms,
    )
    if player.lost is not None:
        print(player.lost, file=sys.stderr)
        return player.lost.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
