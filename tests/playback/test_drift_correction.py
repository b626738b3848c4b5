"""A device that runs dry, is fast, or is asked late; and what that comes to."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fake_clock import FakeClock
from tests.playback.conftest import Counting, HandSink
from voiceguide.audio.clip import Samples
from voiceguide.playback.drift_correction import Spare
from voiceguide.playback.player import Player
from voiceguide.units import frame_at

BLOCK_MS = 20


class Gappy(Counting):
    """Silent from its fifth second to its eighth, where it is all spare."""

    def __init__(self) -> None:
        super().__init__(frame_at(20_000))
        self.asked: list[int | None] = []

    def block(self, first_frame: int, frames: int) -> Samples:
        sound = super().block(first_frame, frames)
        numbers = np.arange(first_frame, first_frame + frames)
        sound[(numbers >= frame_at(5000)) & (numbers < frame_at(8000))] = 0
        return sound

    def spare(self, frame: int, since: int | None) -> Spare:
        self.asked.append(since)
        if frame_at(5000) <= frame < frame_at(8000):
            return Spare(frame - frame_at(5000), frame_at(8000) - frame)
        return Spare()


class Still(Counting):
    """All of it is spare."""

    def spare(self, frame: int, since: int | None) -> Spare:
        return Spare(frame, self.frames - frame)


class Device:
    """Takes a block every 20 ms after a first gulp, until something happens to it."""

    def __init__(self, player: Player, sink: HandSink, clock: FakeClock) -> None:
        self.player, self.sink, self.clock = player, sink, clock
        player.start()
        self.gulp()

    def gulp(self) -> None:
        for _ in range(5):
            self.sink.draw(frame_at(BLOCK_MS))

    def play(self, length_ms: int, *, block_ms: int = BLOCK_MS, every_ms: int = BLOCK_MS) -> None:
        for _ in range(length_ms // every_ms):
            self.sink.draw(frame_at(block_ms))
            self.clock.advance(every_ms)

    def run_dry(self, length_ms: int) -> None:
        """Nothing is taken for as long as the buffer lasts and the gap; then it is filled."""
        self.clock.advance(length_ms + 5 * BLOCK_MS)
        self.gulp()

    @property
    def heard_ms(self) -> int:
        """The session's millisecond of the last frame that was drawn."""
        return round(float(self.sink.heard[-1]) * 1e7 * 1000 / 44_100)


@pytest.fixture
def source() -> Gappy:
    return Gappy()


@pytest.fixture
def device(source: Gappy, sink: HandSink, clock: FakeClock) -> Device:
    return Device(Player(source, sink, clock), sink, clock)


def ahead_ms(device: Device) -> int:
    """How far what is drawn is ahead of the clock: a full buffer, when all is well."""
    return device.heard_ms - device.clock.now()


def test_a_device_that_keeps_up_is_left_alone(device: Device) -> None:
    device.play(9000)
    assert ahead_ms(device) == pytest.approx(100, abs=1)
    assert len(np.unique(device.sink.heard[device.sink.heard > 0])) == np.count_nonzero(
        device.sink.heard
    )


def test_what_was_lost_by_running_dry_is_left_out_of_the_next_silence(device: Device) -> None:
    device.play(3000)
    device.run_dry(200)
    device.play(1500)
    assert ahead_ms(device) == pytest.approx(-100, abs=1)
    device.play(4000)
    assert ahead_ms(device) == pytest.approx(100, abs=1)


def test_nothing_that_sounds_is_left_out(device: Device) -> None:
    device.play(3000)
    device.run_dry(200)
    device.play(7000)
    heard = np.rint(device.sink.heard * 1e7).astype(int)
    sounding = heard[heard > 0] - 1
    there = (sounding < frame_at(5000)) | (sounding >= frame_at(8000))
    assert there.all()
    assert len(np.unique(sounding)) == len(sounding)
    assert np.array_equal(sounding[sounding < frame_at(5000)], np.arange(frame_at(5000)))


