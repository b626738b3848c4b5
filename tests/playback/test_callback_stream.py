from __future__ import annotations

import numpy as np

from tests.fake_clock import FakeClock
from voiceguide.playback.outputs.callback_stream import CallbackStream
from voiceguide.units import frame_at


def stream(clock: FakeClock) -> CallbackStream:
    return CallbackStream(lambda frames: np.zeros(frames, np.float32), clock, 80)


def test_what_is_not_heard_yet_is_the_last_block_and_the_latency() -> None:
    clock = FakeClock()
    pulled = stream(clock)
    pulled.block(frame_at(50))
    clock.advance(30)
    assert pulled.unheard_frames() == frame_at(100)


def test_a_device_that_takes_seconds_at_its_beginning_is_so_far_ahead_from_then_on() -> None:
    clock = FakeClock()
    pulled = stream(clock)
    for _ in range(40):
        pulled.block(frame_at(100))
    assert pulled.unheard_frames() == frame_at(4000)
    for _ in range(60):
        clock.advance(100)
        pulled.block(frame_at(100))
    clock.advance(1000)
    assert pulled.unheard_frames() == frame_at(3000)
