import threading

import numpy as np

from tests.fake_clock import FakeClock
from voiceguide.audio.clip import Samples
from voiceguide.playback.outputs.silent import BLOCK_MS, SilentSink
from voiceguide.units import frame_at


def pulled(sink: SilentSink, clock: FakeClock, blocks: int) -> list[tuple[int, int]]:
    """When each of the first blocks is pulled, and how long it is."""
    times: list[tuple[int, int]] = []
    enough = threading.Event()

    def pull(frames: int) -> Samples:
        times.append((clock.now(), frames))
        if len(times) == blocks:
            enough.set()
        return np.zeros(frames, np.float32)

    sink.start(pull)
    assert enough.wait(10)
    sink.close()
    return times[:blocks]


def test_it_pulls_at_the_pace_of_the_clock() -> None:
    clock = FakeClock(1000)
    times = pulled(SilentSink(clock), clock, 4)
    assert times == [(1000 + BLOCK_MS * i, frame_at(BLOCK_MS)) for i in range(4)]


def test_it_can_be_faster() -> None:
    clock = FakeClock()
    times = pulled(SilentSink(clock, speed=10), clock, 21)
    assert times[20][0] == 20 * BLOCK_MS // 10


def test_after_a_stall_it_goes_on_at_its_pace_and_catches_nothing_up() -> None:
    clock = FakeClock()
    sink = SilentSink(clock)
    times: list[int] = []
    enough = threading.Event()

    def pull(frames: int) -> Samples:
        times.append(clock.now())
        if len(times) == 3:
            clock.advance(60_000)
        if len(times) == 5:
            enough.set()
        return np.zeros(frames, np.float32)

    sink.start(pull)
    assert enough.wait(10)
    sink.close()
    stalled = 2 * BLOCK_MS + 60_000
    assert times[:5] == [0, BLOCK_MS, 2 * BLOCK_MS, stalled, stalled + BLOCK_MS]


def test_it_may_be_started_again() -> None:
    clock = FakeClock()
    sink = SilentSink(clock)
    assert len(pulled(sink, clock, 2)) == 2
    assert len(pulled(sink, clock, 2)) == 2
