"""A pause where nothing sounds moves everything after it by exactly what it lasted."""

from __future__ import annotations

import time

import pytest

from tests.device.busy import one_gap_ms
from tests.device.controlled_program import REAL, ControlledProgram, at_once
from tests.device.onsets import find
from tests.device.soundserver import HEARD_RATE_HZ, SINKS, SoundServer
from tests.device.tones import planned, tone

pytestmark = pytest.mark.device
ROUTINE = """\
name: Led
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 3 s}
  - rest: 12 s
  - {step: Stand tall, for: 5 s}
"""


@pytest.fixture(scope="module")
def strays_ms(server: SoundServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """How far from the pause's length two start tones were moved apart, on every output at once."""
    folder = tmp_path_factory.mktemp("paused")

    def stray_ms(name: str) -> float:
        sink = SINKS[REAL.index(name)]
        more = ("--voice", "estimate", "--detail", "brief")
        with (
            ControlledProgram(
                folder / name, server.env_of(sink), name, *more, routine=ROUTINE
            ) as program,
            server.recorded(sink) as recording,
        ):
            program.begin_session()
            program.until(lambda told: told["kind"] == "rest", 40)
            time.sleep(4.5)
            before_s = time.monotonic()
            program.ask("pause")
            asked_s = time.monotonic()
            time.sleep(3.013)
            after_s = time.monotonic()
            program.ask("go-on")
            answered_s = time.monotonic()
            program.until(lambda told: told["item"] == 3 and told["kind"] == "hold", 40)
            time.sleep(0.7)
        starts = [cue.at_ms for cue in planned(folder / name).tones if cue.role == "start"]
        # The sound that acknowledges a command is like the start tone: two notes up.
        found = find(recording.samples, tone("start"), threshold=0.7)
        paused = recording.frame_at(before_s)
        first, second = max(at for at in found if at < paused), found[-1]
        shift_ms = (second - first) * 1000 / HEARD_RATE_HZ - (starts[1] - starts[0])
        # A busy machine takes its time to hand a command over: the pause began and ended
        # somewhere between a question and its answer.
        shortest_ms, longest_ms = (after_s - asked_s) * 1000, (answered_s - before_s) * 1000
        return shift_ms - min(max(shift_ms, shortest_ms), longest_ms)

    return at_once(stray_ms, {name: name for name in REAL})


@pytest.mark.parametrize("name", REAL)
def test_a_pause_is_as_long_as_it_was_asked(strays_ms: dict[str, float], name: str) -> None:
    print(f"{name}: {strays_ms[name]:+.2f} ms off")
    assert abs(strays_ms[name]) < one_gap_ms(5)