def test_a_device_that_suddenly_took_more_gets_silence_again(device: Device) -> None:
    device.play(5200)
    device.sink.draw(frame_at(50))
    device.play(4500)
    assert ahead_ms(device) == pytest.approx(100, abs=21)


def test_blocks_that_are_asked_late_do_not_count(device: Device) -> None:
    device.play(5000)
    for _ in range(20):
        device.clock.advance(60)
        device.play(20, block_ms=80)
    device.play(1500)
    assert ahead_ms(device) == pytest.approx(100, abs=1)


@pytest.mark.parametrize("late_ms", [400, 900, 1400])
def test_a_device_that_takes_in_bursts_what_it_was_late_for_lost_nothing(
    device: Device, late_ms: int
) -> None:
    device.play(5200)
    for _ in range(4):
        device.clock.advance(late_ms)
        for _ in range(late_ms // BLOCK_MS):
            device.sink.draw(frame_at(BLOCK_MS))
    device.play(3000)
    assert ahead_ms(device) == pytest.approx(100, abs=1)


def test_a_sink_that_learns_how_far_its_device_is_lost_nothing(device: Device) -> None:
    device.play(3000)
    for _ in range(3):
        device.clock.advance(40)
        device.sink.corrected_frames += frame_at(40)
        device.play(2000)
    left_out = frame_at(device.heard_ms) - len(device.sink.heard)
    assert left_out == pytest.approx(0, abs=frame_at(1))


def test_a_device_that_takes_far_more_than_time_goes_by_is_not_waited_for(device: Device) -> None:
    device.play(5200)
    for _ in range(200):
        device.sink.draw(frame_at(BLOCK_MS))
        device.clock.advance(1)
    assert device.heard_ms > 8500


def test_what_follows_a_stall_is_later_and_never_hurried(device: Device) -> None:
    device.play(3000)
    device.run_dry(1500)
    device.play(7500)
    assert ahead_ms(device) == pytest.approx(100 - 1500, abs=21)


def test_the_source_is_told_how_long_the_device_kept_up(device: Device, source: Gappy) -> None:
    device.play(3000)
    device.run_dry(200)
    device.play(1000)
    told = {since for since in source.asked if since is not None}
    assert len(told) == 1
    assert frame_at(2000) < told.pop() < frame_at(3200)


def test_a_switch_owes_nothing(device: Device) -> None:
    device.play(3000)
    device.run_dry(200)
    device.play(1000)
    device.player.switch(Gappy(), frame_at(4500))
    device.play(5000)
    assert len(device.sink.heard) - int(device.heard_ms * 44.1) == pytest.approx(
        frame_at(4100 - 4500 + 100), abs=2000
    )


@pytest.mark.parametrize("frames_a_second", [18, -18])
def test_a_device_with_a_clock_of_its_own_is_left_alone_for_minutes(
    sink: HandSink, clock: FakeClock, frames_a_second: int
) -> None:
    device = Device(Player(Still(frame_at(200_000)), sink, clock), sink, clock)
    for _ in range(180):
        device.play(980)
        sink.draw(frame_at(20) + frames_a_second)
        clock.advance(20)
    off = np.rint(sink.heard * 1e7) - 1 - np.arange(len(sink.heard))
    assert np.abs(off).max() <= 1  # what 32 bits hold of such numbers


def test_what_such_a_device_loses_is_left_out_all_the_same(
    sink: HandSink, clock: FakeClock
) -> None:
    device = Device(Player(Still(frame_at(200_000)), sink, clock), sink, clock)
    for second in range(60):
        if second == 40:
            device.run_dry(50)
        device.play(980)
        sink.draw(frame_at(20) + 18)
        clock.advance(20)
    left_out = np.rint(sink.heard[-1] * 1e7) - len(sink.heard)
    assert left_out == pytest.approx(frame_at(50), abs=frame_at(5))
